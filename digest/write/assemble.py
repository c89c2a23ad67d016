"""Which stories get in, in which section, in which order; each one left out has its reason; pure.

Pinned stories come first, then those an editor touched, then the ranking's order, under the caps of the
newsletter. Nothing here rewords a story. A cut is named by the first rule that made it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.model import LEFTOVERS, TIERS, Arrangement, Cut, Entry, Story, Tier, may_receive
from digest.settings import Newsletter, SectionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Chosen stories by section, in reading order, and what was cut."""

    sections: tuple[tuple[str, tuple[Story, ...]], ...]
    cut: tuple[Cut, ...]


@dataclass(slots=True)
class _Room:
    """How much room is left: the only thing that changes while stories are chosen."""

    newsletter: Newsletter
    total: int = 0
    sections: Counter[str] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)

    def take(self, story: Story, section: str) -> None:
        self.total += 1
        self.sections[section] += 1
        self.publishers[story.lead.feed.publisher] += 1
        self.topics.update(_topics(story))


def assemble(
    arrangement: Arrangement, newsletter: Newsletter, *, tiers: Sequence[Tier], now: datetime
) -> Layout:
    """The layout of one edition for readers of `tiers`.

    An embargo that has not ended at `now` keeps an item out, also one that ends before the edition is due:
    a later refresh, or the next edition, brings it.
    """
    wished = dict(arrangement.sections)
    dropped = dict(arrangement.dropped)
    room = _Room(newsletter)
    chosen: list[tuple[str, Story]] = []
    cut: list[Cut] = []
    told: dict[str, str] = {}  #: the name of each story, and by which entry readers get it
    for story in _in_order(arrangement):
        allowed = visible(story, tiers, now)
        if story.id in dropped:
            cut.append(Cut(story=story, reason=f"dropped by {dropped[story.id]}"))
            continue
        if allowed is None:
            cut.append(Cut(story=story, reason=_kept_from(story, tiers, now)))
            continue
        section = wished.get(story.id) or section_of(story.lead, newsletter)
        touched = story.id in arrangement.kept
        reason = None if touched else _no_room(story, section, room)
        if reason:
            cut.append(Cut(story=story, reason=reason))
            continue
        room.take(story, section)
        told[story.id] = allowed.id
        chosen.append((section, allowed))
    moves = [(told.get(name, name), told.get(before or "", before)) for name, before in arrangement.moves]
    placed = _moved(_as_ranked(chosen, arrangement), moves)
    names = _section_names(placed, newsletter, arrangement.section_order)
    sections = tuple((name, tuple(story for where, story in placed if where == name)) for name in names)
    return Layout(sections=sections, cut=tuple(cut))


def _in_order(arrangement: Arrangement) -> list[Story]:
    """Pins in their order, then what an editor touched, then the ranking."""
    pins = {name: index for index, name in enumerate(arrangement.pinned)}

    def place(story: Story) -> tuple[int, int]:
        if story.id in pins:
            return 0, pins[story.id]
        return (1 if story.id in arrangement.kept else 2), 0

    chosen_first = sorted(arrangement.stories, key=place)  # stable: the ranking's order within each
    kept = [story for story in chosen_first if place(story)[0] < 2]
    others = [story for story in arrangement.stories if place(story)[0] == 2]
    return kept + others


def _as_ranked(chosen: list[tuple[str, Story]], arrangement: Arrangement) -> list[tuple[str, Story]]:
    """Pins first, in their order, then the ranking: what an editor touched gets in before the others, and
    stands where it stood."""
    pins = {name: index for index, name in enumerate(arrangement.pinned)}
    places = {
        member.entry.id: (pins.get(story.id, len(pins)), rank)
        for rank, story in enumerate(arrangement.stories)
        for member in story.members
    }
    return sorted(chosen, key=lambda one: places[one[1].lead.id])


def visible(story: Story, tiers: Sequence[Tier], now: datetime) -> Story | None:
    """The story with only the entries that some reader may get at `now`, told by the widest of them.

    Entries of a narrower tier than the lead's are left out, so that nothing of them can reach the lead's
    wider audience. None when nobody may get any of it.
    """
    members = [m for m in story.members if any(may_receive(m.entry, tier, now) for tier in tiers)]
    if not members:
        return None
    widest = min(TIERS.index(m.entry.tier) for m in members)
    lead = next(m for m in members if TIERS.index(m.entry.tier) == widest)
    rest = [m for m in members if m is not lead and TIERS.index(m.entry.tier) == widest]
    if len(rest) + 1 == len(story.members):
        return story
    present = {m.entry.id for m in (lead, *rest)}
    shown = tuple(m if m.copy_of in present else replace(m, copy_of=None) for m in (lead, *rest))
    publishers = {m.entry.feed.publisher for m in shown}
    sources = tuple(source for source in story.sources if source.publisher in publishers)
    return replace(story, lead=lead.entry, members=shown, sources=sources)


def _kept_from(story: Story, tiers: Sequence[Tier], now: datetime) -> str:
    until = story.lead.embargo_until
    if until is not None and until > now:
        return f"under embargo until {until:%Y-%m-%d %H:%M} UTC"
    return f"for {story.lead.tier} only; this newsletter goes to {', '.join(tiers)}"


def _no_room(story: Story, section: str, room: _Room) -> str | None:
    letter, publisher = room.newsletter, story.lead.feed.publisher
    word = next((word for word in letter.exclude if _mentions(story.lead, word)), None)
    if word is not None:
        return f"excluded by {word!r}"
    if room.total >= letter.stories:
        return f"beyond the {letter.stories} stories of an edition"
    limit = next((rule.limit for rule in letter.sections if rule.name == section), None)
    if limit is not None and room.sections[section] >= limit:
        return f"section {section} is full ({limit})"
    if letter.caps.publisher is not None and room.publishers[publisher] >= letter.caps.publisher:
        return f"cap of {letter.caps.publisher} per publisher ({publisher})"
    full = next((t for t in _topics(story) if room.topics[t] >= (letter.caps.topic or 10**9)), None)
    return f"cap of {letter.caps.topic} per topic ({full})" if full else None


def _topics(story: Story) -> tuple[str, ...]:
    """What a cap per topic counts: the names its title shares with other stories, and its categories."""
    categories = (category.casefold() for category in story.lead.categories)
    return tuple(dict.fromkeys((*story.topics, *categories)))


def section_of(entry: Entry, newsletter: Newsletter) -> str:
    """The section whose rule fits the entry best: a feed or language rule before a category, that before a
    keyword, the earlier section where they tie; then its feed's own section, then the leftovers."""
    fitting = [
        (_KINDS.get(match.partition(":")[0], len(_KINDS)), place, rule.name)
        for place, rule in enumerate(newsletter.sections)
        for match in rule.match
        if _fits(entry, match)
    ]
    if fitting:
        return min(fitting)[2]
    if entry.feed.section and entry.feed.section in {rule.name for rule in newsletter.sections}:
        return entry.feed.section
    catch_all = next((rule for rule in newsletter.sections if not rule.match), None)
    return catch_all.name if catch_all else LEFTOVERS


#: From the most to the least certain way to say where an item belongs; a bare word comes last.
_KINDS = {"feed": 0, "language": 1, "category": 2}


def _fits(entry: Entry, match: str) -> bool:
    kind, _, value = match.partition(":")
    if kind == "feed":
        return entry.feed.name == value
    if kind == "category":
        return value.casefold() in (category.casefold() for category in entry.categories)
    if kind == "language":
        return (entry.language or entry.feed.language or "").split("-")[0] == value
    return _mentions(entry, match)


def _mentions(entry: Entry, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", f"{entry.title}\n{entry.summary}", re.IGNORECASE) is not None


def _moved(
    chosen: list[tuple[str, Story]], moves: Sequence[tuple[str, str | None]]
) -> list[tuple[str, Story]]:
    """The list after the editor's moves; a move brings the story into the section it is moved to."""
    for name, before in moves:
        index = next((i for i, (_, story) in enumerate(chosen) if story.id == name), None)
        if index is None:
            continue
        section, story = chosen.pop(index)
        target = next((i for i, (_, other) in enumerate(chosen) if other.id == before), None)
        if target is None:
            chosen.append((section, story))
        else:
            chosen.insert(target, (chosen[target][0], story))
    return chosen


def _section_names(
    chosen: Sequence[tuple[str, Story]], newsletter: Newsletter, order: Sequence[str]
) -> tuple[str, ...]:
    """Sections with something in them: the editor's order, then the settings', then as they come."""
    used = [name for name, _ in chosen]
    known = [rule.name for rule in newsletter.sections]
    ranked = dict.fromkeys((*order, *known, *(n for n in used if n != LEFTOVERS), LEFTOVERS))
    return tuple(name for name in ranked if name in used)


def sentences_of(section: str, first: bool, newsletter: Newsletter) -> int:
    """How many sentences a summary may have: the section's number, one more for the edition's first."""
    rule = next((rule for rule in newsletter.sections if rule.name == section), SectionRule(name=section))
    return rule.sentences + (1 if first else 0)
