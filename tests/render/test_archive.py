"""The archive over HTTP: a list, its editions and its feeds, with the public variant and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from render import drafts
from servers.http_app import Client, serving
from sqlalchemy import Engine

from digest.newsstand import Newsstand
from digest.render import render
from digest.render.outline import read as outline
from digest.settings import Settings, load
from digest.store import editions, freezing
from digest.store.engine import write
from digest.web import make_app

BASE = "https://news.harbour.example/e"
FIRST, SECOND, DRAFT = "daily/2026-02-18/0700", "daily/2026-02-19/0700", "daily/2026-02-20/0700"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    more = (
        '[[lists]]\nname = "inner"\ntier = "members"\n[newsletters.evening]\ntitle = "Ebb"\nlists = ["inner"]'
    )
    drafts.settings(tmp_path, more)
    return load(tmp_path, {"DIGEST_SECRETS": "k1:" + "s" * 40, "DIGEST_PEPPER": "p" * 40})


def put(engine: Engine, settings: Settings, name: str, *, sent: bool, tiers: tuple[str, ...]) -> None:
    newsletter, day, slot = name.split("/")
    due = drafts.NOW + timedelta(days=int(day[-2:]) - 18)
    with write(engine) as conn:
        edition = editions.create(
            conn, newsletter=newsletter, local_date=day, slot=slot, due_at=due, cutoff_at=None, now=due
        )
        draft = drafts.english()
        made = render(
            draft, settings, settings.newsletter(newsletter),
            tiers=tiers, tag_prefix=edition.tag_prefix, now=drafts.NOW,
        )  # fmt: skip
        editions.save_content(conn, edition, draft, made, {})
        if sent:
            editions.move(conn, edition, "approved", since=["draft"])
            freezing.mark_frozen(conn, edition, planned=1, checksum="x", now=due, again=False)


@pytest.fixture
def client(settings: Settings, engine: Engine) -> Iterator[Client]:
    put(engine, settings, FIRST, sent=True, tiers=("public", "members"))
    put(engine, settings, SECOND, sent=True, tiers=("public",))
    put(engine, settings, DRAFT, sent=False, tiers=("public",))
    put(engine, settings, "evening/2026-02-19/1800", sent=True, tiers=("members",))
    with serving(make_app(settings, engine)) as running:
        yield running


@pytest.mark.parametrize("path", ["/e", "/e/", "/e/daily", "/e/daily/"])
def test_the_list_holds_what_went_out_to_everyone_newest_first(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 200
    elements = outline(answer.text)
    links = [e.attributes["href"] for e in elements if e.tag == "a"]
    assert links[:-1] == [f"{BASE.removesuffix('e')}s", f"{BASE}/{SECOND}", f"{BASE}/{FIRST}"]
    assert links[-1].endswith("/feed.xml") and "Thursday, February 19, 2026" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("folder", ["/e", "/e/daily"])
def test_the_feeds_are_read_by_a_feed_reader(client: Client, folder: str) -> None:
    rss = client.get(f"{folder}/feed.xml")
    assert rss.headers["content-type"].startswith("application/rss+xml")
    parsed = feedparser.parse(rss.body)
    assert not parsed.bozo and [one.link for one in parsed.entries] == [f"{BASE}/{SECOND}", f"{BASE}/{FIRST}"]
    feed = json.loads(client.get(f"{folder}/feed.json").text)
    assert [one["url"] for one in feed["items"]] == [f"{BASE}/{SECOND}", f"{BASE}/{FIRST}"]
    assert feed["feed_url"] == f"{BASE}{folder[2:]}/feed.json"
    for secret in ("Unsubscribe", editions.tag_prefix(FIRST), editions.tag_prefix(SECOND)):
        assert secret not in feed["items"][0]["content_html"] + feed["items"][1]["content_html"]


def test_a_newsletter_for_members_alone_has_an_empty_list(client: Client) -> None:
    assert "<li>" not in client.get("/e/evening").text
    assert json.loads(client.get("/e/evening/feed.json").text)["items"] == []


@pytest.mark.parametrize(
    "path", ["/e/nightly", "/e/nightly/feed.xml", "/e/daily/feed.atom", f"/e/{DRAFT}", "/e/a/b/c/d"]
)
def test_what_is_not_there_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status == 404


def test_an_edition_names_its_feed(client: Client) -> None:
    links = {
        e.attributes["rel"]: e.attributes["href"]
        for e in outline(client.get(f"/e/{FIRST}").text)
        if e.tag == "link"
    }
    assert links == {"canonical": f"{BASE}/{FIRST}", "alternate": f"{BASE}/feed.xml"}


def test_an_edition_leads_a_visitor_to_the_others_and_to_the_form(client: Client) -> None:
    said = [(e.text(), e.attributes["href"]) for e in outline(client.get(f"/e/{FIRST}").text) if e.tag == "a"]
    assert said[:2] == [("All editions", f"{BASE}/daily"), ("Get this by mail", f"{BASE.removesuffix('e')}s")]


def test_a_newsroom_without_an_open_list_offers_no_form(settings: Settings, engine: Engine) -> None:
    put(engine, settings, FIRST, sent=True, tiers=("public",))
    closed = replace(settings, lists=tuple(one for one in settings.lists if one.tier == "members"))
    stand = Newsstand(settings=closed, engine=engine, clock=lambda: drafts.NOW)
    assert "Get this by mail" not in (stand.edition(FIRST) or "Get this by mail")
