"""Copies made in known ways from one text: how many are folded, and how many folded pairs are true.

    python benchmarks/rank/copies.py [--data DIR] [--articles 300]

DIR holds cnndm_validation/data.jsonl and stories_ecbplus/data.jsonl (other reports, to be left alone).
Without it the texts of the tests are used. Every original stands beside all of its copies at once.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from digest.model import Entry, Feed  # noqa: E402
from digest.rank.graph import Graph  # noqa: E402
from digest.rank.weigh import documents_of  # noqa: E402

NOW = datetime(2026, 3, 4, 5, tzinfo=UTC)
FURNITURE = (
    "Sign up for our letter and get the news of the day in your inbox.",
    "Share this article with your friends.",
    "All rights reserved.",
    "Follow us for the latest news from the region.",
)
chance = random.Random(7)


def cut(text: list[str], pool: list[str]) -> list[str]:
    return [chance.choice(pool), *text[: max(2, int(len(text) * 0.6))]]


def wrapped(text: list[str], pool: list[str]) -> list[str]:
    return [*FURNITURE[:2], *text, *FURNITURE[2:]]


def edited(text: list[str], pool: list[str]) -> list[str]:
    other = " ".join(pool).split()
    return [" ".join(chance.choice(other) if chance.random() < 0.05 else w for w in s.split()) for s in text]


def renewed(text: list[str], pool: list[str]) -> list[str]:
    changed = set(chance.sample(range(len(text)), max(1, len(text) // 5)))
    return [chance.choice(pool) if place in changed else s for place, s in enumerate(text)]


def teaser(text: list[str], pool: list[str]) -> list[str]:
    return text[:2]


def inner_teaser(text: list[str], pool: list[str]) -> list[str]:
    start = chance.randrange(len(text) - 1)
    return text[start : start + 2]


KINDS: dict[str, Callable[[list[str], list[str]], list[str]]] = {
    "original": lambda text, pool: text,
    "exact": lambda text, pool: text,
    "cut to 60 %, new first line": cut,
    "furniture around": wrapped,
    "5 % of words edited": edited,
    "20 % of sentences new": renewed,
    "teaser, first two sentences": teaser,
    "teaser, two from anywhere": inner_teaser,
}


def texts(data: Path | None, number: int) -> tuple[list[list[str]], list[str]]:
    if data is None:
        from rank.newsroom import BRIDGE, CUP, GRAIN
        from rank.test_copies import LONG

        return [_sentences(text) for text in (LONG, GRAIN, CUP)], [BRIDGE]
    rows = [
        json.loads(line)["text"] for line in (data / "cnndm_validation/data.jsonl").open(encoding="utf-8")
    ]
    others = [
        json.loads(line)["text"] for line in (data / "stories_ecbplus/data.jsonl").open(encoding="utf-8")
    ]
    return [found for row in rows if len(found := _sentences(row)) >= 8][:number], others[:400]


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", text.replace("\n", " ")) if len(s.split()) > 3]


def entries(sources: list[list[str]], others: list[str]) -> tuple[list[Entry], list[tuple[int, str]]]:
    pool = [sentence for text in sources for sentence in text]
    made, truth = [], []
    for event, text in enumerate(sources):
        for place, (kind, make) in enumerate(KINDS.items()):
            made.append(_entry(len(made), make(text, pool), f"p{place}"))
            truth.append((event, kind))
    for text in others:
        made.append(_entry(len(made), [text], "elsewhere"))
        truth.append((len(made) + len(sources), "other"))
    return made, truth


def _entry(number: int, text: list[str], publisher: str) -> Entry:
    when = NOW - timedelta(minutes=chance.randrange(1200))
    feed = Feed(name=publisher, url="", publisher=publisher)
    title = " ".join(text[0].split()[:9])
    return Entry(id=number, feed=feed, title=title, link=None, first_seen=when, text=" ".join(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    options = parser.parse_args()
    made, truth = entries(*texts(options.data, options.articles))
    made.sort(key=lambda entry: (entry.when, entry.id))
    start = process_time()
    documents = documents_of(made, None, lambda entry: entry.when)
    groups = Graph().groups(documents)
    seconds = process_time() - start
    original = {copy: first for group in groups for copy, first in group.copies}
    story = {document.entry.id: k for k, group in enumerate(groups) for document in group.documents}
    first = {event: number for number, (event, kind) in enumerate(truth) if kind == "original"}
    folded: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for number, (event, kind) in enumerate(truth):
        if kind not in ("original", "other"):
            root = original.get(number, number)
            folded[kind] += root == original.get(first[event], first[event])
            together[kind] += story[number] == story[first[event]]
    speed = len(made) / seconds
    print(f"{len(first)} originals, {len(made)} texts, {speed:,.0f} texts/s CPU (grouping included)")
    for kind in list(KINDS)[1:]:
        share, near = 100 * folded[kind] / len(first), 100 * together[kind] / len(first)
        print(f"  {kind:30} folded {share:5.1f} %   in its story {near:5.1f} %")
    true = sum(truth[a][0] == truth[b][0] for a, b in original.items())
    print(f"  folded pairs that are true: {100 * true / max(1, len(original)):.1f} % of {len(original)}")
    rival(made, truth, first)


def rival(made: list[Entry], truth: list[tuple[int, str]], first: dict[int, int]) -> None:
    """rensa MinHash on runs of four words, pairs of estimated Jaccard of 0.3 or more."""
    from rensa import RMinHash, RMinHashLSH

    start = process_time()
    index = RMinHashLSH(threshold=0.3, num_perm=128, num_bands=32)
    signatures = {}
    for entry in made:
        words = entry.text.lower().split()
        signatures[entry.id] = signature = RMinHash(num_perm=128, seed=42)
        signature.update([" ".join(words[n : n + 4]) for n in range(max(1, len(words) - 3))])
        index.insert(entry.id, signature)
    found = {
        (n, other)
        for n, signature in signatures.items()
        for other in index.query(signature)
        if other != n and signature.jaccard(signatures[other]) >= 0.3
    }
    seconds = process_time() - start
    hits: Counter[str] = Counter()
    for number, (event, kind) in enumerate(truth):
        if kind not in ("original", "other"):
            hits[kind] += (number, first[event]) in found
    true = sum(truth[a][0] == truth[b][0] for a, b in found)
    print(f"MinHash LSH (rensa), Jaccard 0.3: {len(made) / seconds:,.0f} texts/s CPU (copies only)")
    for kind in list(KINDS)[1:]:
        print(f"  {kind:30} found  {100 * hits[kind] / len(first):5.1f} %")
    print(f"  pairs that are true: {100 * true / max(1, len(found)):.1f} %")


if __name__ == "__main__":
    main()
