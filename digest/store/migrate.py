"""The tables' version: brought up to date, checked, and written anew by developers."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from digest.errors import MigrationNeeded
from digest.store.engine import read, write


def migrate(engine: Engine) -> tuple[str | None, str]:
    """Brings the database to the newest tables in one transaction; returns the version before and after.

    Never goes back: a database of a newer program is refused.
    """
    from alembic import command

    with as_file(files("digest.store") / "migrations") as folder, write(engine) as conn:
        before = _version(conn)
        config = _config(folder)
        _refuse_newer(folder, before)
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        after = _version(conn)
    assert after is not None  # noqa: S101 - upgrade() has just written it
    return before, after


def check_version(engine: Engine) -> None:
    """Raises MigrationNeeded unless the database has exactly the newest tables."""
    with as_file(files("digest.store") / "migrations") as folder, read(engine) as conn:
        found, newest = _version(conn), _newest(folder)
    if found != newest:
        raise MigrationNeeded(
            f"its tables are of version {found or 'none'}, this program needs {newest}: run `digest migrate`",
            subject=engine.url.render_as_string(hide_password=True),
        )


def _config(folder: Path):  # type: ignore[no-untyped-def]  # alembic's type stays in here
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _version(conn: Connection) -> str | None:
    """As alembic keeps it. Read without alembic, which takes longer to load than most commands to run."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _newest(folder: Path) -> str:
    """The highest of the numbers that the migrations' files begin with."""
    return max(file.name.partition("_")[0] for file in (folder / "versions").glob("[0-9]*_*.py"))


def _refuse_newer(folder: Path, found: str | None) -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config(folder))
    if found is not None and found not in {revision.revision for revision in script.walk_revisions()}:
        raise MigrationNeeded(f"its tables are of version {found}, which a newer program wrote")


def write_revision(engine: Engine, message: str, folder: Path) -> None:
    """Writes the next migration into `folder` from the difference between this database and the tables
    of the code. For developers: `python -m digest.store.migrate "what changes"` in the tree."""
    from alembic import command

    with write(engine) as conn:
        config = _config(folder)
        config.attributes["connection"] = conn
        number = len(list((folder / "versions").glob("*.py"))) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    import sys
    import tempfile

    from digest.store.engine import open_engine

    with tempfile.TemporaryDirectory() as scratch:
        database = open_engine(f"sqlite:///{scratch}/scratch.sqlite3")
        place = Path(__file__).parent / "migrations"
        if list((place / "versions").glob("*.py")):
            migrate(database)
        write_revision(database, sys.argv[1], place)
