"""What a command that works in a newsroom is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from digest.commands.answer import Answer, Call, counted, short
from digest.model import Edition
from digest.settings import Settings, load
from digest.store import editions
from digest.store.engine import Engine, is_new, open_engine, read, write
from digest.store.migrate import check_version, migrate

__all__ = ["Answer", "Context", "counted", "short"]


@dataclass(kw_only=True)
class Context(Call):
    """A call in a newsroom: its settings and its database, opened when they are asked for."""

    @cached_property
    def settings(self) -> Settings:
        return load(Path(self.args.config))

    @cached_property
    def engine(self) -> Engine:
        """The newsroom's database. A new one gets its tables and lists; an old one must be migrated first."""
        from subscribers import store as people

        settings = self.settings
        engine = open_engine(settings.storage_url)
        if is_new(engine):
            migrate(engine)
        check_version(engine)
        lists = [(it.name, it.title, it.tier, it.opt_in) for it in settings.lists]
        with read(engine) as conn:  # a command that only reads waits for no writer
            known = people.has_lists(conn, lists)
        if not known:
            with write(engine) as conn:
                people.ensure_lists(conn, lists)
        return engine

    def close(self) -> None:
        """Closes the database, if the command opened it."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    @property
    def optouts(self) -> Path:
        """The log of opt-outs, outside the database."""
        return self.settings.folder / ".digest" / "optouts.log"

    def merge_optouts(self) -> int:
        """Sets again the opt-outs that the log knows and the database does not (after a restore)."""
        from subscribers import consent

        if not self.optouts.exists():
            return 0
        with write(self.engine) as conn:
            return consent.merge(conn, self.optouts, self.settings.require_secret("pepper"))

    def keep_optouts(self) -> None:
        """Writes the opt-outs that are new to the log, on the disk when this returns."""
        from subscribers import consent

        consent.keep(lambda: write(self.engine), self.optouts)

    def edition(self) -> Edition:
        """The edition the command names."""
        with read(self.engine) as conn:
            return editions.find(conn, self.args.edition)
