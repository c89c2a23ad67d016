# ruff: noqa: E501  documents are kept on one line each
"""The article's text: the feed's, the page's, the teaser's, and the entry says which."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gather.pieces import HOUR, NOW, ask, feed, newsroom, stored
from servers.feeds import FeedServer, Reply, item, rss
from sqlalchemy import Engine

from digest.gather.article import complete_texts
from digest.gather.pages import article_texts

PARAGRAPHS = [
    f"Paragraph {number} of the article says that the harbour will be dredged again this spring, and that the "
    f"city pays for it because the state refused to, as its engineers had asked for many years."
    for number in range(1, 6)
]
PAGE = (
    "<!doctype html><html><head><title>Harbour</title></head><body><nav><a href='/'>Home</a><a href='/x'>More</a></nav>"
    "<article><h1>Harbour to be dredged</h1>"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + "</article>"
    "<footer>Imprint, privacy, terms of use</footer></body></html>"
).encode()
TEASER = "The harbour will be dredged."


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def test_the_page_is_asked_once_and_kept(engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    link = server.play("/article", Reply(body=PAGE))
    url = server.play("/f", Reply(body=rss(item("Harbour", guid="1", link=link, text=TEASER))))
    settings = newsroom(tmp_path, feed("f", url, 'full_text = "page"'))
    ask(engine, settings)
    before = stored(engine, settings)
    assert [entry.text_from for entry in before] == ["teaser"]
    (entry,) = complete_texts(engine, settings, before, NOW)
    assert entry.text_from == "page" and all(text in entry.text for text in PARAGRAPHS)
    assert "Imprint" not in entry.text and "\n\n" in entry.text and entry.html.startswith("<p>")
    assert stored(engine, settings) == (entry,)
    complete_texts(engine, settings, stored(engine, settings), NOW + HOUR)
    assert server.count("/article") == 1
    server.play("/f", Reply(body=rss(item("Harbour", guid="1", link=link, text=TEASER), title="Other")))
    ask(engine, settings, NOW + HOUR)
    assert stored(engine, settings) == (entry,)  # the unchanged teaser does not undo the page
    server.play("/f", Reply(body=rss(item("Harbour: new date", guid="1", link=link, text=TEASER))))
    assert ask(engine, settings, NOW + 2 * HOUR).changed == 1
    complete_texts(engine, settings, stored(engine, settings, NOW + 2 * HOUR), NOW + 2 * HOUR)
    assert server.count("/article") == 2


def test_a_page_that_gives_nothing_leaves_the_teaser(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    items = [
        item("Gone", guid="1", link=server.play("/gone", Reply(status=404)), text=TEASER + "1"),
        item("Empty", guid="2", link=server.play("/empty", Reply(body=b"<html></html>")), text=TEASER + "2"),
        item("Far", guid="3", link="http://127.0.0.1:9/closed", text=TEASER + "3"),
        item("None", guid="4", text=TEASER + "4"),
    ]
    settings = newsroom(tmp_path, feed("f", server.play("/f", Reply(body=rss(*items))), 'full_text = "page"'))
    ask(sqlite_engine, settings)
    before = stored(sqlite_engine, settings)
    assert complete_texts(sqlite_engine, settings, before, NOW) == before
    complete_texts(sqlite_engine, settings, before, NOW + HOUR)
    assert server.count("/empty") == 1
    complete_texts(sqlite_engine, settings, before, NOW + 4 * HOUR)
    assert server.count("/empty") == 2


def test_a_feed_that_carries_the_article_is_not_asked_for_pages(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    link = server.play("/article", Reply(body=PAGE))
    long = "<![CDATA[" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "]]>"
    whole = item(
        "Harbour", guid="1", link=link, text=TEASER, more=f"<content:encoded>{long}</content:encoded>"
    )
    url = server.play("/f", Reply(body=rss(whole, item("Only a title", guid="2"))))
    settings = newsroom(tmp_path, feed("f", url))
    ask(sqlite_engine, settings)
    entries = stored(sqlite_engine, settings)
    assert [entry.text_from for entry in entries] == ["feed", "title"]
    assert complete_texts(sqlite_engine, settings, entries, NOW) == entries
    assert server.count("/article") == 0


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    slow = b"<html><body>" + b"<div><p>word" * 60_000 + b"</body></html>"
    began = time.monotonic()
    found = article_texts(
        [(PAGE, "https://e.org/"), (slow, "https://e.org/2"), (PAGE, "https://e.org/3")], seconds=1.0
    )
    assert found[0] is not None and found[2] == found[0]
    assert time.monotonic() - began < 60
