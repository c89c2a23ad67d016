"""Documents that tell of the same event, by average likeness over a sparse graph.

Two groups become one when the mean likeness over all pairs between them is the highest there is and high
enough. A mean over all pairs equals the product of the groups' summed vectors divided by the number of
pairs, so no matrix is built; and the mean of a joined group lies between those of its halves, so a pair of
documents taken from the queue at its own likeness comes no later than its groups are due.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from digest.rank.copies import CopyIndex, originals
from digest.rank.neighbours import FLOOR, Index
from digest.rank.weigh import Document, likeness

PAIR = 0.34  #: likeness at which two single documents are one story: it rests on one comparison
LARGE = FLOOR  #: mean likeness at which groups are one story

Queue = list[tuple[float, int, int]]  #: (minus the likeness, a document of one group, one of the other)


class Groups:
    """Groups of documents that grow as documents come in; numbers are the order of adding."""

    def __init__(self) -> None:
        self._index = Index()
        self._copies = CopyIndex()
        self._sums: list[dict[str, float]] = []  #: of a group at its root, else of one document
        self._members: list[list[int]] = []
        self._root: list[int] = []
        self._waiting: dict[int, list[tuple[float, int]]] = {}  #: pairs too unlike while both are single
        self.copies: dict[int, int] = {}  #: numbers of copies and of their originals

    def add(self, documents: Sequence[Document]) -> None:
        """Puts documents into the groups they belong to; earlier groups may join, none is taken apart."""
        first = len(self._root)
        near = self._index.add(documents)
        pairs = self._copies.add(documents, near)
        for number, document in enumerate(documents, start=first):
            self._root.append(number)
            self._members.append([number])
            self._sums.append(document.vector)
        queue = [(-value, other, first + n) for n, row in enumerate(near) for other, value in row.items()]
        found = originals(pairs, self._copies.documents)
        self.copies.update({copy: original for copy, original in found.items() if copy not in self.copies})
        for one, other in found.items():
            if self._group(one) != self._group(other):
                self._join(self._group(one), self._group(other), queue)
        heapify(queue)
        self._settle(queue)

    def groups(self) -> list[tuple[int, ...]]:
        """The groups as numbers of documents, each sorted, in the order of their first member."""
        return sorted(
            tuple(sorted(self._members[root])) for root, own in enumerate(self._root) if root == own
        )

    def _group(self, number: int) -> int:
        root = self._root
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    def _settle(self, queue: Queue) -> None:
        compared: dict[tuple[int, int], int] = {}
        while queue:
            _, first, second = heappop(queue)
            one, other = sorted((self._group(first), self._group(second)))
            pairs = len(self._members[one]) * len(self._members[other])
            if one == other or compared.get((one, other)) == pairs:
                continue
            value = likeness(self._sums[one], self._sums[other]) / pairs
            if pairs == 1 and value < PAIR:
                self._wait(one, other, value)
            elif value >= LARGE and queue and -value > queue[0][0]:
                heappush(queue, (-value, one, other))
            elif value >= LARGE:
                self._join(one, other, queue)
            else:
                compared[one, other] = pairs

    def _wait(self, one: int, other: int, value: float) -> None:
        self._waiting.setdefault(one, []).append((value, other))
        self._waiting.setdefault(other, []).append((value, one))

    def _join(self, one: int, other: int, queue: Queue) -> None:
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        for single in (one, other):
            for value, partner in self._waiting.pop(single, ()):
                heappush(queue, (-value, single, partner))
        total = self._sums[one] if len(self._members[one]) > 1 else dict(self._sums[one])
        for term, weight in self._sums[other].items():
            total[term] = total.get(term, 0.0) + weight
        self._sums[one], self._sums[other] = total, {}
        self._members[one] += self._members[other]
        self._root[other] = one
