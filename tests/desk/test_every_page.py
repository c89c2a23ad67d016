"""What must hold on every page and for every act, whatever is added: crawled from the app's own routes."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from desk.conftest import CHEAP, Room
from desk.crawl import FILES, acts, mounts, pages, send, streams
from desk.signing import NOW, PASSWORD, PEOPLE, csrf_of, enter, post
from desk.visitor import Visitor
from sqlalchemy import select, update

from digest import passwords
from digest.desk.app import NEEDS
from digest.desk.guard import MAX_FORM
from digest.model import Edition
from digest.store import editors, tables
from digest.store.editors import ROLES
from digest.store.engine import read, write

OPEN = "/sign-in"


@pytest.fixture(params=["draft", "sent"])
def found(request: pytest.FixtureRequest, signed: Room) -> Edition:
    """The daily as a draft, and as it was sent and corrected."""
    return signed.edition if request.param == "draft" else send(signed)


def needed(action: str) -> str:
    return NEEDS.get(action.split("/")[1], "approve")


def kept(room: Room) -> list[object]:
    """Everything an act could change, but sessions and the log of who signed in."""
    names = ("editions", "variants", "edits", "approvals", "corrections", "requests", "switches", "editors",
             "entries", "feeds")  # fmt: skip
    with read(room.engine) as conn:
        return [conn.execute(select(tables.metadata.tables[name])).all() for name in names]


def test_nobody_sees_or_does_anything_without_signing_in(signed: Room, found: Edition) -> None:
    assert mounts(signed) == FILES
    before = kept(signed)
    for cookie in ("", "made up"):
        visitor = Visitor(signed.base)
        visitor.cookies = {"desk": cookie, "editor": "Olena"}
        for path in (*pages(signed, found), *streams(signed, found)):
            answer = visitor.ask("GET", path)
            assert answer.status in (303, 403) or path == OPEN, path
            assert b"Soline" not in answer.body, path
        for path in acts(signed, found):
            assert visitor.ask("POST", path, urlencode({"csrf": "0" * 64}).encode()).status == 403, path
    assert kept(signed) == before


@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_shows_a_form_its_reader_may_not_send(signed: Room, found: Edition, name: str) -> None:
    role = PEOPLE[name]
    visitor = enter(signed.base, name)
    for path in pages(signed, found):
        answer = visitor.get(path)
        assert answer.status in (200, 409), (path, answer.status)  # 409: weights of what is no draft
        for form in answer.forms:
            if form.method == "post" and form.action != OPEN:
                assert ROLES.index(role) >= ROLES.index(needed(form.action)), (path, form.action)  # type: ignore[arg-type]


def test_who_may_approve_finds_a_form_for_every_act(signed: Room) -> None:
    """An act that no page offers is either forgotten or should go."""
    olena = enter(signed.base, "Olena")
    offered: set[str] = set()
    asked = {path.split("/")[1] for path in acts(signed, signed.edition)}
    for _ in ("draft", "sent"):
        found = signed.edition
        for path in pages(signed, found):
            offered |= {form.action.split("/")[1] for form in olena.get(path).forms if form.method == "post"}
        if found.state == "draft":
            send(signed)
    assert asked <= offered


@pytest.mark.parametrize("name", PEOPLE)
def test_no_act_is_done_for_a_role_below_the_one_it_needs(signed: Room, found: Edition, name: str) -> None:
    """Sent by hand, past the page: all of a form's likely fields, with this session's own token."""
    role, visitor = PEOPLE[name], enter(signed.base, name)
    lead = str(signed.draft.items[0].lead_id)
    fields = {"kind": "drop", "entry": lead, "what": "hold", "hash": found.hash or "", "headline": "Mine",
              "text": "Words of mine.", "how": "web", "correction": "1", "value": "Mine"}  # fmt: skip
    refused = [
        path
        for path in acts(signed, found)
        if path != OPEN and ROLES.index(role) < ROLES.index(needed(path))  # type: ignore[arg-type]
    ]
    assert len(refused) > 2 or role == "approve"
    before = kept(signed)
    for path in refused:
        answer = post(visitor, path, **fields)
        assert answer.status == 403, path
        assert f"Your role is {role}; this needs {needed(path)}." in answer.text, path
    assert kept(signed) == before


def test_no_act_is_done_for_another_page_or_without_the_sessions_token(signed: Room, found: Edition) -> None:
    olena, vera = enter(signed.base, "Olena"), enter(signed.base, "Vera")
    token, hers = csrf_of(olena), csrf_of(vera)
    before = kept(signed)
    foreign = (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
    )
    for path in acts(signed, found):
        body = urlencode({"csrf": token, "what": "hold", "kind": "subject", "value": "Not hers"}).encode()
        for headers in foreign:
            answer = olena.ask("POST", path, body, headers)
            assert (answer.status, b"Another page" in answer.body) == (403, True), path
        for wrong in ("", "0" * 64, hers):
            assert olena.ask("POST", path, urlencode({"csrf": wrong}).encode()).status == 403, path
        assert olena.ask("POST", path, b"x=" + b"y" * MAX_FORM).status == 413, path
    assert kept(signed) == before


def test_no_address_answers_under_a_foreign_name_or_may_be_framed(signed: Room, found: Edition) -> None:
    olena = enter(signed.base, "Olena")
    for path in pages(signed, found):
        for host in ("evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"):
            assert olena.ask("GET", path, headers={"Host": host}).status == 421, path
        headers = olena.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert ("frame-ancestors 'none'" in policy) != path.startswith("/frame/"), path
        assert "'unsafe" not in policy or policy.endswith("sandbox"), path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cache-control"] == "no-store", path
    for path in acts(signed, found):
        assert olena.ask("POST", path, b"x=y", {"Host": "evil.example"}).status == 421, path
    for method in ("PUT", "DELETE", "PATCH"):
        assert olena.ask(method, f"/edition/{found.name}", b"x=y").status in (403, 405)


EVIL = '"><script>alert(1)</script></textarea></script><form action="/decide/x" method="post"><b id="side">'


def test_what_strangers_and_editors_write_is_never_markup(signed: Room) -> None:
    """Titles, texts, authors and pictures that try to be the desk, and an editor whose name does."""
    with write(signed.engine) as conn:
        editors.add(conn, EVIL[:70], "approve", passwords.hash_of(PASSWORD, CHEAP), NOW)
        told = {name: EVIL + tables.entries.c[name] for name in ("summary", "html", "text")}
        lists = {"authors": [EVIL], "categories": [EVIL]}
        conn.execute(update(tables.entries).values(told | lists))
        few = tables.entries.c.id.in_([item.lead_id for item in signed.draft.items[:3]])
        conn.execute(update(tables.entries).where(few).values(title=EVIL + tables.entries.c.title))
    eve, item = enter(signed.base, EVIL[:70]), signed.draft.items[0]
    for kind in ("headline", "note", "summary", "alt", "subject", "preheader", "intro"):
        entry = {} if kind in ("subject", "preheader", "intro") else {"entry": str(item.lead_id)}
        answer = post(eve, f"/edit/{signed.edition.name}", kind=kind, value=f"{kind} {EVIL}", **entry)
        assert answer.status in (303, 409), kind
    _look_at_all(signed, eve)
    send(signed, by=EVIL[:70])
    answer = post(
        eve, f"/correct/{signed.edition.name}", entry=str(item.lead_id), text=EVIL, how="web", seen="9"
    )
    assert answer.status == 303
    _look_at_all(signed, eve)


def _look_at_all(room: Room, visitor: Visitor) -> None:
    seen = 0
    for path in pages(room, room.edition):
        answer = visitor.get(path)
        assert answer.text.count("<script") == (not path.startswith("/frame/")), path
        assert "/decide/x" not in {form.action for form in answer.forms}, path
        assert '<b id="side">' not in answer.text, path
        seen += "&lt;script&gt;alert(1)" in answer.text
    assert seen > 8
