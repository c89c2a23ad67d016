"""Documents as weighted terms: how much each term of an entry says about which event it is.

A weight is sqrt(times) x ln(documents / documents with the term), scaled so that a document's weights have
length 1; the likeness of two documents is then the sum of products (cosine, 0..1). Frequencies come from
what ran through the newsroom before (in a new one, from the entries themselves) and start from the shares in
`commonness`, so that the same likeness means the same on a quiet and on a heavy day.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import fsum, log, sqrt

from digest.headline import clean_headline
from digest.model import Entry, Frequencies
from digest.rank.commonness import share_of
from digest.rank.form import is_report
from digest.rank.names import names_in
from digest.rank.terms import Marks, Stems, count_terms, split_unspaced, words
from digest.rank.wire import agency_of

PRIOR = 1000.0  #: documents that the listed shares count for
UNSEEN = 0.5
OPENING = 120  #: characters that stand for a title
RUN = 4  #: words in a run
Vector = dict[str, float]
_BEHIND = re.compile(r"\s[|–—-]\s.*", re.DOTALL)  # a publisher behind its headline
_ROOTS = [sqrt(times) for times in range(10_000)]  #: no term is counted so often


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """An entry as it is compared: weighted terms (unit length), runs of words, and its time if it has one.

    Two are equal only when they are one object: whoever keeps one need not compare its words.
    """

    entry: Entry
    when: datetime | None
    vector: Vector
    title: tuple[str, ...]  #: its words as written
    names: frozenset[str]  #: terms of the names in its title
    runs: array[int]  #: each run of words of the body (of the title, where it has no body), as a number
    title_runs: array[int]
    report: bool  #: nothing says that it is something else
    wire: str | None  #: the agency whose text it is


def documents_of(
    entries: Sequence[Entry],
    frequencies: Frequencies | None,
    when: Callable[[Entry], datetime | None],
) -> list[Document]:
    """The entries as documents, in the same order.

    Weighed by the frequencies alone, so that a document is the same whatever it is read with; where nothing
    was counted yet, by these entries.
    """
    stems, marks = Stems(), Marks()
    counts, made = [], []
    for entry in entries:
        count, make = _read(entry, stems, marks)
        counts.append(count)
        made.append(make)
    languages = [language_of(entry) for entry in entries]
    known = frequencies if frequencies and frequencies.documents else _count(counts, languages)
    weights = {language: _Weights(known, language) for language in set(languages)}
    documents = []
    for entry, make, count, language in zip(entries, made, counts, languages, strict=True):
        documents.append(make(entry=entry, when=when(entry), vector=_unit(count, weights[language])))
        count.clear()  # a fifth of the memory of a large window
    return documents


def _read(entry: Entry, stems: Stems, marks: Marks) -> tuple[Counter[str], Callable[..., Document]]:
    """How often an entry uses each term, and its document but for the weights."""
    head, text = title_of(entry), body_of(entry)
    title, body = words(head), words(text)
    title_runs = _runs(head, title, marks)
    make = partial(
        Document,
        title=tuple(title),
        names=names_in(words(_BEHIND.sub("", head)), body, stems),
        runs=_runs(text, body, marks) or title_runs,
        title_runs=title_runs,
        report=is_report(entry),
        wire=agency_of(entry),
    )
    return count_terms(title, body, stems), make


def count_documents(entries: Sequence[Entry]) -> Frequencies:
    """In how many of these entries each term stands, by language: what the running frequencies grow by."""
    stems = Stems()
    counts = [count_terms(words(title_of(entry)), words(body_of(entry)), stems) for entry in entries]
    return _count(counts, [language_of(entry) for entry in entries])


def body_of(entry: Entry) -> str:
    """The text to match by: the body, or the teaser where there is none."""
    return entry.text or entry.summary


def title_of(entry: Entry) -> str:
    """The title to match by, without the publisher's name and its labels, which would make all of its items
    alike; the first words of the text where an item has no title, as short posts do."""
    if not entry.title.strip():
        return body_of(entry)[:OPENING]
    return clean_headline(entry.title, entry.feed.publisher)


def language_of(entry: Entry) -> str:
    """The language as declared (its first subtag), else one that fits the letters."""
    declared = entry.language or entry.feed.language
    if declared:
        return declared.replace("_", "-").split("-")[0].lower()[:20]
    for letter in entry.title or body_of(entry)[:200]:
        if letter > "\u02ff":
            return _script(letter)
    return "und"


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two documents: 0 (nothing in common) to 1; fsum, so that no order changes a digit."""
    if len(one) > len(other):
        one, other = other, one
    return fsum([one[term] * other[term] for term in one if term in other])


def strongest(one: Vector, other: Vector) -> float:
    """What the one term adds to the likeness that adds most."""
    return max((one[term] * other[term] for term in one.keys() & other.keys()), default=0.0)


def _runs(text: str, said: list[str], marks: Marks) -> array[int]:
    """The runs of a text's words in order, as numbers that depend on the words alone."""
    found = [marks[word] for word in split_unspaced(text, said)]
    if len(found) < RUN:
        return array("q", (hash(tuple(found)),) if found else ())
    return array("q", map(hash, zip(found, found[1:], found[2:], found[3:], strict=False)))


def _script(letter: str) -> str:
    for first, last, name in (
        ("\u0370", "\u03ff", "el"),
        ("\u0400", "\u052f", "cyrl"),
        ("\u0590", "\u05ff", "he"),
        ("\u0600", "\u06ff", "ar"),
        ("\u3040", "\u30ff", "ja"),
        ("\u3400", "\u9fff", "zh"),
        ("\uac00", "\ud7af", "ko"),
    ):
        if first <= letter <= last:
            return name
    return "und"


def _count(counts: Sequence[Mapping[str, int]], languages: Sequence[str]) -> Frequencies:
    documents: Counter[str] = Counter(languages)
    terms: dict[str, Counter[str]] = {language: Counter() for language in documents}
    for count, language in zip(counts, languages, strict=True):
        terms[language].update(count.keys())
    return Frequencies(
        documents={language: float(number) for language, number in documents.items()},
        terms={language: {term: float(n) for term, n in found.items()} for language, found in terms.items()},
    )


class _Weights(dict[str, float]):
    """What each term of a language weighs, computed once a term."""

    def __init__(self, frequencies: Frequencies, language: str) -> None:
        super().__init__()
        self._running = frequencies.terms.get(language, {})
        self._total = frequencies.documents.get(language, 0.0) + PRIOR + 1

    def __missing__(self, term: str) -> float:
        counted = self._running.get(term, 0.0) + PRIOR * share_of(term) + UNSEEN
        self[term] = weight = log(self._total / counted)
        return weight


def _unit(count: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, float]:
    values = [_ROOTS[times] * weights[term] for term, times in count.items()]
    length = sqrt(fsum([value * value for value in values]))
    return dict(zip(count, [value / length for value in values], strict=True)) if length else {}
