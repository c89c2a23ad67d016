"""The words of clean markup, and plain text in order; pure.

Paragraphs stand one blank line apart, lines of a list or after a break on their own. Captions are left
out: they belong to the picture.
"""

from __future__ import annotations

import re

MAX_CHARS = 500_000  #: of one text; what is longer is cut before it is cleaned
PARAGRAPH, LINE = "\x1e", "\x1f"  #: marks inside this package; a document cannot hold them
_SIGNS = ("\u00ad", "\u200b", "\u2060", "\ufeff")
_SPLIT = re.compile(r"<([^<>]*)>")  # enough for nh3's output: it escapes both signs inside attributes
_CAPTION = re.compile(r"<(figcaption|rp)\b[^>]*>.*?</\1>", re.S)
_PARAGRAPHS = (
    "p", "div", "section", "article", "aside", "header", "footer", "blockquote", "ul", "ol", "dl", "dt", "dd",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "tr", "figure", "pre", "hr", "thead", "tbody",
    "tfoot",
)  # fmt: skip


class _Marks(dict[str, str]):
    """The mark each tag leaves in the text; one with attributes is looked up by its name."""

    def __missing__(self, tag: str) -> str:
        name, space, _ = tag.partition(" ")
        return self[name] if space else ""


_MARKS = _Marks(
    {slash + name: PARAGRAPH for name in _PARAGRAPHS for slash in ("", "/")}
    | {"br": LINE, "li": LINE, "/li": LINE, "/td": " ", "/th": " "}
)


def plain_text(cleaned: str) -> str:
    """The words of markup that nh3 wrote."""
    if "<figcaption" in cleaned or "<rp" in cleaned:
        cleaned = _CAPTION.sub("", cleaned)
    parts = _SPLIT.split(cleaned)
    parts[1::2] = map(_MARKS.__getitem__, parts[1::2])
    return text_of("".join(parts))


def mark_of(tag: str) -> str:
    """What a tag, written without its angle brackets, leaves in the text."""
    return _MARKS[tag]


def text_of(text: str) -> str:
    """The words of markup whose tags are marks already."""
    if "&" in text:  # nh3 writes four references and no other
        text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return arranged(text)


def arranged(marked: str) -> str:
    """Text with paragraph and line marks, its spaces and blank lines put in order."""
    marked = without_invisible(marked)
    paragraphs = []
    for part in marked.split(PARAGRAPH):
        if LINE in part:
            lines = (" ".join(line.split()) for line in part.split(LINE))
            part = "\n".join(line for line in lines if line)
        else:
            part = part.strip()
            if "\n" in part or "  " in part or "\t" in part or "\xa0" in part or "\r" in part:
                part = " ".join(part.split())
        if part:
            paragraphs.append(part)
    return "\n\n".join(paragraphs)


def tidy(text: str) -> str:
    """Plain text with single spaces; its own blank lines part paragraphs, its line breaks mean nothing."""
    if "\n" not in text:
        return arranged(text.replace(PARAGRAPH, " ").replace(LINE, " "))
    text = text.replace(PARAGRAPH, " ").replace(LINE, " ").replace("\r\n", "\n")
    return arranged(_BLANK_LINE.sub(PARAGRAPH, text))


_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")


def without_invisible(text: str) -> str:
    """Text without soft hyphens, zero-width spaces and byte order marks."""
    if not text.isascii():
        for sign in _SIGNS:
            if sign in text:
                text = text.replace(sign, "")
    return text
