"""What an editor does at the desk: each is one form, each ends on a page that shows the result."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from digest import approval, pipeline
from digest.desk.app import Desk, Form, see
from digest.errors import DigestError
from digest.model import EDIT_KINDS, Edition
from digest.store import editions, runs, switches
from digest.store import edits as edit_store
from digest.store.engine import read, write


def edit(desk: Desk, request: Request, form: Form) -> Response:
    """One edit, or the undoing of one."""
    found, by, at = _edition(desk, request), _by(request, form), desk.clock()
    kind = form.get("kind", "")
    if kind == "undo":
        with write(desk.engine) as conn:
            edit_store.undo_edit(conn, found, _number(form, "edit") or 0, by=by, at=at)
            shown = editions.draft_of(conn, found)
        pipeline.refresh_edition(desk.engine, desk.settings, found, shown.now if shown else at)
        return see(f"/edition/{found.name}", "undone")
    if kind not in EDIT_KINDS:
        raise DigestError(f"there is no edit {kind!r}", subject=found.name)
    entry = _number(form, "entry")
    pipeline.edit_edition(
        desk.engine,
        desk.settings,
        found,
        kind,
        by=by,
        at=at,
        entry=entry,
        other=_number(form, "other"),
        value=form.get("value"),
    )
    if form.get("back") == "story" and entry:
        return see(f"/story/{entry}/{found.name}", "saved")
    return see(f"/edition/{found.name}", "saved", f"e{entry}" if entry and kind != "drop" else "stories")


def own(desk: Desk, request: Request, form: Form) -> Response:
    """An item of the newsroom's own, written here."""
    found, by, at = _edition(desk, request), _by(request, form), desk.clock()
    headline, text = form.get("headline", "").strip(), form.get("text", "").strip()
    if not headline or not text:
        raise DigestError("an own item needs a headline and a text", subject=found.name)
    pipeline.add_own_item(
        desk.engine,
        desk.settings,
        found,
        headline=headline,
        text=text,
        link=form.get("link", "").strip() or None,
        section=form.get("section") or None,
        by=by,
        at=at,
    )
    return see(f"/edition/{found.name}", "the item is in", "stories")


def decide(desk: Desk, request: Request, form: Form) -> Response:
    """Approve, reopen, hold, skip, resume, stop."""
    found, by, at = _edition(desk, request), _by(request, form), desk.clock()
    what = form.get("what")
    if what == "approve":
        found = approval.approve(desk.engine, desk.settings, found, form.get("hash", ""), by=by, at=at)
    elif what == "reopen":
        found = approval.reopen(desk.engine, found, by=by, at=at)
    elif what == "resume":
        found = approval.resume(desk.engine, found, by=by, at=at)
    elif what == "hold":
        found = approval.decide(desk.engine, found, "held", by=by, at=at, why=f"held by {by}")
    elif what == "skip":
        found = approval.decide(desk.engine, found, "skipped", by=by, at=at, why=f"skipped by {by}")
    elif what in ("stop", "go"):
        with write(desk.engine) as conn:
            if what == "stop":
                switches.stop(conn, f"by {by}", at, found.name)
            else:
                switches.let_go(conn, at, found.name)
            edit_store.record(conn, at=at, by=by, what=what, edition=found)
    else:
        raise DigestError("there is nothing of this name to decide", subject=found.name)
    return see(f"/edition/{found.name}", found.state)


def test(desk: Desk, request: Request, form: Form) -> Response:
    """Asks the worker for a test mail of what is shown."""
    found, by = _edition(desk, request), _by(request, form)
    with write(desk.engine) as conn:
        runs.ask(
            conn,
            "test",
            edition=found,
            data={"variant": form.get("variant"), "hash": found.hash},
            by=by,
            at=desk.clock(),
        )
        edit_store.record(conn, at=desk.clock(), by=by, what="test", edition=found)
    return see(f"/edition/{found.name}", "the worker will send it to the testers at its next tick")


def _edition(desk: Desk, request: Request) -> Edition:
    with read(desk.engine) as conn:
        return editions.find(conn, request.path_params["name"])


def _by(request: Request, form: Form) -> str:
    """The editor's name: the form's, else the one this browser gave last."""
    name = form.get("by", "").strip() or unquote(request.cookies.get("editor", "")).strip()
    if not name:
        raise DigestError("say who you are: put your name into the field at the top")
    return name[:80]


def _number(form: Form, name: str) -> int | None:
    value = form.get(name, "")
    return int(value) if value.isdecimal() else None
