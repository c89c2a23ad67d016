"""The desk's addresses, and what a page needs to be drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from digest.desk.guard import Guard
from digest.errors import DigestError
from digest.settings import Settings

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page works with; the clock is an argument so that tests can set it."""

    engine: Engine
    settings: Settings
    pages: Environment
    clock: Callable[[], datetime]

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page drawn from pages/NAME with what all pages show."""
        common = {
            "csrf": request.state.csrf,
            "editor": request.cookies.get("editor", ""),
            "newsroom": self.settings.newsroom.name,
            "now": self.clock(),
            "said": request.query_params.get("said", ""),
        }
        return HTMLResponse(self.pages.get_template(name).render(common | values), status)


def make_desk(
    engine: Engine,
    settings: Settings,
    *,
    token: str,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """The desk as an ASGI app; it writes intent to the database and never talks to a provider."""
    from digest.desk import acts, views

    desk = Desk(engine=engine, settings=settings, pages=_pages(), clock=clock)

    def get(view: Callable[[Desk, Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(_answered, desk, request, lambda: view(desk, request))

        return endpoint

    def post(act: Callable[[Desk, Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            async with request.form(max_files=0, max_fields=50) as received:
                form = {key: value for key, value in received.items() if isinstance(value, str)}
            return await run_in_threadpool(_changed, desk, request, form, act)

        return endpoint

    routes = [
        Route("/", get(views.listed)),
        Route("/edition/{name:path}", get(views.edition)),
        Route("/frame/{variant}/{name:path}", get(views.frame)),
        Route("/story/{entry:int}/{name:path}", get(views.story)),
        Route("/edit/{name:path}", post(acts.edit), methods=["POST"]),
        Route("/own/{name:path}", post(acts.own), methods=["POST"]),
        Route("/decide/{name:path}", post(acts.decide), methods=["POST"]),
        Route("/test/{name:path}", post(acts.test), methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("digest.desk", "static")])),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(Guard, token=token, hosts=_hosts(settings))
    return app


def _answered(desk: Desk, request: Request, draw: Callable[[], Response]) -> Response:
    try:
        return draw()
    except DigestError as error:
        return desk.page(request, "refused.html.j2", 409, error=str(error), back=_back(request))


def _changed(
    desk: Desk, request: Request, form: Form, act: Callable[[Desk, Request, Form], Response]
) -> Response:
    if form.get("csrf") != request.state.csrf:
        return desk.page(
            request, "refused.html.j2", 403, error="This form is of an earlier session.", back=_back(request)
        )
    answer = _answered(desk, request, lambda: act(desk, request, form))
    if form.get("by"):
        answer.set_cookie(
            "editor", quote(form["by"][:80]), max_age=31_536_000, samesite="strict", httponly=True
        )
    return answer


def _back(request: Request) -> str:
    name = request.path_params.get("name")
    return f"/edition/{name}" if name else "/"


def see(path: str, said: str = "", anchor: str = "") -> RedirectResponse:
    """After a change: the page to look at next, with a word on what was done."""
    query = f"?said={quote(said)}" if said else ""
    return RedirectResponse(f"{path}{query}{'#' + anchor if anchor else ''}", 303)


def _hosts(settings: Settings) -> tuple[str, ...]:
    from urllib.parse import urlsplit

    desk = settings.desk
    names = {desk.host, "127.0.0.1", "localhost", "[::1]"}
    stated = {urlsplit(desk.url).netloc} if desk.url else set()
    return tuple({f"{name}:{desk.port}" for name in names} | stated)


def _pages() -> Environment:
    from digest.desk import words

    pages = Environment(
        loader=PackageLoader("digest.desk", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(words.FILTERS)
    return pages
