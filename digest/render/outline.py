"""A finished mail's HTML read into a flat list of elements; pure.

It reads what a browser of mails reads: conditional comments for Outlook are left out. It repairs nothing:
an end tag that fits no open element is ignored, what is open at the end is closed there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from types import MappingProxyType

from digest.render.grammar import VOID


@dataclass(slots=True, eq=False)
class Element:
    """One element; `words` is the text directly in it, `parent` None at the root. Built once, then read."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    words: str = ""
    children: list[Element] = field(default_factory=list)
    hidden: bool = False  #: by display:none on it or above it

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    @property
    def style(self) -> Mapping[str, str]:
        return declarations(self.attributes.get("style", ""))

    def text(self) -> str:
        """All words in it and below, one space between pieces."""
        parts = (element.words for element in self.all())
        return re.sub(r"\s+", " ", " ".join(parts)).strip()

    def all(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.all()

    def above(self) -> Iterator[Element]:
        """Itself and its parents, nearest first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


@lru_cache(maxsize=512)  # a mail repeats a few dozen styles, each thousands of times
def declarations(style: str) -> Mapping[str, str]:
    """CSS declarations by property, `!important` taken off; a later one wins."""
    pairs = (part.partition(":") for part in style.split(";"))
    return MappingProxyType(
        {
            name.strip().lower(): value.replace("!important", "").strip()
            for name, colon, value in pairs
            if colon and name.strip()
        }
    )


def read(html: str) -> tuple[Element, ...]:
    """Every element in document order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.elements)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.stack: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.stack[-1] if self.stack else None
        element = Element(tag, {name: value or "" for name, value in attrs}, parent)
        element.hidden = bool(parent and parent.hidden) or element.style.get("display") == "none"
        self.elements.append(element)
        if parent is not None:
            parent.children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index].tag == tag:
                del self.stack[index:]
                return

    def handle_data(self, data: str) -> None:
        if self.stack:
            self.stack[-1].words += data
