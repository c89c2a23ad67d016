"""What an editor does at the desk: each is one form, each ends on a page that shows the result."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from digest import approval, byhand, news, pipeline
from digest.desk import summary, words
from digest.desk.app import MAX_NAME, YEAR, Desk, Form, see
from digest.desk.forms import is_ours, number, signer
from digest.desk.story import item_of, known_of, value_of
from digest.errors import DigestError, EditConflict
from digest.model import EDIT_KINDS, Draft, Edition
from digest.store import editions, runs, switches
from digest.store import edits as edit_store
from digest.store import entries as entry_store
from digest.store.engine import read, write

WORDS = ("headline", "summary", "note", "alt", "picture", "subject", "preheader", "intro")


def name(desk: Desk, request: Request, form: Form) -> Response:
    """Keeps the editor's name in her browser."""
    given = " ".join(form.get("by", "").split())[:MAX_NAME]
    if not given:
        raise DigestError("a name needs at least a letter")
    after = form.get("next", "/")
    answer = see(after if is_ours(after) else "/")
    answer.set_cookie("editor", quote(given), max_age=YEAR, samesite="strict", httponly=True)
    return answer


def edit(desk: Desk, request: Request, form: Form) -> Response:
    """One edit, or the undoing of one."""
    found, by = desk.edition(request), signer(request, form)
    form = {**form, **_pressed(form.get("do", ""))}
    kind, entry = form.get("kind", ""), number(form, "entry")
    if kind == "undo":
        return _undo(desk, found, form, by)
    if kind not in EDIT_KINDS:
        raise DigestError(f"there is no edit {kind!r}", subject=found.name)
    with read(desk.engine) as conn:
        draft = editions.draft_of(conn, found)
    if kind == "summary" and "value" not in form:
        form = {**form, "value": _summary(desk, draft, form, entry)}
    value, present = _text(form.get("value")), value_of(draft, kind, entry)
    if kind in WORDS and value == present:
        return see(_after(found, form, entry), "same", _anchor(kind, entry))
    if "was" in form and present is not None and words.mark(present) != form["was"]:
        return _conflict(desk, request, found, form)
    try:
        pipeline.edit_edition(
            desk.engine,
            desk.settings,
            found,
            kind,
            by=by,
            at=desk.clock(),
            entry=entry,
            other=number(form, "other"),
            value=value,
            seen=number(form, "seen") if kind in WORDS else None,
        )
    except EditConflict:
        return _conflict(desk, request, found, form)
    return _done(desk, found, form, kind, entry)


def _pressed(do: str) -> Form:
    """What a button of the page's one form asks for: "move 12 15", "pin 12", "undo 3"; "" for nothing."""
    kind, *numbers = do.split(" ")
    names = ("edit",) if kind == "undo" else ("entry", "other")
    return {"kind": kind, **dict(zip(names, numbers, strict=False))} if do else {}


def _text(value: str | None) -> str | None:
    return None if value is None else value.replace("\r\n", "\n").strip()


def _summary(desk: Desk, draft: Draft | None, form: Form, entry: int | None) -> str:
    """The summary that the form's sentences and its button ask for."""
    feeds = {feed.name: feed for feed in news.feeds_of(desk.settings)}
    item = item_of(draft, entry or 0)
    with read(desk.engine) as conn:
        entries = entry_store.by_ids(conn, feeds, [item.lead_id] if item else [])
    return summary.typed(form, known_of(item, entries))


def _done(desk: Desk, found: Edition, form: Form, kind: str, entry: int | None) -> Response:
    """Back to where the form stood, with the way to undo it."""
    with read(desk.engine) as conn:
        last = max((one.id for one in edit_store.edits_of(conn, found)), default=None)
        draft = editions.draft_of(conn, found)
    said = kind if kind in words.SAID else "saved"
    inside = item_of(draft, entry or 0) is not None
    if (draft and any(one.edit.id == last for one in draft.unfit)) or (kind == "pin" and not inside):
        said = "unfit"
    entry = number(form, "at") or entry
    shown = None if kind == "drop" or item_of(draft, entry or 0) is None else entry
    return see(_after(found, form, shown), said, _anchor(kind, shown), last)


def _after(found: Edition, form: Form, entry: int | None) -> str:
    if form.get("back") == "story" and entry:
        return f"/story/{entry}/{found.name}"
    return f"/{'pool' if form.get('back') == 'pool' else 'edition'}/{found.name}"


def _anchor(kind: str, entry: int | None) -> str:
    if kind in ("subject", "preheader", "intro"):
        return "mail"
    return f"e{entry}" if entry else "stories"


def _undo(desk: Desk, found: Edition, form: Form, by: str) -> Response:
    at = desk.clock()
    with write(desk.engine) as conn:
        edit_store.undo_edit(conn, found, number(form, "edit") or 0, by=by, at=at)
        shown = editions.draft_of(conn, found)
    pipeline.refresh_edition(desk.engine, desk.settings, found, shown.now if shown else at)
    entry = number(form, "entry")
    with read(desk.engine) as conn:
        inside = item_of(editions.draft_of(conn, found), entry or 0) is not None
    return see(_after(found, form, entry if inside else None), "undo", "stories")


def _conflict(desk: Desk, request: Request, found: Edition, form: Form) -> Response:
    """Shows what stands now beside what was typed; nothing is overwritten, nothing is lost."""
    kind, entry = form.get("kind", ""), number(form, "entry")
    with read(desk.engine) as conn:
        found = editions.find(conn, found.name)
        draft = editions.draft_of(conn, found)
        edits = edit_store.edits_of(conn, found)
    newest = next((one for one in reversed(edits) if one.kind == kind and one.entry in (entry, None)), None)
    present = newest.value if newest else value_of(draft, kind, entry)
    return desk.page(
        request,
        "conflict.html.j2",
        409,
        edition=found,
        kind=kind,
        entry=entry,
        back=form.get("back", ""),
        after=_after(found, form, entry),
        typed=form.get("value", ""),
        present=present or "",
        drawn=value_of(draft, kind, entry) or "",
        other=newest,
        seen=max((one.id for one in edits), default=0),
    )


def refresh(desk: Desk, request: Request, form: Form) -> Response:
    """The draft made anew with what came in since; every edit stands."""
    found, by, at = desk.edition(request), signer(request, form), desk.clock()
    with write(desk.engine) as conn:
        edit_store.record(conn, at=at, by=by, what="refresh", edition=found)
    pipeline.refresh_edition(desk.engine, desk.settings, found, at)
    return see(f"/edition/{found.name}", "refresh")


def own(desk: Desk, request: Request, form: Form) -> Response:
    """An item of the newsroom's own, written here."""
    found, by = desk.edition(request), signer(request, form)
    headline, text = form.get("headline", "").strip(), form.get("text", "").strip()
    link = form.get("link", "").strip()
    if not headline or not text:
        raise DigestError("an own item needs a headline and a text", subject=found.name)
    if link and not link.startswith(("https://", "http://")):
        raise DigestError("a link begins with https:// or http://", subject=found.name)
    pipeline.add_own_item(
        desk.engine,
        desk.settings,
        found,
        headline=headline,
        text=text.replace("\r\n", "\n"),
        link=link or None,
        section=form.get("section") or None,
        by=by,
        at=desk.clock(),
    )
    return _done(desk, found, form, "own", None)


def page(desk: Desk, request: Request, form: Form) -> Response:
    """A page that no feed brought becomes an item; then its story, or the pool that says why it is not in."""
    found, by = desk.edition(request), signer(request, form)
    link = form.get("link", "").strip()
    if not link.startswith(("https://", "http://")):
        raise DigestError("a link begins with https:// or http://", subject=found.name)
    entry = byhand.take_page(desk.engine, desk.settings, found, url=link, by=by, at=desk.clock())
    with read(desk.engine) as conn:
        inside = item_of(editions.draft_of(conn, found), entry) is not None
        last = max(one.id for one in edit_store.edits_of(conn, found))
    if not inside:
        return see(f"/pool/{found.name}", "page-out", f"e{entry}", last)
    return see(f"/story/{entry}/{found.name}", "page", undo=last)


def decide(desk: Desk, request: Request, form: Form) -> Response:
    """Approve, reopen, hold, skip, resume, stop, go."""
    found, by, at = desk.edition(request), signer(request, form), desk.clock()
    what, said = form.get("what"), ""
    if what == "approve":
        found = approval.approve(desk.engine, desk.settings, found, form.get("hash", ""), by=by, at=at)
        said = "" if found.state == "approved" else "noted"
    elif what == "reopen":
        found = approval.reopen(desk.engine, found, by=by, at=at)
    elif what == "resume":
        found = approval.resume(desk.engine, found, by=by, at=at)
    elif what == "hold":
        found = approval.decide(desk.engine, found, "held", by=by, at=at, why=f"held by {by}")
    elif what == "skip":
        found = approval.decide(desk.engine, found, "skipped", by=by, at=at, why=f"skipped by {by}")
    elif what in ("stop", "go"):
        said = what
        _switch(desk, found, what, by)
    else:
        raise DigestError("there is nothing of this name to decide", subject=found.name)
    back = "sending" if form.get("back") == "sending" else "edition"
    return see(f"/{back}/{found.name}", said or found.state)


def _switch(desk: Desk, found: Edition, what: str, by: str) -> None:
    at = desk.clock()
    with write(desk.engine) as conn:
        if what == "stop":
            switches.stop(conn, f"by {by}", at, found.name)
        else:
            switches.let_go(conn, at, found.name)
        edit_store.record(conn, at=at, by=by, what=what, edition=found)


def test(desk: Desk, request: Request, form: Form) -> Response:
    """Asks the worker for a test mail of what is shown."""
    found, by, at = desk.edition(request), signer(request, form), desk.clock()
    if not desk.settings.newsletter(found.newsletter).testers:
        raise DigestError("digest.toml names no testers for this newsletter", subject=found.name)
    data = {"variant": form.get("variant"), "hash": found.hash}
    with write(desk.engine) as conn:
        runs.ask(conn, "test", edition=found, data=data, by=by, at=at)
        edit_store.record(conn, at=at, by=by, what="test", edition=found)
    return see(f"/edition/{found.name}", "test")
