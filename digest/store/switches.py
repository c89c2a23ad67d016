"""Switches an operator or the program itself throws: "stop" for all sending, "stop:EDITION" for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from digest.store.tables import editions, switches

STOP = "stop"


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


def accept_unknown(conn: Connection, names: Iterable[str], by: str, at: datetime) -> None:
    """An operator knows that these editions were sent though the database does not."""
    for name in names:
        _put(conn, _sent(name), False, f"accepted by {by}", at)


def _put(conn: Connection, name: str, on: bool, why: str | None, at: datetime) -> None:
    conn.execute(delete(switches).where(switches.c.name == name))
    conn.execute(insert(switches).values(name=name, on=int(on), why=why, at=at))


def _name(edition: str | None) -> str:
    return f"{STOP}:{edition}"[:100] if edition else STOP


def _sent(edition: str) -> str:
    return f"sent:{edition}"[:100]
