"""What readers already got of a story, and what is new in it since; pure.

A story was told when its reports are as alike to entries of an earlier edition as reports of one event are
to each other. It is an update when one of its sentences holds a number or a name that none of those entries
has, or is mostly new words; that sentence is given verbatim. Everything else told is a repeat.

Does not know whether the new sentence matters: an editor does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.model import Sent
from digest.rank.commonness import OFTEN, share_of
from digest.rank.terms import Stems, is_strong, words
from digest.rank.weigh import Document, Vector, body_of

SAME = 0.30  #: likeness of one report to one entry that was sent
RELATED = 0.15  #: entries sent that count as what is known of the event
LEADING = 8  #: sentences of a report that are looked at for news
SHORTEST = 6  #: words of a sentence that can be news
NEW_WORDS = 0.6  #: share of a sentence's telling words that are new, when no name or number is
UPDATED = 0.35  #: of a repeat's loss that an update keeps
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[^\W_a-zа-яіїєґ])|(?<=[。！？؟])|\n+")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-ZА-ЯІЇЄҐ]|[A-Z][a-z]{0,3}|[A-Z]\.[A-Z]|ст|вул|ім|г|ул|им|Nr|bzw|St)\.$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """In which edition readers got it, how much of it (0..1), and the sentence that is new."""

    nothing_sent: bool = False
    edition: str | None = None
    share: float = 0.0
    news: str | None = None


class Past:
    """What was sent, as documents to compare with."""

    def __init__(self, sent: Sequence[Sent], documents: Sequence[Document]) -> None:
        self.sent = sent
        self.documents = documents
        self._by_term: dict[str, list[int]] = {}
        for number, document in enumerate(documents):
            for term in document.vector:
                self._by_term.setdefault(term, []).append(number)

    def told(self, documents: Sequence[Document]) -> Told:
        """What readers got of the story these documents tell."""
        if not self.sent:
            return Told(nothing_sent=True)
        near = self._near(documents)
        same = [number for number, value in near.items() if value >= SAME]
        if not same:
            return Told()
        latest = max(same, key=lambda number: (self.sent[number].sent_at, self.sent[number].edition))
        known = [self.documents[number] for number, value in near.items() if value >= RELATED]
        news = new_sentence(documents, known)
        share = UPDATED if news else 1.0
        return Told(edition=self.sent[latest].edition, share=share, news=news)

    def _near(self, documents: Sequence[Document]) -> dict[int, float]:
        found: dict[int, float] = {}
        for document in documents:
            touched: dict[int, float] = {}
            for term, weight in document.vector.items():
                for number in self._by_term.get(term, ()):
                    touched[number] = touched.get(number, 0.0) + weight * self.documents[number].vector[term]
            for number, value in touched.items():
                found[number] = max(found.get(number, 0.0), value)
        return dict(sorted(found.items()))


def new_sentence(documents: Sequence[Document], known: Sequence[Document]) -> str | None:
    """The first sentence that says what the known documents do not; None when all is known."""
    stems = Stems()
    told: set[str] = set()
    for document in known:
        for word in words(f"{document.entry.title}\n{body_of(document.entry)}"):
            told.update(stems[word])
    for document in documents:
        for sentence in sentences(body_of(document.entry))[:LEADING]:
            if _is_news(sentence, told, stems, document.vector):
                return sentence
    return None


def _is_news(sentence: str, told: set[str], stems: Stems, weights: Vector) -> bool:
    said = words(sentence)
    if len(said) < SHORTEST:
        return False
    total = new = 0.0
    strong = 0
    for place, word in enumerate(said):
        for term in dict.fromkeys(stems[word]):
            if share_of(term) >= OFTEN:
                continue
            weight = weights.get(term, 0.0)
            total += weight
            if term not in told:
                new += weight
                strong += is_strong(word) and (place > 0 or word[0].isdigit())
    return total > 0 and (strong > 0 or new >= NEW_WORDS * total)


def sentences(text: str) -> list[str]:
    """The sentences of a text, verbatim, in order; does not join what a line break parts."""
    found: list[str] = []
    start = 0
    for match in _ENDS.finditer(text):
        if "\n" not in match[0] and _SHORT.search(text[start : match.start()]):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
