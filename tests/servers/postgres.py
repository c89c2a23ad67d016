"""A PostgreSQL server of our own in a temporary folder, reached by a Unix socket, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = (*(Path("/usr/lib/postgresql").glob("*/bin")), Path("/usr/local/bin"), Path("/usr/bin"))


def available() -> bool:
    """Whether this machine has the programs of a PostgreSQL server."""
    return _program("initdb") is not None and _program("pg_ctl") is not None


@contextmanager
def server() -> Iterator[str]:
    """The base of SQLAlchemy URLs: add a database's name in place of {}."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
    try:
        _run("initdb", "-D", str(data), "-A", "trust", "-U", "digest", "-N", "-E", "UTF8", "--locale=C")
        _run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql+psycopg://digest@/{{}}?host={folder}"
        _run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(name: str, *arguments: str) -> None:
    program = _program(name)
    assert program is not None
    subprocess.run(  # the server refuses to run as root
        [str(program), *arguments], check=True, stdout=subprocess.DEVNULL, user=_user(), timeout=60, cwd="/"
    )


def _program(name: str) -> Path | None:
    return next((folder / name for folder in sorted(FOLDERS, reverse=True) if (folder / name).exists()), None)


def _user() -> str | None:
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
