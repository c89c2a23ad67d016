"""The order of stories against what a feed's editors go on showing: a stated proxy, not a truth.

    python benchmarks/rank/order.py --data DIR [--every 3]

DIR holds feed_googlenews_top/data.jsonl (hourly snapshots of one front page: [[headline, source], …]).
At noon UTC of every n-th day the headlines first seen in the last 24 hours are grouped once, for all rules
alike, and ordered by each rule from what is known then. A story's gain is in how many of the next twelve
snapshots one of its headlines stands, or a new one that our own grouping adds to it (so the proxy leans on
our grouping, for every rule). Mean nDCG@10 with a 95 % interval over days. A front page repeats its own
choices: the figures compare formulas, they do not say what readers need.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import log2, log10
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from digest.model import Entry, Feed, Story  # noqa: E402
from digest.rank import rank  # noqa: E402
from digest.rank.graph import Graph  # noqa: E402
from digest.rank.weigh import documents_of  # noqa: E402
from digest.settings import Newsletter  # noqa: E402

AHEAD = timedelta(hours=12)
BACK = timedelta(hours=24)
Snapshot = tuple[datetime, list[tuple[str, str]]]
Rule = Callable[[Story, datetime], float]


def _ages(story: Story, now: datetime) -> tuple[float, float]:
    """Hours since the first and since the latest report."""
    times = [member.entry.when for member in story.members]
    return (now - min(times)) / timedelta(hours=1), (now - max(times)) / timedelta(hours=1)


def _sources(story: Story) -> int:
    return sum(source.independent for source in story.sources)


def _with(sources: float, recency: float, hours: float = 12.0) -> Rule:
    return lambda s, now: sources * log2(1 + _sources(s)) + recency * 0.5 ** (_ages(s, now)[1] / hours)


RULES: dict[str, Rule] = {
    "newest first": lambda s, now: -_ages(s, now)[1],
    "first seen first out (newest story)": lambda s, now: -_ages(s, now)[0],
    "Reddit hot, age from first": lambda s, now: log10(len(s.members)) - _ages(s, now)[0] / 12.5,
    "Hacker News, age from first": lambda s, now: len(s.members) ** 0.8 / (_ages(s, now)[0] + 2) ** 1.8,
    "Hacker News, age from latest": lambda s, now: len(s.members) ** 0.8 / (_ages(s, now)[1] + 2) ** 1.8,
    "number of sources": lambda s, now: _sources(s),
    "log2(1+sources) x half-life 12 h": lambda s, now: log2(1 + _sources(s)) * 0.5 ** (_ages(s, now)[1] / 12),
    "sum, recency 1": _with(1.0, 1.0),
    "sum, recency 3": _with(1.0, 3.0),
    "ours as shipped": lambda s, now: s.score.total,
}


def snapshots(path: Path) -> list[Snapshot]:
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return [
        (datetime.fromisoformat(r["time"]).astimezone(UTC), [(a, b) for a, b in r["items"]]) for r in rows
    ]


def entries(taken: list[Snapshot]) -> list[Entry]:
    seen: dict[tuple[str, str], datetime] = {}
    for time, items in taken:
        for item in items:
            seen.setdefault(item, time)
    return [
        Entry(
            id=number, feed=Feed(name=source, url="", publisher=source), title=headline, link=None,
            first_seen=time, published=time, language="en",
        )
        for number, ((headline, source), time) in enumerate(sorted(seen.items(), key=lambda x: (x[1], x[0])))
    ]  # fmt: skip


def gains(stories: list[Story], before: list[Entry], later: list[Snapshot]) -> dict[str, int]:
    """In how many later snapshots each story stands."""
    known = {(entry.title, entry.feed.publisher) for entry in before}
    fresh = [e for e in entries(later) if (e.title, e.feed.publisher) not in known]
    everything = [*before, *fresh]
    groups = Graph().groups(documents_of(everything, None, lambda entry: entry.when))
    group_of = {id(d.entry): k for k, group in enumerate(groups) for d in group.documents}
    shown: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place, (_, items) in enumerate(later):
        for item in items:
            shown[item].add(place)
    places: dict[int, set[int]] = defaultdict(set)
    for entry in everything:
        places[group_of[id(entry)]] |= shown[entry.title, entry.feed.publisher]
    return {
        story.id: len(set().union(*(places[group_of[id(m.entry)]] for m in story.members)))
        for story in stories
    }


def ndcg(order: list[Story], gain: dict[str, int], top: int = 10) -> float:
    best = sorted(gain.values(), reverse=True)[:top]
    ideal = sum(value / log2(place + 2) for place, value in enumerate(best))
    found = sum(gain[story.id] / log2(place + 2) for place, story in enumerate(order[:top]))
    return found / ideal if ideal else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=3)
    options = parser.parse_args()
    taken = snapshots(options.data / "feed_googlenews_top/data.jsonl")
    now = taken[0][0].replace(hour=12, minute=0) + timedelta(days=2)
    scores: dict[str, list[float]] = defaultdict(list)
    while now + AHEAD < taken[-1][0]:
        before = entries([s for s in taken if now - BACK <= s[0] <= now])
        later = [s for s in taken if now < s[0] <= now + AHEAD]
        if before and len(later) >= 10:
            stories = list(rank(before, Newsletter(name="order"), now))
            gain = gains(stories, before, later)
            random.Random(0).shuffle(stories)
            scores["random"].append(ndcg(stories, gain))
            for name, rule in RULES.items():
                ordered = sorted(stories, key=lambda story: (-rule(story, now), story.lead.id))
                scores[name].append(ndcg(ordered, gain))
        now += timedelta(days=options.every)
    print(f"{len(scores['random'])} days, nDCG@10 of snapshots in the next 12 h")
    for name, values in sorted(scores.items(), key=lambda item: sum(item[1])):
        low, high = _interval(values)
        print(f"  {name:38} {sum(values) / len(values):.3f} [{low:.3f}, {high:.3f}]")


def _interval(values: list[float]) -> tuple[float, float]:
    chance = random.Random(1)
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(400))
    return means[10], means[389]


if __name__ == "__main__":
    main()
