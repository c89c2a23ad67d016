"""What is done about an edition at each moment of its morning."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import EditionState
from digest.schedule import MEMORY, Occurrence, Standing, decide, due, on_date
from digest.settings import Newsletter

KYIV = ZoneInfo("Europe/Kyiv")
DAY = date(2026, 2, 18)
LETTER = Newsletter(name="daily", draft_at=time(5, 0), cutoff=time(6, 30))
AUTO = replace(LETTER, approval="auto")
SENDS_ANYWAY = replace(LETTER, if_not_approved="send")


def _found(letter: Newsletter = LETTER) -> Occurrence:
    return on_date(letter, KYIV, DAY)[0]


def _at(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock), KYIV).astimezone(UTC)


def _does(letter: Newsletter, standing: Standing | None, clock: str) -> list[str]:
    return [step.do for step in decide(_found(letter), letter, standing, _at(clock))]


def _draft(drafted: str, *, stories: int = 15, told: str | None = "05:01", blocked: bool = False) -> Standing:
    return Standing(
        state="draft",
        stories=stories,
        blocked=blocked,
        drafted_at=_at(drafted),
        told_at=_at(told) if told else None,
    )


def test_nothing_before_the_draft_time_then_a_draft_then_the_editors_are_told() -> None:
    assert _does(LETTER, None, "04:59") == []
    assert _does(LETTER, None, "05:00") == ["draft"]
    assert _does(LETTER, _draft("05:00", told=None), "05:00") == ["tell"]


def test_a_draft_is_made_anew_every_ten_minutes_until_the_cutoff() -> None:
    assert "draft" not in _does(LETTER, _draft("05:20"), "05:29")
    assert _does(LETTER, _draft("05:20"), "05:31") == ["draft", "tell"]
    assert "draft" not in _does(LETTER, _draft("06:20"), "06:31")


def test_editors_are_reminded_half_an_hour_before_the_cutoff_unless_just_told() -> None:
    assert "remind" not in _does(LETTER, _draft("05:55"), "05:59")
    assert "remind" in _does(LETTER, _draft("05:55"), "06:00")
    assert "remind" not in _does(LETTER, _draft("06:10", told="06:10"), "06:15")
    assert "remind" not in _does(AUTO, _draft("05:55"), "06:00")


def test_not_approved_by_the_cutoff_it_is_held_with_the_reason() -> None:
    (step,) = decide(_found(), LETTER, _draft("06:20"), _at("06:30"))
    assert step.do == "hold"
    assert step.why == "nobody approved it by 2026-02-18 06:30 EET"


def test_editors_hear_of_an_edition_held_before_they_were_told() -> None:
    assert _does(LETTER, _draft("06:45", told=None), "06:45") == ["tell", "hold"]


@pytest.mark.parametrize("letter", [AUTO, SENDS_ANYWAY])
def test_a_policy_approves_the_newest_draft_never_an_old_one(letter: Newsletter) -> None:
    assert _does(letter, _draft("06:25"), "06:30") == ["draft"]
    assert _does(letter, _draft("06:30"), "06:30") == ["approve"]


@pytest.mark.parametrize("letter", [AUTO, SENDS_ANYWAY])
def test_a_policy_approves_neither_a_thin_nor_a_blocked_edition(letter: Newsletter) -> None:
    thin = decide(_found(letter), letter, _draft("06:30", stories=2), _at("06:30"))
    assert [(s.do, s.why) for s in thin] == [("hold", "2 of at least 3 stories")]
    blocked = decide(_found(letter), letter, _draft("06:30", blocked=True), _at("06:30"))
    assert [(s.do, s.why) for s in blocked] == [("hold", "a finding blocks it")]


def test_an_editor_may_approve_a_thin_one_and_it_leaves_at_its_time() -> None:
    approved = Standing(state="approved", stories=1, approved_at=_at("06:10"))
    assert _does(LETTER, approved, "06:59") == []
    assert _does(LETTER, approved, "07:00") == ["send"]
    assert _does(LETTER, approved, "08:30") == ["send"]


def test_too_late_is_held_and_never_sent() -> None:
    approved = Standing(state="approved", approved_at=_at("06:10"))
    (step,) = decide(_found(), LETTER, approved, _at("08:31"))
    assert (step.do, step.why) == ("hold", "it could not leave by 2026-02-18 08:30 EET")
    assert _does(AUTO, _draft("05:00"), "08:31") == ["hold"]


def test_what_an_editor_approves_after_its_time_is_meant_to_leave_late() -> None:
    approved = Standing(state="approved", approved_at=_at("11:00"))
    assert _does(LETTER, approved, "11:00") == ["send"]
    assert _does(LETTER, approved, "12:31") == ["hold"]


def test_what_is_resumed_late_has_its_time_from_then() -> None:
    held_too_long = Standing(state="approved", approved_at=_at("06:00"))
    assert _does(LETTER, held_too_long, "10:01") == ["hold"]
    resumed = replace(held_too_long, taken_at=_at("10:00"))
    assert _does(LETTER, resumed, "10:01") == ["send"]
    assert _does(LETTER, resumed, "11:31") == ["hold"]


@pytest.mark.parametrize("letter", [LETTER, AUTO, SENDS_ANYWAY])
def test_what_an_editor_takes_back_after_the_cutoff_is_hers_until_it_is_too_late(letter: Newsletter) -> None:
    taken = replace(_draft("06:20"), taken_at=_at("08:00"))
    assert [_does(letter, taken, clock) for clock in ("08:01", "09:30")] == [[], []]
    assert _does(letter, taken, "09:31") == ["hold"]
    early = replace(_draft("06:30"), taken_at=_at("06:10"))
    assert _does(letter, early, "06:31") == (["hold"] if letter is LETTER else ["approve"])


def test_what_has_begun_is_finished_however_late() -> None:
    assert _does(LETTER, Standing(state="sending"), "23:00") == ["send"]


def test_one_nobody_made_in_time_is_missed() -> None:
    assert _does(LETTER, None, "08:30") == ["draft"]
    assert _does(LETTER, None, "08:31") == ["miss"]


@pytest.mark.parametrize("state", ["sent", "held", "skipped", "cancelled"])
def test_what_is_over_is_left_alone(state: EditionState) -> None:
    assert [_does(LETTER, Standing(state=state), clock) for clock in ("05:00", "06:30", "07:00")] == [[]] * 3


def _work(letter: Newsletter, zone: ZoneInfo, ticks: list[datetime]) -> dict[str, list[str]]:
    """A worker without a database: does what it is told at each tick, as digest.work does."""
    known: dict[str, Standing] = {}
    done: dict[str, list[str]] = {}
    for now in ticks:
        for found in due(letter, zone, now):
            for _ in range(6):
                steps = decide(found, letter, known.get(found.name), now)
                for step in steps:
                    _do(step.do, found.name, known, now)
                    done.setdefault(found.name, []).append(step.do)
                if not {step.do for step in steps} & {"draft", "approve", "send"}:
                    break
            else:
                pytest.fail(f"{found.name} never comes to rest: {steps}")
    return done


def _do(what: str, name: str, known: dict[str, Standing], now: datetime) -> None:
    match what:
        case "draft":
            old = known.get(name) or Standing(state="draft")
            known[name] = replace(old, stories=9, drafted_at=now)
        case "tell":
            known[name] = replace(known[name], told_at=known[name].told_at or now)
        case "approve":
            known[name] = replace(known[name], state="approved", approved_at=now)
        case "hold" | "send":
            known[name] = replace(known[name], state="sent" if what == "send" else "held")


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Africa/Cairo", "America/Nuuk"])
def test_a_year_with_a_worker_that_sleeps_now_and_then(zone: str) -> None:
    """Every date is sent once, or was held or missed once while the worker slept; none is left out."""
    letter, seed = replace(AUTO, schedule=time(0, 30), draft_at=None, cutoff=None), random.Random(zone)
    now, ticks = datetime(2026, 1, 1, tzinfo=UTC), []
    while now < datetime(2027, 1, 1, tzinfo=UTC):
        ticks.append(now)
        now += timedelta(minutes=29) if seed.random() > 0.005 else timedelta(hours=seed.uniform(1, 20))
    done = _work(letter, ZoneInfo(zone), ticks)
    ends = {name: {"send", "hold", "miss"} & set(what) for name, what in done.items()}
    assert all(len(end) == 1 for end in ends.values())
    assert all(what.count("send") <= 1 and what.count("hold") <= 1 for what in done.values())
    days = {date(2026, 1, 2) + timedelta(days=n) for n in range(363)}
    assert {f"daily/{day}/0030" for day in days} <= set(done)
    assert sum(end == {"send"} for end in ends.values()) > 300
    assert any(end != {"send"} for end in ends.values())


STATES: tuple[EditionState, ...] = ("draft", "approved", "sending", "sent", "held", "skipped", "cancelled")
MINUTES = st.integers(-24 * 60, int((MEMORY + timedelta(hours=4)) / timedelta(minutes=1)))


@given(
    letter=st.sampled_from([LETTER, AUTO, SENDS_ANYWAY]),
    state=st.sampled_from(STATES),
    blocked=st.booleans(),
    stories=st.integers(0, 5),
    now=MINUTES,
    drafted=MINUTES,
    approved=MINUTES,
)
def test_nothing_is_sent_unapproved_or_early_and_nothing_bad_is_approved(
    letter: Newsletter,
    state: EditionState,
    blocked: bool,
    stories: int,
    now: int,
    drafted: int,
    approved: int,
) -> None:
    found = _found(letter)
    moment = found.at + timedelta(minutes=now)
    standing = Standing(
        state=state,
        stories=stories,
        blocked=blocked,
        drafted_at=found.at + timedelta(minutes=min(drafted, now)),
        approved_at=found.at + timedelta(minutes=min(approved, now)) if state == "approved" else None,
    )
    does = {step.do for step in decide(found, letter, standing, moment)}
    if "send" in does:
        assert state == "sending" or (state == "approved" and moment >= found.at)
    if "approve" in does:
        assert letter is not LETTER and not blocked and stories >= letter.minimum
        assert found.cutoff <= moment <= found.late_until
    assert not ({"draft", "approve"} & does and state != "draft")
    assert not {"approve", "hold"} <= does
