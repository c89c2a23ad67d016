"""Documents as weighted terms: how much each term of an entry says about which event it is.

A weight is sqrt(times) x ln(documents / documents with the term), scaled so that a document's weights have
length 1; the likeness of two documents is then the sum of products (cosine, 0..1). Frequencies come from
what ran through the newsroom before, where that is more than the batch knows, and start from the shares
in `commonness`, so that the same likeness means the same on a quiet and on a heavy day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum, log, sqrt

from digest.model import Entry, Frequencies
from digest.rank.commonness import share_of
from digest.rank.terms import Stems, count_terms, words

PRIOR = 1000.0  #: documents that the listed shares count for
UNSEEN = 0.5
Vector = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An entry with its weighted terms (unit length) and the time it counts from, if it has one."""

    entry: Entry
    when: datetime | None
    vector: Vector
    title: list[str]  #: its words as written


def documents_of(
    entries: Sequence[Entry],
    frequencies: Frequencies | None,
    when: Callable[[Entry], datetime | None],
) -> list[Document]:
    """The entries as documents, in the same order."""
    stems = Stems()
    counts = [count_terms(entry.title, body_of(entry), stems) for entry in entries]
    languages = [language_of(entry) for entry in entries]
    weights = _weights(counts, languages, frequencies)
    documents = []
    for entry, count, language in zip(entries, counts, languages, strict=True):
        vector = _unit(count, weights[language])
        documents.append(Document(entry=entry, when=when(entry), vector=vector, title=words(entry.title)))
        count.clear()  # a fifth of the memory of a large window
    return documents


def count_documents(entries: Sequence[Entry]) -> Frequencies:
    """In how many of these entries each term stands, by language: what the running frequencies grow by."""
    stems = Stems()
    counts = [count_terms(entry.title, body_of(entry), stems) for entry in entries]
    documents, terms = _batch(counts, [language_of(entry) for entry in entries])
    return Frequencies(documents=documents, terms=terms)


def body_of(entry: Entry) -> str:
    """The text to match by: the body, or the teaser where there is none."""
    return entry.text or entry.summary


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
    return fsum([one[term] * other[term] for term in one.keys() & other.keys()])


def strongest(one: Vector, other: Vector) -> float:
    """What the one term adds to the likeness that adds most."""
    return max((one[term] * other[term] for term in one.keys() & other.keys()), default=0.0)


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


def _batch(
    counts: Sequence[Mapping[str, int]], languages: Sequence[str]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    documents: Counter[str] = Counter(languages)
    terms: dict[str, Counter[str]] = {language: Counter() for language in documents}
    for count, language in zip(counts, languages, strict=True):
        terms[language].update(count.keys())
    return (
        {language: float(number) for language, number in documents.items()},
        {language: {term: float(n) for term, n in found.items()} for language, found in terms.items()},
    )


def _weights(
    counts: Sequence[Mapping[str, int]], languages: Sequence[str], frequencies: Frequencies | None
) -> dict[str, dict[str, float]]:
    documents, terms = _batch(counts, languages)
    known = frequencies or Frequencies()
    result: dict[str, dict[str, float]] = {}
    for language, found in terms.items():
        running = known.terms.get(language, {})
        total = max(documents[language], known.documents.get(language, 0.0)) + PRIOR + 1
        result[language] = {
            term: log(total / (max(number, running.get(term, 0.0)) + PRIOR * share_of(term) + UNSEEN))
            for term, number in found.items()
        }
    return result


def _unit(count: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, float]:
    values = [sqrt(times) * weights[term] for term, times in count.items()]
    length = sqrt(fsum([value * value for value in values]))
    return {term: value / length for term, value in zip(count, values, strict=True)} if length else {}
