"""What a value in digest.toml may be: each refuses what is none of its kind, in plain words."""

from __future__ import annotations

import re
from datetime import time, timedelta
from email.utils import parseaddr
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from digest.model import TIERS, Tier
from subscribers.address import one_line

LONGEST = timedelta(days=36_500)  #: clocks do not go back much further
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(value: object) -> object:
    """'90m', '72h', '30s', '7d' as a timedelta; other strings, and more than a century, are refused."""
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", value)
    if not match:
        raise ValueError('a duration is written like "90s", "30m", "72h" or "7d"')
    seconds = float(match[1]) * _UNITS[match[2]]
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"a duration is at most {LONGEST.days}d")
    return timedelta(seconds=seconds)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is no time zone, write it like Europe/Kyiv") from error
    return value


def _mailbox(value: str) -> str:
    name, address = parseaddr(value)
    if "@" not in address or any(c in value for c in "\r\n"):
        raise ValueError('an address is written like "desk@example.org" or "The Desk <desk@example.org>"')
    del name
    return value


def _tier(value: str) -> str:
    if value not in TIERS:
        raise ValueError(f"a tier is one of {', '.join(TIERS)}")
    return value


def _clock(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError('a time of day is written like "07:00"')
    return time.fromisoformat(value)


def _topic(value: str) -> str:
    if not value or len(value) > 100 or ";" in value or one_line(value) != value:
        raise ValueError("a section's name is one line of at most 100 characters, without a semicolon")
    return value


def _lasting(value: timedelta) -> timedelta:
    if not value:
        raise ValueError("a duration of nothing: write more than 0")
    return value


def _key(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}", value):
        raise ValueError("its name is up to 60 letters, digits, - and _ (it stands in links; see `title`)")
    return value


def _list(value: str) -> str:
    if not value or len(value) > 100 or re.search("[,;|:*]", value) or one_line(value) != value:
        raise ValueError("a list's name is one line of at most 100 characters, without any of , ; | : *")
    return value


def _feed(value: str) -> str:
    if not value or len(value) > 200 or value == DESK:
        raise ValueError(f"a feed's name has 1 to 200 characters; {DESK!r} is the editors' own")
    return value


DESK = "desk"  #: the feed of what editors write themselves
Duration = Annotated[timedelta, BeforeValidator(duration)]
Lasting = Annotated[Duration, AfterValidator(_lasting)]
Clock = Annotated[time, BeforeValidator(_clock)]
Zone = Annotated[str, AfterValidator(_zone)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
TierName = Annotated[Tier, AfterValidator(_tier)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Topic = Annotated[str, AfterValidator(_topic)]
Key = Annotated[str, AfterValidator(_key)]
ListName = Annotated[str, AfterValidator(_list)]
FeedName = Annotated[str, AfterValidator(_feed)]
Positive = Annotated[int, Field(ge=1)]
