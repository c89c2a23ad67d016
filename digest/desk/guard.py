"""Who may talk to the desk: this machine's browser with the token of the first link, and no other page.

A local server that can send mail is a target: another site's page can post to it (cross-site request
forgery) and a name that resolves to loopback can read it (DNS rebinding). So every request must carry a
Host we serve, every change an Origin of ours and the session's own form token, and a session begins only
with the random token printed at the start. The answers forbid framing, inline scripts and foreign
sources.

With `sign_in` the token opens nothing: a session begins with a name and a password (`sign_in`), and its
cookie is asked of the database on each request. Where the desk's address is https, what did not come over
TLS is refused, so nobody reaches the desk past its proxy.

Not kept out: another program of this machine that can read the user's files or cookies.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digest.store.editors import Editor

COOKIE = "desk"
SIGN_IN = "/sign-in"
Who = Callable[[str], Editor | None]  #: whose session a cookie is
MAX_FORM = 200_000  #: bytes of one form
LASTS = timedelta(days=7)  #: a token older than this is made anew at the next start
OPEN = ("/static/", "/pictures/")  #: files without a secret: the mail's sandboxed frame has no session
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' http: https: data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FOREIGN = "Another page asked for this change; it was refused."


class Guard:
    """ASGI middleware in front of every page of the desk."""

    def __init__(
        self, app: ASGIApp, *, token: str, hosts: Iterable[str], who: Who | None = None, https: bool = False
    ) -> None:
        """who: given with `sign_in`, answers whose session a cookie is; https: nothing else is answered."""
        self._app = app
        self._token = token
        self._hosts = frozenset(host.lower() for host in hosts)
        self._who = who
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # nothing here speaks websocket
        request = Request(scope)
        answer, editor = self._misplaced(request), None
        if answer is None and not request.url.path.startswith(OPEN):
            cookie = request.cookies.get(cookie_of(self._https), "")
            editor = await run_in_threadpool(self._who, cookie) if self._who else None
            answer = self._refused(request) if self._who is None else self._unsigned(request, editor)
        if answer is not None:
            await answer(scope, receive, _with_headers(send))
            return
        state = {
            "csrf": form_token(cookie if editor else self._token),
            "signs_in": self._who is not None,
            "editor": editor,
            "https": self._https,
        }
        scope["state"] = {**scope.get("state", {}), **state}
        await self._app(scope, receive, _with_headers(send))

    def _misplaced(self, request: Request) -> Response | None:
        """The answer to a request for another name, or over another way, than we are served by."""
        if request.headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("This name is not served here.", 421)
        if self._https and request.scope.get("scheme") != "https":
            return PlainTextResponse("Only over https; a proxy must say X-Forwarded-Proto: https.", 403)
        return None

    def _unsigned(self, request: Request, editor: Editor | None) -> Response | None:
        """With sign_in: who is not signed in gets the form. A change goes on to `app`, which refuses it
        and gives back what was typed."""
        if request.method not in ("GET", "HEAD"):
            return self._refused_change(request)
        if editor is not None or request.url.path == SIGN_IN:
            return None
        if request.url.path.startswith("/live/"):
            return PlainTextResponse("Sign in first.", 403)
        path = "/" + request.url.path.lstrip("/\\")
        return RedirectResponse(f"{SIGN_IN}?next={quote(path)}", 303)

    def _refused(self, request: Request) -> Response | None:
        """Without sign_in: the answer to a request that does not get further; None when it may."""
        if request.method == "GET" and "token" in request.query_params:
            return self._begin(request)
        if not _same(request.cookies.get(COOKIE, ""), session_of(self._token)):
            return PlainTextResponse("Open the desk with the link that was printed when it started.", 403)
        if request.method not in ("GET", "HEAD"):
            return self._refused_change(request)
        return None

    def _begin(self, request: Request) -> Response:
        """The first link: its token becomes a cookie and leaves the address.

        A page that goes on by itself, not a redirect: after a click in a mail a redirect would still
        count as cross-site, and the browser would keep the new cookie back.
        """
        if not _same(request.query_params["token"], self._token):
            return PlainTextResponse("This link is of an earlier start of the desk.", 403)
        path = escape("/" + request.url.path.lstrip("/\\"))
        answer = HTMLResponse(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>The desk</title>'
            f'<meta http-equiv="refresh" content="0;url={path}">'
            f'<p><a href="{path}">To the desk</a></p></html>'
        )
        answer.set_cookie(COOKIE, session_of(self._token), httponly=True, samesite="strict", path="/")
        return answer

    def _refused_change(self, request: Request) -> Response | None:
        origin = request.headers.get("origin")
        if origin is not None and not self._ours(origin):
            return PlainTextResponse(_FOREIGN, 403)
        if origin is None and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse(_FOREIGN, 403)
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MAX_FORM:
            return PlainTextResponse("This form is too large.", 413)
        return None

    def _ours(self, origin: str) -> bool:
        parts = urlsplit(origin)
        return parts.netloc.lower() in self._hosts and (parts.scheme == "https" or not self._https)


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("content-security-policy", CSP)
            headers.setdefault("x-content-type-options", "nosniff")
            headers.setdefault("referrer-policy", "same-origin")  # with "no-referrer" a form has no Origin
            headers.setdefault("cross-origin-opener-policy", "same-origin")
            headers.setdefault("cross-origin-resource-policy", "same-origin")
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending


def token_of(folder: Path, now: datetime) -> str:
    """The token of the desk's sessions, 192 random bits, kept in `folder` (mode 0600) for seven days.

    Kept so that a restart neither ends an editor's session nor voids the form she is typing in. Whoever
    may read the file may use the desk; deleting it ends all sessions at the next start.
    """
    file = folder / "desk.token"
    if file.exists() and now.timestamp() - file.stat().st_mtime < LASTS.total_seconds():
        return file.read_text(encoding="ascii").strip()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = new_token()
    part = folder / f"desk.token.{os.getpid()}"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
        stream.write(token)
    part.replace(file)
    return token


def new_token() -> str:
    """192 random bits, fit for an address."""
    return secrets.token_urlsafe(24)


def cookie_of(https: bool) -> str:
    """The name of the session's cookie; over https one that no other host of the domain can set."""
    return f"__Host-{COOKIE}" if https else COOKIE


def session_of(token: str) -> str:
    """The cookie of a session begun with this token; it does not give the token away."""
    return hashlib.sha256(f"session {token}".encode()).hexdigest()


def form_token(token: str) -> str:
    """What every form of this session carries; another site cannot read it."""
    return hashlib.sha256(f"form {token}".encode()).hexdigest()
