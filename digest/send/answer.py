"""What a provider's answer means for each recipient of a batch. Pure.

accepted → sent. never → planned again, later. refused → bisected until the one bad row is alone, which is
then refused. unclear → in doubt, for `settle`. stop → planned again; the caller stops the edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from digest.model import SendResult
from digest.store.outcomes import Part

MAX_TRIES = 8  #: attempts at a recipient that the provider puts off each time
LONGEST = timedelta(minutes=5)
LONGEST_PUT_OFF = timedelta(hours=1)


def backoff(attempt: int, retry_after: float | None, jitter: float) -> timedelta:
    """How long to wait before the next try: what the provider asks for, else 1, 2, 4 … seconds, each
    shortened by up to a half (`jitter` 0..1) so that threads do not come back together."""
    if retry_after is not None:
        return timedelta(seconds=min(max(retry_after, 0.0), 3600.0))
    return min(timedelta(seconds=2.0 ** min(attempt - 1, 20)), LONGEST) * (1 - jitter / 2)


def parts_of(
    result: SendResult,
    handed: Sequence[int],
    unsafe: Sequence[tuple[int, str]],
    *,
    attempt: int,
    now: datetime,
    jitter: float,
) -> tuple[Part, ...]:
    """What becomes of each ordinal. handed: the ordinals by their position in the parcel. unsafe: ordinals
    that could not be written into a message, with the reason; they were never handed over."""
    refused = [*unsafe, *((handed[position], code) for position, code in result.refused)]
    later = [(handed[position], code) for position, code in result.later]
    if attempt >= MAX_TRIES:
        refused, later = [*refused, *later], []
    unclear = [handed[position] for position in sorted(result.unclear)]
    sent = [handed[position] for position in sorted(result.accepted)]
    named = {*(o for o, _ in refused), *(o for o, _ in later), *unclear, *sent}
    rest = tuple(ordinal for ordinal in handed if ordinal not in named)
    again: list[Part] = []
    if result.outcome == "accepted":
        sent += rest
    elif result.outcome == "unclear":
        unclear += rest
    elif result.outcome == "refused" and len(rest) == 1:
        refused.append((rest[0], str(result.status or "refused")))
    elif result.outcome == "refused":
        again += [Part(state="planned", ordinals=half) for half in _halves(result, handed, rest) if half]
    elif rest:
        wait = backoff(attempt, result.retry_after, jitter) if result.outcome == "never" else None
        again.append(Part(state="planned", ordinals=rest, not_before=now + wait if wait else None))
    if later:
        wait = min(timedelta(minutes=1) * 2 ** (attempt - 1), LONGEST_PUT_OFF)
        again.append(Part(state="planned", ordinals=tuple(o for o, _ in later), not_before=now + wait))
    if unclear:
        again.append(Part(state="unclear", ordinals=tuple(sorted(unclear))))
    return (*_closed(sent, refused, alone=not again), *again)


def _halves(
    result: SendResult, handed: Sequence[int], rest: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Those the provider named and the others; or two halves, where it named none or all."""
    suspects = {handed[position] for position in result.suspects}
    named = tuple(ordinal for ordinal in rest if ordinal in suspects)
    if 0 < len(named) < len(rest):
        return named, tuple(ordinal for ordinal in rest if ordinal not in suspects)
    return rest[: len(rest) // 2], rest[len(rest) // 2 :]


def _closed(sent: Sequence[int], refused: Sequence[tuple[int, str]], *, alone: bool) -> tuple[Part, ...]:
    """The part nothing more will be done with; a batch of skipped readers only is closed as sent."""
    if not sent and not refused:
        return (Part(state="sent", ordinals=()),) if alone else ()
    return (
        Part(
            state="sent" if sent else "refused",
            ordinals=tuple(sorted({*sent, *(ordinal for ordinal, _ in refused)})),
            refused=tuple(refused),
        ),
    )
