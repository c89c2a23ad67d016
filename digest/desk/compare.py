"""What differs: from the machine's own pick, from the edition before, and what other weights would make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from digest import pipeline
from digest.desk.app import Desk
from digest.desk.story import Change, words
from digest.desk.views import about
from digest.errors import EditionError
from digest.model import Draft, Edition, Item
from digest.settings import Newsletter, Weights
from digest.store import editions
from digest.store.engine import read

GIVEN = ("approved", "sending", "sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An item in one of two drafts or both: where it stands (from 1), None where it is missing."""

    item: Item
    before: int | None
    after: int | None
    words: tuple[tuple[str, tuple[Change, ...]], ...] = ()

    @property
    def moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """An edition in numbers."""

    name: str
    items: int
    sections: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]


def compare(desk: Desk, request: Request) -> Response:
    """The edition beside what the machine alone would have made, and beside the edition before it."""
    found = desk.edition(request)
    facts = about(desk, found)
    draft = _draft(facts["draft"], found)
    alone = None
    if found.state == "draft":
        alone = pipeline.imagine(desk.engine, desk.settings, found, facts["letter"], draft.now, edits=False)
    before = _before(desk, found)
    return desk.page(
        request,
        "compare.html.j2",
        **facts,
        places=[place for place in places(alone, draft) if place.moved or place.words] if alone else [],
        frame=[
            (name, words(getattr(alone, name), getattr(draft, name)))
            for name in ("subject", "preheader", "intro")
            if alone and getattr(alone, name) != getattr(draft, name)
        ],
        alone=alone,
        numbers=[numbers(draft), *([numbers(before)] if before else [])],
        updates=[(story, story.update_of) for story in draft.stories if story.update_of],
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


def places(before: Draft, after: Draft) -> tuple[Place, ...]:
    """Every item of two drafts with its places, in the order of the second, the missing ones last; pure."""
    left = {item.lead_id: (place, item) for place, item in enumerate(before.items, 1)}
    right = {item.lead_id: (place, item) for place, item in enumerate(after.items, 1)}
    found = [
        Place(item=item, before=left[key][0] if key in left else None, after=place,
              words=_reworded(left[key][1], item) if key in left else ())
        for key, (place, item) in right.items()
    ]  # fmt: skip
    gone = [
        Place(item=item, before=place, after=None) for key, (place, item) in left.items() if key not in right
    ]
    return (*found, *gone)


def _reworded(before: Item, after: Item) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    pairs = (
        ("headline", before.headline, after.headline),
        ("summary", before.summary.text, after.summary.text),
        ("section", before.section, after.section),
        ("note", before.note or "", after.note or ""),
    )
    return tuple((name, words(old, new)) for name, old, new in pairs if old != new)


def numbers(draft: Draft) -> Facts:
    """A draft in numbers; pure."""
    return Facts(
        name=draft.edition,
        items=len(draft.items),
        sections=tuple((section.name, len(section.items)) for section in draft.sections),
        publishers=tuple(Counter(item.publisher for item in draft.items).most_common()),
    )


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
