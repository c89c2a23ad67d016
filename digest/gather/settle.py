"""One answer → what is stored: items, validators, health, and when to ask again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from digest.errors import DigestError, FeedError, FetchFailed
from digest.gather import rhythm
from digest.gather.fetch import Answer
from digest.gather.finish import finish
from digest.gather.keep import Kept, keep, policy
from digest.gather.parse import read_feed
from digest.gather.raw import RawFeed
from digest.model import Feed, FeedResult
from digest.store import feeds as store
from digest.store.engine import Engine, write
from digest.store.feeds import FeedState

AGREEMENT = 3  #: permanent redirects to one place in a row before the address counts as moved
_STATUS = {
    401: "it wants a password (401)",
    403: "it refuses us (403)",
    404: "there is nothing at this address (404)",
    410: "it is gone for good (410): remove the feed or find its new address",
    429: "it was asked too often (429)",
}


def settle(
    engine: Engine,
    configured: Sequence[Feed],
    feed: Feed,
    known: Mapping[str, FeedState],
    answer: Answer,
    now: datetime,
) -> tuple[FeedResult, FeedState | None]:
    """Stores the items an answer brings. The second value is a state still to be saved (many are saved at
    once); None when it was saved with the items. A bad answer is a failed result and a later next check."""
    state = known[feed.name]
    try:
        if answer.error is not None:
            raise answer.error
        if answer.status == 304:
            return _unchanged(feed), _healthy(feed, state, answer, now, state.memory)
        if answer.status != 200:
            raise FetchFailed(status_words(answer.status), subject=answer.url)
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == state.body_hash and not is_stale(feed, state):
            return _unchanged(feed), _healthy(feed, state, answer, now, state.memory)
        raw = read_feed(answer.body, answer.url, answer.headers.get("content-type"))
    except FeedError as error:
        return _failed(feed, state, answer, error, now)
    return _store(engine, configured, feed, known, answer, raw, digest, now), None


def status_words(status: int) -> str:
    """What an answer without a document says, in an editor's words."""
    return _STATUS.get(status, f"the server answered {status}")


def is_stale(feed: Feed, state: FeedState) -> bool:
    """Whether the newsroom changed the feed's policy since its items were stored: all are read again."""
    return bool(state.memory.get("policy") != policy(feed))


def _unchanged(feed: Feed) -> FeedResult:
    return FeedResult(feed=feed.name, outcome="unchanged")


def _store(
    engine: Engine,
    configured: Sequence[Feed],
    feed: Feed,
    known: Mapping[str, FeedState],
    answer: Answer,
    raw: RawFeed,
    digest: str,
    now: datetime,
) -> FeedResult:
    """Keeps the items that are not as they were at the last round; the others are not even cleaned."""
    state = known[feed.name]
    prints = [entry.fingerprint() for entry in raw.entries]
    before = set() if is_stale(feed, state) else set(state.memory.get("prints", "").split())
    parsed = finish(raw, answer.url, skip={i for i, mark in enumerate(prints) if mark in before})
    siblings = [
        known[other.name].id
        for other in configured
        if other.publisher == feed.publisher and other.name != feed.name
    ]
    memory = _memory(feed, state, raw, prints, parsed.ttl, now)
    with write(engine) as conn:
        kept = keep(conn, feed, state.id, siblings, parsed, raw.census(), now)
        fresh = _healthy(feed, state, answer, now, memory)
        changed_at = now if kept.new or kept.changed else state.changed_at
        store.save(conn, [replace(fresh, body_hash=digest, changed_at=changed_at)])
    return _result(feed, raw, kept, parsed.problems, rhythm.rolls(raw.times(), now))


def _result(
    feed: Feed, raw: RawFeed, kept: Kept, problems: tuple[str, ...], rolls: timedelta | None
) -> FeedResult:
    warnings = problems
    if feed.every is not None and rolls is not None and feed.every > rolls:
        hours = rolls / timedelta(hours=1)
        warnings += (f"its {len(raw.entries)} items span only {hours:.1f} h: asked more often than `every`",)
    return FeedResult(
        feed=feed.name,
        outcome="new" if kept.new or kept.changed else "unchanged",
        entries=len(raw.entries),
        new=kept.new,
        changed=kept.changed,
        warnings=warnings,
    )


def _memory(
    feed: Feed, state: FeedState, raw: RawFeed, prints: list[str], ttl: timedelta | None, now: datetime
) -> dict[str, Any]:
    """What to remember of a document until the next one."""
    times = raw.times()
    rolls = rhythm.rolls(times, now)
    return {
        **state.memory,
        "interval": rhythm.learned(times, now).total_seconds(),
        "rolls": rolls.total_seconds() if rolls else None,
        "ttl": ttl.total_seconds() if ttl else 0,
        "per_day": rhythm.per_day(times, now),
        "policy": policy(feed),
        "prints": " ".join(prints),  # one string: a thousand feeds' lists are megabytes in memory
    }


def _healthy(
    feed: Feed, state: FeedState, answer: Answer, now: datetime, memory: Mapping[str, Any]
) -> FeedState:
    ttl = timedelta(seconds=float(memory.get("ttl", 0)))
    interval = timedelta(seconds=float(memory.get("interval", rhythm.USUAL.total_seconds())))
    rolls = memory.get("rolls")
    every = min(feed.every, timedelta(seconds=rolls)) if feed.every and rolls else feed.every
    hint = timedelta(0) if feed.own else rhythm.hinted(answer.headers, ttl, now)
    moved_to, count = _moved(state, answer)
    kept = answer.status == 304
    return replace(
        state,
        etag=_validator(answer.headers.get("etag", state.etag if kept else None)),
        last_modified=_validator(answer.headers.get("last-modified", state.last_modified if kept else None)),
        moved_to=moved_to,
        moved_count=count,
        checked_at=now,
        ok_at=now,
        next_check_at=rhythm.after_success(now, every=every, interval=interval, hint=hint, name=feed.name),
        failures=0,
        status=answer.status,
        problem=None,
        told_at=None,
        memory={
            **memory,
            "polls": int(memory.get("polls", 0)) + 1,
            "moving": answer.moved_to,
            "read": memory.get("read") if kept else now.timestamp(),
        },
    )


def _validator(value: str | None) -> str | None:
    """A validator as it came, if it can go back so: the client cannot send bytes that are no UTF-8."""
    return value if value and value.isprintable() else None  # surrogates are not printable


def _moved(state: FeedState, answer: Answer) -> tuple[str | None, int]:
    """The address to ask, which changes once permanent redirects agreed on another often enough."""
    if answer.moved_to is None:
        return state.moved_to, 0
    count = state.moved_count + 1 if state.memory.get("moving") == answer.moved_to else 1
    return (answer.moved_to if count >= AGREEMENT else state.moved_to), count


def _failed(
    feed: Feed, state: FeedState, answer: Answer, error: DigestError, now: datetime
) -> tuple[FeedResult, FeedState]:
    failures = state.failures + 1
    pause = rhythm.retry_after(answer.headers, now) if answer.status in (429, 503) else None
    gone = answer.status == 410
    lost = state.moved_to is not None and (gone or failures >= AGREEMENT)  # it died there: back to the old
    next_check = rhythm.after_failure(
        now, failures=failures, every=feed.every, name=feed.name, gone=gone and not lost, pause=pause
    )
    failed = replace(
        state,
        moved_to=None if lost else state.moved_to,
        moved_count=0 if lost else state.moved_count,
        checked_at=now,
        failures=failures,
        status=answer.status or None,
        problem=error.message,
        next_check_at=next_check,
        memory={
            **state.memory,
            "polls": int(state.memory.get("polls", 0)) + 1,
            "trouble": (error.message, now.isoformat()),
        },
    )
    return FeedResult(feed=feed.name, outcome="failed", problem=error.message), failed
