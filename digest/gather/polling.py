"""One round: asks the feeds that are due and stores what is new in them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from digest.errors import FeedError, SettingsError, StoreError
from digest.gather.fetch import Answer, Request, fetch
from digest.gather.files import read_file
from digest.gather.settle import is_stale, settle
from digest.model import Feed, FeedResult
from digest.settings import Settings
from digest.store import feeds as store
from digest.store.engine import Engine, read, write
from digest.store.feeds import FeedState

log = logging.getLogger(__name__)
FRESH = 50  #: every so many polls one asks without validators: heals a server that says 304 for ever
UNREAD = timedelta(days=3)  #: so does one after so long without a document, for feeds that are rarely asked
TOGETHER = 100


def poll(
    engine: Engine,
    settings: Settings,
    now: datetime,
    *,
    names: Sequence[str] | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FeedResult, ...]:
    """What `gather` promises."""
    chosen = _chosen(settings, names)
    with write(engine) as conn:
        store.ensure(conn, settings.feeds)
    with read(engine) as conn:
        known = store.states(conn)
    due = [feed for feed in chosen if force or names is not None or is_due(known[feed.name], now)]
    results = {feed.name: FeedResult(feed=feed.name, outcome="not-due") for feed in chosen}
    by_name = {feed.name: feed for feed in due}
    waiting: list[FeedState] = []
    for count, answer in enumerate(_answers(due, known, settings, now), 1):
        feed = by_name[answer.key]
        results[feed.name], state = _settled(engine, settings, feed, known, answer, now)
        if state is not None:
            waiting.append(state)
        if len(waiting) >= TOGETHER:
            _save(engine, waiting)
        if progress is not None:
            progress(count, len(due))
    _save(engine, waiting)
    return tuple(results[feed.name] for feed in chosen)


def _settled(
    engine: Engine,
    settings: Settings,
    feed: Feed,
    known: dict[str, FeedState],
    answer: Answer,
    now: datetime,
) -> tuple[FeedResult, FeedState | None]:
    """The border where one feed's trouble ends: a fault of ours over its document is logged and is its
    failure, and the other feeds are read."""
    try:
        return settle(engine, settings.feeds, feed, known, answer, now)
    except StoreError:
        raise
    except Exception as error:
        log.exception("feed=%s cannot be kept", feed.name)
        fault = FeedError(f"a fault of ours, {type(error).__name__}: see the log", subject=answer.url)
        broken = Answer(key=answer.key, url=answer.url, error=fault)
        return settle(engine, settings.feeds, feed, known, broken, now)


def _save(engine: Engine, waiting: list[FeedState]) -> None:
    """Saves states of feeds that brought nothing, many in one transaction: a commit waits for the disk."""
    if waiting:
        with write(engine) as conn:
            store.save(conn, waiting)
        waiting.clear()


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether the feed may be asked again; a news clock that went back makes it due."""
    if state.next_check_at is None or state.checked_at is None:
        return True
    return now >= state.next_check_at or now < state.checked_at


def _chosen(settings: Settings, names: Sequence[str] | None) -> tuple[Feed, ...]:
    if names is None:
        return settings.feeds
    known = {feed.name for feed in settings.feeds}
    for name in names:
        if name not in known:
            raise SettingsError(
                f"there is no feed {name!r} (known: {', '.join(sorted(known)) or 'none'})",
                subject="digest.toml",
            )
    return tuple(feed for feed in settings.feeds if feed.name in names)


def _answers(
    due: Sequence[Feed], known: dict[str, FeedState], settings: Settings, now: datetime
) -> Iterator[Answer]:
    """Files first, they are there at once; then what comes over the network."""
    local = [feed for feed in due if feed.url.lower().startswith("file:")]
    for feed in local:
        yield read_file(feed.name, feed.url, Path(settings.folder), settings.gather.max_bytes)
    names = {feed.name for feed in local}
    requests = [_request(feed, known[feed.name], now) for feed in due if feed.name not in names]
    if requests:
        yield from fetch(requests, settings.gather, settings.newsroom.website)


def _request(feed: Feed, state: FeedState, now: datetime) -> Request:
    read_at = state.memory.get("read")
    unread = read_at is not None and now.timestamp() - float(read_at) >= UNREAD.total_seconds()
    fresh = unread or int(state.memory.get("polls", 0)) % FRESH == FRESH - 1 or is_stale(feed, state)
    return Request(
        key=feed.name,
        url=state.moved_to or feed.url,
        etag=None if fresh else state.etag,
        last_modified=None if fresh else state.last_modified,
    )
