"""Furniture, caveats, notes and speakers on the sixty labelled pages, ours beside LEAD and LexRank.

    python benchmarks/write/pages.py [--page FILE] [--show]

The pages are those of tests/write/articles (ten a language). A furniture line counts as taken when a chosen
sentence overlaps it; a caveat or note as kept when most of it was chosen; a quotation when its speaker's
words were chosen too. `lines known` are furniture lines recognised, `body kept` body lines left in the
article.
--page reads one more page from a file and prints what was made of it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kept import Spans, holds, lead, lexrank

from digest.write.inspect import inspect_article
from digest.write.summarize import summarize

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from write.fixtures import FOLDER, STRANGERS, Article, articles


def ours(article: Article, k: int) -> Spans:
    summary = summarize(article.text, title=article.title, language=article.language, sentences=k).summary
    return [(s.span.start, s.span.end) for s in summary.sentences]


def overlap(spans: Spans, start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def measure(
    name: str, choose: Callable[[Article, int], Spans], k: int, show: bool, pages: list[Article]
) -> None:
    counts: Counter[str] = Counter()
    for article in pages:
        spans = choose(article, k)
        for start, end, kind in article.furniture:
            counts["lines"] += 1
            if overlap(spans, start, end):
                counts["taken"] += 1
                if show:
                    print(f"    {article.name} took {kind}: {article.text[start:end][:90]}")
        for label, parts in (("caveats", article.caveats), ("notes", article.corrections)):
            for start, end in parts:
                counts[label] += 1
                counts[label + " kept"] += holds(spans, start, end)
                if show and not holds(spans, start, end):
                    print(f"    {article.name} left {label}: {article.text[start:end]}")
        for (start, end), (by_start, by_end) in article.quotes:
            if holds(spans, start, end):
                counts["quotes"] += 1
                counts["quotes kept"] += holds(spans, by_start, by_end)
                if show and not holds(spans, by_start, by_end):
                    print(f"    {article.name} quote without speaker: {article.text[start:end]}")
    print(
        f"  {name:8} k={k}: furniture lines taken {counts['taken']} of {counts['lines']}, caveats kept "
        f"{counts['caveats kept']} of {counts['caveats']}, "
        f"notes {counts['notes kept']} of {counts['notes']}, "
        f"quotes with speaker {counts['quotes kept']} of {counts['quotes']}"
    )


def sort_lines(show: bool, pages: list[Article]) -> None:
    counts: Counter[str] = Counter()
    for article in pages:
        extract = summarize(article.text, title=article.title, language=article.language)
        known = [(piece.span.start, piece.span.end) for piece in extract.furniture]
        body = [(span.start, span.end) for span in extract.paragraphs]
        for start, end, kind in article.furniture:
            counts["lines"] += 1
            counts["known"] += holds(known, start, end)
            if show and not holds(known, start, end):
                print(f"    {article.name} not known as {kind}: {article.text[start:end][:90]}")
        for start, end in article.body:
            counts["body"] += 1
            counts["body kept"] += holds(body, start, end)
            if show and not holds(body, start, end):
                print(f"    {article.name} eaten: {article.text[start:end][:90]}")
    print(
        f"  lines known {counts['known']} of {counts['lines']}, "
        f"body kept {counts['body kept']} of {counts['body']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    rank = lexrank()
    for folder in (FOLDER, STRANGERS):
        pages = articles(folder)
        print(f"{folder.name}: {len(pages)} pages")
        sort_lines(args.show, pages)
        for k in (1, 3, 5):
            measure("ours", ours, k, args.show, pages)
            measure("LEAD", lambda article, count: lead(article.text, count), k, False, pages)
        english = [page for page in pages if page.language == "en"]
        measure("LexRank", lambda article, count: rank(article.text, count), 3, False, english)
    if args.page:
        found = inspect_article(args.page.read_text(encoding="utf-8"), None, 3, None)
        for piece in found["furniture"]:
            print(f"    {piece['kind']}: {piece['text'][:80]}")
        for sentence in found["summary"]:
            print(f"    [{sentence['role']}] {sentence['text']}")


if __name__ == "__main__":
    main()
