"""Where one report states what another only says is believed; pure.

"Was beaten to death by activists" beside "by men believed to be activists": neither is wrong for that, but a
reader has to know. It compares words: the doubted words must stand in the plain sentence too. Six languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from digest.write import phrases
from digest.write.salience import terms

#: Words behind which a report puts what it does not state itself.
_HEDGES: Mapping[str, str] = {
    "en": r"\b(?:alleged(?:ly)?|reportedly|believed to|thought to|said to have|suspected|seemingly|"
    r"apparent(?:ly)?|"
    r"presumed|purported(?:ly)?|supposed(?:ly)?|unconfirmed|accused of|may have|might have|appears? to have|"
    r"appeared to have)\b",
    "uk": r"\b(?:й?імовірно|нібито|начебто|за попередніми даними|підозрюван\w+|можливо|вважають|"
    r"за непідтвердженими)\b",
    "ru": r"\b(?:вероятно|предположительно|якобы|по предварительным данным|подозреваем\w+|возможно|"
    r"по неподтвержд[её]нным)\b",
    "de": r"\b(?:mutmaßlich\w*|angeblich\w*|offenbar|vermutlich|möglicherweise|wohl|soll(?:en)?)\b",
    "ar": r"(?:يُ?عتقد|يُ?زعم|يُ?شتبه|مشتبه|على ما يبدو|يبدو أن|يُ?رجح|ربما|مزعوم)",
    "zh": r"(?:疑似|据称|據稱|涉嫌|据信|據信|可能|疑为|疑為)",
}
_PATTERNS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _HEDGES.items()}
_CLAUSE = re.compile(r"[,;:.!?，；。、]|\s[—–-]\s")
_WINDOW = 80  #: characters behind a hedge that it doubts, at most


def doubts(sentence: str, plain: str, language: str | None) -> bool:
    """Whether `sentence` hedges what `plain` states without a hedge and without a source."""
    pattern = _PATTERNS.get(language or "")
    if pattern is None or phrases.attribution(language).search(plain):
        return False
    told = frozenset(terms(plain))
    if len(told & frozenset(terms(sentence))) < 3:
        return False
    return any(told & _doubted(sentence, match.end()) for match in pattern.finditer(sentence))


def _doubted(sentence: str, start: int) -> frozenset[str]:
    """The words a hedge that ends at `start` speaks of: to the end of its clause."""
    behind = sentence[start : start + _WINDOW].lstrip(" ,،，")
    clause = _CLAUSE.search(behind)
    return frozenset(terms(behind[: clause.start()] if clause else behind))
