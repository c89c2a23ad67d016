"""What each element of a feed means: a table from its one spelling to what is recorded.

Sources: RSS 2.0 (rssboard.org), RSS 1.0 and its content module, RFC 4287, the Atom 0.3 draft, CDF,
Media RSS 1.5.1, Dublin Core, the iTunes podcast tags. `media:description` and `itunes:summary` never
replace an item's text: in news feeds the first is the caption of the photo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.gather.raw import RawEntry, RawFeed, RawLink, RawMedia, RawPerson, TextKind

if TYPE_CHECKING:
    from digest.gather.builder import Builder

Start = Callable[["Builder", dict[str, str]], None]
End = Callable[["Builder", "Element", dict[str, str], str], None]
_MARKUP_TYPES = ("html", "text/html", "xhtml", "application/xhtml+xml", "text/xhtml")


@dataclass(frozen=True, slots=True)
class Element:
    """One kind of element: what happens where it starts and ends, and whether its inside is a text."""

    name: str
    start: Start | None = None
    end: End | None = None
    is_text: bool = False


class Sink:
    """Owner of children that say nothing about the item or the feed (`source`, `textinput`)."""


def attribute(attrs: dict[str, str], name: str) -> str | None:
    """An attribute by its local name, in any case and with any prefix."""
    value = attrs.get(name)
    if value is None:
        for key, other in attrs.items():
            if key.rpartition(":")[2].lower() == name:
                return other
    return value


def text_kind(attrs: dict[str, str], default: str) -> TextKind:
    """The kind of a text without child elements."""
    if (attrs.get("mode") or "").lower() == "base64":
        return "base64"
    given = (attribute(attrs, "type") or "").strip().lower()
    if given in _MARKUP_TYPES:
        return "html"
    if given in ("text", "text/plain"):
        return "text" if default != "html" else "guess"
    if given and "/" in given and not given.startswith("text/") and not given.endswith(("+xml", "/xml")):
        return "base64"
    return default  # type: ignore[return-value]


# --- owners -----------------------------------------------------------------------------------------------


def _start_feed(b: Builder, attrs: dict[str, str]) -> None:
    b.feed.seen_feed = True
    b.own(b.feed)
    _cdf(b.feed, b, attrs)


def _start_entry(b: Builder, attrs: dict[str, str]) -> None:
    b.feed.seen_feed = True
    entry = RawEntry(base=b.base, base_declared=b.base_declared, language=b.language)
    about = attribute(attrs, "about")
    if about:
        entry.id, entry.id_is_link = about, True
    b.own(entry)
    _cdf(entry, b, attrs)


def _cdf(record: RawFeed | RawEntry, b: Builder, attrs: dict[str, str]) -> None:
    """CDF keeps an item's address and date in attributes."""
    if not attrs:
        return
    href, modified = attribute(attrs, "href"), attribute(attrs, "lastmod")
    if href:
        record.links.append(RawLink(href=href, base=b.base))
    if modified and isinstance(record, RawEntry):
        record.dates["updated"] = modified


def _start_sink(b: Builder, attrs: dict[str, str]) -> None:
    b.own(Sink())


def _start_person(b: Builder, attrs: dict[str, str]) -> None:
    record = b.owner()
    person = RawPerson()
    if isinstance(record, RawEntry):
        record.people.append(person)
    b.own(person)


def _end_person(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    person = b.owners[-1][0] if b.owners and b.owners[-1][1] == b.depth else None
    if isinstance(person, RawPerson):
        if element.name in ("contributor", "dc:contributor"):
            person.role = "contributor"
        if not person.name and not person.email:
            person.name = text


def _end_person_part(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    person = b.owner()
    if isinstance(person, RawPerson):
        if element.name.endswith("email"):
            person.email = text
        else:
            person.name = text


# --- texts ------------------------------------------------------------------------------------------------


def _end_title(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if isinstance(record, RawMedia):
        record.title = record.title or text
        return
    rank = {"title": 0, "dc:title": 1}.get(element.name, 2)
    if isinstance(record, RawEntry):
        if text.strip() and rank < record.title_rank:
            record.title, record.title_rank = b.construct(attrs, text, "text" if b.is_atom else "guess"), rank
    elif isinstance(record, RawFeed) and rank < 2 and record.title is None and text.strip():
        record.title = b.construct(attrs, text, "text" if b.is_atom else "guess")


def _end_summary(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if not isinstance(record, RawEntry) or not text.strip():
        return
    atom = b.is_atom and element.name != "description"
    construct = b.construct(attrs, text, "text" if atom else "html")
    if record.summary is None:
        record.summary = construct
    else:
        record.contents.append(construct)


def _end_fallback_summary(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if isinstance(record, RawEntry) and text.strip():
        record.spare.setdefault(element.name, text)


def _end_content(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if isinstance(record, RawEntry) and text.strip():
        atom = element.name == "content"
        record.contents.append(b.construct(attrs, text, "text" if atom and b.is_atom else "html"))


# --- addresses and names ------------------------------------------------------------------------------------


def _end_link(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if not isinstance(record, RawEntry | RawFeed):
        return
    href = attribute(attrs, "href") if attrs else None
    if href is None:
        if text.strip():
            record.links.append(RawLink(href=text.strip(), base=b.base))
        return
    rel = (attribute(attrs, "rel") or "alternate").strip().lower().rpartition("/")[2]
    kind = (attribute(attrs, "type") or "").strip().lower()
    if rel == "enclosure" and isinstance(record, RawEntry):
        record.media.append(RawMedia(url=href, kind="enclosure", type=kind, base=b.base))
    record.links.append(RawLink(href=href, rel=rel, type=kind, base=b.base))


def _end_id(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if isinstance(record, RawEntry) and text.strip():
        record.id = text.strip()
        record.id_is_link = (attribute(attrs, "ispermalink") or "true").strip().lower() == "true"


def _end_category(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if not isinstance(record, RawEntry):
        return
    name = text.strip() or attribute(attrs, "label") or attribute(attrs, "term") or attribute(attrs, "text")
    if name and name.strip():
        record.categories.append(name.strip())


def _end_keywords(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if isinstance(record, RawEntry):
        record.categories.extend(word.strip() for word in text.split(",") if word.strip())


def _end_date(kind: str) -> End:
    def end(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
        record = b.owner()
        if isinstance(record, RawEntry) and text.strip():
            record.dates.setdefault(kind, text.strip())

    return end


def _end_language(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if isinstance(record, RawEntry | RawFeed) and text.strip():
        record.language = text.strip()


def _end_ttl(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    if b.owner() is b.feed:
        try:
            b.feed.ttl_minutes = float(text.strip())
        except ValueError:
            b.feed.problems.append("ttl is no number")


# --- media ------------------------------------------------------------------------------------------------


def _number(text: str | None) -> int | None:
    digits = (text or "").strip().removesuffix("px").partition(".")[0]
    return int(digits) if digits.isdecimal() and len(digits) < 6 else None


def _media(b: Builder, attrs: dict[str, str], kind: str) -> RawMedia | None:
    """A new media record under the open element's owner; None where no item is open."""
    parent = b.owner()
    entry = next((owner for owner, _ in reversed(b.owners) if isinstance(owner, RawEntry)), None)
    if entry is None or not isinstance(parent, RawEntry | RawMedia):
        return None
    record = RawMedia(
        url=(attribute(attrs, "url") or attribute(attrs, "href") or "").strip(),
        kind=kind,
        medium=(attribute(attrs, "medium") or "").lower(),
        type=(attribute(attrs, "type") or "").strip().lower(),
        width=_number(attribute(attrs, "width")),
        height=_number(attribute(attrs, "height")),
        base=b.base,
        inside=parent if isinstance(parent, RawMedia) else None,
    )
    entry.media.append(record)
    return record


def _start_media(kind: str) -> Start:
    def start(b: Builder, attrs: dict[str, str]) -> None:
        record = _media(b, attrs, kind)
        if record is not None:
            b.own(record)

    return start


def _end_image(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    """An item's `image` holds an address in a child, an attribute or as its text."""
    record = b.owners[-1][0] if b.owners and b.owners[-1][1] == b.depth else None
    if isinstance(record, RawMedia) and not record.url:
        record.url = text.strip()


def _end_image_url(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    record = b.owner()
    if isinstance(record, RawMedia):
        record.url = record.url or text.strip()
    elif isinstance(record, RawPerson):
        return


def _start_image(b: Builder, attrs: dict[str, str]) -> None:
    record = _media(b, attrs, "image") if isinstance(b.owner(), RawEntry) else None
    b.own(record if record is not None else Sink())


def _end_caption(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    _words(b, text, "caption")


def _end_credit(b: Builder, element: Element, attrs: dict[str, str], text: str) -> None:
    role = (attribute(attrs, "role") or "").lower()
    if role in (
        "",
        "photographer",
        "author",
        "credit",
        "owner",
        "photo",
        "illustrator",
        "distribution company",
    ):
        _words(b, text, "credit")


def _words(b: Builder, text: str, name: str) -> None:
    """A caption or credit goes to the media it stands in, else to a nameless one for the item."""
    record = b.owner()
    if isinstance(record, RawEntry) and text.strip():
        holder = next((m for m in record.media if m.kind == "words"), None)
        if holder is None:
            holder = RawMedia(kind="words")
            record.media.append(holder)
        record = holder
    if isinstance(record, RawMedia) and text.strip():
        old = getattr(record, name)
        if old is None:
            setattr(record, name, text)
        elif name == "credit" and text.strip() not in old:
            record.credit = f"{old} / {text.strip()}"


_TABLE: dict[str, Element] = {}


def _add(names: str, start: Start | None = None, end: End | None = None, is_text: bool = False) -> None:
    for name in names.split():
        _TABLE[name] = Element(name, start, end, is_text)


_add("rss feed channel rdf:rdf rdf", _start_feed)
_add("item entry product", _start_entry)
_add("source textinput cloud itunes:owner skiphours skipdays items media:community", _start_sink)
_add("author contributor", _start_person, _end_person)
_add("dc:creator dc:author itunes:author dc:contributor", _start_person, _end_person)
_add("name email", end=_end_person_part)
_add("title dc:title media:title", end=_end_title, is_text=True)
_add("description summary abstract", end=_end_summary, is_text=True)
_add("dc:description dcterms:abstract itunes:summary itunes:subtitle", end=_end_fallback_summary)
_add("content:encoded content fullitem body xhtml:body xhtml:div", end=_end_content, is_text=True)
_add("link", end=_end_link)
_add("guid id", end=_end_id)
_add("category dc:subject itunes:category", end=_end_category)
_add("keywords itunes:keywords media:keywords", end=_end_keywords)
_add("pubdate published", end=_end_date("published"))
_add("issued dcterms:issued", end=_end_date("issued"))
_add("dc:date", end=_end_date("dc:date"))
_add("created dcterms:created dcterms:date dcterms:available", end=_end_date("created"))
_add("updated modified dcterms:modified lastbuilddate", end=_end_date("updated"))
_add("language dc:language", end=_end_language)
_add("ttl", end=_end_ttl)
_add("media:group", _start_media("media:group"))
_add("media:content", _start_media("media:content"))
_add("media:thumbnail", _start_media("media:thumbnail"))
_add("enclosure", _start_media("enclosure"))
_add("itunes:image", _start_media("itunes:image"))
_add("image", _start_image, _end_image)
_add("url", end=_end_image_url)
_add("media:description", end=_end_caption, is_text=True)
_add("media:credit media:copyright", end=_end_credit)


def lookup(name: str) -> Element:
    """The element of that spelling; one that means nothing to us for any other."""
    return _TABLE.get(name) or Element(name)
