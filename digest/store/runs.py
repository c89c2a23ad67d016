"""What running processes leave for each other: heartbeats, requests, notices told once, switches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from digest.model import Edition
from digest.store import switches
from digest.store.tables import actions, notices, requests, workers
from digest.store.tables import editions as editions_table
from subscribers.columns import Instant

FIRST_RETRY = timedelta(minutes=1)  #: after a notice that could not be told; doubled each time
TRIES = 8  #: then it is given up: more than two hours after it was made
FORGOTTEN = timedelta(days=1)  #: a worker's row without a heartbeat for so long is dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a web process or a command wants done by the worker."""

    id: int
    kind: str
    edition: str | None
    data: Mapping[str, Any]
    by: str
    asked_at: datetime


# --- heartbeats ----------------------------------------------------------------------------------------


def beat(conn: Connection, name: str, kind: str, *, started_at: datetime, now: datetime) -> None:
    """This process is alive at `now`."""
    seen = conn.execute(update(workers).where(workers.c.name == name).values(seen_at=now)).rowcount
    if not seen:
        conn.execute(delete(workers).where(workers.c.seen_at < now - FORGOTTEN))
        _insert(conn, workers, name=name, kind=kind, started_at=started_at, seen_at=now)


def leave(conn: Connection, name: str) -> None:
    """This process ends as it should."""
    conn.execute(delete(workers).where(workers.c.name == name))


def last_seen(conn: Connection, kind: str) -> datetime | None:
    """When any process of this kind was last alive; None when none runs that has not ended cleanly."""
    return conn.execute(
        select(workers.c.seen_at).where(workers.c.kind == kind).order_by(workers.c.seen_at.desc()).limit(1)
    ).scalar_one_or_none()


def clock(conn: Connection) -> datetime | None:
    """What time the database's machine has; None where it is this machine (SQLite)."""
    if conn.dialect.name == "sqlite":
        return None
    return conn.execute(select(func.clock_timestamp(type_=Instant))).scalar_one()


# --- requests ------------------------------------------------------------------------------------------


def ask(
    conn: Connection,
    kind: str,
    *,
    by: str,
    at: datetime,
    edition: Edition | None = None,
    data: Mapping[str, Any] | None = None,
) -> int:
    """Leaves a request for the worker's next tick; returns its id."""
    values = {"kind": kind, "by": by, "asked_at": at, "data": dict(data or {})}
    values["edition_id"] = edition.id if edition else None
    return int(conn.execute(insert(requests).values(values).returning(requests.c.id)).scalar_one())


def take(conn: Connection, now: datetime) -> Request | None:
    """The oldest open request, marked as begun so that no other worker takes it. A worker that dies over
    it leaves it begun: requests are done at most once."""
    names = select(requests, editions_table.c.name).outerjoin(
        editions_table, editions_table.c.id == requests.c.edition_id
    )
    waiting = names.where(requests.c.done_at.is_(None)).order_by(requests.c.id).limit(1000)
    for row in conn.execute(waiting).all():
        not_before = (row.data or {}).get("not_before")
        if not_before is not None and datetime.fromisoformat(not_before) > now:
            continue
        mine = (requests.c.id == row.id) & requests.c.done_at.is_(None)
        if conn.execute(update(requests).where(mine).values(done_at=now, result="begun")).rowcount:
            return Request(
                id=row.id,
                kind=row.kind,
                edition=row.name,
                data=row.data or {},
                by=row.by,
                asked_at=row.asked_at,
            )
    return None


def answer(conn: Connection, request: Request, result: str, now: datetime) -> None:
    """Writes down how a request ended, in words for who asked."""
    conn.execute(update(requests).where(requests.c.id == request.id).values(done_at=now, result=result))


def put_off(conn: Connection, request: Request, why: str, now: datetime) -> bool:
    """Opens a begun request again, for one, then two, four … minutes later; False after the last try."""
    tries = int(request.data.get("tries", 0)) + 1
    if tries >= TRIES:
        return False
    again = now + FIRST_RETRY * 2 ** (tries - 1)
    data = {**request.data, "tries": tries, "not_before": again.isoformat()}
    mine = requests.c.id == request.id
    conn.execute(update(requests).where(mine).values(done_at=None, result=f"later: {why}", data=data))
    return True


def open_requests(conn: Connection) -> int:
    """How many requests wait for a worker."""
    waiting = select(func.count()).select_from(requests).where(requests.c.done_at.is_(None))
    return int(conn.execute(waiting).scalar_one())


# --- notices: each told once ---------------------------------------------------------------------------


def may_tell(conn: Connection, key: str, now: datetime) -> bool:
    """True for the one process that is to tell this now: the first, or after a failed try the next, later.

    `told` must follow once it was told. A process that dies in between leaves it to be told again a minute
    later: an editor may get a notice twice, never not at all.
    """
    if _insert(conn, notices, key=key, tries=1, made_at=now):
        return True
    row = conn.execute(select(notices).where(notices.c.key == key)).one()
    if row.sent_at is not None or row.tries >= TRIES:
        return False
    if now < row.made_at + FIRST_RETRY * (2**row.tries - 1):
        return False
    mine = (notices.c.key == key) & (notices.c.tries == row.tries) & notices.c.sent_at.is_(None)
    return bool(conn.execute(update(notices).where(mine).values(tries=row.tries + 1)).rowcount)


def told(conn: Connection, key: str, now: datetime) -> None:
    """It was told."""
    conn.execute(update(notices).where(notices.c.key == key).values(sent_at=now))


def told_at(conn: Connection, key: str) -> datetime | None:
    """When it was told; None when it was not."""
    return conn.execute(select(notices.c.sent_at).where(notices.c.key == key)).scalar_one_or_none()


def known_since(conn: Connection, what: str, now: datetime) -> datetime:
    """When this (a newsletter's slot) was first seen by a worker; now, when it is new.

    Kept among the notices, as one that is never sent. What was due before nobody could do it is neither
    made late nor called missed.
    """
    key = f"since:{what}"[:200]
    found = conn.execute(select(notices.c.made_at).where(notices.c.key == key)).scalar_one_or_none()
    if found is None:
        _insert(conn, notices, key=key, tries=0, made_at=now)
        found = now
    return found


def last_done(conn: Connection, edition: Edition, what: Sequence[str]) -> datetime | None:
    """When one of these was last done to the edition, by its log; None when never."""
    query = select(func.max(actions.c.at)).where(actions.c.edition_id == edition.id, actions.c.what.in_(what))
    return conn.execute(query).scalar_one_or_none()


# --- switches ------------------------------------------------------------------------------------------


def switch(conn: Connection, name: str, *, on: bool, why: str | None, at: datetime) -> None:
    """Throws "stop" (all sending) or "stop:EDITION" (one edition's), or takes it back."""
    head, _, edition = name.partition(":")
    if head != switches.STOP:
        raise ValueError(f"there is no switch {name!r}")
    if on:
        switches.stop(conn, why or "", at, edition or None)
    else:
        switches.let_go(conn, at, edition or None)


def _insert(conn: Connection, table: Table, **values: Any) -> bool:
    """False when another process put this row there first: the unique key decides."""
    try:
        with conn.begin_nested():
            conn.execute(insert(table).values(values))
    except IntegrityError:
        return False
    return True
