"""How much of what may not be left behind our summaries keep, beside LEAD-k and sumy's LexRank.

    python benchmarks/write/kept.py --data DIR [--sentences 3] [--reader 2]

labels/cnndm_validation.jsonl holds labels as offsets (no text), read by hand, one article a line: `caveats`
[start, end, kind] and `claims` [start, end, start, end]: a sentence whose speaker is named in another
sentence, and that sentence. Sentences that name their own speaker are not labelled: a verbatim sentence
cannot lose them. `read` marks the articles read whole (310); the other articles were searched with wide
patterns for caveats, each hit read. `reader` 2 marks the 70 (the 81st to the 150th of the set) that another
hand labelled after the rules were written, without knowing them; 5 of their 8 "unverified" were among those
the search had found before. `reader` 3 and 4 mark the 30 and the 30 after those, each labelled by the
second hand when it had mended the rules and before it mended them again. `reader` 5, 6 and 7 mark 38, 22 and
40 of the rest, drawn by chance, read by a third hand for caveats and denials alone (no speakers), each when
it had mended the rules and before it mended them again. Kinds: unverified (could not be verified or
confirmed, a claim without evidence), uncharged (accused, not charged), unclear (a fact not known), no-reply
(did not answer, would not say), denial (readers 5 to 7). Not labelled: a hedge inside its
own sentence ("allegedly"), a name not released, questions of an opinion piece. Only "unverified" and
"uncharged" must come along; the others are counted for comparison. A claim counts where its sentence was
chosen; it is kept if its speaker's sentence was chosen as well. Every miss is listed by article and offset.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digest.write.sentences import split
from digest.write.summarize import summarize

LABELS = Path(__file__).parent / "labels" / "cnndm_validation.jsonl"
KINDS = ("unverified", "uncharged", "claims", "unclear", "no-reply", "denial")
Spans = list[tuple[int, int]]


def ours(text: str, k: int) -> Spans:
    summary = summarize(text, title="", language="en", sentences=k).summary
    return [(s.span.start, s.span.end) for s in summary.sentences]


def lead(text: str, k: int) -> Spans:
    return list(split(text, "en")[:k])


def lexrank() -> Callable[[str, int], Spans]:
    from rouge import sumy_methods

    run = sumy_methods()["LexRank"]

    def spans(text: str, k: int) -> Spans:
        chosen = run(text, k)
        return [(a, b) for a, b in split(text, "en") if text[a:b] in chosen]

    return spans


def holds(spans: Spans, start: int, end: int) -> bool:
    """Whether more than half of [start, end) was chosen."""
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans) * 2 > end - start


def count(
    name: str,
    choose: Callable[[str, int], Spans],
    labels: list[dict[str, Any]],
    texts: dict[str, str],
    k: int,
    show: bool,
) -> None:
    kept: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for label in labels:
        spans = choose(texts[label["id"]], k)
        for start, end, kind in label["caveats"]:
            whole[kind] += 1
            kept[kind] += holds(spans, start, end)
            if show and not holds(spans, start, end):
                print(f"    {kind} left: {label['id'][:8]} [{start}, {end})")
        for start, end, by_start, by_end in label["claims"]:
            if holds(spans, start, end):
                whole["claims"] += 1
                kept["claims"] += holds(spans, by_start, by_end)
                if show and not holds(spans, by_start, by_end):
                    print(
                        f"    speaker left: {label['id'][:8]} [{start}, {end}) said in [{by_start}, {by_end})"
                    )
    parts = [f"{kind} {kept[kind]} of {whole[kind]}" for kind in KINDS]
    print(f"  {name:8} k={k}: " + ", ".join(parts))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", default="1,3,5,10")
    parser.add_argument("--reader", type=int, help="only the articles of this reader: 1 to 7")
    args = parser.parse_args()
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    if args.reader:
        labels = [label for label in labels if label["read"] and label.get("reader", 1) == args.reader]
    file = args.data / "cnndm_validation" / "data.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    texts = {row["id"]: row["text"] for row in rows}
    for k in map(int, args.sentences.split(",")):
        count("ours", ours, labels, texts, k, True)
        count("LEAD", lead, labels, texts, k, False)
        count("LexRank", lexrank(), labels, texts, k, False)


if __name__ == "__main__":
    main()
