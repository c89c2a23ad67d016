"""The migrations make the tables the code speaks of, on both databases, and refuse what they do not know."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from digest.errors import MigrationNeeded
from digest.store.engine import open_engine, read, write
from digest.store.migrate import check_version, migrate
from digest.store.tables import metadata as news
from subscribers.store import metadata as people


@pytest.fixture
def empty_engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_migrations_make_exactly_the_tables_of_the_code(empty_engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    before, after = migrate(empty_engine)
    assert before is None
    assert migrate(empty_engine) == (after, after)
    check_version(empty_engine)
    with read(empty_engine) as conn:
        context = MigrationContext.configure(conn, opts={"target_metadata": [news, people]})
        assert compare_metadata(context, [news, people]) == []  # type: ignore[arg-type]


def test_a_database_without_tables_is_named(empty_engine: Engine) -> None:
    with pytest.raises(MigrationNeeded, match="run `digest migrate`"):
        check_version(empty_engine)


def test_a_database_of_a_newer_program_is_refused(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with write(empty_engine) as conn:
        conn.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(MigrationNeeded, match="which a newer program wrote"):
        migrate(empty_engine)
