"""The pool: everything gathered in the edition's window, and why each is in or out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from digest import block, news
from digest.audience import tiers_of
from digest.desk.app import Desk
from digest.desk.views import about, may_take
from digest.model import Draft, Entry, Tier, may_receive
from digest.store import entries as entry_store
from digest.store import given as given_store
from digest.store.engine import read

PAGE = 100  #: entries shown at once
STATES = {"in": "in the edition", "out": "left out", "new": "new since the draft", "given": "given before"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of the window, where it stands and why."""

    entry: Entry
    state: str
    why: str
    score: float | None = None
    takeable: bool = False  #: a pin would bring it in: it is left out, and some reader may get it now


def pool(desk: Desk, request: Request) -> Response:
    """The entries of the window, newest first, by the filters of the address."""
    found = desk.edition(request)
    facts = about(desk, found)
    draft: Draft | None = facts["draft"]
    now = desk.clock()
    feeds = {feed.name: feed for feed in news.feeds_of(desk.settings)}
    with read(desk.engine) as conn:
        start = draft.window_start if draft else now - facts["letter"].window_max
        entries = entry_store.window(conn, feeds, start, max(now, draft.now) if draft else now)
        given = {
            entry.id: name
            for name, entry, _ in given_store.given(conn, found.newsletter, feeds, start - news.MEMORY)
            if name != found.name
        }
    tiers = tiers_of(desk.settings, facts["letter"])
    rows = rows_of(entries, draft, given, tiers, found.due_at)
    asked = {
        key: request.query_params.get(key, "").strip() for key in ("q", "publisher", "state", "language")
    }
    shown = [row for row in rows if fits(row, asked)]
    page = min(_number(request.query_params.get("page")), max(1, -(-len(shown) // PAGE)))
    return desk.page(
        request,
        "pool.html.j2",
        **facts,
        rows=shown[(page - 1) * PAGE : page * PAGE],
        found=len(shown),
        all=len(rows),
        counts=Counter(row.state for row in rows),
        states=STATES,
        asked=asked,
        publishers=sorted({entry.feed.publisher for entry in entries}),
        blocks=[edit for edit in facts["edits"] if edit.kind == "block"],
        sources=sources_of(desk, entries),
        languages=sorted({entry.language for entry in entries if entry.language}),
        page=page,
        pages=max(1, -(-len(shown) // PAGE)),
        query=urlencode({key: value for key, value in asked.items() if value}),
    )


def sources_of(desk: Desk, entries: Sequence[Entry]) -> dict[str, list[str]]:
    """What an editor may block, by kind: the configured feeds and publishers, the hosts of the window."""
    feeds = desk.settings.feeds
    return {
        "publisher": sorted({feed.publisher for feed in feeds}, key=str.casefold),
        "feed": [feed.name for feed in feeds],
        "host": sorted({block.host_of(entry.link) for entry in entries} - {""}),
    }


def rows_of(
    entries: Sequence[Entry],
    draft: Draft | None,
    given: Mapping[int, str],
    tiers: Sequence[Tier],
    due: datetime,
) -> list[Row]:
    """Every entry with its place, newest first; pure."""

    def outside(entry: Entry) -> Row:
        if entry.id in given:
            return Row(entry=entry, state="given", why=f"was in {given[entry.id]}")
        if draft is None or max(entry.when, entry.first_seen) > draft.now:
            return Row(entry=entry, state="new", why="came in after this draft was made")
        return Row(entry=entry, state="out", why=_kept_out(entry, tiers, due))

    inside: dict[int, Row] = {}
    by_id = {entry.id: entry for entry in entries}
    for item in draft.items if draft else ():
        for number in item.entry_ids:
            if number in by_id:
                words = f"in {item.section}" if number == item.lead_id else f"told with “{item.headline}”"
                total = item.score.total if item.score else None
                inside[number] = Row(entry=by_id[number], state="in", why=words, score=total)
    for cut in draft.cut if draft else ():
        for number in cut.story.entry_ids:
            if number in by_id:
                total = cut.story.score.total
                inside.setdefault(number, Row(entry=by_id[number], state="out", why=cut.reason, score=total))
    rows = [
        replace(row, takeable=may_take(row.entry, draft, tiers)) if row.state == "out" else row
        for row in (inside.get(entry.id) or outside(entry) for entry in entries)
    ]
    return sorted(rows, key=lambda row: (row.entry.when, row.entry.id), reverse=True)


def _kept_out(entry: Entry, tiers: Sequence[Tier], due: datetime) -> str:
    """Why an entry of the window stands in no story of the draft, in it or cut."""
    if not any(may_receive(entry, tier, due) for tier in tiers):
        if entry.embargo_until is not None and entry.embargo_until > due:
            return f"under embargo until {entry.embargo_until:%Y-%m-%d %H:%M} UTC"
        return f"for {entry.tier} only"
    if entry.tier != tiers[0]:
        return f"for {entry.tier}: kept out of a story that others may read"
    return "older than the window, seen late"


def fits(row: Row, asked: Mapping[str, str]) -> bool:
    """Whether the row passes the filters; "" asks for nothing."""
    entry = row.entry
    if asked["publisher"] and entry.feed.publisher != asked["publisher"]:
        return False
    if asked["state"] and row.state != asked["state"]:
        return False
    if asked["language"] and entry.language != asked["language"]:
        return False
    text = f"{entry.title}\n{entry.text}\n{entry.feed.publisher}".casefold()
    return all(word in text for word in asked["q"].casefold().split())


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and 0 < len(text) < 6 and int(text) > 0 else 1
