"""The databases the tests of sending run on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from servers import postgres
from servers.parts import missing
from sqlalchemy import create_engine, text


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if not postgres.available():
        missing("PostgreSQL")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str | None:
    """None for the room's own SQLite file, or the URL of a fresh PostgreSQL database."""
    if request.param == "sqlite":
        return None
    url = request.getfixturevalue("postgres_server")
    name = f"send_{uuid.uuid4().hex}"
    admin = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.format(name)
