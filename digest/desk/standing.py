"""Where an edition stands, in words: what happens next and when, who would get it, what keeps it back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest import news
from digest.model import Draft, Edition, Entry
from digest.settings import Settings
from digest.store import balance, runs, switches
from digest.store import edits as edit_store
from digest.store import entries as entry_store
from digest.store.engine import Connection, Engine
from digest.variants import Choice

ALIVE = timedelta(minutes=2)  #: a worker that did not stir for longer counts as gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the head of every page about an edition says."""

    next: str  #: what happens if nobody does anything more
    alive: bool  #: a worker is running
    seen: datetime | None  #: when a worker last stirred
    people: Mapping[Choice, int]  #: by tier and topics left out, who would get it; none once on its way
    stopped: str | None  #: why sending stands still
    later: int  #: items that came in since the news it holds
    blocking: int
    pulse: str

    @property
    def readers(self) -> dict[str, int]:
        """By tier, who would get it now."""
        counts: Counter[str] = Counter()
        for (tier, _), count in self.people.items():
            counts[tier] += count
        return dict(counts)

    @property
    def total(self) -> int:
        return sum(self.people.values())


def standing(
    conn: Connection,
    settings: Settings,
    found: Edition,
    draft: Draft | None,
    now: datetime,
    *,
    later: int,
    people: Mapping[Choice, int],
) -> Standing:
    """Where the edition stands at `now`; `later` and `people` are counted by the caller."""
    letter = settings.newsletter(found.newsletter)
    seen = runs.last_seen(conn, "work")
    alive = seen is not None and now - seen < ALIVE
    blocking = sum(finding.level == "block" for finding in draft.findings) if draft else 0
    return Standing(
        next=what_next(found, draft, blocking, alive, now, auto=letter.approval == "auto"),
        alive=alive,
        seen=seen,
        people=people,
        stopped=switches.why_stopped(conn, found.name),
        later=later,
        blocking=blocking,
        pulse=pulse(conn, found, alive),
    )


def what_next(
    found: Edition, draft: Draft | None, blocking: int, alive: bool, now: datetime, *, auto: bool = False
) -> str:
    """What happens with the edition if nobody does anything more."""
    if found.state == "draft" and draft is None:
        return "There is no draft yet."
    if found.state == "draft":
        wait = "It waits for your approval."
        if found.due_at <= now:
            wait += " Approved now, it leaves at the worker's next tick."
        if auto:
            wait = "It goes out by itself unless you hold it."
        if found.hash is None:
            wait = "An edit is not in it yet. Should it stay so, refresh it."
        if blocking:
            wait = "It cannot be approved yet: something must be mended first."
        return wait
    if found.state == "approved":
        if not alive:
            return "It is approved, but no worker is running that could send it."
        return "It leaves at the worker's next tick." if found.due_at <= now else "It leaves by itself."
    words = {
        "sending": "It is on its way."
        if alive
        else "It is on its way, but no worker is running to go on with it.",
        "sent": "It was sent.",
        "held": "It is held and does not leave.",
        "skipped": "It is skipped and does not go out.",
        "cancelled": "It is cancelled.",
    }
    return words[found.state]


def pulse(conn: Connection, found: Edition, alive: bool) -> str:
    """A mark that changes whenever a page about this edition would look different."""
    last = edit_store.log_of(conn, found, limit=1)
    done = f"{last[0].at.isoformat()} {last[0].what}" if last else ""
    stopped = switches.why_stopped(conn, found.name)
    counts = balance.of(conn, found.id) if found.state == "sending" else None
    newest = entry_store.newest(conn) if found.state in ("draft", "approved", "held") else 0
    facts = (found.hash, found.state, found.reason, found.approved_by, done, alive, stopped, counts, newest)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def later_than_draft(
    engine: Engine, settings: Settings, found: Edition, draft: Draft | None, now: datetime
) -> tuple[Entry, ...]:
    """What came in after the news it holds, the latest first: since its approval, else since its draft."""
    since = found.cut_at or (draft.now if draft else None)
    return news.entries_since(engine, settings, since, now) if since and found.state != "sent" else ()
