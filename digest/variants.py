"""Which mails an edition needs and which of them a reader gets; pure.

A reader may leave out topics, which are sections by their names. Each choice that leaves another mail than
the whole one of its tier is a variant, while there is room. What is decided here holds by what a variant
contains, never by a list of who was promised what: a reader gets the fullest variant of her tier without a
story of a section she left out; where there is none, one of a wider tier. So whoever chose after the
approval gets an approved variant within her choice, and whom none fits gets no mail and is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from digest.model import TIERS, Draft, Rendering, Tier, audience_of

#: A tier, and the topics its readers left out.
Choice = tuple[Tier, frozenset[str]]
Sections = Mapping[Tier, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A mail to be made: for a tier, without some sections; named by the tier when it is the whole one."""

    name: str
    tier: Tier
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """How many readers get each variant, and who gets another than she chose."""

    readers: Mapping[str, int]  #: by variant
    narrowed: Mapping[str, int] = field(default_factory=dict)  #: of these, who would have had more
    nothing: int = 0  #: readers who left out every section of this edition
    unserved: int = 0  #: readers for whom there are stories and no variant that fits

    @property
    def without(self) -> int:
        """Readers who get no mail."""
        return self.nothing + self.unserved


def topics_in(draft: Draft, story_ids: Sequence[str] | None = None) -> tuple[str, ...]:
    """The sections that have a story in this draft, or one of these; a correction counts for none."""
    return tuple(
        section.name
        for section in draft.sections
        if any(one.entry_ids and (story_ids is None or one.story_id in story_ids) for one in section.items)
    )


def wanted(
    tiers: Sequence[Tier], sections: Sections, choices: Mapping[Choice, int], *, most: int
) -> tuple[Wanted, ...]:
    """At most `most` mails: the whole one of each tier, widest first, then what most readers chose.

    sections: those in which a reader of the tier would have a story. choices: how many readers chose what.
    When there are more results than room, the rarest share mails that leave out what each of them left out.
    """
    whole = [tier for tier in TIERS if tier in tiers][:most]
    counts: Counter[Choice] = Counter()
    for (tier, unwanted), number in choices.items():
        own = next((one for one in reversed(audience_of(tier)) if one in whole), None)
        cut = unwanted.intersection(sections[own]) if own else frozenset()
        if own and cut and len(cut) < len(set(sections[own])):
            counts[own, cut] += number
    ranked = sorted(counts, key=lambda one: (-counts[one], TIERS.index(one[0]), sorted(one[1])))
    kept = _kept(ranked, sections, most - len(whole))
    numbers = {tier: count(1) for tier in whole}
    return (
        *(Wanted(name=tier, tier=tier) for tier in whole),
        *(Wanted(name=f"{tier}-{next(numbers[tier])}", tier=tier, without=cut) for tier, cut in kept),
    )


def _kept(ranked: Sequence[Choice], sections: Sections, room: int) -> Sequence[Choice]:
    """The most wanted results; the least wanted give way to shared ones, at most one for each section."""
    if len(ranked) <= room:
        return ranked
    spare = min(room, sum(map(len, sections.values())))
    own = ranked[: room - spare]
    rest = [(tier, cut) for tier, cut in ranked if not any(tier == t and cut <= c for t, c in own)]
    kept = [*own, *_shared(rest, sections)[:spare]]
    return [*kept, *(one for one in ranked if one not in kept)][:room]


def _shared(rest: Sequence[Choice], sections: Sections) -> list[Choice]:
    """Results within as many choices at once as leave at least one section."""
    groups: list[Choice] = []
    for tier, cut in rest:
        for place, (other, gone) in enumerate(groups):
            if other == tier and len(gone | cut) < len(set(sections[tier])):
                groups[place] = (tier, gone | cut)
                break
        else:
            groups.append((tier, cut))
    return groups


def fitting(renderings: Sequence[Rendering], tier: Tier, unwanted: frozenset[str]) -> Rendering | None:
    """The variant a reader of `tier` gets who left these sections out; None when none is within both."""
    for own in reversed(audience_of(tier)):
        fits = [one for one in renderings if one.tier == own and unwanted.isdisjoint(one.sections)]
        if fits:
            return max(fits, key=_fullness)
    return None


def _fullness(one: Rendering) -> tuple[bool, int, int]:
    return one.variant == one.tier, len(one.sections), len(one.story_ids)


def allot(renderings: Sequence[Rendering], people: Mapping[Choice, int]) -> Allotment:
    """What becomes of so many readers of each choice."""
    readers: Counter[str] = Counter()
    narrowed: Counter[str] = Counter()
    nothing = unserved = 0
    for (tier, unwanted), number in people.items():
        own, whole = fitting(renderings, tier, unwanted), fitting(renderings, tier, frozenset())
        left = set(whole.sections) - unwanted if whole else set()
        if own is None:
            nothing, unserved = (nothing, unserved + number) if left else (nothing + number, unserved)
            continue
        readers[own.variant] += number
        if left - set(own.sections):
            narrowed[own.variant] += number
    return Allotment(readers=readers, narrowed=narrowed, nothing=nothing, unserved=unserved)


def everyone(by_tier: Mapping[Tier, int], choices: Mapping[Choice, int]) -> Mapping[Choice, int]:
    """Readers by what they chose, from all of each tier and those of them who chose."""
    chose: Counter[Tier] = Counter()
    for (tier, _), number in choices.items():
        chose[tier] += number
    rest = {(tier, frozenset[str]()): number - chose[tier] for tier, number in by_tier.items()}
    return {choice: number for choice, number in (rest | dict(choices)).items() if number > 0}
