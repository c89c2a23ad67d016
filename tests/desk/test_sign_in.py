"""Sessions at the desk: how they begin, who has one, how they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from desk.conftest import TOKEN, Room
from desk.signing import PASSWORD, enter, tried
from desk.visitor import Answer, Visitor
from sqlalchemy import select, update

from digest.store import editors, tables
from digest.store.engine import read, write


@pytest.mark.parametrize(
    "path", ["/", "/edition/daily", "/pool/daily", "/log/daily", "/live/daily", "/account", "/name", "/none"]
)
def test_nothing_is_shown_to_who_is_not_signed_in(signed: Room, path: str) -> None:
    for visitor in (Visitor(signed.base), Visitor(signed.base)):
        answer = visitor.ask("GET", path)
        assert answer.status in (303, 403)
        assert b"Soline" not in answer.body
        visitor.cookies["desk"] = "made up"


def test_the_first_links_token_opens_nothing(signed: Room) -> None:
    visitor = Visitor(signed.base)
    answer = visitor.ask("GET", f"/edition/daily?token={TOKEN}")
    assert answer.status == 303
    assert answer.headers["location"] == "/sign-in?next=/edition/daily"
    assert visitor.cookies == {}


def test_a_name_cookie_is_nobody(signed: Room) -> None:
    visitor = Visitor(signed.base)
    visitor.cookies["editor"] = "Olena"
    assert visitor.ask("GET", "/edition/daily").status == 303


def test_signing_in_leads_on_and_the_cookie_is_kept_from_scripts(signed: Room) -> None:
    visitor = Visitor(signed.base)
    page = visitor.get("/edition/daily")
    assert page.path == "/sign-in?next=/edition/daily"
    form = page.form(next="/edition/daily")
    body = urlencode(form.fields | {"name": " olena ", "password": PASSWORD}).encode()
    answer = visitor.ask("POST", form.action, body)
    assert answer.headers["location"] == "/edition/daily"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie  # this desk is http on loopback
    assert "Approve as Olena" in visitor.get("/edition/daily").text


def test_the_database_holds_neither_cookie_nor_password(signed: Room) -> None:
    visitor = enter(signed.base, "Olena")
    with read(signed.engine) as conn:
        held = [tuple(row) for name in ("editors", "editor_sessions", "actions")
                for row in conn.execute(select(tables.metadata.tables[name]))]  # fmt: skip
    assert visitor.cookies["desk"] not in str(held)
    assert PASSWORD not in str(held)
    assert "$argon2id$" in str(held)


@pytest.mark.parametrize("after", ["//evil.example/", "/\\evil.example", "https://evil.example", "/a\r\nb"])
def test_signing_in_leads_nowhere_else(signed: Room, after: str) -> None:
    visitor = Visitor(signed.base)
    form = visitor.get("/sign-in").form(next="/")
    fields = form.fields | {"name": "Vera", "password": PASSWORD, "next": after}
    answer = visitor.ask("POST", "/sign-in", urlencode(fields).encode())
    assert answer.headers["location"] == "/"


def test_signing_out_ends_the_session_for_a_copied_cookie_too(signed: Room) -> None:
    visitor, thief = enter(signed.base, "Olena"), Visitor(signed.base)
    thief.cookies = dict(visitor.cookies)
    form = next(one for one in visitor.get("/account").forms if one.action == "/sign-out")
    assert visitor.ask("POST", form.action, urlencode(form.fields).encode()).status == 303
    assert thief.ask("GET", "/").status == 303


def test_a_session_is_never_one_that_a_visitor_brought(signed: Room) -> None:
    """Session fixation: a cookie put into her browser beforehand is nobody's, before and after."""
    visitor, thief = Visitor(signed.base), Visitor(signed.base)
    visitor.cookies["desk"] = thief.cookies["desk"] = "put-there-by-a-thief"
    assert tried(signed.base, "Olena", PASSWORD, visitor).status == 303
    assert visitor.cookies["desk"] != "put-there-by-a-thief"
    assert visitor.ask("GET", "/").status == 200
    assert thief.ask("GET", "/").status == 303


def test_signing_in_again_makes_a_new_session_and_ends_the_old(signed: Room) -> None:
    visitor, old = enter(signed.base, "Olena"), Visitor(signed.base)
    old.cookies = dict(visitor.cookies)
    assert tried(signed.base, "Olena", PASSWORD, visitor).status == 303
    assert visitor.cookies["desk"] != old.cookies["desk"]
    assert old.ask("GET", "/").status == 303


def test_a_session_ends_by_itself(signed: Room) -> None:
    visitor = enter(signed.base, "Olena")
    assert visitor.ask("GET", "/").status == 200
    with write(signed.engine) as conn:
        conn.execute(update(tables.editor_sessions).values(ends_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert visitor.ask("GET", "/").status == 303


def test_what_was_typed_is_given_back_when_the_session_has_ended(signed: Room) -> None:
    visitor = enter(signed.base, "Edda")
    form = visitor.get("/edition/daily").form(kind="subject")
    with write(signed.engine) as conn:
        editors.end_all(conn, editors.find(conn, "Edda"))
    body = urlencode(form.fields | {"value": "Typed with care"}).encode()
    answer = visitor.ask("POST", form.action, body)
    assert answer.status == 403
    assert "Typed with care" in answer.text
    assert signed.draft.subject != "Typed with care"


def test_another_password_ends_every_session(signed: Room) -> None:
    here, there = enter(signed.base, "Olena"), enter(signed.base, "Olena")
    form = next(one for one in here.get("/account").forms if one.action == "/password")
    new = "eight white storks at noon"

    def change(**fields: str) -> Answer:
        return here.ask("POST", "/password", urlencode(form.fields | fields).encode())

    assert change(old="wrong", new=new, again=new).status == 403
    assert change(old=PASSWORD, new=new, again=new + "!").status == 409
    assert change(old=PASSWORD, new="short", again="short").status == 409
    assert there.ask("GET", "/").status == 200
    assert change(old=PASSWORD, new=new, again=new).status == 303
    assert here.ask("GET", "/").status == there.ask("GET", "/").status == 303
    assert tried(signed.base, "Olena", PASSWORD).status == 403
    assert tried(signed.base, "Olena", new).status == 303


def test_a_page_of_another_site_cannot_sign_in_or_out(signed: Room) -> None:
    visitor = enter(signed.base, "Olena")
    form = visitor.get("/account").form()
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "", "Sec-Fetch-Site": "cross-site"}):
        fields = {"name": "Vera", "password": PASSWORD}
        assert visitor.ask("POST", "/sign-in", urlencode(fields).encode(), headers).status == 403
        assert visitor.ask("POST", "/sign-out", urlencode(form.fields).encode(), headers).status == 403
    assert visitor.ask("GET", "/").status == 200


def test_a_form_of_another_editors_session_is_refused(signed: Room) -> None:
    vera, olena = enter(signed.base, "Vera"), enter(signed.base, "Olena")
    csrf = vera.get("/account").form().fields["csrf"]
    fields = {"csrf": csrf, "what": "approve", "hash": signed.edition.hash or ""}
    answer = olena.ask("POST", f"/decide/{signed.edition.name}", urlencode(fields).encode())
    assert answer.status == 403
    assert signed.edition.state == "draft"


def test_the_sign_in_page_has_no_fault_to_give(signed: Room) -> None:
    visitor = Visitor(signed.base)
    assert visitor.ask("GET", "/sign-in?said=pin&undo=3&next=%00").status == 200
    assert visitor.ask("POST", "/sign-in", b"").status == 403
    assert visitor.ask("POST", "/sign-in", b"x=" + b"y" * 300_000).status == 413
