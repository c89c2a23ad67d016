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
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Lock
from time import monotonic

from sqlalchemy import Connection, Engine

from digest.errors import SendError
from digest.model import Edition, SendResult
from digest.send.answer import parts_of
from digest.send.compose import Letter, Parcel, Recipient, message_id, unsafe
from digest.send.crash import Point
from digest.send.letter import Letters
from digest.send.pace import Pace
from digest.send.plan import Envelope
from digest.send.senders import Line, Sender
from digest.settings import Settings
from digest.store import balance, batches, editions, outcomes, switches
from digest.store.batches import Batch
from digest.store.engine import read, write
from subscribers import store as readers
from subscribers.model import Mailbox

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=10)  #: how long a provider that takes nothing is tried
POLL = 0.5  #: seconds between looks at what other processes do
REFUSED_AT_FIRST = 20  #: so many refused and none sent: the content is refused, not the readers

Progress = Callable[[int, int], None]


@dataclass(slots=True, kw_only=True)
class Run:
    """What the threads of one send share."""

    engine: Engine
    settings: Settings
    edition: Edition
    envelope: Envelope
    letters: Letters
    sender: Sender
    now: Callable[[], datetime]
    point: Point
    progress: Progress | None
    planned: int
    pace: Pace
    over: Event = field(default_factory=Event)
    why: str | None = None  #: why it ended before its end
    _lock: Lock = field(default_factory=Lock)
    _failing_since: float | None = None
    _done: int = 0

    def end(self, why: str) -> None:
        """No thread claims any more; the first reason is kept."""
        with self._lock:
            self.why = self.why or why
        self.over.set()

    def answered(self, result: SendResult, recipients: int) -> None:
        """Keeps count, and ends the run when the provider takes nothing for too long."""
        with self._lock:
            if result.outcome != "never":
                self._failing_since = None
            elif self._failing_since is None:
                self._failing_since = monotonic()
            tired = self._failing_since is not None and (
                monotonic() - self._failing_since > PATIENCE.total_seconds()
            )
            self._done += recipients
            done = self._done
        if tired:
            self.end(f"the provider takes nothing ({result.detail or result.status})")
        if self.progress:
            self.progress(min(done, self.planned), self.planned)


def deliver(run: Run) -> None:
    """Sends what is planned. Raises SendError with the reason when it had to stop before the end."""
    count = max(1, run.settings.sender.connections)
    with ThreadPoolExecutor(max_workers=count, thread_name_prefix="send") as pool:
        futures = [pool.submit(_work, run) for _ in range(count)]
        try:
            for future in futures:
                future.result()
        except BaseException:
            run.over.set()  # the others finish what they have claimed
            raise
    if run.why:
        raise SendError(run.why, subject=run.edition.name)


def _work(run: Run) -> None:
    owner = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"
    with closing(run.sender.open()) as line:
        while not run.over.is_set():
            if wait := run.pace.wait():
                run.over.wait(min(wait, POLL))
                continue
            batch, boxes = _claim(run, owner)
            if batch is not None:
                _hand_over(run, line, batch, boxes)
            elif not _wait(run):
                return


def _wait(run: Run) -> bool:
    """Waits for the next retry or for the end of another's lease; False when nothing is left to wait for."""
    with write(run.engine) as conn:
        batches.expire(conn, run.edition.id, run.now())
        turn = batches.next_turn(conn, run.edition.id)
    if turn is None:
        return False
    seconds = (turn - run.now()).total_seconds()
    run.over.wait(min(max(seconds, 0.05), POLL))
    return True


def _claim(run: Run, owner: str) -> tuple[Batch | None, Mapping[int, Mailbox]]:
    """A batch and the mailboxes of those who may still get it; the skipped are written with the claim."""
    now = run.now()
    with write(run.engine) as conn:
        if not _may_go_on(run, conn, now):
            return None, {}
        batch = batches.claim(
            conn, run.edition.id, owner=owner, now=now, lease_until=now + run.settings.sender.lease
        )
        if batch is None:
            return None, {}
        batch, boxes = _recheck(run, conn, batch, now)
        run.point("before-claim-commit")
    run.point("after-claim-commit")
    return batch, boxes


def _may_go_on(run: Run, conn: Connection, now: datetime) -> bool:
    """The stop switch, the edition's state and the hourly limit, read before each batch."""
    if why := switches.why_stopped(conn, run.edition.name):
        run.end(f"stopped: {why}")
        return False
    state = editions.find(conn, run.edition.name).state
    if state != "sending":
        run.end(f"it is {state}")
        return False
    limit = run.settings.sender.max_per_hour
    return limit is None or batches.handed_since(conn, now - timedelta(hours=1)) + _size(run) <= limit


def _size(run: Run) -> int:
    limit = run.settings.sender.max_per_hour
    return min(run.sender.size, limit or run.sender.size)


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


def _hand_over(run: Run, line: Line, batch: Batch, boxes: Mapping[int, Mailbox]) -> None:
    parcel, handed, bad = _pack(run, batch, boxes)
    result = SendResult(outcome="accepted")
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
    run.answered(result, len(handed) if result.outcome == "accepted" else 0)


def _pack(
    run: Run, batch: Batch, boxes: Mapping[int, Mailbox]
) -> tuple[Parcel, Sequence[int], Sequence[tuple[int, str]]]:
    """The parcel, the ordinals in it by position, and those that cannot be written into a message."""
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
