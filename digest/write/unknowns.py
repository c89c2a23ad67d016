"""What a text says nobody knows yet, and who would not answer, in six languages: weaker than a caveat.

To leave such a sentence out does not make a summary say more than its source; beside what it speaks of it is
of weight. They find words, not meaning: "she did not say a word" looks like a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from digest.write.patterns import keys

#: Not yet known or decided.
UNKNOWN: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"(?:\bnot\b|n['’]t\b)(?: yet| immediately| entirely| exactly| completely| fully| publicly| been| be|"
        r" so far){0,3} (?:clear(?! enough\b)|known(?! (?:for|to|as)\b)|determined|established|"
        r"sure (?:how|who|what|why|where|when|if|whether))\b",
        r"\bunclear\b|\b(?:is|was|are|were|remains?|remained|still|it['’]s) (?:\w+ ){0,2}?unknown\b|"
        r"\b(?:big|main|great) unknown\b|\bunsure\b (?:\w+ ){0,3}?(?:it|they|whether|if|what|who|how|when|"
        r"where)\b",
        r"\btoo (?:early|soon)\b[^.;]{0,40}? to (?:say|tell|know|determine|judge|assess|draw|speculate)\b",
        r"\b(?:do|does)(?: not|n['’]t) (?:yet |really |even |still |exactly ){0,2}know "
        r"(?:who|what|why|how (?:many|much|long|it|the|they|he|she)|when|where|whether|if|which|much|"
        r"the (?:cause|reason|motive|extent|number|identity))\b",
        r"\b(?:an open question|remains? (?:\w+ )?a mystery)\b",
        r"\b(?:days|weeks|months|years|time)\b[^.;]{0,20}? before [^.;]{0,80}?\b(?:known|clear|understand|"
        r"know)\b",
    ),
    "uk": (
        r"\b(?:невідомо|не відомо|незрозуміло|не зрозуміло|невідом(?:а|і|ий|е|ою|ими)|"
        r"(?:уточню|з['’ʼ]ясову|встановлю)(?:ють|є|ється|ються)(?!\s+(?:в|у)\s)|"
        r"поки (?:не ясно|неясно|рано (?:говорити|казати)))\b",
    ),
    "ru": (
        r"\b(?:неизвестно|не известно|неясно|непонятно|неизвестн(?:а|ы|о)|уточняется|уточняются|выясняется|"
        r"выясняются|устанавливается|устанавливаются|пока рано (?:говорить|судить))\b",
    ),
    "de": (
        r"\bunklar\b|\bnoch offen\b|\bnicht bekannt\b|\bnoch nicht fest\b|\bunbekannt\b|"
        r"\bnoch nicht geklärt\b|"
        r"\bungeklärt\b",
    ),
    "ar": (r"(?:لم|ولم) (?:يتضح|تتضح|يعرف|تعرف)|غير (?:واضح|معروف)|من غير (?:الواضح|المعروف)",),
    "zh": (r"(?:尚|目前|还|還|仍)?不清楚|尚不(?:明|知)|原因不明|尚不明确|尚不明確|仍不明",),
}

_EN_DID_NOT = (
    r"\b(?:did|has|have|had|would|could|was|were)(?: not|n['’]t)(?: yet| immediately| publicly){0,2} "
)

#: Asked, and did not answer or would not say.
SILENCE: Mapping[str, tuple[str, ...]] = {
    "en": (
        _EN_DID_NOT
        + r"(?:be reached|get in touch|hear(?:d)? back|comment|elaborate|respond(?:ed)?|repl(?:y|ied)|"
        r"answer(?:ed)? (?:\w+ )?(?:questions?|calls?|emails?|requests?|messages?)|return(?:ed)? [^.;]{0,25}"
        r"(?:calls?|emails?|requests?|messages?)|available for comment)\b",
        _EN_DID_NOT + r"(?:say|mention(?:ed)?|specif(?:y|ied)|disclosed?|"
        r"(?:give|given|provided?|offer(?:ed)?|issued?|made?|released?) (?:an? |any |the |further |more |"
        r"other |"
        r"firm |clear |public |official )*(?:details?|reasons?|explanation|motives?|information|comment|"
        r"statement|"
        r"answer))\b",
        r"\b(?:declin|refus)(?:ed|es|ing)\b[^.;]{0,40}?\b(?:comment|respond|elaborate|say|speak|talk|discuss|"
        r"answer|(?:an|request for|be) interview(?:ed)?|specify|disclose|give|provide)\b",
        r"\bturned down\b[^.;]{0,30}\b(?:requests?|interview)\b",
        r"\b(?:no|yet to (?:receive|get)(?: an?| any)?) (?:immediate |official |further |public )?"
        r"(?:response|comment|reply|reaction)\b|\bwithout (?:elaborating|specifying)\b|"
        r"\bcomment on\b[^.;]{0,40}\bmatters\b",
        r"\b(?:response|comment|reply|reaction)\b[^.;]{0,60}?(?: not|n['’]t) (?:been )?(?:immediately )?"
        r"(?:available|provided|received|returned|answered)\b",
        r"\b(?:no|not|other|further|more)\b[^.;]{0,30}?\b(?:details?|information|updates?)\b[^.;]{0,30}?"
        r"\b(?:was|were|been|not|n['’]t) (?:provided|given|released|immediately available|available)\b|"
        r"\bhad no information\b",
        r"\b(?:attempts|efforts|calls|messages|emails) (?:to (?:reach|contact)|seeking)\b[^.;]{0,80}"
        r"(?:unsuccessful|failed|\bnot\b|n['’]t\b|unanswered)|\b(?:could not|couldn['’]t|"
        r"unable to) (?:immediately )?"
        r"(?:reach|contact|get in touch with)\b|\b(?:they|he|she|officials|police)(?:['’]re|['’]s| are|"
        r" is) not "
        r"saying\b|\bdon['’]t comment\b",
        r"\b(?:not|n['’]t) (?:immediately )?available for comment\b",
    ),
    "uk": (
        r"\bне (?:відповіл\w+|відповів|відреагував\w*|прокоментувал?\w*|коментує|коментують|уточнил[аи]|"
        r"уточнив|"
        r"розкрил[аи]|розкрив|розголошу\w+)\b",
        r"\bвідмови(?:вся|лася|лися|лись)\b[^.;]{0,30}(?:комент|відповід|говорити|назвати|уточн)\w*|"
        r"\b(?:коментар|відповід)\w*[^.;]{0,40} не (?:надійш|нада|отрима)\w+|\bбез коментарів\b",
    ),
    "ru": (
        r"\bне (?:ответил\w*|отреагировал\w*|прокомментировал\w*|комментирует|комментируют|уточнил\w*|"
        r"раскрыл\w*|разглаша\w+)\b",
        r"\bотказал(?:ся|ась|ись)\b[^.;]{0,30}(?:коммент|отве|говорить|назвать|уточн)\w*|"
        r"\b(?:комментари|ответ)\w*[^.;]{0,40} не (?:поступ|предостав|получ)\w+|\bбез комментариев\b",
    ),
    "de": (
        r"\breagierten?\b[^.;]{0,30}\bnicht\b|\bäußerten? sich\b[^.;]{0,20}\bnicht\b|"
        r"\bwollten? sich\b[^.;]{0,40}\bnicht\b[^.;]{0,30}\bäußern\b|\bunbeantwortet\b|"
        r"\bnicht (?:zu erreichen|erreichbar)\b|\bkeine (?:angaben|stellungnahme|einzelheiten)\b|"
        r"\blehnten?\b[^.;]{0,30}(?:stellungnahme|kommentar|interview)\b",
    ),
    "ar": (r"(?:لم|ولم) (?:يرد|ترد|يعلق|تعلق|يجب|تجب)\b|(?:رفض|امتنع)(?:ت|وا)? (?:عن )?(?:ال)?تعليق\S*",),
    "zh": (
        r"(?:未|没有|沒有|尚未|拒绝|拒絕|不予|不愿|不願)(?:立即|就此)?[^。，；]{0,8}?(?:回应|回應|置评|置評|评论|評論|回复|回覆)",
    ),
}

#: What is asked of every event: a sentence that leaves it open speaks of the story's own.
_ASKED = re.compile(
    r"\b(?:cause|motive|extent|scale|circumstances|casualt(?:y|ies)|toll|who was (?:behind|responsible)|"
    r"who (?:carried out|fired))\b|"
    r"\b(?:причин|мотив|масштаб|обставин|обстоятельств|жертв|постражда|пострада)\w*|"
    r"\b(?:ursache|motiv|ausmaß|hintergr[uü]nde?|umstände)\b|原因|动机|動機|伤亡|傷亡|(?:ال)?(?:سبب|أسباب|دوافع)",
    re.IGNORECASE,
)

#: One of these stands in whatever the English patterns find; most sentences hold none.
_OPEN_KEYS = keys(
    "clear|known|determin|establish|too early|too soon| know |sure |mystery|open question|understand"
)
_REFUSALS = keys(
    "n't |n’t |not |declin|refus|no |without |unable |unsuccess|fail|unanswer|yet to |turned down"
)
_ASKINGS = keys(
    "respon|repl|comment|elaborat|answer|return|reach|contact|touch|hear|say|mention|specif|disclos|"
    r"detail|reason|"
    "motive|expla|information|reaction|speak|talk|discuss|interview|give|provid|update|issue|release|"
    r"statement"
)
#: What a speaker does not know about himself, or asks his reader.
_MINE = re.compile(r"\b(?:I|[Mm]y|[Yy]our?)\b")


def _compile(table: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {code: re.compile("|".join(parts), re.IGNORECASE) for code, parts in table.items()}


_UNKNOWN, _SILENCE = _compile(UNKNOWN), _compile(SILENCE)


def is_unknown(sentence: str, language: str | None) -> bool:
    """Whether a sentence says that something is not yet known; False in a language without rules."""
    pattern = _UNKNOWN.get(language or "")
    if pattern is None or (language == "en" and not any(map(sentence.__contains__, _OPEN_KEYS))):
        return False
    return bool(pattern.search(sentence)) and not (language == "en" and _MINE.search(sentence))


def is_silence(sentence: str, language: str | None) -> bool:
    """Whether a sentence says that somebody did not answer or would not say; False without rules."""
    pattern = _SILENCE.get(language or "")
    if pattern is None or (language == "en" and not _may_be_silence(sentence.lower())):
        return False
    return bool(pattern.search(sentence)) and not (language == "en" and _MINE.search(sentence))


def _may_be_silence(low: str) -> bool:
    return any(map(low.__contains__, _REFUSALS)) and any(map(low.__contains__, _ASKINGS))


def is_open(sentence: str, language: str | None) -> bool:
    """Whether a sentence leaves something open: not known, or not answered."""
    return is_unknown(sentence, language) or is_silence(sentence, language)


def asks_of_event(sentence: str) -> bool:
    """Whether a sentence names what every event is asked for: its cause, motive, extent, toll."""
    return bool(_ASKED.search(sentence))
