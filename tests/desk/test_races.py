"""Two at once: an edit and an approval, two approvals, a cutoff while someone types, a death in the middle.

Nothing is overwritten, nothing is lost, nothing is approved that lacks an edit; and each is told in words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from desk.conftest import TOKEN, Room
from desk.visitor import Answer, Visitor

from digest import approval, pipeline
from digest.store import edits
from digest.store.engine import write

TYPED = "Typed with care, while others were quicker"


@pytest.fixture
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


@pytest.fixture
def mykola(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}", "Mykola")


def approve(room: Room, who: Visitor, page: Answer) -> Answer:
    form = next(one for one in page.forms if one.action.startswith("/decide/"))
    return who.send(form, what="approve")


def aside(do: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    got: list[Any] = []
    thread = threading.Thread(target=lambda: got.append(do()))
    thread.start()
    return thread, got


def test_an_approval_in_the_middle_of_an_edit_is_refused_and_the_edit_is_in_the_next(
    room: Room, olena: Visitor, mykola: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edit is stored, its content not made yet: what lacks it must not be approved."""
    stored, go_on, made = threading.Event(), threading.Event(), pipeline._rendered

    def slowly(*args: Any) -> Any:
        stored.set()
        assert go_on.wait(20)
        return made(*args)

    monkeypatch.setattr(pipeline, "_rendered", slowly)
    page = mykola.get("/edition/daily")
    form = olena.get("/edition/daily").form(kind="subject")
    thread, got = aside(lambda: olena.send(form, value=TYPED))
    assert stored.wait(20)
    answer = approve(room, mykola, page)
    assert answer.status == 409
    assert "an edit of it is not in its draft yet" in answer.text
    assert "An edit is not in it yet" in mykola.get("/edition/daily").text
    go_on.set()
    thread.join(20)
    assert got[0].status == 200
    assert room.edition.state == "draft"
    assert approve(room, mykola, mykola.get("/edition/daily")).status == 200
    assert (room.edition.state, room.draft.subject) == ("approved", TYPED)
    assert all(one.subject == TYPED for one in room.renderings)


def test_of_two_who_approve_at_once_one_is_told_who_was_quicker(
    room: Room, olena: Visitor, mykola: Visitor
) -> None:
    pages = [(who, who.get("/edition/daily")) for who in (olena, mykola)]
    running = [aside(lambda who=who, page=page: approve(room, who, page)) for who, page in pages]  # type: ignore[misc]
    for thread, _ in running:
        thread.join(20)
    answers = [got[0] for _, got in running]
    assert sorted(one.status for one in answers) == [200, 409]
    late = next(one for one in answers if one.status == 409)
    assert f"it is approved by {room.edition.approved_by} already" in late.text
    assert room.edition.approved_by in ("Olena", "Mykola")


def test_an_approval_of_what_was_edited_since_is_refused(room: Room, olena: Visitor, mykola: Visitor) -> None:
    page = mykola.get("/edition/daily")
    olena.send(olena.get("/edition/daily").form(kind="subject"), value=TYPED)
    answer = approve(room, mykola, page)
    assert answer.status == 409
    assert "look again, then approve" in answer.text
    assert room.edition.state == "draft"


@pytest.mark.parametrize("state", ["held", "approved", "skipped"])
def test_a_form_that_comes_after_the_cutoff_changes_nothing_and_gives_back_what_was_typed(
    room: Room, olena: Visitor, state: Any
) -> None:
    form = olena.get("/edition/daily").form(kind="subject")
    own = next(one for one in olena.get("/edition/daily").forms if one.action.startswith("/own/"))
    if state == "approved":
        at = room.draft.now
        approval.approve(
            room.engine, room.settings, room.edition, room.edition.hash or "", by="Mykola", at=at
        )
    else:
        approval.decide(room.engine, room.edition, state, by="the schedule", at=room.draft.now, why="late")
    before = room.edition.hash, room.renderings
    for answer in (olena.send(form, value=TYPED), olena.send(own, headline="Ours", text=TYPED)):
        assert answer.status == 409
        assert f"it is {state}" in answer.text
        assert TYPED in answer.text
    assert (room.edition.hash, room.renderings) == before
    if state == "held":
        page = olena.get("/edition/daily")
        olena.send(next(one for one in page.forms if one.action.startswith("/decide/")), what="reopen")
        assert olena.send(olena.get("/edition/daily").form(kind="subject"), value=TYPED).status == 200
        assert room.draft.subject == TYPED


def test_a_death_between_an_edit_and_its_content_loses_neither(room: Room, olena: Visitor) -> None:
    """The process that took the edit died: the page says so, nobody approves, a refresh brings it in."""
    with write(room.engine) as conn:
        edits.add_edit(conn, room.edition, "subject", by="Olena", at=room.draft.now, value=TYPED)
    page = olena.get("/edition/daily")
    assert "An edit is not in it yet" in page.text
    assert 'value="approve" disabled' in page.text
    olena.send(next(one for one in page.forms if one.action.startswith("/refresh/")))
    assert room.draft.subject == TYPED
    assert approve(room, olena, olena.get("/edition/daily")).status == 200
    assert room.edition.state == "approved"


def test_two_edits_of_different_words_at_once_both_stand(room: Room, olena: Visitor, mykola: Visitor) -> None:
    forms = [(olena, olena.get("/edition/daily").form(kind="subject"), "Of Olena"),
             (mykola, mykola.get("/edition/daily").form(kind="preheader"), "Of Mykola")]  # fmt: skip
    running = [aside(lambda who=who, form=form, value=value: who.send(form, value=value))  # type: ignore[misc]
               for who, form, value in forms]  # fmt: skip
    for thread, _ in running:
        thread.join(20)
    assert [got[0].status for _, got in running] == [200, 200]
    assert (room.draft.subject, room.draft.preheader) == ("Of Olena", "Of Mykola")
