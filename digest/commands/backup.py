"""backup, restore: SQLite's own online copy, both ways. PostgreSQL has pg_dump and pg_restore."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from digest.commands.context import Answer, Context, counted
from digest.errors import DigestError, StoreError
from digest.settings import Settings
from digest.store import freezing, runs
from digest.store.engine import open_engine, read, sqlite_file, write
from digest.store.migrate import migrate

ALIVE = timedelta(minutes=2)  #: a worker seen later than this is running


def backup(context: Context) -> Answer:
    """Copies the database into a file while everything goes on (SQLite's online backup)."""
    target = Path(context.args.file)
    if target.exists():
        raise DigestError("it is there already; a backup never overwrites", subject=str(target))
    _copy(_database(context.settings), target)
    return Answer(document={"file": str(target)}, text=f"{target}: {target.stat().st_size:,} bytes")


def restore(context: Context) -> Answer:
    """Puts a backup's content into the database; the present content is kept in a private file.

    Refused while a worker runs. Opt-outs that the backup does not know are set again from their log. What
    the backup has as still to be sent is held until `settle`, because it may have been sent since; and
    editions that were sent since hold all sending until `digest resume --accept-lost`.
    """
    source, file = Path(context.args.file), _database(context.settings)
    _refuse_other(source)
    kept = context.settings.private / "restored" / f"{context.clock():%Y%m%dT%H%M%S%f}.sqlite3"
    if file.exists():
        _refuse_running(context)
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _copy(file, kept)
    _copy(source, file)
    merged = _up_to_date(context)
    with write(context.engine) as conn:
        held = freezing.doubt_after_restore(conn, context.clock())
    lines = [
        f"restored; what was there before is {kept}",
        f"{counted(merged, 'opt-out')} set again from the log",
        *(f"{name}: what was not sent yet is held; see `digest settle {name}`" for name in held),
    ]
    document = {"kept": str(kept), "optouts": merged, "held": held}
    return Answer(document=document, text="\n".join(lines))


def _up_to_date(context: Context) -> int:
    """Brings the restored tables to this program's version and the opt-outs to their log's; says how many."""
    engine = open_engine(context.settings.storage_url)
    migrate(engine)
    engine.dispose()
    return context.merge_optouts()


def _copy(source: Path, target: Path) -> None:
    """SQLite's backup into the target's own file, so that whoever has it open sees the new content."""
    if not target.exists():
        descriptor, name = tempfile.mkstemp(dir=target.resolve().parent, prefix=".copy-")
        os.close(descriptor)  # mode 0600, under its name only when it is whole
        _fill(source, Path(name))
        Path(name).replace(target)
    else:
        _fill(source, target)


def _fill(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as full, closing(sqlite3.connect(target)) as copy:
        full.backup(copy)


def _refuse_other(source: Path) -> None:
    """StoreError unless the file is a sound database of this program."""
    if not source.is_file():
        raise StoreError("there is no such file", subject=str(source))
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as db:
            sound = db.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise StoreError(f"it is no database: {error}", subject=str(source)) from error
    if sound != "ok":
        raise StoreError(f"the backup is damaged: {sound}", subject=str(source))
    if not {"alembic_version", "editions", "subscribers"} <= tables:
        raise StoreError("it is no backup of a newsroom", subject=str(source))


def _refuse_running(context: Context) -> None:
    with read(context.engine) as conn:
        seen = runs.last_seen(conn, "work")
    if seen is not None and context.clock() - seen < ALIVE:
        raise StoreError("a worker is running: stop `digest run` first", subject="restore")


def _database(settings: Settings) -> Path:
    file = sqlite_file(settings.storage_url)
    if file is None:
        raise DigestError("for PostgreSQL use pg_dump and pg_restore", subject="storage.url")
    return file
