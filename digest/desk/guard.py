"""Who may talk to the desk: this machine's browser with the token of the first link, and no other page.

A local server that can send mail is a target: another site's page can post to it (cross-site request
forgery) and a name that resolves to loopback can read it (DNS rebinding). So every request must carry a
Host we serve, every change an Origin of ours and the session's own form token, and a session begins only
with the random token printed at the start. The answers forbid framing, inline scripts and foreign
sources.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "desk"
MAX_FORM = 200_000  #: bytes of one form
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: The mail in its frame: the styles a mail has, its pictures, and nothing that runs.
FRAME_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)


class Guard:
    """ASGI middleware in front of every page of the desk."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: Iterable[str]) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._refused(request)
        if answer is not None:
            await answer(scope, receive, _with_headers(send))
            return
        scope["state"] = {**scope.get("state", {}), "csrf": form_token(self._token)}
        await self._app(scope, receive, _with_headers(send))

    def _refused(self, request: Request) -> Response | None:
        if request.headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This name is not served here.", 421)
        if request.url.path.startswith("/static/"):
            return None
        if request.method == "GET" and "token" in request.query_params:
            return self._begin(request)
        if not hmac.compare_digest(request.cookies.get(COOKIE, ""), session_of(self._token)):
            return PlainTextResponse("Open the desk with the link that was printed when it started.", 403)
        if request.method not in ("GET", "HEAD"):
            return self._refused_change(request)
        return None

    def _begin(self, request: Request) -> Response:
        """The first link: its token becomes a cookie and leaves the address."""
        if not hmac.compare_digest(request.query_params["token"], self._token):
            return PlainTextResponse("This link is of an earlier start of the desk.", 403)
        answer = RedirectResponse(request.url.path, 303)
        answer.set_cookie(COOKIE, session_of(self._token), httponly=True, samesite="strict", path="/")
        return answer

    def _refused_change(self, request: Request) -> Response | None:
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc not in self._hosts:
            return PlainTextResponse("Another page asked for this change; it was refused.", 403)
        if origin is None and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("Another page asked for this change; it was refused.", 403)
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MAX_FORM:
            return PlainTextResponse("This form is too large.", 413)
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("content-security-policy", CSP)
            headers.setdefault("x-content-type-options", "nosniff")
            headers.setdefault("referrer-policy", "no-referrer")
            headers.setdefault("cross-origin-opener-policy", "same-origin")
            headers.setdefault("cross-origin-resource-policy", "same-origin")
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending


def new_token() -> str:
    """A token for one start of the desk, 192 random bits."""
    return secrets.token_urlsafe(24)


def session_of(token: str) -> str:
    """The cookie of a session begun with this token; it does not give the token away."""
    return hashlib.sha256(f"session {token}".encode()).hexdigest()


def form_token(token: str) -> str:
    """What every form of this session carries; another site cannot read it."""
    return hashlib.sha256(f"form {token}".encode()).hexdigest()
