"""The desk without scripts, over plain HTTP: every form does its work, every page says what it should."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from desk.conftest import TOKEN, Room, served
from desk.visitor import Visitor
from sqlalchemy import update

from digest.desk import frame
from digest.store import edits, entries, runs, tables
from digest.store.engine import read, write


@pytest.fixture
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


def kinds(room: Room) -> list[str]:
    with read(room.engine) as conn:
        return [edit.kind for edit in edits.edits_of(conn, room.edition)]


def test_a_whole_morning_by_forms_alone(room: Room, olena: Visitor) -> None:
    _, second, third = room.draft.items[:3]
    page = olena.get("/edition/daily")
    page = olena.send(page.form(kind="drop", entry=str(second.lead_id)))
    assert "Dropped." in page.text
    page = olena.send(page.form(kind="pin", entry=str(third.lead_id)))
    page = olena.send(page.form(kind="subject"), value="Written by hand")
    page = olena.send(page.form(kind="intro"), value="Good morning.")
    page = olena.send(next(form for form in page.forms if form.action.startswith("/own/")),
                      headline="Our own item", text="Written here, by us.", section="Politics")  # fmt: skip
    assert [item.lead_id for item in room.draft.items][:1] == [third.lead_id]
    assert second.lead_id not in [item.lead_id for item in room.draft.items]
    assert "Our own item" in [item.headline for item in room.draft.items]
    assert (room.draft.subject, room.draft.intro) == ("Written by hand", "Good morning.")
    page = olena.send(page.form(hash=room.edition.hash or ""), what="approve")
    assert room.edition.state == "approved"
    assert "Approved by Olena" in page.text
    page = olena.send(page.form(hash=room.edition.hash or ""), what="reopen")
    assert room.edition.state == "draft"
    page = olena.send(page.form(hash=room.edition.hash or ""), what="hold")
    assert (room.edition.state, room.edition.reason) == ("held", "held by Olena")
    olena.send(page.form(hash=room.edition.hash or ""), what="resume")
    assert room.edition.state == "draft"


def test_an_old_page_cannot_approve_what_it_did_not_show(room: Room, olena: Visitor) -> None:
    page = olena.get("/edition/daily")
    olena.send(page.form(kind="subject"), value="Changed since")
    old = next(form for form in page.forms if form.action.startswith("/decide/"))
    assert old.fields["hash"] != room.edition.hash
    answer = olena.send(old, what="approve")
    assert answer.status == 409
    assert "look again" in answer.text
    assert room.edition.state == "draft"


def test_the_same_words_written_twice_are_shown_side_by_side(room: Room, olena: Visitor) -> None:
    mykola = Visitor(room.base).enter(f"/?token={TOKEN}", "Mykola")
    item = room.draft.items[0]
    hers, his = (who.get(f"/story/{item.lead_id}/daily").form(kind="summary") for who in (olena, mykola))
    mykola.send(his, value="His words.")
    answer = olena.send(hers, value="Her words.")
    assert answer.status == 409
    assert "Mykola saved another summary" in answer.text
    assert "His words." in answer.text
    assert "Her words." in answer.text
    assert room.draft.items[0].summary.text == "His words."
    olena.send(answer.form(kind="summary"), value="His and her words.")
    assert room.draft.items[0].summary.text == "His and her words."
    assert (room.draft.items[0].summary.kind, room.draft.items[0].summary.by) == ("edited", "Olena")


def test_saving_what_stands_already_is_no_edit(room: Room, olena: Visitor) -> None:
    page = olena.send(olena.get("/edition/daily").form(kind="subject"))
    assert "Nothing was changed" in page.text
    assert kinds(room) == []


def test_undo_takes_one_edit_back_and_keeps_the_others(room: Room, olena: Visitor) -> None:
    before = room.edition.hash
    page = olena.send(olena.get("/edition/daily").form(kind="subject"), value="One")
    page = olena.send(page.form(kind="preheader"), value="Two")
    with read(room.engine) as conn:
        first = edits.edits_of(conn, room.edition)[0]
    olena.send(page.form(kind="undo", edit=str(first.id)))
    assert kinds(room) == ["preheader"]
    page = olena.get("/edition/daily")
    olena.send(page.form(kind="undo"))
    assert room.edition.hash == before


def test_the_story_page_shows_the_source_and_what_became_of_it(room: Room, olena: Visitor) -> None:
    item = room.draft.items[0]
    with write(room.engine) as conn:
        row = conn.execute(tables.entries.select().where(tables.entries.c.id == item.lead_id)).one()
        entries.change(conn, row, {"title": row.title}, changed=["text"], now=datetime.now(UTC), keep=True)
        longer = row.text + "\n\nA sentence that came later."
        conn.execute(update(tables.entries).where(tables.entries.c.id == row.id).values(text=longer))
    page = olena.get(f"/story/{item.lead_id}/{room.edition.name}").text
    for number, sentence in enumerate(item.summary.sentences, 1):
        assert f'href="#s{number}"' in page
        assert f'id="s{number}"' in page
        assert sentence.text.split(",")[0].replace("'", "&#39;") in page
    assert "<ins>A sentence that came later.</ins>" in page
    assert 'class="furniture"' in page


def test_an_item_is_taken_in_from_the_pool(room: Room, olena: Visitor) -> None:
    out = next(cut.story.lead for cut in room.draft.cut if cut.story.lead.embargo_until is None)
    word = max(out.title.split(), key=len).strip("“”,.:")
    page = olena.get(f"/pool/{room.edition.name}?state=out&q={quote(word)}")
    assert page.status == 200
    everything = olena.get(f"/pool/{room.edition.name}")
    olena.send(everything.form(kind="pin", entry=str(out.id)))
    assert out.id in {number for item in room.draft.items for number in item.entry_ids}


def test_the_pool_knows_where_everything_is(room: Room, olena: Visitor) -> None:
    page = olena.get(f"/pool/{room.edition.name}").text
    inside = sum(len(item.entry_ids) for item in room.draft.items)
    assert f"{inside} in the edition" in page
    assert room.draft.cut[0].reason.split("(")[0].strip() in page
    arabic = olena.get(f"/pool/{room.edition.name}?language=ar").text
    assert arabic.count("<li class=") < page.count("<li class=")
    assert "Nothing fits" in olena.get(f"/pool/{room.edition.name}?q=zzzzz").text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as=text", "THE WAR"),
        ("as=source", "&lt;!doctype html&gt;"),
        ("as=headers", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
        ("as=size", "All, tags filled"),
        ("as=links", "/u/example"),
        ("as=mail&width=320&light=gmail&pictures=off", "w320"),
        ("as=nonsense&width=9999&light=x&pictures=maybe", "w600"),
    ],
)
def test_the_mail_can_be_looked_at_in_many_ways(room: Room, olena: Visitor, query: str, words: str) -> None:
    page = olena.get(f"/edition/{room.edition.name}?{query}")
    assert page.status == 200
    assert words.lower() in page.text.lower()


def test_what_simulates_never_changes_what_is_stored(room: Room, olena: Visitor) -> None:
    name, stored = room.edition.name, room.renderings[0]
    usual = olena.get(f"/frame/public/{name}?light=as-sent&pictures=on").text
    assert usual == frame.shown(stored, room.edition, room.settings, frame.Look())
    assert "invert(1)" in olena.get(f"/frame/public/{name}?light=gmail").text
    assert "prefers-color-scheme" not in olena.get(f"/frame/public/{name}?light=dark").text
    off = olena.get(f"/frame/public/{name}?pictures=off").headers["content-security-policy"]
    assert "img-src 'none'" in off
    assert room.renderings[0] == stored


def test_members_see_their_own_variant(room: Room, olena: Visitor) -> None:
    public, members = (olena.get(f"/frame/{tier}/{room.edition.name}").text for tier in ("public", "members"))
    kept = [item for item in room.draft.items if item.tier == "members"]
    assert kept
    assert all(item.headline.split(" ")[-1] in members for item in kept)
    assert public != members


def test_the_difference_to_the_machines_pick_names_what_was_done(room: Room, olena: Visitor) -> None:
    assert "this is the machine" in olena.get("/compare/daily").text
    dropped = room.draft.items[2]
    page = olena.send(olena.get("/edition/daily").form(kind="drop", entry=str(dropped.lead_id)))
    olena.send(page.form(kind="subject"), value="Another subject")
    page = olena.get("/compare/daily")
    assert dropped.headline.replace("'", "&#39;") in page.text
    assert ">out</td>" in page.text
    assert "Another" in page.text


def test_weights_are_tried_without_changing_anything(room: Room, olena: Visitor) -> None:
    before = room.edition.hash
    page = olena.get("/weights/daily?recency=5&sources=0&half_life=3").text
    assert "recency = 5" in page
    assert "half_life = &#34;3h&#34;" in page
    assert 'class="moved"' in page
    assert room.edition.hash == before
    assert "recency = 5" not in olena.get("/weights/daily?recency=lots").text


def test_the_log_is_exported_whole_and_holds_no_formula(room: Room, olena: Visitor) -> None:
    eve = Visitor(room.base).enter(f"/?token={TOKEN}", "=HYPERLINK(1)")
    eve.send(eve.get("/edition/daily").form(kind="subject"), value="By Eve")
    olena.send(olena.get("/edition/daily").form(kind="preheader"), value="By Olena")
    lines = list(csv.reader(io.StringIO(olena.get("/log/daily?as=csv").text)))
    assert [line[3] for line in lines[1:]] == ["subject", "preheader"]
    assert lines[1][2] == "'=HYPERLINK(1)"
    assert len(json.loads(olena.get("/log/daily?as=json").body)) == 2


def test_it_is_said_whether_a_worker_is_alive(room: Room, olena: Visitor) -> None:
    assert "No worker is running" in olena.get("/edition/daily").text
    now = datetime.now(UTC)
    with write(room.engine) as conn:
        runs.beat(conn, "w", "work", started_at=now, now=now)
    assert "The worker is running" in olena.get("/edition/daily").text
    with write(room.engine) as conn:
        runs.beat(conn, "w", "work", started_at=now, now=now - timedelta(minutes=5))
    assert "No worker is running" in olena.get("/edition/daily").text


@contextmanager
def at_least(folder: Path, before: int, stories: int) -> Iterator[tuple[Room, Visitor]]:
    """The desk of a newsroom whose daily goes out with that many stories or not at all."""
    file = folder / "digest.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"minimum = {before}", f"minimum = {stories}", 1), encoding="utf-8")
    with contextmanager(served)(folder) as room:
        yield room, Visitor(room.base).enter(f"/?token={TOKEN}")


def test_what_blocks_is_shown_and_keeps_the_approval_back(newsroom: Path) -> None:
    with at_least(newsroom, 3, 16) as (room, olena):
        page = olena.send(olena.get("/edition/daily").form(kind="subject"), value="Drawn anew")
        assert "Must be mended" in page.text
        assert "It cannot be approved yet" in page.text
        answer = olena.send(page.form(hash=room.edition.hash or ""), what="approve")
        assert answer.status == 409
        assert "of at least 16 stories" in answer.text
        assert room.edition.state == "draft"
    with at_least(newsroom, 16, 3) as (room, olena):
        page = olena.send(olena.get("/edition/daily").form(kind="subject"), value="And again")
        assert "Must be mended" not in page.text
        olena.send(page.form(hash=room.edition.hash or ""), what="approve")
        assert room.edition.state == "approved"


def test_nobody_is_asked_for_a_name_twice_and_nobody_acts_without_one(room: Room) -> None:
    visitor = Visitor(room.base)
    visitor.ask("GET", f"/?token={TOKEN}")
    page = visitor.get("/edition/daily")
    assert "Who are you?" in page.text
    page = visitor.send(page.form(next="/edition/daily"), by="Марія")
    assert "Approve as Марія" in page.text
    visitor.send(page.form(kind="subject"), value="По-українськи")
    with read(room.engine) as conn:
        assert [edit.by for edit in edits.edits_of(conn, room.edition)] == ["Марія"]
