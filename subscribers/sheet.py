"""A table as strangers save it: which encoding, which delimiter, which lines cannot be read.

Reads line by line, whatever the size. Byte order marks, UTF-8, UTF-16 and the single-byte encodings
windows-1251 and windows-1252 (the wider latin-1) are told apart; the last two by a guess that is named
as one. A line that cannot be read is a value, never an end. It knows nothing of readers.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

from subscribers.errors import CsvRefused

DELIMITERS = (",", ";", "\t", "|")
MAX_RECORD_LINES = 20  #: a quoted cell over more lines than this is a quote that was never closed
_CHUNK = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a file is to be read; `guessed` when its encoding could also be another."""

    encoding: str
    delimiter: str
    guessed: bool = False


class Line(NamedTuple):
    """One record: the number of its first line, its cells, or what is wrong with it."""

    number: int
    cells: list[str]
    raw: str
    problem: str = ""


def shape(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Shape:
    """How `path` is to be read. CsvRefused when it is no text, has no lines or no such encoding."""
    found, guessed = (encoding, False) if encoding else _encoding(path)
    try:
        codecs.lookup(found)
        with _open(path, found) as file:
            head = [line for line, _ in zip(file, range(50), strict=False)]
    except (LookupError, UnicodeError) as error:
        raise CsvRefused(f"cannot be read as {found}", subject=path.name) from error
    if not any(line.strip() for line in head):
        raise CsvRefused("the file is empty", subject=path.name)
    return Shape(encoding=found, delimiter=delimiter or _delimiter(head), guessed=guessed)


def lines(path: Path, shape: Shape) -> Iterator[Line]:
    """Every record that is not blank, in order, numbered by its first line from 1."""
    with _open(path, shape.encoding) as file:
        for number, text, problem in _records(file, shape.delimiter):
            if problem:
                yield Line(number, [], text, problem)
            elif text.strip():
                yield _cells(number, text, shape)


def _cells(number: int, text: str, shape: Shape) -> Line:
    if not text.isascii() and _SURROGATE.search(text):
        return Line(number, [], text, f"cannot be read as {shape.encoding}")
    if '"' not in text:  # what csv would give, at a fifth of its cost for a line on its own
        return Line(number, text.rstrip("\r\n").split(shape.delimiter), text)
    try:
        return Line(number, next(csv.reader([text], delimiter=shape.delimiter)), text)
    except (csv.Error, StopIteration):
        return Line(number, [], text, "the cells cannot be told apart")


def _records(file: TextIO, delimiter: str) -> Iterator[tuple[int, str, str]]:
    """(line number, text, problem): lines joined where a quoted cell runs over several."""
    cut = re.escape(delimiter)
    opening = re.compile(rf'(?:^|{cut})"')
    quoted = re.compile(rf'(?:^|(?<={cut}))"(?:[^"]|"")*"(?=$|[\r\n]|{cut})')
    waiting: deque[str] = deque()  # lines read ahead for a quote that turned out to stay open

    def follow() -> str:
        return waiting.popleft() if waiting else next(file, "")

    number = 0
    while text := follow():
        number += 1
        if '"' not in text or not opening.search(quoted.sub("", text)):
            yield number, text, ""
            continue
        taken = [text]
        while opening.search(quoted.sub("", "".join(taken))):
            more = follow() if len(taken) < MAX_RECORD_LINES else ""
            if not more:
                waiting.extendleft(reversed(taken[1:]))
                yield number, text, "a quote is opened and not closed"
                break
            taken.append(more)
        else:
            yield number, "".join(taken), ""
            number += len(taken) - 1


def _open(path: Path, encoding: str) -> TextIO:
    """The file as text; bytes that are not UTF-8 stay visible as lone surrogates, for their line only."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return path.open(encoding=encoding, errors=errors, newline="")


def _encoding(path: Path) -> tuple[str, bool]:
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        raise CsvRefused("this is a spreadsheet; save it as CSV", subject=path.name)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, False
    if b"\0" in head:
        return _wide(head, path.name), True
    return _narrow(path)


def _wide(head: bytes, name: str) -> str:
    """UTF-16 without a mark: the zero bytes of its ASCII letters stand on one side."""
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) < len(head) // 4 or min(odd, even) > len(head) // 20:
        raise CsvRefused("this is no text", subject=name)
    return "utf-16-le" if odd > even else "utf-16-be"


def _narrow(path: Path) -> tuple[str, bool]:
    """UTF-8 unless most of the lines beyond ASCII are not; then one of the single-byte encodings."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk:
                    raise CsvRefused("a line is longer than 256 KB", subject=path.name)
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        return "utf-8", False
    except UnicodeDecodeError:
        return _single_byte(path)


def _single_byte(path: Path) -> tuple[str, bool]:
    good = bad = high = beside = 0
    with path.open("rb") as file:
        for line, _ in zip(file, range(50_000), strict=False):
            if line.isascii():
                continue
            valid = _is_utf8(line)
            good, bad = good + valid, bad + (not valid)
            high += len(re.findall(rb"[\x80-\xff]", line))
            beside += len(b"".join(re.findall(rb"[\xa5\xaa\xaf\xb2-\xb4\xba\xbf-\xff]{2,}", line)))
    if good > bad:
        return "utf-8", False
    # Cyrillic letters stand side by side; an accented Latin letter stands alone among plain ones.
    return ("cp1251" if beside * 2 > high else "cp1252"), True


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(head: list[str]) -> str:
    """The delimiter that leaves most lines with a cell that is an address alone, then most cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        rows = [row for row in csv.reader(head, delimiter=delimiter) if row]
        alone = sum(any(re.fullmatch(r"\s*[^\s@,;|]+@[^\s@,;|]+\s*", cell) for cell in row) for row in rows)
        return alone, max((len(row) for row in rows[:1]), default=0)

    return max(DELIMITERS, key=worth)
