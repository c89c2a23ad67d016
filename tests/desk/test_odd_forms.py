"""Forms no page of ours sends: nested, huge, of another kind, with bytes that are no text."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
from desk.conftest import TOKEN, Room
from desk.visitor import Visitor

from digest.desk.guard import MAX_FORM


@pytest.fixture
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


def part(name: str, value: str, more: str = "") -> str:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'


MULTIPART = "multipart/form-data; boundary=b"
ODD = {
    "no form at all": ("application/json", b'{"kind": "drop", "entry": 1}'),
    "no kind of content": ("", b"kind=drop&entry=1"),
    "a file": (MULTIPART, (part("kind", "x", '; filename="a.txt"') + "--b--\r\n").encode()),
    "a form in a form": (
        MULTIPART,
        (
            part("a", "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--") + "--b--"
        ).encode(),
    ),
    "no end": (MULTIPART, part("kind", "drop").encode()),
    "many parts": (MULTIPART, ("".join(part(f"f{n}", "x") for n in range(900)) + "--b--\r\n").encode()),
    "deep names": ("application/x-www-form-urlencoded", ("a" + "[b]" * 20_000 + "=1").encode()),
    "many fields": ("application/x-www-form-urlencoded", b"&".join(b"f=1" for _ in range(40_000))),
    "only separators": ("application/x-www-form-urlencoded", b"&" * 190_000),
    "no text": ("application/x-www-form-urlencoded", bytes(range(256)) * 400),
    "broken percents": ("application/x-www-form-urlencoded", b"kind=%&value=%zz%u0041%ED%A0%80" * 50),
}


WORDS = [
    "a\0b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\x1b[31mred",
    "\u202eevil",
    "\uffff\ufffe",
    "a\r\nBcc: x@y.example",
    "😀" * 3000,
]


@pytest.mark.parametrize("name", ODD)
def test_an_odd_form_is_refused_quickly_and_changes_nothing(room: Room, olena: Visitor, name: str) -> None:
    kind, body = ODD[name]
    assert len(body) <= MAX_FORM
    before = room.edition.hash
    began = time.process_time()
    answer = olena.ask("POST", f"/edit/{room.edition.name}", body, {"Content-Type": kind})
    assert answer.status in (400, 403, 413)
    assert time.process_time() - began < 5
    assert room.edition.hash == before
    assert olena.get("/edition/daily").status == 200


@pytest.mark.parametrize("value", WORDS)
@pytest.mark.parametrize("kind", ["subject", "intro"])
def test_words_that_are_hardly_words_break_nothing(room: Room, olena: Visitor, kind: str, value: str) -> None:
    """Kept as they can be, or refused and given back; the mail stays one that can be made and read."""
    form = olena.get("/edition/daily").form(kind=kind)
    answer = olena.send(form, value=value)
    assert answer.status in (200, 409), answer.text[-300:]
    assert olena.get("/edition/daily").status == 200
    for one in room.renderings:
        assert "\n" not in one.subject
        assert "\0" not in one.subject + one.html + one.text
        assert "\x1b" not in one.subject + one.html + one.text


def test_numbers_that_are_none_are_nothing(room: Room, olena: Visitor) -> None:
    form = olena.get("/edition/daily").form(kind="subject")
    for entry in ("-1", "1e9", "٣", "9" * 400, "1; DROP TABLE entries", "0x10", " 1 "):
        answer = olena.ask(
            "POST",
            form.action,
            urlencode(form.fields | {"kind": "drop", "entry": entry, "value": ""}).encode(),
        )
        assert answer.status in (303, 409)
    assert len(room.draft.items) > 10


def test_a_page_of_an_edition_that_cannot_be_is_a_page_that_says_so(olena: Visitor) -> None:
    names = (
        "%00",
        "daily/2026-13-99/0700",
        "a" * 3000,
        "%F0%9F%98%80",
        "../../x",
        "daily%2f..%2f..",
        "%27;--",
    )
    for name in names:
        for page in ("edition", "pool", "compare", "history", "log", "sending"):
            assert olena.ask("GET", f"/{page}/{name}").status in (303, 404, 409), (page, name)
