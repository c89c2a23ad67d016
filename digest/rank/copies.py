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
from dataclasses import dataclass
from zlib import crc32

from digest.rank.series import another_issue
from digest.rank.terms import split_words
from digest.rank.weigh import Document, body_of, likeness

RUN = 4  #: words in a run
SHARE = 0.5  #: of the shorter text's runs that must stand in the other
FEW_RUNS = 12  #: a text with fewer must stand there nearly whole
FEW_SHARE = 0.8
ALIKE = 0.4  #: likeness from which two documents are compared run by run
SAMPLE = 3  #: bits: one run in eight is looked up
FEW_SAMPLED = 6  #: with fewer sampled runs two copies may share none
SEEN_IN = 60  #: a run in more texts than this is furniture
CANDIDATES = 12
UNRELATED = 0.12  #: texts held by one text but less alike than this make it a briefing
NEARLY = 0.8  #: of the fullest text's length: as good an original, if it was earlier
SHORTER = 0.7  #: a text with fewer runs than this share of the other's is held by it, not its twin

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Runs:
    body: frozenset[int]
    all: frozenset[int]  #: with the title's


class CopyIndex:
    """Documents by their runs; each is compared with those added before it."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self._holders: dict[int, array[int]] = {}
        self._sampled: list[int] = []
        self._marks = _Marks()

    def add(self, documents: Sequence[Document], near: Sequence[Mapping[int, float]]) -> list[Pair]:
        """Pairs of numbers (lower first) of documents that are copies; `near[i]` holds what i resembles."""
        pairs: list[Pair] = []
        runs = _RunsOf(self.documents)
        for document, found in zip(documents, near, strict=True):
            number = len(self.documents)
            self.documents.append(document)
            shared = self._sharing(number)
            few = self._sampled[number] < FEW_SAMPLED
            others = {
                other
                for other, value in found.items()
                if value >= ALIKE and (few or other in shared or self._sampled[other] < FEW_SAMPLED)
            }
            others.update(self._often(shared, number))
            pairs += [
                (other, number)
                for other in sorted(others)
                if _contained(runs[other], runs[number])
                and not another_issue(document.title, self.documents[other].title)
            ]
        briefings = _briefings(pairs, self.documents, runs)
        return [pair for pair in pairs if briefings.isdisjoint(pair)]

    def _sharing(self, number: int) -> Counter[int]:
        """Earlier documents that share sampled runs, and how many."""
        sampled = _sampled(split_words(body_of(self.documents[number].entry)), self._marks)
        self._sampled.append(len(sampled))
        shared: Counter[int] = Counter()
        for run in sampled:
            holders = self._holders.get(run)
            if holders is None:
                self._holders[run] = array("I", (number,))
            elif len(holders) < SEEN_IN:
                shared.update(holders)
                holders.append(number)
        return shared

    def _often(self, shared: Counter[int], number: int) -> list[int]:
        """Those that share two runs (one, where the shorter has few), most first."""
        own = self._sampled[number]
        found = [other for other, times in shared.items() if times >= min(2, own, self._sampled[other])]
        return sorted(found, key=lambda other: (-shared[other], other))[:CANDIDATES]


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


def _sampled(found: Sequence[str], marks_of: _Marks) -> set[int]:
    """Runs picked by their words alone, so that two texts pick the same; the same in every process."""
    marks = [marks_of[word] for word in found]
    mask = (1 << SAMPLE) - 1
    return {
        (a * 31 + b) * 1_000_003 + c * 31 + d
        for a, b, c, d in zip(marks, marks[1:], marks[2:], marks[3:], strict=False)
        if not (a ^ c ^ (b << 1) ^ (d << 1)) & mask
    }


class _Marks(dict[str, int]):
    """A number for each word, the same in every process."""

    def __missing__(self, word: str) -> int:
        self[word] = mark = crc32(word.encode("utf-8", "surrogatepass"))
        return mark


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


def originals(pairs: Iterable[Pair], documents: Sequence[Document]) -> dict[int, int]:
    """For each copy its original, as numbers; a copy is paired with its original itself, never by a chain.

    The fullest text goes first; among texts nearly as full the earliest is the original.
    """
    twins: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        twins[one].append(other)
        twins[other].append(one)
    lengths = {number: len(body_of(documents[number].entry)) for number in twins}
    result: dict[int, int] = {}
    placed: set[int] = set()
    for number in sorted(twins, key=lambda n: (-lengths[n], n)):
        if number in placed:
            continue
        full = [n for n in (number, *twins[number]) if lengths[n] >= NEARLY * lengths[number]]
        original = min(n for n in full if n not in placed)
        copies = [n for n in twins[original] if n not in placed]
        placed.update((original, *copies))
        result.update(dict.fromkeys(copies, original))
    return result
