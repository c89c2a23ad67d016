"""What tests of signing in share: four people, one password, and the forms as a browser sends them."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from desk.conftest import CHEAP, Room
from desk.visitor import Answer, Visitor
from sqlalchemy import Engine

from digest import passwords
from digest.store import editors
from digest.store.engine import write

PASSWORD = "seven grey herons at dawn"
PEOPLE = {"Vera": "view", "Edda": "edit", "Olena": "approve", "Piotr": "approve"}
NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
DECISIONS = ("approve", "hold", "skip", "reopen", "resume", "stop", "go")


def set_up(folder: Path, approvals: int = 1, more: tuple[str, ...] = ()) -> Path:
    """sign_in in digest.toml, and how many approve."""
    file = folder / "digest.toml"
    added = {
        "[newsletters.daily]": [f"approvals = {approvals}"],
        "[desk]": ["sign_in = true", *more],
    }
    text = file.read_text(encoding="utf-8")
    assert all(text.count(f"\n{table}\n") == 1 for table in added)
    lines = [part for line in text.splitlines() for part in (line, *added.get(line, ()))]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


def add_people(engine: Engine) -> None:
    kept = passwords.hash_of(PASSWORD, CHEAP)
    with write(engine) as conn:
        for name, role in PEOPLE.items():
            editors.add(conn, name, role, kept, NOW)  # type: ignore[arg-type]


def tried(base: str, name: str, password: str, visitor: Visitor | None = None) -> Answer:
    visitor = visitor or Visitor(base)
    form = visitor.get("/sign-in").form(next="/")
    body = urlencode(form.fields | {"name": name, "password": password}).encode()
    return visitor.ask("POST", form.action, body)


def enter(base: str, name: str, password: str = PASSWORD, tls: ssl.SSLContext | None = None) -> Visitor:
    visitor = Visitor(base, tls)
    answer = tried(base, name, password, visitor)
    assert answer.status == 303, answer.text
    return visitor


def csrf_of(visitor: Visitor) -> str:
    return visitor.get("/account").form().fields["csrf"]


def post(visitor: Visitor, path: str, **fields: str) -> Answer:
    """A form of this visitor's own session, sent by hand."""
    return visitor.ask("POST", path, urlencode({"csrf": csrf_of(visitor)} | fields).encode())


def decide(room: Room, visitor: Visitor, what: str, **more: str) -> Answer:
    fields = {"what": what, "hash": room.edition.hash or ""} | more
    return post(visitor, f"/decide/{room.edition.name}", **fields)


def subject(room: Room, visitor: Visitor, value: str, **more: str) -> Answer:
    return post(visitor, f"/edit/{room.edition.name}", **{"kind": "subject", "value": value} | more)
