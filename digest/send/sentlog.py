"""`.digest/sent.log`: the names of editions that were sent, outside the database.

A name is appended and synced before the edition's first batch leaves. After an old backup was restored,
the log knows editions that the database does not: then all sending stands still until an operator resumes.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from digest.send.journal import write_whole
from digest.settings import Settings
from digest.store import switches
from digest.store.engine import Connection


def append(settings: Settings, edition: str) -> None:
    """Writes the edition's name down, durably; once."""
    if edition in names(settings):
        return
    file = _file(settings)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.ftruncate(handle, file.read_bytes().rfind(b"\n") + 1)  # what a full disk cut off never began
        write_whole(handle, f"{edition}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def names(settings: Settings) -> tuple[str, ...]:
    """The editions that were begun, in order."""
    file = _file(settings)
    return tuple(file.read_text(encoding="utf-8").split("\n")[:-1]) if file.exists() else ()


def unknown(conn: Connection, settings: Settings) -> tuple[str, ...]:
    """Editions in the log that the database never froze: it is older than the log."""
    return switches.unknown_editions(conn, names(settings))


def _file(settings: Settings) -> Path:
    return settings.folder / ".digest" / "sent.log"
