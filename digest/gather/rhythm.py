"""When a feed is asked again; pure.

The interval is the configured one, else learned from how often items come. What the publisher says
(Cache-Control, Expires, ttl, Retry-After) can only make us slower, up to a day. Failures back off to a
day and never give up. A share of the interval is spread by the feed's name, so a thousand feeds do not
fall on the same minute.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from zlib import crc32

from digest.gather.dates import EARLIEST, parse_date

SHORTEST = timedelta(minutes=10)
USUAL = timedelta(minutes=30)
LONGEST = timedelta(hours=6)  #: of a learned interval
DAY = timedelta(days=1)
GONE = timedelta(days=7)  #: between two looks at an address that says 410
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d+)", re.I)


def learned(published: Sequence[datetime], now: datetime) -> timedelta:
    """Half the median gap of the newest items; never so long that items could roll past."""
    times = sorted((when for when in published if when <= now), reverse=True)[:20]
    if len(times) < 3:
        return USUAL
    gaps = sorted(newer - older for newer, older in pairwise(times))
    median = gaps[len(gaps) // 2]
    quiet = (now - times[0]) / 4  # a feed that stopped slows down by itself
    return min(max(median / 2, quiet, SHORTEST), rolls(published, now) or LONGEST, LONGEST)


def rolls(published: Sequence[datetime], now: datetime) -> timedelta | None:
    """The longest interval at which no item can roll past unseen, with a margin of four (a busy hour, a
    missed poll); None when the document does not show how fast it moves."""
    times = sorted(when for when in published if EARLIEST <= when <= now)
    if len(times) < 5 or times[-1] == times[0]:
        return None
    return max((times[-1] - times[0]) / 4, SHORTEST)


def hinted(headers: Mapping[str, str], ttl: timedelta | None, now: datetime) -> timedelta:
    """How long the publisher says the document stays fresh; zero when it says nothing."""
    asked = [ttl or timedelta(0)]
    control = headers.get("cache-control", "")
    age = _MAX_AGE.search(control)
    if re.search(r"no-cache|no-store", control, re.I):
        pass
    elif age:
        asked.append(timedelta(seconds=min(int(age[1][:9]), 31 * 86400)))
    elif headers.get("expires"):
        expires, date = _http_date(headers["expires"]), _http_date(headers.get("date", ""))
        if expires:
            asked.append(expires - (date or now))
    return min(max(asked), DAY)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The pause a 429 or 503 asks for: seconds, or a date measured against the answer's own clock."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(timedelta(seconds=int(value[:9])), 7 * DAY)
    when = _http_date(value)
    if when is None:
        return None
    return min(max(when - (_http_date(headers.get("date", "")) or now), timedelta(0)), 7 * DAY)


def after_success(
    now: datetime, *, every: timedelta | None, interval: timedelta, hint: timedelta, name: str
) -> datetime:
    """When to ask again after a good answer."""
    return now + _spread(max(every or interval, hint), name)


def after_failure(
    now: datetime, *, failures: int, every: timedelta | None, name: str, gone: bool = False,
    pause: timedelta | None = None,
) -> datetime:  # fmt: skip
    """When to ask again after `failures` failures in a row."""
    step = (every or USUAL) * 2 ** min(failures - 1, 8)
    wait = GONE if gone else min(step, DAY)
    return now + _spread(max(wait, pause or timedelta(0)), name)


def _spread(interval: timedelta, name: str) -> timedelta:
    """The interval plus up to a tenth, the same for the same feed."""
    return interval * (1 + (crc32(name.encode()) % 1000) / 10_000)


def _http_date(value: str) -> datetime | None:
    if not value:
        return None
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return parse_date(value)
    return when if when.tzinfo else parse_date(value)


def per_day(published: Sequence[datetime], now: datetime) -> float:
    """Items a day over the last fourteen days, or over as many as the document reaches back."""
    recent = [when for when in published if now - 14 * DAY <= when <= now]
    if not recent:
        return 0.0
    span = max((now - min(recent)) / DAY, 1.0)
    return round(len(recent) / span, 2)
