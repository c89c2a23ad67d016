"""The feeds' health: which answer, which are silent and why; and asking one now, which the worker does."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from digest.desk.app import Desk, Form, see
from digest.desk.forms import signer
from digest.desk.standing import ALIVE
from digest.errors import DigestError
from digest.store import edits, runs
from digest.store import feeds as store
from digest.store.engine import read, write
from digest.store.feeds import FeedHealth


def feeds(desk: Desk, request: Request) -> Response:
    """Every configured feed, those in trouble first."""
    configured = {feed.name: feed for feed in desk.settings.feeds}
    with read(desk.engine) as conn:
        known = {one.name: one for one in store.health(conn, configured.keys())}
        seen = runs.last_seen(conn, "work")
    missing = [name for name in configured if name not in known]  # digest.toml is younger than the last round
    return desk.page(
        request,
        "feeds.html.j2",
        rows=[(configured[one.name], one, trouble(one)) for one in sorted(known.values(), key=_worst_first)],
        missing=missing,
        failing=sum(one.failures > 0 for one in known.values()),
        alive=seen is not None and desk.clock() - seen < ALIVE,
    )


def trouble(one: FeedHealth) -> str:
    """How a feed does, in a word: "fails", "silent", "new" or "fine"."""
    if one.failures:
        return "fails"
    if one.checked is None:
        return "new"
    return "silent" if one.silent else "fine"


def _worst_first(one: FeedHealth) -> tuple[int, str]:
    return ("fails", "silent", "new", "fine").index(trouble(one)), one.name.casefold()


def fetch(desk: Desk, request: Request, form: Form) -> Response:
    """Asks the worker to ask a feed at its next tick, due or not; never before its publisher wishes."""
    by, at, name = signer(request, form), desk.clock(), form.get("feed", "")
    if name not in {feed.name for feed in desk.settings.feeds}:
        raise DigestError("digest.toml has no such feed", subject=name)
    with write(desk.engine) as conn:
        for one in store.health(conn, {name}):
            refuse_early(one, at)
        runs.ask(conn, "fetch", data={"feed": name}, by=by, at=at)
        edits.record(conn, at=at, by=by, what="fetch", detail={"feed": name})
    return see("/feeds", "fetch")


def refuse_early(one: FeedHealth, now: datetime) -> None:
    """DigestError while the publisher has asked us to wait (429, 503)."""
    if one.waits and one.next_check is not None and one.next_check > now:
        until = f"{one.next_check:%Y-%m-%d %H:%M} UTC"
        raise DigestError(f"its publisher asked us to wait until {until}", subject=one.name)
