"""The page of an edition: its lights, its keys, its pins, its news."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desk.conftest import TOKEN, Room
from desk.test_morning import desk, heads
from desk.visitor import Visitor
from sqlalchemy import update

from digest import pipeline
from digest.store import tables
from digest.store.engine import write

BUDGET = 1_800  #: bytes of markup a story may cost; with a form a button it was twice that
FERRY = "A ferry came in at Soline, the port said"


@pytest.fixture
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


@pytest.mark.parametrize(("light", "media"), [("light", "not all"), ("gmail", "not all"), ("dark", "all")])
def test_a_forced_light_asks_no_screen(room: Room, olena: Visitor, light: str, media: str) -> None:
    stored = room.renderings[0].html
    html = olena.get(f"/frame/public/{room.edition.name}?light={light}").text
    assert "prefers-color-scheme" in stored
    assert "prefers-color-scheme" not in html
    assert re.search(rf"@media\s*{media}\s*{{", html)
    assert ("filter:invert(1)" in html) == (light == "gmail")


def test_three_lights_stand_side_by_side(room: Room, olena: Visitor) -> None:
    page = olena.get(f"/edition/{room.edition.name}?light=beside").text
    shown = re.findall(r'<iframe [^>]*src="/frame/[^"]*[?&;]light=([\w-]+)', page)
    assert shown == ["light", "dark", "gmail"]
    assert page.count('sandbox=""') == 3


def test_a_pin_is_taken_away_by_the_button_that_stands_in_its_place(room: Room, olena: Visitor) -> None:
    before, third = room.edition.hash, room.draft.items[2].lead_id
    page = olena.send(olena.get("/edition/daily").form(kind="pin", entry=str(third)))
    assert "Unpin" in page.text
    page = olena.send(page.form(kind="undo"))
    assert "Unpin" not in page.text
    assert room.edition.hash == before


def ferry(room: Room) -> None:
    """News that comes in while the draft stands."""
    now, lead = datetime.now(UTC), room.draft.items[0].lead_id
    with write(room.engine) as conn:
        row = conn.execute(tables.entries.select().where(tables.entries.c.id == lead)).one()._asdict()
        fresh = {"key": "fresh", "title": FERRY, "link": "https://a.example/ferry", "text": f"{FERRY}."}
        fresh |= dict.fromkeys(("published", "first_seen", "last_seen"), now)
        values = {key: value for key, value in (row | fresh).items() if key != "id"}
        conn.execute(tables.entries.insert().values(values))


def test_the_draft_takes_in_what_came_since_and_keeps_the_edits(room: Room, olena: Visitor) -> None:
    olena.send(olena.get("/edition/daily").form(kind="subject"), value="Written by hand")
    ferry(room)
    page = olena.get("/edition/daily")
    assert "1 item since this draft" in page.text
    page = olena.send(next(form for form in page.forms if form.action.startswith("/refresh/")))
    assert "since this draft" not in page.text
    stories = [*room.draft.stories, *(cut.story for cut in room.draft.cut)]
    assert FERRY in {m.entry.title for story in stories for m in story.members}
    assert room.draft.subject == "Written by hand"


def test_news_arrives_below_the_stories_while_someone_types(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        page.locator("#frame-words").evaluate("one => { one.open = true; }")
        page.locator("#f-subject").fill("Half a subj")
        before = heads(page)
        ferry(room)
        page.locator("#since").get_by_text(FERRY).wait_for()
        assert page.locator("#f-subject").input_value() == "Half a subj"
        assert heads(page) == before


def test_what_nobody_may_get_yet_is_not_offered(room: Room, olena: Visitor) -> None:
    held = next(cut.story.lead for cut in room.draft.cut if len(cut.story.members) == 1)
    later = room.draft.now + timedelta(days=1)
    with write(room.engine) as conn:
        conn.execute(update(tables.entries).where(tables.entries.c.id == held.id).values(embargo_until=later))
    pipeline.refresh_edition(room.engine, room.settings, room.edition, room.draft.now)
    page = olena.get("/edition/daily")
    assert held.title in page.text.replace("&#39;", "'")
    with pytest.raises(AssertionError, match="no form"):
        page.form(kind="pin", entry=str(held.id))
    pool = olena.get("/pool/daily?state=out")
    assert "under embargo until" in pool.text
    with pytest.raises(AssertionError, match="no form"):
        pool.form(kind="pin", entry=str(held.id))
    forced = olena.send(page.form(kind="pin"), do=f"pin {held.id}")  # as a page of before might
    assert "It does not fit now" in forced.text
    with write(room.engine) as conn:
        conn.execute(update(tables.entries).where(tables.entries.c.id == held.id).values(embargo_until=None))
    page = olena.send(next(form for form in page.forms if form.action.startswith("/refresh/")))
    inside = {number for item in room.draft.items for number in item.entry_ids}
    assert held.id in inside or page.form(kind="pin", entry=str(held.id))


def test_the_page_stays_light(room: Room, olena: Visitor) -> None:
    page = olena.get("/edition/daily").text
    stories = re.findall(r'<li id="e\d+".*?\n</li>', page, re.DOTALL)
    words = [len(re.sub(r"<[^>]+>", "", story)) for story in stories]
    assert len(stories) == len(room.draft.items)
    assert sum(map(len, stories)) - sum(words) < BUDGET * len(stories)


def test_every_key_does_what_the_help_says(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:

        def press(key: str, then: str, told: str) -> None:
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                page.keyboard.press(key)
            page.wait_for_function(f"told => [...document.querySelectorAll('.story')]{then}", arg=told)

        page.wait_for_selector("html.scripts")
        page.keyboard.press("?")
        page.get_by_role("dialog", name="Keys").wait_for()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")
        _, second, third = heads(page)[:3]
        page.keyboard.press("j")
        page.keyboard.press("j")
        press("d", ".every(one => !one.innerText.includes(told))", second)
        assert page.evaluate("document.activeElement.textContent") == third  # where the dropped one stood
        press("p", "[0].innerText.includes('Unpin') && told", third)
        press("p", "[1].innerText.includes(told)", third)
        press("u", "[1].innerText.includes(told)", second)
        page.keyboard.press("w")
        assert page.locator(".story details.why[open]").count() == 1
        page.keyboard.press("e")
        page.wait_for_url("**/story/**")
