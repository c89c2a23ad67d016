"""Whether a sentence of another source can be shown by itself, and whether it brings anything new; pure.

It may name nobody by a pronoun, point at nothing said before it ("the two", "such", "according to the first")
and be no agency's note. Rules for English, Ukrainian, Russian and German; Arabic and Chinese have those of
the sentence's start only. It finds words, not meaning, and turns down sentences an editor might have kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from digest.write import phrases
from digest.write.moments import DESK_NOTE
from digest.write.quotes import unquoted

_SPEAKS = (
    r"(?:said|says|told|tells|added|adds|wrote|writes|posted|claimed|claims|warned|noted|stated|announced|"
    r"confirmed|denied|reported|argued|insisted|explained|acknowledged|estimated)"
)
#: Points at something outside the sentence, wherever it stands.
_POINTS: Mapping[str, str] = {
    "en": r"\b(?:he|she|they|it|we|i)(?: (?:also|later|had|has|have|then))? "
    + _SPEAKS
    + r"\b|\b"
    + _SPEAKS
    + r" (?:he|she|they)\b(?=[,.]|$)"
    r"|\bthe (?:two|three|four|first|second|third|latter|former|pair|duo|trio|other|others|latest|same)\b"
    r"(?=[,.;:]|$| (?:of|is|are|was|were|has|have|had|lies?|said|says|sides|men|women|countries|leaders|"
    r"parties|reports|accounts|day|place)\b)"
    r"|\bbetween the two\b|\bsuch\b(?! as\b)|\b(?:these|those)\b(?! (?:who|in|of|with|from|killed|wounded)\b)"
    r"|\bboth (?:sides|men|women|countries|leaders|accounts|reports|were|are|had|have)\b|\beach (?:side|of)\b"
    r"|\bneither\b|\b(?:this|that) (?:claim|report|figure|attack|strike|day|night|time|statement|decision|"
    r"move|point|one|area|region|case|number|offer|proposal|deal|plan|meeting|period)\b|^(?:here|"
    r"there(?! (?:is|was|are|were|has been|have been) no\b))['’ ]"
    r"|\b(?:whether|if|when|where|how|why) (?:that|this)\b"
    r"|\bas (?:well|did)\b|\b(?:here|there)(?=[,.;]|$)|\b(?:earlier|previous|above-mentioned) "
    r"(?:claim|report)\b"
    r"|\b(?:you|your)\b",
    "uk": r"(?:^|, )(?:він|вона|вони) (?:\w+ )?не\b|"
    r"\b(?:він|вона|вони) (?:також |ще )?(?:сказа\w+|заяви\w+|дода\w+|повідоми\w+|зазначи\w+|"
    r"наголоси\w+|пояснив\w*|розпові\w+|написа\w+)|\b(?:сказав|сказала|додав|додала|заявив|заявила) "
    r"(?:він|вона)\b"
    r"|\bза (?:його|її|їхніми) словами\b|\b(?:перший|другий|останній|обидва|обидві|обоє)\b(?=[,.]|$)"
    r"|\b(?:такий|така|таке|такі|таких|цей|ця|ці|цих|цього|цієї|цим|той|тих|тієї|того дня)\b|\bзокрема\b",
    "ru": r"(?:^|, )(?:он|она|они) (?:\w+ )?не\b|"
    r"\b(?:он|она|они) (?:также |ещ[её] )?(?:сказа\w+|заяви\w+|добави\w+|сообщи\w+|отмети\w+|"
    r"подчеркну\w+|поясни\w+|рассказа\w+|написа\w+)|\b(?:сказал|сказала|добавил|добавила|заявил|заявила) "
    r"(?:он|она)\b"
    r"|\bпо (?:его|её|ее|их) словам\b|\b(?:первый|второй|последний|оба|обе)\b(?=[,.]|$)"
    r"|\b(?:такой|такая|такое|такие|таких|этот|эта|эти|этих|этого|этой|этим|тот|тех|той|того дня)\b",
    "de": r"\b(?:sagte|teilte|erklärte|fügte|schrieb) (?:er|sie)\b"
    r"|\b(?:er|sie) (?:sagte|erklärte|schrieb|teilte)\b"
    r"|\b(?:letztere\w*|erstere\w*|beide[nrs]?|dies\w*|jene\w*|solche\w*)\b|\bdie zwei\b",
}
_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers|they|them|their|theirs)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"[\"“‘(]*(?:he|she|they|it|its|his|her|their|this|that|these|those|such)\b", re.IGNORECASE
)
_CAPITAL = re.compile(r"\b[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]{3,}")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-ZÀ-ÞА-ЯІЇЄҐ][\w'’-]+")
_FIRST_NAME = re.compile(
    r"^[“\"(]?[A-ZÀ-Þ][\w'’-]+ (?:[a-z]{2,3} )?[A-ZÀ-Þ]|^[A-ZÀ-Þ]{2,}\b|^[A-ZÀ-Þ][\w-]+[’']s\b"
)
_SOMEBODY = re.compile(
    r"^(?:[A-ZÀ-Þ]\w+ )*?(?:\d+|[a-z]+s|people|officials|police|rescuers|soldiers|residents)\b|"
    r"\b(?:an?|two|three|many|some|more|\d+) \w+"
)
_THE_START = re.compile(r"(?:the|its|his|her|their) [a-z]", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:according to the (?:first|second|latter|former|report|statement|document|same)|since then|"
    r"meanwhile|for (?:his|her|their|its) part|elsewhere|earlier|later|previously|already|only|even|just|"
    r"perhaps|not)\b",
    re.IGNORECASE,
)


def _compile(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {code: re.compile(pattern, re.IGNORECASE) for code, pattern in table.items()}


_POINT = _compile(_POINTS)


def stands_alone(sentence: str, language: str | None) -> bool:
    """Whether a sentence shown by itself says who and what it is about."""
    if sentence[:1] in "([" or DESK_NOTE.search(sentence) or phrases.leaner(language).match(sentence):
        return False
    return not points_out(sentence, language) and (language != "en" or _is_named(sentence))


def points_out(sentence: str, language: str | None) -> bool:
    """Whether a sentence points at something outside itself, wherever in it ("those", "he said")."""
    return harks_back(sentence, language) or (language == "en" and _has_stranger(unquoted(sentence, False)))


def harks_back(sentence: str, language: str | None) -> bool:
    """Whether a sentence means what was said before by a word of its own ("those"); pronouns apart."""
    pattern = _POINT.get(language or "")
    return bool(pattern and pattern.search(unquoted(sentence, False)))


def is_pronoun_first(sentence: str) -> bool:
    """English: whether a sentence begins with a word for somebody or something named before."""
    return _PRONOUN.match(sentence) is not None


def _has_stranger(outside: str) -> bool:
    """English: whether a pronoun has nobody before it."""
    person = _PERSON.search(outside)
    before = outside[: person.start()] if person else ""
    return person is not None and not (
        _NAME.search(before) or _FIRST_NAME.match(before) or _SOMEBODY.search(before)
    )


def _is_named(sentence: str) -> bool:
    """English: it begins with no word of time or turn, and its "the" has a name in the sentence."""
    return not _BEGINS.match(sentence) and (not _THE_START.match(sentence) or bool(_NAME.search(sentence)))


def names(text: str) -> frozenset[str]:
    """The capitalised words of a text but for those that begin a sentence, in lower case."""
    return frozenset(
        match[0].casefold().removesuffix("’s").removesuffix("'s") for match in _NAME.finditer(text)
    )


def capitals(text: str) -> frozenset[str]:
    """The longer words of a text that have a capital, wherever they stand, cut to stems."""
    return frozenset(match[0][:5].casefold() for match in _CAPITAL.finditer(text))
