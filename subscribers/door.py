"""The readers' own pages: unsubscribe, preferences, confirm, subscribe. Routes for a Starlette app.

What acts is a POST; a GET shows a page and changes nothing, however often a mail scanner follows it. The
signed token in the path is all the proof there is: no cookie, no login, no redirect (RFC 8058). Nothing
here sends mail; `send_confirmation` is called inside the transaction that writes the request down.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from subscribers import pages, preferences, signup, store
from subscribers.address import address_key, parse
from subscribers.errors import AddressRefused, TokenExpired, TokenRefused, UnknownList, UnknownSubscriber
from subscribers.pages import Choice
from subscribers.tokens import Token, Tokens
from subscribers.words import Words

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.types import Message

    Begin: TypeAlias = Callable[[], AbstractContextManager[Connection]]
    SendConfirmation: TypeAlias = Callable[[Connection, int, tuple[str, ...]], None]

MAX_FORM = 64_000  #: bytes of a posted form


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the pages need from the house around them.

    begin: a writing transaction; look: a reading one, which waits for nobody. lists: titles by name, of
    every list; open: those anyone may join by herself; newsletters: those whose topics can be chosen.
    after: called when something was chosen, outside the transaction (the log of opt-outs). visitor: the
    address a request came from, behind whatever proxies are trusted. style: how the pages look.
    """

    begin: Begin = field(repr=False)
    look: Begin = field(repr=False)
    tokens: Tokens
    pepper: str = field(repr=False)
    house: str
    words: Words
    lists: Mapping[str, str]
    open: Sequence[str]
    newsletters: Sequence[preferences.Newsletter] = ()
    send_confirmation: SendConfirmation
    after: Callable[[], None]
    clock: Callable[[], datetime]
    visitor: Callable[[Request], str]
    style: pages.Style = pages.PLAIN

    def page(self, heading: str, *parts: str, status: int = 200) -> Response:
        """One page in the newsroom's language, with the headers of all pages."""
        html = pages.page(self.words, self.house, self.style, heading, *parts)
        policy = {"Content-Security-Policy": pages.policy(self.style)}
        return HTMLResponse(html, status, pages.HEADERS | policy)

    def titles(self, names: Sequence[str]) -> str:
        """The titles of these lists; the house's name for what is no list."""
        return ", ".join(dict.fromkeys(self.lists.get(name) or name for name in names)) or self.house


def make_door(door: Door) -> list[Route]:
    """The routes /u/T, /p/T, /c/T and /s."""
    both = ["GET", "POST"]
    return [
        Route("/u/{token}", _of(door, _unsubscribe), methods=both),
        Route("/p/{token}", _of(door, _preferences), methods=both),
        Route("/c/{token}", _of(door, _confirm), methods=both),
        Route("/s", _of(door, _subscribe), methods=both),
    ]


_Page = Callable[[Door, Request, "FormData | None"], Awaitable[Response]]


def _of(door: Door, show: _Page) -> Callable[[Request], Awaitable[Response]]:
    """A handler that reads the form of a POST, and answers a link that is not ours with a page."""

    async def handle(request: Request) -> Response:
        try:
            return await show(door, request, await read_form(request) if request.method == "POST" else None)
        except TokenExpired:
            return door.page(door.words.broken, pages.said(door.words.expired_said), status=410)
        except TokenRefused:
            return door.page(door.words.broken, pages.said(door.words.broken_said), status=404)

    return handle


async def read_form(request: Request) -> FormData:
    """The posted form, urlencoded or multipart; 413 past 64 kB, whatever length was announced."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            raise HTTPException(413)

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return await Request(request.scope, again).form(max_files=0, max_fields=1_000)


async def _unsubscribe(door: Door, request: Request, form: FormData | None) -> Response:
    token = door.tokens.read("u", request.path_params["token"])
    names = tuple(filter(None, token.scope.split("\n")))
    words = door.words
    if form is None:
        return door.page(
            words.leave,
            pages.said(words.leave_ask, door.titles(names)),
            pages.deed("leave", words.leave_this),
            pages.deed("leave-all", words.leave_all, quiet=True) if names else "",
        )
    one_click = form.get("List-Unsubscribe") == "One-Click"
    act = form.get("act")
    if not one_click and act not in ("leave", "leave-all"):
        return door.page(words.broken, pages.said(words.broken_said), status=400)
    everything = act == "leave-all" or not names
    how = "one-click" if one_click else "unsubscribe page"
    await run_in_threadpool(_leave, door, token, () if everything else names, how, _network(door, request))
    text = words.left_all_said if everything else words.left_said
    return door.page(words.left, pages.said(text, door.titles(names)))


def _leave(door: Door, token: Token, names: Sequence[str], how: str, network: str) -> None:
    """Takes the reader off these lists; off everything when there are none, or one is gone."""
    at = door.clock()
    with door.begin() as conn:
        try:
            for name in names or (None,):
                store.unsubscribe(conn, token.subscriber_id, name, at, how, network=network)
        except UnknownList:
            store.unsubscribe(conn, token.subscriber_id, None, at, how, network=network)
    door.after()


async def _preferences(door: Door, request: Request, form: FormData | None) -> Response:
    token = door.tokens.read("p", request.path_params["token"])
    words = door.words
    network = _network(door, request)
    leaves = form is not None and form.get("act") == "leave-all"
    try:
        if leaves:
            await run_in_threadpool(_leave, door, token, (), "preferences", network)
        saved, parts = await run_in_threadpool(_choices, door, token, None if leaves else form, network)
    except UnknownSubscriber:
        return door.page(words.preferences, pages.said(words.gone_said), status=404)
    return door.page(
        words.preferences,
        pages.said(words.saved if form is not None else words.preferences_ask)
        if saved
        else pages.said(words.no_topic, error=True),
        parts,
        pages.deed("leave-all", words.leave_all, quiet=True),
        status=200 if saved else 422,
    )


def _choices(door: Door, token: Token, form: FormData | None, network: str) -> tuple[bool, str]:
    """Whether what she chose was saved, and the form of what she may choose from then."""
    reader, offered = token.subscriber_id, (door.lists, door.open, door.newsletters)
    with (door.look if form is None else door.begin)() as conn:
        saved = form is None or preferences.save(
            conn, reader, offered, *_boxes(form), at=door.clock(), network=network
        )
        held = preferences.choices(conn, reader, door.lists, door.open)
        groups = preferences.topic_boxes(conn, reader, door.newsletters)
    if form is not None:
        door.after()
    choices = [Choice(name, door.lists[name] or name, on) for name, on in held.items()]
    topics = [(title, [Choice(b.key, b.topic, b.ticked) for b in boxes]) for title, boxes in groups]
    return saved, pages.preferences(door.words, choices, topics) if choices else ""


def _boxes(form: FormData) -> tuple[preferences.Form, preferences.Form]:
    """Lists and topics, as the form showed them and as she ticked them."""
    names = ("shown", "list", "shown-topic", "topic")
    shown, lists, shown_topics, topics = ({str(one) for one in form.getlist(name)} for name in names)
    return preferences.Form(shown, lists), preferences.Form(shown_topics, topics)


async def _confirm(door: Door, request: Request, form: FormData | None) -> Response:
    asked = door.tokens.read_confirmation(request.path_params["token"], door.clock())
    words = door.words
    if form is None:
        return door.page(
            words.confirm,
            pages.said(words.confirm_ask, door.titles(asked.lists)),
            pages.deed("confirm", words.confirm_do),
        )

    def confirm() -> tuple[str, ...]:
        with door.begin() as conn:
            joined = store.confirm(
                conn,
                asked.subscriber_id,
                asked.lists,
                door.clock(),
                "confirmation link",
                asked_at=asked.asked_at,
                network=_network(door, request),
            )
        door.after()
        return joined

    joined = await run_in_threadpool(confirm)
    if not joined:
        raise TokenExpired
    return door.page(words.confirmed, pages.said(words.confirmed_said, door.titles(joined)))


async def _subscribe(door: Door, request: Request, form: FormData | None) -> Response:
    """The form of a new reader. The answer, and the work before it, are alike for known and unknown."""
    words = door.words
    if not door.open:
        raise HTTPException(404)
    if form is None:
        return _form(door, "")
    typed = str(form.get("address") or "")
    names = [name for name in door.open if name in form.getlist("list") or len(door.open) == 1]
    try:
        parse(typed)
    except AddressRefused:
        return _form(door, typed, words.bad_address)
    if not names:
        return _form(door, typed, words.no_list)
    done = door.page(words.asked, pages.said(words.asked_said))
    if form.get("website"):
        return done
    network = _network(door, request)
    if not await run_in_threadpool(_may_ask, door, network):
        return door.page(words.too_many, pages.said(words.too_many_said), status=429)
    done.background = BackgroundTask(_ask, door, typed, names, network)
    return done


def _form(door: Door, typed: str, problem: str = "") -> Response:
    words = door.words
    choices = [Choice(name, door.lists.get(name) or name, True) for name in door.open]
    return door.page(
        words.subscribe,
        pages.said(problem, error=True) if problem else pages.said(words.subscribe_ask),
        pages.subscription(words, choices, typed),
        status=422 if problem else 200,
    )


def _may_ask(door: Door, network: str) -> bool:
    now = door.clock()
    with door.begin() as conn:
        in_all = signup.allow(conn, "all", signup.IN_ALL, now)
        return signup.allow(conn, f"from {network}", signup.PER_NETWORK, now) and in_all


def _ask(door: Door, typed: str, names: Sequence[str], network: str) -> None:
    """Writes the request down and asks for a confirmation mail, one a day for an address."""
    now = door.clock()
    parsed = parse(typed)
    key = f"to {address_key(door.pepper, parsed.norm).hex()}"
    with door.begin() as conn:
        signup.forget_old(conn, now)
        if not signup.allow(conn, key, signup.PER_ADDRESS, now):
            return
        asked = store.subscribe(
            conn,
            parsed.address,
            pepper=door.pepper,
            lists=names,
            at=now,
            how="form",
            language=door.words.language,
            network=network,
        )
        if asked.subscriber_id is not None and asked.to_confirm:
            door.send_confirmation(conn, asked.subscriber_id, asked.to_confirm)


def _network(door: Door, request: Request) -> str:
    return signup.network(door.visitor(request))
