"""Which entries are the same text: exact, edited, cut, wrapped in furniture, or a teaser of a full text.

Two texts are copies when at least half of the shorter one's runs of four words stand in the other
("containment", Broder 1997). Candidates are texts that are much alike or that share runs picked by a hash
of their words, so the cost grows with the texts and not with their pairs.

Does not find translations or rewritten texts: those are other reports of the same event. A text that holds
several unrelated ones (a briefing, a live page) is a copy of none of them.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import chain

from digest.rank.names import knows
from digest.rank.series import of_one_series
from digest.rank.weigh import Document, body_of, likeness

SHARE = 0.5  #: of the shorter text's runs that must stand in the other
FEW_RUNS = 12  #: a text with fewer must stand there nearly whole
FEW_SHARE = 0.8
FORM = 40  #: runs up to which two texts may be one form of words, filled in twice
ALIKE = 0.4  #: likeness from which two documents are compared run by run
MASK = 0b11  #: one run in four is looked up
FEW_SAMPLED = 6  #: with fewer sampled runs two copies may share none
LIKELY = 0.3  #: share of the shorter text's sampled runs that a copy holds of it
SEEN_IN = 16  #: earliest texts with a run that are looked at
CANDIDATES = 6
UNRELATED = 0.12  #: texts less alike than this have nothing to do with each other
WHOLE = 0.8  #: share of a text from which it stands whole in another
BRIEFING = 3  #: so many of them make the text that holds them a briefing; two may be teasers of one article
NEARLY = 0.8  #: of the fullest text's length: as good an original, if it was earlier
CLEARLY = 0.15  #: a text that stands in another by so much more is not this one's copy
SHORTER = 0.7  #: a text with fewer runs than this share of the other's is held by it, not its twin

Pair = tuple[int, int, float]  #: places of two documents, the share of the shorter text in the other


class CopyIndex:
    """Documents by their runs; each is compared with those added before it."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._sampled: list[int] = []  #: how many of a document's runs are looked up
        self._holders: dict[int, int | array[int]] = {}  #: a number alone while there is one: half the memory

    def add(self, document: Document, near: Mapping[int, float]) -> list[tuple[int, float]]:
        """The earlier documents it may be a copy of or they of it, and the share of the shorter text in the
        other; `near` holds what it resembles."""
        self._documents.append(document)
        return self._copies(len(self._documents) - 1, near)

    def cut(self, kept: int) -> None:
        """Forgets the documents after the first so many, as if they had never been added."""
        holders = self._holders
        for number in range(len(self._documents) - 1, kept - 1, -1):
            for run in _sampled(self._documents.pop()):
                held = holders[run]
                if not isinstance(held, int) and held[-1] == number:
                    held.pop()
                if not held or held == number:
                    del holders[run]
        del self._sampled[kept:]

    def _copies(self, number: int, found: Mapping[int, float]) -> list[tuple[int, float]]:
        document = self._documents[number]
        shared = self._sharing(number)
        others = {other for other, value in found.items() if value >= ALIKE and self._may(other, shared)}
        others.update(self._often(shared))
        if not others:
            return []
        text = _Text(document)
        shares = [(other, text.share(self._documents[other])) for other in sorted(others)]
        return [(other, share) for other, share in shares if share]

    def _may(self, other: int, shared: Mapping[int, int]) -> bool:
        """Whether it could be a copy: shares a sampled run, or has so few that it need not."""
        return other in shared or min(self._sampled[-1], self._sampled[other]) < FEW_SAMPLED

    def _sharing(self, number: int) -> Counter[int]:
        """Earlier documents that share sampled runs, and how many."""
        shared: Counter[int] = Counter()
        sampled = _sampled(self._documents[number])
        self._sampled.append(len(sampled))
        kept = self._holders
        for run in sampled:
            holders = kept.setdefault(run, number)
            if isinstance(holders, int):
                if holders != number:
                    shared[holders] += 1
                    kept[run] = array("I", (holders, number))
            else:
                shared.update(holders)
                if len(holders) < SEEN_IN:
                    holders.append(number)
        return shared

    def _often(self, shared: Mapping[int, int]) -> list[int]:
        """Those that share so many sampled runs that they may share half of all, most first."""
        own = self._sampled[-1]
        found = [
            (-times, other)
            for other, times in shared.items()
            if times >= LIKELY * own or times >= LIKELY * self._sampled[other]
        ]
        return [other for _, other in nsmallest(CANDIDATES, found)]


def _sampled(document: Document) -> dict[int, None]:
    """The runs that are looked up, each once."""
    return dict.fromkeys([run for run in document.runs if not run & MASK])


class _Text:
    """A document to compare others with run by run."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._body = frozenset(document.runs)
        self._everything = self._body.union(document.title_runs)

    def share(self, other: Document) -> float:
        """How much of the shorter text's runs stand in the other, its title included; 0 for no copy."""
        if len(other.runs) <= len(self._body):
            least, shared = len(other.runs), sum([run in self._everything for run in other.runs])
        else:
            least, shared = len(self._body), len(self._body.intersection(chain(other.runs, other.title_runs)))
        share = shared / least if least else 0.0
        if share < (SHARE if least >= FEW_RUNS else FEW_SHARE):
            return 0.0
        if of_one_series(self._document, other):
            return 0.0
        return 0.0 if share < WHOLE and _elsewhere(self._document, other) else share


def _elsewhere(one: Document, other: Document) -> bool:
    """Whether each title names what the other's text does not: one form of words filled in twice.

    Only of short texts: a long one that shares half of its words with another was copied from it.
    """
    if min(len(one.runs), len(other.runs)) >= FORM:
        return False
    sides = ((one, other), (other, one))
    return all(any(not knows(there.vector, name) for name in here.names) for here, there in sides)


def _held(pair: Pair, lengths: Sequence[int]) -> int | None:
    """The document of a pair that holds the other as a part of it; None for twins."""
    small, large = sorted(pair[:2], key=lengths.__getitem__)
    return large if lengths[small] < SHORTER * lengths[large] else None


def briefings_of(pairs: Sequence[Pair], documents: Sequence[Document]) -> tuple[set[int], list[Pair]]:
    """Documents that hold several texts which have nothing to do with each other, and the pairs that hold
    without them."""
    lengths = [len(document.runs) for document in documents] if pairs else []
    held: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        large = _held(pair, lengths)
        if large is not None and pair[2] >= WHOLE:
            held[large].append(pair[0] if large == pair[1] else pair[1])
    briefings = {large for large, small in held.items() if _unrelated([documents[n] for n in small])}
    return briefings, [pair for pair in pairs if _held(pair, lengths) not in briefings]


def _unrelated(documents: Sequence[Document]) -> bool:
    """Whether at least so many of them have nothing to do with each other."""
    apart: list[Document] = []
    for document in documents:
        if all(likeness(document.vector, other.vector) < UNRELATED for other in apart):
            apart.append(document)
    return len(apart) >= BRIEFING


def originals(pairs: Iterable[Pair], documents: Sequence[Document]) -> dict[int, int]:
    """For each copy its original, as numbers: the fullest text first, among nearly as full ones the earliest.

    A copy is paired with its original or with a full copy of it; where many carry a text it may be paired
    with other copies only, and is then compared with the original. There are no longer chains, or a row of
    texts that each share half with the next would be one text.
    """
    folding = _Folding(pairs, documents)
    folding.fold()
    return folding.original


class _Folding:
    def __init__(self, pairs: Iterable[Pair], documents: Sequence[Document]) -> None:
        self.original: dict[int, int] = {}
        self._documents = documents
        self._twins: dict[int, dict[int, float]] = defaultdict(dict)
        for one, other, share in pairs:
            self._twins[one][other] = self._twins[other][one] = share
        self._lengths = {number: len(body_of(documents[number].entry)) for number in self._twins}
        self._best = {
            number: max([share for n, share in found.items() if self._full(n, number)], default=0.0)
            for number, found in self._twins.items()
        }
        self._placed: set[int] = set()

    def fold(self) -> None:
        for number in sorted(self._twins, key=lambda n: (-self._lengths[n], n)):
            if number in self._placed:
                continue
            original = self._carried(number)
            if original is None:
                original = min(n for n in (number, *self._free(number)) if self._full(n, number))
            copies = {number, *self._free(original)}
            for full in sorted(copies):
                if self._full(full, number):
                    copies.update(n for n in self._free(full) if not self._full(n, number))
            self._placed.update(copies, (original,))
            self.original.update(dict.fromkeys(sorted(copies - {original}), original))

    def _full(self, number: int, beside: int) -> bool:
        """Whether it is nearly as full as the other."""
        return self._lengths[number] >= NEARLY * self._lengths[beside]

    def _belongs(self, number: int, original: int, share: float) -> bool:
        """Whether it is not a part of another text much rather than of this one."""
        return self._full(number, original) or share >= self._best[number] - CLEARLY

    def _free(self, original: int) -> list[int]:
        found = self._twins[original].items()
        return [n for n, share in found if n not in self._placed and self._belongs(n, original, share)]

    def _carried(self, number: int) -> int | None:
        """The original of what it is paired with, where it is a copy of that itself."""
        text = _Text(self._documents[number])
        nearest: dict[int, float] = {}
        for twin, share in self._twins[number].items():
            original = self.original.get(twin)
            if original is not None:
                nearest[original] = max(share, nearest.get(original, 0.0))
        for original, share in sorted(nearest.items()):
            own = text.share(self._documents[original])
            if own and self._belongs(number, original, max(own, share)):
                return original
        return None
