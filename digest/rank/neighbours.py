"""Which documents are worth comparing: those that share their telling terms, near each other in time.

Looks up a document's heaviest terms in an inverted index, so the cost of a new document does not grow with
the window: a term that stands in many documents is looked up in its latest ones only, and a lookup stops
when it has read enough. Arrays, not lists: the collector of garbage
passes them over, which is a fifth of the time.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

from digest.rank.series import of_one_series
from digest.rank.weigh import Document, likeness

WINDOW = timedelta(hours=48)  #: two reports of one event further apart are linked by others between them
FLOOR = 0.21  #: no two groups join without a pair this much alike (a mean is at most its largest)
TWINS = 0.3  #: numbers of a series are at least this much alike
POSTINGS = 40  #: latest documents looked at for one term
BUDGET = 200  #: documents looked at for one document
CANDIDATES = 6  #: documents compared with one document
FAR = 0.18  #: after so many candidates less alike than this the rest, who share less, are not compared
PATIENCE = 2
FIRST_TERMS = 24  #: heaviest terms that are looked up
SHARED = ((12, 1), (40, 2), (10**9, 3))  #: up to so many terms in a document: so many of them shared


class Index:
    """Documents by term; each is compared with those added before it."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._by_term: dict[str, array[int]] = {}

    def add(self, document: Document) -> dict[int, float]:
        """Adds a document; the numbers and likeness of earlier ones that it resembles."""
        number = len(self._documents)
        vector = document.vector
        heaviest = _heaviest(document)
        near: dict[int, float] = {}
        unlike = 0
        for other in self._candidates(heaviest, next(least for most, least in SHARED if len(vector) < most)):
            if not in_reach(document, self._documents[other]):
                continue
            value = likeness(vector, self._documents[other].vector)
            if value < FAR:
                unlike += 1
                if unlike == PATIENCE:
                    break
            if value >= FLOOR and not (value >= TWINS and of_one_series(document, self._documents[other])):
                near[other] = value
        self._documents.append(document)
        for term in heaviest:
            holders = self._by_term.get(term)
            if holders is None:
                self._by_term[term] = array("I", (number,))
            else:
                holders.append(number)
        return near

    def cut(self, kept: int) -> None:
        """Forgets the documents after the first so many, as if they had never been added."""
        for document in self._documents[kept:]:
            for term in _heaviest(document):
                holders = self._by_term[term]
                holders.pop()
                if not holders:
                    del self._by_term[term]
        del self._documents[kept:]

    def _candidates(self, terms: Sequence[str], least: int) -> list[int]:
        read: list[array[int]] = []
        room = BUDGET
        for term in terms:
            holders = self._by_term.get(term)
            if holders:
                read.append(holders[-POSTINGS:])
                room -= len(read[-1])
                if room <= 0:
                    break
        shared = Counter(chain.from_iterable(read))
        found = [number for number, times in shared.items() if times >= least]
        if len(found) > CANDIDATES:
            found.sort(key=shared.__getitem__, reverse=True)
        return found[:CANDIDATES]


def _heaviest(document: Document) -> list[str]:
    """The terms that are looked up."""
    vector = document.vector
    return sorted(vector, key=vector.__getitem__, reverse=True)[:FIRST_TERMS]


def in_reach(one: Document, other: Document) -> bool:
    """Whether two documents are near enough in time; one without a time is near to all."""
    if one.when is None or other.when is None:
        return True
    return abs(one.when - other.when) <= WINDOW
