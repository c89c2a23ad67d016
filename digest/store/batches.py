"""Batches: what one provider call takes. The row is the queue and the record at once.

    planned → claimed → sent | refused | unclear | planned again
    unclear → sent | planned | held          planned → cancelled
    any of them → replaced, by children that hold its recipients, in one transaction

Every function works inside the caller's transaction. A claim is fenced by owner and attempt: whoever lost
it cannot close the batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from digest.model import BatchState
from digest.store import recipients
from digest.store.tables import batches, editions


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch as it stood when it was read."""

    id: int
    edition_id: int
    variant_id: int
    number: int
    state: BatchState
    ids: tuple[int, ...]  #: subscriber ids by ordinal
    attempt: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    handed_at: datetime | None = None
    status: int | None = None
    skipped: bytes | None = None
    refused: bytes | None = None

    @property
    def name(self) -> str:
        """edition.batch, the first two thirds of a recipient's opaque id."""
        return f"{self.edition_id}.{self.number}"

    @property
    def open_ordinals(self) -> tuple[int, ...]:
        """Those neither skipped nor refused."""
        closed = {*recipients.ordinals(self.skipped), *recipients.ordinals(self.refused)}
        return tuple(ordinal for ordinal in range(len(self.ids)) if ordinal not in closed)


def add(conn: Connection, edition_id: int, variant_id: int, chunks: Iterable[Sequence[int]]) -> int:
    """Plans a batch for each chunk of sorted subscriber ids; returns how many recipients that makes."""
    number = last_number(conn, edition_id)
    rows = [
        {
            "edition_id": edition_id,
            "variant_id": variant_id,
            "number": number + index,
            "state": "planned",
            "size": len(chunk),
            "ids": recipients.pack_ids(chunk),
        }
        for index, chunk in enumerate(chunks, 1)
    ]
    if rows:
        conn.execute(insert(batches), rows)
    return sum(row["size"] for row in rows)  # type: ignore[misc]


def last_number(conn: Connection, edition_id: int) -> int:
    """The highest number given; the edition's row is locked so that no other writer gives the next one."""
    conn.execute(select(editions.c.id).where(editions.c.id == edition_id).with_for_update())
    query = select(func.max(batches.c.number)).where(batches.c.edition_id == edition_id)
    return conn.execute(query).scalar_one() or 0


def claim(
    conn: Connection, edition_id: int, *, owner: str, now: datetime, lease_until: datetime
) -> Batch | None:
    """The next planned batch whose time has come, claimed for `owner`; None when there is none."""
    query = (
        select(batches)
        .where(
            batches.c.edition_id == edition_id,
            batches.c.state == "planned",
            or_(batches.c.not_before.is_(None), batches.c.not_before <= now),
        )
        .order_by(batches.c.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = conn.execute(query).one_or_none()
    if row is None:
        return None
    conn.execute(
        update(batches)
        .where(batches.c.id == row.id)
        .values(
            state="claimed",
            owner=owner,
            lease_until=lease_until,
            attempt=row.attempt + 1,
            handed_at=now,
            not_before=None,
            status=None,
            provider_id=None,
        )
    )
    return read_batch(conn, row.id)


def read_batch(conn: Connection, batch_id: int) -> Batch:
    """The batch as it stands."""
    return of(conn.execute(select(batches).where(batches.c.id == batch_id)).one())


def in_states(conn: Connection, edition_id: int, states: Sequence[BatchState]) -> tuple[Batch, ...]:
    """The batches of an edition in these states, by number."""
    query = select(batches).where(batches.c.edition_id == edition_id, batches.c.state.in_(states))
    return tuple(of(row) for row in conn.execute(query.order_by(batches.c.number)))


def of(row: Row[Any]) -> Batch:
    """The batch of one row of the table."""
    return Batch(
        id=row.id,
        edition_id=row.edition_id,
        variant_id=row.variant_id,
        number=row.number,
        state=row.state,
        ids=recipients.unpack_ids(row.ids),
        attempt=row.attempt,
        owner=row.owner,
        lease_until=row.lease_until,
        handed_at=row.handed_at,
        status=row.status,
        skipped=row.skipped,
        refused=row.refused,
    )


def still_held(conn: Connection, batch: Batch) -> bool:
    """Whether the claim stands: same owner, same attempt, not taken away since."""
    return conn.execute(select(batches.c.id).where(fence(batch, ["claimed"]))).first() is not None


def fence(batch: Batch, states: Sequence[BatchState]) -> ColumnElement[bool]:
    """The condition that the batch is still this owner's, at this attempt, in one of these states."""
    return and_(
        batches.c.id == batch.id,
        batches.c.owner == batch.owner,
        batches.c.attempt == batch.attempt,
        batches.c.state.in_(states),
    )


def expire(conn: Connection, edition_id: int, now: datetime) -> int:
    """Claims whose lease has run out become unclear: their owner may have died on either side of the
    request. Returns how many."""
    done = conn.execute(
        update(batches)
        .where(batches.c.edition_id == edition_id, batches.c.state == "claimed", batches.c.lease_until <= now)
        .values(state="unclear")
    )
    return done.rowcount


def next_turn(conn: Connection, edition_id: int) -> datetime | None:
    """When there is something to do: the earliest retry, or the end of a lease; None when nothing waits.

    A batch that may be claimed at once counts from the beginning of time.
    """
    query = select(batches.c.state, batches.c.not_before, batches.c.lease_until).where(
        batches.c.edition_id == edition_id, batches.c.state.in_(["planned", "claimed"])
    )
    times = [row.lease_until if row.state == "claimed" else row.not_before for row in conn.execute(query)]
    return min((time or datetime.min.replace(tzinfo=UTC) for time in times), default=None)


def handed_since(conn: Connection, since: datetime) -> int:
    """How many recipients were claimed for a provider since then, in any edition."""
    query = select(func.coalesce(func.sum(batches.c.size), 0)).where(
        batches.c.handed_at > since, batches.c.state.not_in(["planned", "replaced"])
    )
    return int(conn.execute(query).scalar_one())
