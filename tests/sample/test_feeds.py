"""What the six houses publish: readable by any feed reader, dated from now, and hard in the ways meant."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from digest import settings
from digest.sample import PUBLIC_URL, make_sample
from digest.sample.dates import fill
from digest.sample.feeds import render
from digest.sample.house import Article, House, load_houses

NOW = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
VERSIONS = {
    "courier": "rss20",
    "meridian": "rss20",
    "herald": "atom10",
    "svitanok": "rss20",
    "marfa": "rss10",
}
CAVEATS = re.compile(
    r"(could not|unable to|not able to) (be )?(independently )?(verify|verified|confirm)|"
    r"could not be (independently )?(confirmed|verified|checked)|(не вдалося|неможливо)|لم يتسن",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def houses() -> dict[str, House]:
    return {house.name: house for house in load_houses(NOW, PUBLIC_URL)}


def everything(houses: dict[str, House]) -> list[Article]:
    return [article for house in houses.values() for article in house.articles]


def words(article: Article) -> int:
    return sum(len(text.split()) for text in article.paragraphs)


def shingles(article: Article) -> set[tuple[str, ...]]:
    """Each run of five words."""
    split = text_of(article).split()
    return {tuple(split[at : at + 5]) for at in range(len(split) - 4)}


def text_of(article: Article) -> str:
    return " ".join(article.paragraphs)


@pytest.mark.parametrize("name", sorted(VERSIONS))
def test_each_xml_feed_is_well_formed_and_read_whole_by_another_reader(
    houses: dict[str, House], name: str
) -> None:
    house = houses[name]
    document = render(house, NOW)
    ElementTree.fromstring(document)  # noqa: S314 - our own document
    parsed = feedparser.parse(document.encode("utf-8"))
    assert (parsed.bozo, parsed.version) == (False, VERSIONS[name])
    assert parsed.feed.title == house.publisher
    assert len(parsed.entries) == len(house.articles)
    for entry, article in zip(parsed.entries, house.articles, strict=True):
        assert entry.title == article.title
        assert entry.link.rstrip("/") == article.url
        when = datetime(*(entry.get("published_parsed") or entry.updated_parsed)[:6], tzinfo=UTC)
        assert when == article.published
        body = "".join(content.value for content in entry.get("content", ())) + entry.get("summary", "")
        assert article.paragraphs[-1][-30:].replace("&", "&amp;") in body


def test_the_json_feed_has_what_its_standard_asks(houses: dict[str, House]) -> None:
    document = json.loads(render(houses["soline"], NOW))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert len({item["id"] for item in document["items"]}) == len(houses["soline"].articles)
    for item in document["items"]:
        assert item["content_html"] and item["title"].endswith(" - Soline Today")
        assert datetime.fromisoformat(item["date_published"]) < NOW
    assert sum(item["title"].startswith("LIVE:") for item in document["items"]) == 1
    assert sum("Continue reading" in item["content_html"] for item in document["items"]) >= 3


def test_there_are_as_many_items_as_promised_in_three_languages(houses: dict[str, House]) -> None:
    assert 55 <= len(everything(houses)) <= 65
    assert Counter(house.language for house in houses.values()) == {"en": 4, "uk": 1, "ar": 1}
    assert len(houses["svitanok"].articles) >= 6
    assert len(houses["marfa"].articles) >= 4
    assert all(80 <= words(article) <= 600 for article in everything(houses))
    urls = [article.url for article in everything(houses)]
    assert len(urls) == len(set(urls))


def test_most_items_are_from_the_last_twenty_hours_and_none_from_the_future(
    houses: dict[str, House],
) -> None:
    ages = [(NOW - article.published) / timedelta(hours=1) for article in everything(houses)]
    assert all(0 < age <= 60 for age in ages)
    assert sum(age <= 20 for age in ages) > 0.75 * len(ages)
    assert sum(age > 24 for age in ages) >= 5
    assert all(article.updated <= NOW for article in everything(houses))


def test_every_date_moves_with_now(houses: dict[str, House]) -> None:
    later = load_houses(NOW + timedelta(days=100, hours=3), PUBLIC_URL)
    for house in later:
        for article in house.articles:
            before = houses[house.name].article(article.slug)
            assert article.published - before.published == timedelta(days=100, hours=3)


def test_no_mark_is_left_in_any_text(houses: dict[str, House]) -> None:
    for house in houses.values():
        assert house.name == "soline" or not re.search(r"[{}]", render(house, NOW))
    assert not any(re.search(r"[{}]", text_of(a) + a.title + a.teaser) for a in everything(houses))


def test_wire_copies_stand_under_other_mastheads(houses: dict[str, House]) -> None:
    originals = [shingles(article) for article in houses["meridian"].articles]
    copies = [
        article.slug
        for house in houses.values()
        if house.name != "meridian"
        for article in house.articles
        if any(len(shingles(article) & original) > 0.5 * len(shingles(article)) for original in originals)
    ]
    assert len(copies) == 5
    for house in houses.values():
        for article in house.articles:
            if article.slug in copies:
                assert "Meridian" in article.authors and "(Meridian)" in text_of(article)


def test_updates_denials_and_a_correction_are_there(houses: dict[str, House]) -> None:
    updates = [a.title for a in houses["meridian"].articles if a.title.startswith("UPDATE ")]
    assert len(updates) == 3
    assert sum("denies" in title for title in updates) == 2
    assert sum("toll" in title for title in updates) == 1
    assert sum(text_of(a).startswith("Correction:") for a in houses["courier"].articles) == 1


def test_caveats_stand_in_many_articles_and_not_in_their_first_sentences(houses: dict[str, House]) -> None:
    places = [
        next((place for place, text in enumerate(a.paragraphs) if CAVEATS.search(text)), None)
        for a in everything(houses)
    ]
    found = [place for place in places if place is not None]
    assert len(found) >= 12
    assert all(place >= 1 for place in found)


def test_an_own_picture_has_words_and_a_file_and_others_have_credits(
    houses: dict[str, House], tmp_path: Path
) -> None:
    make_sample(tmp_path / "room", NOW)
    shown = [a.shot for a in houses["courier"].articles if a.shot]
    assert len(shown) >= 6
    for shot in shown:
        assert shot.caption and shot.credit and shot.alt
        file = tmp_path / "room" / shot.url.removeprefix(PUBLIC_URL + "/")
        assert file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size <= 20_000
    files = {path.name for path in (tmp_path / "room" / "pictures").iterdir()}
    assert files == {shot.url.rsplit("/", 1)[1] for shot in shown}
    assert all(a.shot.credit for a in everything(houses) if a.shot)


def test_one_item_is_for_members_and_one_is_under_embargo(houses: dict[str, House], tmp_path: Path) -> None:
    make_sample(tmp_path / "room", NOW)
    feeds = {feed.name: feed for feed in settings.load(tmp_path / "room", {}).feeds}
    assert feeds["courier"].tier_when == (("Members", "members"),)
    assert sum("Members" in a.categories for a in houses["courier"].articles) == 1
    held = [
        article.slug
        for house in houses.values()
        for article in house.articles
        if (wait := feeds[house.name].embargo) and article.published + wait > NOW
    ]
    assert held == ["interview-harbour-master"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("on {day}, {date}", "en", "on Wednesday, March 4"),
        ("{day-2} {short-8} {month-3}", "en", "Monday Feb 24 December"),
        ("{date-30} {day+1}", "en", "Feb. 2 Thursday"),
        ("{day} {date-1}", "uk", "у середу 3 березня"),
        ("{day} {date}", "ar", "الأربعاء 4 مارس"),
        ("{other} {}", "en", "{other} {}"),
    ],
)
def test_marks_become_dates_in_the_house_style(text: str, language: str, expected: str) -> None:
    assert fill(text, language, NOW) == expected


def test_a_date_is_that_of_the_newsroom_not_of_utc() -> None:
    assert fill("{day}", "en", datetime(2026, 3, 4, 23, 0, tzinfo=UTC)) == "Thursday"


def test_text_that_would_break_markup_is_escaped(houses: dict[str, House]) -> None:
    from dataclasses import replace

    title = "A < B & C ]]> \"quoted\" 'too'"
    for name, house in houses.items():
        first = replace(house.articles[0], title=title, teaser=title, paragraphs=(title,), related=())
        hard = replace(house, articles=(first, *house.articles[1:]))
        document = render(hard, NOW)
        if name == "soline":
            assert json.loads(document)["items"][0]["title"] == f"{title} - Soline Today"
            continue
        root = ElementTree.fromstring(document)  # noqa: S314 - our own document
        titles: list[Any] = [node.text for node in root.iter() if node.tag.split("}")[-1] == "title"]
        assert (
            title in titles or title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in titles
        )
