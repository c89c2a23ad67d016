"""What `digest inspect article` shows: a text sorted into article and furniture, with its summary."""

from __future__ import annotations

from typing import Any

from digest.headline import clean_headline
from digest.write.page_text import looks_like_html, text_of_html
from digest.write.summarize import summarize


def inspect_article(text: str, title: str | None, sentences: int, language: str | None) -> dict[str, Any]:
    """A document {headline, text, paragraphs, furniture, summary}; start and end are code points of `text`.

    `text` in the answer is what was given (line ends made "\\n"), or, for HTML, its plain text; each part's
    text is text[start:end]. Never raises on any text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if looks_like_html(text):
        found, text = text_of_html(text)
        title = title or found
    extract = summarize(text, title=title or "", language=language, sentences=sentences)

    def part(start: int, end: int, **more: str) -> dict[str, Any]:
        return {"text": text[start:end], "start": start, "end": end, **more}

    return {
        "headline": clean_headline(extract.headline),
        "text": text,
        "language": extract.language,
        "paragraphs": [part(span.start, span.end) for span in extract.paragraphs],
        "furniture": [part(piece.span.start, piece.span.end, kind=piece.kind) for piece in extract.furniture],
        "caption": extract.caption,
        "credit": extract.credit,
        "authors": list(extract.authors),
        "summary": [part(s.span.start, s.span.end, role=s.role) for s in extract.summary.sentences],
        "findings": [finding.message for finding in extract.findings],
    }
