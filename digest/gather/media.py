"""Pictures and files of an item with the words beside them (Media RSS 1.5.1, enclosures).

A caption or a credit belongs to the media element it stands in; one that stands directly in the item
belongs to the item's pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from digest.gather.raw import RawEntry, RawMedia

if TYPE_CHECKING:
    from digest.gather.reader import Reader

_ROLES = frozenset(
    {
        "",
        "photographer",
        "author",
        "credit",
        "owner",
        "photo",
        "illustrator",
        "distribution company",
        "provider",
    }
)
MAX_FILES = 200  #: of one item


def file(reader: Reader, entry: RawEntry, element: Element) -> None:
    """Records a media element and what stands inside it."""
    _file(reader, entry, element, reader.meaning(element).name, None)


def _file(reader: Reader, entry: RawEntry, element: Element, name: str, inside: RawMedia | None) -> None:
    if len(entry.media) >= MAX_FILES:
        return
    get = element.get
    record = RawMedia(
        url=(get("url") or get("href") or get("URL") or "").strip(),
        kind=name,
        medium=get("medium", "").lower(),
        type=get("type", "").strip().lower(),
        width=_number(get("width")),
        height=_number(get("height")),
        base=reader.base_of(element),
        inside=inside,
    )
    entry.media.append(record)
    for child in element:
        part = reader.meaning(child).name
        if part in ("media:content", "media:thumbnail", "media:group") and (
            inside is None or inside.inside is None
        ):
            _file(reader, entry, child, part, record)
        elif part == "media:description":
            record.caption = record.caption or _words(child)
        elif part in ("media:credit", "media:copyright"):
            _add_credit(record, child)
        elif part == "url":
            record.url = record.url or (child.text or "").strip()
    if name == "image" and not record.url:
        record.url = (element.text or "").strip()


def caption(reader: Reader, entry: RawEntry, element: Element) -> None:
    """A description of the item's media that stands beside them."""
    record = _beside(entry)
    record.caption = record.caption or _words(element)


def credit(reader: Reader, entry: RawEntry, element: Element) -> None:
    """A credit of the item's media that stands beside them."""
    _add_credit(_beside(entry), element)


def _beside(entry: RawEntry) -> RawMedia:
    """The nameless record that holds words standing directly in the item."""
    for record in entry.media:
        if record.kind == "words":
            return record
    entry.media.append(RawMedia(kind="words"))
    return entry.media[-1]


def _add_credit(record: RawMedia, element: Element) -> None:
    words = _words(element)
    if not words or (element.get("role") or "").strip().lower() not in _ROLES:
        return
    if record.credit is None:
        record.credit = words
    elif words not in record.credit and len(record.credit) < 300:
        record.credit = f"{record.credit} / {words}"


def _words(element: Element) -> str | None:
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return text.strip() or None


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.strip().removesuffix("px").partition(".")[0]
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) < 6 else None
