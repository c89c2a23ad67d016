"""Whether a rewritten summary says more than its source, as far as words can tell; pure.

For summaries that are not verbatim: an editor's, or one day a model's. It looks for numbers, names and
quotations the source does not hold, for a lost or added negation, for a claim whose speaker or doubt was
dropped, for a lost "more than", and for a caveat left out. It finds invented things well and wrong relations
between true things hardly at all: a summary that passes is not thereby true, and must never be called so.
What it finds is for a person to look at; it blocks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.model import Finding
from digest.write import language as languages
from digest.write import phrases
from digest.write.caveats import is_caveat
from digest.write.clip import NEGATION
from digest.write.salience import terms
from digest.write.sentences import split

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|[٠-٩]+")
_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_NAME = re.compile(r"[^\W\d_][\w’'ʼ-]*")
_QUOTED = re.compile('["“„«]([^"“”„«»]{12,})["”“»]')
_BOUND = re.compile(
    r"\b(?:more than|at least|up to|less than|fewer than|nearly|almost|about|around|over|under|approximately|"
    r"понад|щонайменше|близько|майже|до|більше|не менше|более|не менее|около|почти|свыше|"
    r"mehr als|mindestens|rund|etwa|fast|knapp|bis zu|über)\s*$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|reportedly|allegedly|apparently|possibly|probably|likely|suspected|alleged|purported(?:ly)?|"
    r"можливо|ймовірно|імовірно|нібито|возможно|вероятно|якобы|предположительно|möglicherweise|mutmaßlich\w*|"
    r"angeblich\w*|vermutlich|wahrscheinlich)\b|(?:ربما|يُعتقد|يعتقد|على الأرجح)|可能|疑似|据称|據稱",
    re.IGNORECASE,
)
_LIKE = 0.5  #: share of a sentence's terms that its source sentence must hold to be compared with it
_LENGTHS = 1.6  #: how much longer that sentence may be where a "not" is compared
_COMMON_STARTS = 1  #: the first word of a sentence is capital anyway


@dataclass(frozen=True, slots=True)
class _Source:
    """The source read once: its sentences with their terms."""

    text: str
    low: str
    sentences: tuple[str, ...]
    terms: tuple[frozenset[str], ...]
    numbers: frozenset[str]
    code: str | None


def check(
    summary: str, source: str, language: str | None = None, *, place: str = "summary"
) -> tuple[Finding, ...]:
    """Findings on a rewritten `summary` of `source`, all warnings; none found proves nothing."""
    code = languages.base(language) or languages.detect(source)
    read = _read(source, code)
    parts = [summary[start:end] for start, end in split(summary, code)]
    found = [finding for part in parts for finding in _check_sentence(part, read, place)]
    if any(is_caveat(s, code) for s in read.sentences) and not any(is_caveat(part, code) for part in parts):
        found.append(
            _warn("caveat", place, "the source says something could not be verified; the summary does not")
        )
    return tuple(found)


def _read(source: str, code: str | None) -> _Source:
    sentences = tuple(source[start:end] for start, end in split(source, code))
    return _Source(
        text=source,
        low=_folded(source),
        sentences=sentences,
        terms=tuple(frozenset(terms(sentence)) for sentence in sentences),
        numbers=frozenset(_numbers(source)),
        code=code,
    )


def _warn(check: str, place: str, message: str) -> Finding:
    todo = "compare with the article"
    return Finding(check=f"guard.{check}", level="warn", place=place, message=message, todo=todo)


def _check_sentence(sentence: str, source: _Source, place: str) -> Iterator[Finding]:
    for number in _numbers(sentence):
        if number not in source.numbers:
            yield _warn("number", place, f"the number {number} is not in the source")
    for name in _names(sentence):
        if _folded(name) not in source.low:
            yield _warn("name", place, f"“{name}” is not in the source")
    for quote in _QUOTED.findall(sentence):
        if _folded(quote).strip(" .,;!?") not in source.low:
            yield _warn("quote", place, f"the source does not hold these words: “{quote}”")
    like = _nearest(sentence, source)
    if like is not None:
        yield from _compare(sentence, like, source.code, place)


def _compare(sentence: str, like: str, code: str | None, place: str) -> Iterator[Finding]:
    """What a sentence lost or gained beside the source sentence it says again."""
    alike = len(like) <= _LENGTHS * len(sentence)  # a long sentence denies other things too
    if alike and bool(NEGATION.search(sentence)) != bool(NEGATION.search(like)):
        yield _warn("negation", place, f"a “not” was lost or added: {like}")
    if _speaks(like, code) and not _speaks(sentence, code):
        yield _warn("attribution", place, f"who says so was dropped: {like}")
    if _HEDGE.search(like) and not _HEDGE.search(sentence):
        yield _warn("hedge", place, f"a doubt was dropped: {like}")
    for match in _NUMBER.finditer(sentence):
        other = re.search(rf"(?<!\d){re.escape(match[0])}(?!\d)", like)
        if other and _BOUND.search(like[: other.start()]) and not _BOUND.search(sentence[: match.start()]):
            yield _warn("bound", place, f"a “more than” or “about” was dropped before {match[0]}: {like}")


def _speaks(sentence: str, code: str | None) -> bool:
    """Whether a sentence names a speaker or source; a "reportedly" names none."""
    return any(not _HEDGE.search(match[0]) for match in phrases.attribution(code).finditer(sentence))


def _nearest(sentence: str, source: _Source) -> str | None:
    own = frozenset(terms(sentence))
    if len(own) < 3 or not source.sentences:
        return None
    best = max(range(len(source.sentences)), key=lambda index: len(own & source.terms[index]))
    return source.sentences[best] if len(own & source.terms[best]) >= _LIKE * len(own) else None


def _numbers(text: str) -> Iterator[str]:
    """Numbers as plain digits, written words up to ninety-nine included."""
    for match in _NUMBER.finditer(text):
        yield re.sub(r"[,.\u00a0\u202f ](?=\d{3}(?:\D|$))", "", match[0]).replace(",", ".")
    for word in re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower()):
        tens, _, unit = word.partition("-")
        if word in _WORDS:
            yield _WORDS[word]
        elif tens in _TENS and (not unit or unit in _WORDS):
            yield str(_TENS[tens] + int(_WORDS.get(unit, "0")))


def _names(sentence: str) -> Iterator[str]:
    """Capitalised words that do not only begin the sentence."""
    for index, match in enumerate(_NAME.finditer(sentence)):
        word = match[0].rstrip("'’").removesuffix("'s").removesuffix("’s")
        before = sentence[: match.start()].rstrip()
        if index < _COMMON_STARTS or before[-1:] in '.!?:"“„«' or len(word) < 3:
            continue
        if word[0].isupper():
            yield word


def _folded(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"').casefold()
