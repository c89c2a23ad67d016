"""News for open pages: a stream that says when the edition looks different, or a template is broken."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from digest import pipeline
from digest.desk.app import Desk, stamp_of
from digest.desk.standing import ALIVE, pulse
from digest.errors import DigestError
from digest.store import editions, runs
from digest.store.engine import read

LOOK = 0.2  #: seconds between two looks at the templates' folder
ASK = 5  #: looks between two questions to the database
MOST = 100  #: streams at a time; a page without one is as it was when it was opened
_lock = threading.Lock()


def endpoint(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """The stream's address: `pulse` when a page would look different, `fault` for a broken template."""

    open_now = 0

    async def counted(news: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        nonlocal open_now
        open_now += 1
        try:
            async for line in news:
                yield line
        finally:
            open_now -= 1

    async def live(request: Request) -> Response:
        if open_now >= MOST:
            return PlainTextResponse("Too many pages listen at the desk.", 503)
        news = _news(desk, request.path_params["name"], request)
        return StreamingResponse(counted(news), media_type="text/event-stream")

    return live


async def _news(desk: Desk, name: str, request: Request) -> AsyncIterator[bytes]:
    last, told, looks = "", "", 0
    yield b"retry: 2000\n\n"
    while not await request.is_disconnected():
        fault, drawn = await run_in_threadpool(redraw, desk, name)
        if fault != told:
            told = fault
            yield f"event: fault\ndata: {' '.join(fault.split())}\n\n".encode()
        if drawn or looks % ASK == 0:
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


def redraw(desk: Desk, name: str) -> tuple[str, bool]:
    """Draws the draft anew when a template changed since it was drawn last.

    (what is wrong with the templates, "" for nothing; whether it was drawn just now). The desk's start
    counts as drawn.
    """
    with _lock:
        stamp = stamp_of(desk.settings.templates)
        if stamp == desk.drawn.get(name, desk.templates):
            return desk.faults.get(name, ""), False
        desk.drawn[name] = stamp
    fault = ""
    try:
        with read(desk.engine) as conn:
            found = editions.find(conn, name)
            draft = editions.draft_of(conn, found)
        if draft is not None:
            pipeline.refresh_edition(desk.engine, desk.settings, found, draft.now)
    except DigestError as error:
        fault = str(error)
    desk.faults[name] = fault
    return fault, True
