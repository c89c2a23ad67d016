"""The pages about editions: all of them, and one with its stories, its mail and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from digest import approval, pipeline
from digest.audience import tiers_of
from digest.desk import frame, reader, words
from digest.desk.app import Desk
from digest.desk.forms import is_ours
from digest.desk.standing import later_than_draft, standing
from digest.errors import UnknownEdition
from digest.model import Draft, Edit, Edition, Entry, Finding, Rendering, Tier, may_receive
from digest.store import balance, corrections, editions, history
from digest.store import edits as edit_store
from digest.store.engine import read
from digest.variants import allot

OPEN = ("draft", "approved", "sending", "held")
PAST = 10  #: editions that are over on the first page; all of them are in the history


def name(desk: Desk, request: Request) -> Response:
    """Asks an editor who she is: her name stands beside what she does."""
    after = request.query_params.get("next", "/")
    return desk.page(request, "name.html.j2", after=after if is_ours(after) else "/")


def listed(desk: Desk, request: Request) -> Response:
    """The editions that are still open, then the past ones."""
    with read(desk.engine) as conn:
        found = editions.listed(conn)
        past = history.past(conn, limit=PAST)
        sending = [one.id for one in found if one.state == "sending"]
        balances = balance.of_each(conn, [*sending, *(row.edition.id for row in past)])
        drafts = {one.id: editions.draft_of(conn, one) for one in found if one.state in OPEN}
    return desk.page(
        request,
        "editions.html.j2",
        open=[one for one in reversed(found) if one.state in OPEN],
        past=past,
        drafts=drafts,
        balances=balances,
        newsletters=desk.settings.newsletters.values(),
        titles={letter.name: letter.title for letter in desk.settings.newsletters.values()},
    )


def edition(desk: Desk, request: Request) -> Response:
    """One edition: stories, the mail, findings, and what will happen when."""
    found = desk.edition(request)
    if found.name != request.path_params["name"]:
        return RedirectResponse(f"/edition/{found.name}", 303)
    look = frame.look_of(request)
    facts = about(desk, found)
    with read(desk.engine) as conn:
        renderings = editions.renderings_of(conn, found)
        envelope = editions.envelope_of(conn, found)
        log = edit_store.log_of(conn, found, limit=12)
    draft: Draft | None = facts["draft"]
    seen = reader.as_reader(desk, request, found, renderings, draft)
    if seen and seen.variant:
        look = replace(look, variant=seen.variant.variant)
    variant = frame.chosen(renderings, look.variant)
    name = reader.name_of(desk, found, look.tester)
    shown = frame.panel(variant, found, desk.settings, envelope, look, name, desk.clock()) if variant else {}
    answer = desk.page(
        request,
        "edition.html.j2",
        **facts,
        log=log,
        renderings=renderings,
        variant=variant,
        tiers=[one.tier for one in renderings if one.variant == one.tier],
        allotted=allot(renderings, facts["standing"].people),
        left_out=_left_out(renderings),
        topics=reader.topics(desk, found, draft),
        testers=reader.testers(desk, found),
        as_reader=seen,
        look=look,
        looks={"as": frame.AS, "width": frame.WIDTHS, "light": frame.LIGHTS},
        shown=shown,
        sender=desk.settings.sender_address(desk.settings.newsletter(found.newsletter)).partition(" <")[0],
        **(_told(draft, facts["edits"], tiers_of(desk.settings, facts["letter"])) if draft else {}),
    )
    frame.remember(answer, look)
    return answer


def _told(draft: Draft, edits: Sequence[Edit], tiers: Sequence[Tier]) -> dict[str, Any]:
    """What the page says of the draft's stories, of what was left out, and of what was found."""
    cut = [one.story.lead for one in draft.cut]
    return {
        "stories": {story.id: story for story in draft.stories},
        "top": max((story.score.total for story in draft.stories), default=1.0),
        "orders": _orders(draft),
        "findings": gathered(draft.findings),
        "leads": {item.headline: item.lead_id for item in draft.items if item.entry_ids},
        "takeable": {lead.id for lead in cut if may_take(lead, draft, tiers)},
        "pins": _pins(draft, edits),
    }


def _left_out(renderings: Sequence[Rendering]) -> dict[str, list[str]]:
    """The sections that each variant leaves out of its tier's whole one."""
    whole = {one.tier: one.sections for one in renderings if one.variant == one.tier}
    return {one.variant: [n for n in whole[one.tier] if n not in one.sections] for one in renderings}


def about(desk: Desk, found: Edition) -> dict[str, Any]:
    """What every page about an edition shows; UnknownEdition when its newsletter is no longer set up."""
    if found.newsletter not in desk.settings.newsletters:
        raise UnknownEdition(f"digest.toml has no newsletter {found.newsletter!r}", subject=found.name)
    now = desk.clock()
    with read(desk.engine) as conn:
        draft = editions.draft_of(conn, found)
        edits = edit_store.edits_of(conn, found)
        approvals = approval.counting(conn, desk.settings.newsletter(found.newsletter), found)
    later = later_than_draft(desk.engine, desk.settings, found, draft, now)
    with read(desk.engine) as conn:
        people = desk.readers.of(conn, desk.settings, found)
        stands = standing(conn, desk.settings, found, draft, now, later=len(later), people=people)
        changed = corrections.unanswered(conn, found) if found.state in ("sending", "sent") else 0
    letter = desk.settings.newsletter(found.newsletter)
    return {
        "edition": found,
        "draft": draft,
        "edits": edits,
        "seen": max((edit.id for edit in edits), default=0),
        "approvals": [one for one in approvals if one.hash == found.hash],
        "standing": stands,
        "since": later,
        "pulse": stands.pulse,
        "letter": letter,
        "zone": desk.settings.zone(letter).key,
        "sections": pipeline.sections_of(letter, draft),
        "titles": titles_of(draft),
        "changed_since": changed,
        "can_edit": found.state == "draft" and draft is not None,
    }


def titles_of(draft: Draft | None) -> dict[int, str]:
    """What to call each entry an edit or a line of the log names: its story's headline, else its title."""
    if draft is None:
        return {}
    stories = (*draft.stories, *(cut.story for cut in draft.cut))
    titles = {member.entry.id: member.entry.title for story in stories for member in story.members}
    return titles | {item.lead_id: item.headline for item in draft.items}


def gathered(findings: Sequence[Finding]) -> list[tuple[Finding, list[str]]]:
    """Each thing that was found once, with every place it was found at; the gravest first; pure."""
    places: dict[Finding, list[str]] = {}
    for one in sorted(findings, key=lambda one: list(words.LEVELS).index(one.level)):
        places.setdefault(replace(one, place=""), []).append(one.place)
    return list(places.items())


def may_take(entry: Entry, draft: Draft | None, tiers: Sequence[Tier]) -> bool:
    """Whether a pin would bring the entry in: some reader may get it now; pure."""
    return draft is not None and any(may_receive(entry, tier, draft.now) for tier in tiers)


def _pins(draft: Draft, edits: Sequence[Edit]) -> dict[int, int]:
    """For each pinned item, by its lead: the number of the edit that pins it."""
    leads = {number: item.lead_id for item in draft.items for number in item.entry_ids}
    return {leads[one.entry]: one.id for one in edits if one.kind == "pin" and one.entry in leads}


def _orders(draft: Draft) -> dict[str, str]:
    """For each section but the first: the names in the order that has it one place higher."""
    names = [section.name for section in draft.sections]
    if any("," in name for name in names):
        return {}  # an edit's list of sections is parted by commas
    return {
        name: ",".join([*names[: place - 1], name, names[place - 1], *names[place + 1 :]])
        for place, name in enumerate(names)
        if place
    }
