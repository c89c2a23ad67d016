"""What scripts add at the desk, in Chromium: dragging, keys, undo, drawing anew, keeping what is typed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from desk.browsing import click_for, desk, heads
from desk.conftest import Room

from digest.store import runs
from digest.store.engine import read, write

FIRST = "text => document.querySelector('.story .head').textContent === text"


def test_the_pictures_of_the_mail_are_shown(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        frame = page.frame_locator("iframe")
        frame.locator("img").first.wait_for()
        asked = page.evaluate("() => fetch('/pictures/harbour.png').then(answer => answer.status)")
        assert asked == 200
        inner = next(one for one in page.frames if "/frame/" in one.url)
        box = inner.locator("img").first.bounding_box()
        assert box is not None
        assert box["height"] > 50


def test_reordering_by_mouse_by_keys_and_by_button_is_the_same(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        first, second, third = heads(page)[:3]
        click_for(page, page.get_by_role("button", name=f"Move down: {first}"))
        assert heads(page)[:3] == [second, first, third]
        page.locator(".story .head").nth(1).focus()
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press("Alt+ArrowUp")
        page.wait_for_function(FIRST, arg=first)
        assert page.evaluate(
            "() => document.activeElement.textContent.trim() !== ''"
        )  # the focus is not lost
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(".story").nth(2).drag_to(
                page.locator(".story").first, target_position={"x": 90, "y": 4}
            )
        page.wait_for_function(FIRST, arg=third)
    assert [item.headline for item in room.draft.items][:3] == [third, first, second]


def test_undo_brings_the_dropped_story_back(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        before = heads(page)
        click_for(page, page.get_by_role("button", name=f"Drop: {before[3]}"))
        assert before[3] not in heads(page)
        click_for(page, page.locator("#told").get_by_role("button", name="Undo"))
        assert heads(page) == before


def test_a_story_is_merged_and_split_beside_its_source(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        page.locator(".story .head").first.click()
        page.wait_for_selector("#words")
        assert page.locator("mark#s1").inner_text() == page.locator("#f-s1").input_value()
        assert page.locator(".source .furniture").count() > 1
        members = page.locator(".members li").count()
        other = page.locator("#f-merge option").first.inner_text()
        page.get_by_label("It is the same story as").select_option(other)
        click_for(page, page.get_by_role("button", name="Merge the two"))
        page.wait_for_function(
            "count => document.querySelectorAll('.members li').length > count", arg=members
        )
        click_for(page, page.get_by_role("button", name=f"Not this story: {other}"))
        page.wait_for_selector("#words")
    assert {"merge", "split"} <= {edit.kind for edit in _edits(room)}


def _edits(room: Room) -> Any:
    from digest.store import edits

    with read(room.engine) as conn:
        return edits.edits_of(conn, room.edition)


def test_what_was_typed_outlives_a_closed_page(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        page.get_by_text("Add an item of our own").click()
        page.locator("#own-headline").fill("A headline half")
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{room.base}/log/{room.edition.name}")
        page.goto(f"{room.base}/edition/{room.edition.name}")
        assert page.locator("#own-headline").input_value() == "A headline half"


def test_a_saved_template_shows_at_once_and_a_broken_one_is_told(browser: Any, room: Room) -> None:
    templates = room.settings.templates
    with desk(browser, room) as page:
        src = page.locator("iframe").get_attribute("src")
        (templates / "parts").mkdir(parents=True)
        (templates / "theme.toml").write_text(
            '[colours]\naccent = ["#005f5f", "#8fd6d6"]\n', encoding="utf-8"
        )
        page.wait_for_function("src => document.querySelector('iframe').getAttribute('src') !== src", arg=src)
        (templates / "parts" / "masthead.mjml.j2").write_text("<mj-section>{{ nothing }}", encoding="utf-8")
        page.locator(".news").get_by_text("masthead.mjml.j2").wait_for()


def test_a_test_mail_is_asked_of_the_worker(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        click_for(page, page.get_by_role("button", name="Send a test"))
        page.locator("#told").get_by_text("A test is on its way").wait_for()
    with write(room.engine) as conn:
        request = runs.take(conn, datetime.now(UTC))
    assert request is not None
    assert (request.kind, request.edition, request.by) == ("test", room.edition.name, "Olena")
    assert request.data["hash"] == room.edition.hash


def test_news_that_comes_in_the_middle_of_a_click_or_a_drag_takes_neither_away(
    browser: Any, room: Room
) -> None:
    """Another editor's change would exchange the button under the finger, and the story under the drag."""
    with desk(browser, room) as page, desk(browser, room, "Mykola") as mykola:
        first, second, third = heads(page)[:3]

        def meanwhile(title: str) -> None:
            mykola.locator("#frame-words").evaluate("one => { one.open = true; }")
            mykola.locator("#f-subject").fill(title)
            with page.expect_response(lambda answer: "/edition/" in answer.url):
                click_for(mykola, mykola.get_by_role("button", name="Save subject"))
            page.evaluate("() => new Promise(go => setTimeout(go, 50))")
            assert page.get_by_text(title).count() == 0

        page.get_by_role("button", name=f"Move down: {first}").hover()
        page.mouse.down()
        meanwhile("While a button is held")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.mouse.up()
        page.wait_for_function(FIRST, arg=second)
        page.locator(".inbox.light .phone").get_by_text("While a button is held").wait_for()

        page.locator(".story .rank").nth(2).hover()
        page.mouse.down()
        box = page.locator(".story").first.bounding_box()
        page.mouse.move(box["x"] + 60, box["y"] + 30, steps=5)
        meanwhile("While a story is held")
        page.mouse.move(box["x"] + 60, box["y"] + 4, steps=2)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.mouse.up()
        page.wait_for_function(FIRST, arg=third)
    assert [item.headline for item in room.draft.items][:3] == [third, second, first]
