"""Signing in at the desk with a name and a password, signing out, another password.

The session is a random cookie whose hash stands in the database with its end; the desk keeps neither
password nor cookie. A name that is not known is answered as late and in the same words as a wrong
password. What is right or wrong is decided here; who may do what, in `app`.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from digest import passwords
from digest.desk.app import MAX_NAME, Desk, Form, refused, see
from digest.desk.forms import is_ours
from digest.desk.guard import cookie_of
from digest.errors import DigestError
from digest.store import editors
from digest.store import edits as edit_store
from digest.store.editors import Editor
from digest.store.engine import Engine, read, write

LASTS = timedelta(hours=12)  #: a session, from its beginning
TOO_MANY = "Too many attempts. Wait a quarter of an hour, or let someone who runs the program help."
WRONG = "Name or password is wrong."
_log = logging.getLogger(__name__)


def who(engine: Engine, clock: Callable[[], datetime]) -> Callable[[str], Editor | None]:
    """Asks the database whose session a cookie is."""

    def ask(cookie: str) -> Editor | None:
        if not cookie:
            return None
        with read(engine) as conn:
            return editors.signed_in(conn, _key(cookie), clock())

    return ask


def form(desk: Desk, request: Request) -> Response:
    """The form that asks for name and password."""
    after = request.query_params.get("next", "/")
    return _asked(desk, request, after if is_ours(after) else "/")


def _asked(
    desk: Desk, request: Request, after: str, error: str = "", status: int = 200, name: str = ""
) -> Response:
    return desk.page(request, "sign_in.html.j2", status, after=after, error=error, given=name)


def begin(desk: Desk, request: Request, given: Form) -> Response:
    """Begins a session for a right name and password; the same answer to every wrong pair."""
    typed = given.get("name", "")[:MAX_NAME]
    name, address = editors.key_of(given.get("name", "")), request.client.host if request.client else ""
    after = given.get("next", "/")
    after = after if is_ours(after) else "/"
    if not desk.limit.take(name, address, desk.clock()):
        _log.warning("too many sign-ins from %s", address)
        return _asked(desk, request, after, TOO_MANY, 429, typed)
    cookie = _checked(desk, request, name, given.get("password", ""))
    if cookie is None:
        _log.warning("a sign-in from %s was refused", address)
        return _asked(desk, request, after, WRONG, 403, typed)
    desk.limit.give_back(name, address)
    answer = see(after)
    secure = request.state.https
    answer.set_cookie(
        cookie_of(secure),
        cookie,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=secure,
        path="/",
    )
    return answer


def _checked(desk: Desk, request: Request, name: str, password: str) -> str | None:
    """A new session's cookie; None when the pair is wrong. The check runs outside any transaction."""
    with read(desk.engine) as conn:
        known = editors.to_check(conn, name)
    if not passwords.fits(known[1] if known else None, password, desk.cost) or known is None:
        return None
    editor, kept = known
    better = passwords.hash_of(password, desk.cost) if passwords.outdated(kept, desk.cost) else None
    cookie, now = secrets.token_urlsafe(32), desk.clock()
    with write(desk.engine) as conn:
        if editors.to_check(conn, name) != known:
            return None  # the password or the role changed while this one was checked
        if better:
            editors.set_password(conn, editor, better, keep_sessions=True)
        editors.end(conn, _key(request.cookies.get(cookie_of(request.state.https), "")))
        editors.begin(conn, editor, _key(cookie), now, now + LASTS)
        edit_store.record(conn, at=now, by=editor.name, what="sign-in")
    return cookie


def end(desk: Desk, request: Request, given: Form) -> Response:
    """Ends this session, in the database and in the browser."""
    name = cookie_of(request.state.https)
    with write(desk.engine) as conn:
        editors.end(conn, _key(request.cookies.get(name, "")))
        edit_store.record(conn, at=desk.clock(), by=request.state.editor.name, what="sign-out")
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(name, path="/", httponly=True, samesite="strict", secure=request.state.https)
    return answer


def account(desk: Desk, request: Request) -> Response:
    """Who is signed in, with the way out and the form for another password."""
    return desk.page(request, "account.html.j2", role=request.state.editor.role, least=passwords.MIN)


def password(desk: Desk, request: Request, given: Form) -> Response:
    """Another password for whoever is signed in; every session of hers ends, this one too."""
    editor: Editor = request.state.editor
    name, address = editors.key_of(editor.name), request.client.host if request.client else ""
    if given.get("new") != given.get("again"):
        raise DigestError("the two new passwords differ; nothing was changed")
    if not desk.limit.take(name, address, desk.clock()):
        return refused(desk, request, {}, TOO_MANY, 429)
    with read(desk.engine) as conn:
        known = editors.to_check(conn, editor.name)
    if not passwords.fits(known[1] if known else None, given.get("old", ""), desk.cost):
        return refused(desk, request, {}, "The present password is wrong; nothing was changed.", 403)
    desk.limit.give_back(name, address)
    kept = passwords.hash_of(given.get("new", ""), desk.cost)
    with write(desk.engine) as conn:
        if editors.to_check(conn, editor.name) != known:
            raise DigestError("the password was changed elsewhere meanwhile; nothing was changed here")
        editors.set_password(conn, editor, kept)
        edit_store.record(conn, at=desk.clock(), by=editor.name, what="password")
    return RedirectResponse("/sign-in", 303)


def _key(cookie: str) -> str:
    return hashlib.sha256(f"session {cookie}".encode()).hexdigest()
