"""What must not get through: foreign names, foreign pages, forms without a token, scripts, paths, sizes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk.conftest import TOKEN, Room, served
from desk.visitor import Visitor
from sqlalchemy import update

from digest import pipeline
from digest.desk import serve_desk
from digest.desk.guard import MAX_FORM
from digest.errors import SettingsError
from digest.store import edits, tables
from digest.store.engine import write


@pytest.fixture(scope="module")
def room(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One for all: what is attacked here stays as it is."""
    yield from served(Path(shutil.copytree(sample, tmp_path_factory.mktemp("attacked") / "newsroom")))


@pytest.fixture(scope="module")
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"])
def test_a_name_that_is_not_ours_is_not_answered(room: Room, olena: Visitor, host: str) -> None:
    answer = olena.ask("GET", "/", headers={"Host": host})
    assert answer.status == 421
    assert b"Courier" not in answer.body


def test_localhost_is_answered(room: Room, olena: Visitor) -> None:
    port = room.base.rpartition(":")[2]
    assert olena.ask("GET", "/", headers={"Host": f"localhost:{port}"}).status == 200


@pytest.mark.parametrize("path", ["/", "/edition/daily", "/pool/daily", "/log/daily", "/live/daily"])
def test_without_the_first_link_nothing_is_shown(room: Room, path: str) -> None:
    answer = Visitor(room.base).ask("GET", path)
    assert answer.status == 403
    assert b"Soline" not in answer.body


def test_a_wrong_token_begins_no_session(room: Room) -> None:
    visitor = Visitor(room.base)
    assert visitor.ask("GET", "/?token=wrong").status == 403
    assert visitor.cookies == {}


def test_the_token_leaves_the_address(room: Room) -> None:
    visitor = Visitor(room.base)
    answer = visitor.ask("GET", f"/edition/daily?token={TOKEN}")
    assert 'url=/edition/daily"' in answer.text
    assert TOKEN not in answer.text
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]


def test_the_first_link_leads_nowhere_else(room: Room) -> None:
    answer = Visitor(room.base).ask("GET", f"//evil.example/x?token={TOKEN}")
    assert "url=//evil" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_page_cannot_approve(room: Room, olena: Visitor, headers: dict[str, str]) -> None:
    page = olena.get("/edition/daily")
    fields = page.form(hash=room.edition.hash or "").fields | {"what": "approve"}
    answer = olena.ask("POST", f"/decide/{room.edition.name}", urlencode(fields).encode(), headers)
    assert answer.status == 403
    assert room.edition.state == "draft"


@pytest.mark.parametrize("csrf", ["", "0" * 64, None])
def test_a_form_without_its_token_does_nothing(room: Room, olena: Visitor, csrf: str | None) -> None:
    fields = {"kind": "subject", "value": "Typed with care"} | ({} if csrf is None else {"csrf": csrf})
    answer = olena.ask("POST", f"/edit/{room.edition.name}", urlencode(fields).encode())
    assert answer.status == 403
    assert "Typed with care" in answer.text  # and is given back
    assert room.draft.subject != "Typed with care"


def test_a_form_that_is_too_large_is_not_read(room: Room, olena: Visitor) -> None:
    form = olena.get("/edition/daily").form(kind="subject")
    body = urlencode(form.fields | {"value": "x" * MAX_FORM}).encode()
    assert olena.ask("POST", form.action, body).status == 413
    chunked = {"Transfer-Encoding": "chunked", "Content-Length": ""}
    assert olena.ask("POST", form.action, b"5\r\nvalue\r\n0\r\n\r\n", chunked).status == 413


def test_a_form_with_too_many_fields_is_refused(room: Room, olena: Visitor) -> None:
    body = "&".join(f"f{number}=1" for number in range(2000)).encode()
    assert olena.ask("POST", f"/edit/{room.edition.name}", body).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/pictures/../secrets.env",
        "/pictures/%2e%2e/secrets.env",
        "/pictures/..%2f..%2fsecrets.env",
        "/pictures//etc/passwd",
        "/edition/../../secrets.env",
        "/frame/..%2f..%2fsecrets.env/daily",
    ],
)
def test_no_path_leads_out(room: Room, olena: Visitor, path: str) -> None:
    answer = olena.ask("GET", path)
    assert answer.status in (303, 404, 409, 200)
    assert b"DIGEST_SECRETS" not in answer.body
    assert b"root:" not in answer.body
    assert b"import" not in answer.body


def test_pictures_are_served_and_nothing_else_of_the_folder(room: Room, olena: Visitor) -> None:
    answer = olena.ask("GET", "/pictures/harbour.png")
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/png"
    assert olena.ask("GET", "/secrets.env").status == 404


def test_every_answer_forbids_scripts_of_others_and_framing(room: Room, olena: Visitor) -> None:
    for path in ("/", "/edition/daily", "/nowhere", "/static/desk.css", f"/story/1/{room.edition.name}"):
        policy = olena.get(path).headers["content-security-policy"]
        assert "'unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
    frame = olena.get(f"/frame/public/{room.edition.name}").headers["content-security-policy"]
    assert "script-src" not in frame
    assert "default-src 'none'" in frame
    assert frame.endswith("sandbox")


def test_what_a_feed_writes_is_never_markup(room: Room, olena: Visitor) -> None:
    """A title, a text, an author and a publisher's category that try to be the desk."""
    evil = '"><script>alert(1)</script><form action="/decide/x"><button>Approve</button></form><b id="side">'
    item = room.draft.items[0]
    with write(room.engine) as conn:
        edits.add_edit(conn, room.edition, "pin", by="Olena", at=room.draft.now, entry=item.lead_id)
    with write(room.engine) as conn:
        conn.execute(
            update(tables.entries)
            .where(tables.entries.c.id == item.lead_id)
            .values(title=evil, text=f"{evil} The mayor said so. It was confirmed by nobody.", authors=[evil])
        )
    pipeline.refresh_edition(room.engine, room.settings, room.edition, room.draft.now)
    name = room.edition.name
    for path in (f"/edition/{name}", f"/story/{item.lead_id}/{name}", f"/pool/{name}", f"/compare/{name}"):
        page = olena.get(path)
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert 'action="/decide/x"' not in page.text
        assert "&lt;script&gt;" in page.text or path.startswith("/compare")


def test_what_an_editor_types_is_never_markup(room: Room, olena: Visitor) -> None:
    form = olena.get("/edition/daily").form(kind="subject")
    page = olena.send(form, value='<script>alert(1)</script>" onload="x')
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert 'onload="x' not in page.text


def test_an_address_cannot_make_the_desk_say_things(room: Room, olena: Visitor) -> None:
    assert "Call this number" not in olena.get("/edition/daily?said=Call+this+number").text
    assert 'value="https://evil' not in olena.get("/name?next=https://evil.example").text
    assert 'value="//evil' not in olena.get("/name?next=//evil.example").text


def test_the_desk_does_not_listen_to_the_world(room: Room) -> None:
    from dataclasses import replace

    open_to_all = replace(room.settings, desk=replace(room.settings.desk, host="0.0.0.0"))
    with pytest.raises(SettingsError, match="this machine only"):
        serve_desk(room.engine, open_to_all)
