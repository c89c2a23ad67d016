"""Documents that tell of the same event, by average likeness over a sparse graph; pure.

Two groups become one when the mean likeness over all pairs between them is the highest there is and high
enough. A mean over all pairs equals the product of the groups' summed vectors divided by the number of
pairs, so no matrix is built; and the mean of a joined group lies between those of its halves, so a pair of
documents taken from the queue at its own likeness comes no later than its groups are due.

Groups that have grown apart stay apart: between two large ones the mean must come near the means inside
them, or two events of one kind (the same champion's two fights, the same club's two arrests) would be one
story. On labelled news this check is worth more than any other part (docs/ranking.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import chain
from math import fsum

from digest.rank.copies import Pair, briefings_of, originals
from digest.rank.names import knows
from digest.rank.neighbours import FLOOR
from digest.rank.terms import Stems
from digest.rank.weigh import Document, likeness, strongest

PAIR = 0.32  #: likeness at which two single documents are one story: it rests on one comparison
STRONGEST = 0.4  #: of what the strongest term adds to it is taken off
BRIEF = 0.08  #: what is taken off it the fewer terms the shorter document has: two teasers share less …
LONG = 60  #: … up to so many; …
SOME = 0.15  #: … but each must tell this much of the other's title
TITLES = 0.25  #: what is added to it where each text tells all of the other's title …
USUAL = 0.38  #: … over this share of it, the same is taken off below
ELSEWHERE = 0.1  #: is added to it where each title has a name the other text has not …
STRANGE = 0.3  #: … and so much where they share none: two attacks, two fires, two talks of one kind
SMALL = 3  #: documents in a group whose names are asked for …
UNNAMED = 0.36  #: … and likeness from which it takes one that does not know them
BESIDE = 0.15  #: of it must come from other terms than the first: one town in the news is no event
BESIDE_GROUP = 0.09  #: the same for one document and a group
LARGE = FLOOR  #: mean likeness at which groups are one story
#: (documents in the smaller group, share of the mean inside both that the mean between must reach)
SHARES = ((6, 0.75), (3, 0.6), (1, 0.4))
DATED = 0.8  #: of that share is enough where every document has a time: in two days few events have a twin

Queue = list[tuple[float, int, int]]  #: (minus the likeness, a document of one group, one of the other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Documents of one event in order of time, and which of them are copies of which."""

    documents: tuple[Document, ...]
    copies: tuple[tuple[int, int], ...] = ()  #: entry ids of a copy and of its original


def groups_of(
    documents: Sequence[Document], near: Sequence[Mapping[int, float]], pairs: Sequence[Pair], stems: Stems
) -> list[Group]:
    """The groups among documents given in order of time; none is compared with any document beside these.

    `near[i]` holds the places of others that i resembles, and how much; `pairs` are those that may be copies.
    """
    settled = _Settling(documents, near, pairs, stems)
    ids = [document.entry.id for document in documents]
    return [
        Group(
            documents=tuple(documents[number] for number in numbers),
            copies=tuple((ids[n], ids[settled.copies[n]]) for n in numbers if n in settled.copies),
        )
        for numbers in settled.members()
    ]


class _Settling:
    """Groups that grow until none is alike enough to another; a document is known by its place."""

    def __init__(
        self,
        documents: Sequence[Document],
        near: Sequence[Mapping[int, float]],
        pairs: Sequence[Pair],
        stems: Stems,
    ) -> None:
        self._documents = documents
        self._stems = stems
        self._sums = [one.vector for one in documents]  #: of a group at its root, else of one document
        self._members = [[number] for number in range(len(documents))]
        self._size = [1] * len(documents)  #: members that are no copies: a copy is no evidence of its own
        self._root = list(range(len(documents)))
        self._dated = [document.when is not None for document in documents]
        self._waiting: dict[int, list[tuple[float, int]]] = {}  #: pairs too unlike while both are single
        self._means: dict[int, tuple[int, float]] = {}
        alone, pairs = briefings_of(pairs, documents)
        self.copies = originals(pairs, documents)  #: places of copies and of their originals
        queue = [
            (-value, min(one, other), max(one, other))
            for one, row in enumerate(near)
            for other, value in row.items()
            if alone.isdisjoint((one, other))
        ]
        for copy, original in sorted(self.copies.items()):
            self._fold(copy, original, queue)
        heapify(queue)
        self._settle(queue)

    def members(self) -> list[list[int]]:
        """The groups as places of documents, each sorted, in the order of their first member."""
        return sorted(sorted(self._members[root]) for root, own in enumerate(self._root) if root == own)

    def _group(self, number: int) -> int:
        root = self._root
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    def _settle(self, queue: Queue) -> None:
        compared: dict[tuple[int, int], tuple[int, float]] = {}  #: pairs of documents, mean likeness or 0
        while queue:
            due, first, second = heappop(queue)
            one, other = sorted((self._group(first), self._group(second)))
            if one == other:
                continue
            pairs = self._size[one] * self._size[other]
            known, value = compared.get((one, other), (0, 0.0))
            if known != pairs:
                single = pairs == 1 and (first, second) in ((one, other), (other, one))
                value = -due if single else likeness(self._sums[one], self._sums[other]) / pairs
                compared[one, other] = pairs, value
            if pairs == 1 and not self._are_one_story(one, other, value):
                self._wait(one, other, value)
            elif value >= LARGE and queue and -value > queue[0][0]:
                heappush(queue, (-value, one, other))
            elif value >= LARGE and self._belong(one, other, value):
                self._join(one, other, queue)
            else:
                compared[one, other] = pairs, 0.0

    def _are_one_story(self, one: int, other: int, value: float) -> bool:
        """Whether two single documents are alike enough, each also telling what the other's title says.

        The strongest of the terms they share counts less, and in the titles not at all: one speaker, or one
        town, has many events.
        """
        needed = PAIR + self._apart(one, other)
        if value < needed - BRIEF - TITLES * (1 - USUAL):
            return False
        here, there = self._sums[one], self._sums[other]
        most, term = max((here[term] * there[term], term) for term in here.keys() & there.keys())
        told = min(self._told(one, other, term), self._told(other, one, term))
        terms = min(len(here), len(there))
        brief = BRIEF * max(0.0, 1 - terms / LONG) if told >= SOME else 0.0
        return value - STRONGEST * most + TITLES * (told - USUAL) + brief >= needed

    def _apart(self, one: int, other: int) -> float:
        """What is asked for beyond the usual where each side's titles name what the other's texts do not."""
        names = self._named(one), self._named(other)
        missing = [
            {name for name in own if not knows(self._sums[group], name)}
            for own, group in zip(names, (other, one), strict=True)
        ]
        if not all(missing):
            return 0.0
        return STRANGE if missing == list(names) else ELSEWHERE

    def _named(self, group: int) -> set[str]:
        """The names in at least half of a group's titles."""
        members = self._members[group]
        found = Counter(chain.from_iterable(self._documents[number].names for number in members))
        return {name for name, times in found.items() if times * 2 >= len(members)}

    def _told(self, one: int, other: int, known: str) -> float:
        """How much of what a document's title says, by weight and but for one term, stands in another."""
        vector, there = self._sums[one], self._sums[other]
        title = {term: vector[term] for word in self._documents[one].title for term in self._stems[word]}
        title.pop(known, None)
        total = fsum(title.values())
        return fsum([title[term] for term in title if term in there]) / total if total else 0.0

    def _belong(self, one: int, other: int, value: float) -> bool:
        """Whether the mean between two groups comes near enough to the means inside them."""
        sizes = self._size[one], self._size[other]
        if min(sizes) == 1:
            pairs = max(sizes)
            beside = value - strongest(self._sums[one], self._sums[other]) / pairs
            if beside < (BESIDE if pairs == 1 else BESIDE_GROUP):
                return False
        if 1 < max(sizes) <= SMALL and value < UNNAMED and self._apart(one, other):
            return False
        inside = [self._inside(group) for group, size in zip((one, other), sizes, strict=True) if size > 1]
        share = next(share for size, share in SHARES if min(sizes) >= size)
        share *= DATED if self._dated[one] and self._dated[other] else 1.0
        return not inside or value >= share * sum(inside) / len(inside)

    def _inside(self, group: int) -> float:
        """The mean likeness over all pairs of different documents in a group of two or more."""
        number = self._size[group]
        kept = self._means.get(group)
        if kept is None or kept[0] != number:
            total = fsum([weight * weight for weight in self._sums[group].values()])
            kept = self._means[group] = (number, (total - number) / (number * (number - 1)))
        return kept[1]

    def _wait(self, one: int, other: int, value: float) -> None:
        self._waiting.setdefault(one, []).append((value, other))
        self._waiting.setdefault(other, []).append((value, one))

    def _fold(self, copy: int, original: int, queue: Queue) -> None:
        """Puts a copy into its original's group without counting it, or joins the groups they have."""
        one, other = self._group(original), self._group(copy)
        if one == other:
            return
        if len(self._members[other]) > 1:
            self._join(one, other, queue)
            return
        self._release(other, queue)
        self._members[one].append(copy)
        self._members[other], self._sums[other] = [], {}
        self._root[other] = one

    def _join(self, one: int, other: int, queue: Queue) -> None:
        if self._size[one] < self._size[other]:
            one, other = other, one
        for group in (one, other):
            self._release(group, queue)
        total = self._sums[one] if self._size[one] > 1 else dict(self._sums[one])
        for term, weight in self._sums[other].items():
            total[term] = total.get(term, 0.0) + weight
        self._sums[one], self._sums[other] = total, {}
        self._size[one] += self._size[other]
        self._dated[one] &= self._dated[other]
        self._members[one] += self._members[other]
        self._members[other] = []
        self._root[other] = one

    def _release(self, single: int, queue: Queue) -> None:
        """Puts back the pairs that waited because a document was alone."""
        for value, partner in self._waiting.pop(single, ()):
            heappush(queue, (-value, single, partner))
