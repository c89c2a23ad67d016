"""Which stored item an incoming one is; pure.

By guid; a guid that stands twice in one document, with its link; without one, by canonical link, else by
title and text. A changed guid is recognised by its link or its text, so a reset of all guids sends nothing
again. A guid under which a different article now stands is a new item, so a reuse hides nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from digest.gather.links import canonical_link
from digest.gather.raw import Census
from digest.model import ParsedEntry

_WORD = re.compile(r"\w+")
ENOUGH = 60  #: letters of title and text from which equal texts mean one item
LATER = timedelta(hours=6)


class Known(Protocol):
    """What identity needs to know of a stored item."""

    @property
    def id(self) -> int: ...
    @property
    def feed_id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def link_key(self) -> str | None: ...
    @property
    def text_key(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def published(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """An incoming item with its keys; `lone_link`: no other item of its document has that link."""

    entry: ParsedEntry
    key: str
    link_key: str | None
    text_key: str
    reuse_key: str  #: its key should its guid turn out to be reused
    lone_link: bool
    lone_guid: bool


def identify(items: Sequence[ParsedEntry], census: Census) -> tuple[Identified, ...]:
    """The items of one document with their keys, each key once: of copies inside it the first stays.

    `census` counts guids and links over the whole document, which may hold more items than these.
    """
    guids, links = census.guids, census.links
    found: dict[str, Identified] = {}
    for item in items:
        link = canonical_link(item.link) if item.link else None
        text_key = _hash("t", words_of(item.title, item.text or item.summary))
        key = _key(item, link, text_key, guids, links)
        if not (item.title or item.text or item.link or item.id):
            continue
        found.setdefault(
            key,
            Identified(
                entry=item,
                key=key,
                link_key=link_key(link) if link else None,
                text_key=text_key[2:],
                reuse_key=_hash("r", f"{item.id} {link} {item.title}"),
                lone_link=link is not None and links.get(link, 1) == 1,
                lone_guid=item.id is not None and guids.get(item.id, 1) == 1,
            ),
        )
    return tuple(found.values())


def _key(
    item: ParsedEntry, link: str | None, text_key: str, guids: Mapping[str, int], links: Mapping[str, int]
) -> str:
    if item.id:
        return _hash("g", item.id if guids.get(item.id, 1) == 1 else f"{item.id} {link or text_key}")
    if link:
        return _hash("l", link if links.get(link, 1) == 1 else f"{link} {item.title}")
    return text_key


def link_key(link: str) -> str:
    """The mark under which items with this link are found again; of any of its spellings."""
    return _hash("", canonical_link(link))[1:]


def _hash(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def words_of(title: str, text: str) -> str:
    """Title and text without case, spacing and punctuation."""
    return " ".join(_WORD.findall(f"{title} {text}".lower()))


def match(item: Identified, known: Iterable[Known], feed_id: int) -> Known | None:
    """The stored item this one is; None when it is new. Items of this feed go before its siblings'."""
    rows = sorted(known, key=lambda row: (row.feed_id != feed_id, row.id))
    for row in rows:
        own = row.feed_id == feed_id
        if own and (row.key == item.reuse_key or (row.key == item.key and not is_reuse(item, row))):
            return row
    for row in rows:
        if item.link_key and row.link_key == item.link_key and item.lone_link and not _is_next(item, row):
            return row
    for row in rows:
        if row.text_key == item.text_key and (_long_enough(item) or _same_moment(item, row)):
            return row
    return None


def is_reuse(item: Identified, row: Known) -> bool:
    """Whether a known guid now stands for another article: another link, another title, other words."""
    same_page = item.lone_link and item.link_key == row.link_key
    if not item.entry.id or same_page or item.text_key == row.text_key:
        return False
    return _overlap(item.entry.title, row.title) < 0.5 and _overlap(item.entry.text, row.text) < 0.5


def _is_next(item: Identified, row: Known) -> bool:
    """Whether a known link now leads to a later article (a daily page) under a guid of its own."""
    published = item.entry.published
    if not item.entry.id or published is None or row.published is None:
        return False
    return published - row.published >= LATER and _overlap(item.entry.text, row.text) < 0.3


def _overlap(one: str, other: str) -> float:
    """The share of words two texts have in common (Jaccard); 1 when both are empty."""
    left, right = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return len(left & right) / len(left | right) if left or right else 1.0


def _same_moment(item: Identified, row: Known) -> bool:
    """Whether both were published in the same second: then a headline is enough to know the item by."""
    return row.published is not None and row.published == item.entry.published


def _long_enough(item: Identified) -> bool:
    return len(words_of(item.entry.title, item.entry.text or item.entry.summary)) >= ENOUGH
