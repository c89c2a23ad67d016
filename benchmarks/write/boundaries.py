"""Sentence boundary F1 on labelled sentences, ours beside a plain rule.

    python benchmarks/write/boundaries.py [--data DIR] [--misses N] [--languages en,de]

Our own hard cases are those of tests/write/boundaries: news sentences a line, texts parted by a blank line.
DIR holds sentences_ud_XX/data.jsonl, each line {lang, sentences}: sentences in order. They are joined (by a
space, Chinese by nothing) as they stand and again eight at a time; a boundary is the end of a sentence,
the last one of a text not counted. The plain rule ends a sentence at every stop followed by a space and a
capital.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from digest.write.sentences import split

OWN = Path(__file__).parents[2] / "tests" / "write" / "boundaries"
Spans = tuple[tuple[int, int], ...]
PLAIN = re.compile(r"(?<=[.!?])[\"”»]?\s+(?=[\"“«„]?[^\Wa-zа-яіїєґäöü])|(?<=[。！？])")


def plain(text: str, _: str | None) -> Spans:
    ends = [match.start() for match in PLAIN.finditer(text)] + [len(text)]
    return tuple(zip([0, *ends[:-1]], ends, strict=True))


def joined(groups: Iterable[list[str]], glue: str) -> list[tuple[str, set[int]]]:
    texts = []
    for group in groups:
        ends, at = set(), 0
        for sentence in group[:-1]:
            at += len(sentence)
            ends.add(at)
            at += len(glue)
        texts.append((glue.join(group), ends))
    return texts


def measure(
    texts: list[tuple[str, set[int]]], splitter: Callable[[str, str | None], Spans], code: str
) -> tuple[float, float, list[str]]:
    right = found = wanted = 0
    misses = []
    began = time.process_time()
    for text, gold in texts:
        ends = {end for _, end in splitter(text, code)} - {len(text)}
        right, found, wanted = right + len(ends & gold), found + len(ends), wanted + len(gold)
        for kind, places in (("extra", ends - gold), ("missed", gold - ends)):
            misses += [f"{kind}: {text[max(0, at - 40) : at]}|{text[at : at + 30]}" for at in sorted(places)]
    return 200 * right / max(1, found + wanted), time.process_time() - began, misses


def report(code: str, name: str, groups: Iterable[list[str]], misses: int) -> None:
    texts = joined(groups, "" if code == "zh" else " ")
    ours, seconds, missed = measure(texts, split, code)
    theirs, _, _ = measure(texts, plain, code)
    size = sum(len(text) for text, _ in texts)
    count = sum(len(ends) + 1 for _, ends in texts)
    print(
        f"{code} {name}, {count} sentences: ours {ours:.1f}  plain {theirs:.1f}  "
        f"{size / seconds / 1e6:.1f} M chars/s CPU"
    )
    for miss in missed[:misses]:
        print("   ", miss)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--languages", default="en,uk,de,ru,ar,zh")
    args = parser.parse_args()
    for code in args.languages.split(","):
        texts = (OWN / f"{code}.txt").read_text(encoding="utf-8").strip().split("\n\n")
        report(code, "own", [text.split("\n") for text in texts], args.misses)
        file = args.data / f"sentences_ud_{code}" / "data.jsonl" if args.data else OWN / "none"
        if not file.exists():
            continue
        rows = [json.loads(line)["sentences"] for line in file.read_text(encoding="utf-8").splitlines()]
        flat = [sentence for row in rows for sentence in row]
        report(code, "rows", rows, args.misses)
        report(code, "eights", [flat[i : i + 8] for i in range(0, len(flat), 8)], args.misses)


if __name__ == "__main__":
    main()
