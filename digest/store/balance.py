"""The balance of an edition and who is where in it, read from its batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from digest.model import Balance, BatchState
from digest.store import batches as batch_store
from digest.store import recipients
from digest.store.outcomes import EVENTS
from digest.store.tables import batches, editions, exceptions

#: Where a recipient of a batch in this state stands who is neither skipped nor refused.
_STANDS: Mapping[BatchState, str] = {
    "planned": "waiting",
    "claimed": "claimed",
    "sent": "sent",
    "refused": "refused",
    "unclear": "unclear",
    "held": "held",
    "cancelled": "cancelled",
}


def of(conn: Connection, edition_id: int) -> Balance:
    """The edition's balance now; all zeros before the freeze."""
    return of_each(conn, [edition_id])[edition_id]


def of_each(conn: Connection, edition_ids: Sequence[int]) -> dict[int, Balance]:
    """The balance of each of these editions; the database adds up all but the bitmaps."""
    tallies: dict[int, Counter[str]] = {number: Counter() for number in edition_ids}
    ours = (batches.c.edition_id.in_(edition_ids), batches.c.state != "replaced")
    sums = select(batches.c.edition_id, batches.c.state, func.sum(batches.c.size).label("size"))
    for row in conn.execute(sums.where(*ours).group_by(batches.c.edition_id, batches.c.state)):
        tallies[row.edition_id][_STANDS[row.state]] += int(row.size)
    marked = or_(batches.c.skipped.is_not(None), batches.c.refused.is_not(None))
    columns = (batches.c.edition_id, batches.c.state, batches.c.skipped, batches.c.refused)
    for batch in conn.execute(select(*columns).where(*ours, marked)):
        skipped, refused = recipients.count(batch.skipped), recipients.count(batch.refused)
        tally = tallies[batch.edition_id]
        tally["skipped"] += skipped
        tally["refused"] += refused
        tally[_STANDS[batch.state]] -= skipped + refused
    planned = select(editions.c.id, editions.c.planned).where(editions.c.id.in_(edition_ids))
    return {one.id: Balance(planned=one.planned or 0, **tallies[one.id]) for one in conn.execute(planned)}


def handed(conn: Connection, edition_id: int) -> list[tuple[datetime, int]]:
    """When each batch that the provider took was handed over, and for how many; nobody's id is read."""
    columns = (batches.c.handed_at, batches.c.size, batches.c.skipped, batches.c.refused)
    taken = (batches.c.edition_id == edition_id, batches.c.state == "sent", batches.c.handed_at.is_not(None))
    return [
        (row.handed_at, row.size - recipients.count(row.skipped) - recipients.count(row.refused))
        for row in conn.execute(select(*columns).where(*taken))
    ]


def events(conn: Connection, edition_id: int) -> dict[str, int]:
    """How many recipients each kind of later news is known of."""
    query = select(*(batches.c[name] for name in EVENTS)).where(
        batches.c.edition_id == edition_id, batches.c.state != "replaced"
    )
    tally = dict.fromkeys(EVENTS, 0)
    for row in conn.execute(query):
        for name in EVENTS:
            tally[name] += recipients.count(getattr(row, name))
    return tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """How many recipients have this reason."""

    kind: str
    code: str
    count: int


def reasons(conn: Connection, edition_id: int) -> tuple[Reasons, ...]:
    """The exceptions of an edition by kind and code."""
    columns = (exceptions.c.kind, exceptions.c.code)
    query = (
        select(*columns, func.count().label("count"))
        .where(exceptions.c.edition_id == edition_id)
        .group_by(*columns)
        .order_by(*columns)
    )
    return tuple(
        Reasons(kind=row.kind, code=row.code or "", count=row[2]) for row in conn.execute(query).all()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One recipient of an edition: the opaque id, the reader, where she stands, what came back."""

    id: str
    subscriber_id: int
    stands: str
    news: tuple[str, ...] = ()


def outcomes(conn: Connection, edition_id: int) -> Iterator[Outcome]:
    """Every recipient of an edition, batch by batch."""
    query = select(batches).where(batches.c.edition_id == edition_id, batches.c.state != "replaced")
    for row in conn.execute(query.order_by(batches.c.number)):
        batch = batch_store.of(row)
        marks = {name: set(recipients.ordinals(getattr(row, name))) for name in EVENTS}
        skipped, refused = (set(recipients.ordinals(one)) for one in (batch.skipped, batch.refused))
        for ordinal, subscriber_id in enumerate(batch.ids):
            stands = "skipped" if ordinal in skipped else "refused" if ordinal in refused else None
            yield Outcome(
                id=f"{batch.name}.{ordinal}",
                subscriber_id=subscriber_id,
                stands=stands or _STANDS[batch.state],
                news=tuple(name for name in EVENTS if ordinal in marks[name]),
            )
