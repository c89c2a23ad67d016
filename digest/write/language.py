"""Names the language of a text from its letters, for the languages this package has rules for.

It tells scripts apart, and inside a script the languages by letters only one of them has. It is no
general detector: a text in a language without rules is named only if its script says so, else None.
A caller who knows the language (the feed's, the newsroom's) should say it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Languages with sentence, attribution and caveat rules of their own.
KNOWN = frozenset({"en", "uk", "ru", "de", "ar", "zh"})

_UNLATIN = frozenset({"uk", "ru", "ar", "zh"})

#: So much of a text decides; a longer look changes nothing and costs time.
_LOOK = 1000

_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_ARABIC = re.compile(r"[؀-ۿ]")
_HAN = re.compile(r"[一-鿿㐀-䶿]")
_KANA = re.compile(r"[぀-ヿ가-힯]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэъёЫЭЪЁ]")
_OTHER_CYRILLIC = re.compile(r"[ўЎјЈљЉњЊћЋђЂџЏәөұқңғҳ]")
_PERSIAN_URDU = re.compile(r"[پچژگکیٹڈڑںے]")

#: Words so frequent that a paragraph holds several, and no other language here does.
_WORDS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:the|of|and|to|in|that|is|was|for|said|with|on|has|have|by|from)\b", re.I),
    "de": re.compile(r"\b(?:der|die|das|und|ist|nicht|mit|ein|eine|den|dem|von|auf|für|sich|wurde)\b", re.I),
    "other": re.compile(
        r"\b(?:le|les|des|et|une|est|dans|el|los|las|del|que|una|il|di|che|de|het|een|van|não|uma|"
        r"w|się|na|że|och|att|som|ve|bir|için|por|para|pour|con)\b",
        re.I,
    ),
}


def detect(text: str) -> str | None:
    """The language of `text` as a two-letter code, or None where its letters do not tell."""
    head = text[:_LOOK]
    script = _script(head)
    if script is None:
        return None
    if script == "han":
        return None if len(_KANA.findall(head)) * 10 > len(_HAN.findall(head)) else "zh"
    if script == "arabic":
        return None if len(_PERSIAN_URDU.findall(head)) * 25 > len(_ARABIC.findall(head)) else "ar"
    return _cyrillic(head) if script == "cyrillic" else _latin(head)


def _script(head: str) -> str | None:
    """The script most of the letters are of; None without letters."""
    if head.isascii():
        return "latin" if _LATIN.search(head) else None
    scripts = {
        "latin": len(_LATIN.findall(head)),
        "cyrillic": len(_CYRILLIC.findall(head)),
        "arabic": len(_ARABIC.findall(head)),
        "han": 3 * len(_HAN.findall(head)),  # one sign says as much as three letters
    }
    script = max(scripts, key=lambda name: scripts[name])
    return script if scripts[script] else None


def base(language: str | None) -> str | None:
    """`uk-UA`, `UK` and `ukr` as `uk`; None stays None."""
    if not language:
        return None
    code = language.strip().lower().replace("_", "-").split("-")[0]
    return {"eng": "en", "ukr": "uk", "ua": "uk", "rus": "ru", "deu": "de", "ger": "de", "ara": "ar",
            "zho": "zh", "chi": "zh", "cmn": "zh"}.get(code, code) or None  # fmt: skip


def settle(declared: str | None, text: str) -> str | None:
    """The language to read `text` in: as declared, unless its letters plainly say another.

    A feed often declares one language for items in two. One that is written in Latin letters is not overruled
    by another that is.
    """
    said = base(declared)
    if said is None:
        return detect(text)
    script = _script(text[:_LOOK])
    if script is None or (script == "latin" and said not in _UNLATIN):
        return said
    return detect(text) if script == "latin" else detect(text) or said


def _cyrillic(head: str) -> str | None:
    ukrainian, russian = len(_UKRAINIAN.findall(head)), len(_RUSSIAN.findall(head))
    if len(_OTHER_CYRILLIC.findall(head)) > max(2, ukrainian, russian):
        return None
    if ukrainian == russian:  # too short to tell; the safer guess has the larger abbreviation list
        return "uk" if ukrainian else None
    return "uk" if ukrainian > russian else "ru"


def _latin(head: str) -> str | None:
    counts = {name: len(pattern.findall(head)) for name, pattern in _WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    return None if best == "other" or not counts[best] else best
