"""What differs: from the machine's own pick, from the edition before, and what other weights would make."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from digest import pipeline
from digest.desk.app import Desk
from digest.desk.differences import deeds, moved_by_hand, numbers, places
from digest.desk.story import words
from digest.desk.views import about
from digest.errors import EditionError
from digest.model import Draft, Edition
from digest.settings import Newsletter, Weights
from digest.store import editions
from digest.store.engine import read

GIVEN = ("approved", "sending", "sent")


def compare(desk: Desk, request: Request) -> Response:
    """The edition beside what the machine alone would have made, and beside the edition before it."""
    found = desk.edition(request)
    facts = about(desk, found)
    draft = _draft(facts["draft"], found)
    alone = None
    if found.state == "draft":
        alone = pipeline.imagine(desk.engine, desk.settings, found, facts["letter"], draft.now, edits=False)
    before = _before(desk, found)
    touched = moved_by_hand(facts["edits"], draft)
    return desk.page(
        request,
        "compare.html.j2",
        **facts,
        places=[place for place in places(alone, draft, touched) if place.differs] if alone else [],
        deeds=deeds(facts["edits"], draft),
        frame=[
            (name, words(getattr(alone, name), getattr(draft, name)))
            for name in ("subject", "preheader", "intro")
            if alone and getattr(alone, name) != getattr(draft, name)
        ],
        alone=alone,
        before=before,
        numbers=numbers(before, draft) if before else (),
        updates={story.id: story for story in draft.stories if story.update_of},
    )


def _draft(draft: Draft | None, found: Edition) -> Draft:
    if draft is None:
        raise EditionError("it has no draft yet", subject=found.name)
    return draft


def _before(desk: Desk, found: Edition) -> Draft | None:
    """The content of the last edition of this newsletter that readers got before this one."""
    with read(desk.engine) as conn:
        for one in editions.listed(conn, found.newsletter):
            if one.id != found.id and one.state in GIVEN and one.due_at <= found.due_at:
                return editions.draft_of(conn, one)
    return None


def weights(desk: Desk, request: Request) -> Response:
    """The order other weights would make, beside the present one, and the lines that would set them."""
    found = desk.edition(request)
    facts = about(desk, found)
    draft = _draft(facts["draft"], found)
    if found.state != "draft":
        raise EditionError(f"it is {found.state}; weights are tried on a draft", subject=found.name)
    letter: Newsletter = facts["letter"]
    tried = tried_letter(letter, dict(request.query_params))
    other = pipeline.imagine(desk.engine, desk.settings, found, tried, draft.now, edits=True)
    return desk.page(
        request,
        "weights.html.j2",
        **facts,
        tried=tried,
        names=[field.name for field in fields(Weights)],
        hours=tried.half_life / timedelta(hours=1),
        places=places(draft, other),
        lines=lines_of(letter.name, tried),
        changed=tried != letter,
    )


def tried_letter(letter: Newsletter, asked: dict[str, str]) -> Newsletter:
    """The newsletter with the weights asked for; what is no number from 0 to 100 stays as it is; pure."""
    given = {
        field.name: number
        for field in fields(Weights)
        if (number := _number(asked.get(field.name))) is not None
    }
    hours = _number(asked.get("half_life"))
    half_life = timedelta(hours=hours) if hours else letter.half_life
    return replace(letter, weights=replace(letter.weights, **given), half_life=half_life)


def _number(text: str | None) -> float | None:
    try:
        number = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None


def lines_of(name: str, letter: Newsletter) -> str:
    """The lines for digest.toml that set these weights."""
    parts = ", ".join(f"{f.name} = {getattr(letter.weights, f.name):g}" for f in fields(Weights))
    hours = letter.half_life / timedelta(hours=1)
    half_life = f"{hours:g}h"
    return f'[newsletters.{name}]\nweights = {{ {parts} }}\nhalf_life = "{half_life}"'
