"""How often a feed is asked: what is learned from its items, the spread of many feeds, nothing missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from gather.pieces import HOUR, NOW, ask, feed, newsroom, state, stored
from servers.feeds import FeedServer, Reply, item, rss
from sqlalchemy import Engine

from digest.gather.rhythm import after_success, learned, per_day, rolls

MINUTE = timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def every(gap: timedelta, count: int = 15, newest: datetime = NOW) -> list[datetime]:
    return [newest - n * gap for n in range(count)]


@pytest.mark.parametrize(
    ("published", "interval"),
    [
        (every(HOUR), 30 * MINUTE),
        (every(4 * HOUR), 2 * HOUR),
        (every(4 * MINUTE), 14 * MINUTE),  # a quarter of what the document spans, before items roll past
        (every(MINUTE), 10 * MINUTE),
        (every(2 * 24 * HOUR), 6 * HOUR),
        (every(HOUR, newest=NOW - 16 * HOUR), 3.5 * HOUR),  # quiet for 16 hours, but 15 items span only 14
        (every(HOUR, 100, newest=NOW - 16 * HOUR), 4 * HOUR),
        (every(HOUR, 2), 30 * MINUTE),
        ([], 30 * MINUTE),
        (every(HOUR, newest=NOW + 30 * 24 * HOUR)[:3], 30 * MINUTE),  # dates that have not come say nothing
    ],
)
def test_the_interval_is_learned_from_the_items(published: list[datetime], interval: timedelta) -> None:
    assert learned(published, NOW) == pytest.approx(interval, abs=4 * MINUTE)


def test_items_of_one_moment_do_not_show_how_fast_a_feed_moves() -> None:
    assert rolls([NOW] * 15, NOW) is None
    assert learned([NOW] * 15, NOW) == 10 * MINUTE


def test_a_thousand_feeds_of_one_interval_are_spread_over_a_tenth_of_it() -> None:
    due = [
        after_success(NOW, every=HOUR, interval=HOUR, hint=timedelta(0), name=f"Feed {n}") - NOW
        for n in range(1000)
    ]
    assert min(due) >= HOUR and max(due) <= 1.1 * HOUR
    minutes = [int((wait - HOUR) / MINUTE) for wait in due]
    assert all(120 < minutes.count(minute) < 220 for minute in range(6))


def test_items_a_day() -> None:
    assert per_day(every(4 * HOUR, 60), NOW) == pytest.approx(6.1, abs=0.1)
    assert per_day([], NOW) == 0


@pytest.mark.parametrize("setting", ["", 'every = "1d"'])
@pytest.mark.parametrize("gap", [12 * MINUTE, HOUR])
def test_nothing_rolls_past_a_feed_of_fifteen_items(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, gap: timedelta, setting: str
) -> None:
    """A feed that shows its 15 newest items, asked when it is due for the length of fifty items."""
    settings = newsroom(tmp_path, feed("f", server.url("/f"), setting))
    now, end, warned = NOW, NOW + 50 * gap, False
    while now < end:
        newest = int((now - NOW) / gap)
        items = (
            item(f"News {n}", guid=str(n), date=format_datetime(NOW + n * gap))
            for n in range(newest, newest - 15, -1)
        )
        server.play("/f", Reply(body=rss(*items)))
        result = ask(sqlite_engine, settings, now)
        warned = warned or any("asked more often than `every`" in word for word in result.warnings)
        now = state(sqlite_engine, "f").next_check_at or end
    found = {entry.title for entry in stored(sqlite_engine, settings, end)}
    assert {f"News {n}" for n in range(-14, 50 - 4)} <= found  # asked four times for each fifteen
    assert warned is bool(setting)
