"""What is in doubt: batches whose hand-over may or may not have reached the provider.

Settled by evidence first (an event that carries the batch's id proves acceptance; its absence proves
nothing), then by the policy once `settle_after` has passed, or by an operator's word at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.errors import SendError
from digest.model import BatchState, Edition
from digest.send import journal
from digest.send.crash import Point, survive
from digest.settings import Settings
from digest.store import batches, editions, edits, outcomes, settling
from digest.store.engine import Connection, Engine, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A batch that nobody knows of whether it was sent, and since when."""

    batch: str  #: edition.batch, as `settle` takes it
    state: BatchState
    size: int  #: recipients in doubt
    attempt: int
    since: datetime | None
    subscriber_ids: tuple[int, ...]


def doubts(conn: Connection, edition: Edition, *, now: datetime | None = None) -> tuple[Doubt, ...]:
    """The batches in doubt, by number. With `now`, also claims whose lease has run out."""
    found = batches.in_states(conn, edition.id, ["unclear", "held", "claimed"])
    return tuple(
        Doubt(
            batch=batch.name,
            state=batch.state,
            size=len(batch.open_ordinals),
            attempt=batch.attempt,
            since=batch.handed_at,
            subscriber_ids=tuple(batch.ids[ordinal] for ordinal in batch.open_ordinals),
        )
        for batch in found
        if batch.state != "claimed" or (now and batch.lease_until and batch.lease_until <= now)
    )


def settle(
    engine: Engine,
    edition: Edition,
    *,
    by: str,
    now: datetime,
    resend: Sequence[str] = (),
    accept: Sequence[str] = (),
    point: Point = survive,
) -> tuple[Doubt, ...]:
    """An operator's word on batches in doubt; returns what is still in doubt.

    accept: they count as sent. resend: they are planned again, and their readers may get the edition
    twice. Batches are named as `doubts` names them. SendError for one that is not in doubt.
    """
    with write(engine) as conn:
        batches.expire(conn, edition.id, now)
        known = {doubt.batch: doubt for doubt in doubts(conn, edition)}
        for name in (*resend, *accept):
            if name not in known:
                listed = ", ".join(known) or "none is"
                raise SendError(f"batch {name} is not in doubt ({listed})", subject=edition.name)
        words: tuple[tuple[Sequence[str], BatchState], ...] = ((resend, "planned"), (accept, "sent"))
        for names, state in words:
            for name in dict.fromkeys(names):
                settling.decide(conn, edition.id, _number(name), state, by=by, now=now)
                edits.record(conn, at=now, by=by, what="settle", edition=edition,
                             detail={"batch": name, "to": state})  # fmt: skip
        if resend:  # also of one that was given up
            editions.move(conn, edition, "sending", since=["sending", "sent"])
        left = doubts(conn, edition)
        point("before-settle-commit")
    point("after-settle-commit")
    return left


def _number(name: str) -> int:
    return int(name.rpartition(".")[2])


def recover(conn: Connection, settings: Settings, edition: Edition, *, now: datetime) -> None:
    """Closes what dead processes have left, as far as their journals tell; then claims whose lease has run
    out become unclear."""
    for batch in batches.in_states(conn, edition.id, ["claimed", "unclear"]):
        found = journal.read(settings.private, batch.name, batch.attempt)
        if found is None or (batch.state == "unclear" and found.unclear.issuperset(batch.open_ordinals)):
            continue
        settling.by_journal(conn, batch, found.accepted, found.unclear, now=now)
    batches.expire(conn, edition.id, now)


def apply_policy(
    engine: Engine,
    edition: Edition,
    settings: Settings,
    *,
    whole: bool,
    now: datetime,
    point: Point = survive,
) -> None:
    """Settles what evidence or the policy can settle at `now`; leaves the rest in doubt.

    whole: the provider takes a batch as a whole, so an event of one recipient proves all of it; else it
    proves that recipient only.
    """
    table = settings.sender
    with write(engine) as conn:
        recover(conn, settings, edition, now=now)
        settling.by_events(conn, edition.id, whole=whole, now=now)
        again = table.on_unclear == "resend" and not outcomes.given_up(conn, edition.id)
        for batch in batches.in_states(conn, edition.id, ["unclear"]):
            if batch.handed_at is not None and now - batch.handed_at >= table.settle_after:
                settling.decide(
                    conn, edition.id, batch.number, "planned" if again else "held", by="policy", now=now
                )
        point("before-settle-commit")
    point("after-settle-commit")
