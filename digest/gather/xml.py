"""UTF-8 XML → a `RawFeed`: strictly first, then mended by rules that cannot change meaning.

expat checks well-formedness and calls the builder. No entity is ever expanded by it: a reference comes to
us by name and is looked up among HTML's names and the document's own plain declarations, so there is
nothing to blow up. What is mended before a second strict try: control characters, bare ampersands, a
second prolog, text before it. Raises `Malformed` when that does not help.
"""

from __future__ import annotations

import html.entities
import re
from xml.parsers import expat

from digest.gather.builder import Builder
from digest.gather.raw import RawFeed

MAX_ATTRIBUTES = 1_000
MAX_ENTITY = 2_000  #: characters of a declared entity that is honoured
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
_BAD_REFERENCE = re.compile(
    rb"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f]..|fff[ef])|0*(?:[0-8]|1[1245-9]|2\d|3[01]));", re.I
)
_AMPERSAND = re.compile(rb"&(?!(?:[A-Za-z_][\w.-]*|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.S)
_PROLOG = re.compile(rb"<\?xml\b[^>]*\?>", re.I)


class Malformed(Exception):
    """The document is not XML, even after mending; `partial` tells whether items were read before."""


class _TooOdd(Exception):
    """More attributes on one element than any feed has."""


def read_strictly(data: bytes, base: str) -> RawFeed:
    """The feed of a well-formed document; one that breaks only after its root element counts as such."""
    builder = Builder(base)
    try:
        _parse(data, builder)
    except expat.ExpatError as error:
        if builder.depth or not builder.feed.root or error.code != 9:  # 9: junk after document element
            raise Malformed(f"{expat.ErrorString(error.code)} (line {error.lineno})") from error
        builder.feed.problems.append("xml: text after the end of the document")
    return builder.close()


def mend(data: bytes) -> bytes:
    """The document without what is never allowed in XML; the meaning of what stays is untouched."""
    data = _CONTROL.sub(b"", data)
    start = data.find(b"<")
    data = data[max(start, 0) :]
    head = _PROLOG.match(data)
    if head and _PROLOG.search(data, head.end()):
        data = data[: head.end()] + _PROLOG.sub(b"", data[head.end() :])
    elif not head and _PROLOG.search(data[:2000]):
        data = _PROLOG.sub(b"", data)
    out, last = [], 0
    for match in _CDATA.finditer(data):
        out += [_references(data[last : match.start()]), match[0]]
        last = match.end()
    return b"".join([*out, _references(data[last:])])


def _references(text: bytes) -> bytes:
    return _AMPERSAND.sub(b"&amp;", _BAD_REFERENCE.sub(b"", text))


def _parse(data: bytes, builder: Builder) -> None:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.UseForeignDTD(True)  # an unknown entity is then a skipped one, not an error
    entities: dict[str, str] = {}

    def start(name: str, attrs: dict[str, str]) -> None:
        if len(attrs) > MAX_ATTRIBUTES:
            builder.feed.problems.append("xml: an element with too many attributes")
            attrs = dict(list(attrs.items())[:MAX_ATTRIBUTES])
        builder.start(name, attrs)

    def other(text: str) -> None:
        if text[:1] == "&" and text[-1:] == ";":
            builder.text(_entity(text[1:-1], entities))

    def declared(
        name: str,
        parameter: int,
        value: str | None,
        base: object,
        system: object,
        public: object,
        notation: object,
    ) -> None:
        if not parameter and value is not None and len(value) <= MAX_ENTITY and len(entities) < 1000:
            entities.setdefault(name, value)

    parser.StartElementHandler = start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = declared
    parser.DefaultHandler = other  # its being set stops expansion inside expat
    parser.Parse(data, True)


def _entity(name: str, declared: dict[str, str]) -> str:
    """What a reference stands for: HTML's own, or a plain text the document declared; else as written."""
    known = html.entities.html5.get(name + ";")
    if known is not None:
        return known
    value = declared.get(name, f"&{name};")
    if value.startswith("&") or "&" not in value:
        return value if not value.startswith("&#") else html.unescape(value)
    return html.unescape(value)
