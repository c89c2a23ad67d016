"""Databases of both kinds with the readers' tables, empty, and three lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from servers import postgres
from sqlalchemy import Connection, Engine, text
from subscribers_facts import LISTS

from digest.store import tables
from digest.store.engine import open_engine, read, write
from subscribers import store

Begin = Callable[[], AbstractContextManager[Connection]]


@pytest.fixture(scope="session")
def postgres_engine(postgres_base: str) -> Iterator[Engine]:
    """One database for the whole run; each test empties it."""
    engine = open_engine(postgres.new_database(postgres_base))
    with write(engine) as conn:
        _make(conn)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'readers.sqlite3'}")
        with write(engine) as conn:
            _make(conn)
            store.ensure_lists(conn, LISTS)
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgres_engine")
    with write(engine) as conn:
        names = ", ".join(t.name for m in (store.metadata, tables.metadata) for t in m.sorted_tables)
        conn.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        store.ensure_lists(conn, LISTS)
    yield engine


@pytest.fixture
def begin(engine: Engine) -> Begin:
    return partial(write, engine)


@pytest.fixture
def look(engine: Engine) -> Begin:
    return partial(read, engine)


@pytest.fixture
def conn(begin: Begin) -> Iterator[Connection]:
    with begin() as connection:
        yield connection


def _make(conn: Connection) -> None:
    store.metadata.create_all(conn)
    tables.metadata.create_all(conn)
