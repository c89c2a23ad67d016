"""Import of many readers from CSV, the same file again, and the audience read back.

    python benchmarks/subscribers/import_readers.py [--rows 1000000] [--url URL]

The file is made here: 3 % of its rows are broken, 0.5 % repeat an address further up. The rival is the
least that could do the work: csv and sqlite3 with a unique index on the lower-case address, no check of
anything, a commit per 5,000 rows under the same pragmas. Every step runs in its own process; CPU seconds
and the peak of resident memory are that process's.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

PEPPER = "the pepper of this benchmark"
NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
BROKEN = (
    "no-at.example.org",
    "two@@example.org",
    "",
    "sp ace@example.org",
    "x@nodot",
    "a@example.org,b@c.de",
)


def make(path: Path, rows: int) -> None:
    """A file of `rows` rows in no order of addresses."""
    chance = random.Random(2026)
    numbers = list(range(rows))
    chance.shuffle(numbers)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["email", "name", "lists", "language"])
        for place, number in enumerate(numbers):
            address = f"Reader.{number}@{chance.choice(('example.org', 'mail.example.com', 'post.ua'))}"
            if chance.random() < 0.03:
                address = chance.choice(BROKEN)
            elif chance.random() < 0.005 and place:
                address = f"reader.{numbers[chance.randrange(place)]}@example.org"
            lists = "daily;weekly" if number % 3 == 0 else "daily"
            writer.writerow([address, f"Ім'я {number}", lists, "uk" if number % 2 else "en"])


def step_import(file: Path, url: str) -> str:
    from digest.store.engine import open_engine, write
    from subscribers import store
    from subscribers.csv_file import import_csv

    engine = open_engine(url)
    begin = partial(write, engine)
    with begin() as conn:
        store.metadata.create_all(conn)
        store.ensure_lists(conn, [(n, n, "public", "double") for n in ("daily", "weekly")])
    refused = file.with_name("refused.csv")
    report = import_csv(begin, file, pepper=PEPPER, lists=["daily"], now=NOW, refused=refused)
    return f"rows {report.rows} added {report.added} known {report.known} refused {report.refused}"


def step_audience(file: Path, url: str) -> str:
    from digest.store.engine import open_engine, read
    from subscribers import store

    with read(open_engine(url)) as conn:
        return f"audience {sum(1 for _ in store.audience(conn, ['daily', 'weekly'], ['public']))}"


def step_recheck(file: Path, url: str) -> str:
    from digest.store.engine import open_engine, read
    from subscribers import store

    with read(open_engine(url)) as conn:
        readers = (reader for reader, _ in store.audience(conn, ["daily"], ["public"]))
        found = 0
        while batch := list(islice(readers, 1_000)):
            found += len(store.recheck(conn, batch, ["daily"], ["public"], "public"))
        return f"rechecked {found}"


def step_rival(file: Path, url: str) -> str:
    connection = sqlite3.connect(file.with_name("rival.sqlite3"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE r (id INTEGER PRIMARY KEY, address, norm UNIQUE, name, lists, lang)")
    with file.open(encoding="utf-8", newline="") as opened:
        rows = ((r[0], r[0].lower(), r[1], r[2], r[3]) for r in islice(csv.reader(opened), 1, None))
        while part := list(islice(rows, 5_000)):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR IGNORE INTO r VALUES (NULL, ?, ?, ?, ?, ?)", part)
            connection.execute("COMMIT")
    (count,) = connection.execute("SELECT count(*) FROM r").fetchone()
    return f"rows {count}"


STEPS: dict[str, Callable[[Path, str], str]] = {
    "rival": step_rival,
    "import": step_import,
    "again": step_import,
    "audience": step_audience,
    "recheck": step_recheck,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--url", help="another database, made and emptied by you")
    parser.add_argument("--step", nargs=3, metavar=("STEP", "FILE", "URL"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        _one(chosen.step[0], Path(chosen.step[1]), chosen.step[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "readers.csv"
        make(file, chosen.rows)
        url = chosen.url or f"sqlite:///{folder}/readers.sqlite3"
        for step in STEPS:
            subprocess.run([sys.executable, __file__, "--step", step, str(file), url], check=True)


def _one(step: str, file: Path, url: str) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    said = STEPS[step](file, url)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{step:9} {wall:7.2f} s wall {cpu:7.2f} s CPU {peak:6.0f} MiB peak  {said}", flush=True)


if __name__ == "__main__":
    main()
