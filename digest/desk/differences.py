"""What differs between two drafts: which stories came, went, moved or were reworded, and in numbers; pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from digest.desk.story import Change, words
from digest.model import Draft, Edit, Item

Words = tuple[tuple[str, tuple[Change, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An item in one of two drafts or both: where it stands (from 1), None where it is missing."""

    item: Item
    before: int | None
    after: int | None
    words: Words = ()
    moved: bool = False  #: it left the order of the others; not one that only made room

    @property
    def differs(self) -> bool:
        return self.moved or bool(self.words) or self.before is None or self.after is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number of two editions; `of`: what kind of thing it counts."""

    of: str
    name: str
    before: int
    after: int


def places(before: Draft, after: Draft, touched: Container[int] = ()) -> tuple[Place, ...]:
    """Every item of two drafts with its places, in the order of the second, the missing ones last.

    touched: the leads of stories that someone moved; where the order leaves it open, they moved and not the
    others.
    """
    left = {item.lead_id: (place, item) for place, item in enumerate(before.items, 1)}
    right = {item.lead_id: (place, item) for place, item in enumerate(after.items, 1)}
    both = [key for key in right if key in left]
    others = [key for key in both if key not in touched] or both
    stayed = {others[index] for index in in_order([left[key][0] for key in others])}
    found = [
        Place(item=item, before=left[key][0] if key in left else None, after=place,
              words=_reworded(left[key][1], item) if key in left else (),
              moved=key in left and key not in stayed and left[key][0] != place)
        for key, (place, item) in right.items()
    ]  # fmt: skip
    gone = [
        Place(item=item, before=place, after=None) for key, (place, item) in left.items() if key not in right
    ]
    return (*found, *gone)


def in_order(numbers: Sequence[int]) -> set[int]:
    """The positions of a longest rising run through the numbers: what stands in order though others moved."""
    ends: list[int] = []  # the smallest last number of a run of each length
    at: list[int] = []  # and where that number stands
    before: list[int | None] = []
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length:], at[length:] = [number, *ends[length + 1 :]], [position, *at[length + 1 :]]
        before.append(at[length - 1] if length else None)
    run: set[int] = set()
    step = at[-1] if at else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run


def _reworded(before: Item, after: Item) -> Words:
    pairs = (
        ("headline", before.headline, after.headline),
        ("summary", before.summary.text, after.summary.text),
        ("section", before.section, after.section),
        ("note", before.note or "", after.note or ""),
    )
    return tuple((name, words(old, new)) for name, old, new in pairs if old != new)


def deeds(edits: Sequence[Edit], draft: Draft) -> Mapping[int, list[Edit]]:
    """The edits about each story, by its lead's entry: of those in the draft, and of those left out of it."""
    groups = {item.lead_id: item.entry_ids for item in draft.items}
    groups |= {cut.story.lead.id: cut.story.entry_ids for cut in draft.cut}
    return {lead: [one for one in edits if one.entry in entries] for lead, entries in groups.items()}


def moved_by_hand(edits: Sequence[Edit], draft: Draft) -> set[int]:
    """The leads of stories whose place an editor chose."""
    chosen = {one.entry for one in edits if one.kind in ("pin", "move", "section", "own")}
    return {item.lead_id for item in draft.items if chosen.intersection(item.entry_ids)}


def numbers(before: Draft, after: Draft) -> tuple[Line, ...]:
    """Two editions in numbers: stories, words, pictures, what is for members only, sections, publishers."""
    left, right = _counts(before), _counts(after)
    kinds = {of: place for place, (of, _) in enumerate(right)}
    names = sorted(dict.fromkeys([*right, *left]), key=lambda one: kinds.get(one[0], len(kinds)))
    return tuple(Line(of=of, name=name, before=left[of, name], after=right[of, name]) for of, name in names)


def _counts(draft: Draft) -> Counter[tuple[str, str]]:
    told = {
        "stories": len(draft.items),
        "words in their summaries": sum(len(item.summary.text.split()) for item in draft.items),
        "with a picture": sum(item.picture is not None for item in draft.items),
        "not for everybody": sum(item.tier != "public" for item in draft.items),
        "reported by several": sum(item.source_count > 1 for item in draft.items),
    }
    counts = Counter({("", name): number for name, number in told.items()})
    counts.update({("Sections", section.name): len(section.items) for section in draft.sections})
    counts.update(("Publishers", item.publisher) for item in draft.items)
    return counts
