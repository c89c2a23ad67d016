"""Parsed items → the store: new ones added, changed ones kept with their history, copies left alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digest.gather.dates import doubt, plausible
from digest.gather.identity import Identified, identify, match
from digest.gather.raw import Census
from digest.model import Feed, ParsedEntry, ParsedFeed, TextFrom, Tier
from digest.store import entries as store
from digest.store.engine import Connection
from digest.store.entries import narrower

FULL = 600  #: characters from which a text without a shorter teaser counts as the article
MAX_NEAR = 20  #: stored items with one key that an incoming one is compared with


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many items were new and how many changed."""

    new: int
    changed: int


def policy(feed: Feed) -> str:
    """The part of a feed's settings that decides who may read its items; stored items follow a change."""
    return f"{feed.tier} {feed.tier_when} {feed.embargo}"


def keep(
    conn: Connection,
    feed: Feed,
    feed_id: int,
    siblings: Sequence[int],
    parsed: ParsedFeed,
    census: Census,
    now: datetime,
) -> Kept:
    """Stores one document's items; `siblings` are the ids of the publisher's other feeds."""
    items = identify(parsed.entries, census)
    known = store.candidates(
        conn,
        [feed_id, *siblings],
        keys={key for item in items for key in (item.key, item.reuse_key)},
        link_keys={item.link_key for item in items if item.link_key},
        text_keys={item.text_key for item in items},
    )
    index = _Index(known)
    fresh, standing, changed = [], [], 0
    for item in items:
        row = match(item, index.near(item), feed_id)
        if row is None:
            key = item.key if item.key not in index.keys(feed_id) else item.reuse_key
            fresh.append({"feed_id": feed_id, "key": key, **_row(feed, item, parsed, now)})
        elif row.feed_id != feed_id:
            _narrow(conn, row, feed, item.entry, now)
        elif _update(conn, row, feed, item, parsed, now):
            changed += 1
        else:
            standing.append(row.id)
    store.add(conn, fresh)
    store.seen(conn, standing, now)
    return Kept(new=len(fresh), changed=changed)


class _Index:
    """Stored rows by each of their keys, of many with one key the latest: a feed may give all its items the
    same title and link."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._by: dict[str, deque[Any]] = {}
        self._keys: dict[int, set[str]] = {}
        for row in rows:
            self._keys.setdefault(row.feed_id, set()).add(row.key)
            for key in (row.key, f"L{row.link_key}", f"T{row.text_key}"):
                self._by.setdefault(key, deque(maxlen=MAX_NEAR)).append(row)

    def near(self, item: Identified) -> list[Any]:
        found: dict[int, Any] = {}
        for key in (item.key, item.reuse_key, f"L{item.link_key}", f"T{item.text_key}"):
            for row in self._by.get(key, ()):
                found[row.id] = row
        return list(found.values())

    def keys(self, feed_id: int) -> set[str]:
        return self._keys.get(feed_id, set())


def tier_of(feed: Feed, categories: Sequence[str], link: str | None) -> Tier:
    """The tier of an item: the first rule whose category it has or whose address its link begins with."""
    names = {name.casefold() for name in categories}
    for pattern, tier in feed.tier_when:
        if pattern.casefold() in names or (pattern.startswith("http") and link and link.startswith(pattern)):
            return tier
    return feed.tier


def _row(feed: Feed, item: Identified, parsed: ParsedFeed, now: datetime) -> dict[str, Any]:
    entry = item.entry
    published, updated, problems = _dates(entry, now)
    return {
        "guid": entry.id,
        "link": entry.link,
        "link_key": item.link_key,
        "text_key": item.text_key,
        "title": entry.title,
        "authors": list(entry.authors),
        "categories": list(entry.categories),
        "language": entry.language or parsed.language,
        "summary": entry.summary,
        "html": entry.html,
        "text": entry.text,
        "text_from": text_from(entry),
        "picture": store.picture_row(entry.picture),
        "published": published,
        "updated": updated,
        "first_seen": now,
        "last_seen": now,
        "tier": tier_of(feed, entry.categories, entry.link),
        "embargo_until": (published or now) + feed.embargo if feed.embargo else None,
        "problems": problems,
    }


def _dates(entry: ParsedEntry, now: datetime) -> tuple[datetime | None, datetime | None, list[str]]:
    """Published and updated where they can be true; an absurd one is flagged and first-seen counts."""
    problems = list(entry.problems)
    published = entry.published or entry.updated
    if published is not None and (wrong := doubt(published, now)):
        problems.append(wrong)
        published = None
    updated = entry.updated if entry.updated and plausible(entry.updated, now) else None
    return published, updated, problems


def text_from(entry: ParsedEntry) -> TextFrom:
    """Where the text comes from: the feed that carries the article, else its teaser, else only the title."""
    if not entry.text:
        return "title"
    whole = entry.text != entry.summary and len(entry.text) > 1.3 * len(entry.summary)
    return "feed" if whole or len(entry.text) >= FULL else "teaser"


def _update(
    conn: Connection, row: Any, feed: Feed, item: Identified, parsed: ParsedFeed, now: datetime
) -> bool:
    """Brings a stored item up to date; True when its words changed."""
    values = _row(feed, item, parsed, now)
    for name in ("first_seen", "guid"):
        values.pop(name)
    if row.published is not None:  # a later date is an update of it, not another article
        bumped = values["published"]
        if bumped is not None and bumped > row.published:
            values["updated"] = max(bumped, values["updated"] or bumped)
        values["published"] = row.published
        if feed.embargo:
            values["embargo_until"] = row.published + feed.embargo
    elif feed.embargo and values["published"] is None:
        values["embargo_until"] = row.first_seen + feed.embargo
    if row.text_from == "page" and row.text_key == item.text_key:
        for name in ("text", "html", "text_from"):
            values.pop(name)
    differing = [
        name for name, value in values.items() if name != "last_seen" and getattr(row, name) != value
    ]
    if not differing:
        return False
    words = row.text_key != item.text_key or "title" in differing or "summary" in differing
    if words:
        values["page_tried_at"] = None
    store.change(conn, row, values, changed=_named(differing), now=now, keep=words)
    return words


def _named(differing: Sequence[str]) -> list[str]:
    return [name for name in differing if name not in ("link_key", "text_key", "problems")]


def _narrow(conn: Connection, row: Any, feed: Feed, entry: ParsedEntry, now: datetime) -> None:
    """An item that also stands in a sibling feed keeps the narrower of both tiers."""
    tier = narrower(row.tier, tier_of(feed, entry.categories, entry.link))
    if tier != row.tier:
        store.change(conn, row, {"tier": tier, "last_seen": now}, changed=["tier"], now=now, keep=False)
