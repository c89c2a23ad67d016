"""How the desk says times, sizes, reasons and findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any


def clock(moment: datetime | None) -> str:
    """A time to the minute, in UTC."""
    return "—" if moment is None else f"{moment.astimezone(UTC):%d %b %H:%M} UTC"


def ago(moment: datetime, now: datetime) -> str:
    """ "3 h ago", "in 20 min": to the unit that matters."""
    seconds = (now - moment) / timedelta(seconds=1)
    size = abs(seconds)
    for limit, unit, name in ((5400, 60, "min"), (172_800, 3600, "h"), (float("inf"), 86_400, "days")):
        if size < limit:
            number = round(size / unit)
            return f"{number} {name} ago" if seconds >= 0 else f"in {number} {name}"
    raise AssertionError("the last limit is infinite")


def kilobytes(size: int) -> str:
    """A size as mail clients count it: 1 KB is 1,024 bytes."""
    return f"{size / 1024:.0f} KB"


def signed(value: float) -> str:
    """A part of a score, with its sign."""
    return f"{value:+.2f}"


def share(value: float) -> str:
    """0..1 as a percentage."""
    return f"{value * 100:.0f} %"


LEVELS = {"block": "must be mended", "warn": "look at this", "note": "to know"}
FILTERS: Mapping[str, Callable[..., Any]] = {
    "clock": clock,
    "ago": ago,
    "kilobytes": kilobytes,
    "signed": signed,
    "share": share,
    "level": LEVELS.__getitem__,
}
