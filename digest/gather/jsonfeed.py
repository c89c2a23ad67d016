"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) → a `RawFeed`.

An item with a wrong type somewhere loses that field, not its place. Raises ValueError for what is no feed.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from digest.gather.mend import TooMuch
from digest.gather.raw import RawEntry, RawFeed, RawLink, RawMedia, RawPerson, RawText
from digest.gather.reader import MAX_ENTRIES

MAX_OBJECTS = 300_000
MAX_VALUES = 1_500_000
MOST = 500  #: authors, tags or files of one item
_SPACES = bytes(32 if code < 32 else code for code in range(256))
#: An escape: a pair that is one sign, half of such a pair, or any other.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)


def read_json(data: bytes, base: str) -> RawFeed:
    """The feed of a JSON document. Raises TooMuch."""
    document, odd = _loaded(data)
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise ValueError("JSON without a list of items")
    feed = RawFeed(root="json", seen_feed=True, language=_text(document.get("language")))
    feed.problems += odd
    feed.title = _construct(document.get("title"), "text")
    feed.links = _links(document.get("home_page_url"), base)
    feed.people = _people(document)
    feed.entries = [_entry(item, base) for item in document["items"][:MAX_ENTRIES] if isinstance(item, dict)]
    if len(feed.entries) < len(document["items"]):
        feed.problems.append("json: items that are no objects, or too many")
    return feed


def _loaded(data: bytes) -> tuple[Any, list[str]]:
    """The document, and what had to be put right in it: signs that JSON does not allow, halves of signs."""
    for signs, most in ((b"{", MAX_OBJECTS), (b",", MAX_VALUES), (b'"', MAX_VALUES), (b"\\", MAX_VALUES)):
        if data.count(signs) > most:
            raise TooMuch(f"JSON with more than {most:,} of {signs.decode()}")
    try:
        return orjson.loads(data), []
    except ValueError as error:
        mended = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], data.translate(_SPACES))
        if mended == data:
            raise
        return orjson.loads(mended), [f"json: {error}"]


def _entry(item: dict[str, Any], base: str) -> RawEntry:
    entry = RawEntry(base=base, language=_text(item.get("language")))
    identity = item.get("id")
    if isinstance(identity, str | int | float) and not isinstance(identity, bool) and str(identity):
        entry.id = str(identity)
        entry.id_is_link = entry.id.startswith(("http://", "https://"))
    entry.title = _construct(item.get("title"), "text")
    entry.links = _links(item.get("url"), base) or _links(item.get("external_url"), base)
    entry.summary = _construct(item.get("summary"), "text")
    for key, kind in (("content_html", "html"), ("content_text", "text")):
        content = _construct(item.get(key), kind)
        if content is not None:
            entry.contents.append(content)
    for key, name in (("date_published", "published"), ("date_modified", "updated")):
        if _text(item.get(key)):
            entry.dates[name] = item[key]
    entry.people = _people(item)
    tags = item.get("tags")
    entry.categories = [tag for tag in tags[:MOST] if isinstance(tag, str)] if isinstance(tags, list) else []
    entry.media = _media(item, base)
    return entry


def _people(holder: dict[str, Any]) -> list[RawPerson]:
    """The authors of a feed or an item, in the words of either version."""
    authors = holder.get("authors") if isinstance(holder.get("authors"), list) else [holder.get("author")]
    return [
        RawPerson(name=_text(a.get("name")) or "", email=_mail(a.get("url")))
        for a in (authors or ())[:MOST]
        if isinstance(a, dict)
    ]


def _mail(url: object) -> str:
    """The address that an author's page stands for where it is one of mail."""
    return url.removeprefix("mailto:") if isinstance(url, str) and url.startswith("mailto:") else ""


def _media(item: dict[str, Any], base: str) -> list[RawMedia]:
    found = []
    for key in ("image", "banner_image"):
        if _text(item.get(key)):
            found.append(RawMedia(url=item[key], kind="image", base=base))
    attachments = item.get("attachments")
    for part in attachments[:MOST] if isinstance(attachments, list) else ():
        if isinstance(part, dict) and _text(part.get("url")):
            kind = _text(part.get("mime_type")) or ""
            found.append(RawMedia(url=part["url"], kind="enclosure", type=kind, base=base))
    return found


def _links(value: object, base: str) -> list[RawLink]:
    text = _text(value)
    return [RawLink(href=text, base=base)] if text else []


def _construct(value: object, kind: Any) -> RawText | None:
    text = _text(value)
    return RawText(value=text, kind=kind) if text else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
