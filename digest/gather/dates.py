"""Dates as publishers write them → aware UTC datetimes, or None.

RFC 822 with zone names, ISO 8601 and its W3C profile, asctime, seconds since 1970. A date without a zone
is read as UTC. Ambiguous zone names are read as RFC 822 reads them (EST is five hours behind), the others
by the table below; an unknown name is read as UTC. Never raises.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  #: before the first feed: "year 1" dates and clock resets
TOLERANCE = timedelta(days=1)  #: a date may lie this far in the future before it is called absurd

#: Hours from UTC. The first line is RFC 822; the rest are the usual abbreviations of newsrooms' servers.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5,
    "wet": 0, "west": 1, "bst": 1, "ist": 5.5, "cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "msd": 4, "trt": 3, "pkt": 5, "wib": 7, "wita": 8, "wit": 9, "hkt": 8,
    "sgt": 8, "pht": 8, "jst": 9, "kst": 9, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "clt": -4, "pet": -5, "cot": -5, "sast": 2, "eat": 3,
    "cat": 2, "wat": 1, "et": -5, "at": -4, "ct": -6, "mt": -7, "pt": -8, "a": -1, "m": -12, "n": 1, "y": 12,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ιαν янв січ sty led oca ian gen ene",
            "feb φεβ fév fev фев лют lut úno şub",
            "mar μάρ μαρ mär mrt maa bře már мар бер",
            "apr απρ avr abr kwi dub nis ápr апр кві",
            "may μάι μαϊ mai mei maj mag kvě máj май мая тра",
            "jun ιούν ιον juin cze června haz iun giu jún июн чер",
            "jul ιούλ ιολ juil lip července tem iul lug júl июл лип",
            "aug αύγ αυγ aoû ago sie srp ağu авг сер",
            "sep sept σεπ sze set wrz zář eyl сен вер",
            "oct οκτ okt out ott paź říj eki окт жов",
            "nov νοέ νοε lis kas noi ноя лис",
            "dec δεκ déc dez dic des gru pro ara дек гру",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK = r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?\s*([APap]\.?[Mm]\.?(?!\w))?"
_NAMED = r"[A-Za-z]+(?:/[A-Za-z_]+){1,2}|[A-Za-z]{1,5}"  # Europe/Kyiv, EET
_ZONE = rf"\s*(?:(?:UTC|GMT|UT)?\s*([+-])(\d{{1,2}}):?(\d{{2}})?|\(?({_NAMED})\)?)?"
_DAY = r"^(?:[^\W\d]+\.?(?:\s*,\s*|\s+))?"  # its name, which says nothing new
_TIME = rf"(?:,?\s+(?:at\s+|[-–|]\s+)?{_CLOCK}{_ZONE})?"
_RFC = re.compile(
    rf"{_DAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?:de\s+)?([^\W\d]+)[.,]?[\s-]+(?:de\s+)?(\d{{2,4}})(?![\d:]){_TIME}"
)
_US = re.compile(rf"{_DAY}([^\W\d]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d){_TIME}")
_ASC = re.compile(
    rf"^(?:\w+,?\s+)?([^\W\d]+)\s+(\d{{1,2}})\s+{_CLOCK}\s+(?:([A-Z]{{1,5}})\s+|([+-])(\d\d):?(\d\d)\s+)?(\d{{4}})\s*$"
)
_ISO = re.compile(
    r"^(\d{4})(?:-?(\d{2})(?:-?(\d{1,2}))?)?"
    r"(?:(?:\s*T\s*|\s+)(\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(?:[.,]\d+)?)?"
    rf"\s*(?:(Z)|(?:UTC|GMT)?\s*([+-])(\d{{1,2}}):?(\d{{2}})?|\[?({_NAMED})\]?)?)?\s*$",
    re.I,
)
#: The same with something behind it that is no part of a date; needs a whole day at least.
_ISO_BEGUN = re.compile(
    r"^((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d|\s+오)"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:(Z)|([+-])(\d{2}):?(\d{2})?)?)?()",
    re.I,
)
_NUMERIC = re.compile(  # 2026/02/18, 2026-2-18, 18.02.2026, "Fri, 2006/09/15 08:19:53 EDT"
    rf"{_DAY}(?:(\d{{4}})[/.-](\d{{1,2}})[/.-](\d{{1,2}})\.?|(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})){_TIME}\s*$"
)
_KOREAN = re.compile(
    r"^(\d{4})(?:년|-)\s*(\d{1,2})(?:월|-)\s*(\d{1,2})일?\s+(오전|오후)?\s*(\d{1,2}):(\d{2}):(\d{2})"
)
_HUNGARIAN = re.compile(r"^(\d{4})-([^\W\d]+)-(\d{1,2})T(\d{1,2}):(\d{2})([+-])(\d{1,2}):?(\d{2})$")
_SLASHED = re.compile(rf"{_DAY}(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){_TIME}\s*$")
_SHORT = re.compile(r"^(\d{2})-(\d{2})-(\d{2})$")
_ORDINAL = re.compile(r"^(\d{4})-?(\d{3})$")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> datetime | None:
    """The moment a feed's date names, in UTC; None when it is no date we can read."""
    text = " ".join(text[:100].split())
    if not text:
        return None
    try:
        return (_iso(text) if text[:4].isdigit() else _worded(text)) or _rare(text)
    except (ValueError, OverflowError):
        return None


def plausible(when: datetime, now: datetime) -> bool:
    """False for dates before feeds existed and for those more than a day ahead of the news clock."""
    return EARLIEST <= when <= now + TOLERANCE


def doubt(when: datetime, now: datetime) -> str | None:
    """What is wrong with a date that cannot be true; None for any other."""
    return None if plausible(when, now) else f"date: {when.date()} cannot be true, first seen counts"


def _iso(text: str) -> datetime | None:
    if text.isdigit() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if text.isdigit() and len(text) == 14:
        text = f"{text[:8]}T{text[8:]}"
    ordinal = _ORDINAL.match(text)
    if ordinal:
        return datetime(int(ordinal[1]), 1, 1, tzinfo=UTC) + timedelta(days=int(ordinal[2]) - 1)
    match = _ISO.match(text) or _ISO_BEGUN.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, _z, sign, off_h, off_m, name = match.groups()
    when = _at(int(year), int(month or 1), int(day or 1), hour, minute, second)
    return when - _offset(when, sign, off_h, off_m, name)


def _worded(text: str) -> datetime | None:
    if match := _ASC.match(text):
        month, day, hour, minute, second, half, zone, sign, off_h, off_m, year = match.groups()
        when = _at(_year(year), _month(month), int(day), hour, minute, second, half)
        return when - _offset(when, sign, off_h, off_m, zone)
    if match := _RFC.match(text):
        day, month, year, *rest = match.groups()
    elif match := _US.match(text):
        month, day, year, *rest = match.groups()
    else:
        return None
    hour, minute, second, half, sign, off_h, off_m, name = rest
    when = _at(_year(year), _month(month), int(day), hour, minute, second, half)
    return when - _offset(when, sign, off_h, off_m, name)


def _rare(text: str) -> datetime | None:
    """The notations of single countries and programs."""
    if match := _NUMERIC.match(text):
        year, month, day, day2, month2, year2, hour, minute, second, half, sign, off_h, off_m, name = (
            match.groups()
        )
        when = _at(int(year or year2), int(month or month2), int(day or day2), hour, minute, second, half)
        return when - _offset(when, sign, off_h, off_m, name)
    if match := _SLASHED.match(text):
        return _slashed(match)
    if match := _SHORT.match(text):
        return _at(_year(match[1]), int(match[2]), int(match[3]), None, None, None)
    if match := _KOREAN.match(text):
        year, month, day, half, hour, minute, second = match.groups()
        noon = None if half is None else "p" if half == "오후" else "a"
        return _at(int(year), int(month), int(day), hour, minute, second, noon) - timedelta(hours=9)
    if match := _HUNGARIAN.match(text):
        year, month, day, hour, minute, sign, off_h, off_m = match.groups()
        when = _at(int(year), _month(month), int(day), hour, minute, None)
        return when - _offset(when, sign, off_h, off_m, None)
    return None


def _slashed(match: re.Match[str]) -> datetime | None:
    """13/1/2026 and 1/13/2026; None where nobody can tell the day from the month."""
    one, other, year, hour, minute, second, half, sign, off_h, off_m, name = match.groups()
    if (int(one) > 12) == (int(other) > 12):
        return None
    day, month = (one, other) if int(one) > 12 else (other, one)
    when = _at(int(year), int(month), int(day), hour, minute, second, half)
    return when - _offset(when, sign, off_h, off_m, name)


def _at(
    year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None,
    half: str | None = None,
) -> datetime:  # fmt: skip
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    # Added up, because hour 24 is the end of a day, second 60 a leap second, and minute 61 a server's sum.
    since = timedelta(hours=hours, minutes=int(minute or 0), seconds=int(second or 0))
    return datetime(year, month, day, tzinfo=UTC) + since


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def _month(text: str) -> int:
    name = text.lower()
    number = _MONTHS.get(name) or _MONTHS.get(name[:3])
    if number is None:
        raise ValueError(text)
    return number


def _offset(
    when: datetime, sign: str | None, hours: str | None, minutes: str | None, name: str | None
) -> timedelta:
    """How far that zone was from UTC when its clocks showed `when`."""
    if sign:
        size = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return -size if sign == "-" else size
    if name and "/" in name:
        try:
            return ZoneInfo(name).utcoffset(when.replace(tzinfo=None)) or timedelta(0)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return timedelta(0)
    return timedelta(hours=_ZONES.get((name or "z").lower(), 0))
