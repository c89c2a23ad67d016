"""A page that an editor found becomes an item of the draft, under the policy its address calls for.

Whose page it is decides what may be done with it: an address of a feed's site is that feed's (its publisher,
tier, embargo and quote limit), any other is a stranger's, named as the page names its site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digest import block
from digest.gather.identity import link_key
from digest.gather.keep import tier_of
from digest.gather.single import Page, keep_page, read_page
from digest.model import TIERS, Edition, Entry, Feed
from digest.news import feeds_of, found_feed
from digest.pipeline import refresh_edition
from digest.settings import Settings
from digest.store import editions
from digest.store import edits as edit_store
from digest.store import entries as entry_store
from digest.store import feeds as feed_store
from digest.store.engine import Engine, read, write


def take_page(
    engine: Engine, settings: Settings, edition: Edition, *, url: str, by: str, at: datetime
) -> int:
    """Takes the page at this address into the draft as a pinned item and returns its entry's id.

    What was gathered already is taken as it is and not asked again. No newer news comes in with it. Whether
    the item got in is for the refreshed draft to say. Raises FetchFailed and FetchRefused.
    """
    feeds = {feed.name: feed for feed in feeds_of(settings)}
    with read(engine) as conn:
        shown = editions.draft_of(conn, edition)
        entry = entry_store.by_link(conn, feeds, link_key(url))
    now = shown.now if shown else at
    page = None if entry is not None else read_page(url, settings)
    with write(engine) as conn:
        if page is not None:
            entry = entry_store.by_link(conn, feeds, link_key(page.entry.link or url))
        if page is not None and entry is None:
            since = now - settings.newsletter(edition.newsletter).window_max
            feed = feed_for(page.entry.link or url, settings, entry_store.window(conn, feeds, since, now))
            feed_store.ensure(conn, feeds_of(settings))
            entry = keep_page(conn, feed, feed_store.id_of(conn, feed.name), _dated(page, now), now)
            if feed.name == found_feed().name:
                entry_store.set_publisher(conn, entry, publisher_of(page, settings))
        edit_store.record(
            conn, at=at, by=by, what="page", edition=edition, detail={"entry": entry, "value": url}
        )
        edit_store.add_edit(conn, edition, "pin", by=by, at=at, entry=entry)
    refresh_edition(engine, settings, edition, now)
    assert entry is not None  # noqa: S101 - found, or kept just now
    return entry


def feed_for(link: str, settings: Settings, entries: Sequence[Entry]) -> Feed:
    """The feed whose site the link leads to, the narrowest of several; else the feed of what was found.

    A host of several publishers says nothing, unless one of them is for members only. Pure.
    """
    host = block.host_of(link)
    near = {feed.name: feed for feed in settings.feeds if block.host_of(feed.url) == host}
    near |= {
        one.feed.name: one.feed
        for one in entries
        if one.feed in settings.feeds and block.host_of(one.link) == host
    }
    if not host or not near:
        return found_feed()
    narrowest = max(near.values(), key=lambda feed: TIERS.index(tier_of(feed, (), link)))
    one_publisher = len({feed.publisher for feed in near.values()}) == 1
    return narrowest if one_publisher or tier_of(narrowest, (), link) != TIERS[0] else found_feed()


def publisher_of(page: Page, settings: Settings) -> str:
    """What the site calls itself, else its host; a stranger does not get the name of a feed's publisher."""
    taken = {name.casefold() for feed in settings.feeds for name in (feed.publisher, settings.newsroom.name)}
    host = block.host_of(page.entry.link)
    return page.site if page.site and page.site.casefold() not in taken else host


def _dated(page: Page, now: datetime) -> Page:
    """The page with a time that its draft can hold: one after the news it was made of counts as just seen."""
    when = page.entry.published
    return page if when is None or when <= now else replace(page, entry=replace(page.entry, published=None))
