"""What an appended caveat speaks of, so that it never stands behind the wrong claim; pure.

"The claim could not be confirmed" doubts the sentence before it; "could not verify the extent of the damage"
names what it doubts; "could not verify these claims" in a paragraph of its own speaks of all that was claimed
above. It finds words, not meaning: in doubt a caveat is taken to point back, because one sentence more does
less harm than a doubt cast on the wrong sentence. English, Ukrainian, Russian, German, Arabic, Chinese;
elsewhere every caveat points back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from digest.write import phrases
from digest.write.caveats import is_uncharged

_THING = (
    r"claims?|reports?|accounts?|figures?|numbers?|statements?|assertions?|allegations?|accusations?|"
    r"information|footage|videos?|images?|pictures?|photo(?:graph)?s?|clips?|recordings?|audio|messages?|posts?|"
    r"details?|toll|data|findings|documents?|letters?|logs?|stor(?:y|ies)|testimon(?:y|ies)|version"
)
_UK_THING = (
    r"інформаці\w+|дан(?:і|их|ими)|твердженн\w+|заяв\w*|повідомленн\w+|слова|слів|свідченн\w+|цифр\w*|"
    r"відео|відеозапис\w*|фото|кадр\w*|верс\w+"
)
_RU_THING = (
    r"информаци\w+|данн(?:ые|ых|ыми)|утвержден\w+|заявлени\w+|сообщени\w+|слова|слов|свидетельств\w*|цифр\w*|"
    r"видео|видеозапис\w*|фото|кадр\w*|верс\w+"
)
_NOT_OF = r"(?!\s+(?:of|that|about|by|from|whether|on|in|made by|given by|circulating|posted|published)\b)"

#: Words that mean what was said before.
_POINTS: Mapping[str, str] = {
    "en": r"\b(?:this|these|those|either|neither|both|the same)\b(?! (?:week|month|year|time|day)\b)"
    r"|\b(?:such|its|his|her|their) (?:[\w-]+ ){0,2}?(?:" + _THING + r")\b"
    r"|\b(?:that|whether|if) they\b|\b(?:authenticity|veracity|legitimacy|validity|accuracy) of the\b"
    r"|\bthe (?:[\w-]+ ){0,2}?(?:" + _THING + r")\b" + _NOT_OF + r"|^(?:it|they|that)\b"
    r"(?!\s+(?:is|was|has been|remains)\s+(?:not |im|un)?(?:yet |immediately )?(?:possible|clear|known)\b)"
    r"|\b(?:verif\w+|confirm\w*|authenticat\w+|corroborat\w+|substantiat\w+|check\w*|of) "
    r"(?:it|them|that|any)\b"
    r"(?! \w+ly (?:that|whether))",
    "uk": r"\b(?:це|цю|ці|цей|ця|цього|цієї|цих|цим|цими|цьому|так(?:у|і|ого|ої|их)|його|її|їх|їхн\w+|"
    r"жодн\w+|обидв\w+)\b|\b(?:" + _UK_THING + r")\b(?!\s+(?:про|щодо|що|від|стосовно|сторін)\b)",
    "ru": r"\b(?:это|эту|эти|этот|эта|этого|этой|этих|этим|этому|так(?:ую|ие|ого|ой|их)|его|её|ее|их|"
    r"ни одн\w+|об[ае]их?)\b|\b(?:" + _RU_THING + r")\b(?!\s+(?:о|об|что|от|относительно|сторон)\b)",
    "de": r"\b(?:dies\w*|das|da(?:für|von|zu)|deren|dessen|ihre?[nrs]?|seine?[nrs]?|beide\w*)\b"
    r"|\bdie (?:angaben?|behauptung\w*|berichte?|zahlen?|aussagen?|informationen|meldung\w*|aufnahmen|"
    r"videos?)\b"
    r"(?!\s+(?:von|über|zu|aus|der|des)\b)",
    "ar": r"(?:ذلك|تلك|هذا|هذه|هؤلاء|منها|منه|صحته|صحتها|تأكيدها|تأكيده|المعلومات|الادعاءات|التقارير|"
    r"الأنباء|المزاعم|الروايت|الرواية|البيانات)",
    "zh": r"(?:这|這|该|該|此|上述|其|有关|相关)(?:些|一|个|個|项|項)?(?:说法|說法|消息|信息|资讯|数字|數字|"
    r"数据|數據|指控|报道|報道|視頻|视频|声明|聲明|情况|情況|真实性|真實性|事)?",
}
#: Several claims at once.
_MANY: Mapping[str, str] = {
    "en": r"\b(?:these|those|such|their|the)\s+(?:[\w-]+\s+){0,2}?(?:claims|reports|accounts|figures|numbers|"
    r"statements|assertions|allegations|accusations|details|data)\b",
    "uk": r"\b(?:ці|цих|такі|такі|їхні|наведені)\s+(?:\w+\s+)?(?:дан(?:і|их)|твердження|тверджень|заяви|"
    r"повідомлення|повідомлень|цифри|свідчення)\b",
    "ru": r"\b(?:эти|этих|такие|их|привед[её]нные)\s+(?:\w+\s+)?(?:данны[ех]|утверждени[яй]|заявлени[яй]|"
    r"сообщени[яй]|цифры|свидетельства)\b",
    "de": r"\b(?:diese|die)\s+(?:angaben|behauptungen|berichte|zahlen|aussagen|informationen|meldungen)\b",
    "ar": r"هذه (?:المعلومات|الادعاءات|التقارير|الأنباء|المزاعم|البيانات)",
    "zh": r"(?:这些|這些|上述|以上)(?:说法|說法|消息|信息|数字|數字|数据|數據|指控|报道|報道)",
}
#: An object that says itself what it is: "the extent of …", "whether …", «кількість …».
_NAMED: Mapping[str, str] = {
    "en": r"\b(?:whether|how many|how much|who|what|where|when|why|if|that|of|about|behind|in|on|at)\s+\w",
    "uk": r"\b(?:чи|скільки|хто|що|де|коли|як|про|щодо|кількість|масштаб\w*|причин\w*)\s+\w",
    "ru": r"\b(?:ли|сколько|кто|что|где|когда|как|о|об|количество|масштаб\w*|причин\w*)\s+\w",
    "de": r"\b(?:ob|wie viele|wer|was|wo|wann|von|über|zu den|zur|zum)\s+\w",
}
_CLAUSE = re.compile(r"[,;:—–]|\s-+\s|\b(?:and|but|though|although)\b|[，；،]")
_SHORT = 9  #: words below which a caveat that names nothing speaks of what stands before it
_INSIDE = 5  #: words of a clause that can be the claim itself


def _compile(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {code: re.compile(pattern, re.IGNORECASE) for code, pattern in table.items()}


_POINT, _PLURAL, _NAME = _compile(_POINTS), _compile(_MANY), _compile(_NAMED)


def points_back(caveat: str, language: str | None) -> bool:
    """Whether a caveat means something said before it rather than something it names itself."""
    pattern = _POINT.get(language or "")
    if pattern is None or phrases.leaner(language).match(caveat):
        return True
    point = (
        None if is_uncharged(caveat, language) else pattern.search(caveat)
    )  # "the charges" are the story's
    if point is not None:
        return not _is_told(caveat[: point.start()], language)
    named = _NAME.get(language or "")
    return len(caveat.split()) < _SHORT and (named is None or not named.search(caveat))


def speaks_of_many(caveat: str, language: str | None) -> bool:
    """Whether a caveat doubts several claims at once ("these claims")."""
    pattern = _PLURAL.get(language or "")
    return bool(pattern and pattern.search(caveat))


def _is_told(before: str, language: str | None) -> bool:
    """Whether the words before the pointing one hold a clause of their own that it can point at."""
    clause = _CLAUSE.search(before)
    if clause is None:
        return False
    first = before[: clause.start()]
    return len(first) > 12 if language == "zh" else len(first.split()) >= _INSIDE
