"""Who may do what at the desk."""

from __future__ import annotations

from desk.conftest import Room
from desk.signing import DECISIONS, NOW, PASSWORD, PEOPLE, decide, enter, post, subject, tried

from digest.store import editors, edits
from digest.store.engine import read, write


def test_who_may_view_changes_nothing(signed: Room) -> None:
    vera, before = enter(signed.base, "Vera"), signed.edition
    page = vera.get("/edition/daily")
    assert page.status == 200
    actions = {form.action.split("/")[1] for form in page.forms if form.action}
    assert not actions & {"edit", "own", "decide", "test"}
    assert subject(signed, vera, "Mine now").status == 403
    for what in DECISIONS:
        assert decide(signed, vera, what).status == 403
    for path in ("own", "test", "nothing-yet"):
        assert post(vera, f"/{path}/{signed.edition.name}").status in (403, 404)
    assert signed.edition == before


def test_who_may_edit_does_not_approve(signed: Room) -> None:
    edda = enter(signed.base, "Edda")
    assert subject(signed, edda, "A better subject").status == 303
    assert signed.draft.subject == "A better subject"
    before = signed.edition
    for what in DECISIONS:
        answer = decide(signed, edda, what)
        assert answer.status == 403
        assert "Your role is edit; this needs approve." in answer.text
    assert signed.edition == before
    assert 'value="approve"' not in edda.get("/edition/daily").text


def test_the_name_beside_an_act_is_the_signed_in_one(signed: Room) -> None:
    edda = enter(signed.base, "Edda")
    edda.cookies["editor"] = "Olena"
    assert subject(signed, edda, "Signed by whom", by="Olena").status == 303
    olena = enter(signed.base, "Olena")
    assert decide(signed, olena, "approve", by="Vera").status == 303
    assert signed.edition.approved_by == "Olena"
    with read(signed.engine) as conn:
        log = [(line.what, line.by) for line in edits.log_of(conn, signed.edition)]
    assert {by for _, by in log if by in PEOPLE} == {"Edda", "Olena"}
    assert ("approve", "Olena") in log


def test_nobody_can_change_the_name(signed: Room) -> None:
    edda = enter(signed.base, "Edda")
    assert post(edda, "/name", by="Olena", next="/").status == 404
    assert "Edda" in edda.get("/").text


def test_another_role_ends_the_sessions_of_the_old(signed: Room) -> None:
    olena = enter(signed.base, "Olena")
    form = olena.get("/edition/daily").form(hash=signed.edition.hash or "")
    with write(signed.engine) as conn:
        editors.set_role(conn, editors.find(conn, "Olena"), "view")
    assert olena.send(form, what="approve").status == 403
    assert olena.ask("GET", "/").status == 303
    assert decide(signed, enter(signed.base, "Olena"), "approve").status == 403
    assert signed.edition.state == "draft"


def test_a_removed_editor_is_out_at_once_and_for_good(signed: Room) -> None:
    olena = enter(signed.base, "Olena")
    with write(signed.engine) as conn:
        editors.remove(conn, editors.find(conn, "Olena"), NOW)
    assert olena.ask("GET", "/").status == 303
    assert tried(signed.base, "Olena", PASSWORD).status == 403
