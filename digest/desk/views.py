"""The pages of the desk: editions, one edition, one story, the mail in its frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from digest import pipeline
from digest.desk.app import Desk
from digest.desk.guard import FRAME_CSP
from digest.errors import DigestError
from digest.model import Draft, Edition, Item, Rendering
from digest.store import editions, runs
from digest.store import edits as edit_store
from digest.store import entries as entry_store
from digest.store.engine import read

ALIVE = timedelta(minutes=2)  #: a worker that did not stir for longer counts as gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What happens next with an edition, in words."""

    words: str
    good: bool


def listed(desk: Desk, request: Request) -> Response:
    """All editions, the next ones first."""
    with read(desk.engine) as conn:
        found = editions.listed(conn)
    return desk.page(
        request, "editions.html.j2", editions=found, newsletters=desk.settings.newsletters.values()
    )


def edition(desk: Desk, request: Request) -> Response:
    """One edition: stories, the mail, findings, and what will happen when."""
    with read(desk.engine) as conn:
        found = editions.find(conn, request.path_params["name"])
        draft = editions.draft_of(conn, found)
        renderings = editions.renderings_of(conn, found)
        edits = edit_store.edits_of(conn, found)
        approvals = edit_store.approvals_of(conn, found)
        log = edit_store.log_of(conn, found, limit=30)
        worker = runs.last_seen(conn, "work")
    variant = _variant(renderings, request.query_params.get("variant"))
    return desk.page(
        request,
        "edition.html.j2",
        edition=found,
        draft=draft,
        stories={story.id: story for story in draft.stories} if draft else {},
        renderings=renderings,
        variant=variant,
        view=request.query_params.get("view", "desktop"),
        edits=edits,
        approvals=approvals,
        log=log,
        next=what_next(found, worker, desk.clock()),
        later=pipeline.since_approval(desk.engine, desk.settings, found, desk.clock()),
        letter=desk.settings.newsletter(found.newsletter),
        sections=_sections(desk, found, draft),
    )


def _sections(desk: Desk, found: Edition, draft: Draft | None) -> tuple[str, ...]:
    """Where an item can be moved to: the settings' sections and those in use."""
    rules = [rule.name for rule in desk.settings.newsletter(found.newsletter).sections]
    used = [section.name for section in draft.sections] if draft else []
    return tuple(dict.fromkeys([*rules, *used]))


def _variant(renderings: tuple[Rendering, ...], name: str | None) -> Rendering | None:
    return next((r for r in renderings if r.variant == name), renderings[0] if renderings else None)


def what_next(found: Edition, worker: datetime | None, now: datetime) -> Sent:
    """What will happen with the edition if nobody does anything."""
    alive = worker is not None and now - worker < ALIVE
    nobody = "" if alive else " No worker is running: start `digest run`, or send it with `digest send`."
    if found.state == "approved":
        late = found.due_at < now
        when = "at the worker's next tick" if late else f"at {found.due_at:%d %b %H:%M} UTC"
        return Sent(words=f"It leaves {when}.{nobody}", good=alive)
    if found.state == "draft":
        return Sent(
            words=f"It is due {found.due_at:%d %b %H:%M} UTC and waits for approval.{nobody}", good=alive
        )
    if found.state == "sending":
        return Sent(words=f"It is on its way.{nobody}", good=alive)
    return Sent(words=f"It is {found.state}{': ' + found.reason if found.reason else ''}.", good=True)


def story(desk: Desk, request: Request) -> Response:
    """One story: its words beside its sources, its entries, the parts of its score, its edits."""
    entry_id = request.path_params["entry"]
    feeds = {feed.name: feed for feed in pipeline.feeds_of(desk.settings)}
    with read(desk.engine) as conn:
        found = editions.find(conn, request.path_params["name"])
        draft = editions.draft_of(conn, found)
        item = _item(draft, entry_id)
        if draft is None or item is None:
            raise DigestError("this item is not in the edition", subject=found.name)
        entries = entry_store.by_ids(conn, feeds, item.entry_ids)
        edits = [edit for edit in edit_store.edits_of(conn, found) if edit.entry in item.entry_ids]
    told = next((one for one in draft.stories if one.id == item.story_id), None)
    return desk.page(
        request,
        "story.html.j2",
        edition=found,
        item=item,
        story=told,
        lead=entries.get(item.lead_id),
        marked=_marked(item, entries[item.lead_id].text if item.lead_id in entries else ""),
        edits=edits,
        sections=_sections(desk, found, draft),
    )


def _item(draft: Draft | None, entry_id: int) -> Item | None:
    return next((item for item in draft.items if entry_id in item.entry_ids), None) if draft else None


def _marked(item: Item, text: str) -> tuple[tuple[str, str], ...]:
    """The source's text cut into (piece, role): the spans that the summary rests on, and the rest."""
    spans = sorted(
        (s.span.start, s.span.end, s.role)
        for s in item.summary.sentences
        if s.span.entry_id == item.lead_id and s.span.end > s.span.start
    )
    pieces, place = [], 0
    for start, end, role in spans:
        if start >= place:
            pieces += [(text[place:start], ""), (text[start:end], role)]
            place = end
    return tuple((piece, role) for piece, role in [*pieces, (text[place:], "")] if piece)


def frame(desk: Desk, request: Request) -> Response:
    """The stored rendering as a reader gets it, its reader tags filled with an example's values."""
    with read(desk.engine) as conn:
        found = editions.find(conn, request.path_params["name"])
        renderings = editions.renderings_of(conn, found)
    rendering = _variant(renderings, request.path_params["variant"])
    if rendering is None:
        raise DigestError("it has no draft yet", subject=found.name)
    if request.query_params.get("view") == "text":
        return PlainTextResponse(
            _filled(rendering.text, found), headers={"content-security-policy": FRAME_CSP}
        )
    html = _filled(rendering.html, found)
    if request.query_params.get("view") == "dark":
        html = html.replace("(prefers-color-scheme: dark)", "all").replace(
            "(prefers-color-scheme:dark)", "all"
        )
    return HTMLResponse(html, headers={"content-security-policy": FRAME_CSP})


def _filled(content: str, found: Edition) -> str:
    for name, value in {"name": "Olena", "unsubscribe": "#u", "preferences": "#p", "web": "#e"}.items():
        for form in ("h", "t"):
            content = content.replace(f"-{found.tag_prefix}:{name}:{form}-", value)
    return content
