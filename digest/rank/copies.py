"""Which entries are the same text: exact, edited, cut, wrapped in furniture, or a teaser of a full text.

Two texts are copies when at least half of the shorter one's runs of four words stand in the other
("containment", Broder 1997). Candidates are texts that are much alike or that share runs picked by a hash
of their words, so the cost grows with the texts and not with their pairs.

Does not find translations or rewritten texts: those are other reports of the same event. A text that holds
several unrelated ones (a briefing, a live page) is a copy of none of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from digest.rank.terms import split_words
from digest.rank.weigh import Document, body_of, likeness

RUN = 4  #: words in a run
SHARE = 0.5  #: of the shorter text's runs that must stand in the other
FEW_RUNS = 12  #: a text with fewer must stand there nearly whole
FEW_SHARE = 0.8
ALIKE = 0.4  #: likeness from which two documents are compared run by run
SAMPLE = 3  #: bits: one run in eight is looked up
SEEN_IN = 60  #: a run in more texts than this is furniture
CANDIDATES = 12
UNRELATED = 0.12  #: texts held by one text but less alike than this make it a briefing
SHORTER = 0.7  #: a text with fewer runs than this share of the other's is held by it, not its twin

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Runs:
    body: frozenset[int]
    all: frozenset[int]  #: with the title's


class CopyIndex:
    """Documents by their runs; each is compared with those added before it."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._holders: dict[int, list[int]] = defaultdict(list)
        self._sampled: list[int] = []

    def add(self, documents: Sequence[Document], near: Sequence[Mapping[int, float]]) -> list[Pair]:
        """Pairs of numbers (lower first) of documents that are copies; `near[i]` holds what i resembles."""
        pairs: list[Pair] = []
        runs = _RunsOf(self._documents)
        for document, found in zip(documents, near, strict=True):
            number = len(self._documents)
            self._documents.append(document)
            others = {other for other, value in found.items() if value >= ALIKE} | self._sharing(number)
            pairs += [(other, number) for other in sorted(others) if _contained(runs[other], runs[number])]
        briefings = _briefings(pairs, self._documents, runs)
        return [pair for pair in pairs if briefings.isdisjoint(pair)]

    def _sharing(self, number: int) -> set[int]:
        """Earlier documents that share two of the sampled runs (one, where the shorter has few)."""
        sampled = _sampled(split_words(body_of(self._documents[number].entry)))
        self._sampled.append(len(sampled))
        shared: Counter[int] = Counter()
        for run in sorted(sampled):
            holders = self._holders[run]
            if len(holders) < SEEN_IN:
                shared.update(holders)
                holders.append(number)
        return {
            other
            for other, times in shared.most_common(CANDIDATES)
            if times >= min(2, len(sampled), self._sampled[other])
        }


class _RunsOf(dict[int, _Runs]):
    """The runs of each document asked for, made once."""

    def __init__(self, documents: Sequence[Document]) -> None:
        super().__init__()
        self._documents = documents

    def __missing__(self, number: int) -> _Runs:
        entry = self._documents[number].entry
        title, body = _runs(entry.title), _runs(body_of(entry))
        self[number] = runs = _Runs(body or title, body | title)
        return runs


def _runs(text: str) -> frozenset[int]:
    found = split_words(text)
    if len(found) < RUN:
        return frozenset({hash(tuple(found))}) if found else frozenset()
    return frozenset(map(hash, zip(found, found[1:], found[2:], found[3:], strict=False)))


def _contained(one: _Runs, other: _Runs) -> bool:
    if len(one.body) > len(other.body):
        one, other = other, one
    if not one.body:
        return False
    share = len(one.body & other.all) / len(one.body)
    return share >= (SHARE if len(one.body) >= FEW_RUNS else FEW_SHARE)


def _sampled(found: Sequence[str]) -> set[int]:
    """Runs picked by their words alone, so that two texts pick the same; the same in every process."""
    marks = [_mark(word) for word in found]
    mask = (1 << SAMPLE) - 1
    return {
        (a * 31 + b) * 1_000_003 + c * 31 + d
        for a, b, c, d in zip(marks, marks[1:], marks[2:], marks[3:], strict=False)
        if not (a ^ c ^ (b << 1) ^ (d << 1)) & mask
    }


@lru_cache(maxsize=200_000)
def _mark(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def _briefings(pairs: Iterable[Pair], documents: Sequence[Document], runs: Mapping[int, _Runs]) -> set[int]:
    """Documents that hold two texts which have nothing to do with each other."""
    held: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        small, large = sorted((one, other), key=lambda number: len(runs[number].body))
        if len(runs[small].body) < SHORTER * len(runs[large].body):
            held[large].append(small)
    return {large for large, small in held.items() if _unrelated([documents[n] for n in small])}


def _unrelated(documents: Sequence[Document]) -> bool:
    first = documents[0]
    return any(likeness(first.vector, other.vector) < UNRELATED for other in documents[1:])


def copy_sets(pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """The documents of the pairs as sets of copies, each sorted."""
    root: dict[int, int] = {}

    def find(number: int) -> int:
        while root.setdefault(number, number) != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
        root[high] = low
    found: dict[int, list[int]] = defaultdict(list)
    for number in sorted(root):
        found[find(number)].append(number)
    return [tuple(numbers) for numbers in found.values()]
