"""The doubts of a text in six languages, by the words they are told in.

doubt      could not be verified, confirmed or shown
uncharged  accused, and no court or prosecutor has said so
unknown    not yet known or decided
silence    asked, and did not answer or would not say
denial     accused, and says no

The first two are caveats: a summary without them says more than its source. The others are weaker: of weight
beside what they speak of. They find words, not meaning: a doubt put otherwise is not seen, "she did not say a
word" looks like a refusal. Where a text's language has no rules, every language's caveats are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from digest.write.doubts import ENGLISH, PARTS
from digest.write.doubts_abroad import OTHERS
from digest.write.salience import terms

Kind = Literal["doubt", "uncharged", "unknown", "silence", "denial"]
KINDS: tuple[Kind, ...] = ("doubt", "uncharged", "unknown", "silence", "denial")
CAVEATS: tuple[Kind, ...] = ("doubt", "uncharged")


def _compile(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_whole, patterns)), re.IGNORECASE)


def _whole(pattern: str) -> str:
    """A pattern with the parts of the grammar written out."""
    while names := set(re.findall(r"<([a-z]+)>", pattern)):
        for name in names:
            pattern = pattern.replace(f"<{name}>", PARTS[name])
    return pattern


def _by_start() -> dict[str, list[int]]:
    """The numbers of the English rules by the beginnings of the words that hint at them."""
    numbers: dict[str, list[int]] = {}
    for number, words in enumerate(words for kind in KINDS for words, _ in ENGLISH[kind]):
        for start in words.split("|"):
            numbers.setdefault(start, []).append(number)
    return numbers


_STARTS = _by_start()
_ENGLISH = tuple((kind, _compile([pattern])) for kind in KINDS for _, pattern in ENGLISH[kind])
_OTHERS: Mapping[str, Mapping[Kind, re.Pattern[str]]] = {
    code: {kind: _compile(table[kind]) for kind in KINDS} for code, table in OTHERS.items()
}
_ANYWHERE: Mapping[Kind, re.Pattern[str]] = {
    kind: _compile(pattern for table in OTHERS.values() for pattern in table[kind]) for kind in CAVEATS
}

#: A nominee the Senate has "not confirmed" is in no doubt.
_NOMINEE = re.compile(r"\bnominee|\bnominat|\bsenate\b[^.]{0,30}\bconfirm|\breservation", re.IGNORECASE)
#: What a speaker does not know about himself, or asks his reader.
_MINE = re.compile(r"\b(?:I|[Mm]y|[Yy]our?)\b")
#: What is asked of every event: a sentence that leaves it open speaks of the story's own.
_ASKED = re.compile(
    r"\b(?:cause|motive|extent|scale|circumstances|casualt(?:y|ies)|toll|responsibility|who was (?:behind|"
    r"responsible)|"
    r"who (?:carried out|fired))\b|"
    r"\b(?:причин|мотив|масштаб|обставин|обстоятельств|жертв|постражда|пострада)\w*|"
    r"\b(?:ursache|motiv|ausmaß|hintergr[uü]nde?|umstände)\b|原因|动机|動機|伤亡|傷亡|(?:ال)?(?:سبب|أسباب|دوافع)",
    re.IGNORECASE,
)


def doubts_of(
    sentences: Sequence[str], language: str | None, words: Sequence[frozenset[str]] | None = None
) -> dict[int, Kind]:
    """The sentences that tell a doubt, by index, and its kind: the strongest of those that fit.

    `words`: the terms of each sentence, where they are known already.
    """
    words = words or [frozenset(terms(sentence)) for sentence in sentences]
    hinted = frozenset(word for word in frozenset().union(*words) if _rules_of(word))
    found: dict[int, Kind] = {}
    for index, sentence in enumerate(sentences):
        kind = _kind(sentence, language or "", words[index] & hinted)
        if kind:
            found[index] = kind
    return found


def is_caveat(sentence: str, language: str | None = None) -> bool:
    """Whether a sentence says that something could not be verified, confirmed or shown, or nobody charged."""
    return _kind(sentence, language or "", frozenset(terms(sentence))) in CAVEATS


def is_uncharged(sentence: str, language: str | None = None) -> bool:
    """Whether a sentence says that an accused was not charged, or not convicted."""
    return _kind(sentence, language or "", frozenset(terms(sentence)), ("uncharged",)) == "uncharged"


def asks_of_event(sentence: str) -> bool:
    """Whether a sentence names what every event is asked for: its cause, motive, extent, toll."""
    return bool(_ASKED.search(sentence))


def _kind(sentence: str, code: str, words: frozenset[str], wanted: tuple[Kind, ...] = KINDS) -> Kind | None:
    if code == "en":
        return _english(sentence, words, wanted)
    kind = None if code in _OTHERS else _english(sentence, words, CAVEATS)
    if kind:
        return kind if kind in wanted else None
    for each, pattern in _OTHERS.get(code, _ANYWHERE).items():
        if each in wanted and pattern.search(sentence) and _is_meant(each, sentence):
            return each
    return None


def _english(sentence: str, words: frozenset[str], wanted: tuple[Kind, ...]) -> Kind | None:
    numbers = {number for word in words for number in _rules_of(word)}
    if " say" in sentence or "t said" in sentence:  # too short to be terms
        numbers.update(_rules_of("say"))
    for number in sorted(numbers):
        kind, pattern = _ENGLISH[number]
        if kind in wanted and pattern.search(sentence) and _is_meant(kind, sentence):
            return kind
    return None


@lru_cache(maxsize=1 << 15)
def _rules_of(word: str) -> tuple[int, ...]:
    """The English rules a word, cut to its stem, is a hint of."""
    return tuple(number for size in range(3, len(word) + 1) for number in _STARTS.get(word[:size], ()))


def _is_meant(kind: Kind, sentence: str) -> bool:
    if kind in CAVEATS:
        return sentence[-1:] not in "?？؟" and not (kind == "doubt" and _NOMINEE.search(sentence))
    return not _MINE.search(sentence)
