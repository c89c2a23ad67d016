"""CPU and memory of one polling round: digest beside an httpx + feedparser loop and lemon24/reader.

    python benchmarks/gather/poll.py [--feeds 1000]          # pip install httpx reader sgmllib3k

Every feed has a port of its own, so each request opens a connection, as polling does. The first round
fills the database; the second, which is measured, answers 304 to nine in ten and sends the tenth feed with
one new item. Database writes are included. Each client runs in a process of its own; the server's CPU is
not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 2, 18, 5, tzinfo=UTC)
WORDS = "The council voted on Tuesday to close the old bridge, officials said, until the repairs are done. "
AT_ONCE = 50


# --- the server -------------------------------------------------------------------------------------------


def document(feed: int, items: int) -> bytes:
    inner = "".join(
        f"<item><title>Story {n} of {feed}</title><link>https://e{feed}.org/{n}</link><guid>f{feed}-{n}</guid>"
        f"<description>&lt;p&gt;{WORDS * 6} Story {n}.&lt;/p&gt;</description>"
        f"<pubDate>Wed, 18 Feb 2026 0{n % 5}:00:00 GMT</pubDate></item>"
        for n in reversed(range(items))
    )
    return f'<rss version="2.0"><channel><title>F{feed}</title>{inner}</channel></rss>'.encode()


async def serve(count: int) -> None:
    asked: Counter[tuple[int, str]] = Counter()

    def handler(feed: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]:
        async def answer(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
            try:
                while True:
                    head = await incoming.readuntil(b"\r\n\r\n")
                    path = head.split(b" ", 2)[1].decode()
                    asked[feed, path] += 1
                    first = asked[feed, path] == 1
                    if not first and feed % 10 and b"if-none-match" in head.lower():
                        outgoing.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
                    else:
                        body = document(feed, 20 if first else 21)
                        outgoing.write(
                            b'HTTP/1.1 200 OK\r\nETag: "%d"\r\nContent-Type: application/rss+xml\r\n'
                            b"Content-Length: %d\r\n\r\n" % (1 if first else 2, len(body)) + body
                        )
                    await outgoing.drain()
            except (asyncio.IncompleteReadError, ConnectionError):
                outgoing.close()

        return answer

    servers = [await asyncio.start_server(handler(feed), "127.0.0.1", 0) for feed in range(count)]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.Event().wait()


# --- the clients: each prepares, then returns what one round is -------------------------------------------


def digest_round(urls: list[str], folder: Path) -> Callable[[], None]:
    from digest import settings as settings_file
    from digest.gather import gather
    from digest.store.engine import open_engine
    from digest.store.tables import metadata

    tables = "".join(f'[[feeds]]\nname = "f{n}"\nurl = "{url}"\n' for n, url in enumerate(urls))
    head = f"[gather]\nallow_private_networks = true\nconcurrency = {AT_ONCE}\n"
    (folder / "digest.toml").write_text(head + tables)
    settings = settings_file.load(folder, {})
    engine = open_engine(settings.storage_url)
    metadata.create_all(engine)
    clock = iter(NOW + timedelta(hours=n) for n in range(100))

    def work() -> None:
        failed = [r for r in gather(engine, settings, next(clock), force=True) if r.outcome == "failed"]
        assert not failed, failed[:3]

    return work


def httpx_round(urls: list[str], folder: Path) -> Callable[[], None]:
    import feedparser
    import httpx

    database = sqlite3.connect(folder / "loop.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE feeds (url TEXT PRIMARY KEY, etag TEXT, modified TEXT)")
    database.execute("CREATE TABLE entries (url TEXT, id TEXT, title TEXT, text TEXT, PRIMARY KEY (url, id))")

    async def one(client: httpx.AsyncClient, slots: asyncio.Semaphore, url: str) -> None:
        row = database.execute("SELECT etag FROM feeds WHERE url = ?", (url,)).fetchone()
        async with slots:
            answer = await client.get(url, headers={"If-None-Match": row[0]} if row and row[0] else {})
        if answer.status_code == 304:
            return
        parsed = feedparser.parse(answer.content)
        rows = [(url, e.get("id"), e.get("title"), e.get("summary")) for e in parsed.entries]
        database.executemany("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?)", rows)
        etag = answer.headers.get("etag")
        database.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, NULL)", (url, etag))
        database.commit()

    async def whole() -> None:
        slots = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=AT_ONCE), timeout=60) as client:
            await asyncio.gather(*(one(client, slots, url) for url in urls))

    return lambda: asyncio.run(whole())


def reader_round(urls: list[str], folder: Path) -> Callable[[], None]:
    from reader import make_reader

    reader = make_reader(str(folder / "reader.sqlite3"))
    for url in urls:
        reader.add_feed(url)

    def work() -> None:
        failed = [
            r for r in reader.update_feeds_iter(workers=10, scheduled=False) if isinstance(r.value, Exception)
        ]
        assert not failed, failed[:3]

    return work


CLIENTS = {"digest": digest_round, "httpx + feedparser": httpx_round, "lemon24/reader": reader_round}


def client(name: str, ports: list[int]) -> None:
    urls = [f"http://127.0.0.1:{port}/{name.split()[0].replace('/', '-')}" for port in ports]
    with tempfile.TemporaryDirectory() as folder:
        work = CLIENTS[name](urls, Path(folder))
        filling = -time.process_time()
        work()
        filling += time.process_time()
        cpu, wall = time.process_time(), time.monotonic()
        work()
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(json.dumps({"fill": filling, "cpu": cpu, "wall": wall, "peak": peak}))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--serve", type=int)
    arguments.add_argument("--client", choices=CLIENTS)
    options = arguments.parse_args()
    if options.serve:
        asyncio.run(serve(options.serve))
    if options.client:
        client(options.client, json.loads(sys.stdin.read()))
        return
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", str(options.feeds)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        ports = server.stdout.readline()
        print(f"{options.feeds} feeds, one port each; the second round: 90 % answer 304, 10 % bring one item")
        measured = {}
        for name in CLIENTS:
            command = [sys.executable, "-W", "ignore", __file__, "--client", name]
            done = subprocess.run(command, input=ports, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
            measured[name] = json.loads(done.stdout)
        for name, found in measured.items():
            each, first = (found[part] / options.feeds * 1000 for part in ("cpu", "fill"))
            ratio = found["cpu"] / measured["digest"]["cpu"]
            print(
                f"{name:20} {each:6.2f} ms CPU a feed ({found['wall']:.1f} s wall), {ratio:4.1f} x digest, "
                f"first round {first:6.2f} ms, peak {found['peak']:4.0f} MB"
            )
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
