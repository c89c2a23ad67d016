"""Which column of a table of readers means what, and one row's cells as values.

Column names are compared without case, spaces and signs, in English, Ukrainian and German, with the
names that other mailers' exports use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from subscribers.address import one_line, parse
from subscribers.errors import AddressRefused, CsvRefused, SubscribersError
from subscribers.model import EVERYTHING
from subscribers.sheet import Line

_NAMES = {
    "email": "email emailaddress mail address subscriberemail "
    "пошта електроннапошта адреса adresse emailadresse",
    "name": "name fullname subscribername імя имя",
    "first": "firstname givenname vorname",
    "last": "lastname surname familyname nachname прізвище",
    "lists": "lists list списки список listen liste",
    "left": "left unsubscribedlists",
    "language": "language lang locale мова sprache",
    "timezone": "timezone zone tz",
    "status": "status state subscriptionstatus статус",
}
_MEANINGS = {name: meaning for meaning, names in _NAMES.items() for name in names.split()}
_STAYS = frozenset(("", "subscribed", "confirmed", "active", "enabled", "yes", "true", "1"))
_LEFT = frozenset(
    (
        *("unsubscribed", "optedout", "disabled", "inactive", "deleted", "suppressed", "no", "false", "0"),
        *("blocklisted", "blacklisted", "bounced", "hardbounced", "cleaned", "complained", "spam"),
    )
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ATTRIBUTE = re.compile(r"attribute[.:]\s*([A-Za-z0-9_-]{1,60})\s*", re.IGNORECASE)
MAX_VALUE = 200
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Row(NamedTuple):
    """What a row says of a reader besides her address."""

    name: str
    lists: tuple[str, ...]
    left: tuple[str, ...]
    language: str | None
    timezone: str | None
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where each value stands in a row. `line` is that of the column names, 0 when there are none."""

    line: int
    columns: Mapping[str, int]
    attributes: tuple[tuple[str, int], ...] = ()
    ignored: tuple[str, ...] = ()
    lists: Mapping[str, str]  #: from a list's name or title, folded, to its name
    default: tuple[str, ...]

    def address(self, cells: list[str]) -> str:
        """The text in the column of addresses."""
        at = self.columns["email"]
        return unguarded(cells[at]) if at < len(cells) else ""

    def read(self, cells: list[str], notes: Counter[str]) -> Row:
        """The row's other values; SubscribersError when it names an unknown list or status."""
        given = {
            meaning: cells[at]
            for meaning, at in self.columns.items()
            if at < len(cells) and cells[at] and meaning != "email"
        }
        lists = (self._lists(given["lists"]) if "lists" in given else ()) or self.default
        left = self._lists(given["left"]) if "left" in given else ()
        if "status" in given and not _stays(given["status"]):
            left, lists = (*left, *(lists or (EVERYTHING,))), ()
        name = given.get("name") or " ".join(given[part] for part in ("first", "last") if part in given)
        return Row(
            one_line(unguarded(name)) if name else "",
            tuple(item for item in lists if item not in left) if left else lists,
            left,
            _language(given["language"], notes) if "language" in given else None,
            _timezone(given["timezone"], notes) if "timezone" in given else None,
            self._attributes(cells) if self.attributes else _NOTHING,
        )

    def _attributes(self, cells: list[str]) -> dict[str, str]:
        return {
            name: one_line(unguarded(cells[at]), MAX_VALUE)
            for name, at in self.attributes
            if at < len(cells) and cells[at].strip()
        }

    def _lists(self, cell: str) -> tuple[str, ...]:
        """The lists that a cell names."""
        names: list[str] = []
        for part in _parts(unguarded(cell)):
            name = EVERYTHING if part == "*" else self.lists.get(part)
            if name is None:
                raise SubscribersError("it names a list that is not in the settings")
            names.append(name)
        return tuple(dict.fromkeys(names))


def read_header(
    rows: Iterable[Line], lists: Mapping[str, str], default: tuple[str, ...], file: str
) -> Header:
    """What the columns mean, from the first lines. CsvRefused when none holds addresses."""
    first = list(islice((line for line in rows if not line.problem), 2))
    if not first:
        raise CsvRefused("no line can be read", subject=file)
    known = {folded(name): target for name, target in lists.items()}
    at = _address_column(first[0].cells)
    if at is not None:
        columns = {"email": at} | ({"name": 1 - at} if len(first[0].cells) == 2 else {})
        ignored = () if len(first[0].cells) <= 2 else ("all but the addresses, for want of column names",)
        return Header(line=0, columns=columns, ignored=ignored, lists=known, default=default)
    columns = _by_name(first[0].cells)
    if "email" not in columns:
        at = _address_column(first[-1].cells)
        if at is None:
            raise CsvRefused("no column holds addresses; name one of them email", subject=file)
        columns = {meaning: index for meaning, index in columns.items() if index != at} | {"email": at}
    cells = first[0].cells
    attributes = [(m[1], index) for index, cell in enumerate(cells) if (m := _ATTRIBUTE.fullmatch(cell))]
    read = {*columns.values(), *(index for _, index in attributes)}
    return Header(
        line=first[0].number,
        columns=columns,
        attributes=tuple(attributes),
        ignored=tuple(one_line(c) for i, c in enumerate(first[0].cells) if i not in read and c.strip()),
        lists=known,
        default=default,
    )


def folded(name: str) -> str:
    """A name as it is compared: no case, no spaces, no signs."""
    return re.sub(r"[\W_\u02bc]+", "", name.casefold())


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from reading a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in _FORMULA else cell


def guarded(cell: str) -> str:
    """The cell as a spreadsheet shows it and never computes it (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _by_name(cells: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        meaning = _MEANINGS.get(folded(cell))
        if meaning:
            columns.setdefault(meaning, index)
    return columns


def _address_column(cells: list[str]) -> int | None:
    for index, cell in enumerate(cells):
        try:
            parse(unguarded(cell))
        except AddressRefused:
            continue
        return index
    return None


@lru_cache(maxsize=1024)
def _stays(status: str) -> bool:
    word = folded(status)
    if word in _STAYS:
        return True
    if word in _LEFT:
        return False
    raise SubscribersError("its status is neither subscribed nor unsubscribed")


@lru_cache(maxsize=4096)
def _parts(cell: str) -> tuple[str, ...]:
    return tuple(
        part if part == "*" else folded(part) for part in re.split(r"\s*[;,|]\s*", cell.strip()) if part
    )


def _language(cell: str, notes: Counter[str]) -> str | None:
    code = _code(cell)
    if not code and cell.strip():
        notes["a language that is no code like uk or pt-br"] += 1
    return code or None


@lru_cache(maxsize=1024)
def _code(cell: str) -> str:
    found = re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", cell.strip())
    return found[0].replace("_", "-").lower() if found else ""


def _timezone(cell: str, notes: Counter[str]) -> str | None:
    name = cell.strip()
    if name and not _is_zone(name):
        notes["a time zone that is no name like Europe/Kyiv"] += 1
        return None
    return name or None


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
