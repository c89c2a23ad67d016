"""The plain text of an HTML page, a block a line; only for looking at a file, gathering has its own way."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_START = re.compile(
    r"\s*(?:<!doctype html|<\?xml|<html|<head|<body|<article|<div|<section|<main|<p[\s>]|<h1|<!--)", re.I
)
_TAG = re.compile(r"</?(?:p|div|br|h[1-6]|article|section|li|ul|figure|span|a)\b[^>]*>", re.I)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "select", "head", "button", "nav"]
)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "source", "area", "base", "col", "embed", "track", "wbr"]
)


def looks_like_html(text: str) -> bool:
    """Whether a text is HTML rather than words in which a tag is spoken of."""
    return bool(_START.match(text)) and len(_TAG.findall(text)) > 1


def text_of_html(markup: str) -> tuple[str | None, str]:
    """The page's own title and its text: blocks parted by a blank line, scripts and menus left out."""
    reader = _Text()
    reader.feed(markup)
    reader.close()
    blocks = (" ".join(block.split()) for block in "".join(reader.parts).split("\0"))
    title = " ".join("".join(reader.title).split())
    return title or None, "\n\n".join(block for block in blocks if block)


class _Text(HTMLParser):
    """Collects text; "\\0" parts blocks, which no text can hold once parsed here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title: list[str] = []
        self.silent: list[str] = []
        self.heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        if tag in _BLOCKS:
            self.parts.append("\0")
        if tag == "h1" and not self.title:
            self.heading = True

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            while self.silent and self.silent.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.parts.append("\0")
        if tag == "h1":
            self.heading = False

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        data = data.replace("\0", " ")
        self.parts.append(data)
        if self.heading:
            self.title.append(data)
