"""Documents that tell of the same event, by average likeness over a sparse graph.

Two groups become one when the mean likeness over all pairs between them is the highest there is and high
enough. A mean over all pairs equals the product of the groups' summed vectors divided by the number of
pairs, so no matrix is built. Small groups must be more alike than large ones: a pair rests on one
comparison, a mean over many is surer.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from digest.rank.copies import CopyIndex
from digest.rank.neighbours import Index
from digest.rank.weigh import Document, likeness

PAIR = 0.34  #: mean likeness at which two single documents are one story
LARGE = 0.24  #: the same where a group has more than one


Heap = list[tuple[float, int, int]]  #: (minus the likeness, group, group)


def threshold(pairs: int) -> float:
    """The mean likeness over so many pairs that makes two groups one story."""
    return PAIR if pairs == 1 else LARGE


class Groups:
    """Groups of documents that grow as documents come in; numbers are the order of adding."""

    def __init__(self) -> None:
        self._index = Index()
        self._copies = CopyIndex()
        self._sums: dict[int, dict[str, float]] = {}
        self._members: dict[int, list[int]] = {}
        self._near: dict[int, set[int]] = {}
        self._group_of: list[int] = []
        self._made = 0  #: joined groups are numbered downwards, so that no document has the same number
        self.copy_pairs: list[tuple[int, int]] = []

    def add(self, documents: Sequence[Document]) -> None:
        """Puts documents into the groups they belong to; earlier groups may join, none is taken apart."""
        first = len(self._index)
        near = self._index.add(documents)
        copies = self._copies.add(documents, near)
        self.copy_pairs += copies
        heap: Heap = []
        for number, document in enumerate(documents, start=first):
            self._open(number, document)
            for other in near[number - first]:
                group = self._group_of[other]
                self._near[number].add(group)
                self._near[group].add(number)
        for one, other in copies:
            if self._group_of[one] != self._group_of[other]:
                self._merge(self._group_of[one], self._group_of[other], [])
        changed = {self._group_of[number] for number in range(first, len(self._group_of))}
        for group in sorted(changed):
            for other in self._near[group]:
                if other not in changed or other < group:
                    self._offer(heap, other, group)
        self._join(heap)

    def _open(self, number: int, document: Document) -> None:
        self._group_of.append(number)
        self._sums[number] = dict(document.vector)
        self._members[number] = [number]
        self._near[number] = set()

    def groups(self) -> list[tuple[int, ...]]:
        """The groups as numbers of documents, each sorted, in the order of their first member."""
        return sorted(tuple(sorted(members)) for members in self._members.values())

    def _join(self, heap: Heap) -> None:
        while heap:
            _, one, other = heappop(heap)
            if one not in self._members or other not in self._members:
                continue
            self._merge(one, other, heap)

    def _merge(self, one: int, other: int, heap: Heap) -> None:
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        self._made -= 1
        new = self._made
        total = self._sums.pop(one)
        for term, weight in self._sums.pop(other).items():
            total[term] = total.get(term, 0.0) + weight
        self._sums[new] = total
        members = self._members.pop(one) + self._members.pop(other)
        self._members[new] = members
        near = (self._near.pop(one) | self._near.pop(other)) - {one, other}
        self._near[new] = near
        for member in members:
            self._group_of[member] = new
        for group in near:
            self._near[group] -= {one, other}
            self._near[group].add(new)
            self._offer(heap, group, new)

    def _offer(self, heap: Heap, one: int, other: int) -> None:
        pairs = len(self._members[one]) * len(self._members[other])
        value = likeness(self._sums[one], self._sums[other]) / pairs
        if value >= threshold(pairs):
            heappush(heap, (-value, one, other))
