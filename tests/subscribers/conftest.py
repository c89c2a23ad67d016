"""Databases of both kinds with the readers' tables, empty, and three lists."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from servers import postgres
from sqlalchemy import Connection, Engine, create_engine, text
from subscribers_facts import LISTS

from digest.store.engine import open_engine, read, write
from subscribers import store

Begin = Callable[[], AbstractContextManager[Connection]]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if not postgres.available():
        pytest.skip("no PostgreSQL server on this machine")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'readers.sqlite3'}"
    else:
        url = _new_database(request.getfixturevalue("postgres_url"))
    engine = open_engine(url)
    with write(engine) as conn:
        store.metadata.create_all(conn)
        store.ensure_lists(conn, LISTS)
    yield engine
    engine.dispose()


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


def _new_database(base: str) -> str:
    name = f"readers{next(_numbers)}"
    admin = create_engine(base.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return base.format(name)
