"""CPU seconds of a draft in a process that goes on: the first, with news, with none, and from nothing again.

    python benchmarks/rank/refresh.py [--entries 5000] [--new 50] [--times 5]

A newsroom in SQLite with so many entries of 60 words in its window (those of cost.py). "with news" is what a
worker does every ten minutes before the cutoff: so many entries came in, the draft is made anew. "an edit" is
what an editor waits for at the desk. "from nothing" is the same draft in a process that remembers nothing; it
must be the same draft to the byte. The ranking's share is timed inside the same call.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

from cost import FEEDS, NOW, ROOT, invented, resident
from sqlalchemy import insert

sys.path.insert(0, str(ROOT))

from digest import drafting, pipeline
from digest.model import Edition
from digest.news import learn
from digest.settings import Settings, load
from digest.store import editions, tables
from digest.store import feeds as feed_store
from digest.store.engine import Engine, open_engine, read, write
from subscribers import store as people

TOML = """
[newsroom]
name = "The Courier"
website = "https://courier.example"
postal_address = "1 Harbour Street"
[[lists]]
name = "daily"
[newsletters.daily]
title = "Daily"
lists = ["daily"]
"""


class Newsroom:
    """A newsroom whose news come in from a list of invented ones."""

    def __init__(self, folder: Path, news: list[tuple[str, str]]) -> None:
        feeds = "".join(
            f'[[feeds]]\nname = "{feed.name}"\nurl = "https://{feed.name}.example/"\n'
            f'publisher = "{feed.publisher}"\n'
            for feed in FEEDS
        )
        (folder / "digest.toml").write_text(TOML + feeds, encoding="utf-8")
        secrets = {"DIGEST_SECRETS": "k1:0123456789abcdef0123456789abcdef", "DIGEST_PEPPER": "p"}
        self.settings: Settings = load(folder, secrets)
        self.engine: Engine = open_engine(self.settings.storage_url)
        self.now = NOW
        self._news = iter(enumerate(news))
        self._chance = random.Random(2)
        with write(self.engine) as conn:
            tables.metadata.create_all(conn)
            people.metadata.create_all(conn)
            people.ensure_lists(conn, [("daily", "Daily", "public", "single")])
            feed_store.ensure(conn, pipeline.feeds_of(self.settings))
            named = conn.execute(tables.feeds.select())
            self._feeds = {row.name: row.id for row in named}
            self.edition: Edition = editions.create(
                conn, newsletter="daily", local_date="2026-03-04", slot="0700",
                due_at=NOW + timedelta(hours=3), cutoff_at=None, now=NOW,
            )  # fmt: skip

    def comes_in(self, number: int, hours: float) -> None:
        """So many entries of the last hours, and their words are counted."""
        rows = sorted((self._row(hours) for _ in range(number)), key=lambda row: row["first_seen"])
        with write(self.engine) as conn:
            conn.execute(insert(tables.entries), rows)
        learn(self.engine, self.settings)

    def _row(self, hours: float) -> dict[str, Any]:
        number, (title, text) = next(self._news)
        seen = self.now - timedelta(hours=self._chance.random() * hours)
        return {
            "feed_id": self._feeds[FEEDS[number % len(FEEDS)].name], "key": str(number), "title": title,
            "link": f"https://a.example/{number}", "authors": [], "categories": [], "language": "en",
            "summary": "", "html": "", "text": text, "text_from": "feed", "first_seen": seen,
            "published": seen - timedelta(minutes=self._chance.random() * 60), "last_seen": seen,
            "tier": "public", "problems": [],
        }  # fmt: skip

    def refresh(self) -> None:
        pipeline.refresh_edition(self.engine, self.settings, self.edition, self.now)

    def edit(self, number: int) -> None:
        pipeline.edit_edition(
            self.engine, self.settings, self.edition, "subject", by="a", at=self.now, value=f"No. {number}"
        )  # fmt: skip

    def drafted(self) -> object:
        with read(self.engine) as conn:
            return editions.draft_of(conn, self.edition)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--new", type=int, default=50)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    spent: dict[str, list[tuple[float, float]]] = {}
    ranking = _timed(drafting, "rank")

    def run(name: str, do: Callable[[], None]) -> None:
        ranked, start = sum(ranking), process_time()
        do()
        spent.setdefault(name, []).append((process_time() - start, sum(ranking) - ranked))

    with tempfile.TemporaryDirectory() as folder:
        room = Newsroom(Path(folder), invented(options.entries + (options.times + 1) * options.new))
        room.comes_in(options.entries, 23)
        before = resident()
        run("first draft", room.refresh)
        for number in range(options.times):
            room.now += timedelta(minutes=10)
            room.comes_in(options.new, 1 / 6)
            run(f"{options.new} entries came in", room.refresh)
            run("an edit, no news", lambda number=number: room.edit(number))
        known = room.drafted()
        forget()
        run("the same draft from nothing", room.refresh)
        if room.drafted() != known:
            raise SystemExit("from nothing it is another draft")
        print(f"{options.entries} entries in the window; CPU seconds, the ranking's among them:")
        for name, times in spent.items():
            whole, ranked = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"  {name:28} {whole:6.2f} {ranked:6.2f}")
        print(f"  at most {resident()} MB resident, {before} of them before the first draft")


def forget() -> None:
    """Leaves the process's ranking as one that never ranked."""
    drafting._window.cache_clear()
    drafting._ranked = drafting._ranked.__wrapped__  # type: ignore[attr-defined]


def _timed(module: Any, name: str) -> list[float]:
    seconds: list[float] = []
    known = getattr(module, name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        start = process_time()
        answer = known(*args, **kwargs)
        seconds.append(process_time() - start)
        return answer

    setattr(module, name, timed)
    return seconds


if __name__ == "__main__":
    main()
