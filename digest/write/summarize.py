"""A summary an editor would sign: sentences of the article itself, with what they may not be shown without.

Every sentence is text[start:end] of the article, in the article's order. The attribution of a claim, the
speaker of a quotation, the newsroom's caveat and its notes of correction come along even when the number of
sentences asked for is spent. It writes no word of its own and judges no truth. In a language without rules
it takes the first sentences as they stand and says so in a finding. Positions are code points.
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.model import Finding, Span, Summary
from digest.write import findings
from digest.write import language as languages
from digest.write.article import Article
from digest.write.choose import choose
from digest.write.clip import clip, mend, trim
from digest.write.furniture import read_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A part of a page that is not the article, and what it is."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """An article read: its parts, its data, its summary and what could not be judged."""

    headline: str
    paragraphs: tuple[Span, ...]
    furniture: tuple[Furniture, ...]
    summary: Summary
    unlimited: Summary  #: the summary without a limit of quoted words
    language: str | None
    caption: str | None = None
    credit: str | None = None
    authors: tuple[str, ...] = ()
    has_correction: bool = False
    words: int = 0
    findings: tuple[Finding, ...] = ()


def summarize(
    text: str,
    *,
    title: str,
    language: str | None,
    sentences: int = 3,
    entry_id: int = 0,
    quote: int | None = None,
) -> Extract:
    """The article in `text` with a summary of at most `sentences` sentences and what must come along.

    `quote`: so many words at most are taken verbatim, whole sentences or one cut at a clause; None: no limit.
    Never raises on any text; a text without a sentence has an empty summary.
    """
    page = read_page(text, title)
    code = languages.settle(language, " ".join(block.text for block in page.body))
    article = Article(text, page, code)
    taken = choose(article, max(0, sentences))
    summary = Summary(
        sentences=tuple(article.sentence(index, role, entry_id) for index, role in sorted(taken.items()))
    )
    summary = trim(summary)
    whole = summary
    if quote is not None:
        summary = clip(summary, quote, article.code)
    return Extract(
        headline=page.headline,
        paragraphs=tuple(Span(entry_id=entry_id, start=block.start, end=block.end) for block in page.body),
        furniture=_furniture([*page.furniture, *article.asides], entry_id),
        summary=summary,
        unlimited=whole,
        language=code,
        caption=next(iter(page.captions), None),
        credit=next(iter(page.credits), None),
        authors=tuple(page.authors),
        has_correction=any(article.corrections),
        words=sum(block.words for block in page.body),
        findings=findings.of_text(text, article.code, mend(summary, text, article.code), entry_id),
    )


def _furniture(pieces: list[tuple[int, int, str]], entry_id: int) -> tuple[Furniture, ...]:
    return tuple(
        Furniture(span=Span(entry_id=entry_id, start=start, end=end), kind=kind)
        for start, end, kind in sorted(pieces)
    )
