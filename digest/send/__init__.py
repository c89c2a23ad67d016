"""An approved edition goes to its readers: freeze, claim, hand over, settle; nobody twice, nobody missed
in silence.

    plan      who gets it, fixed in one transaction, in batches
    deliver   claims batches and hands them to a sender, N threads
    answer    what a provider's answer means; pure
    settle    what is in doubt: evidence, then the policy, or an operator's word
    events    what the provider tells later
    report    the balance, and who got it
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from digest.errors import SendError
from digest.model import Balance, Edition
from digest.send import journal, sentlog
from digest.send.crash import Point, survive
from digest.send.deliver import hand_all_over
from digest.send.letter import letters_of
from digest.send.pace import Pace
from digest.send.plan import envelope_of, freeze, verify
from digest.send.run import Progress, Run
from digest.send.senders import Sender, make_sender
from digest.send.settle import apply_policy
from digest.settings import Settings
from digest.store import balance, editions, freezing, switches
from digest.store.engine import Engine, read, write

__all__ = ["send"]


def send(
    engine: Engine,
    settings: Settings,
    edition_name: str,
    *,
    now: Callable[[], datetime],
    sender: Sender | None = None,
    rest: bool = False,
    progress: Progress | None = None,
    point: Point = survive,
) -> Balance:
    """Sends an approved edition, or goes on where an earlier call ended; returns the balance.

    Ends when nothing is claimable: batches that another process has claimed are waited for until their
    lease ends. What is in doubt is not sent again (see settle), except under `on_unclear = "resend"` once
    `settle_after` has passed. `now` is the machine's clock. rest: also those who have not got it.
    progress(done, planned) is called after each batch and while waiting, from any thread; what it raises
    ends the call cleanly.
    Raises SendError when it had to stop (a switch, a refused key, a provider that takes nothing for ten
    minutes), WrongState, Blocked, InDoubt; what was not sent then waits for the next call.
    """
    sender = sender or make_sender(settings, point=point)
    edition = _find(engine, settings, edition_name)
    size = min(sender.size, settings.sender.max_per_hour or sender.size)
    tiers = {feed.name: feed.tier for feed in settings.feeds}
    edition = freeze(engine, edition, size, now=now(), point=point, rest=rest, feed_tiers=tiers)
    run = _run(engine, settings, edition, sender, now, progress, point)
    if run is not None:
        point("before-log")
        sentlog.append(settings, edition.name)
        point("after-log")
        apply_policy(engine, edition, settings, whole=sender.whole, now=now(), point=point)
        hand_all_over(run)
    return finish(engine, edition, settings, whole=sender.whole, now=now(), point=point)


def _find(engine: Engine, settings: Settings, name: str) -> Edition:
    """The edition, unless sending stands still or the database is older than the log of what was sent."""
    with read(engine) as conn:
        edition = editions.find(conn, name)
        if lost := sentlog.unknown(conn, settings):
            raise SendError(
                f"sent.log knows {', '.join(lost)}, this database does not: it is an older copy. "
                "Nothing is sent until `digest resume`",
                subject=edition.name,
            )
        if why := switches.why_stopped(conn, edition.name):
            raise SendError(f"stopped: {why}", subject=edition.name)
        return edition


def _run(
    engine: Engine,
    settings: Settings,
    edition: Edition,
    sender: Sender,
    now: Callable[[], datetime],
    progress: Progress | None,
    point: Point,
) -> Run | None:
    """Everything the threads need, checked before the first batch; None when nothing is open."""
    with read(engine) as conn:
        verify(conn, edition)
        counts = balance.of(conn, edition.id)
        if not _open(counts):
            return None
        envelope = envelope_of(conn, edition)
        letters = letters_of(conn, settings, edition, envelope)
    for _, letter, _ in letters.by_variant.values():
        sender.check(letter)
    return Run(
        engine=engine,
        settings=settings,
        edition=edition,
        envelope=envelope,
        letters=letters,
        sender=sender,
        now=now,
        point=point,
        progress=progress,
        planned=counts.waiting + counts.claimed,
        pace=Pace(settings.sender.rate),
    )


def finish(
    engine: Engine,
    edition: Edition,
    settings: Settings,
    *,
    whole: bool,
    now: datetime,
    point: Point = survive,
) -> Balance:
    """Settles what may be settled and takes the edition to "sent" once nothing is open; the balance."""
    apply_policy(engine, edition, settings, whole=whole, now=now, point=point)
    with write(engine) as conn:
        counts = freezing.end(conn, edition, now)
        point("before-finish-commit")
    point("after-finish-commit")
    if not _open(counts):
        journal.sweep(settings.private, edition.id)
    return counts


def _open(counts: Balance) -> int:
    return counts.waiting + counts.claimed + counts.unclear
