"""The engine: one database, one set of rules for it, transactions that begin as they mean to end.

SQLite is used in WAL mode with `synchronous=FULL` and a 30 s busy timeout. pysqlite's own transaction
handling is switched off: `write()` begins IMMEDIATE (a read-then-write upgrade would fail at once,
whatever the busy timeout says: https://www.sqlite.org/lang_transaction.html), `read()` begins DEFERRED,
which in WAL is a snapshot that waits for nobody. On PostgreSQL both are ordinary transactions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)

from digest.errors import StoreError

BUSY_TIMEOUT_MS = 30_000
#: Faults of a statement of ours, which no operator can mend; any other is the database's.
_OURS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
#: The two types of SQLAlchemy that others name come from here, so that no file outside imports it.
__all__ = ["Connection", "Engine", "is_new", "open_engine", "read", "sqlite_file", "write"]


def open_engine(url: str) -> Engine:
    """An engine for the URL; makes the folder of a SQLite file (mode 0700), not its tables."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database)
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=16, max_overflow=16)
    except (SQLAlchemyError, ImportError) as error:
        raise StoreError(f"cannot be used: {_short(error)}", subject="storage.url") from error


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite URL; None for any other database."""
    parsed = _parsed(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (SQLAlchemyError, ValueError) as error:  # its words may hold the password
        raise StoreError(
            "is no address of a database: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME",
            subject="storage.url",
        ) from error


def is_new(engine: Engine) -> bool:
    """True when the database has no table at all."""
    with read(engine) as conn:
        return not inspect(conn).get_table_names()


def _sqlite(url: str, file: str | None) -> Engine:
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, pool_size=16, max_overflow=16
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """A writing transaction: committed at the end, rolled back on any exception. Keep it short and never
    wait for the network inside."""
    with _connection(engine) as connection, connection.execution_options(writes=True).begin():
        yield connection


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """A reading transaction over one consistent snapshot (PostgreSQL: statement by statement)."""
    with _connection(engine) as connection, connection.begin():
        yield connection


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except DatabaseError as error:
        if isinstance(error, _OURS):
            raise
        raise StoreError(f"the database did not answer: {_short(error)}") from error


def _short(error: BaseException) -> str:
    """The driver's own words, without the statement and its parameters (they may hold an address)."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
