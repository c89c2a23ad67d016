"""The feeds at the desk: their health, those in trouble first, and asking one now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desk.conftest import TOKEN, Room, served
from desk.visitor import Visitor
from servers.feeds import FeedServer, Reply, item, rss

from digest.gather import gather
from digest.store import edits, runs
from digest.store import feeds as store
from digest.store.engine import read, write
from digest.tick import answer_requests
from digest.work import make_office

NOW = datetime.now(UTC)
GOOD = Reply(body=rss(item("One", guid="1")))


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


@pytest.fixture
def desk(newsroom: Path, server: FeedServer) -> Iterator[Room]:
    """The sample newsroom with three more feeds: one that works, one that fails, one that moved."""
    server.play("/good", GOOD)
    server.play("/bad", Reply(status=403))
    server.play("/busy", Reply(status=429, headers={"Retry-After": "7200"}))
    server.play("/old", Reply(status=301, headers={"Location": "/good"}))
    tables = "".join(
        f'\n[[feeds]]\nname = "The {name}"\nurl = "{server.url("/" + name)}"\n'
        for name in ("good", "bad", "busy", "old")
    )
    file = newsroom / "digest.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("[gather]\n", "[gather]\nallow_private_networks = true\n")
    file.write_text(text + tables, encoding="utf-8")
    yield from served(newsroom)


def poll(desk: Room, rounds: int = 1) -> None:
    names = ["The good", "The bad", "The busy", "The old"]
    for number in range(rounds):
        gather(desk.engine, desk.settings, NOW - timedelta(minutes=rounds - number), names=names)


def olena(desk: Room) -> Visitor:
    return Visitor(desk.base).enter(f"/?token={TOKEN}")


def test_the_page_says_how_each_feed_does_worst_first(desk: Room) -> None:
    assert "Not asked yet." in olena(desk).get("/feeds").text
    poll(desk, 3)
    page = olena(desk).get("/feeds").text
    for words in (
        "It refuses us (403).",
        "It was asked too often (429).",
        f'is asked at <span dir="ltr">{desk.settings.feeds[-1].url.replace("/old", "/good")}</span>',
        "2 failing",
        "No worker is running",
    ):
        assert words in page
    places = [page.index(f">{name}") for name in ("The bad", "The busy", "The good", "The old")]
    assert places[:2] == sorted(places[:2]) and max(places[:2]) < min(places[2:])


def test_a_trouble_that_is_over_is_still_told(desk: Room, server: FeedServer) -> None:
    poll(desk)
    server.play("/bad", GOOD)
    poll(desk)
    page = olena(desk).get("/feeds").text
    assert 'Last trouble, over: <span dir="auto">it refuses us (403)</span>' in page


def test_fetch_now_is_done_by_the_worker_and_logged(desk: Room, server: FeedServer) -> None:
    poll(desk)
    asked = server.count("/good")
    visitor = olena(desk)
    page = visitor.send(visitor.get("/feeds").form(feed="The good"))
    assert "The worker asks it at its next tick." in page.text
    assert server.count("/good") == asked  # a web process asks nobody
    answer_requests(make_office(desk.engine, desk.settings, lambda: NOW).worker)
    assert server.count("/good") == asked + 1
    with read(desk.engine) as conn:
        line = edits.log_of(conn, limit=1)[0]
    assert (line.by, line.what, line.detail) == ("Olena", "fetch", {"feed": "The good"})


def test_a_publisher_that_asked_us_to_wait_is_not_asked(desk: Room) -> None:
    poll(desk)
    visitor = olena(desk)
    answer = visitor.send(visitor.get("/feeds").form(feed="The busy"))
    assert answer.status == 409
    assert "asked us to wait until" in answer.text
    with write(desk.engine) as conn:
        assert runs.take(conn, NOW + timedelta(days=1)) is None


def test_a_feed_nobody_configured_is_not_asked(desk: Room) -> None:
    poll(desk)
    visitor = olena(desk)
    form = visitor.get("/feeds").form(feed="The good")
    assert visitor.send(form, feed="Elsewhere").status == 409


def test_a_feed_that_answers_and_publishes_nothing_counts_as_silent(desk: Room, server: FeedServer) -> None:
    old = (NOW - timedelta(days=12)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.play("/good", Reply(body=rss(item("One", guid="1", date=old))))
    poll(desk)
    with read(desk.engine) as conn:
        (one,) = store.health(conn, ["The good"])
    assert one.silent == "it answers, and has published nothing for 11 days"


def test_a_feed_that_was_taken_out_of_the_settings_is_not_told_of(desk: Room) -> None:
    poll(desk, 3)
    left = replace(desk.settings, feeds=desk.settings.feeds[:-3])
    with read(desk.engine) as conn:
        assert [one.name for one in store.to_tell(conn, [feed.name for feed in desk.settings.feeds])] == [
            "The bad",
            "The busy",
        ]
        assert store.to_tell(conn, [feed.name for feed in left.feeds]) == ()
