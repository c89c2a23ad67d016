"""What all tests may ask for: an empty database with every table, of either kind.

engine          once on SQLite, once on PostgreSQL: two tests out of one
sqlite_engine   SQLite only
database_url    like engine, without tables: for tests that start processes or migrate
postgres_base   the URL of this session's own PostgreSQL server, {} for a database's name
postgres_url    an empty database there
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as tries
from servers import postgres
from servers.parts import missing
from sqlalchemy import Engine

from digest.store import tables
from digest.store.engine import open_engine, write
from subscribers import store as people

#: A busy machine is no fault of what is tested.
tries.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
tries.load_profile("busy")


@pytest.fixture(scope="session")
def postgres_base() -> Iterator[str]:
    if not postgres.available():
        missing("PostgreSQL")
    with postgres.server() as base:
        yield base


@pytest.fixture(scope="session")
def postgres_free() -> list[str]:
    """Databases that a test has left."""
    return []


@pytest.fixture
def postgres_url(postgres_base: str, postgres_free: list[str]) -> Iterator[str]:
    url = postgres_free.pop() if postgres_free else postgres.new_database(postgres_base)
    yield url
    if postgres.emptied(url):
        postgres_free.append(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    yield from _with_tables(open_engine(database_url))


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    yield from _with_tables(open_engine(f"sqlite:///{tmp_path / 'test.sqlite3'}"))


def _with_tables(engine: Engine) -> Iterator[Engine]:
    with write(engine) as conn:
        tables.metadata.create_all(conn)
        people.metadata.create_all(conn)
    yield engine
    engine.dispose()
