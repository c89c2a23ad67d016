"""Switches an operator or the program itself throws: "stop" for all sending, "stop:EDITION" for one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from digest.store.tables import actions, editions, switches

STOP = "stop"
BEFORE = "already sent before the restore"


def stop(conn: Connection, why: str, at: datetime, edition: str | None = None) -> None:
    """All sending, or that of one edition, stands still before the next batch."""
    _put(conn, _name(edition), True, why, at)


def let_go(conn: Connection, at: datetime, edition: str | None = None) -> None:
    """Takes the stop of all sending, or of one edition, back."""
    _put(conn, _name(edition), False, None, at)


def why_stopped(conn: Connection, edition: str) -> str | None:
    """The reason why this edition may not be sent now; None when it may."""
    query = select(switches.c.name, switches.c.why).where(
        switches.c.name.in_([STOP, _name(edition)]), switches.c.on == 1
    )
    row = conn.execute(query.order_by(switches.c.name)).first()
    return None if row is None else row.why or "stopped by an operator"


def unknown_editions(conn: Connection, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are no edition that was ever frozen and that no operator has accepted."""
    frozen = set(conn.execute(select(editions.c.name).where(editions.c.frozen_at.is_not(None))).scalars())
    known = set(conn.execute(select(switches.c.name)).scalars())
    return tuple(name for name in dict.fromkeys(names) if name not in frozen and _sent(name) not in known)


def accept_unknown(conn: Connection, names: Iterable[str], by: str, at: datetime) -> tuple[str, ...]:
    """An operator knows that these editions were sent though the database does not.

    None of them is sent again, not even one that is made anew: those the database has are cancelled, their
    items count as given where it knows them. Returns the names of those cancelled now.
    """
    lost = unknown_editions(conn, names)
    for name in lost:
        mark_sent(conn, name, f"accepted by {by}", at)
    found = select(editions).where(editions.c.name.in_(lost), editions.c.state.not_in(["cancelled"]))
    rows = conn.execute(found.with_for_update()).all()
    for row in rows:
        conn.execute(update(editions).where(editions.c.id == row.id).values(state="cancelled", reason=BEFORE))
        detail = {"why": BEFORE}
        conn.execute(insert(actions).values(at=at, by=by, what="cancelled", edition_id=row.id, detail=detail))
    return tuple(row.name for row in rows)


def mark_sent(conn: Connection, edition: str, why: str, at: datetime) -> None:
    """This name was sent or is over: the log may know it, and no edition of this name is frozen again."""
    _put(conn, _sent(edition), False, why, at)


def was_sent(conn: Connection, edition: str) -> bool:
    """Whether an edition of this name is known to have been sent though no edition tells of it."""
    query = select(switches.c.name).where(switches.c.name == _sent(edition))
    return conn.execute(query).first() is not None


def _put(conn: Connection, name: str, on: bool, why: str | None, at: datetime) -> None:
    conn.execute(delete(switches).where(switches.c.name == name))
    conn.execute(insert(switches).values(name=name, on=int(on), why=why, at=at))


def _name(edition: str | None) -> str:
    return _key(STOP, edition) if edition else STOP


def _sent(edition: str) -> str:
    return _key("sent", edition)


def _key(word: str, edition: str) -> str:
    """The switch's name; that of a very long edition ends in a hash, or two of its editions were one."""
    name = f"{word}:{edition}"
    return name if len(name) <= 100 else f"{name[:60]}~{hashlib.sha256(name.encode()).hexdigest()[:39]}"
