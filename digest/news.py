"""What an edition is made of: entries since the last one that no edition gave yet, in one snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest import block, correction
from digest.gather.article import complete_texts
from digest.model import (
    TIERS,
    Correction,
    Edit,
    Edition,
    Entry,
    Feed,
    Frequencies,
    Sent,
)
from digest.rank import count_documents
from digest.settings import Newsletter, Settings
from digest.store import corrections
from digest.store import edits as edit_store
from digest.store import entries as entry_store
from digest.store import given as given_store
from digest.store import terms as term_store
from digest.store.engine import Engine, read, write
from digest.value import DESK

LEARN = 0.1  #: share of the entries counted that must have come in before they are counted too
MEMORY = timedelta(days=14)  #: how far back "what readers already got" reaches


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything an edition is made of, read in one snapshot."""

    entries: tuple[Entry, ...]
    past: tuple[Sent, ...]
    frequencies: Frequencies
    edits: tuple[Edit, ...]
    corrections: tuple[Correction, ...]  #: that its next edition is to tell
    window_start: datetime


def desk_feed(settings: Settings) -> Feed:
    """The feed of what editors write at the desk; it has no address and is never fetched."""
    return Feed(name=DESK, url="desk:", publisher=settings.newsroom.name, own=True)


def found_feed() -> Feed:
    """The feed of pages that editors found; each of its entries has a publisher of its own."""
    return Feed(name="found", url="found:", publisher="found", images=False)


def feeds_of(settings: Settings) -> tuple[Feed, ...]:
    """Every feed whose entries an edition may hold: the configured ones, the desk's own, what editors
    found."""
    return (*settings.feeds, desk_feed(settings), found_feed())


def learn(engine: Engine, settings: Settings) -> None:
    """Adds the words of the entries that came since the last time to the running document frequencies.

    Waits until they are a tenth of what was counted: till then the words of every draft weigh the same, so
    no story falls apart because of one gather, and ranking it again costs what is new.
    """
    feeds = {feed.name: feed for feed in feeds_of(settings)}
    with write(engine) as conn:
        term_store.count_alone(conn)
        since = term_store.counted_to(conn)
        if entry_store.count_after(conn, since) <= LEARN * term_store.documents(conn):
            return
        new = entry_store.after(conn, feeds, since)
        if new:
            term_store.add(conn, count_documents(new), counted_to=new[-1].id)


def read_news(
    engine: Engine, settings: Settings, letter: Newsletter, edition: Edition, now: datetime
) -> News:
    """The entries since the last edition's cut that no edition of this newsletter gave yet."""
    feeds = {feed.name: feed for feed in feeds_of(settings)}
    with read(engine) as conn:
        start = window_start(letter, given_store.last_cut(conn, letter.name), now)
        given = given_store.given_ids(conn, letter.name)
        found = entry_store.window(conn, feeds, start, now)
        past = _past(given_store.given(conn, letter.name, feeds, now - MEMORY))
        frequencies = term_store.load(conn)
        edits = edit_store.edits_of(conn, edition)
        righted = corrections.waiting(conn, edition)
    oldest = now - letter.window_max
    fresh = tuple(entry for entry in found if entry.id not in given and _tellable(entry) > oldest)
    told, blocked = block.without_blocked(edits, fresh)
    whole = {entry.id: entry for entry in complete_texts(engine, settings, told, now)}
    return News(
        entries=tuple(whole.get(entry.id, entry) for entry in fresh) if blocked else tuple(whole.values()),
        past=past,
        frequencies=frequencies,
        edits=edits,
        corrections=correction.shown_to(righted, TIERS[-1], now),
        window_start=start,
    )


def _tellable(entry: Entry) -> datetime:
    """Since when it can be told: an embargo makes it news later."""
    return max(entry.when, entry.embargo_until or entry.when)


def _past(given: Sequence[tuple[str, Entry, datetime]]) -> tuple[Sent, ...]:
    return tuple(Sent(edition=name, entry=entry, sent_at=when) for name, entry, when in given)


def window_start(letter: Newsletter, last_cut: datetime | None, now: datetime) -> datetime:
    """Where the news of an edition made at `now` begins: the last cut, at most `window_max` ago."""
    oldest = now - letter.window_max
    if isinstance(letter.window, timedelta):
        return max(now - letter.window, oldest)
    return max(last_cut, oldest) if last_cut else oldest


def since_approval(engine: Engine, settings: Settings, edition: Edition, now: datetime) -> int:
    """How many items came in after the news an approved edition holds."""
    return 0 if edition.cut_at is None else items_since(engine, settings, edition.cut_at, now)


def items_since(engine: Engine, settings: Settings, since: datetime, now: datetime) -> int:
    """How many items can be told at `now` that could not be at `since`."""
    return len(entries_since(engine, settings, since, now))


def entries_since(engine: Engine, settings: Settings, since: datetime, now: datetime) -> tuple[Entry, ...]:
    """The items that can be told at `now` and could not be at `since`, the latest first."""
    feeds: Mapping[str, Feed] = {feed.name: feed for feed in feeds_of(settings)}
    with read(engine) as conn:
        found = entry_store.window(conn, feeds, since, now)
    came = [(max(_tellable(entry), entry.first_seen), entry.id, entry) for entry in found]
    latest = sorted(came, key=lambda one: one[:2], reverse=True)
    return tuple(entry for when, _, entry in latest if since < when <= now)
