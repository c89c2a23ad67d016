"""The desk's addresses, and what a page needs to be drawn."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from digest.desk import words
from digest.desk.guard import SIGN_IN, Guard
from digest.desk.limit import Limit
from digest.errors import DigestError
from digest.model import Edition
from digest.passwords import USUAL, Cost
from digest.settings import Settings
from digest.store import editions
from digest.store.editors import Editor, Role
from digest.store.engine import Engine, read

Form = Mapping[str, str]
View = Callable[["Desk", Request], Response]
Act = Callable[["Desk", Request, Form], Response]
Stamp = tuple[tuple[str, int, int], ...]
_TYPED = re.compile(r"headline|text|link|value|more|s\d+")  #: fields that hold words; never a password
YEAR = 31_536_000  #: seconds
MAX_NAME = 80  #: characters of an editor's name
#: What a change needs with sign_in, by the first part of its address; what is not named needs `approve`.
NEEDS: Mapping[str, Role] = {
    "edit": "edit",
    "own": "edit",
    "refresh": "edit",
    "test": "edit",
    "fetch": "edit",
    "sign-out": "view",
    "password": "view",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page works with; the clock is an argument so that tests can set it."""

    engine: Engine
    settings: Settings
    pages: Environment
    clock: Callable[[], datetime]
    templates: Stamp = ()  #: how the newsroom's templates looked when the desk started
    drawn: dict[str, Stamp] = field(default_factory=dict)  #: how they looked when an edition was drawn last
    faults: dict[str, str] = field(default_factory=dict)  #: what is wrong with them, by edition
    limit: Limit = field(default_factory=Limit)
    cost: Cost = USUAL  #: of a password's hash

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page drawn from pages/NAME with what all pages show."""
        undo = request.query_params.get("undo", "")
        common = {
            "csrf": request.state.csrf,
            "editor": editor_of(request),
            "newsroom": self.settings.newsroom.name,
            "zone": self.settings.newsroom.timezone,
            "now": self.clock(),
            "path": request.url.path,
            "said": words.SAID.get(request.query_params.get("said", ""), ""),
            "undo": undo if undo.isdecimal() else "",
            "pulse": "",
            "signs_in": request.state.signs_in,
            "may_edit": may(request, "edit"),
            "may_approve": may(request, "approve"),
            "can": lambda act: may(request, NEEDS.get(act, "approve")),
        }
        if "can_edit" in values:
            values["can_edit"] = values["can_edit"] and may(request, "edit")
        return HTMLResponse(self.pages.get_template(name).render(common | values), status)

    def edition(self, request: Request) -> Edition:
        """The edition the address names."""
        with read(self.engine) as conn:
            return editions.find(conn, request.path_params["name"])


def make_desk(
    engine: Engine,
    settings: Settings,
    *,
    token: str,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    cost: Cost = USUAL,
) -> Starlette:
    """The desk as an ASGI app; it writes intent to the database and never talks to a provider."""
    desk = Desk(
        engine=engine,
        settings=settings,
        pages=_pages(),
        clock=clock,
        templates=stamp_of(settings.templates),
        cost=cost,
    )
    app = Starlette(routes=_routes(desk))
    app.state.desk = desk
    hosts, who, https = _hosts(settings), None, False
    if settings.desk.sign_in:
        from digest import passwords
        from digest.desk import sign_in

        passwords.prepare(cost)
        who, https = sign_in.who(engine, clock), settings.desk.url.startswith("https://")
    app.add_middleware(Guard, token=token, hosts=hosts, who=who, https=https)
    return app


def _routes(desk: Desk) -> list[Route | Mount]:
    from digest.desk import (
        acts,
        compare,
        corrections,
        feeds,
        frame,
        history,
        live,
        log,
        pool,
        sending,
        story,
        views,
    )

    name = "{name:path}"
    pages: list[tuple[str, View]] = [
        ("/", views.listed),
        (f"/edition/{name}", views.edition),
        (f"/frame/{{variant}}/{name}", frame.frame),
        (f"/story/{{entry:int}}/{name}", story.story),
        (f"/pool/{name}", pool.pool),
        (f"/compare/{name}", compare.compare),
        (f"/weights/{name}", compare.weights),
        (f"/sending/{name}", sending.sending),
        ("/log", log.of_all),
        (f"/log/{name}", log.of_edition),
        ("/feeds", feeds.feeds),
        ("/history", history.history),
        (f"/history/{name}", history.record),
        (f"/corrections/{name}", corrections.corrections),
    ]
    forms: list[tuple[str, Act]] = [
        (f"/edit/{name}", acts.edit),
        (f"/own/{name}", acts.own),
        (f"/refresh/{name}", acts.refresh),
        (f"/decide/{name}", acts.decide),
        (f"/test/{name}", acts.test),
        ("/fetch", feeds.fetch),
        (f"/correct/{name}", corrections.correct),
        (f"/withdraw/{name}", corrections.withdraw),
    ]
    pictures = desk.settings.folder / "pictures"
    return [
        *_people(desk),
        *(Route(path, _named(desk, view)) for path, view in pages),
        *(Route(path, _post(desk, act), methods=["POST"]) for path, act in forms),
        Route(f"/live/{name}", live.endpoint(desk)),
        Mount("/static", StaticFiles(packages=[("digest.desk", "static")])),
        Mount("/pictures", frame.Pictures(directory=pictures, check_dir=False)),
    ]


def _people(desk: Desk) -> list[Route]:
    """Where an editor says who she is: by name alone, or with a password."""
    from digest.desk import acts, sign_in, views

    gets: dict[str, View] = {"/name": views.name}
    posts: dict[str, Act] = {"/name": acts.name}
    if desk.settings.desk.sign_in:
        gets = {SIGN_IN: sign_in.form, "/account": sign_in.account}
        posts = {SIGN_IN: sign_in.begin, "/sign-out": sign_in.end, "/password": sign_in.password}
    return [
        *(Route(path, _get(desk, view)) for path, view in gets.items()),
        *(Route(path, _post(desk, act), methods=["POST"]) for path, act in posts.items()),
    ]


def _get(desk: Desk, view: View) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answered, desk, request, {}, lambda: view(desk, request))

    return endpoint


def _named(desk: Desk, view: View) -> Callable[[Request], Awaitable[Response]]:
    """The view, for an editor who said who she is; another is asked first."""

    def gate(desk: Desk, request: Request) -> Response:
        if editor_of(request):
            return view(desk, request)
        return RedirectResponse(f"/name?next={quote(request.url.path)}", 303)

    return _get(desk, gate)


def _post(desk: Desk, act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=50) as received:
            form = {key: value for key, value in received.items() if isinstance(value, str)}
        return await run_in_threadpool(_changed, desk, request, form, act)

    return endpoint


def _answered(desk: Desk, request: Request, form: Form, draw: Callable[[], Response]) -> Response:
    try:
        return draw()
    except DigestError as error:
        return refused(desk, request, form, str(error), 409)


def _changed(desk: Desk, request: Request, form: Form, act: Act) -> Response:
    path: str = request.scope["path"]
    signing_in = path == SIGN_IN
    if request.state.signs_in and request.state.editor is None and not signing_in:
        return refused(desk, request, form, "You are not signed in, or no more. Sign in, then again.", 403)
    if form.get("csrf") != request.state.csrf:
        return refused(desk, request, form, "This form is of an earlier session of the desk.", 403)
    needed = NEEDS.get(path.split("/")[1], "approve")
    if not signing_in and not may(request, needed):
        role = request.state.editor.role
        return refused(desk, request, form, f"Your role is {role}; this needs {needed}.", 403)
    return _answered(desk, request, form, lambda: act(desk, request, form))


def refused(desk: Desk, request: Request, form: Form, error: str, status: int) -> Response:
    """A page that says why not, and gives back what was typed."""
    typed = [(key, value) for key, value in form.items() if value and _TYPED.fullmatch(key)]
    name = request.path_params.get("name")
    back = f"/edition/{name}" if name else "/"
    return desk.page(request, "refused.html.j2", status, error=error, back=back, typed=typed)


def editor_of(request: Request) -> str:
    """Who is signed in; without sign_in the name this browser gave last. "" for nobody."""
    if request.state.signs_in:
        return signed.name if (signed := _signed(request)) else ""
    return unquote(request.cookies.get("editor", "")).strip()[:MAX_NAME]


def may(request: Request, role: Role) -> bool:
    """Whether this request may do what needs the role; without sign_in everyone may do everything."""
    if not request.state.signs_in:
        return True
    signed = _signed(request)
    return signed is not None and signed.may(role)


def _signed(request: Request) -> Editor | None:
    editor: Editor | None = request.state.editor
    return editor


def see(path: str, said: str = "", anchor: str = "", undo: int | None = None) -> RedirectResponse:
    """After a change: the page to look at next, with a word on what was done and the way back."""
    query = f"?said={said}" if said else ""
    query += f"&undo={undo}" if undo else ""
    return RedirectResponse(f"{path}{query}{'#' + anchor if anchor else ''}", 303)


def stamp_of(folder: Path) -> Stamp:
    """What a look at the templates' folder shows; changes when one is saved, added or removed."""
    if not folder.is_dir():
        return ()
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in files)


def _hosts(settings: Settings) -> tuple[str, ...]:
    from urllib.parse import urlsplit

    desk = settings.desk
    stated = {urlsplit(desk.url).netloc} if desk.url else set()
    return tuple({f"{name}:{desk.port}" for name in ("127.0.0.1", "localhost", "[::1]")} | stated)


def _pages() -> Environment:
    from digest.desk import story, summary

    pages = Environment(
        loader=PackageLoader("digest.desk", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(words.FILTERS)
    pages.filters.update({"lines": summary.lines, "changed": story.words})
    pages.globals.update(words.GLOBALS)
    return pages
