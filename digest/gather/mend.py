"""What a document needs before it can be read strictly, by rules that cannot change its meaning.

No entity is ever expanded by the parser. An internal DTD subset is cut out beforehand; references are
looked up among HTML's names and the document's own plain declarations, once, never inside each other, so
there is nothing to blow up. What is mended before a second strict try: control characters, bare
ampersands, a second prolog, text around the document, prefixes nobody declared. The limits keep what a
hostile document can ask of us small.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from digest.gather.names import ADDRESSES

MAX_EXPANSION = 2_000_000  #: bytes that references between two tags may stand for
MAX_TAGS = 450_000
MAX_SIGNS = 700_000  #: tags and attributes together
MAX_MENDED = 500_000  #: references of a document that is not XML, each CDATA section counted as ten
MAX_TAG = 500_000  #: bytes of one tag, attributes included
_LARGE = 1_200_000  #: bytes below which there is no room for more than we can bear
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_BAD_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])|x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f]..|fff[ef]));", re.I
)
_AMPERSAND = re.compile(rb"&(?!(?:[A-Za-z_][\w.-]*|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_][\w.-]{0,60});")
_PREDEFINED = re.compile(rb"&(amp|lt|gt|quot|apos);")
_NUMBERS = {b"amp": b"&#38;", b"lt": b"&#60;", b"gt": b"&#62;", b"quot": b"&#34;", b"apos": b"&#39;"}
_OPAQUE = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_PROLOG = re.compile(rb"<\?xml\b[^<>]{0,300}\?>", re.I)
_SUBSET = re.compile(rb"<!DOCTYPE[^\[>]*\[(.*?)\]\s*>", re.S | re.I)
_ENTITY = re.compile(rb"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"&%<]{0,2000})\"|'([^'&%<]{0,2000})')\s*>")
_DECLARED = re.compile(rb"<!ENTITY\s+([\w.-]{1,100})\s")
_PREFIX = re.compile(rb"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)(?=[\s/>])")
CUT = re.compile(rb"<(?!!\[CDATA\[)[^<>]{0,300}\Z")  #: a tag that the document's end cut off
_ENDS = (b"</rss>", b"</feed>", b"</rdf:RDF>")
_ITEM = re.compile(rb"<(?:item|entry)\b")
_HUGE = re.compile(rb"<[^<>]{%d,}" % MAX_TAG)


class Malformed(Exception):
    """The document is not XML, even mended."""


class TooMuch(Exception):
    """The document is larger than any feed is."""


def fit(data: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """A document that may be read strictly: without its internal DTD subset; and the plain entities that
    declared. Raises TooMuch or, for declarations that are not understood, Malformed."""
    _check_size(data)
    return _without_subset(data) if b"<!DOCTYPE" in data else (data, {})


def _check_size(data: bytes) -> None:
    if len(data) < _LARGE:
        return
    tags = data.count(b"<")
    if tags > MAX_TAGS or tags + data.count(b"=") > MAX_SIGNS:
        raise TooMuch(f"more than {MAX_TAGS:,} tags or {MAX_SIGNS:,} tags and attributes")
    if _HUGE.search(data):
        raise TooMuch(f"a tag longer than {MAX_TAG:,} bytes")


def _without_subset(data: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The document without its internal DTD subset, and the plain entities that declared; any other
    entity it declared (one of entities, a file) stands for nothing."""
    start = data[:100_000].upper().find(b"<!DOCTYPE")
    found = _SUBSET.match(data, start) if start >= 0 else None
    if not found:
        if b"<!ENTITY" in data[: start + 2000]:
            raise Malformed("xml: declarations that are not understood")
        return data, {}
    entities = dict.fromkeys(_DECLARED.findall(found[1])[:1000], b"")
    for name, one, other in _ENTITY.findall(found[1])[:1000]:
        entities[name] = one or other
    return data[: found.start()] + data[found.end() :], entities


@cache
def _html_entities() -> dict[bytes, bytes]:
    """HTML's names, each with its character as a numeric reference, so that it is never markup."""
    names = html.entities.html5
    return {
        name[:-1].encode(): "".join(f"&#{ord(sign)};" for sign in value).encode()
        for name, value in names.items()
        if name.endswith(";")
    }


def mend(data: bytes, entities: Mapping[bytes, bytes] | None = None) -> bytes:
    """The document without what is never allowed in XML, `entities` and HTML's names replaced by what they
    stand for; the meaning of what stays is untouched. Raises TooMuch."""
    if data.count(b"&") + 10 * sum(map(data.count, _OPAQUE)) > MAX_MENDED:
        raise TooMuch(f"it is broken, and has more than {MAX_MENDED:,} references or sections")
    data = data.translate(None, _CONTROLS)
    for sign in _NONCHARACTERS:
        data = data.replace(sign, b"")
    data = data[max(data.find(b"<"), 0) :]
    head = _PROLOG.match(data)
    if head and _PROLOG.search(data, head.end()):
        data = data[: head.end()] + _PROLOG.sub(b"", data[head.end() :])
    elif not head and _PROLOG.search(data[:2000]):
        data = _PROLOG.sub(b"", data)
    known = {**_html_entities(), **(entities or {})}
    mended = (_references(part, known) if index % 2 == 0 else part for index, part in _parts(data))
    return _declared(b"".join(mended))


def without_tail(data: bytes) -> bytes:
    """The document without what a server wrote after its end."""
    for end in _ENDS:
        position = data.rfind(end) + len(end)
        if position > len(end) and not _ITEM.search(data, position):
            return data[:position]
    return data


def numeric(data: bytes) -> bytes:
    """A mended document whose remaining references are numbers: libxml2 drops `&lt;` after a first error."""
    return b"".join(
        _PREDEFINED.sub(lambda match: _NUMBERS[match[1]], part) if index % 2 == 0 else part
        for index, part in _parts(mend(CUT.sub(b"", data)))
    )


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The document in turn as markup (even) and as CDATA or comment (odd); linear in its length."""
    last, index = 0, 0
    nearest = {opening: data.find(opening) for opening in _OPAQUE}
    while nearest:
        opening = min(nearest, key=nearest.__getitem__)
        start = nearest.pop(opening)
        if start < 0:
            continue
        if start >= last:
            end = data.find(_OPAQUE[opening], start + len(opening))
            if end < 0:
                continue  # never closed, and so is no other of its kind
            yield index, data[last:start]
            last = end + len(_OPAQUE[opening])
            yield index + 1, data[start:last]
            index += 2
        nearest[opening] = data.find(opening, last)
    yield index, data[last:]


def _references(text: bytes, known: Mapping[bytes, bytes]) -> bytes:
    if b"&" not in text:
        return text
    left = MAX_EXPANSION

    def replaced(match: re.Match[bytes]) -> bytes:
        nonlocal left
        value = known.get(match[1], b"&amp;" + match[1] + b";")
        left -= len(value)
        return value if left > 0 else b""

    text = _NAMED.sub(replaced, _BAD_REFERENCE.sub(b"", text))
    return _AMPERSAND.sub(b"&amp;", text)


def _declared(data: bytes) -> bytes:
    """The document with its undeclared prefixes declared at the root."""
    markup = b" ".join(part for index, part in _parts(data) if index % 2 == 0)
    used = dict.fromkeys(_PREFIX.findall(markup))
    missing = [
        name for name in islice(used, 50) if not name.startswith(b"xml") and b"xmlns:" + name not in data
    ]
    root = _ROOT.search(data)
    if not missing or not root:
        return data
    text = b"".join(
        b' xmlns:%s="%s"' % (name, ADDRESSES.get(name.decode().lower(), name.decode()).encode())
        for name in missing
    )
    return data[: root.end()] + text + data[root.end() :]
