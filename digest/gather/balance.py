"""A document that is not XML → one that is: every tag closed, in one pass and in linear time.

For long documents, which tolerant parsers do not finish in the time they have. What a feed looks like
decides: an item begins where `<item>` or `<entry>` stands and ends what was open before it; a child of an
item ends where the next one begins; containers end at the document's end. Stray closing tags and what
cannot be read as a tag are dropped or become text. Never raises; the meaning of what is broken is a guess.
"""

from __future__ import annotations

import re

from digest.gather.mend import CUT
from digest.gather.reader import MAX_ENTRIES

MAX_BYTES = 5_000_000
MAX_TAGS = 100_000
_NAME = rb"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?"
_TOKEN = re.compile(
    rb"<!\[CDATA\[|<!--|<\?[^<>]*>|<![A-Za-z][^<>]*>"
    rb"|<(/?)(" + _NAME + rb")((?:[\s/][^<>]*)?)>"
)
_ATTRIBUTE = re.compile(rb"(" + _NAME + rb")\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)'|([^\s\"'<>]+))")
_CONTAINERS = frozenset({b"rss", b"channel", b"rdf", b"feed", b"items"})
_ENTRIES = frozenset({b"item", b"entry"})
_VOID = frozenset({b"br", b"img", b"hr", b"wbr", b"input"})
#: Children of an item, each of which ends another that was left open.
_CHILDREN = frozenset({
    b"title", b"link", b"guid", b"id", b"description", b"summary", b"content", b"encoded", b"pubdate",
    b"published", b"updated", b"modified", b"issued", b"creator", b"date", b"author", b"category",
    b"comments", b"enclosure",
})  # fmt: skip
_ALSO_MARKUP = frozenset({b"title", b"link", b"summary", b"content", b"id", b"date", b"author", b"category"})
_HOLDING = frozenset({b"author", b"contributor", b"image", b"source", b"group", b"content", b"person"})


def balanced(data: bytes) -> bytes:
    """The document with all its tags closed, as far as the limits let it be read; references are left as
    they are."""
    return _Balance(data[:MAX_BYTES]).run()


class _Balance:
    """`open` holds the names of what is open, as written; `out` what has been written."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.out: list[bytes] = []
        self._ends: dict[bytes, int] = {}  # where each sign was found last, so that none is sought twice
        self.open: list[bytes] = []
        self._open_lower: list[bytes] = []
        self.items = 0

    def run(self) -> bytes:
        position = tags = 0
        while (token := _TOKEN.search(self.data, position)) and tags < MAX_TAGS and self.items <= MAX_ENTRIES:
            tags += 1
            if self.open:
                self.out.append(_text(self.data[position : token.start()]))
            position = token.end()
            if token[2] is not None:
                self._tag(token[1], token[2], token[3])
            elif token[0] == b"<![CDATA[":
                position = self._section(position)
            elif token[0] == b"<!--":
                end = self._find(b"-->", position)
                position = end + 3 if end < len(self.data) else position
        if self.open and token is None:
            self.out.append(_text(CUT.sub(b"", self.data[position:])))
        while self.open:
            self._close()
        return b"".join(self.out)

    def _tag(self, slash: bytes, name: bytes, rest: bytes) -> None:
        local = _local(name)
        if slash:
            self._end(name, local)
            return
        if not self.open and local not in _CONTAINERS:
            self._begin(b"rss", b"")
        self.items += local in _ENTRIES
        if local in _ENTRIES or local in _CONTAINERS:
            while self.open and _local(self.open[-1]) not in _CONTAINERS:
                self._close()
        elif local in _CHILDREN:
            for _ in range(self._left_open(local)):
                self._close()
        self._begin(name, _attributes(rest))
        if rest.endswith(b"/") or local in _VOID:
            self._close()

    def _left_open(self, local: bytes) -> int:
        """How many elements a child of an item ends that begins here: the one before it, with the markup in
        that where none has an element of this name."""
        for depth, other in enumerate(reversed(self.open[-50:])):
            if _local(other) in _ENTRIES:
                child = _local(self.open[-depth]) if depth else b""
                return 0 if child in _HOLDING or (depth > 1 and local in _ALSO_MARKUP) else depth
        return 0

    def _end(self, name: bytes, local: bytes) -> None:
        """Closes down to the tag's element; not past an item, and containers not at all."""
        if local in _CONTAINERS or name.lower() not in self._open_lower[-50:]:
            return
        for depth, other in enumerate(reversed(self.open), 1):
            if other.lower() == name.lower():
                for _ in range(depth):
                    self._close()
                return
            if _local(other) in _ENTRIES or _local(other) in _CONTAINERS or depth > 50:
                return

    def _section(self, start: int) -> int:
        """Writes a CDATA section; one that was never closed ends with the element it stands in."""
        end = self._find(b"]]>", start)
        after = end + 3
        limit = self._find(b"<![CDATA[", start)
        if limit <= end:
            found = self.data.find(b"</" + self.open[-1] if self.open else b"<", start, limit)
            end = after = found if found >= 0 else limit
        if self.open:
            self.out.append(b"<![CDATA[" + self.data[start:end].replace(b"]]>", b"]]&gt;") + b"]]>")
        return after

    def _find(self, sign: bytes, start: int) -> int:
        """Where a sign stands next; the document's length where it does not."""
        known = self._ends.get(sign, -1)
        if known < start:
            found = self.data.find(sign, start)
            known = self._ends[sign] = found if found >= 0 else len(self.data)
        return known

    def _begin(self, name: bytes, attributes: bytes) -> None:
        self.open.append(name)
        self._open_lower.append(name.lower())
        self.out.append(b"<" + name + attributes + b">")

    def _close(self) -> None:
        self._open_lower.pop()
        self.out.append(b"</" + self.open.pop() + b">")


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2].lower()


def _text(text: bytes) -> bytes:
    return text.replace(b"<", b"&lt;").replace(b"]]>", b"]]&gt;")


def _attributes(written: bytes) -> bytes:
    if b"=" not in written:
        return b""
    found: dict[bytes, bytes] = {}
    for name, one, other, bare in _ATTRIBUTE.findall(written):
        found.setdefault(name, one or other or bare)
    return b"".join(b' %s="%s"' % (name, value.replace(b'"', b"&quot;")) for name, value in found.items())
