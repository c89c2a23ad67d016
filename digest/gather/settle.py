"""One answer → the store: items, validators, health, and when to ask again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine

from digest.errors import DigestError, FeedError, FetchFailed
from digest.gather import rhythm
from digest.gather.fetch import Answer
from digest.gather.keep import Kept, keep
from digest.gather.parse import parse
from digest.model import Feed, FeedResult, ParsedFeed
from digest.store import feeds as store
from digest.store.engine import write
from digest.store.feeds import FeedState

AGREEMENT = 3  #: permanent redirects to one place in a row before the address counts as moved


def settle(
    engine: Engine,
    configured: Sequence[Feed],
    feed: Feed,
    known: Mapping[str, FeedState],
    answer: Answer,
    now: datetime,
) -> FeedResult:
    """Stores what an answer brings; a bad answer becomes a failed result and a later next check."""
    state = known[feed.name]
    try:
        if answer.error is not None:
            raise answer.error
        if answer.status == 304:
            return _unchanged(engine, feed, state, answer, now)
        if answer.status != 200:
            raise FetchFailed(_words(answer.status), subject=answer.url)
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == state.body_hash and state.ok_at is not None:
            return _unchanged(engine, feed, state, answer, now)
        parsed = parse(answer.body, answer.url, answer.headers.get("content-type"))
    except FeedError as error:
        return _failed(engine, feed, state, answer, error, now)
    siblings = [
        known[other.name].id
        for other in configured
        if other.publisher == feed.publisher and other.name != feed.name
    ]
    with write(engine) as conn:
        kept = keep(conn, feed, state.id, siblings, parsed, now)
        store.save(conn, [_fresh(feed, state, answer, parsed, kept, digest, now)])
    return FeedResult(
        feed=feed.name,
        outcome="new" if kept.new or kept.changed else "unchanged",
        entries=len(parsed.entries),
        new=kept.new,
        changed=kept.changed,
        warnings=parsed.problems,
    )


def _words(status: int) -> str:
    known = {
        401: "it wants a password (401)",
        403: "it refuses us (403)",
        404: "there is nothing at this address (404)",
        410: "it is gone for good (410): remove the feed or find its new address",
        429: "it was asked too often (429)",
    }
    return known.get(status, f"the server answered {status}")


def _unchanged(engine: Engine, feed: Feed, state: FeedState, answer: Answer, now: datetime) -> FeedResult:
    with write(engine) as conn:
        store.save(conn, [_healthy(feed, state, answer, now, state.memory)])
    return FeedResult(feed=feed.name, outcome="unchanged")


def _fresh(
    feed: Feed, state: FeedState, answer: Answer, parsed: ParsedFeed, kept: Kept, digest: str, now: datetime
) -> FeedState:
    interval = rhythm.learned(kept.published, now)
    memory = dict(state.memory)
    memory["interval"] = interval.total_seconds()
    memory["ttl"] = parsed.ttl.total_seconds() if parsed.ttl else 0
    memory["per_day"] = rhythm.per_day(kept.published, now)
    healthy = _healthy(feed, state, answer, now, memory)
    return replace(
        healthy, body_hash=digest, changed_at=now if kept.new or kept.changed else state.changed_at
    )


def _healthy(
    feed: Feed, state: FeedState, answer: Answer, now: datetime, memory: Mapping[str, float]
) -> FeedState:
    ttl = timedelta(seconds=float(memory.get("ttl", 0)))
    interval = timedelta(seconds=float(memory.get("interval", rhythm.USUAL.total_seconds())))
    hint = rhythm.hinted(answer.headers, ttl, now)
    moved_to, count = _moved(feed, state, answer)
    return replace(
        state,
        etag=answer.headers.get("etag", state.etag if answer.status == 304 else None),
        last_modified=answer.headers.get(
            "last-modified", state.last_modified if answer.status == 304 else None
        ),
        moved_to=moved_to,
        moved_count=count,
        checked_at=now,
        ok_at=now,
        next_check_at=rhythm.after_success(
            now, every=feed.every, interval=interval, hint=hint, name=feed.name
        ),
        failures=0,
        status=answer.status,
        problem=None,
        told_at=None,
        memory={**memory, "polls": int(state.memory.get("polls", 0)) + 1},
    )


def _moved(feed: Feed, state: FeedState, answer: Answer) -> tuple[str | None, int]:
    """The new address once permanent redirects agreed on it often enough."""
    if answer.moved_to is None:
        return state.moved_to, 0
    agreed = state.memory.get("moving") == answer.moved_to
    count = state.moved_count + 1 if agreed else 1
    return (answer.moved_to if count >= AGREEMENT else state.moved_to), count


def _failed(
    engine: Engine, feed: Feed, state: FeedState, answer: Answer, error: DigestError, now: datetime
) -> FeedResult:
    failures = state.failures + 1
    pause = rhythm.retry_after(answer.headers, now) if answer.status in (429, 503) else None
    failed = replace(
        state,
        checked_at=now,
        failures=failures,
        status=answer.status or None,
        problem=error.message,
        next_check_at=rhythm.after_failure(
            now, failures=failures, every=feed.every, name=feed.name, status=answer.status, pause=pause
        ),
        memory={**state.memory, "polls": int(state.memory.get("polls", 0)) + 1},
    )
    with write(engine) as conn:
        store.save(conn, [failed])
    return FeedResult(feed=feed.name, outcome="failed", problem=error.message)
