"""What a document says → what we take from it: texts cleaned, addresses absolute, dates read, one picture.

Pure. A field that cannot be used is left out and named among the problems.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Container
from datetime import datetime, timedelta

from digest.gather.clean import clean, from_plain, has_markup, one_line
from digest.gather.dates import parse_date
from digest.gather.links import base_of, resolve, web_link
from digest.gather.picture import choose
from digest.gather.raw import RawEntry, RawFeed, RawLink, RawPerson, RawText
from digest.model import ParsedEntry, ParsedFeed

_PUBLISHED = ("published", "issued", "dc:date", "created")
_SPARE = ("dc:description", "dcterms:abstract", "itunes:summary", "googleplay:description", "itunes:subtitle")
_MAIL = re.compile(r"(?:mailto:)?[^\s<>()\[\]\",;:]+@[^\s<>()\[\]\",;:]+")
_EMPTY = re.compile(r"\(\s*\)|<\s*>|\[\s*\]")
_BRACKETED = re.compile(r"[(<\[]([^()<>\[\]]*)[)>\]]")
_HTML_TYPES = ("", "text/html", "application/xhtml+xml", "html")


def finish(raw: RawFeed, url: str, *, skip: Container[int] = ()) -> ParsedFeed:
    """The feed as the rest of the program sees it, without the items at the positions in `skip`."""
    site = _link(raw.links, url)
    return ParsedFeed(
        title=_title(raw.title),
        link=site or (raw.id if raw.id.startswith(("http://", "https://")) else None),
        language=_language(raw.language),
        ttl=timedelta(minutes=raw.ttl_minutes) if raw.ttl_minutes and 0 < raw.ttl_minutes < 1e6 else None,
        entries=tuple(
            _entry(entry, site or url, raw.people)
            for number, entry in enumerate(raw.entries)
            if number not in skip
        ),
        problems=tuple(dict.fromkeys(raw.problems)),
    )


def _entry(raw: RawEntry, site: str, people: list[RawPerson]) -> ParsedEntry:
    problems: list[str] = []
    base = "" if raw.base_declared else site
    link = _entry_link(raw, base, problems)
    content_base = base_of(raw.base if raw.base_declared else link or site)
    teaser = _body(raw.summary, content_base)
    body = max((_body(text, content_base) for text in raw.contents), key=_length, default=teaser)
    if _length(teaser) > 2 * _length(body):  # a "content" that only says where to read on
        body = teaser
    if not body[0]:
        body = _fallback(raw, content_base)
    published, updated = _dates(raw, problems)
    return ParsedEntry(
        id=raw.id,
        title=_title(raw.title),
        link=link,
        published=published,
        updated=updated,
        authors=_authors(raw.people) or _authors(raw.source_people or people),
        categories=_categories(raw.categories),
        language=_language(raw.language),
        summary=teaser[1],
        html=body[0],
        text=body[1],
        picture=choose(raw, body[0], content_base) if raw.media or "<img" in body[0] else None,
        enclosures=_enclosures(raw, content_base) if raw.media else (),
        problems=tuple(problems),
    )


def _length(body: tuple[str, str]) -> int:
    return len(body[1])


def _body(text: RawText | None, base: str) -> tuple[str, str]:
    """A text construct as clean HTML and as plain text."""
    if text is None:
        return "", ""
    value, kind = text.value, text.kind
    if kind == "base64":
        value, kind = _decoded(value), "guess"
    if kind != "markup" and (kind == "text" or not has_markup(value)):
        return from_plain(value)
    return clean(value, text.base or base)


def _title(text: RawText | None) -> str:
    if text is None:
        return ""
    value = _decoded(text.value) if text.kind == "base64" else text.value
    if text.kind != "markup" and (text.kind == "text" or not has_markup(value)):
        return one_line(value)
    return one_line(clean(value)[1])


def _categories(names: list[str]) -> tuple[str, ...]:
    words = (one_line(html.unescape(name) if "&" in name else name) for name in names)
    return tuple(dict.fromkeys(word for word in words if word))


def _decoded(value: str) -> str:
    """What was written as base64; nothing where that is no text."""
    try:
        data = base64.b64decode(value, validate=False)
    except (binascii.Error, ValueError):
        return value
    return "" if b"\0" in data else data.decode("utf-8", "replace")


def _fallback(raw: RawEntry, base: str) -> tuple[str, str]:
    """The text of an item that has none of its own: a podcast's summary, a video's description."""
    spare = next((raw.spare[key] for key in _SPARE if key in raw.spare), None)
    if spare is None:
        group = next((m for m in raw.media if m.kind == "media:group" and m.caption), None)
        inside = [m for m in raw.media if m.inside is group]
        if group and group.caption and not (inside and all(m.is_picture for m in inside)):
            spare = RawText(value=group.caption)
    if spare is None:
        return "", ""
    return _body(spare, base)


def _entry_link(raw: RawEntry, base: str, problems: list[str]) -> str | None:
    link = _link(raw.links, base)
    if link is None and raw.id and raw.id_is_link and "/" in raw.id:  # "12345" is no address of a page
        candidate = web_link(raw.id, raw.base if raw.base_declared else base)
        if candidate and candidate.lower().startswith(("http://", "https://")):
            link = candidate
    if link is None and any(item.rel == "alternate" for item in raw.links):
        problems.append("link: no web address")
    return link


def _link(links: list[RawLink], base: str) -> str | None:
    """The page a reader goes to: an HTML alternate before another alternate, first come first."""
    alternates = [item for item in links if item.rel == "alternate"]
    alternates.sort(key=lambda item: item.type not in _HTML_TYPES)
    for item in alternates:
        found = web_link(item.href, resolve(item.base, base) if item.base else base)
        if found:
            return found
    return None


def _dates(raw: RawEntry, problems: list[str]) -> tuple[datetime | None, datetime | None]:
    found: dict[str, datetime | None] = {}
    for kind, value in raw.dates.items():
        found[kind] = parse_date(value)
        if found[kind] is None:
            problems.append(f"date: cannot read {value[:40]!r}")
    published = next((found[kind] for kind in _PUBLISHED if found.get(kind)), None)
    return published, found.get("updated") or found.get("dc:date")


def _authors(people: list[RawPerson]) -> tuple[str, ...]:
    """Their names; mail addresses only where nobody has a name."""
    names = tuple(dict.fromkeys(_name(person) for person in people if person.role == "author"))
    return tuple(name for name in names if name and "@" not in name) or tuple(filter(None, names))


def _name(person: RawPerson) -> str:
    """A person's name; RSS writes "jane@example.org (Jane Doe)"."""
    text = one_line(html.unescape(person.name))
    if "@" in text:
        outside = _EMPTY.sub("", _MAIL.sub("", text)).strip(" ,;:-\"'")
        whole = _BRACKETED.fullmatch(outside)
        text = (whole[1].strip() if whole else outside) or text
    return text or one_line(person.email)


def _language(value: str | None) -> str | None:
    text = (value or "").strip().replace("_", "-")
    return text[:20] if text and text.replace("-", "").isalnum() else None


def _enclosures(raw: RawEntry, base: str) -> tuple[str, ...]:
    found = (web_link(m.url, m.base or base) for m in raw.media if m.kind == "enclosure" and m.url)
    return tuple(dict.fromkeys(link for link in found if link))
