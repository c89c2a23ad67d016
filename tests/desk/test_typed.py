"""Nothing typed is lost: a server that dies, a session that ends, another's edit, a page drawn anew."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from desk.conftest import TOKEN, Room
from desk.test_morning import click_for, desk
from desk.visitor import Visitor

from digest.desk.app import make_desk

TYPED = "Typed, and not saved yet."


@contextmanager
def serving(room: Room, port: int) -> Iterator[None]:
    """The room's desk on a port of its own, until the block ends; then nobody answers there."""
    from dataclasses import replace

    settings = replace(room.settings, desk=replace(room.settings.desk, port=port))
    app = make_desk(room.engine, settings, token=TOKEN)
    options: dict[str, Any] = {"log_level": "critical", "timeout_graceful_shutdown": 1}
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, **options))
    thread = threading.Thread(target=server.run)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    yield
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_that_dies_takes_nothing_with_it(browser: Any, room: Room, port: int) -> None:
    lead = room.draft.items[0].lead_id
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    with serving(room, port):
        page.goto(f"http://127.0.0.1:{port}/?token={TOKEN}")
        page.get_by_label("Your name").fill("Olena")
        page.get_by_role("button", name="To the desk").click()
        page.goto(f"http://127.0.0.1:{port}/story/{lead}/{room.edition.name}")
        page.wait_for_selector("html.scripts #w-summary")
        page.locator("#f-s1").fill(TYPED)
    page.get_by_role("button", name="Save summary").click()
    page.get_by_text("what you typed is still here").wait_for()
    assert page.locator("#f-s1").input_value() == TYPED
    with serving(room, port):
        click_for(page, page.get_by_role("button", name="Save summary"))
        page.get_by_text("edited by Olena").wait_for()
    context.close()
    assert room.draft.items[0].summary.sentences[0].text == TYPED


def test_a_session_that_ended_gives_back_what_was_typed(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        page.locator(".story .head").first.click()
        page.wait_for_selector("html.scripts #w-summary")
        where = page.url
        page.locator("#f-s1").fill(TYPED)
        page.context.clear_cookies()
        page.get_by_role("button", name="Save summary").click()
        page.get_by_text("what you typed is still here").wait_for()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(room.link)
        page.get_by_label("Your name").fill("Olena")
        page.get_by_role("button", name="To the desk").click()
        page.goto(where)
        page.wait_for_selector("html.scripts #w-summary")
        assert page.locator("#f-s1").input_value() == TYPED
        click_for(page, page.get_by_role("button", name="Save summary"))
        page.get_by_text("edited by Olena").wait_for()
    assert room.draft.items[0].summary.sentences[0].text == TYPED


def test_a_refused_form_gives_back_every_sentence(room: Room) -> None:
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    item = room.draft.items[0]
    form = olena.get(f"/story/{item.lead_id}/{room.edition.name}").form(kind="summary")
    answer = olena.send(form, s1=TYPED, more="And more.", csrf="of another session")
    assert answer.status == 403
    assert TYPED in answer.text
    assert "And more." in answer.text


def test_one_form_is_saved_while_another_is_typed_in(browser: Any, room: Room) -> None:
    """The subject half typed, the preheader saved twice: no conflict with oneself, the caret where it was."""
    with desk(browser, room) as page:
        page.get_by_text("Subject, preheader, intro").click()
        page.locator("#f-preheader").fill("First words")
        click_for(page, page.get_by_role("button", name="Save preheader"))
        page.locator("#f-subject").fill(TYPED)
        page.locator("#f-preheader").fill("Second words")
        click_for(page, page.get_by_role("button", name="Save preheader"))
        page.locator(".inbox.light .phone").get_by_text("Second words").wait_for()
        assert page.locator("#f-subject").input_value() == TYPED
        click_for(page, page.get_by_role("button", name="Save subject"))
        page.locator(".inbox.light .phone").get_by_text(TYPED).wait_for()
    assert (room.draft.subject, room.draft.preheader) == (TYPED, "Second words")


def test_another_editors_change_leaves_the_caret_where_it_is(browser: Any, room: Room) -> None:
    with desk(browser, room) as olena, desk(browser, room, "Mykola") as mykola:
        for page in (olena, mykola):
            page.locator(".story .head").first.click()
            page.wait_for_selector("html.scripts #w-summary")
        olena.locator("#f-s1").fill(TYPED)
        olena.locator("#f-s1").evaluate("field => field.setSelectionRange(5, 5)")
        mykola.locator("#f-headline").fill("A headline of Mykola's")
        click_for(mykola, mykola.get_by_role("button", name="Save headline"))
        olena.locator("#h-item").get_by_text("A headline of Mykola's").wait_for()
        assert olena.evaluate("[document.activeElement.id, document.activeElement.selectionStart]") == [
            "f-s1",
            5,
        ]
        click_for(olena, olena.get_by_role("button", name="Save summary"))
        olena.get_by_text("edited by Olena").wait_for()
    assert room.draft.items[0].headline == "A headline of Mykola's"
    assert room.draft.items[0].summary.sentences[0].text == TYPED


def test_what_was_typed_outlives_its_tab_and_overwrites_nobody_then(browser: Any, room: Room) -> None:
    """The tab is closed; meanwhile another editor saves the same words; a new tab shows both when saved."""
    where = f"{room.base}/story/{room.draft.items[0].lead_id}/{room.edition.name}"
    with desk(browser, room) as first:
        first.goto(where)
        first.wait_for_selector("html.scripts #w-headline")
        first.locator("#f-headline").fill("Half a head")
        first.close()
        second = first.context.new_page()
        second.on("dialog", lambda dialog: dialog.accept())
        mykola = Visitor(room.base).enter(f"/?token={TOKEN}", "Mykola")
        mykola.send(mykola.get(f"/story/{room.draft.items[0].lead_id}/{room.edition.name}").form(kind="headline"),
                    value="A headline of Mykola's")  # fmt: skip
        second.goto(where)
        second.wait_for_selector("html.scripts #w-headline.typing")
        assert second.locator("#f-headline").input_value() == "Half a head"
        second.get_by_role("button", name="Save headline").click()
        second.get_by_text("The headline changed while you wrote").wait_for()
        assert room.draft.items[0].headline == "A headline of Mykola's"
        second.goto(where)
        second.wait_for_selector("html.scripts #w-headline.typing")
        second.get_by_role("button", name="Discard what I typed").click()
        second.wait_for_selector("html.scripts #w-headline:not(.typing)")
        assert second.locator("#f-headline").input_value() == "A headline of Mykola's"


def test_unsaved_words_are_shown_to_nobody_else_of_the_same_browser(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        page.locator("#frame-words").evaluate("one => { one.open = true; }")
        page.locator("#f-subject").fill("Only Olena's")
        page.on("dialog", lambda dialog: dialog.accept())
        where = page.url
        page.goto(f"{room.base}/name")
        page.get_by_label("Your name").fill("Mykola")
        page.get_by_role("button", name="To the desk").click()
        page.goto(where)
        page.wait_for_selector("html.scripts #f-subject", state="attached")
        assert page.locator("#f-subject").input_value() != "Only Olena's"
