"""A whole morning at the desk in Chromium, from the first link to the correction; judged by the mail.

Once with scripts, by mouse and keys; once without, by forms alone. The mails go through a real worker and
over SMTP to a relay on loopback. What is asserted in the end is what arrived there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desk.browsing import as_shown, aside, click_for, desk, heads, html_of, mail_of, without_readers
from desk.conftest import Room
from desk.house import HELD_AT, House, house, until
from sqlalchemy import update

from digest.desk.frame import Look, shown
from digest.model import Edition
from digest.store import editions, entries, tables
from digest.store.engine import read, write
from digest.tick import answer_requests

__all__ = ["house"]
FIRST = "text => document.querySelector('.story .head').textContent.trim() === text"


@dataclass(slots=True)
class Morning:
    """What was seen and done, to be held against what arrived."""

    order: list[str] = field(default_factory=list)
    approved: str = ""  #: hash
    frame: bytes = b""
    sentence: str = ""
    merged: str = ""
    gone: str = ""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_whole_morning(browser: Any, house: House, scripts: bool) -> None:
    done = Morning()
    with desk(browser, house.room, java_script_enabled=scripts) as page:
        reads_why(page)
        reorders(page, scripts)
        edits_a_sentence(page, house.room, done)
        merges_and_splits(page, house.room, done)
        mends_a_finding(page, house.room)
        sends_a_test(page, house)
        approves(page, house.room, done)
        sends_and_watches(page, house, scripts)
        arrived(house, done)
        corrects(page, house, done, scripts)


def to_edition(page: Any, room: Room) -> None:
    page.goto(f"{room.base}/edition/{room.edition.name}")
    page.wait_for_selector("#stories")


def reads_why(page: Any) -> None:
    """The parts that are shown add up to the score that ranks the story."""
    first = page.locator(".story").first
    first.locator("details.why summary").click()
    reasons = first.locator(".reasons")
    parts = [float(cell) for cell in reasons.locator("tr:not(.sum) .number").all_inner_texts()]
    assert sum(parts) == pytest.approx(float(reasons.locator(".sum .number").inner_text()), abs=0.05)
    assert "independent sources" in reasons.inner_text()


def reorders(page: Any, scripts: bool) -> None:
    """The third story to the top by mouse, the first one back up by keys; without scripts by buttons."""
    first, second, third = heads(page)[:3]
    if scripts:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(".story").nth(2).drag_to(
                page.locator(".story").first, target_position={"x": 90, "y": 4}
            )
        page.wait_for_function(FIRST, arg=third)
        assert heads(page)[1] == first
        page.locator(".story .head").nth(1).focus()
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press("Alt+ArrowUp")
        page.wait_for_function(FIRST, arg=first)
    else:
        click_for(page, page.get_by_role("button", name=f"Move up: {third}"))
        click_for(page, page.get_by_role("button", name=f"Move up: {third}"))
        click_for(page, page.get_by_role("button", name=f"Move up: {first}"))
    page.get_by_text("Moved.").wait_for()
    assert heads(page)[:3] == [first, third, second]


def edits_a_sentence(page: Any, room: Room, done: Morning) -> None:
    """One sentence of the first story's summary, beside the source it came from."""
    page.locator(".story .head").first.click()
    page.wait_for_selector("#words")
    sentence = page.locator("#f-s1")
    assert page.locator("mark#s1").inner_text() == sentence.input_value()
    done.sentence = f"{sentence.input_value().rstrip('.')}, officials said."
    sentence.fill(done.sentence)
    click_for(page, page.get_by_role("button", name="Save summary"))
    page.get_by_text("edited by Olena").wait_for()


def merges_and_splits(page: Any, room: Room, done: Morning) -> None:
    """Another story is joined to this one; one of its entries stands for itself again."""
    other = page.locator("#f-merge option").last
    done.merged = other.inner_text()
    page.get_by_label("It is the same story as").select_option(done.merged)
    members = page.locator(".members li").count()
    click_for(page, page.get_by_role("button", name="Merge the two"))
    page.locator(".members li").nth(members).wait_for()
    button = page.get_by_role("button", name=re.compile("^Not this story: ")).first
    done.gone = button.get_attribute("aria-label").removeprefix("Not this story: ")
    click_for(page, button)
    to_edition(page, room)


def mends_a_finding(page: Any, room: Room) -> None:
    """A preheader that repeats the subject is told, once for all variants, until it says something else."""
    subject = "Soline: the search goes on"
    for part, words in (
        ("subject", subject),
        ("preheader", subject),
        ("preheader", "Eleven dead, four missing"),
    ):
        if not page.locator(f"#f-{part}").is_visible():
            page.get_by_text("Subject, preheader, intro").click()
        page.locator(f"#f-{part}").fill(words)
        click_for(page, page.get_by_role("button", name=f"Save {part}"))
        page.get_by_text("Saved.").wait_for()
        told = page.locator(".findings .warn").get_by_text("it repeats the subject")
        repeats = (part, words) == ("preheader", subject)
        assert told.count() == (1 if repeats else 0)
        if repeats:
            places = page.locator(".findings .warn").filter(has_text="it repeats the subject").inner_text()
            assert "public, preheader; members, preheader" in places


def sends_a_test(page: Any, house: House) -> None:
    """The tester gets what is shown, marked as a test, and nobody else gets anything."""
    click_for(page, page.get_by_role("button", name="Send a test"))
    page.get_by_text("A test is on its way").wait_for()
    assert house.relay.taken == []
    aside(lambda: answer_requests(house.office.worker))
    assert {one.recipient for one in house.relay.taken} == {"tester@courier.example"}
    mail = mail_of(house.relay.taken[0].data)
    assert "Soline: the search goes on" in mail["Subject"]
    stored = house.room.renderings
    bodies = {without_readers(filled(one.html, house.room), house.room) for one in stored}
    assert without_readers(html_of(mail), house.room) in bodies
    house.relay.taken.clear()
    house.relay.messages = 0


def filled(html: str, room: Room) -> str:
    from digest.desk.frame import READER, fill

    return fill(html, room.edition, room.settings, READER)


def approves(page: Any, room: Room, done: Morning) -> None:
    """Approves what is shown: the hash, the order of the stories, the bytes of the frame."""
    bodies: list[bytes] = []
    page.on(
        "response", lambda answer: bodies.append(answer.body()) if "/frame/public" in answer.url else None
    )
    page.reload(wait_until="load")
    page.frame_locator("iframe").get_by_text(heads(page)[0]).first.wait_for()
    done.frame, done.order = bodies[-1], heads(page)
    done.approved = page.locator(".hash code").get_attribute("title")
    assert done.approved == room.edition.hash
    click_for(page, page.get_by_role("button", name="Approve as Olena"))
    page.locator("#standing .state.approved").wait_for()
    assert page.get_by_role("button", name="Drop:").count() == 0
    found = room.edition
    assert (found.state, found.hash, found.approved_by) == ("approved", done.approved, "Olena")


def sends_and_watches(page: Any, house: House, scripts: bool) -> None:
    """The worker sends when it is due; half of it stands on the page while the relay waits."""
    room = house.room
    house.clock.ahead = room.edition.due_at - datetime.now(UTC) + timedelta(minutes=1)
    page.goto(f"{room.base}/sending/{room.edition.name}")
    assert "Not begun" in page.locator("#sent").inner_text()
    house.tick()
    aside(lambda: until(lambda: house.relay.messages == HELD_AT - 1))
    if not scripts:
        page.reload()
    page.get_by_role("heading", name="9 of 30 handed over").wait_for()
    page.get_by_role("button", name="Stop sending").wait_for()
    house.go_on.set()
    house.sent()
    if not scripts:
        page.reload()
    page.get_by_role("heading", name="30 of 30 handed over").wait_for()
    page.locator("#standing .state.sent").wait_for()


def arrived(house: House, done: Morning) -> None:
    """What was approved is what the frame showed is what arrived, but for each reader's own values."""
    room, mails = house.room, [mail_of(one.data) for one in house.relay.taken]
    assert len(mails) == len({one.recipient for one in house.relay.taken}) == 30
    stored = next(one for one in room.renderings if one.variant == "public")
    assert done.frame.decode() == shown(stored, room.edition, room.settings, Look())
    public = [mail for mail in mails if without_readers(html_of(mail), room) == as_shown(done.frame, room)]
    assert len(public) == 21  # the others are members and get their own variant
    assert {mail["Subject"] for mail in mails} == {"Soline: the search goes on"}
    words = re.sub(r"\s+", " ", plain(public[0]))
    places = [words.find(head) for head in done.order if head in words]
    assert len(places) > 10
    assert places == sorted(places)
    assert done.sentence in words
    assert done.merged not in done.order
    with read(room.engine) as conn:
        whole = editions.edition_hash(
            room.edition.name, room.renderings, editions.envelope_of(conn, room.edition)
        )
    assert whole == done.approved == room.edition.hash


def plain(mail: Any) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content())


def corrects(page: Any, house: House, done: Morning, scripts: bool) -> None:
    """The source changes; the difference is shown, a correction written, approved and mailed."""
    room, first = house.room, house.room.edition
    lead = room.draft.items[0].lead_id
    readers = {one.recipient for one in house.relay.taken}
    with write(room.engine) as conn:
        row = conn.execute(tables.entries.select().where(tables.entries.c.id == lead)).one()
        entries.change(conn, row, {"title": row.title}, changed=["text"], now=house.clock(), keep=True)
        longer = f"{row.text}\n\nThe number of the dead is 16."
        conn.execute(update(tables.entries).where(tables.entries.c.id == lead).values(text=longer))
    page.goto(f"{room.base}/corrections/{first.name}")
    assert "The number of the dead is 16." in page.locator("#corrections ins").first.inner_text()
    form = page.locator(f"#c{lead}")
    form.get_by_label("Correction").fill("The number of the dead is 16, not eleven.")
    form.get_by_label("there and at once, in a mail to those who were sent this item").check()
    click_for(page, form.get_by_role("button", name="Make the correction"))
    page.wait_for_selector("#inbox")
    page.frame_locator("iframe").get_by_text("16, not eleven").last.wait_for()
    click_for(page, page.get_by_role("button", name="Approve as Olena"))
    page.locator("#standing .state.approved").wait_for()
    house.relay.taken.clear()
    house.tick()
    house.sent()
    mail = of_correction(room, first)
    assert mail.state == "sent"
    told = [mail_of(one.data) for one in house.relay.taken]
    assert {one.recipient for one in house.relay.taken} == readers
    assert all("The number of the dead is 16, not eleven." in plain(one) for one in told)
    assert all(str(one["List-Unsubscribe"]) for one in told)


def of_correction(room: Room, first: Edition) -> Edition:
    with read(room.engine) as conn:
        return editions.find(conn, f"{first.name.rsplit('/', 1)[0]}/correction-1")


def test_two_browsers_at_once_lose_nothing(browser: Any, room: Room) -> None:
    """The same words written twice: both are shown, whatever comes in meanwhile, and one is chosen."""
    with desk(browser, room) as olena, desk(browser, room, "Mykola") as mykola:
        for page in (olena, mykola):
            page.get_by_text("Subject, preheader, intro").click()
        olena.locator("#f-subject").fill("Half written by Olena")
        mykola.locator("#f-subject").fill("Mykola was quicker")
        click_for(mykola, mykola.get_by_role("button", name="Save subject"))
        olena.locator(".side").get_by_text("Mykola was quicker").wait_for()
        assert olena.locator("#f-subject").input_value() == "Half written by Olena"
        olena.get_by_role("button", name="Save subject").click()
        olena.get_by_role("heading", name="The subject changed while you wrote").wait_for()
        olena.evaluate("""() => { window.heard = new Promise(done => {
            const stream = new EventSource(document.getElementById('main').dataset.live);
            let first; stream.addEventListener('pulse', event => {
              if (first && event.data !== first) { stream.close(); done(); } first = event.data; }); }) }""")
        mykola.locator("#f-preheader").fill("And so was his preheader")
        click_for(mykola, mykola.get_by_role("button", name="Save preheader"))
        olena.evaluate("() => window.heard.then(() => fetch(location.pathname))")
        assert olena.get_by_label("As it stands now").input_value() == "Mykola was quicker"
        assert olena.get_by_label("What you typed").input_value() == "Half written by Olena"
        assert room.draft.subject == "Mykola was quicker"
        olena.get_by_role("button", name="Save mine").click()
        olena.wait_for_selector("#stories")
        assert room.draft.subject == "Half written by Olena"
        assert room.draft.preheader == "And so was his preheader"
        mykola.locator(".inbox.light .phone").get_by_text("Half written by Olena").wait_for()
