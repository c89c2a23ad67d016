"""Which column of a table of readers means what, and one row's cells as values.

Column names are compared without case, spaces and signs, in English, Ukrainian and German, with the
names that other mailers' exports use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from subscribers.address import one_line, parse
from subscribers.errors import AddressRefused, CsvRefused, SubscribersError
from subscribers.model import EVERYTHING
from subscribers.sheet import Line
from subscribers.topics import packed

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
    "unwanted": "without unwanted безтем ohne",
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
MAX_SEEN = 10_000
_FACTS = ("lists", "left", "status", "language", "timezone", "unwanted")


class Facts(NamedTuple):
    """What a row says of a reader besides her address and name; the same for a great many rows."""

    lists: tuple[str, ...]
    left: tuple[str, ...]
    language: str | None
    timezone: str | None
    unwanted: tuple[tuple[str, str], ...] = ()  #: (list, topic); "" is each list of the row
    notes: tuple[str, ...] = ()  #: values that were left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where each value stands in a row. `line` is that of the column names, 0 when there are none."""

    line: int
    columns: Mapping[str, int]
    attributes: tuple[tuple[str, int], ...] = ()
    ignored: tuple[str, ...] = ()
    lists: Mapping[str, str]  #: from a list's name or title, folded, to its name
    default: tuple[str, ...]
    _places: tuple[tuple[str, int], ...] = field(init=False, repr=False)
    _seen: dict[tuple[str, ...], Facts] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = tuple((name, at) for name, at in self.columns.items() if name in _FACTS)
        object.__setattr__(self, "_places", places)
        object.__setattr__(self, "_seen", {})

    def address(self, cells: list[str]) -> str:
        """The text in the column of addresses."""
        at = self.columns["email"]
        return unguarded(cells[at]) if at < len(cells) else ""

    def name(self, cells: list[str]) -> str:
        """The reader's name as one clean line, put together where it stands in two columns."""
        at = self.columns.get("name", len(cells))
        name = cells[at] if at < len(cells) else ""
        if not name and ("first" in self.columns or "last" in self.columns):
            name = f"{self._cell(cells, 'first')} {self._cell(cells, 'last')}"
        return one_line(unguarded(name)) if name else ""

    def facts(self, cells: list[str]) -> Facts:
        """The row's other values; SubscribersError when it names an unknown list or status."""
        try:
            given = tuple([cells[at] for _, at in self._places])
        except IndexError:  # a short row: what is not there is empty
            given = tuple([self._cell(cells, meaning) for meaning, _ in self._places])
        facts = self._seen.get(given)
        if facts is None:
            if len(self._seen) >= MAX_SEEN:
                self._seen.clear()
            facts = self._seen[given] = self._facts(
                **{name: unguarded(cell).strip() for (name, _), cell in zip(self._places, given, strict=True)}
            )
        return facts

    def described(self, cells: list[str]) -> Mapping[str, str]:
        """The values of the attribute columns that are filled in."""
        return {
            name: one_line(unguarded(cells[at]), MAX_VALUE)
            for name, at in self.attributes
            if at < len(cells) and cells[at].strip()
        }

    def _facts(
        self,
        lists: str = "",
        left: str = "",
        status: str = "",
        language: str = "",
        timezone: str = "",
        unwanted: str = "",
    ) -> Facts:
        on, gone = self._lists(lists) or self.default, self._lists(left)
        if not _stays(status):
            on, gone = (), (*gone, *(on or (EVERYTHING,)))
        code = re.fullmatch(r"(?=.{2,20}$)[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", language)
        zone = timezone if timezone and _is_zone(timezone) else None
        notes = [
            *(["a language that is no code like uk or pt-br"] if language and not code else []),
            *(["a time zone that is no name like Europe/Kyiv"] if timezone and not zone else []),
        ]
        return Facts(
            tuple(name for name in on if name not in gone),
            gone,
            code[0].replace("_", "-").lower() if code else None,
            zone,
            self._unwanted(unwanted),
            tuple(notes),
        )

    def _lists(self, cell: str) -> tuple[str, ...]:
        """The lists that a cell names."""
        names: list[str] = []
        for part in filter(None, re.split(r"\s*[;,|]\s*", cell)):
            name = EVERYTHING if part == "*" else self.lists.get(folded(part))
            if name is None:
                raise SubscribersError("it names a list that is not in the settings")
            names.append(name)
        return tuple(dict.fromkeys(names))

    def _unwanted(self, cell: str) -> tuple[tuple[str, str], ...]:
        """The topics a cell names, each with the list before its colon, or "" for each list of the row."""
        found = []
        for part in filter(None, re.split(r"\s*;\s*", cell)):
            name = next((name for name in self.lists.values() if part.startswith(f"{name}:")), "")
            topic = part.removeprefix(f"{name}:").strip() if name else part
            packed([topic])
            found.append((name, topic))
        return tuple(dict.fromkeys(found))

    def _cell(self, cells: list[str], meaning: str) -> str:
        at = self.columns.get(meaning)
        return cells[at] if at is not None and at < len(cells) else ""


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


def _stays(status: str) -> bool:
    word = folded(status)
    if word in _STAYS:
        return True
    if word in _LEFT:
        return False
    raise SubscribersError("its status is neither subscribed nor unsubscribed")


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
