# ruff: noqa: E501  documents are kept on one line each
"""Which item is which: what is new, what is an edit, what is a copy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from gather.pieces import HOUR, NOW, ask, feed, newsroom, stored, titles
from servers.feeds import FeedServer, Reply, item, rss
from sqlalchemy import Engine

from digest.gather import gather
from digest.model import FeedResult
from digest.settings import Settings
from digest.store import entries as entry_store
from digest.store.engine import read

BODY = "The council voted on Tuesday to close the old bridge for repairs that will take until the summer."
OTHER = (
    "Two divers found a wooden ship from the seventeenth century under three metres of sand near the port."
)


class Room:
    """One feed whose document the test changes between rounds."""

    def __init__(self, engine: Engine, server: FeedServer, folder: Path, more: str = "") -> None:
        self.engine, self.server = engine, server
        self.settings: Settings = newsroom(folder, feed("f", server.url("/f"), more))
        self.now = NOW

    def shows(self, *items: str) -> FeedResult:
        self.now += HOUR
        self.server.play("/f", Reply(body=rss(*items)))
        return ask(self.engine, self.settings, self.now)

    def titles(self) -> list[str]:
        return titles(stored(self.engine, self.settings, self.now))


@pytest.fixture
def room(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Room]:
    with FeedServer() as server:
        yield Room(sqlite_engine, server, tmp_path)


@pytest.fixture
def any_room(engine: Engine, tmp_path: Path) -> Iterator[Room]:
    with FeedServer() as server:
        yield Room(engine, server, tmp_path)


def test_an_edit_is_kept_with_its_history(any_room: Room) -> None:
    room = any_room
    room.shows(item("Bridge to close", guid="1", link="https://e.org/1", text=BODY))
    result = room.shows(item("Bridge to stay open", guid="1", link="https://e.org/1", text=BODY + " Not."))
    assert (result.new, result.changed) == (0, 1)
    (entry,) = stored(room.engine, room.settings, room.now)
    assert (entry.title, entry.revision) == ("Bridge to stay open", 2)
    with read(room.engine) as conn:
        (old,) = entry_store.history(conn, entry.id)
        assert entry_store.revisions(conn, [entry.id]) == {entry.id: 2}
    assert (old.revision, old.title, old.text) == (1, "Bridge to close", BODY)
    assert set(old.changed) == {"title", "summary", "html", "text"}


def test_a_change_of_anything_else_is_no_new_revision(room: Room) -> None:
    room.shows(item("Bridge", guid="1", link="https://e.org/1", text=BODY))
    result = room.shows(
        item("Bridge", guid="1", link="https://e.org/1", text=BODY, more="<category>x</category>")
    )
    (entry,) = stored(room.engine, room.settings, room.now)
    assert (result.changed, entry.revision, entry.categories) == (0, 1, ("x",))


def test_a_reset_of_all_guids_is_nothing_new(room: Room) -> None:
    days = [
        item(f"News of day {n}", guid=f"old{n}", link=f"https://e.org/{n}", text=BODY + str(n))
        for n in range(7)
    ]
    again = [
        item(f"News of day {n}", guid=f"new{n}", link=f"https://e.org/{n}", text=BODY + str(n))
        for n in range(7)
    ]
    assert room.shows(*days).new == 7
    assert (room.shows(*again).new, len(room.titles())) == (0, 7)


def test_a_new_guid_and_a_new_link_for_the_same_words_are_nothing_new(room: Room) -> None:
    room.shows(item("Bridge to close", guid="1", link="https://e.org/1", text=BODY))
    assert room.shows(item("Bridge to close", guid="2", link="https://e.org/2", text=BODY)).new == 0


def test_a_headline_of_the_same_second_is_known_when_guid_and_link_are_others(room: Room) -> None:
    def on(day: int, guid: str, site: str) -> str:
        date = format_datetime(NOW - timedelta(days=day))
        return item("The briefing", guid=guid, link=f"https://{site}/{guid}", date=date)

    room.shows(*(on(day, f"old{day}", "e.org") for day in range(7)))
    assert room.shows(*(on(day, f"new{day}", "e.net") for day in range(7))).new == 0
    assert room.shows(on(-1, "next", "e.net")).new == 1


def test_a_thousand_items_of_one_title_cost_no_more_than_others(room: Room) -> None:
    room.shows(*(item("Notice", guid=f"a{n}") for n in range(1_500)))
    began = time.process_time()
    assert room.shows(*(item("Notice", guid=f"b{n}") for n in range(1_500))).new == 1_500
    assert time.process_time() - began < 4


def test_a_reused_guid_hides_no_new_article(room: Room) -> None:
    room.shows(item("Bridge to close", guid="1", link="https://e.org/1", text=BODY))
    assert room.shows(item("Ship found under sand", guid="1", link="https://e.org/2", text=OTHER)).new == 1
    assert room.titles() == ["Bridge to close", "Ship found under sand"]
    assert (
        room.shows(item("Ship found under the sand", guid="1", link="https://e.org/2", text=OTHER)).new == 0
    )


@pytest.mark.parametrize("links", [("", ""), ("https://e.org/", "https://e.org/")])
def test_a_reused_guid_without_a_link_of_its_own_hides_no_new_article(
    room: Room, links: tuple[str, str]
) -> None:
    """Neither no link nor the site's own, which all items have, says that it is the same article."""
    standing = item("Weather", guid="9", link=links[1], text="Rain in the north, sun in the south, all week.")
    room.shows(item("Bridge to close", guid="1", link=links[0], text=BODY), standing)
    assert room.shows(item("Ship found under sand", guid="1", link=links[1], text=OTHER), standing).new == 1
    assert set(room.titles()) == {"Bridge to close", "Ship found under sand", "Weather"}
    assert room.shows(item("Ship found under sand", guid="1", link=links[1], text=OTHER), standing).new == 0


def test_an_edit_of_an_item_without_a_link_is_an_edit(room: Room) -> None:
    room.shows(item("Bridge to close", guid="1", text=BODY))
    result = room.shows(item("Bridge to close in May", guid="1", text=BODY + " In May."))
    assert (result.new, result.changed) == (0, 1)


def test_a_rewritten_article_under_its_own_guid_and_link_is_an_edit(room: Room) -> None:
    room.shows(item("Bridge to close", guid="1", link="https://e.org/1", text=BODY))
    result = room.shows(item("Ship found under sand", guid="1", link="https://e.org/1", text=OTHER))
    assert (result.new, result.changed) == (0, 1)


def test_one_guid_for_all_items_is_no_identity(room: Room) -> None:
    items = [item(f"Item {n}", guid="same", link=f"https://e.org/{n}", text=f"{n} {BODY}") for n in range(5)]
    assert room.shows(*items).new == 5
    assert room.shows(*items, item("Item 5", guid="same", link="https://e.org/5", text=OTHER)).new == 1


def test_without_a_guid_the_link_counts_and_its_trackers_do_not(room: Room) -> None:
    room.shows(item("Bridge", link="https://www.e.org/1?utm_source=rss&amp;id=3", text=BODY))
    assert room.shows(item("Bridge", link="http://e.org/1/?id=3&amp;fbclid=abc#top", text=BODY)).new == 0
    assert room.shows(item("Ship", link="https://e.org/1?id=4", text=OTHER)).new == 1


def test_without_guid_and_link_the_words_count(room: Room) -> None:
    assert room.shows(item("Bridge", text=BODY), item("Ship", text=OTHER)).new == 2
    assert room.shows(item("Bridge", text=BODY)).new == 0


def test_one_link_for_all_items_is_no_identity(room: Room) -> None:
    items = [item(f"Item {n}", guid=f"g{n}", link="https://e.org/", text=f"{n} {BODY}") for n in range(4)]
    assert room.shows(*items).new == 4
    assert room.shows(item("Item 9", guid="g9", link="https://e.org/", text=OTHER), *items).new == 1


def test_copies_inside_one_document_count_once(room: Room) -> None:
    copy = item("Bridge", guid="1", link="https://e.org/1", text=BODY)
    assert room.shows(copy, copy, copy).new == 1


def test_a_daily_page_under_one_link_brings_a_new_item_each_day(room: Room) -> None:
    def day(number: int, text: str) -> str:
        date = format_datetime(NOW + timedelta(days=number))
        return item("Morning", guid=f"d{number}", link="https://e.org/today", text=text, date=date)

    room.now += timedelta(days=2)
    assert room.shows(day(0, BODY)).new == 1
    assert room.shows(day(1, OTHER)).new == 1


def test_a_later_date_on_the_same_item_is_an_update(room: Room) -> None:
    early, late = (format_datetime(NOW - hours * HOUR) for hours in (5, 1))
    room.shows(item("Bridge", guid="1", link="https://e.org/1", text=BODY, date=early))
    room.shows(item("Bridge", guid="1", link="https://e.org/1", text=BODY, date=late))
    (entry,) = stored(room.engine, room.settings, room.now)
    assert (entry.published, entry.updated) == (NOW - 5 * HOUR, NOW - HOUR)


@pytest.mark.parametrize(
    "date", ["Mon, 01 Jan 0001 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", ""]
)
def test_an_absurd_date_is_flagged_and_first_seen_counts(room: Room, date: str) -> None:
    room.shows(item("Bridge", guid="1", text=BODY, date=date))
    (entry,) = stored(room.engine, room.settings, room.now)
    assert entry.published is None and entry.when == room.now
    assert bool(entry.problems) == bool(date)


def test_a_date_in_the_far_future_counts_as_first_seen_and_a_near_one_waits(room: Room) -> None:
    far, near = (format_datetime(NOW + timedelta(hours=hours)) for hours in (400, 5))
    room.shows(item("Far", guid="1", text=BODY, date=far), item("Near", guid="2", text=OTHER, date=near))
    assert room.titles() == ["Far"]
    assert titles(stored(room.engine, room.settings, NOW + 6 * HOUR)) == ["Far", "Near"]


def test_an_item_in_two_feeds_of_one_publisher_is_one_item(sqlite_engine: Engine, tmp_path: Path) -> None:
    one = item("Bridge to close", guid="a1", link="https://e.org/1?ref=rss", text=BODY)
    two = item("Bridge to close", guid="b1", link="https://e.org/1", text=BODY + " More.")
    with FeedServer() as server:
        urls = [server.play("/a", Reply(body=rss(one))), server.play("/b", Reply(body=rss(two)))]
        urls.append(server.play("/c", Reply(body=rss(two))))
        settings = newsroom(
            tmp_path,
            feed("world", urls[0], 'publisher = "E"'),
            feed("members", urls[1], 'publisher = "E"\ntier = "members"'),
            feed("other", urls[2], 'publisher = "Else"'),
        )
        for name in ("world", "members", "other"):
            gather(sqlite_engine, settings, NOW, names=[name])
    found = [(entry.feed.name, entry.tier) for entry in stored(sqlite_engine, settings)]
    assert found == [("world", "members"), ("other", "public")]  # of two tiers the narrower holds


def test_the_tier_follows_categories_links_and_a_change_of_policy(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    rules = 'tier_when = [{category = "#Members", tier = "members"}, {category = "https://e.org/paid/", tier = "paid"}]'
    items = [
        item("A", guid="1", link="https://e.org/1", text="a", more="<category>#members</category>"),
        item("B", guid="2", link="https://e.org/paid/2", text="b"),
        item("C", guid="3", link="https://e.org/3", text="c"),
    ]
    with FeedServer() as server:
        url = server.play("/f", Reply(body=rss(*items), headers={"ETag": "x"}, conditional=True))
        mixed = newsroom(tmp_path, feed("f", url, rules))
        ask(sqlite_engine, mixed)
        assert [entry.tier for entry in stored(sqlite_engine, mixed)] == ["members", "paid", "public"]
        closed = newsroom(tmp_path, feed("f", url, 'tier = "members"\nembargo = "2h"'))
        assert {entry.tier for entry in stored(sqlite_engine, closed)} == {"members", "paid"}  # at once
        ask(sqlite_engine, closed, NOW + HOUR)
        found = stored(sqlite_engine, closed, NOW + HOUR)
        assert {entry.tier for entry in found} == {"members"}
        assert {entry.embargo_until for entry in found} == {NOW + 2 * HOUR}


def test_entries_of_a_feed_no_longer_configured_are_left_out(sqlite_engine: Engine, tmp_path: Path) -> None:
    with FeedServer() as server:
        url = server.play("/f", Reply(body=rss(item("Bridge", guid="1", text=BODY))))
        old = newsroom(tmp_path, feed("f", url))
        ask(sqlite_engine, old)
        (entry,) = stored(sqlite_engine, old)
        bare = newsroom(tmp_path)
        assert stored(sqlite_engine, bare) == ()
        with read(sqlite_engine) as conn:
            assert entry_store.by_ids(conn, {}, [entry.id, 999])[entry.id].title == "Bridge"
