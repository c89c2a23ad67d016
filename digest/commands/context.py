"""What every command is given, and what it gives back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from digest.model import Edition
from digest.settings import Settings, load
from digest.store import editions
from digest.store.engine import Engine, is_new, open_engine, read, write
from digest.store.migrate import check_version, migrate


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command found out: one JSON document, the same in words, and the exit code."""

    document: Any
    text: str
    code: int = 0


@dataclass(kw_only=True)
class Context:
    """One call of the command line: its arguments, and the newsroom it works in, opened when asked for."""

    args: argparse.Namespace
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

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
        with write(engine) as conn:
            people.ensure_lists(conn, [(it.name, it.title, it.tier, it.opt_in) for it in settings.lists])
        return engine

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

    def now(self) -> datetime:
        """The news clock: --now where it is given, else the machine's."""
        return self.args.now or self.clock()

    def edition(self) -> Edition:
        """The edition the command names."""
        with read(self.engine) as conn:
            return editions.find(conn, self.args.edition)

    def progress(self, what: str) -> Callable[[int, int], None] | None:
        """A progress line on stderr where that is a terminal, else nothing."""
        if not sys.stderr.isatty():
            return None

        def show(done: int, total: int) -> None:
            width = 30
            filled = width * done // max(total, 1)
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{what} [{'█' * filled}{'·' * (width - filled)}] {done}/{total}{end}")
            sys.stderr.flush()

        return show


def short(moment: datetime | None) -> str:
    """A time for people: to the minute, in UTC."""
    return "—" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def counted(number: int, word: str, many: str | None = None) -> str:
    """ "1 story", "2 stories"."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"
