"""What each element of a feed means: a table from its one spelling to what is recorded.

Sources: RSS 2.0 (rssboard.org), RSS 1.0 and its content module, RFC 4287, the Atom 0.3 draft, CDF,
Media RSS 1.5.1, Dublin Core, the iTunes podcast tags. `media:description` and `itunes:summary` never
replace an item's text: in news feeds the first is the caption of the photo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from digest.gather import media
from digest.gather.raw import RawEntry, RawFeed, RawLink, RawMedia, RawPerson, TextKind

if TYPE_CHECKING:
    from digest.gather.reader import Reader

#: What an element does to the record (RawEntry or RawFeed) of the place it stands in.
Act = Callable[["Reader", Any, Element], None]
_MARKUP_TYPES = ("html", "text/html", "xhtml", "application/xhtml+xml", "text/xhtml")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One kind of element: what it says of the item it stands in, and of the feed."""

    name: str
    entry: Act | None = None
    feed: Act | None = None


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, in any case and with any prefix."""
    value = element.get(name)
    if value is None:
        for key, other in element.items():  # not .attrib, which makes a dict where there is none
            if key.rpartition("}")[2].lower() == name:
                return other
    return value


def text_kind(element: Element, default: TextKind) -> TextKind:
    """The kind of a text without child elements."""
    if (attribute(element, "mode") or "").lower() == "base64":
        return "base64"
    given = (attribute(element, "type") or "").strip().lower()
    if given in _MARKUP_TYPES:
        return "html"
    if given in ("text", "text/plain"):
        return "text" if default != "html" else "guess"
    if "/" in given and not given.startswith("text/") and not given.endswith(("+xml", "/xml")):
        return "base64"
    return default


def all_text(element: Element) -> str:
    """The words of an element, its children's included."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def cdf_attributes(reader: Reader, record: RawEntry | RawFeed, element: Element) -> None:
    """RSS 1.0 keeps an item's identity in an attribute, CDF its address and date."""
    if not element.keys():
        return
    href, modified, about = (attribute(element, name) for name in ("href", "lastmod", "about"))
    if href:
        record.links.append(RawLink(href=href, base=reader.base))
    if isinstance(record, RawEntry):
        if modified:
            record.dates["updated"] = modified
        if about:
            record.id, record.id_is_link = about, True


# --- texts ------------------------------------------------------------------------------------------------


def _title(rank: int) -> Act:
    """A title; the one of the lowest rank counts, the format's own before those of other namespaces."""

    def record(reader: Reader, entry: RawEntry, element: Element) -> None:
        if rank < entry.title_rank:
            title = reader.construct(element, "text" if reader.is_atom else "guess")
            if title is not None:
                entry.title, entry.title_rank = title, rank

    return record


def _feed_title(reader: Reader, feed: RawFeed, element: Element) -> None:
    if feed.title is None:
        feed.title = reader.construct(element, "text" if reader.is_atom else "guess")


def _summary(in_atom: TextKind) -> Act:
    def record(reader: Reader, entry: RawEntry, element: Element) -> None:
        text = reader.construct(element, in_atom if reader.is_atom else "html")
        if text is not None:
            if entry.summary is None:
                entry.summary = text
            else:
                entry.contents.append(text)

    return record


def _content(in_atom: TextKind) -> Act:
    def record(reader: Reader, entry: RawEntry, element: Element) -> None:
        text = reader.construct(element, in_atom if reader.is_atom else "html")
        if text is not None:
            entry.contents.append(text)

    return record


def _spare(reader: Reader, entry: RawEntry, element: Element) -> None:
    text = reader.construct(element, "guess")
    if text is not None:
        entry.spare.setdefault(reader.meaning(element).name, text)


# --- addresses and names ------------------------------------------------------------------------------------


def _link_of(reader: Reader, element: Element) -> RawLink | None:
    if not element.keys():
        text = all_text(element).strip()
        return RawLink(href=text, base=reader.base) if text else None
    href = attribute(element, "href") or all_text(element).strip()
    if not href:
        return None
    rel = (attribute(element, "rel") or "alternate").strip().lower().rpartition("/")[2]
    kind = (attribute(element, "type") or "").strip().lower()
    return RawLink(href=href, rel=rel, type=kind, base=reader.base_of(element))


def _link(reader: Reader, entry: RawEntry, element: Element) -> None:
    link = _link_of(reader, element)
    if link is not None:
        entry.links.append(link)
        if link.rel == "enclosure":
            entry.media.append(RawMedia(url=link.href, kind="enclosure", type=link.type, base=link.base))


def _feed_link(reader: Reader, feed: RawFeed, element: Element) -> None:
    link = _link_of(reader, element)
    if link is not None:
        feed.links.append(link)


def _id(reader: Reader, entry: RawEntry, element: Element) -> None:
    text = (element.text or "").strip()
    if text:
        entry.id = text
        entry.id_is_link = (attribute(element, "ispermalink") or "true").strip().lower() == "true"


def _identifier(reader: Reader, entry: RawEntry, element: Element) -> None:
    """Dublin Core's identifier, for an item that has no other."""
    if entry.id is None:
        entry.id = (element.text or "").strip() or None


def _feed_id(reader: Reader, feed: RawFeed, element: Element) -> None:
    feed.id = (element.text or "").strip()


def _category(reader: Reader, entry: RawEntry, element: Element) -> None:
    word = (element.text or "").strip()
    if not word:
        word = (attribute(element, "term") or attribute(element, "text") or "").strip()
        if not word or word.startswith(("http:", "https:", "tag:", "urn:")):
            word = (attribute(element, "label") or word).strip()
    if word:
        entry.categories.append(word)
    for child in element:
        if reader.meaning(child).name == "itunes:category":
            _category(reader, entry, child)


def _keywords(reader: Reader, entry: RawEntry, element: Element) -> None:
    entry.categories.extend(word.strip() for word in (element.text or "").split(",") if word.strip())


def _person(reader: Reader, entry: RawEntry, element: Element) -> None:
    entry.people.append(_read_person(reader, element))


def _feed_person(reader: Reader, feed: RawFeed, element: Element) -> None:
    if reader.is_atom:
        feed.people.append(_read_person(reader, element))


def _source(reader: Reader, entry: RawEntry, element: Element) -> None:
    """The feed that an Atom entry was copied from: its authors are the entry's where that names none."""
    for child in element:
        if reader.meaning(child).name == "author":
            entry.source_people.append(_read_person(reader, child))


def _read_person(reader: Reader, element: Element) -> RawPerson:
    contributor = reader.meaning(element).name.endswith("contributor")
    person = RawPerson(role="contributor" if contributor else "author")
    parts = {reader.meaning(child).name.rpartition(":")[2]: (child.text or "").strip() for child in element}
    person.name, person.email = parts.get("name", ""), parts.get("email", "")
    if not parts.keys() & {"name", "email", "uri", "url", "homepage"}:
        person.name = all_text(element).strip()
    return person


def _date(kind: str) -> Act:
    def record(reader: Reader, entry: RawEntry, element: Element) -> None:
        text = element.text
        if text and not text.isspace():
            entry.dates.setdefault(kind, text)

    return record


def _language(reader: Reader, entry: RawEntry, element: Element) -> None:
    entry.language = (element.text or "").strip() or entry.language


def _feed_language(reader: Reader, feed: RawFeed, element: Element) -> None:
    feed.language = (element.text or "").strip() or feed.language


def _ttl(reader: Reader, feed: RawFeed, element: Element) -> None:
    try:
        feed.ttl_minutes = float((element.text or "").strip())
    except ValueError:
        feed.problems.append("ttl is no number")


NOTHING = Meaning("")
_TABLE: dict[str, Meaning] = {}


def _add(names: str, entry: Act | None = None, feed: Act | None = None) -> None:
    for name in names.split():
        _TABLE[name] = Meaning(name, entry, feed)


_add("title", _title(0), _feed_title)
_add("dc:title", _title(1), _feed_title)
_add("media:title", _title(2))
_add("itunes:title", _title(3))
_add("description abstract", _summary("html"))
_add("summary", _summary("text"))
_add("content", _content("text"))
_add("content:encoded fullitem body xhtml:body", _content("html"))
_add("dc:description dcterms:abstract itunes:summary itunes:subtitle googleplay:description", _spare)
_add("link", _link, _feed_link)
_add("guid", _id)
_add("id", _id, _feed_id)
_add("dc:identifier dcterms:identifier", _identifier)
_add("category dc:subject itunes:category media:category", _category)
_add("keywords itunes:keywords media:keywords", _keywords)
_add("author", _person, _feed_person)
_add("source", _source)
_add("contributor dc:creator dc:author itunes:author googleplay:author dc:contributor", _person)
_add("pubdate published", _date("published"))
_add("issued dcterms:issued", _date("issued"))
_add("dc:date", _date("dc:date"))
_add("created dcterms:created dcterms:date dcterms:available", _date("created"))
_add("updated modified dcterms:modified lastbuilddate", _date("updated"))
_add("language dc:language", _language, _feed_language)
_add("ttl", None, _ttl)
_add("media:group media:content media:thumbnail enclosure itunes:image image", media.file)
_add("media:description", media.caption)
_add("media:credit media:copyright", media.credit)


def lookup(name: str) -> Meaning:
    """The meaning of that spelling; one that says nothing for any other."""
    return _TABLE.get(name) or Meaning(name)
