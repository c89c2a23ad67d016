"""Every address of the desk, taken from the app's own routes: a new one is crawled, or fails the tests.

An address that names something other than an edition, an entry or a variant is not known here, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from desk.conftest import Room
from sqlalchemy import update
from starlette.routing import Mount, Route

from digest import approval, correcting, pipeline
from digest.model import Edition
from digest.store import entries, tables
from digest.store.engine import write

#: Files without a secret, which the mail's sandboxed frame asks for without a session.
FILES = {"/static", "/pictures"}
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


def pages(room: Room, found: Edition) -> list[str]:
    """Every address that answers GET, about this edition; the stream, which never ends, is not among them."""
    return [path for path in _filled(room, found, "GET") if not path.startswith("/live/")]


def streams(room: Room, found: Edition) -> list[str]:
    return [path for path in _filled(room, found, "GET") if path.startswith("/live/")]


def acts(room: Room, found: Edition) -> list[str]:
    """Every address that answers POST, about this edition."""
    return _filled(room, found, "POST")


def mounts(room: Room) -> set[str]:
    return {route.path for route in room.app.routes if isinstance(route, Mount)}


def _filled(room: Room, found: Edition, method: str) -> list[str]:
    routes = [route for route in room.app.routes if isinstance(route, Route) and method in route.methods]
    assert len(routes) + len(mounts(room)) <= len(room.app.routes)
    values = {"name": found.name, "entry": str(room.draft.items[0].lead_id), "variant": "public"}
    return [_path(route.path, values) for route in routes]


def _path(pattern: str, values: Mapping[str, str]) -> str:
    names = set(_PARAMETER.findall(pattern))
    assert names <= set(values), f"{pattern} names something this crawl does not know: teach it"
    return _PARAMETER.sub(lambda match: values[match[1]], pattern)


def send(room: Room, by: str = "Olena") -> Edition:
    """Approves and sends the daily; one of its items then changes at its source and is corrected."""
    found, now = room.edition, datetime.now(UTC)
    lead = room.draft.items[0].lead_id
    approved = approval.approve(room.engine, room.settings, found, found.hash or "", by=by, at=now)
    pipeline.send_edition(room.engine, room.settings, approved, lambda: datetime.now(UTC))
    with write(room.engine) as conn:
        row = conn.execute(tables.entries.select().where(tables.entries.c.id == lead)).one()
        entries.change(conn, row, {"title": row.title}, changed=["text"], now=now, keep=True)
        longer = row.text + "\n\nIt is 16, not 61."
        conn.execute(update(tables.entries).where(tables.entries.c.id == lead).values(text=longer))
    correcting.correct(
        room.engine, room.settings, room.edition, entry=lead, text="It was 16.", how="web",
        by=by,
        at=datetime.now(UTC),
        seen=0,
    )  # fmt: skip
    return room.edition
