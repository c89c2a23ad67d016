"""What a command is asked, and what it answers. Imports nothing that takes long: reading one document
waits for no database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

MAX_NAME = 80  #: characters of a name that signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command found out: one JSON document, the same in words, in one line what it could not do."""

    document: Any
    text: str
    problem: str = ""


@dataclass(kw_only=True)
class Call:
    """One call of the command line: its arguments and its clock."""

    args: argparse.Namespace
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def close(self) -> None:
        """Gives back what the call opened."""

    def now(self) -> datetime:
        """The news clock: --now where it is given, else the machine's."""
        return self.args.now or self.clock()

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


def whole(text: str) -> int:
    """An id or a count, as argparse asks for it: a number that the database can hold."""
    if not text.isdecimal() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to {2**63 - 1}")
    return int(text)


def signer(text: str) -> str:
    """A name that stands beside what was done, as argparse asks for it."""
    if len(text) > MAX_NAME:
        raise argparse.ArgumentTypeError(f"a name of {len(text)} characters; {MAX_NAME} are enough")
    return text


def seconds(text: str) -> float:
    """A length of time, as argparse asks for it: more than none, and an end to it."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return value


def short(moment: datetime | None) -> str:
    """A time for people: to the minute, in UTC."""
    return "—" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def counted(number: int, word: str, many: str | None = None) -> str:
    """ "1 story", "2 stories"."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"
