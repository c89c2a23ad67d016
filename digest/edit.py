"""An editor's wishes applied to ranked stories and to a written draft; pure.

Edits name entries ("the story of a before that of b"), so they survive a refresh that regroups stories.
`apply` is for structure (pin, drop, move, section, merge, split, lead), `amend` for words (headline,
summary, picture, alt, note, subject, preheader, intro). An edit whose entry is in no story any more is
returned as unfit: kept, shown, not applied. What an editor touched stays in the edition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from digest import retell
from digest.errors import EditionError
from digest.model import (
    Arrangement,
    Draft,
    Edit,
    Entry,
    Item,
    Member,
    Picture,
    Score,
    Section,
    Sentence,
    Source,
    Story,
    UnfitEdit,
)

STRUCTURE = ("merge", "split", "lead", "drop", "pin", "move", "section", "own")
WORDS = ("headline", "summary", "picture", "alt", "note")
FRAME = ("subject", "preheader", "intro")
Rescore = Callable[[Story], Story]
Known = Callable[[int], Sequence[Sentence]]  #: every sentence of an entry, by its id


def apply(edits: Sequence[Edit], stories: Sequence[Story], rescore: Rescore) -> Arrangement:
    """The arrangement these edits ask for; `rescore` gives a regrouped story its score and sources anew.

    Later edits win over earlier ones of the same kind about the same story.
    """
    regrouped, unfit = _regroup(edits, list(stories), rescore)
    where = {entry_id: story for story in regrouped for entry_id in story.entry_ids}
    wishes = _Wishes(unfit=unfit)
    for edit in edits:
        if edit.kind == "section-order":
            wishes.order = tuple(name.strip() for name in (edit.value or "").split(",") if name.strip())
        elif edit.kind in ("merge", "split", "lead"):
            wishes.kept |= {where[edit.entry].id} if edit.entry in where else set()
        elif edit.kind not in (*FRAME, "block"):  # a block was heeded before there were stories
            wishes.take(edit, where)
    return Arrangement(
        stories=tuple(regrouped),
        pinned=tuple(name for name in wishes.pinned if name not in wishes.dropped),
        kept=frozenset(wishes.kept - set(wishes.dropped)),
        dropped=tuple(wishes.dropped.items()),
        sections=tuple(wishes.sections.items()),
        section_order=wishes.order,
        moves=tuple(wishes.moves),
        unfit=tuple(wishes.unfit),
    )


@dataclass(slots=True)
class _Wishes:
    """What the edits ask for so far, by story id; later edits overrule earlier ones."""

    unfit: list[UnfitEdit]
    pinned: list[str] = field(default_factory=list)
    dropped: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    moves: list[tuple[str, str | None]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    order: tuple[str, ...] = ()

    def take(self, edit: Edit, where: Mapping[int, Story]) -> None:
        story = where.get(edit.entry or 0)
        if story is None:
            self.unfit.append(UnfitEdit(edit=edit, why="its item is no longer in the window"))
            return
        if edit.kind == "drop":
            self.dropped[story.id] = edit.by
            return
        self.dropped.pop(story.id, None)  # a later wish about a dropped story brings it back
        self.kept.add(story.id)
        if edit.kind in ("pin", "own"):
            self.pinned = [*(name for name in self.pinned if name != story.id), story.id]
        if edit.kind in ("section", "own") and edit.value:
            self.sections[story.id] = edit.value
        if edit.kind == "move":
            self._move(edit, story, where)

    def _move(self, edit: Edit, story: Story, where: Mapping[int, Story]) -> None:
        target = where.get(edit.other) if edit.other else None
        if edit.other and target is None:
            why = "the item to stand before is no longer in the window"
            self.unfit.append(UnfitEdit(edit=edit, why=why))
        else:
            self.moves.append((story.id, target.id if target else None))


def refuse_unknown_section(edition: str, named: Sequence[str], known: Sequence[str]) -> None:
    """EditionError for the first name that is no known section, with the nearest one that is."""
    for name in (name.strip() for name in named):
        if name and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.0)
            told = f"did you mean {near[0]!r}?" if near else "the newsletter has none"
            raise EditionError(f"there is no section {name!r}; {told}", subject=edition)


def _regroup(
    edits: Sequence[Edit], stories: list[Story], rescore: Rescore
) -> tuple[list[Story], list[UnfitEdit]]:
    """Stories after merge, split and lead, best first, and the edits that found nothing to do it to."""
    unfit: list[UnfitEdit] = []
    for edit in edits:
        if edit.kind not in ("merge", "split", "lead"):
            continue
        place = _place(stories, edit.entry)
        other = _place(stories, edit.other)
        if place is None or (edit.kind == "merge" and other is None):
            unfit.append(UnfitEdit(edit=edit, why="its item is no longer in the window"))
        elif edit.kind == "merge" and other is not None and other != place:
            joined = rescore(_with(stories[place].lead, stories[place].members + stories[other].members))
            stories = [story for index, story in enumerate(stories) if index not in (place, other)] + [joined]
        elif edit.kind == "split" and len(stories[place].members) > 1:
            stories[place : place + 1] = [rescore(part) for part in _split(stories[place], edit.entry or 0)]
        elif edit.kind == "lead":
            entry = next(m.entry for m in stories[place].members if m.entry.id == edit.entry)
            stories[place] = rescore(_with(entry, stories[place].members))
    return sorted(stories, key=lambda story: (-story.score.total, story.lead.id)), unfit


def _place(stories: Sequence[Story], entry_id: int | None) -> int | None:
    return next((index for index, story in enumerate(stories) if entry_id in story.entry_ids), None)


def _split(story: Story, entry_id: int) -> tuple[Story, Story]:
    """The entry with its own copies as one story, the others as the other."""
    alone = [m for m in story.members if m.entry.id == entry_id or m.copy_of == entry_id]
    rest = [m for m in story.members if m not in alone] or alone[1:]
    alone = [m for m in alone if m not in rest]
    return _with(alone[0].entry, tuple(alone)), _with(rest[0].entry, tuple(rest))


def _with(lead: Entry, members: Sequence[Member]) -> Story:
    """A story of these members with this lead first; scores and sources are for `rescore` to fill."""
    first = next((m for m in members if m.entry.id == lead.id), Member(entry=lead, similarity=1.0))
    rest = tuple(m for m in members if m.entry.id != lead.id)
    present = {m.entry.id for m in members}
    loose = tuple(m if m.copy_of in present else replace(m, copy_of=None) for m in rest)
    sources: dict[str, Source] = {}
    for member in (first, *loose):
        entry = member.entry
        name = entry.feed.publisher
        sources.setdefault(name, Source(publisher=name, link=entry.link, when=entry.when))
    return Story(
        lead=lead,
        members=(replace(first, similarity=1.0, copy_of=None), *loose),
        sources=tuple(sources.values()),
        score=Score(reasons=()),
    )


def amend(edits: Sequence[Edit], draft: Draft, known: Known = lambda entry_id: ()) -> Draft:
    """The draft with the editors' words in place of the machine's; marks each item with what was touched.

    known: every sentence of an entry, so that one an editor kept word for word keeps its place there.
    """
    where = {entry_id: item.story_id for item in draft.items for entry_id in item.entry_ids}
    touched: dict[str, list[Edit]] = {}
    unfit = list(draft.unfit)
    frame: dict[str, str] = {}
    for edit in edits:
        if edit.kind in FRAME:
            frame[edit.kind] = edit.value or ""
        elif edit.entry in where:
            touched.setdefault(where[edit.entry], []).append(edit)
        elif edit.kind in WORDS and not any(known.edit.id == edit.id for known in unfit):
            unfit.append(UnfitEdit(edit=edit, why="its story is not in the edition"))
    stories = {story.id: story for story in draft.stories}

    def reworded(item: Item) -> Item:
        return _reworded(item, touched.get(item.story_id, ()), stories.get(item.story_id), known)

    sections = tuple(
        Section(name=s.name, items=tuple(reworded(item) for item in s.items)) for s in draft.sections
    )
    items = [item for section in sections for item in section.items]
    quotes = {one.id: None if one.lead.feed.own else one.lead.feed.quote for one in draft.stories}
    return replace(
        draft,
        subject=frame.get("subject") or draft.subject,
        preheader=frame.get("preheader") or draft.preheader,
        intro=frame.get("intro", draft.intro),
        sections=sections,
        unfit=tuple(unfit),
        findings=(*draft.findings, *retell.doubts_left_out(items), *retell.quoted_beyond(items, quotes)),
    )


def _reworded(item: Item, edits: Sequence[Edit], story: Story | None, known: Known) -> Item:
    machine = item.summary
    for edit in edits:
        if edit.kind == "summary":
            told = retell.retold(machine, item.summary, edit, known(item.lead_id), item.lead_id)
            changed = replace(item, summary=told)
        else:
            changed = _changed(item, edit, story)
        item = replace(changed, edited=tuple(dict.fromkeys((*item.edited, edit.kind))))
    return item


def _changed(item: Item, edit: Edit, story: Story | None) -> Item:
    value = edit.value or ""
    if edit.kind == "headline" and value:
        return replace(item, headline=value)
    if edit.kind == "note":
        return replace(item, note=value or None)
    if edit.kind == "picture":
        return replace(item, picture=_picture(item, value, story))
    if edit.kind == "alt" and item.picture:
        return replace(item, picture=replace(item.picture, alt=value))
    return item


def _picture(item: Item, url: str, story: Story | None) -> Picture | None:
    """The picture at this address with what is known of it: the item's, else one of the story's entries'.

    Another publisher's comes without its credit, so it is not shown.
    """
    entries = [member.entry for member in story.members] if story else []
    offered = (entry.picture for entry in entries if entry.feed.own and entry.feed.images)
    known = next((one for one in (item.picture, *offered) if one is not None and one.url == url), None)
    return known or (Picture(url=url, credit=None) if url else None)
