"""The numbers of a sentence with the thing they count, so that two reports can be compared; pure.

Digits in any script and small number words of English, Ukrainian, Russian and German. Years, dates, clock
times and ordinals count nothing and are left out. It reads no context beyond a few words around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.write.salience import terms

_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "двоє": 2,
    "двох": 2,
    "дві": 2,
    "два": 2,
    "троє": 3,
    "трьох": 3,
    "три": 3,
    "четверо": 4,
    "чотири": 4,
    "п'ятеро": 5,
    "п’ятеро": 5,
    "п'ять": 5,
    "п’ять": 5,
    "шестеро": 6,
    "шість": 6,
    "семеро": 7,
    "сім": 7,
    "восьмеро": 8,
    "вісім": 8,
    "дев'ять": 9,
    "десять": 10,
    "десятеро": 10,
    "двое": 2,
    "две": 2,
    "трое": 3,
    "четыре": 4,
    "пятеро": 5,
    "пять": 5,
    "шесть": 6,
    "семь": 7,
    "восемь": 8,
    "девять": 9,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:(?P<digits>\d[\d.,\u00a0\u202f ]*\d|\d)(?P<after>\s?%|[-:/.]\d|(?:st|"
    r"nd|rd|th)\b|-(?:й|го|му|ї|а|та|ій)\b|\.(?=\s[A-ZÄ]))?"
    r"|(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r"))(?![\w])",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\s*(?:(?P<thousand>thousand|тис(?:яч\w*)?\b\.?|тыс(?:яч\w*)?\b\.?|tausend|千|ألف|آلاف)|"
    r"(?P<million>m(?:illion|ln)?\b|млн|мільйон\w*|миллион\w*|mio\b\.?|million\w*|مليون)|"
    r"(?P<billion>b(?:illion|n)\b|млрд|мільярд\w*|миллиард\w*|mrd\b\.?|milliard\w*|مليار))",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\s*(?:jan|feb|mar(?:ch)?\b|apr|may\b|june?\b|july?\b|aug|sept?|oct|nov|dec|січ|лют|"
    r"берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|"
    r"янв|фев|март|апр|ма[йя]\b|июн|июл|авг|сен|окт|ноя|дек|januar|februar|märz|april|mai\b|"
    r"juni\b|juli\b|august|oktober|dezember|"
    r"a\.?m\b|p\.?m\b|uhr\b|o['’]clock|year-old|-year|years? old|рок|річ|лет\b|jahre alt|[年月日时點点])",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*$|\b(?:aged?|age)\s*$",
    re.IGNORECASE,
)

_AT_LEAST = re.compile(
    r"(?:at least|more than|over|above|щонайменше|принаймні|понад|більше? ніж|не менше|минимум|более|свыше|"
    r"не менее|mindestens|mehr als|über)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number, the stem of the word behind it, and the stems near by."""

    value: float
    unit: str
    near: frozenset[str]
    at_least: bool = False  #: "more than 10" does not differ from 12


def counts(text: str) -> list[Count]:
    """What `text` counts: "12 people were killed" as 12, "people", near "killed"."""
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match, text)
        if value is None:
            continue
        after = terms(text[match.end() : match.end() + 60])
        before = terms(text[max(0, match.start() - 50) : match.start()])
        unit = next((term for term in after if not term.isdigit()), "")
        near = frozenset([*after[:6], *before[-4:]]) - {unit}
        at_least = bool(_AT_LEAST.search(text[max(0, match.start() - 16) : match.start()]))
        found.append(Count(value, unit, near, at_least))
    return found


def _value(match: re.Match[str], text: str) -> float | None:
    rest = text[match.end() : match.end() + 14]
    if match["word"]:
        return float(_WORDS[match["word"].lower()])
    if (match["after"] and "%" not in match["after"]) or _DATE.match(rest):
        return None
    if _MONTH_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    digits = re.sub(r"(?<=\d)[,.\s](?=\d{3}(?:\D|$))", "", match["digits"]).replace(" ", "")
    try:
        value = float(digits.replace(",", "."))
    except ValueError:
        return None  # "1.2.3": a section or a version counts nothing
    scale = _SCALE.match(rest)
    if scale is None and len(digits) == 4 and 1900 <= value <= 2100:
        return None
    return (
        value * {"thousand": 1e3, "million": 1e6, "billion": 1e9}[scale.lastgroup or ""] if scale else value
    )
