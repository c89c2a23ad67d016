"""News for open pages: a stream that says when the edition looks different, or a template is broken."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from digest import pipeline
from digest.desk.app import Desk
from digest.desk.standing import ALIVE, pulse
from digest.errors import DigestError
from digest.store import editions, runs
from digest.store.engine import read

LOOK = 0.2  #: seconds between two looks at the templates' folder
ASK = 5  #: looks between two questions to the database
_lock = threading.Lock()


def endpoint(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """The stream's address: `pulse` when a page would look different, `fault` for a broken template."""

    async def live(request: Request) -> Response:
        news = _news(desk, request.path_params["name"], request)
        return StreamingResponse(news, media_type="text/event-stream")

    return live


async def _news(desk: Desk, name: str, request: Request) -> AsyncIterator[bytes]:
    last, looks = "", 0
    yield b"retry: 2000\n\n"
    while not await request.is_disconnected():
        fault = await run_in_threadpool(redraw, desk, name)
        if fault is not None:
            yield f"event: fault\ndata: {' '.join(fault.split())}\n\n".encode()
        if fault is not None or looks % ASK == 0:
            now = await run_in_threadpool(_pulse, desk, name)
            if now != last:
                last = now
                yield f"event: pulse\ndata: {now}\n\n".encode()
        looks += 1
        await asyncio.sleep(LOOK)


def _pulse(desk: Desk, name: str) -> str:
    try:
        with read(desk.engine) as conn:
            found = editions.find(conn, name)
            seen = runs.last_seen(conn, "work")
            return pulse(conn, found, seen is not None and desk.clock() - seen < ALIVE)
    except DigestError:
        return "gone"


def redraw(desk: Desk, name: str) -> str | None:
    """Draws the draft anew when a template changed since the last look; None when nothing changed, ""
    when it was drawn, else what is wrong with the template."""
    with _lock:
        stamp = stamp_of(desk.settings.templates)
        before = desk.state.setdefault("templates", stamp)
        if stamp == before and desk.state.get(f"drawn {name}", stamp) == stamp:
            return None
        desk.state["templates"] = stamp
        desk.state[f"drawn {name}"] = stamp
    try:
        with read(desk.engine) as conn:
            found = editions.find(conn, name)
            draft = editions.draft_of(conn, found)
        if draft is not None:
            pipeline.refresh_edition(desk.engine, desk.settings, found, draft.now)
    except DigestError as error:
        return str(error)
    return ""


def stamp_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What a look at the templates' folder shows; changes when one is saved, added or removed."""
    if not folder.is_dir():
        return ()
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in files)
