"""The desk's addresses: which page or act answers each, and what is asked before it may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from digest.desk.app import NEEDS, Act, Desk, Form, View, editor_of, may, refused
from digest.desk.guard import SIGN_IN
from digest.errors import DigestError

NAME = "{name:path}"


def routes(desk: Desk) -> list[Route | Mount]:
    """Every address of the desk."""
    from digest.desk import frame, live

    pictures = desk.settings.folder / "pictures"
    return [
        *_people(desk),
        *(Route(path, _named(desk, view)) for path, view in _pages()),
        *(Route(path, _post(desk, act), methods=["POST"]) for path, act in _acts()),
        Route(f"/live/{NAME}", live.endpoint(desk)),
        Mount("/static", StaticFiles(packages=[("digest.desk", "static")])),
        Mount("/pictures", frame.Pictures(directory=pictures, check_dir=False)),
    ]


def _pages() -> list[tuple[str, View]]:
    from digest.desk import compare, corrections, feeds, frame, history, log, pool, sending, story, views

    return [
        ("/", views.listed),
        (f"/edition/{NAME}", views.edition),
        (f"/frame/{{variant}}/{NAME}", frame.frame),
        (f"/story/{{entry:int}}/{NAME}", story.story),
        (f"/pool/{NAME}", pool.pool),
        (f"/compare/{NAME}", compare.compare),
        (f"/weights/{NAME}", compare.weights),
        (f"/sending/{NAME}", sending.sending),
        ("/log", log.of_all),
        (f"/log/{NAME}", log.of_edition),
        ("/feeds", feeds.feeds),
        ("/history", history.history),
        (f"/history/{NAME}", history.record),
        (f"/corrections/{NAME}", corrections.corrections),
    ]


def _acts() -> list[tuple[str, Act]]:
    from digest.desk import acts, corrections, feeds

    return [
        (f"/edit/{NAME}", acts.edit),
        (f"/own/{NAME}", acts.own),
        (f"/page/{NAME}", acts.page),
        (f"/refresh/{NAME}", acts.refresh),
        (f"/decide/{NAME}", acts.decide),
        (f"/test/{NAME}", acts.test),
        ("/fetch", feeds.fetch),
        (f"/correct/{NAME}", corrections.correct),
        (f"/withdraw/{NAME}", corrections.withdraw),
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
            texts = [(key, value) for key, value in received.items() if isinstance(value, str)]
            form = {key: value.replace("\0", "") for key, value in texts}  # no database has a place for it
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
