"""A tree of elements → a `RawFeed`: RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0, CDF.

This file knows where things stand; `elements` knows what they mean. Only direct children of an item count,
so a title inside `source`, `image` or `media:content` never becomes the item's.
"""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

from digest.gather import elements
from digest.gather.links import base_of, resolve
from digest.gather.names import canonical
from digest.gather.raw import RawEntry, RawFeed, RawText, TextKind

MAX_ENTRIES = 10_000
MAX_OPEN = 50  #: items inside items that were never closed
MAX_CHILDREN = 500  #: elements of an item
MAX_KINDS = 2_000  #: names of elements in a document
MAX_MARKUP = 1_000  #: levels of markup inside a text; what is deeper is dropped
MAX_ELEMENTS = 100_000  #: of markup in all texts; of what is past them only the words are kept
_BASE = "http://www.w3.org/XML/1998/namespace}base"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = frozenset({"item", "entry", "product"})
_CONTAINERS = frozenset({"rss", "feed", "channel", "rdf:rdf", "rdf", "items", "fullitems", "rss11:channel"})
_NO_FEEDS = frozenset({"html", "xhtml:html", "opml", "svg:svg", "urlset", "sitemapindex"})
_URLS = frozenset({"href", "src", "cite", "longdesc", "poster", "background"})
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "embed"})


class Reader:
    """Reads one document. `base` and `language` are those in force at the element being read."""

    def __init__(self, data: bytes, url: str) -> None:
        self.feed = RawFeed()
        self.base = url
        self.base_declared = False
        self.language: str | None = None
        self.is_atom = False
        self._data = data
        self._known: dict[str, elements.Meaning] = {}
        self._elements_left = MAX_ELEMENTS
        self._acts: dict[str, elements.Act | None] = {}  # what each child of an item does to it, by tag

    def meaning(self, element: Element) -> elements.Meaning:
        """What an element stands for."""
        tag = element.tag
        known = self._known.get(tag)
        if known is None:
            if len(self._known) > MAX_KINDS:
                return elements.NOTHING
            known = self._known[tag] = elements.lookup(canonical(tag, self._data))
            self._acts[tag] = known.entry
        return known

    def read(self, root: Element, *, anywhere: bool = False) -> RawFeed:
        """Everything the document says; `anywhere`: its items may stand in any place (a broken document)."""
        name = self.meaning(root).name
        self.feed.root = name
        self.is_atom = name in ("feed", "entry") and not self._is_old_atom(root)
        if name in _CONTAINERS:
            self.feed.seen_feed = True
            self._container(root, 0)
            if anywhere or not self.feed.entries:
                self.feed.entries.clear()
                self._strays(root)
        elif name in _ENTRIES:
            self.feed.seen_feed = True
            self._entry(root)
        elif name not in _NO_FEEDS:
            self._strays(root)
            if self.feed.seen_feed:
                self.feed.problems.append(f"xml: the root is {name[:40]!r}, which no feed format has")
        return self.feed

    @staticmethod
    def _is_old_atom(root: Element) -> bool:
        """Atom 0.3 did not say clearly what its texts are, so its publishers wrote markup into all."""
        return "purl.org/atom/ns#" in root.tag or root.get("version") == "0.3"

    # --- places -----------------------------------------------------------------------------------------

    def _container(self, element: Element, depth: int) -> None:
        outer = self._enter(element)
        elements.cdf_attributes(self, self.feed, element)
        for child in element:
            meaning = self.meaning(child)
            if meaning.name in _ENTRIES:
                self._entry(child)
            elif meaning.name in _CONTAINERS:
                if depth < 20:
                    self._container(child, depth + 1)
            elif meaning.feed is not None:
                meaning.feed(self, self.feed, child)
        self._leave(outer)

    def _entry(self, element: Element, depth: int = 0) -> None:
        if len(self.feed.entries) >= MAX_ENTRIES or depth > MAX_OPEN:
            return
        outer = self._enter(element)
        entry = RawEntry(base=self.base, base_declared=self.base_declared, language=self.language)
        self.feed.entries.append(entry)
        elements.cdf_attributes(self, entry, element)
        acts = self._acts
        for child in element[:MAX_CHILDREN]:
            act = acts.get(child.tag) or self.meaning(child).entry
            if act is not None:
                act(self, entry, child)
            elif self.meaning(child).name in _ENTRIES:  # an item that was never closed holds the next one
                self._entry(child, depth + 1)
        self._leave(outer)

    def _strays(self, root: Element) -> None:
        """Items wherever they stand; each is read without those inside it, which come by themselves."""
        for element in root.iter():
            if self.meaning(element).name in _ENTRIES:
                self.feed.seen_feed = True
                self._entry(element, MAX_OPEN)

    def _enter(self, element: Element) -> tuple[str, bool, str | None] | None:
        """Takes over an element's xml:base and xml:lang; returns what was in force."""
        if not element.keys():
            return None
        outer = (self.base, self.base_declared, self.language)
        base, language = element.get(_BASE, element.get("BASE")), element.get(_LANGUAGE)  # the latter: CDF
        if base is not None:
            self.base, self.base_declared = base_of(resolve(base.strip(), self.base)), True
        if language is not None:
            self.language = language.strip() or None
        return outer

    def _leave(self, outer: tuple[str, bool, str | None] | None) -> None:
        if outer is not None:
            self.base, self.base_declared, self.language = outer

    # --- what elements ask --------------------------------------------------------------------------------

    def base_of(self, element: Element) -> str:
        """The base address in force at a child of the open place."""
        base = element.get(_BASE)
        return self.base if base is None else resolve(base.strip(), self.base)

    def construct(self, element: Element, default: TextKind) -> RawText | None:
        """A text element with its markup; None when it is empty."""
        base = self.base_of(element) if self.base_declared or element.get(_BASE) is not None else ""
        kind: TextKind
        if len(element) and self._elements_left > 0:
            value, kind = self._markup(element, base), "markup"
        else:
            value = elements.all_text(element)
            kind = elements.text_kind(element, default) if element.keys() else default
        if not value or value.isspace():
            return None
        return RawText(value=value, kind=kind, base=base)

    def _markup(self, element: Element, base: str) -> str:
        """The inside of an element as HTML; walks without recursion, a document may be nested at will."""
        head = element.text or ""
        parts = [head if "<" in head else escape(head, quote=False)]
        stack = [(element, iter(element), base)]
        while stack:
            parent, children, base = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if stack:
                    parts.append(_closing(parent))
                    parts.append(escape(parent.tail or "", quote=False))
                continue
            own = child.get(_BASE)
            inner = resolve(own.strip(), base) if own is not None else base
            self._elements_left -= 1
            if len(stack) < MAX_MARKUP and self._elements_left > 0:
                parts.append(_opening(child, inner))
                parts.append(escape(child.text or "", quote=False))
                stack.append((child, iter(child), inner))
        return "".join(parts)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _opening(element: Element, base: str) -> str:
    parts = []
    for key, value in element.attrib.items():
        name = _local(key)
        if "}" not in key:
            value = resolve(value.strip(), base) if base and name in _URLS else value
            parts.append(f' {name}="{escape(value)}"')
    return f"<{_local(element.tag)}{''.join(parts)}>"


def _closing(element: Element) -> str:
    local = _local(element.tag)
    return "" if local in _VOID else f"</{local}>"
