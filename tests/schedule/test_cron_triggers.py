"""Where APScheduler's own cron trigger is wrong about local time, and `digest.schedule` is not.

Each test runs its trigger and our schedule over the same days. When one of them fails because the
trigger was mended, the reason to keep our own grows weaker: say so in docs/design.md.
https://github.com/agronholm/apscheduler/issues/606 and /issues/529 are the first of them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from digest.schedule import due, on_date
from digest.settings import Newsletter

NEW_YORK, CAIRO = ZoneInfo("America/New_York"), ZoneInfo("Africa/Cairo")


def _cron_dates(trigger: CronTrigger, zone: ZoneInfo, first: date, last: date) -> list[str]:
    """Asked as the scheduler asks: `now` goes on in real time."""
    now = datetime.combine(first, time(0), zone) - timedelta(hours=1)
    fired: list[str] = []
    previous = None
    while (at := trigger.get_next_fire_time(previous, now)) is not None and at.date() <= last:
        if at.date() >= first:
            fired.append(at.date().isoformat()[5:])
        previous, now = at, (at.astimezone(UTC) + timedelta(seconds=1)).astimezone(zone)
    return fired


def _our_dates(letter: Newsletter, zone: ZoneInfo, first: date, last: date) -> list[str]:
    """Found by a worker that looks every 20 minutes."""
    now, made = datetime.combine(first, time(0), UTC) - timedelta(days=1), {}
    while now < datetime.combine(last, time(0), UTC) + timedelta(days=2):
        made.update({found.name: found for found in due(letter, zone, now)})
        now += timedelta(minutes=20)
    days = sorted(found.local_date for found in made.values())
    return [day.isoformat()[5:] for day in days if first <= day <= last]


@pytest.mark.parametrize("minute", [0, 30])
def test_the_day_after_the_clocks_go_forward_is_not_skipped(minute: int) -> None:
    span = date(2026, 3, 7), date(2026, 3, 11)
    cron = CronTrigger(hour=0, minute=minute, timezone=NEW_YORK)
    assert _cron_dates(cron, NEW_YORK, *span) == ["03-07", "03-08", "03-10", "03-11"]
    ours = _our_dates(Newsletter(name="d", schedule=time(0, minute)), NEW_YORK, *span)
    assert ours == ["03-07", "03-08", "03-09", "03-10", "03-11"]


def test_an_hour_that_comes_twice_gives_one_edition() -> None:
    span = date(2026, 10, 31), date(2026, 11, 2)
    cron = CronTrigger(hour=1, minute=30, timezone=NEW_YORK)
    assert _cron_dates(cron, NEW_YORK, *span) == ["10-31", "11-01", "11-01", "11-02"]
    ours = _our_dates(Newsletter(name="d", schedule=time(1, 30)), NEW_YORK, *span)
    assert ours == ["10-31", "11-01", "11-02"]


def test_a_time_inside_the_gap_moves_forward_on_its_date() -> None:
    """The trigger has this one right; so have we."""
    cron = CronTrigger(hour=2, minute=30, timezone=NEW_YORK)
    fired = cron.get_next_fire_time(None, datetime(2026, 3, 8, 0, 0, tzinfo=NEW_YORK))
    (ours,) = on_date(Newsletter(name="d", schedule=time(2, 30)), NEW_YORK, date(2026, 3, 8))
    assert ours.wall(ours.at) == "2026-03-08 03:30 EDT"
    assert fired.astimezone(UTC) == ours.at


def test_a_midnight_that_does_not_exist_is_not_a_lost_day() -> None:
    span = date(2026, 4, 23), date(2026, 4, 26)
    cron = CronTrigger(hour=0, minute=0, timezone=CAIRO)
    assert _cron_dates(cron, CAIRO, *span) == ["04-23", "04-25", "04-26"]
    letter = Newsletter(name="d", schedule=time(0, 0))
    assert _our_dates(letter, CAIRO, *span) == ["04-23", "04-24", "04-25", "04-26"]
    (ours,) = on_date(letter, CAIRO, date(2026, 4, 24))
    assert ours.wall(ours.at) == "2026-04-24 01:00 EEST"


def test_working_days_are_named_so_no_number_can_mean_another_day() -> None:
    """In crontab 1-5 is Monday to Friday; the trigger counts from Monday = 0 and fires on Saturday."""
    span = date(2026, 2, 16), date(2026, 2, 22)  # a Monday to a Sunday
    cron = CronTrigger.from_crontab("0 6 * * 1-5", timezone=UTC)
    assert _cron_dates(cron, ZoneInfo("UTC"), *span) == ["02-17", "02-18", "02-19", "02-20", "02-21"]
    letter = Newsletter(name="d", schedule=time(6, 0), days=("mon", "tue", "wed", "thu", "fri"))
    assert _our_dates(letter, ZoneInfo("UTC"), *span) == ["02-16", "02-17", "02-18", "02-19", "02-20"]
