"""What the desk costs: its pages and one action, beside a bare page of the same server in the same run.

    python benchmarks/desk/pages.py [--stories 60] [--entries 1000] [--times 10] [--readers 100000]

The newsroom is made here: two feeds' worth of entries about made-up events, drafted by the program itself.
Prints CPU seconds a request (server side, this process) as a median, the ratio to the bare page, and the
memory of the process.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert, select, text, update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from digest import pipeline
from digest.desk.app import make_desk
from digest.desk.guard import form_token, session_of
from digest.settings import Settings, load
from digest.store import batches, editions, tables
from digest.store import feeds as feed_store
from digest.store.engine import open_engine, write
from subscribers import store as people

NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
TOKEN = "bench"  # noqa: S105 - a desk nobody can reach
TOML = """
[newsroom]
name = "The Courier"
website = "https://courier.example"
postal_address = "1 Harbour Street"
[[feeds]]
name = "a"
url = "https://a.example/rss"
publisher = "A"
[[feeds]]
name = "b"
url = "https://b.example/rss"
publisher = "B"
[[lists]]
name = "daily"
[newsletters.daily]
title = "Daily"
lists = ["daily"]
stories = STORIES
"""
PLACES = [
    "Soline",
    "Verbohrad",
    "Lypivka",
    "Kargino",
    "Ozersk",
    "Hlynsk",
    "Brid",
    "Tarasna",
    "Rasmar",
    "Pier",
]
DEEDS = [
    "flooded",
    "reopened",
    "elected",
    "burned",
    "struck",
    "rebuilt",
    "closed",
    "counted",
    "mended",
    "sold",
]
THINGS = ["school", "bridge", "harbour", "station", "market", "theatre", "library", "depot", "mill", "court"]


def newsroom(folder: Path, stories: int, entries: int) -> tuple[Settings, Any, str]:
    """A newsroom with that many entries of the last day, and a draft of up to that many stories."""
    (folder / "digest.toml").write_text(TOML.replace("STORIES", str(stories)), encoding="utf-8")
    settings = load(folder, {"DIGEST_SECRETS": "k1:0123456789abcdef0123456789abcdef", "DIGEST_PEPPER": "p"})
    engine = open_engine(settings.storage_url)
    with write(engine) as conn:
        tables.metadata.create_all(conn)
        people.metadata.create_all(conn)
        people.ensure_lists(conn, [("daily", "Daily", "public", "single")])
        feed_store.ensure(conn, pipeline.feeds_of(settings))
        ids = [row.id for row in conn.execute(tables.feeds.select().order_by(tables.feeds.c.id))]
        conn.execute(insert(tables.entries), [_entry(number, ids[number % 2]) for number in range(entries)])
        edition = editions.create(
            conn, newsletter="daily", local_date="2026-02-18", slot="0700",
            due_at=NOW + timedelta(hours=2), cutoff_at=None, now=NOW,
        )  # fmt: skip
    pipeline.refresh_edition(engine, settings, edition, NOW)
    return settings, engine, edition.name


def _entry(number: int, feed_id: int) -> dict[str, Any]:
    dice = random.Random(number)
    words = [f"{dice.choice(PLACES)}{number}", dice.choice(THINGS), dice.choice(DEEDS)]
    title = " ".join([*words, "after", dice.choice(PLACES), dice.choice(THINGS), "talks"])
    body = " ".join(
        f"The {dice.choice(THINGS)} in {dice.choice(PLACES)}{number} was {dice.choice(DEEDS)}, people said."
        for _ in range(20)
    )
    when = NOW - timedelta(minutes=dice.randint(1, 1400))
    return {
        "feed_id": feed_id, "key": str(number), "link": f"https://a.example/{number}", "title": title,
        "authors": [], "categories": [], "language": "en", "summary": "", "html": "", "text": body,
        "text_from": "feed", "published": when, "first_seen": when, "last_seen": when, "tier": "public",
        "problems": [],
    }  # fmt: skip


def sent(engine: Any, readers: int) -> str:
    """So many readers, and an edition of the day before that went to all of them in batches of 1,000."""
    with write(engine) as conn:
        conn.execute(text(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
            "INSERT INTO subscribers (address, key, name, added_at) "
            "SELECT 'r' || i || '@readers.example', CAST('k' || i AS BLOB), '', '2026-01-01' FROM n"
        ), {"many": readers})  # fmt: skip
        conn.execute(text(
            "INSERT INTO subscriptions (subscriber_id, list_id, state, at, how) "
            "SELECT s.id, l.id, 'confirmed', '2026-01-01', 'import' FROM subscribers s, lists l"
        ))  # fmt: skip
        found = editions.find(conn, "daily")
        before = editions.create(
            conn, newsletter="daily", local_date="2026-02-17", slot="0700",
            due_at=NOW - timedelta(hours=22), cutoff_at=None, now=NOW - timedelta(days=1),
        )  # fmt: skip
        draft = editions.draft_of(conn, found)
        assert draft is not None
        renderings, envelope = editions.renderings_of(conn, found), editions.envelope_of(conn, found)
        editions.save_content(conn, before, replace(draft, edition=before.name), renderings, envelope)
        variant = conn.execute(
            select(tables.variants.c.id).where(tables.variants.c.edition_id == before.id)
        ).scalar_one()
        chunks = (range(first, min(first + 1000, readers + 1)) for first in range(1, readers + 1, 1000))
        batches.add(conn, before.id, variant, chunks)
        began, count = NOW - timedelta(hours=22), -(-readers // 1000)
        conn.execute(
            update(tables.batches).where(tables.batches.c.number == bindparam("batch")),
            [{"batch": number, "state": "sent", "delivered": b"\xff" * 125,
              "handed_at": began + timedelta(seconds=number)} for number in range(1, count + 1)],
        )  # fmt: skip
        conn.execute(
            update(tables.editions)
            .where(tables.editions.c.id == before.id)
            .values(state="sent", planned=readers)
        )
    return before.name


def bare() -> Starlette:
    """The smallest page this server can give."""

    async def page(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    return Starlette(routes=[Route("/", page)])


def ask(app: Starlette, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    """One request through ASGI, without sockets: the same for both apps."""
    import asyncio

    where, _, query = path.partition("?")
    cookie = f"desk={session_of(TOKEN)}; editor=Olena"
    headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", cookie.encode())]
    if method == "POST":
        headers += [(b"content-type", b"application/x-www-form-urlencoded"), (b"origin", b"http://127.0.0.1:8000"),
                    (b"content-length", str(len(body)).encode())]  # fmt: skip
    scope = {"type": "http", "method": method, "path": where, "raw_path": where.encode(), "headers": headers,
             "query_string": query.encode(), "http_version": "1.1", "scheme": "http",
             "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 1), "root_path": ""}  # fmt: skip
    status, parts = 0, []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.append(message.get("body", b""))

    asyncio.run(app(scope, receive, send))
    return status, b"".join(parts)


def median(do: Callable[[int], tuple[int, bytes]], times: int) -> tuple[float, int]:
    """CPU seconds of the middle one of so many requests, and the bytes of an answer."""
    spent, size = [], 0
    for number in range(times):
        began = time.process_time()
        status, body = do(number)
        spent.append(time.process_time() - began)
        if status not in (200, 303):
            raise SystemExit(f"status {status}: {body[:300]!r}")
        size = len(body)
    return statistics.median(spent), size


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--readers", type=int, default=100_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        settings, engine, name = newsroom(Path(folder), args.stories, args.entries)
        settings = replace(settings, desk=replace(settings.desk, port=8000))
        app, plain = make_desk(engine, settings, token=TOKEN, clock=lambda: NOW), bare()
        with write(engine) as conn:
            draft = editions.draft_of(conn, editions.find(conn, name))
        assert draft is not None
        lead = draft.items[0].lead_id
        csrf = form_token(TOKEN)
        past = sent(engine, args.readers)

        def edit(form: str) -> tuple[int, bytes]:
            return ask(app, "POST", f"/edit/{name}", f"csrf={csrf}&{form}".encode())

        others = [item.lead_id for item in draft.items[1:]]

        rows: list[tuple[str, Callable[[int], tuple[int, bytes]]]] = [
            ("bare page", lambda _: ask(plain, "GET", "/")),
            (f"edition, {len(draft.items)} stories", lambda _: ask(app, "GET", f"/edition/{name}")),
            ("the mail's frame", lambda _: ask(app, "GET", f"/frame/public/{name}")),
            ("story", lambda _: ask(app, "GET", f"/story/{lead}/{name}")),
            (f"pool, {args.entries} entries", lambda _: ask(app, "GET", f"/pool/{name}")),
            (f"sending, {args.readers:,} readers", lambda _: ask(app, "GET", f"/sending/{past}")),
            ("one action: the subject", lambda n: edit(f"kind=subject&value=Subject+{n}")),
            ("one action: a sentence", lambda n: edit(f"kind=summary&entry={lead}&s1=Sentence+{n}.")),
            ("one action: a move", lambda n: edit(f"do=move+{others[n + 1]}+{others[0]}")),
            ("one action: a merge", lambda n: edit(f"kind=merge&entry={lead}&other={others[n]}")),
        ]
        base = 0.0
        print(f"{'page':<26} {'CPU ms':>9} {'× bare':>8} {'KB':>8}")
        for label, do in rows:
            spent, size = median(do, args.times)
            base = base or spent
            print(f"{label:<26} {spent * 1000:>9.1f} {spent / base:>8.0f} {size / 1024:>8.1f}")
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB "
              f"({before / 1024:.0f} MB before the newsroom was made)")  # fmt: skip
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
