"""Claims batches and hands them over until nothing is claimable: N threads, a connection each.

A claim is committed before its request and read again just before it; the answer is written in the same
transaction that closes the batch, fenced by owner and attempt. A thread that dies leaves a claimed batch;
when its lease runs out it is in doubt, never sent again by itself.
"""

from __future__ import annotations

import logging
import os
import random
import secrets
import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from digest.errors import SendError
from digest.model import SendResult
from digest.send.answer import parts_of
from digest.send.compose import Letter, Parcel, Recipient, message_id, unsafe
from digest.send.journal import Journal
from digest.send.run import Run
from digest.send.senders import Line
from digest.send.settle import recover
from digest.store import balance, batches, editions, outcomes, switches
from digest.store.batches import Batch
from digest.store.engine import Connection, read, write
from subscribers import store as readers
from subscribers.model import Mailbox

log = logging.getLogger(__name__)
POLL = 0.5  #: seconds between looks at what other processes do
REFUSED_AT_FIRST = 20  #: so many refused and none sent: the content is refused, not the readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A batch that is ours for the length of its lease."""

    batch: Batch
    boxes: Mapping[int, Mailbox]  #: by ordinal, those who may still get it
    journal: Journal


def hand_all_over(run: Run) -> None:
    """Sends what is planned. Raises SendError with the reason when it had to stop before the end."""
    count = max(1, run.settings.sender.connections)
    with ThreadPoolExecutor(max_workers=count, thread_name_prefix="send") as pool:
        futures = [pool.submit(_work, run) for _ in range(count)]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:  # also when we are interrupted: the threads finish what they have claimed
            if not all(future.done() for future in futures):
                run.over.set()
                run.wake()
    for future in futures:
        future.result()
    if run.why:
        raise SendError(run.why, subject=run.edition.name)


def _work(run: Run) -> None:
    owner = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"
    with closing(run.sender.open()) as line:
        while not run.over.is_set():
            if pause := run.pace.wait():
                run.tell()
                run.nap(min(pause, POLL))
                continue
            if _hour_is_full(run):
                run.tell()  # this may last an hour: whoever wants us to end says so here
                run.nap(POLL)
                continue
            claim = _claim(run, owner)
            if claim is not None:
                _hand_over(run, line, claim)
            elif not _wait(run):
                return


def _wait(run: Run) -> bool:
    """Waits for the next retry or for the end of another's claim; False when nothing is left to wait for."""
    with write(run.engine) as conn:
        recover(conn, run.settings, run.edition, now=run.now())
        turn = batches.next_turn(conn, run.edition.id)
    if turn is None:
        return False
    run.tell()
    seconds = (turn - run.now()).total_seconds()
    run.nap(min(max(seconds, 0.05), POLL))
    return True


def _claim(run: Run, owner: str) -> Claim | None:
    """A batch and the mailboxes of those who may still get it; the skipped are written with the claim."""
    now = run.now()
    journal: Journal | None = None
    try:
        with write(run.engine) as conn:
            if not _may_go_on(run, conn, now):
                return None
            batch = batches.claim(
                conn, run.edition.id, owner=owner, now=now, lease_until=now + run.settings.sender.lease
            )
            if batch is None:
                return None
            batch, boxes = _recheck(run, conn, batch, now)
            journal = Journal.open(run.settings.private, batch.name, batch.attempt)
            run.point("before-claim-commit")
    except BaseException:
        if journal is not None:
            journal.end()
        raise
    run.point("after-claim-commit")
    return Claim(batch=batch, boxes=boxes, journal=journal)


def _may_go_on(run: Run, conn: Connection, now: datetime) -> bool:
    """The stop switch, the edition's state and the hourly limit, read before each batch."""
    if why := switches.why_stopped(conn, run.edition.name):
        run.end(f"stopped: {why}")
        return False
    state = editions.find(conn, run.edition.name).state
    if state != "sending":
        run.end(None if state == "sent" else f"it is {state}")  # sent: another process came to the end
        return False
    return not _full(run, conn, now)


def _hour_is_full(run: Run) -> bool:
    """Whether `max_per_hour` leaves no room for another batch now; the claim asks again."""
    if run.settings.sender.max_per_hour is None:
        return False
    with read(run.engine) as conn:
        return switches.why_stopped(conn, run.edition.name) is None and _full(run, conn, run.now())


def _full(run: Run, conn: Connection, now: datetime) -> bool:
    limit = run.settings.sender.max_per_hour
    if limit is None:
        return False
    return batches.handed_since(conn, now - timedelta(hours=1)) + min(run.sender.size, limit) > limit


def _recheck(run: Run, conn: Connection, batch: Batch, now: datetime) -> tuple[Batch, dict[int, Mailbox]]:
    ordinals = batch.open_ordinals
    envelope = run.envelope
    found = readers.recheck(
        conn, [batch.ids[o] for o in ordinals], envelope.lists, envelope.tiers,
        run.letters.tier_of(batch.variant_id),
    )  # fmt: skip
    boxes: dict[int, Mailbox] = {}
    reasons: dict[int, str] = {}
    for ordinal in ordinals:
        box = found.get(batch.ids[ordinal], "erased")
        if isinstance(box, Mailbox):
            boxes[ordinal] = box
        else:
            reasons[ordinal] = box
    return outcomes.skip(conn, batch, reasons, now), boxes


def _hand_over(run: Run, line: Line, claim: Claim) -> None:
    batch = claim.batch
    result = SendResult(outcome="accepted")
    try:
        parcel, handed, bad = _pack(run, claim)
        if parcel.recipients:
            run.pace.spend(len(parcel.recipients))
            with read(run.engine) as conn:
                if not batches.still_held(conn, batch):
                    log.warning("claim lost before sending batch=%s attempt=%d", batch.name, batch.attempt)
                    return
            run.point("before-request")
            result = line.hand_over(parcel)
            run.point("after-request")
        _close(run, batch, result, handed, bad)
        claim.journal.end()
    finally:
        claim.journal.leave()
    run.answered(result, len(handed) if result.outcome == "accepted" else 0)


def _pack(run: Run, claim: Claim) -> tuple[Parcel, Sequence[int], Sequence[tuple[int, str]]]:
    """The parcel, the ordinals in it by position, and those that cannot be written into a message."""
    batch, boxes = claim.batch, claim.boxes
    letter = run.letters.letter_of(batch.variant_id)
    bad = [(ordinal, why) for ordinal, box in boxes.items() if (why := unsafe(box.address))]
    unusable = {ordinal for ordinal, _ in bad}
    handed = [ordinal for ordinal in boxes if ordinal not in unusable]
    parcel = Parcel(
        id=batch.name,
        attempt=batch.attempt,
        folder=run.edition.name,
        letter=letter,
        recipients=tuple(_recipient(run, batch, letter, o, boxes[o]) for o in handed),
        date=run.now(),
        deadline=monotonic() + _time_left(run, batch),
        journal=claim.journal,
    )
    return parcel, handed, bad


def _time_left(run: Run, batch: Batch) -> float:
    """Seconds in which a request may still begin: the lease less one timeout."""
    assert batch.lease_until is not None  # noqa: S101 - a claimed batch has a lease
    return (batch.lease_until - run.now() - run.settings.sender.timeout).total_seconds()


def _recipient(run: Run, batch: Batch, letter: Letter, ordinal: int, box: Mailbox) -> Recipient:
    edition = run.edition
    return Recipient(
        id=f"{batch.name}.{ordinal}",
        ordinal=ordinal,
        address=box.address,
        name=box.name,
        message_id=message_id(edition.name, box.subscriber_id, edition.tag_prefix, letter.domain),
        values=run.letters.values_for(batch.variant_id, box),
    )


def _close(
    run: Run, batch: Batch, result: SendResult, handed: Sequence[int], bad: Sequence[tuple[int, str]]
) -> None:
    now = run.now()
    parts = parts_of(
        result, handed, bad, attempt=batch.attempt, now=now, jitter=random.random()  # noqa: S311
    )  # fmt: skip
    with write(run.engine) as conn:
        kept = outcomes.close(
            conn, batch, parts, now=now, status=result.status, provider_id=result.provider_id
        )
        if result.outcome == "stop":
            switches.stop(conn, result.detail or f"status {result.status}", now, run.edition.name)
        elif result.outcome == "refused":
            _stop_if_all_refused(run, conn, now)
        run.point("before-close-commit")
    run.point("after-close-commit")
    log.info(
        "batch=%s attempt=%d outcome=%s status=%s recipients=%d kept=%s",
        batch.name, batch.attempt, result.outcome, result.status, len(handed), kept,
    )  # fmt: skip


def _stop_if_all_refused(run: Run, conn: Connection, now: datetime) -> None:
    count = balance.of(conn, run.edition.id)
    if not count.sent and count.refused >= REFUSED_AT_FIRST:
        switches.stop(conn, "the provider refuses this content", now, run.edition.name)
