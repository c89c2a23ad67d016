"""Elements of RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0 and CDF, as events → a `RawFeed`.

Only direct children of an item count, so a title inside `source`, `image` or `media:content` never
becomes the item's. Markup inside a text element is kept as markup. What an element means stands in
`elements`; this file keeps the place in the document: depth, base address, language, prefixes.
Raises `TooMuch` past its limits, nothing else.
"""

from __future__ import annotations

from html import escape
from typing import Any

from digest.gather import elements
from digest.gather.links import resolve
from digest.gather.names import canonical, declare
from digest.gather.raw import RawEntry, RawFeed, RawText

MAX_DEPTH = 2_000  #: inside a text; deeper markup is dropped, its words stay
MAX_ENTRIES = 10_000
_URL_ATTRIBUTES = frozenset({"href", "src", "cite", "longdesc", "poster", "background", "usemap"})
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "embed"})


class TooMuch(Exception):
    """More entries than any feed has."""


class Builder:
    """Takes start, end and text events in document order; `feed` holds what they said."""

    def __init__(self, base: str = "") -> None:
        self.feed = RawFeed()
        self.base = base
        self.language: str | None = None
        self.base_declared = False
        self.depth = 0
        self.chunks: list[str] = []
        self.owners: list[tuple[Any, int]] = []
        self._declared: dict[str, str] = {}
        self._names: dict[str, elements.Element] = {}
        self._path: list[tuple[elements.Element, dict[str, str]]] = []
        self._scopes: list[
            tuple[int, str, str | None, bool, dict[str, str], dict[str, elements.Element]]
        ] = []
        self._text_depth = 0  #: depth of the open text element, 0: none
        self._inline = False  #: it has markup of its own

    # --- events ---------------------------------------------------------------------------------------

    def start(self, name: str, attrs: dict[str, str]) -> None:
        self.depth += 1
        if attrs:
            self._scope(attrs)
        if self._text_depth:
            self._inline_start(name, attrs)
            return
        element = self._names.get(name)
        if element is None:
            element = self._names[name] = elements.lookup(canonical(name, self._declared))
        if not self._path:
            self.feed.root = element.name
        self._path.append((element, attrs))
        self.chunks.clear()
        if element.is_text:
            self._text_depth = self.depth
        if element.start is not None:
            element.start(self, attrs)

    def end(self, name: str) -> None:
        if self._text_depth and self.depth > self._text_depth:
            self._inline_end(name)
        elif self._path:
            element, attrs = self._path.pop()
            self._text_depth = 0
            if element.end is not None:
                element.end(self, element, attrs, "".join(self.chunks))
            self._inline = False
            self.chunks.clear()
            if self.owners and self.owners[-1][1] == self.depth:
                self.owners.pop()
        if self._scopes and self._scopes[-1][0] == self.depth:
            _, self.base, self.language, self.base_declared, self._declared, self._names = self._scopes.pop()
        self.depth -= 1

    def text(self, data: str) -> None:
        self.chunks.append(escape(data, quote=False) if self._inline else data)

    def close(self) -> RawFeed:
        """Ends whatever is open (a cut document) and returns the feed."""
        while self.depth > 0:
            self.end("")
        return self.feed

    # --- what elements ask ------------------------------------------------------------------------------

    def owner(self) -> Any:
        """The record whose direct child the open element is; None when it stands deeper."""
        if self.owners and self.owners[-1][1] == self.depth - 1:
            return self.owners[-1][0]
        return None

    def own(self, record: Any) -> None:
        """Makes the open element's children belong to `record`."""
        if isinstance(record, RawEntry):
            if len(self.feed.entries) >= MAX_ENTRIES:
                raise TooMuch
            self.feed.entries.append(record)
        self.owners.append((record, self.depth))

    def construct(self, attrs: dict[str, str], text: str, default: str) -> RawText:
        """The text of the element that just ended, with its kind by attributes, markup and format."""
        kind = "html" if self._inline else elements.text_kind(attrs, default)
        return RawText(value=text, kind=kind, base=self.base if self.base_declared else "")

    @property
    def is_atom(self) -> bool:
        return self.feed.root in ("feed", "entry")

    # --- scopes and markup --------------------------------------------------------------------------------

    def _scope(self, attrs: dict[str, str]) -> None:
        """Remembers what an element changes for its inside: prefixes, base address, language."""
        base, language = attrs.get("xml:base"), attrs.get("xml:lang")
        prefixes = any(key.startswith("xmlns") for key in attrs)
        if base is None and language is None and not prefixes:
            return
        self._scopes.append(
            (self.depth, self.base, self.language, self.base_declared, self._declared, self._names)
        )
        if prefixes:
            declared = declare(self._declared, attrs)
            if declared != self._declared:
                self._declared, self._names = declared, {}
        if base is not None:
            self.base, self.base_declared = resolve(base.strip(), self.base), True
        if language is not None:
            self.language = language.strip() or None

    def _inline_start(self, name: str, attrs: dict[str, str]) -> None:
        if not self._inline:
            self._inline = True
            whole = "".join(self.chunks)
            self.chunks[:] = [whole if "<" in whole else escape(whole, quote=False)]
        if self.depth - self._text_depth > MAX_DEPTH:
            return
        local = name.rpartition(":")[2].lower()
        parts = []
        for key, value in attrs.items():
            if key.startswith("xml"):
                continue
            if self.base_declared and key.lower() in _URL_ATTRIBUTES:
                value = resolve(value, self.base)
            parts.append(f' {key}="{escape(value)}"')
        self.chunks.append(f"<{local}{''.join(parts)}>")

    def _inline_end(self, name: str) -> None:
        local = name.rpartition(":")[2].lower()
        if local not in _VOID and self.depth - self._text_depth <= MAX_DEPTH:
            self.chunks.append(f"</{local}>")
