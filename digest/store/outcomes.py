"""What became of recipients: skipped, refused, accepted; and the cutting of a batch into children.

A batch keeps one bit an ordinal; reasons are rows for exceptions only. Functions work inside the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from digest.model import BatchState
from digest.store import batches as batch_store
from digest.store import recipients
from digest.store.tables import batches, editions, exceptions

#: Why an edition on its way that was given up plans nobody any more.
GIVEN_UP = "given up"
#: Later news about a recipient, one bitmap each.
EVENTS = ("delivered", "deferred", "dropped", "bounced", "complained", "unsubscribed")
_BITMAPS = ("skipped", "refused", *EVENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of some ordinals of a batch; `refused` are those among them with their codes."""

    state: BatchState
    ordinals: tuple[int, ...]
    refused: tuple[tuple[int, str], ...] = ()
    not_before: datetime | None = None


def skip(
    conn: Connection, batch: batch_store.Batch, reasons: Mapping[int, str], now: datetime
) -> batch_store.Batch:
    """Marks ordinals as skipped, each with its reason; for the claim's own transaction."""
    if not reasons:
        return batch
    except_rows(conn, batch, "skipped", reasons.items(), now)
    bitmap = recipients.bits(reasons, batch.skipped)
    conn.execute(update(batches).where(batches.c.id == batch.id).values(skipped=bitmap))
    return batch_store.read_batch(conn, batch.id)


def except_rows(
    conn: Connection, batch: batch_store.Batch, kind: str, codes: Iterable[tuple[int, str]], now: datetime
) -> None:
    """One row of reason for each ordinal that has none of this kind yet."""
    query = select(exceptions.c.ordinal).where(exceptions.c.batch_id == batch.id, exceptions.c.kind == kind)
    known = set(conn.execute(query).scalars())
    rows = [
        {
            "edition_id": batch.edition_id,
            "batch_id": batch.id,
            "ordinal": ordinal,
            "subscriber_id": batch.ids[ordinal],
            "kind": kind,
            "code": code[:40],
            "at": now,
        }
        for ordinal, code in codes
        if ordinal not in known
    ]
    if rows:
        conn.execute(insert(exceptions), rows)


def close(
    conn: Connection,
    batch: batch_store.Batch,
    parts: Sequence[Part],
    *,
    now: datetime,
    status: int | None = None,
    provider_id: str | None = None,
) -> bool:
    """Writes what became of a claimed batch; False when the claim was lost and nothing was written.

    An answer that comes after the lease ran out still counts while nobody has decided otherwise (the
    batch is unclear or held, the attempt is ours): then it is the missing knowledge itself.
    """
    query = select(batches).where(batch_store.fence(batch, ["claimed", "unclear", "held"])).with_for_update()
    row = conn.execute(query).one_or_none()
    if row is None:
        return False
    put(conn, row, parts, now=now, values={"status": status, "provider_id": provider_id})
    return True


def put(
    conn: Connection, row: Row[Any], parts: Sequence[Part], *, now: datetime, values: Mapping[str, Any]
) -> None:
    """Takes a batch to the state of its one part, or replaces it by a child for each part.

    Of an edition that was given up meanwhile nobody is planned again.
    """
    batch = batch_store.of(row)
    if any(part.state == "planned" for part in parts) and given_up(conn, batch.edition_id):
        parts = [
            replace(one, state="cancelled", not_before=None) if one.state == "planned" else one
            for one in parts
        ]
    for part in parts:
        except_rows(conn, batch, "refused", part.refused, now)
    if len(parts) == 1:
        conn.execute(
            update(batches)
            .where(batches.c.id == batch.id)
            .values(
                **values,
                state=parts[0].state,
                refused=recipients.bits((ordinal for ordinal, _ in parts[0].refused), row.refused),
                not_before=parts[0].not_before,
            )
        )
        return
    number = batch_store.last_number(conn, batch.edition_id)
    for index, part in enumerate(parts, 1):
        kept = sorted({*part.ordinals, *(recipients.ordinals(row.skipped) if index == 1 else ())})
        _add_child(conn, row, part, kept, number + index, values)
    conn.execute(update(batches).where(batches.c.id == batch.id).values(**values, state="replaced"))


def given_up(conn: Connection, edition_id: int) -> bool:
    """Whether an editor gave this edition up while it was sent; its row is locked, so that it stays so."""
    query = select(editions.c.reason).where(editions.c.id == edition_id, editions.c.state == "sending")
    return conn.execute(query.with_for_update()).scalar() == GIVEN_UP


def _add_child(
    conn: Connection, row: Row[Any], part: Part, kept: Sequence[int], number: int, values: Mapping[str, Any]
) -> None:
    ids = recipients.unpack_ids(row.ids)
    refused = recipients.bits((ordinal for ordinal, _ in part.refused), row.refused)
    bitmaps = {name: getattr(row, name) for name in _BITMAPS} | {"refused": refused}
    child = {
        "edition_id": row.edition_id,
        "variant_id": row.variant_id,
        "number": number,
        "parent_id": row.id,
        "state": part.state,
        "size": len(kept),
        "ids": recipients.pack_ids([ids[ordinal] for ordinal in kept]),
        "attempt": row.attempt,
        "not_before": part.not_before,
        "handed_at": row.handed_at,
        **{name: recipients.carried(bitmap, kept) for name, bitmap in bitmaps.items()},
        **(values if part.state in ("sent", "refused") else {}),
    }
    child_id = conn.execute(insert(batches).values(child).returning(batches.c.id)).scalar_one()
    places = {ordinal: new for new, ordinal in enumerate(kept)}
    for known in conn.execute(_exceptions_of(row.id)).all():
        if known.ordinal in places:
            moved = {"batch_id": child_id, "ordinal": places[known.ordinal]}
            conn.execute(update(exceptions).where(exceptions.c.id == known.id).values(moved))


def _exceptions_of(batch_id: int) -> Select[Any]:
    return select(exceptions.c.id, exceptions.c.ordinal).where(exceptions.c.batch_id == batch_id)
