"""Batches in doubt taken to where evidence, the policy or an operator puts them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from digest.errors import SendError
from digest.model import BatchState
from digest.store import batches as batch_store
from digest.store import recipients
from digest.store.batches import Batch
from digest.store.outcomes import EVENTS, Part, put
from digest.store.tables import batches


def decide(
    conn: Connection, edition_id: int, number: int, state: BatchState, *, by: str, now: datetime
) -> None:
    """Takes one batch in doubt to a state and writes down who said so."""
    done = conn.execute(
        update(batches)
        .where(
            batches.c.edition_id == edition_id,
            batches.c.number == number,
            batches.c.state.in_(["unclear", "held"]),
        )
        .values(state=state, settled_at=now, settled_by=by, not_before=None)
    )
    if done.rowcount != 1:
        raise SendError(f"batch {edition_id}.{number} is not in doubt any more")


def by_events(conn: Connection, edition_id: int, *, whole: bool, now: datetime) -> None:
    """Takes what the provider has told of since to "sent": the batch, or those recipients alone."""
    query = select(batches).where(
        batches.c.edition_id == edition_id, batches.c.state.in_(["unclear", "held"])
    )
    for row in conn.execute(query).all():
        if proven_ordinals(row):
            accept_proven(conn, row, whole=whole, now=now)


def by_journal(
    conn: Connection, batch: Batch, accepted: frozenset[int], unclear: frozenset[int], *, now: datetime
) -> None:
    """Closes a dead process's batch: accepted → sent, in the air → unclear, never begun → planned again."""
    row = conn.execute(
        select(batches)
        .where(batches.c.id == batch.id, batches.c.attempt == batch.attempt, batches.c.state == batch.state)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return
    groups: dict[BatchState, list[int]] = {"sent": [], "unclear": [], "planned": []}
    for ordinal in batch_store.of(row).open_ordinals:
        state: BatchState = "sent" if ordinal in accepted else "unclear" if ordinal in unclear else "planned"
        groups[state].append(ordinal)
    parts = [Part(state=state, ordinals=tuple(found)) for state, found in groups.items() if found]
    put(conn, row, parts or [Part(state="sent", ordinals=())], now=now, values={})


def proven_ordinals(row: Row[Any]) -> frozenset[int]:
    """The ordinals of which any later news came."""
    return frozenset(ordinal for name in EVENTS for ordinal in recipients.ordinals(getattr(row, name)))


def accept_proven(conn: Connection, row: Row[Any], *, whole: bool, now: datetime) -> None:
    """Takes the proven recipients of a batch in doubt to "sent", or all of it where one proves all."""
    proven = proven_ordinals(row)
    open_ordinals = batch_store.of(row).open_ordinals
    sent = tuple(ordinal for ordinal in open_ordinals if whole or ordinal in proven)
    left = tuple(ordinal for ordinal in open_ordinals if ordinal not in sent)
    parts = [Part(state="sent", ordinals=sent)]
    if left:
        parts.append(Part(state=row.state, ordinals=left))
    put(conn, row, parts, now=now, values={"settled_at": now, "settled_by": "events"})
