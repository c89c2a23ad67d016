"""The public web app: the readers' own pages, the provider's webhook, editions on the web.

`make_app` wires `subscribers.door` to this side: its database, its lists, a request to the worker where a
mail is to be sent. It talks to no provider, holds no provider's key and imports nothing of the desk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from digest.errors import DigestError, StoreError, TemplateError
from digest.model import TIERS
from digest.newsstand import Newsstand
from digest.render import theme
from digest.settings import Settings
from digest.store import runs
from digest.store.engine import read, write
from subscribers import consent, preferences
from subscribers.door import Door, make_door
from subscribers.errors import TokenRefused
from subscribers.pages import HEADERS, PLAIN, Colours, Style, said
from subscribers.tokens import Tokens
from subscribers.words import words_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

log = logging.getLogger(__name__)

#: The kind of request that asks the worker for a confirmation mail: data {subscriber, lists}.
CONFIRMATION = "confirmation"
EDITION_SLASHES = 2  #: in an edition's name: newsletter/date/slot
MAX_EVENTS = 5_000_000  #: bytes of one call of the webhook
SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
#: A mail brings its style inline and its pictures from outside; it runs nothing and posts nowhere.
MAIL_POLICY = (
    "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def make_app(
    settings: Settings, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Starlette:
    """The app behind `digest door`. SettingsError without DIGEST_SECRETS and DIGEST_PEPPER."""
    tokens = Tokens(settings.require_secret("signing"))
    web = _Web(settings, engine, tokens, Newsstand(settings=settings, engine=engine, clock=clock), clock)
    door = _door(settings, engine, tokens, clock)
    lost = partial(_not_found, door)
    app = Starlette(
        routes=[
            *make_door(door),
            Route("/e", web.edition),
            Route("/e/{name:path}", web.edition),
            Route("/v/{token}", web.variant),
            Route("/hooks/sendgrid", web.sendgrid, methods=["POST"]),
            Route("/healthz", web.healthz),
            Mount("/pictures", StaticFiles(directory=settings.folder / "pictures", check_dir=False)),
        ],
        exception_handlers={404: lost, HTTPException: _plainly, StoreError: _later, TokenRefused: lost},
    )
    app.router.redirect_slashes = False  # RFC 8058: a one-click POST is never redirected
    return app


def _door(settings: Settings, engine: Engine, tokens: Tokens, clock: Callable[[], datetime]) -> Door:
    def ask(conn: Connection, subscriber_id: int, lists: tuple[str, ...]) -> None:
        data = {"subscriber": subscriber_id, "lists": list(lists)}
        runs.ask(conn, CONFIRMATION, by="door", at=clock(), data=data)

    return Door(
        begin=partial(write, engine),
        look=partial(read, engine),
        tokens=tokens,
        pepper=settings.require_secret("pepper"),
        house=settings.newsroom.name,
        words=words_of(settings.newsroom.language),
        lists={item.name: item.title or item.name for item in settings.lists},
        open=tuple(item.name for item in settings.lists if item.tier == TIERS[0]),
        newsletters=tuple(
            preferences.Newsletter(
                letter.name, letter.title, letter.lists, [rule.name for rule in letter.sections]
            )
            for letter in settings.newsletters.values()
            if len(letter.sections) > 1
        ),
        send_confirmation=ask,
        after=partial(_keep_optouts, settings, engine),
        clock=clock,
        visitor=partial(visitor, trusted=settings.public.trusted_proxies),
        style=_style(settings),
    )


def _style(settings: Settings) -> Style:
    """The readers' pages in the mail's theme; plain where that cannot be read: leaving never waits for it."""
    try:
        look = theme.load(settings.templates, settings.newsroom.language)
    except TemplateError as error:
        log.warning("theme error=%s", error)
        return PLAIN
    light, dark = (
        Colours(lit["paper"], lit["ink"], lit["muted"], lit["rule"], lit["accent"])
        for lit in (look.light, look.dark)
    )
    return Style(light, dark, look.headline, look.body, look.small)


def _keep_optouts(settings: Settings, engine: Engine) -> None:
    """Writes new opt-outs to their log outside the database, on the disk when this returns."""
    consent.keep(partial(write, engine), settings.folder / ".digest" / "optouts.log")


class _Web(NamedTuple):
    """The handlers of the pages that are not a reader's own."""

    settings: Settings
    engine: Engine
    tokens: Tokens
    stand: Newsstand
    clock: Callable[[], datetime]

    async def edition(self, request: Request) -> Response:
        """The public variant of an edition that went out, for anyone; or the list of them, or its feeds.

        /e/ and /e/NEWSLETTER are lists; feed.xml and feed.json below each are their feeds.
        """
        path = request.path_params.get("name", "")
        if path.strip("/").count("/") < EDITION_SLASHES:
            found = await run_in_threadpool(self.stand.shelf, path)
        else:
            page = await run_in_threadpool(self.stand.edition, path)
            found = None if page is None else (page, "text/html")
        if found is None:
            raise HTTPException(404)
        return Response(found[0], headers=_headers("public, max-age=300"), media_type=found[1])

    async def variant(self, request: Request) -> Response:
        """Another variant, by the signed link that stood in its mails; it names no reader."""
        name, _, variant = self.tokens.read("v", request.path_params["token"]).scope.rpartition("/")
        page = await run_in_threadpool(self.stand.variant, name, variant)
        if page is None:
            raise HTTPException(404)
        headers = _headers("private, no-store") | {"X-Robots-Tag": "noindex, nofollow, noarchive"}
        return HTMLResponse(page, headers=headers)

    async def sendgrid(self, request: Request) -> Response:
        """The provider's later news, taken only when its signature over these bytes is good."""
        key = self.settings.sender.sendgrid.webhook_public_key
        if not key:
            raise HTTPException(404)
        from digest.send import events

        raw = await _body(request, MAX_EVENTS)
        signature, timestamp = (request.headers.get(name, "") for name in (SIGNATURE, TIMESTAMP))
        try:
            found = await run_in_threadpool(events.parse_sendgrid, raw, signature, timestamp, key)
        except DigestError as error:
            raise HTTPException(403) from error
        await run_in_threadpool(events.record, self.engine, found)
        await run_in_threadpool(_keep_optouts, self.settings, self.engine)
        return Response(status_code=204)

    async def healthz(self, request: Request) -> Response:
        """Whether the database answers; 503 when it does not."""

        def ask() -> None:
            with read(self.engine) as conn:
                runs.open_requests(conn)

        await run_in_threadpool(ask)
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def visitor(request: Request, trusted: Sequence[str] = ()) -> str:
    """The address a request came from: past the proxies that `trusted` names (addresses or networks), the
    last of X-Forwarded-For that is not one of them. What stands before it anyone can write."""
    told = ",".join(request.headers.getlist("x-forwarded-for"))  # some proxies add a line of their own
    hops = [part.strip() for part in told.split(",") if part.strip()]
    address = request.client.host if request.client else ""
    while hops and _is_trusted(address, trusted):
        address = hops.pop()
    return address


def _is_trusted(address: str, trusted: Sequence[str]) -> bool:
    try:
        return any(ip_address(address) in ip_network(network, strict=False) for network in trusted)
    except ValueError:
        return False


def _headers(cache: str) -> dict[str, str]:
    """The headers of an edition on the web."""
    same = {name: value for name, value in HEADERS.items() if name != "X-Robots-Tag"}
    return same | {"Cache-Control": cache, "Content-Security-Policy": MAIL_POLICY}


async def _body(request: Request, limit: int) -> bytes:
    """The raw body; 413 as soon as it is longer than `limit`, whatever length was announced."""
    parts: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise HTTPException(413)
        parts.append(chunk)
    return b"".join(parts)


async def _plainly(request: Request, error: Exception) -> Response:
    """An error as one line, without a word of what was asked."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    line = {405: "Not this way.", 413: "Too long."}.get(status, "No.")
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return PlainTextResponse(line, status, {**HEADERS, **headers})


async def _later(request: Request, error: Exception) -> Response:
    """The database did not answer: whoever asked may ask again."""
    return PlainTextResponse("Please try again in a minute.", 503, {**HEADERS, "Retry-After": "60"})


async def _not_found(door: Door, request: Request, error: Exception) -> Response:
    """A page for a reader who followed a link that was cut off, or that an edition withdrew."""
    return door.page(door.words.broken, said(door.words.broken_said), status=404)
