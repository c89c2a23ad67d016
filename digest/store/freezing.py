"""What the freeze of an edition reads and writes: its items' entries, its totals, its mark."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from operator import eq

from sqlalchemy import Connection, String, cast, literal, select, update

from digest.errors import WrongState
from digest.model import Balance, BatchState, Edition, Tier
from digest.store import balance, given, recipients
from digest.store import batches as batch_store
from digest.store.entries import narrower
from digest.store.outcomes import GIVEN_UP
from digest.store.tables import batches, corrections, edition_entries, editions, entries, feeds, variants

_GONE: tuple[BatchState, ...] = ("replaced",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What decides who may receive an entry, as the entry stands now."""

    tier: Tier
    embargo_until: datetime | None


def carried_entries(
    conn: Connection, edition_id: int, feed_tiers: Mapping[str, Tier]
) -> Mapping[str, tuple[Carried, ...]]:
    """The entries behind each story of an edition, and behind each correction it carries, none wider than
    its feed is now."""
    columns = (entries.c.tier, entries.c.embargo_until, feeds.c.name.label("feed"))
    told = (
        select(edition_entries.c.story_id, *columns)
        .join(entries, entries.c.id == edition_entries.c.entry_id)
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(edition_entries.c.edition_id == edition_id)
    )
    righted = (
        select(literal("c").concat(cast(corrections.c.id, String)).label("story_id"), *columns)
        .join(entries, entries.c.id == corrections.c.entry_id)
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(corrections.c.carried_by == edition_id)
    )
    found: dict[str, tuple[Carried, ...]] = {}
    for row in (*conn.execute(told), *conn.execute(righted)):
        tier = narrower(row.tier, feed_tiers.get(row.feed, row.tier))
        one = Carried(tier=tier, embargo_until=row.embargo_until)
        found[row.story_id] = (*found.get(row.story_id, ()), one)
    return found


def variant_ids(conn: Connection, edition_id: int) -> dict[str, int]:
    """The id of each variant by its name."""
    query = select(variants.c.name, variants.c.id).where(variants.c.edition_id == edition_id)
    return {row.name: row.id for row in conn.execute(query)}


def lock(conn: Connection, edition: Edition) -> None:
    """Keeps the edition's row until this transaction ends, so that nobody else freezes or ends it meanwhile.

    On SQLite a writing transaction is alone from its beginning, and this is only a read.
    """
    conn.execute(select(editions.c.id).where(editions.c.id == edition.id).with_for_update())


def is_frozen(conn: Connection, edition: Edition) -> bool:
    """Whether the recipients of this edition are fixed."""
    query = select(editions.c.frozen_at).where(editions.c.id == edition.id)
    return conn.execute(query).scalar_one() is not None


def mark_frozen(
    conn: Connection, edition: Edition, *, planned: int, checksum: str, now: datetime, again: bool
) -> None:
    """Writes count and checksum and takes the edition to "sending".

    again: the rest is planned too, so it may be frozen already; else WrongState when it is.
    """
    open_to_it = (
        editions.c.state.in_(["approved", "sending", "sent"])
        if again
        else (editions.c.state == "approved") & editions.c.frozen_at.is_(None)
    )
    done = conn.execute(
        update(editions)
        .where(editions.c.id == edition.id, open_to_it)
        .values(state="sending", reason=None, frozen_at=now, planned=planned, checksum=checksum)
    )
    if done.rowcount != 1:
        raise WrongState("it is not approved any more, or its freeze is done", subject=edition.name)


def doubt_after_restore(conn: Connection, at: datetime) -> tuple[str, ...]:
    """After an older copy came back: whatever its editions had still to send may have been sent since, and
    is held until an operator's word. Returns the names of the editions that are in doubt now.

    Editions that are not frozen in the copy are another matter: see `switches.unknown_editions`.
    """
    going = select(editions.c.id, editions.c.name).where(
        editions.c.frozen_at.is_not(None), editions.c.state.not_in(["sent", "cancelled"])
    )
    doubtful = []
    for row in conn.execute(going.order_by(editions.c.id).with_for_update()).all():
        done = conn.execute(
            update(batches)
            .where(batches.c.edition_id == row.id, batches.c.state.in_(["planned", "claimed", "unclear"]))
            .values(state="held", not_before=None, settled_at=at, settled_by="restore")
        )
        if done.rowcount:
            doubtful.append(row.name)
    return tuple(doubtful)


def cancel_rest(conn: Connection, edition: Edition, at: datetime) -> int:
    """Gives up what an edition on its way has not sent: what is planned is cancelled. Returns how many
    readers that are.

    What is claimed or unclear stays, and is not planned again whatever becomes of it (see `outcomes.put`);
    when it is settled, or at once when there is none, the edition is over (see `end`). WrongState unless it
    is being sent.
    """
    lock(conn, edition)
    state = conn.execute(select(editions.c.state).where(editions.c.id == edition.id)).scalar_one()
    if state != "sending":
        raise WrongState(f"it is {state}; only one being sent has a rest", subject=edition.name)
    before = balance.of(conn, edition.id).cancelled
    conn.execute(update(editions).where(editions.c.id == edition.id).values(reason=GIVEN_UP))
    conn.execute(
        update(batches)
        .where(batches.c.edition_id == edition.id, batches.c.state == "planned")
        .values(state="cancelled", not_before=None, settled_at=at)
    )
    return end(conn, edition, at).cancelled - before


def end(conn: Connection, edition: Edition, at: datetime) -> Balance:
    """Takes an edition being sent to "sent" once nothing of it is waiting, claimed or unclear; to "cancelled"
    when it was given up before anybody may have got it. Returns the balance."""
    lock(conn, edition)
    counts = balance.of(conn, edition.id)
    if counts.waiting + counts.claimed + counts.unclear:
        return counts
    nobody = counts.cancelled > 0 and not counts.sent + counts.held
    over = {"state": "sent", "reason": None, "sent_at": at}
    values = {"state": "cancelled", "reason": GIVEN_UP} if nobody else over
    done = conn.execute(
        update(editions).where(editions.c.id == edition.id, editions.c.state == "sending").values(values)
    )
    if done.rowcount and nobody:
        given.take_back(conn, edition, over=True)
    return counts


def stored_totals(conn: Connection, edition_id: int) -> tuple[int, str]:
    """Count and checksum as the freeze wrote them."""
    query = select(editions.c.planned, editions.c.checksum).where(editions.c.id == edition_id)
    row = conn.execute(query).one()
    return row.planned or 0, row.checksum or ""


def totals(conn: Connection, edition_id: int) -> tuple[int, str]:
    """Count and checksum of the recipients in the batches as they stand."""
    ids = array("q", chain.from_iterable(batch.ids for batch in _leaves(conn, edition_id)))
    return len(ids), recipients.checksum(ids)


def stands_twice(conn: Connection, edition_id: int) -> bool:
    """Whether a reader who is neither skipped nor refused nor cancelled stands in more than one place."""
    ids = sorted(chain.from_iterable(map(_open_ids, _standing(conn, edition_id))))
    return any(map(eq, ids, islice(ids, 1, None)))


def still_or_already_mailed(conn: Connection, edition_id: int) -> frozenset[int]:
    """Readers who got it or will get it: all planned but those skipped, refused or cancelled."""
    return frozenset(one for batch in _standing(conn, edition_id) for one in _open_ids(batch))


def sent_ids(conn: Connection, edition_id: int, variant_ids: Sequence[int]) -> frozenset[int]:
    """Readers to whom one of these variants was handed over: not those skipped, refused or in doubt."""
    sent = (batches.c.state == "sent") & batches.c.variant_id.in_(variant_ids)
    query = select(batches).where(batches.c.edition_id == edition_id, sent)
    return frozenset(one for row in conn.execute(query) for one in _open_ids(batch_store.of(row)))


def _leaves(conn: Connection, edition_id: int) -> Iterator[batch_store.Batch]:
    query = select(batches).where(batches.c.edition_id == edition_id, batches.c.state.not_in(_GONE))
    return map(batch_store.of, conn.execute(query))


def _standing(conn: Connection, edition_id: int) -> Iterator[batch_store.Batch]:
    return (batch for batch in _leaves(conn, edition_id) if batch.state != "cancelled")


def _open_ids(batch: batch_store.Batch) -> tuple[int, ...]:
    if not batch.skipped and not batch.refused:
        return batch.ids
    return tuple(batch.ids[ordinal] for ordinal in batch.open_ordinals)
