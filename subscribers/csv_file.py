"""Readers from a CSV file and back: every line taken in, known, opted out, or refused with its reason.

Columns by name in any order: email (needed), name (or first name, last name), lists, left, language,
timezone, status, without (topics she does not want), attribute.NAME; where no first line names them the
column with addresses is found and the one beside it is the name. Other columns are not read, and named in
the report.

An import commits every 5,000 rows and only ever adds, so that one that was broken off is simply run
again. It never takes back an opt-out; a file may bring opt-outs (status unsubscribed, column left).
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TextIO

from subscribers.address import address_key, parse
from subscribers.errors import CsvRefused, SubscribersError
from subscribers.fields import Header, guarded, read_header
from subscribers.intake import take_in
from subscribers.model import NewReader
from subscribers.people import all_readers, attribute_names, check_pepper, list_counts
from subscribers.sheet import Line, Shape, lines, shape

if TYPE_CHECKING:
    from sqlalchemy import Connection

    Begin = Callable[[], AbstractContextManager[Connection]]

COMMIT_EVERY = 5_000
_NOTHING: Mapping[str, str] = MappingProxyType({})
SHOWN = 1_000  #: refused lines named in the report; the file of refused rows has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One line that was not taken in: its number and why. Never its text."""

    line: int
    reason: str


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What came of an import: rows = added + known + opted_out + refused.

    `known`: the reader was there before, or stood further up in the file. `notes`: values that were left
    out of rows that were taken in.
    """

    shape: Shape
    ignored: tuple[str, ...] = ()  #: columns that were not read
    rows: int = 0
    added: int = 0
    known: int = 0
    opted_out: int = 0
    refused: int = 0
    refusals: list[Refused] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    refused_file: Path | None = None

    def refuse(self, line: int, reason: str) -> None:
        self.refused += 1
        self.reasons[reason] += 1
        if len(self.refusals) < SHOWN:
            self.refusals.append(Refused(line=line, reason=reason))


def import_csv(
    begin: Begin,
    path: Path,
    *,
    pepper: str,
    lists: Sequence[str],
    now: datetime,
    refused: Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    confirmed: bool = True,
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportReport:
    """Takes the readers of `path` in; `lists` are for rows that name none.

    The refused rows go to the file `refused` (mode 0600), which is made only if there are any. Raises
    CsvRefused when the file is no table of readers; then nothing was changed.
    """
    form = shape(path, encoding, delimiter)
    with begin() as conn:
        check_pepper(conn, pepper)
        held = [item.list for item in list_counts(conn)]
    known = {item.title: item.name for item in held} | {item.name: item.name for item in held}
    for name in lists:
        if name not in known.values():
            raise CsvRefused(f"there is no list {name!r}", subject=path.name)
    header = read_header(lines(path, form), known, tuple(lists), path.name)
    report = ImportReport(shape=form, ignored=header.ignored)
    with _RefusedRows(refused, report) as out:
        part: dict[bytes, NewReader] = {}
        for reader in _readers(path, header, pepper, report, out):
            twin = part.get(reader.key)
            report.known += twin is not None
            part[reader.key] = reader if twin is None else _folded(twin, reader)
            if len(part) >= COMMIT_EVERY:
                _commit(begin, part, report, now, path.name, confirmed)
                progress(report.rows)
        _commit(begin, part, report, now, path.name, confirmed)
    progress(report.rows)
    return report


def export_csv(conn: Connection, path: Path) -> int:
    """Writes every reader, with the lists she is on and those she left; returns how many.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe, which an import takes
    off again. Those who were erased are not in it, nor orders for addresses we do not have.
    """
    attributes = attribute_names(conn)
    count = 0
    with private_file(path) as file:
        writer = csv.writer(file)
        names = [f"attribute.{name}" for name in attributes]
        writer.writerow(["email", "name", "lists", "left", "language", "timezone", "without", *names])
        for person in all_readers(conn):
            held = [person.attributes.get(name, "") for name in attributes]
            cells = (
                person.address,
                person.name,
                ";".join(person.on),
                ";".join(scope or "*" for scope in person.left),
                person.language,
                person.timezone,
                ";".join(f"{name}:{topic}" for name, topic in person.unwanted),
            )
            writer.writerow([guarded(cell or "") for cell in (*cells, *held)])
            count += 1
    return count


def _readers(
    path: Path, header: Header, pepper: str, report: ImportReport, out: _RefusedRows
) -> Iterator[NewReader]:
    """The rows that can be taken in; the others are reported on the way."""
    for line in lines(path, report.shape):
        if line.number <= header.line:
            continue
        report.rows += 1
        try:
            if line.problem:
                raise SubscribersError(line.problem)
            yield _reader(line.cells, header, pepper, report.notes)
        except SubscribersError as error:
            report.refuse(line.number, error.message)
            out.write(line, error.message)


def _reader(cells: list[str], header: Header, pepper: str, notes: Counter[str]) -> NewReader:
    address, norm = parse(header.address(cells))
    lists, left, language, timezone, unwanted, left_out = header.facts(cells)
    if left_out:
        notes.update(left_out)
    described = header.described(cells) if header.attributes else _NOTHING
    key = address_key(pepper, norm)
    name = header.name(cells)
    return NewReader(address, key, name, language, timezone, described, lists, left, unwanted)


def _folded(first: NewReader, second: NewReader) -> NewReader:
    """Two rows of one reader: the first's words, the lists of both, and whatever either has left."""
    left = tuple(dict.fromkeys(first.left + second.left))
    return first._replace(
        name=first.name or second.name,
        language=first.language or second.language,
        timezone=first.timezone or second.timezone,
        attributes={**second.attributes, **first.attributes},
        lists=tuple(name for name in dict.fromkeys(first.lists + second.lists) if name not in left),
        left=left,
        unwanted=tuple(dict.fromkeys(first.unwanted + second.unwanted)),
    )


def _commit(
    begin: Begin,
    part: dict[bytes, NewReader],
    report: ImportReport,
    now: datetime,
    file: str,
    confirmed: bool,
) -> None:
    """Writes a part in one transaction, counts what came of it, and empties it."""
    if part:
        with begin() as conn:
            answers = take_in(conn, list(part.values()), now, f"import of {file}", confirmed=confirmed)
        report.added += sum(answer.new for answer in answers)
        out = sum(not answer.new and bool(answer.opted_out) and not answer.joined for answer in answers)
        report.opted_out += out
        report.known += len(answers) - out - sum(answer.new for answer in answers)
        part.clear()


class _RefusedRows:
    """The file of refused rows, made at the first one; the rows hold addresses, so only the owner reads."""

    def __init__(self, path: Path, report: ImportReport) -> None:
        self._path = path
        self._report = report
        self._stack = ExitStack()
        self._file: TextIO | None = None

    def __enter__(self) -> _RefusedRows:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def write(self, line: Line, reason: str) -> None:
        if self._file is None:
            self._file = self._stack.enter_context(private_file(self._path))
            self._report.refused_file = self._path
            csv.writer(self._file).writerow(["line", "reason", "row"])
        text = line.raw.rstrip("\r\n").encode("utf-8", "backslashreplace").decode()
        csv.writer(self._file).writerow([line.number, reason, guarded(text)])


@contextmanager
def private_file(path: Path) -> Iterator[TextIO]:
    """A new text file that only its owner can read (mode 0600), replacing an old one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8", newline="") as file:
        yield file
