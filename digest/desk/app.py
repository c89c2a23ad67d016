"""The desk as an app, and what every page of it needs to be drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from digest.desk import words
from digest.desk.guard import Guard
from digest.desk.limit import Limit
from digest.desk.readers import Readers
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
    "page": "edit",
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
    readers: Readers = field(default_factory=Readers)
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
    from digest.desk.routes import routes

    app = Starlette(routes=routes(desk))
    app.state.desk = desk
    hosts, who, https = _hosts(settings), None, False
    if settings.desk.sign_in:
        from digest import passwords
        from digest.desk import sign_in

        passwords.prepare(cost)
        who, https = sign_in.who(engine, clock), settings.desk.url.startswith("https://")
    app.add_middleware(Guard, token=token, hosts=hosts, who=who, https=https)
    return app


def refused(desk: Desk, request: Request, form: Form, error: str, status: int) -> Response:
    """A page that says why not, and gives back what was typed."""
    typed = [(key, value) for key, value in form.items() if value and _TYPED.fullmatch(key)]
    name = request.path_params.get("name")
    place = "pool" if form.get("back") == "pool" else "edition"
    back = f"/{place}/{name}" if name else "/"
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
