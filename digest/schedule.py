"""Which editions a newsletter has, when, and what is to be done about one now: pure, from local wall times.

An edition belongs to a local date and a slot ("0700"), never to an instant: its instant is worked out of
the date, so a change of the clocks can neither skip a date nor give it two editions.

- A wall time inside a gap moves forward by the gap, on the same date (02:30 → 03:30). Where that would
  leave the date (Nuuk's clocks jump from 23:00 to 00:00) it moves back instead (23:30 → 22:30).
- A wall time that comes twice is the first one.
- A date the zone left out (Apia had no 30 December 2011) has no edition.

Cron-like triggers get these wrong: see tests/schedule/test_cron_triggers.py. Delivery in each reader's
own time zone (`delivery = "reader"`) is not done here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from digest.errors import EditionError
from digest.model import EditionState
from digest.settings import WEEKDAYS, Newsletter

DRAFT_LEAD = timedelta(hours=2)  #: before the slot, where `draft_at` is not set
CUTOFF_LEAD = timedelta(minutes=30)  #: before the slot, where `cutoff` is not set
REMIND_LEAD = timedelta(minutes=30)  #: before the cutoff
REFRESH = timedelta(minutes=10)  #: a draft older than this is made anew, until the cutoff
MEMORY = timedelta(hours=24)  #: how long a missed edition is still spoken of
_FAR = 400  #: days looked ahead for the next edition: a yearly one is found

Action = Literal["draft", "tell", "remind", "approve", "hold", "send", "miss"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One number of a newsletter as the schedule has it; its times are UTC and draft_at ≤ cutoff ≤ at."""

    newsletter: str
    local_date: date
    slot: str
    draft_at: datetime  #: the draft is made and the editors are told
    cutoff: datetime  #: not approved by now: the policy decides
    at: datetime  #: it leaves
    late_until: datetime  #: after this it does not leave by itself any more
    zone: ZoneInfo  #: the one its editors and its slot live in

    @property
    def name(self) -> str:
        return f"{self.newsletter}/{self.local_date.isoformat()}/{self.slot}"

    @property
    def remind_at(self) -> datetime:
        return max(self.draft_at, self.cutoff - REMIND_LEAD)

    def wall(self, moment: datetime) -> str:
        """A time as this newsletter's editors read it: "2026-02-18 07:00 EET"."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M %Z}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of an edition that exists: its state, and how good its draft is."""

    state: EditionState
    stories: int = 0
    blocked: bool = False  #: a finding blocks it
    drafted_at: datetime | None = None
    approved_at: datetime | None = None
    told_at: datetime | None = None  #: when its editors were mailed the link
    taken_at: datetime | None = None  #: when an editor last took it back in hand: reopened, resumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do about an edition now, and why, in an editor's words."""

    do: Action
    why: str = ""


def occurrence(local_date: date, wall_time: time, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) of that wall time on that date; None if the zone had no such date."""
    for fold in (0, 1):  # inside a gap, fold 0 lies after it and fold 1 before it (PEP 495)
        moment = datetime.combine(local_date, wall_time.replace(fold=fold), zone).astimezone(UTC)
        if moment.astimezone(zone).date() == local_date:
            return moment
    return None


def on_date(newsletter: Newsletter, zone: ZoneInfo, local_date: date) -> tuple[Occurrence, ...]:
    """The editions of one local date in order; none on a day off."""
    if WEEKDAYS[local_date.weekday()] not in newsletter.days or local_date in newsletter.skip_days:
        return ()
    made = (_at(newsletter, zone, local_date, wall_time) for wall_time in newsletter.slots)
    return tuple(found for found in made if found is not None)


def _at(newsletter: Newsletter, zone: ZoneInfo, local_date: date, wall_time: time) -> Occurrence | None:
    at = occurrence(local_date, wall_time, zone)
    if at is None:
        return None
    first = newsletter.slots[0]
    cutoff = _before(local_date, wall_time, _lead(first, newsletter.cutoff, CUTOFF_LEAD), zone, at)
    draft_at = _before(local_date, wall_time, _lead(first, newsletter.draft_at, DRAFT_LEAD), zone, at)
    return Occurrence(
        newsletter=newsletter.name,
        local_date=local_date,
        slot=f"{wall_time:%H%M}",
        draft_at=min(draft_at, cutoff),
        cutoff=cutoff,
        at=at,
        late_until=at + newsletter.late,
        zone=zone,
    )


def _lead(first_slot: time, clock: time | None, default: timedelta) -> timedelta:
    """How long before a slot `clock` is: set for the first slot of the day, kept for the others. A clock
    later than the slot is the evening before."""
    if clock is None:
        return default
    day = date(2000, 1, 1)
    return (datetime.combine(day, first_slot) - datetime.combine(day, clock)) % timedelta(days=1)


def _before(day: date, slot: time, lead: timedelta, zone: ZoneInfo, at: datetime) -> datetime:
    """`lead` of wall time before the slot, never after it."""
    wall = datetime.combine(day, slot) - lead
    found = occurrence(wall.date(), wall.time(), zone)
    return min(found if found is not None else at - lead, at)


def due(newsletter: Newsletter, zone: ZoneInfo, now: datetime) -> tuple[Occurrence, ...]:
    """The editions that have begun (their draft time has come) and are not yet forgotten, in order.

    It does not know what was already made of them: the store does. Any instant in between gives the same
    editions, so a worker that slept finds what it missed.
    """
    span = newsletter.late + MEMORY
    days = _days((now - span).astimezone(zone).date() - timedelta(days=1), span.days + 4)
    known = (found for day in days for found in on_date(newsletter, zone, day))
    return tuple(found for found in known if found.draft_at <= now <= found.late_until + MEMORY)


def next_edition(
    newsletter: Newsletter, zone: ZoneInfo, now: datetime, closed: Container[str] = ()
) -> Occurrence:
    """The edition that a draft made now is for: the first that may still leave by itself.

    closed: names of editions that are over (sent, skipped, cancelled). EditionError: no such edition in
    the next 400 days.
    """
    for day in _days(now.astimezone(zone).date() - timedelta(days=newsletter.late.days + 2), _FAR):
        for found in on_date(newsletter, zone, day):
            if found.late_until >= now and found.name not in closed:
                return found
    raise EditionError(
        "its schedule has no day to come: look at days and skip_days, or make one with `digest extra`",
        subject=newsletter.name,
    )


def by_name(newsletter: Newsletter, zone: ZoneInfo, local_date: date, slot: str) -> Occurrence | None:
    """The edition of that date and slot, also where today's schedule would not make it (a day that was
    taken out since, a slot that moved); None for a slot that is no time of day ("extra-1")."""
    if not re.fullmatch(r"([01]\d|2[0-3])[0-5]\d", slot):
        return None
    return _at(newsletter, zone, local_date, time(int(slot[:2]), int(slot[2:])))


def _days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(count))


def decide(
    found: Occurrence, newsletter: Newsletter, standing: Standing | None, now: datetime
) -> tuple[Step, ...]:
    """What is to be done about this edition at `now`, in order; () is: wait.

    Asked again after the steps are done it goes on from there, so a worker may ask until it says wait.
    `tell`, `remind` and `miss` come at every asking: whoever does them does each once.
    """
    if standing is None:
        return _of_none(found, now)
    if standing.state == "draft":
        return _of_draft(found, newsletter, standing, now)
    if standing.state == "approved":
        return _of_approved(found, newsletter, standing, now)
    if standing.state == "sending":
        return (Step(do="send"),)  # never late: half of the readers have it
    return ()


def _of_none(found: Occurrence, now: datetime) -> tuple[Step, ...]:
    if now < found.draft_at:
        return ()
    if now > found.late_until:
        why = f"nobody made it, and it is too late since {found.wall(found.late_until)}"
        return (Step(do="miss", why=why),)
    return (Step(do="draft"),)


def _of_draft(
    found: Occurrence, newsletter: Newsletter, standing: Standing, now: datetime
) -> tuple[Step, ...]:
    limit = max(found.late_until, (standing.taken_at or found.at) + newsletter.late)
    if now > limit:
        return (Step(do="hold", why=f"it was still a draft at {found.wall(limit)}, too late to send"),)
    if standing.taken_at and standing.taken_at >= found.cutoff:
        return ()  # an editor works on it after the cutoff: no policy speaks for her
    if now >= found.cutoff:
        return _at_cutoff(found, newsletter, standing, now)
    steps = [Step(do="draft")] if _stale(standing, now - REFRESH) else []
    steps.append(Step(do="tell"))
    if newsletter.approval == "required" and standing.told_at and standing.told_at < found.remind_at <= now:
        steps.append(Step(do="remind", why=f"the cutoff is at {found.wall(found.cutoff)}"))
    return tuple(steps)


def _at_cutoff(
    found: Occurrence, newsletter: Newsletter, standing: Standing, now: datetime
) -> tuple[Step, ...]:
    """Nobody approved it in time: the newsletter's policy speaks. A policy never approves what an editor
    would be stopped from approving, nor an edition thinner than `minimum`."""
    tell = () if standing.told_at else (Step(do="tell"),)
    if newsletter.approval == "required" and newsletter.if_not_approved == "hold":
        return (*tell, Step(do="hold", why=f"nobody approved it by {found.wall(found.cutoff)}"))
    if _stale(standing, found.cutoff):
        return (*tell, Step(do="draft"))
    if standing.stories < newsletter.minimum:
        why = f"{standing.stories} of at least {newsletter.minimum} stories"
        return (*tell, Step(do="hold", why=why))
    if standing.blocked:
        return (*tell, Step(do="hold", why="a finding blocks it"))
    by = "approval is automatic" if newsletter.approval == "auto" else "nobody approved it in time"
    return (*tell, Step(do="approve", why=by))


def _of_approved(
    found: Occurrence, newsletter: Newsletter, standing: Standing, now: datetime
) -> tuple[Step, ...]:
    """It leaves at its time. One approved or taken back in hand after its time was meant to leave late, so
    `late` counts from then."""
    if now < found.at:
        return ()
    meant = max(found.at, standing.approved_at or found.at, standing.taken_at or found.at)
    if now > meant + newsletter.late:
        return (Step(do="hold", why=f"it could not leave by {found.wall(meant + newsletter.late)}"),)
    return (Step(do="send"),)


def _stale(standing: Standing, limit: datetime) -> bool:
    return standing.drafted_at is None or standing.drafted_at < limit
