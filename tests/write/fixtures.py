"""The labelled pages beside this file, in six languages, written for tests: sixty, and the strangers.

A file holds articles; a line "@ name note" begins one and "= headline" names it. A line "kind: text" with a
kind of furniture is furniture; every other line is body. Inside body lines <c>…</c> is a caveat, <k>…</k> a
note of correction, <q>…</q> a quoted sentence and <s>…</s> the words that name the speaker of the quotations
just before it (the last speaker, if none follows). The marks are taken out of the text; the labels are
offsets into what is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "articles"
STRANGERS = Path(__file__).parent / "strangers"  #: labelled after the rules, as pages they had not seen
KINDS = (
    "label", "headline", "byline", "dateline", "reading-time", "caption", "credit", "avatar", "author",
    "biography", "promo", "related", "share", "ad", "copyright", "heading",
)  # fmt: skip
_LINE = re.compile(rf"({'|'.join(KINDS)}): (.*)")
_MARK = re.compile(r"</?([ckqs])>")

Span = tuple[int, int]


@dataclass(slots=True)
class Article:
    name: str
    language: str
    title: str = ""
    text: str = ""
    furniture: list[tuple[int, int, str]] = field(default_factory=list)
    body: list[Span] = field(default_factory=list)
    caveats: list[Span] = field(default_factory=list)
    corrections: list[Span] = field(default_factory=list)
    quotes: list[tuple[Span, Span]] = field(default_factory=list)  #: sentence, speaker


def articles(folder: Path = FOLDER) -> list[Article]:
    found = []
    for file in sorted(folder.glob("*.txt")):
        for part in re.split(r"(?m)^@ ", file.read_text(encoding="utf-8"))[1:]:
            head, _, rest = part.partition("\n")
            found.append(_read(Article(head.split()[0], file.stem), rest))
    return found


def _read(article: Article, source: str) -> Article:
    spans: dict[str, list[Span]] = {"c": [], "k": [], "q": [], "s": []}
    started: dict[str, int] = {}
    for line in source.rstrip("\n").split("\n"):
        if line.startswith("= "):
            article.title = line[2:]
            continue
        kind = _LINE.fullmatch(line)
        content, at = kind[2] if kind else line, len(article.text)
        last = 0
        for mark in _MARK.finditer(content):
            article.text += content[last : mark.start()]
            last = mark.end()
            if mark[0][1] == "/":
                spans[mark[1]].append((started.pop(mark[1]), len(article.text)))
            else:
                started[mark[1]] = len(article.text)
        article.text += content[last:]
        if kind:
            article.furniture.append((at, len(article.text), kind[1]))
        elif content.strip():
            article.body.append((at, len(article.text)))
        article.text += "\n"
    article.caveats, article.corrections = spans["c"], spans["k"]
    for quote in spans["q"]:
        speaker = next((s for s in spans["s"] if s[0] >= quote[1]), spans["s"][-1])
        article.quotes.append((quote, speaker))
    return article
