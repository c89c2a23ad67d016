"""The editions that are over, a page at a time, without their content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from digest.model import Edition, EditionState
from digest.store import editions as edition_store
from digest.store.tables import editions, variants

OVER: tuple[EditionState, ...] = ("sent", "skipped", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One edition that is over, and its subject line; "" where it never had a draft."""

    edition: Edition
    subject: str


def past(
    conn: Connection, newsletter: str = "", state: str = "", *, limit: int, skip: int = 0
) -> tuple[Past, ...]:
    """The latest first, of one newsletter or state or of all."""
    query = (
        select(*edition_store.COLUMNS)
        .where(*_asked(newsletter, state))
        .order_by(editions.c.due_at.desc(), editions.c.id.desc())
        .limit(limit)
        .offset(skip)
    )
    found = [edition_store.edition_of(row) for row in conn.execute(query)]
    subjects = _subjects(conn, [one.id for one in found])
    return tuple(Past(edition=one, subject=subjects.get(one.id, "")) for one in found)


def length(conn: Connection, newsletter: str = "", state: str = "") -> int:
    """How many editions `past` could give."""
    query = select(func.count()).select_from(editions).where(*_asked(newsletter, state))
    return int(conn.execute(query).scalar_one())


def newsletters(conn: Connection) -> tuple[str, ...]:
    """Every newsletter that has an edition that is over, also one that is no longer set up."""
    query = select(editions.c.newsletter).where(editions.c.state.in_(OVER)).distinct()
    return tuple(conn.execute(query.order_by(editions.c.newsletter)).scalars())


def _asked(newsletter: str, state: str) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [editions.c.state.in_([state] if state in OVER else OVER)]
    if newsletter:
        asked.append(editions.c.newsletter == newsletter)
    return asked


def _subjects(conn: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The subject of each edition's first variant."""
    query = select(variants.c.edition_id, variants.c.subject).where(variants.c.edition_id.in_(ids))
    rows = conn.execute(query.order_by(variants.c.id.desc()))
    return {row.edition_id: row.subject for row in rows}
