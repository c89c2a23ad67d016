"""One edition a local date at the right wall time, whatever the clocks do."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.errors import EditionError
from digest.schedule import by_name, due, next_edition, occurrence, on_date
from digest.settings import Newsletter

#: Every habit there is: gaps at midnight (Cairo, Beirut, Havana, Santiago, Azores), before it (Nuuk), half
#: hours (Lord Howe, Adelaide), Ramadan (Casablanca), countries that stopped changing or began again.
ZONES = """Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Lagos Africa/Nairobi
America/Anchorage America/Asuncion America/Bogota America/Chicago America/Denver America/Halifax
America/Havana America/Los_Angeles America/Mexico_City America/Miquelon America/New_York America/Nuuk
America/Phoenix America/Santiago America/Sao_Paulo America/Scoresbysund America/St_Johns
Antarctica/Troll Asia/Amman Asia/Beirut Asia/Damascus Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata
Asia/Shanghai Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Adelaide Australia/Lord_Howe Australia/Sydney
Europe/Athens Europe/Berlin Europe/Chisinau Europe/Dublin Europe/Kyiv Europe/London Europe/Moscow
Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Easter Pacific/Kiritimati""".split()  # noqa: SIM905
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
SLOTS = (time(0, 0), time(1, 30), time(2, 30), time(7, 0), time(23, 30))


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _exists(zone: ZoneInfo, day: date, wall: time) -> bool:
    """By looking at every minute that could be it; knows nothing of folds and gaps."""
    start = datetime.combine(day, time(0), UTC) - timedelta(hours=15)
    walls = ((start + timedelta(minutes=n)).astimezone(zone) for n in range(42 * 60))
    return any(
        local.date() == day and (local.hour, local.minute) == (wall.hour, wall.minute) for local in walls
    )


def test_there_are_fifty_zones() -> None:
    assert len(set(ZONES)) == 50


@pytest.mark.parametrize("name", ZONES)
def test_three_years_of_every_slot(name: str) -> None:
    zone, gaps = ZoneInfo(name), 0
    for wall in SLOTS:
        before = None
        for day in _dates(FIRST, LAST):
            at = occurrence(day, wall, zone)
            assert at is not None
            local = at.astimezone(zone)
            assert local.date() == day
            assert before is None or timedelta(hours=22) <= at - before <= timedelta(hours=26)
            if local.time() != wall:
                assert not _exists(zone, day, wall), f"{day} {wall} exists but {local} was taken"
                gaps += 1
            for minutes in (30, 60, 120):  # the first of the two, where it comes twice
                earlier = (at - timedelta(minutes=minutes)).astimezone(zone)
                assert (earlier.date(), earlier.time()) != (day, wall)
            before = at
    assert gaps <= 3 * 2 * len(SLOTS)


@pytest.mark.parametrize("name", ZONES)
def test_a_worker_that_looks_at_any_hours_makes_one_edition_a_date(name: str) -> None:
    """Three years of ticks between 20 seconds and 23 hours apart; the store's unique key is a dict."""
    zone, seed = ZoneInfo(name), random.Random(name)
    letter = Newsletter(name="daily", schedule=seed.choice(SLOTS))
    made: dict[str, datetime] = {}
    now = datetime.combine(FIRST, time(0), UTC) - timedelta(days=1)
    while now.astimezone(zone).date() <= LAST + timedelta(days=1):
        for found in due(letter, zone, now):
            assert found.draft_at <= found.cutoff <= found.at
            assert made.setdefault(found.name, found.at) == found.at
        now += timedelta(seconds=seed.choice((20, 3600, 20 * 3600, 23 * 3600)))
    slot = f"{letter.slots[0]:%H%M}"
    wanted = {f"daily/{day}/{slot}" for day in _dates(FIRST, LAST)}
    assert wanted <= set(made)
    assert len(set(made.values())) == len(made)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "utc"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:30"),  # gap: 03:30 EDT
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),  # fold: the EDT one
        ("America/New_York", date(2026, 3, 9), time(0, 0), "2026-03-09T04:00"),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), "2026-04-23T22:00"),  # gap at midnight: 01:00
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), "2026-03-29T00:30"),  # 22:30, not the day after
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:45"),  # half-hour gap: 02:45
        ("Europe/Kyiv", date(2026, 2, 18), time(7, 0), "2026-02-18T05:00"),
    ],
)
def test_the_instant(zone: str, day: date, wall: time, utc: str) -> None:
    assert occurrence(day, wall, ZoneInfo(zone)) == datetime.fromisoformat(utc + "+00:00")


def test_a_date_the_zone_left_out_has_no_edition_and_its_neighbours_have_one() -> None:
    apia, letter = ZoneInfo("Pacific/Apia"), Newsletter(name="daily", draft_at=time(22, 0))
    assert occurrence(date(2011, 12, 30), time(7, 0), apia) is None
    days = [on_date(letter, apia, date(2011, 12, 29) + timedelta(days=n)) for n in range(3)]
    assert [len(found) for found in days] == [1, 0, 1]
    assert days[2][0].draft_at < days[2][0].at  # its draft time lay on the date that was not


KYIV = ZoneInfo("Europe/Kyiv")


def test_days_and_skipped_days_are_local_dates() -> None:
    letter = Newsletter(name="w", days=("mon", "fri"), skip_days=(date(2026, 2, 20),))
    found = [day for day in _dates(date(2026, 2, 14), date(2026, 2, 28)) if on_date(letter, KYIV, day)]
    assert found == [date(2026, 2, 16), date(2026, 2, 23), date(2026, 2, 27)]


def test_several_slots_a_day_keep_the_leads_of_the_first() -> None:
    letter = Newsletter(name="d", schedule=(time(18, 0), time(7, 0)), draft_at=time(5, 0), cutoff=time(6, 30))
    morning, evening = on_date(letter, KYIV, date(2026, 2, 18))
    assert (morning.slot, evening.slot) == ("0700", "1800")
    assert morning.name == "d/2026-02-18/0700"
    assert [t.astimezone(KYIV).strftime("%H%M") for t in (morning.draft_at, morning.cutoff, morning.at)] == [
        "0500", "0630", "0700",
    ]  # fmt: skip
    assert [t.astimezone(KYIV).strftime("%H%M") for t in (evening.draft_at, evening.cutoff, evening.at)] == [
        "1600", "1730", "1800",
    ]  # fmt: skip


def test_a_draft_time_later_than_the_slot_is_the_evening_before() -> None:
    letter = Newsletter(name="d", schedule=time(0, 30), draft_at=time(22, 0), cutoff=time(23, 50))
    (found,) = on_date(letter, KYIV, date(2026, 2, 18))
    assert found.wall(found.draft_at) == "2026-02-17 22:00 EET"
    assert found.wall(found.cutoff) == "2026-02-17 23:50 EET"
    assert [f.name for f in due(letter, KYIV, found.draft_at)][-1] == "d/2026-02-18/0030"


def test_the_leads_are_wall_time_where_the_clocks_change_between() -> None:
    letter = Newsletter(name="d", schedule=time(7, 0), draft_at=time(1, 0), cutoff=time(6, 30))
    (found,) = on_date(letter, KYIV, date(2026, 3, 29))  # 03:00 → 04:00
    assert found.wall(found.draft_at) == "2026-03-29 01:00 EET"
    assert found.wall(found.at) == "2026-03-29 07:00 EEST"
    assert found.at - found.draft_at == timedelta(hours=5)


def test_due_begins_at_the_draft_time_and_forgets_a_day_after_it_was_too_late() -> None:
    letter = Newsletter(name="d")
    (found,) = on_date(letter, KYIV, date(2026, 2, 18))
    second = timedelta(seconds=1)
    assert found not in due(letter, KYIV, found.draft_at - second)
    assert found in due(letter, KYIV, found.draft_at)
    assert found in due(letter, KYIV, found.late_until + timedelta(hours=24))
    assert found not in due(letter, KYIV, found.late_until + timedelta(hours=24) + second)


def test_the_next_edition_is_today_s_while_it_may_still_leave() -> None:
    letter = Newsletter(name="d", days=("wed", "thu", "mon"))
    wednesday = datetime(2026, 2, 18, 6, 0, tzinfo=UTC)  # 08:00 in Kyiv: an hour late, 90 minutes allowed
    assert next_edition(letter, KYIV, wednesday).name == "d/2026-02-18/0700"
    assert next_edition(letter, KYIV, wednesday, {"d/2026-02-18/0700"}).name == "d/2026-02-19/0700"
    assert next_edition(letter, KYIV, wednesday + timedelta(hours=1)).name == "d/2026-02-19/0700"
    assert next_edition(letter, KYIV, wednesday + timedelta(days=2)).name == "d/2026-02-23/0700"


def test_a_newsletter_without_days_says_so() -> None:
    with pytest.raises(EditionError, match="d: its schedule has no day to come"):
        next_edition(Newsletter(name="d", days=()), KYIV, datetime(2026, 2, 18, tzinfo=UTC))


def test_an_edition_is_found_by_its_name_also_on_a_day_taken_out_since() -> None:
    letter = Newsletter(name="d", days=("mon",))
    found = by_name(letter, KYIV, date(2026, 2, 18), "0815")
    assert found is not None
    assert (found.name, found.wall(found.at)) == ("d/2026-02-18/0815", "2026-02-18 08:15 EET")
    assert by_name(letter, KYIV, date(2026, 2, 18), "extra-1") is None
