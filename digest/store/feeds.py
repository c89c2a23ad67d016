"""What is remembered of each feed between two rounds: validators, health, learned rhythm."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from digest.model import Feed
from digest.store.tables import entries, feeds

QUIET = timedelta(days=7)  #: without a new item after which a feed that answers counts as silent


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """One feed's row. `memory` is the fetcher's own: learned interval, hints, counters."""

    id: int
    name: str
    url: str
    moved_to: str | None = None
    moved_count: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    checked_at: datetime | None = None
    ok_at: datetime | None = None
    changed_at: datetime | None = None
    next_check_at: datetime | None = None
    failures: int = 0
    status: int | None = None
    problem: str | None = None
    told_at: datetime | None = None
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """A feed as an editor wants to see it; `silent` says in words why nothing comes, None when it does."""

    name: str
    url: str
    last_good: datetime | None
    failures: int
    items_a_day: float
    newest: datetime | None
    next_check: datetime | None
    silent: str | None
    moved_to: str | None = None
    checked: datetime | None = None
    status: int | None = None  #: of the last answer
    last_problem: str | None = None  #: also one that is over
    last_problem_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether the publisher asked us to come back later."""
        return self.status in (429, 503)


def id_of(conn: Connection, name: str) -> int:
    """The number of a feed that has a row."""
    return int(conn.execute(select(feeds.c.id).where(feeds.c.name == name)).scalar_one())


def ensure(conn: Connection, configured: Sequence[Feed]) -> None:
    """A row for every configured feed; one whose address changed forgets what belonged to the old one."""
    known = {row.name: row.url for row in conn.execute(select(feeds.c.name, feeds.c.url))}
    fresh = [{"name": feed.name, "url": feed.url} for feed in configured if feed.name not in known]
    if fresh:
        conn.execute(insert(feeds), fresh)
    for feed in configured:
        if known.get(feed.name, feed.url) != feed.url:
            forget = dict.fromkeys(
                (
                    "moved_to",
                    "etag",
                    "last_modified",
                    "body_hash",
                    "next_check_at",
                    "problem",
                    "status",
                    "told_at",
                )
            )
            conn.execute(
                update(feeds)
                .where(feeds.c.name == feed.name)
                .values(url=feed.url, moved_count=0, failures=0, state=None, **forget)
            )


def states(conn: Connection, names: Collection[str] | None = None) -> dict[str, FeedState]:
    """The remembered state by feed name."""
    rows = conn.execute(select(feeds))  # read one by one: a thousand feeds remember megabytes
    return {row.name: _state(row) for row in rows if names is None or row.name in names}


def _state(row: Row[Any]) -> FeedState:
    values = dict(row._mapping)
    values["memory"] = values.pop("state") or {}
    return FeedState(**values)


def save(conn: Connection, changed: Iterable[FeedState]) -> None:
    """Writes states back, in one statement for all."""
    rows = [
        {
            "feed": state.id,
            "moved_to": state.moved_to,
            "moved_count": state.moved_count,
            "etag": state.etag,
            "last_modified": state.last_modified,
            "body_hash": state.body_hash,
            "checked_at": state.checked_at,
            "ok_at": state.ok_at,
            "changed_at": state.changed_at,
            "next_check_at": state.next_check_at,
            "failures": state.failures,
            "status": state.status,
            "problem": state.problem,
            "told_at": state.told_at,
            "state": state.memory,
        }
        for state in changed
    ]
    if rows:
        columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "feed"}
        conn.execute(update(feeds).where(feeds.c.id == bindparam("feed")).values(columns), rows)


def health(conn: Connection, names: Collection[str] | None = None) -> tuple[FeedHealth, ...]:
    """The health of these feeds, or of every feed ever seen, by name. Items a day are counted over the days
    since it was first seen, at most the last fourteen before its last check."""
    counts = {
        row.feed_id: row
        for row in conn.execute(
            select(
                entries.c.feed_id,
                func.count().label("items"),
                func.min(entries.c.first_seen).label("oldest"),
                func.max(func.coalesce(entries.c.published, entries.c.first_seen)).label("newest"),
            ).group_by(entries.c.feed_id)
        )
    }
    found = []
    for row in conn.execute(select(feeds).order_by(feeds.c.name)):
        if names is None or row.name in names:
            found.append(_health(row, counts.get(row.id)))
    return tuple(found)


def _health(row: Row[Any], count: Row[Any] | None) -> FeedHealth:
    memory = row.state or {}
    trouble, since = memory.get("trouble") or (None, None)
    return FeedHealth(
        name=row.name,
        url=row.url,
        last_good=row.ok_at,
        failures=row.failures,
        items_a_day=float(memory.get("per_day", 0.0)),
        newest=count.newest if count else None,
        next_check=row.next_check_at,
        silent=_why_silent(row, count),
        moved_to=row.moved_to,
        checked=row.checked_at,
        status=row.status,
        last_problem=trouble,
        last_problem_at=datetime.fromisoformat(since) if since else None,
    )


def to_tell(conn: Connection, configured: Collection[str], *, after: int = 3) -> tuple[FeedHealth, ...]:
    """Of these feeds those that failed `after` times or more (at once when gone for good) and of which nobody
    was told."""
    rows = conn.execute(select(feeds).where(feeds.c.told_at.is_(None), feeds.c.failures > 0)).all()
    names = {row.name for row in rows if row.failures >= after or row.status == 410}.intersection(configured)
    return health(conn, names) if names else ()


def told(conn: Connection, names: Collection[str], now: datetime) -> None:
    """Notes that the editors know; forgotten when the feed answers well again."""
    for name in names:
        conn.execute(update(feeds).where(feeds.c.name == name).values(told_at=now))


def _why_silent(row: Row[Any], count: Row[Any] | None) -> str | None:
    if row.checked_at is None:
        return "not asked yet"
    if row.failures:
        return row.problem or "it failed"
    if count is None:
        return "it answers, and has no items"
    quiet = row.checked_at - count.newest
    if quiet >= QUIET:
        return f"it answers, and has published nothing for {quiet.days} days"
    return None
