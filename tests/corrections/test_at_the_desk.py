"""An editor corrects by the desk's forms alone; asserted on the mail that arrived and on the public page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desk.conftest import TOKEN, Room, newsroom, open_desk, room, sample
from desk.visitor import Visitor
from servers.http_app import serving
from sqlalchemy import update

from digest import approval, pipeline
from digest.model import Edition
from digest.store import editions, entries, tables
from digest.store.engine import read, write
from digest.web import make_app

__all__ = ["newsroom", "open_desk", "room", "sample"]
TEXT = "An earlier edition gave a wrong number: it is <b>16</b>, not 61."


def clock() -> datetime:
    return datetime.now(UTC)


def sent(room: Room) -> Edition:
    edition = room.edition
    approved = approval.approve(
        room.engine, room.settings, edition, edition.hash or "", by="Olena", at=clock()
    )
    pipeline.send_edition(room.engine, room.settings, approved, clock)
    return room.edition


def mails(room: Room) -> set[Path]:
    return set(room.settings.private.rglob("*.eml"))


def test_an_editor_sees_the_change_and_corrects_it_to_those_who_were_sent_it(room: Room) -> None:
    first = room.draft.items[0]
    edition = sent(room)
    before = mails(room)
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    assert "Nothing did." in olena.get(f"/corrections/{edition.name}").text
    with write(room.engine) as conn:
        row = conn.execute(tables.entries.select().where(tables.entries.c.id == first.lead_id)).one()
        entries.change(conn, row, {"title": row.title}, changed=["text"], now=clock(), keep=True)
        longer = row.text + "\n\nIt is 16, not 61."
        conn.execute(update(tables.entries).where(tables.entries.c.id == row.id).values(text=longer))
    assert "Corrections (1)" in olena.get(f"/edition/{edition.name}").text
    page = olena.get(f"/corrections/{edition.name}")
    assert "<ins>It is 16, not 61.</ins>" in page.text
    old = page.form(entry=str(first.lead_id), seen="0")
    page = olena.send(old, text=TEXT, how="mail")
    assert "it leaves once it is approved" in page.text and "/correction-1" in page.path
    assert mails(room) == before, "nothing leaves without an approval"
    twice = olena.send(old, text=TEXT, how="mail")
    assert twice.status == 409 and "while you wrote" in twice.text
    with read(room.engine) as conn:
        mail = editions.find(conn, page.path.partition("?")[0].removeprefix("/edition/"))
    olena.send(page.form(hash=mail.hash or ""), what="approve")
    counts = pipeline.send_edition(room.engine, room.settings, mail, clock)
    assert counts.sent == len(mails(room) - before) > 0
    for file in mails(room) - before:
        assert "&lt;b&gt;16" in file.read_text() and "<b>16" not in file.read_text().split("<html")[1]
    with serving(make_app(room.settings, room.engine)) as client:
        shown = client.get(f"/e/{edition.name}").text
    assert "&lt;b&gt;16&lt;/b&gt;" in shown and "<b>16" not in shown
    log = olena.get(f"/log/{edition.name}").text
    assert "correct" in log and "Olena" in log


def test_a_correction_on_the_web_alone_is_made_and_taken_back(room: Room) -> None:
    item = room.draft.items[1]
    edition = sent(room)
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    page = olena.get(f"/corrections/{edition.name}")
    form = next(one for one in page.forms if one.action.startswith("/correct/"))
    page = olena.send(form, entry=str(item.lead_id), text=TEXT, how="web")
    assert "stands above the edition on the web" in page.text
    with serving(make_app(room.settings, room.engine)) as client:
        assert "wrong number" in client.get(f"/e/{edition.name}").text
        page = olena.send(page.form(correction="1"))
        assert "taken back" in page.text
        assert "wrong number" not in client.get(f"/e/{edition.name}").text


def test_a_draft_has_nothing_to_correct(room: Room) -> None:
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    page = olena.get(f"/corrections/{room.edition.name}")
    assert "Nothing was sent yet" in page.text
    assert not [form for form in page.forms if form.action.startswith("/correct/")]


def test_a_correction_that_none_of_them_may_see_any_more_is_stopped_and_said(room: Room) -> None:
    first = next(one for one in room.draft.items if one.tier == "public")
    edition = sent(room)
    with write(room.engine) as conn:
        row = conn.execute(tables.entries.select().where(tables.entries.c.id == first.lead_id)).one()
        values = {"tier": "paid", "text": row.text + "\n\nIt is 16, not 61."}
        entries.change(conn, row, values, changed=["text"], now=clock(), keep=True)
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    form = olena.get(f"/corrections/{edition.name}").form(entry=str(first.lead_id), seen="0")
    page = olena.send(form, text=TEXT, how="mail")
    assert page.status == 200 and "nobody who was sent it may see it now" in page.text
