"""At the pool: a page that no feed brought becomes an item by its address, under the policy it calls for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from core.making import entry, feed
from desk.conftest import TOKEN, Room, served
from desk.visitor import Answer, Visitor
from servers.feeds import FeedServer, Reply

from digest import byhand, news
from digest.desk.story import item_of
from digest.model import Entry
from digest.store import edits, entries
from digest.store.engine import read

TEXT = (
    "The bridge over the Lorn opened to lorries on Monday, the district council of Tavro said. "
    "It had been closed since a barge struck a pier in October.",
    "The council could not confirm when buses will run again. Two lanes of four stay closed until spring, "
    "according to the engineers, who found cracks in the third pier.",
    "“We drive at thirty, no faster,” said the head of the road office, Danylo Marr.",
)


def page_of(
    title: str = "Tavro bridge opens to lorries", head: str = "", words: tuple[str, ...] = TEXT
) -> bytes:
    text = "".join(f"<p>{one}</p>" for one in words)
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | Lorn Valley Post</title>'
        f'<meta property="og:title" content="{title}">'
        f'<meta property="og:site_name" content="Lorn Valley Post">{head}</head>'
        f"<body><nav>Home News Sport</nav><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


@pytest.fixture(scope="module")
def web() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


@pytest.fixture
def near(newsroom: Path) -> Iterator[Room]:
    """A newsroom that may fetch from this machine."""
    file = newsroom / "digest.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[gather]\n", "[gather]\nallow_private_networks = true\n"), encoding="utf-8")
    yield from served(newsroom)


def take(room: Room, url: str) -> Answer:
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    pool = olena.get("/pool/daily")
    form = next(one for one in pool.forms if one.action.startswith("/page/"))
    return olena.send(form, link=url)


def found(room: Room, url: str) -> Entry | None:
    feeds = {one.name: one for one in news.feeds_of(room.settings)}
    with read(room.engine) as conn:
        kept = entries.window(conn, feeds, room.draft.now - timedelta(days=30), room.draft.now)
    return next((one for one in kept if one.link == url), None)


def test_a_page_becomes_an_item_of_its_publisher(near: Room, web: FeedServer) -> None:
    when = near.draft.now - timedelta(hours=2)
    data = json.dumps({"@type": "NewsArticle", "datePublished": when.isoformat()})
    head = f'<script type="application/ld+json">{data}</script>'
    head += '<link rel="canonical" href="/bridge">'
    long = web.play(
        "/bridge?utm_source=chat", Reply(body=page_of(head=head), headers={"Content-Type": "text/html"})
    )
    url = web.url("/bridge")
    before = near.draft
    page = take(near, long)
    assert "The page is in" in page.text
    one = found(near, url)
    assert one is not None
    assert (one.title, one.feed.publisher, one.text_from) == (
        "Tavro bridge opens to lorries", "Lorn Valley Post", "page",
    )  # fmt: skip
    assert one.published is not None
    assert abs(one.published - when) < timedelta(seconds=1)
    assert not one.feed.own
    item = item_of(near.draft, one.id)
    assert item is not None
    assert item.publisher == "Lorn Valley Post"
    assert "could not confirm when buses" in item.summary.text or "council of Tavro said" in item.summary.text
    assert near.draft.now == before.now  # no newer news came in with it
    with read(near.engine) as conn:
        line = next(one for one in edits.log_of(conn, near.edition) if one.what == "page")
    assert (line.by, (line.detail or {})["value"]) == ("Olena", long)
    assert len(near.draft.items) == len(before.items) or len(near.draft.items) == len(before.items) + 1
    asked = web.count("/bridge")
    assert (
        "The page is in" in take(near, url).text
    )  # the same page by another spelling: known, not asked again
    assert web.count("/bridge") == asked


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=404), "nothing at this address"),
        (Reply(status=403), "refuses us"),
        (Reply(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "no web page"),
        (Reply(body=b"<html><body>x</body></html>", headers={"Content-Type": "text/html"}), "no title"),
    ],
)
def test_what_cannot_be_had_is_said_and_the_address_given_back(
    near: Room, web: FeedServer, reply: Reply, words: str
) -> None:
    url = web.play("/broken", reply)
    before = near.edition.hash
    page = take(near, url)
    assert page.status == 409
    assert words in page.text
    assert url in page.text
    assert near.edition.hash == before


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/x", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://localhost/"],
)
def test_this_network_is_not_asked(room: Room, url: str) -> None:
    page = take(room, url)
    assert page.status == 409
    assert "is no public address" in page.text


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/", "desk:", ""]
)
def test_only_the_web_is_asked(room: Room, url: str) -> None:
    assert "begins with https:// or http://" in take(room, url).text


def test_a_page_that_tries_to_be_the_desk_is_words(near: Room, web: FeedServer) -> None:
    evil = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;form action=/decide/x&gt;"
    url = web.play("/evil", Reply(body=page_of(title=evil), headers={"Content-Type": "text/html"}))
    page = take(near, url)
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert "<form action=/decide" not in page.text


def test_whose_page_it_is_decides_what_may_be_done_with_it(room: Room) -> None:
    """A members' feed's site is members' also by hand; a host of two publishers is nobody's."""
    ours = feed("club", url="https://club.example/feed", publisher="The Club", tier="members")
    first = feed("one", url="https://rss.example/1", publisher="One")
    second = feed("two", url="https://rss.example/2", publisher="Two")
    settings = replace_feeds(room, ours, first, second)
    seen = [
        entry(1, source=first, link="https://shared.example/one/1"),
        entry(2, source=second, link="https://shared.example/two/2"),
        entry(3, source=first, link="https://www.one.example/3"),
    ]
    assert byhand.feed_for("https://club.example/secret", settings, seen) == ours
    assert byhand.feed_for("https://one.example/other", settings, seen) == first
    assert byhand.feed_for("https://shared.example/three", settings, seen) == news.found_feed()
    assert byhand.feed_for("https://nobody.example/", settings, seen) == news.found_feed()


def replace_feeds(room: Room, *feeds: object):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(room.settings, feeds=feeds)  # type: ignore[arg-type]
