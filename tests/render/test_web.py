"""The web edition holds nothing of one reader; the archive's feeds are read back by a feed parser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from render import drafts, hostile

from digest.model import Rendering
from digest.render import render
from digest.render.outline import read
from digest.render.size import TAG
from digest.render.web import Archive, issue, json_feed, rss, web_page

ARCHIVE = Archive(
    title="Morning Tide & more",
    url="https://news.harbour.example/e/",
    feed_url="https://news.harbour.example/e/feed.xml",
    language="en",
)


def mail(folder: Path, look: str = "default") -> Rendering:
    settings, newsletter = drafts.settings(folder, f'look = "{look}"')
    (made,) = render(
        drafts.english(), settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW
    )
    return made


@pytest.mark.parametrize("look", ["default", "briefing"])
def test_the_page_has_the_stories_and_nothing_of_a_reader(newsroom: Path, look: str) -> None:
    made = mail(newsroom, look)
    page = web_page(
        made, canonical="https://news.harbour.example/e/daily/2026-02-18/0700?a=1&b=2", feed=ARCHIVE.feed_url
    )
    assert not TAG.search(page) and drafts.PREFIX not in page
    assert "Unsubscribe" not in page and "You get this mail" not in page
    assert "12 Quay Street" in page and "Morning Tide" in page
    before, after = read(made.html), read(page)
    assert [e.text() for e in before if e.tag == "h3"] == [e.text() for e in after if e.tag == "h3"]
    links = {e.attributes["rel"]: e.attributes["href"] for e in after if e.tag == "link"}
    assert links == {
        "canonical": "https://news.harbour.example/e/daily/2026-02-18/0700?a=1&b=2",
        "alternate": ARCHIVE.feed_url,
    }


def test_a_template_that_marks_nothing_still_gives_no_reader_link(newsroom: Path) -> None:
    made = mail(newsroom)
    page = web_page(replace(made, html=made.html.replace("reader", "x")))
    assert not TAG.search(page) and "Unsubscribe" not in page


def test_the_feeds_say_what_was_sent_newest_first(newsroom: Path) -> None:
    import feedparser

    made = mail(newsroom)
    later = replace(made, subject='Zweite & <b>"Ausgabe"', preheader="ж <b> & 5 < 6")
    issues = [
        issue(made, url="https://news.harbour.example/e/1", when=drafts.NOW),
        issue(later, url="https://news.harbour.example/e/2", when=drafts.NOW + timedelta(days=1)),
    ]
    parsed = feedparser.parse(rss(ARCHIVE, issues).encode())
    assert not parsed.bozo and parsed.feed.title == "Morning Tide & more"
    assert [(e.link, e.title) for e in parsed.entries] == [
        ("https://news.harbour.example/e/2", 'Zweite & <b>"Ausgabe"'),
        ("https://news.harbour.example/e/1", made.subject),
    ]
    assert parsed.entries[1].published_parsed[:5] == (2026, 2, 18, 5, 0)
    assert "Power returns" in parsed.entries[1].content[0].value
    assert parsed.entries[0].summary == "ж &lt;b&gt; &amp; 5 &lt; 6"
    feed = json.loads(json_feed(ARCHIVE, issues))
    content = feed["items"][1]["content_html"]
    assert content.startswith("<div") and content.endswith("</div>") and "Power returns" in content
    assert "<style" not in content and made.preheader not in content  # shown as the item's summary
    assert [item["id"][-1] for item in feed["items"]] == ["2", "1"]
    assert drafts.PREFIX not in json.dumps(feed)


def test_a_members_variant_does_not_enter_the_archive(newsroom: Path) -> None:
    with pytest.raises(ValueError, match="members"):
        issue(replace(mail(newsroom), tier="members"), url="https://x.example/", when=drafts.NOW)


@pytest.mark.parametrize("seed", range(4))
def test_hostile_items_break_no_feed(newsroom: Path, seed: int) -> None:
    import feedparser

    settings, newsletter = drafts.settings(newsroom)
    (made,) = render(
        hostile.draft(seed, 20), settings, newsletter,
        tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW,
    )  # fmt: skip
    issues = [issue(made, url="https://news.harbour.example/e/1", when=drafts.NOW)]
    for told in (rss(ARCHIVE, issues), json_feed(ARCHIVE, issues)):
        assert drafts.PREFIX + ":" not in told
        told.encode()
    parsed = feedparser.parse(rss(ARCHIVE, issues).encode())
    assert not parsed.bozo and len(parsed.entries) == 1
    assert json.loads(json_feed(ARCHIVE, issues))["items"][0]["content_html"].count("<h3") == 20
