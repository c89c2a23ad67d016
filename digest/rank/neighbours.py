"""Which documents are worth comparing: those that share their telling terms, near each other in time.

Looks up a document's heaviest terms in an inverted index, so the cost of a new document does not grow with
the window: a term that stands in many documents is looked up in its latest ones only, and a lookup stops
when it has read enough. Small windows are compared in full.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from digest.rank.weigh import Document, likeness

WINDOW = timedelta(hours=48)  #: two reports of one event further apart are linked by others between them
FLOOR = 0.08  #: likeness below this is noise
POSTINGS = 300  #: latest documents looked at for one term
BUDGET = 1500  #: documents looked at for one document
CANDIDATES = 40  #: documents compared with one document
FIRST_TERMS = 32  #: heaviest terms that are looked up


class Index:
    """Documents by term; each is compared with those added before it."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._by_term: dict[str, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, documents: Sequence[Document]) -> list[dict[int, float]]:
        """Adds documents; for each the numbers and likeness of earlier ones that it resembles."""
        return [self._add(document) for document in documents]

    def _add(self, document: Document) -> dict[int, float]:
        number = len(self._documents)
        heaviest = sorted(document.vector.items(), key=lambda item: (-item[1], item[0]))[:FIRST_TERMS]
        near: dict[int, float] = {}
        for other in self._candidates([term for term, _ in heaviest]):
            if not in_reach(document, self._documents[other]):
                continue
            value = likeness(document.vector, self._documents[other].vector)
            if value >= FLOOR:
                near[other] = value
        self._documents.append(document)
        for term, _ in heaviest:
            self._by_term[term].append(number)
        return near

    def _candidates(self, terms: Sequence[str]) -> list[int]:
        shared: Counter[int] = Counter()
        room = BUDGET
        for term in terms:
            found = self._by_term.get(term)
            if found:
                shared.update(found[-POSTINGS:])
                room -= min(len(found), POSTINGS)
                if room <= 0:
                    break
        if len(shared) <= CANDIDATES:
            return sorted(shared)
        return [number for number, _ in shared.most_common(CANDIDATES)]


def in_reach(one: Document, other: Document) -> bool:
    """Whether two documents are near enough in time; one without a time is near to all."""
    if one.when is None or other.when is None:
        return True
    return abs(one.when - other.when) <= WINDOW
