"""A morning at the desk in Chromium, with scripts: from the first link to the mail that arrived."""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from desk.conftest import Room

from digest import pipeline
from digest.desk.frame import READER, Look, shown
from digest.settings import Settings
from digest.store import runs
from digest.store.engine import read, write

FIRST = "text => document.querySelector('.story .head').textContent === text"


@contextmanager
def desk(browser: Any, room: Room, name: str = "Olena", **options: Any) -> Iterator[Any]:
    """A page of an editor who opened the first link and said who she is; no error may reach its console."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page.goto(room.link)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="To the desk").click()
    page.get_by_role("link", name="The Morning Courier").click()
    page.wait_for_selector("#stories")
    yield page
    context.close()
    assert faults == []


def heads(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".story .head").all_inner_texts()]


def click_for(page: Any, locator: Any) -> None:
    """Clicks and waits until the desk has answered and drawn."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        locator.click()
    page.wait_for_function("() => document.querySelectorAll('.busy').length === 0")


def send(settings: Settings, room: Room) -> list[EmailMessage]:
    """Sends the approved edition as the worker does; the mails as they lie in the outbox."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            pipeline.send_edition(room.engine, settings, room.edition, lambda: datetime.now(UTC))
        except BaseException as error:
            errors.append(error)

    sending = threading.Thread(target=run)
    sending.start()
    sending.join(60)
    assert errors == []
    files = sorted((settings.private / "outbox").rglob("*.eml"))
    policy = email.policy.default
    mails = [email.message_from_bytes(file.read_bytes(), policy=policy) for file in files]
    return [mail for mail in mails if isinstance(mail, EmailMessage)]


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n").rstrip("\n")


def links_hidden(html: str, room: Room, mail: EmailMessage | None = None) -> str:
    """The HTML with each reader's own links and name taken out."""
    import re

    base = re.escape(room.settings.public.url)
    return re.sub(rf'{base}/([upev])/[^"<\s]*', r"LINK-\1", html).replace(READER, "").rstrip("\n")


def test_a_morning(browser: Any, room: Room) -> None:
    """Reads a reason, drops, pins, rewrites, approves; the mail that arrives is what was shown."""
    bodies: list[bytes] = []
    with desk(browser, room) as page:
        first, second, third = heads(page)[:3]
        page.locator(".story").first.locator("details.why summary").click()
        reasons = page.locator(".story").first.locator(".reasons")
        parts = [float(cell) for cell in reasons.locator("tr:not(.sum) .number").all_inner_texts()]
        total = float(reasons.locator(".sum .number").inner_text())
        assert sum(parts) == pytest.approx(total, abs=0.05)
        assert "independent sources" in reasons.inner_text()

        click_for(page, page.get_by_role("button", name=f"Drop: {second}"))
        assert second not in heads(page)
        click_for(page, page.get_by_role("button", name=f"Pin to the top: {third}"))
        assert heads(page)[0] == third
        page.get_by_text("Subject, preheader, intro").click()
        page.locator("#f-subject").fill("Rescuers search on in Soline")
        click_for(page, page.get_by_role("button", name="Save subject"))
        assert "Rescuers search on in Soline" in page.locator(".inbox.light .phone").inner_text()

        page.on("response", lambda answer: bodies.append(answer.body()) if "/frame/" in answer.url else None)
        page.reload(wait_until="load")
        page.wait_for_function("() => document.querySelector('iframe') !== null")
        assert page.frame_locator("iframe").get_by_text(third).first.is_visible()
        approved = room.edition.hash or ""
        assert approved[:12] in page.locator(".hash").inner_text()
        click_for(page, page.get_by_role("button", name="Approve as Olena"))
        assert page.locator("#standing .state").inner_text() == "approved"
        assert page.get_by_role("button", name="Drop:").count() == 0

    assert (room.edition.state, room.edition.hash, room.edition.approved_by) == (
        "approved",
        approved,
        "Olena",
    )
    stored = next(one for one in room.renderings if one.variant == "public")
    assert bodies[-1].decode() == shown(stored, room.edition, room.settings, Look())
    mails = send(room.settings, room)
    public = [mail for mail in mails if links_hidden(html_of(mail), room) == as_shown(bodies[-1], room)]
    assert len(mails) == 30
    assert len(public) == 21  # the others are members and get their own variant
    assert {mail["Subject"] for mail in mails} == {"Rescuers search on in Soline"}
    assert all(second not in html_of(mail) for mail in mails)
    assert first in html_of(public[0])


def as_shown(body: bytes, room: Room) -> str:
    """What the frame showed, its pictures' addresses as they stand in the mail."""
    pictures = f"{room.settings.public.url}/pictures/"
    return links_hidden(body.decode().replace('"/pictures/', f'"{pictures}'), room)


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


def test_two_editors_see_each_other_and_overwrite_nothing(browser: Any, room: Room) -> None:
    with desk(browser, room) as olena, desk(browser, room, "Mykola") as mykola:
        for page in (olena, mykola):
            page.get_by_text("Subject, preheader, intro").click()
        olena.locator("#f-subject").fill("Half written by Olena")
        mykola.locator("#f-subject").fill("Mykola was quicker")
        click_for(mykola, mykola.get_by_role("button", name="Save subject"))
        olena.wait_for_function(
            "() => document.querySelector('.side').innerText.includes('Mykola was quicker')"
        )
        assert olena.locator("#f-subject").input_value() == "Half written by Olena"
        olena.get_by_role("button", name="Save subject").click()
        olena.get_by_role("heading", name="The subject changed while you wrote").wait_for()
        assert olena.get_by_label("As it stands now").input_value() == "Mykola was quicker"
        assert olena.get_by_label("What you typed").input_value() == "Half written by Olena"
        assert room.draft.subject == "Mykola was quicker"
        olena.get_by_role("button", name="Save mine").click()
        olena.wait_for_selector("#stories")
        assert room.draft.subject == "Half written by Olena"
        mykola.locator(".inbox.light .phone").get_by_text("Half written by Olena").wait_for()


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
