"""A PostgreSQL server of our own in a temporary folder, reached by a Unix socket, gone at the end."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

FOLDERS = (*(Path("/usr/lib/postgresql").glob("*/bin")), Path("/usr/local/bin"), Path("/usr/bin"))
PROGRAMS = ("initdb", "postgres", "pg_isready")
#: Tests want speed, not durability: nothing here outlives its session.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}
OPTIONS = tuple(part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}"))
_numbers = itertools.count(1)


def available() -> bool:
    """Whether this machine has the programs of a PostgreSQL server."""
    return all(any((folder / name).exists() for folder in FOLDERS) for name in PROGRAMS)


@contextmanager
def server() -> Iterator[str]:
    """The base of SQLAlchemy URLs: add a database's name in place of {}."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path may have 107 bytes
    user = _user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        initdb = [
            _program("initdb"),
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "digest",
            "-N",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, user=user, timeout=60, cwd="/")
        with (folder / "log").open("wb") as log:
            command = [_program("postgres"), "-D", data, "-k", folder, *OPTIONS]
            child = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd="/")
        try:
            _wait(child, folder)
            yield f"postgresql+psycopg://digest@/{{}}?host={folder}"
        finally:
            child.send_signal(signal.SIGQUIT)  # immediate: nothing is worth keeping
            child.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(child: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it takes connections; raises with its log when it does not."""
    end = monotonic() + 30
    ready = [_program("pg_isready"), "-q", "-h", folder, "-U", "digest"]
    while subprocess.run(ready, check=False).returncode != 0:
        if child.poll() is not None or monotonic() > end:
            raise RuntimeError((folder / "log").read_text(errors="replace"))
        sleep(0.05)


def new_database(base: str, name: str = "test") -> str:
    """The URL of a fresh, empty database on that server."""
    from sqlalchemy import create_engine, text

    name = f"{name}_{os.getpid()}_{next(_numbers)}"
    admin = create_engine(base.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return base.format(name)


def emptied(url: str) -> bool:
    """Takes every table out of that database; False while something still holds one."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import OperationalError

    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '2s'"))
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


def _program(name: str) -> Path:
    return next(folder / name for folder in sorted(FOLDERS, reverse=True) if (folder / name).exists())


def _user() -> str | None:
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
