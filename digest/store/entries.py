"""Items as we keep them: read for an edition, added and changed by gathering.

A change is kept: the old title and texts go to `entry_versions` with the names of what changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from digest.model import TIERS, Entry, Feed, Picture, TextFrom, Tier
from digest.store.tables import entries, entry_versions, feeds

_CHUNK = 500
_COLUMNS = (entries, feeds.c.name.label("feed_name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An entry as it was before a change, and what the change touched."""

    revision: int
    replaced_at: datetime
    title: str
    summary: str
    html: str
    text: str
    changed: tuple[str, ...]


def window(
    conn: Connection, configured: Mapping[str, Feed], since: datetime, until: datetime
) -> tuple[Entry, ...]:
    """Entries published or first seen in (since, until] and not published after `until`, oldest first.

    An entry whose embargo ended after `since`, or has not ended, is among them: it could not be sent before.
    Entries of feeds that are no longer configured are left out.
    """
    published, seen = entries.c.published, entries.c.first_seen
    query = (
        select(*_COLUMNS)
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(
            or_(
                and_(published > since, published <= until),
                and_(seen > since, seen <= until),
                entries.c.embargo_until > since,
            ),
            or_(published.is_(None), published <= until),
            seen <= until,
        )
        .order_by(entries.c.id)
    )
    return tuple(
        _entry(row, configured[row.feed_name]) for row in conn.execute(query) if row.feed_name in configured
    )


def by_ids(conn: Connection, configured: Mapping[str, Feed], ids: Collection[int]) -> dict[int, Entry]:
    """The entries with these ids; ids that are gone are missing. A feed that is no longer configured is
    made up from what is known of it, at the narrowest policy."""
    found: dict[int, Entry] = {}
    for chunk in _chunks(ids):
        query = (
            select(*_COLUMNS, feeds.c.url.label("feed_url"))
            .join(feeds, feeds.c.id == entries.c.feed_id)
            .where(entries.c.id.in_(chunk))
        )
        for row in conn.execute(query):
            feed = configured.get(row.feed_name) or Feed(
                name=row.feed_name, url=row.feed_url, publisher=row.feed_name, images=False, tier=row.tier
            )
            found[row.id] = _entry(row, feed)
    return found


def by_link(conn: Connection, configured: Mapping[str, Feed], key: str) -> int | None:
    """The first entry of a configured feed under this link's mark; None when there is none."""
    query = select(entries.c.id).join(feeds, feeds.c.id == entries.c.feed_id)
    mine = query.where(entries.c.link_key == key, feeds.c.name.in_(list(configured)))
    return conn.execute(mine.order_by(entries.c.id).limit(1)).scalar_one_or_none()


def newest(conn: Connection) -> int:
    """The number of the entry that was stored last; 0 for none."""
    return conn.execute(select(func.max(entries.c.id))).scalar_one() or 0


def after(conn: Connection, configured: Mapping[str, Feed], entry_id: int) -> tuple[Entry, ...]:
    """The entries of configured feeds with a higher id, in the order they came."""
    ids = (
        conn.execute(select(entries.c.id).where(entries.c.id > entry_id).order_by(entries.c.id))
        .scalars()
        .all()
    )
    found = by_ids(conn, configured, ids)
    return tuple(found[number] for number in ids if found[number].feed.name in configured)


def count_after(conn: Connection, entry_id: int) -> int:
    """How many entries have a higher id."""
    return conn.scalar(select(func.count()).select_from(entries).where(entries.c.id > entry_id)) or 0


def revisions(conn: Connection, ids: Collection[int]) -> dict[int, int]:
    """The present revision of each entry."""
    found: dict[int, int] = {}
    for chunk in _chunks(ids):
        query = select(entries.c.id, entries.c.revision).where(entries.c.id.in_(chunk))
        found.update({row.id: row.revision for row in conn.execute(query)})
    return found


def history(conn: Connection, entry_id: int) -> tuple[Version, ...]:
    """The earlier versions of an entry, oldest first."""
    query = (
        select(entry_versions)
        .where(entry_versions.c.entry_id == entry_id)
        .order_by(entry_versions.c.revision)
    )
    return tuple(
        Version(
            revision=row.revision,
            replaced_at=row.replaced_at,
            title=row.title,
            summary=row.summary,
            html=row.html,
            text=row.text,
            changed=tuple(row.changed),
        )
        for row in conn.execute(query)
    )


# --- what gathering writes ------------------------------------------------------------------------------


#: Built once: building and hashing them anew for each feed costs more than running them.
_CANDIDATES = tuple(
    select(entries).where(
        entries.c.feed_id.in_(bindparam("feeds", expanding=True)),
        column.in_(bindparam("values", expanding=True)),
    )
    for column in (entries.c.key, entries.c.link_key, entries.c.text_key)
)


def candidates(
    conn: Connection,
    feed_ids: Collection[int],
    *,
    keys: Collection[str],
    link_keys: Collection[str],
    text_keys: Collection[str],
) -> tuple[Row[Any], ...]:
    """The stored rows that items with these keys might be, in these feeds."""
    found: dict[int, Row[Any]] = {}
    for query, values in zip(_CANDIDATES, (keys, link_keys, text_keys), strict=True):
        for chunk in _chunks(values):
            rows = conn.execute(query, {"feeds": list(feed_ids), "values": chunk})
            found.update({row.id: row for row in rows})
    return tuple(sorted(found.values(), key=lambda row: row.id))


def add(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Stores new entries."""
    for chunk in _chunks(rows):
        conn.execute(insert(entries), chunk)


def change(
    conn: Connection,
    row: Row[Any],
    values: Mapping[str, Any],
    *,
    changed: Sequence[str],
    now: datetime,
    keep: bool,
) -> None:
    """Updates an entry; with `keep` the old texts become a version and the revision rises."""
    values = dict(values)
    if keep:
        conn.execute(
            insert(entry_versions).values(
                entry_id=row.id,
                revision=row.revision,
                replaced_at=now,
                title=row.title,
                summary=row.summary,
                html=row.html,
                text=row.text,
                changed=list(changed),
            )
        )
        values["revision"] = row.revision + 1
    conn.execute(update(entries).where(entries.c.id == row.id).values(values))


def seen(conn: Connection, ids: Collection[int], now: datetime) -> None:
    """Notes that these entries still stand in their feed."""
    for chunk in _chunks(ids):
        conn.execute(update(entries).where(entries.c.id.in_(chunk)).values(last_seen=now))


def save_page(
    conn: Connection, entry_id: int, *, now: datetime, html: str | None = None, text: str | None = None
) -> None:
    """Keeps the article's text as its page has it; without one, only that the page was tried."""
    values: dict[str, Any] = {"page_tried_at": now}
    if text:
        values |= {"text": text, "html": html or "", "text_from": "page"}
    conn.execute(update(entries).where(entries.c.id == entry_id).values(values))


def set_publisher(conn: Connection, entry_id: int, publisher: str) -> None:
    """Names the publisher of an entry whose feed has many."""
    conn.execute(update(entries).where(entries.c.id == entry_id).values(publisher=publisher))


def pages_tried(conn: Connection, ids: Collection[int]) -> dict[int, datetime]:
    """When the page of each entry was last asked for, for those whose page was."""
    found: dict[int, datetime] = {}
    for chunk in _chunks(ids):
        query = select(entries.c.id, entries.c.page_tried_at).where(
            entries.c.id.in_(chunk), entries.c.page_tried_at.is_not(None)
        )
        found.update({row.id: row.page_tried_at for row in conn.execute(query)})
    return found


# --- rows and entries -----------------------------------------------------------------------------------


def picture_row(picture: Picture | None) -> dict[str, Any] | None:
    """A picture as it is stored."""
    return asdict(picture) if picture else None


def narrower(one: Tier, other: Tier) -> Tier:
    """Of two tiers the one fewer readers see; an unknown one counts as the narrowest."""
    order = {tier: index for index, tier in enumerate(TIERS)}
    return max(one, other, key=lambda tier: order.get(tier, len(order)))


def _entry(row: Row[Any], feed: Feed) -> Entry:
    text_from: TextFrom = row.text_from
    return Entry(
        id=row.id,
        feed=replace(feed, publisher=row.publisher) if row.publisher else feed,
        title=row.title,
        link=row.link,
        first_seen=row.first_seen,
        published=row.published,
        updated=row.updated,
        authors=tuple(row.authors),
        categories=tuple(row.categories),
        language=row.language or feed.language,
        summary=row.summary,
        html=row.html,
        text=row.text,
        text_from=text_from,
        picture=Picture(**row.picture) if row.picture else None,
        tier=narrower(row.tier, feed.tier),
        embargo_until=row.embargo_until,
        revision=row.revision,
        problems=tuple(row.problems),
    )


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values in lists short enough for a statement's parameters."""
    whole = list(values)
    for start in range(0, len(whole), _CHUNK):
        yield whole[start : start + _CHUNK]
