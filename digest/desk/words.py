"""How the desk says times, sizes, edits and reasons."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from digest.model import Correction, Edit, Score

#: What is said after a change; an address can only choose among these.
SAID: Mapping[str, str] = {
    "drop": "Dropped.",
    "pin": "Pinned: it stays in, at the top of its section.",
    "move": "Moved.",
    "section": "Moved to another section.",
    "section-order": "Sections reordered.",
    "block": "Blocked: nothing of this source is told until you undo it.",
    "merge": "The two are one story now.",
    "split": "It stands for itself now.",
    "lead": "Another source tells the story now.",
    "own": "Your item is in.",
    "unfit": "It does not fit now: the edits and what was left out say why. It is kept, should it fit later.",
    "page": "The page is in, at the top of its section. Read it beside its source before it goes.",
    "page-out": "It does not get into this edition; its line below says why.",
    "refresh": "The draft holds the latest news; your edits stand.",
    "undo": "Undone.",
    "saved": "Saved.",
    "same": "Nothing was changed.",
    "test": "A test is on its way: the worker sends it to the testers at its next tick.",
    "fetch": "The worker asks it at its next tick.",
    "approved": "Approved. Nothing changes it any more unless you reopen it.",
    "noted": "Your approval is noted; another editor's is needed.",
    "draft": "It is a draft again.",
    "held": "Held: it does not leave until you let it go on.",
    "skipped": "Skipped: this edition does not go out.",
    "stop": "Stopped before the next batch.",
    "go": "It goes on.",
    "correct-web": "The correction stands above the edition on the web.",
    "correct-next": "The correction stands on the web and goes into the next edition.",
    "correct-mail": "The correction stands on the web. This is the mail: it leaves once it is approved.",
    "withdraw": "The correction is taken back.",
}

_DONE: Mapping[str, str] = {
    "pin": "pinned",
    "drop": "dropped",
    "move": "moved",
    "section": "moved to a section",
    "merge": "merged",
    "split": "split off",
    "lead": "made the lead",
    "headline": "headline",
    "summary": "summary",
    "picture": "picture",
    "alt": "alt text",
    "note": "note",
    "subject": "subject",
    "preheader": "preheader",
    "intro": "intro",
    "own": "own item",
    "section-order": "order of sections",
    "block": "blocked a source",
}

#: Why a sentence that nobody chose stands in a summary.
WHY: Mapping[str, str] = {
    "attribution": "came along: it says who says so",
    "caveat": "came along: a doubt that must stay",
    "correction": "came along: the newsroom's correction",
}

#: What each weight weighs, for whoever tries others.
WEIGHTS: Mapping[str, str] = {
    "sources": "how many report it",
    "recency": "how fresh it is",
    "feed": "the weight of its feed",
    "novelty": "new to these readers",
    "length": "how much it tells",
    "boosts": "your own words",
    "picture": "a picture with credit",
    "report": "a report, not opinion",
    "variety": "unlike bigger stories",
}
#: Where a recipient stands, and what came back of her mail.
STANDS: Mapping[str, str] = {
    "sent": "the provider took it",
    "waiting": "not begun",
    "claimed": "being handed over",
    "skipped": "left, or may not be mailed, since it was planned",
    "refused": "the provider would not take it",
    "unclear": "nobody knows whether it went",
    "held": "kept back until an operator's word",
    "cancelled": "did not go out",
    "delivered": "her mailbox took it",
    "deferred": "her mailbox asks to wait",
    "dropped": "the provider did not try",
    "bounced": "her mailbox refused it",
    "complained": "marked as spam",
    "unsubscribed": "left by this mail",
}

LEVELS = {"block": "Must be mended", "warn": "Look at this", "note": "To know"}
STATES = {
    "draft": "draft",
    "approved": "approved",
    "sending": "on its way",
    "sent": "sent",
    "held": "held",
    "skipped": "skipped",
    "cancelled": "cancelled",
}


@pass_context
def clock(context: Context, moment: datetime | None) -> str:
    """A time to the minute in the newsroom's zone, with the day where it is not today's."""
    if moment is None:
        return "—"
    zone = ZoneInfo(context["zone"])
    here, today = moment.astimezone(zone), context["now"].astimezone(zone)
    return f"{here:%H:%M}" if here.date() == today.date() else f"{here:%a} {here.day} {here:%b}, {here:%H:%M}"


@pass_context
def day(context: Context, moment: datetime) -> str:
    """A day of any year with its time, in the newsroom's zone."""
    here = moment.astimezone(ZoneInfo(context["zone"]))
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M}"


def iso(moment: datetime) -> str:
    """A time for machines."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def ago(moment: datetime, now: datetime) -> str:
    """ "3 h ago", "in 20 min": to the unit that matters; a cutoff in the next ten hours to the minute."""
    seconds = (now - moment) / timedelta(seconds=1)
    size = abs(seconds)
    if size < 60:
        return "now"
    if -36_000 < seconds <= -5400:
        return "in {} h {} min".format(*divmod(round(size / 60), 60))
    for limit, unit, name in ((5400, 60, "min"), (172_800, 3600, "h"), (float("inf"), 86_400, "days")):
        if size < limit:
            number = round(size / unit)
            return f"{number} {name} ago" if seconds >= 0 else f"in {number} {name}"
    raise AssertionError("the last limit is infinite")


def kilobytes(size: int) -> str:
    """A size as mail clients count it: 1 KB is 1,024 bytes."""
    return f"{size / 1024:.1f} KB" if size < 10_240 else f"{size / 1024:.0f} KB"


def gist(score: Score) -> str:
    """Why a story stands where it does, in a few words: its two largest parts, and what most speaks against
    it."""
    best = sorted((one for one in score.reasons if one.value > 0), key=lambda one: -one.value)[:2]
    worst = min(score.reasons, key=lambda one: one.value, default=None)
    said = [_head(one.detail) for one in best]
    if worst is not None and worst.value <= -0.1:
        said.append(f"but {_head(worst.detail)}")
    return " · ".join(said)


def _head(detail: str) -> str:
    return re.split(r"[,;(]", detail, maxsplit=1)[0].strip()


def signed(value: float) -> str:
    """A part of a score, with its sign; nothing for nothing."""
    return f"{value:+.2f}" if value else "0"


def share(value: float) -> str:
    """0..1 as a percentage."""
    return f"{value * 100:.0f} %"


def many(number: int, word: str, plural: str | None = None) -> str:
    """ "1 story", "2 stories"."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def done(edit: Edit) -> str:
    """What an edit did, in a word or two."""
    return _DONE[edit.kind]


def mark(value: str | None) -> str:
    """A short mark of a text: a form carries the mark of what it was drawn from."""
    return hashlib.sha256((value or "").encode()).hexdigest()[:12]


def told(one: Correction) -> str:
    """Where a correction stands."""
    web = "on the web edition"
    if one.how == "web":
        return web
    if one.how == "next":
        return f"{web} and in {one.carried_by}" if one.done_at else f"{web}; waits for the next edition"
    mail = f"in a mail to those who were sent it, {one.carried_by}"
    return f"{web} and {mail}" if one.done_at else f"{web}; not yet approved {mail}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "clock": clock,
    "day": day,
    "iso": iso,
    "ago": ago,
    "kilobytes": kilobytes,
    "signed": signed,
    "gist": gist,
    "stands": lambda name: STANDS.get(name, ""),
    "weighs": lambda name: WEIGHTS.get(name, ""),
    "share": share,
    "many": many,
    "done": done,
    "deed": lambda kind: _DONE.get(kind, kind),
    "mark": mark,
    "told": told,
    "why": lambda role: WHY.get(role, ""),
    "level": LEVELS.__getitem__,
    "state": STATES.__getitem__,
}
GLOBALS: Mapping[str, Any] = {"zip": zip}
