"""The doubts of a text in six languages: what could not be verified or shown, who was not charged.

They find words, not meaning: a doubt put in words not listed here is not seen, and a nominee the Senate has
"not confirmed" would look like one but for an exception. Where a text's language has no rules, every
language's patterns are tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_EN_ROOT = r"(?:verif|confirm|authenticat|corroborat|substantiat|vouch)\w*"
_EN_NOT = (
    r"(?:\bnot\b|n['’]t\b|\bcannot\b|\bunable\b|\bno\b|\bnever\b|\bnor\b|\bneither\b|"
    r"\bnone\b|\bwithout\b|\bimpossible\b|"
    r"\bdifficult\b|\bhard\b|\byet to\b|\bfailed to\b|\bdeclined to\b|\brefused to\b)"
)
_FIND_OUT = (
    r"(?:(?:determine|ascertain)\b|(?:establish|check|say for (?:sure|certain)) (?:whether|"
    r"how|who|what|where|when|if|"
    r"the (?:exact|number|cause|extent|identity|location|origin|source))\b)"
)
_EN_SHOWN = r"(?:[\w'’-]+\W+){0,3}?(?:evidence|proof|basis|test)\b"
_UK_ROOT = r"(?:підтверд|перевір|верифік|засвідчит)\w*"
_UK_NOT = (
    r"(?:не (?:вдал\w+|вда[єв]\w+|змогл\w+|зміг|мо[жг]\w+|міг|ма(?:є|ють|в|л[аио]|ємо) (?:змоги|можливості)|"
    r"було (?:змоги|можливості))|"
    r"неможливо|важко|складно|не (?:видається|є) можлив\w+|нема(?:є)? (?:змоги|можливості))"
)
_RU_ROOT = r"(?:подтвер(?:жд|д)|провер|верифиц|удостовер)\w*"
_RU_NOT = (
    r"(?:не (?:удал\w+|уда[её]тся|смог\w*|мо[жг]\w+|име\w+ возможности|было возможности)|невозможно|трудно|"
    r"сложно|не представл\w+ возможн\w+|нет возможности)"
)
_DE_ROOT = r"[\wäöüß]*(?:überprüf|nachprüf|verifizier|bestätig|geprüft|prüfen|prüfbar)[\wäöüß]*"

#: Could not be made sure of, by the newsroom or by those it asked.
DOUBT: Mapping[str, tuple[str, ...]] = {
    "en": (
        _EN_NOT + r"(?!\W+only\b)(?:\W+[\w’'-]+){0,6}?\W+" + _EN_ROOT,
        r"\b(?:none of\b|no\W+" + _EN_SHOWN + r")[^.;]{0,60}?\W" + _EN_ROOT,
        r"\bno\W+"
        + _EN_SHOWN
        + r"[^.;,]{0,30}?\b(?:to (?:support|back|prove|suggest|show)|supporting|backing|"
        r"behind|that|for (?:the|his|her|their|its|this|that|these|those|such|any)\b)",
        r"\b(?:verif(?:y|ied|ication)|confirmation|authenticity|accuracy|veracity|legitimacy|"
        r"validity)\b[^.;]{0,60}"
        r"(?:\bnot\b|n['’]t\b|\bcannot\b|\bimpossible\b|\bdifficult\b|\bpending\b|\bawaited\b)",
        r"(?:\bneeded|\brequired|\bnot|n['’]t|\bno way|\bcannot|\bimpossible)(?: \w+){0,3}? (?:know|say|"
        r"tell|be) "
        r"(?:for )?(?:sure|certain)\b(?! (?:to|you))",
        r"\b(?:purely|still|only|entirely) hypothetical\b|\b(?:needs?|has|have|remains?) to be "
        r"(?:replicated|repeated|confirmed|verified|proved|proven)\b|"
        r"(?:\bnot|n['’]t) (?:yet )?(?:been )?(?:peer[- ]reviewed|replicated)\b",
        r"\bun(?:confirmed|verified|authenticated|corroborated)\b",
        r"\bnot (?:been )?independently\b",
        r"(?:^|[.,;]\s|\b(?:which|that)\W+)if (?:authentic|true|confirmed|verified|genuine)\b",
        r"\b(?:could|can)(?: not|n['’]t|not) (?:immediately |independently )*" + _FIND_OUT,
        r"\b(?:not|un)(?: immediately| yet| independently)* ?able to " + _FIND_OUT,
        r"\b(?:could|can)(?: not|n['’]t|not) be (?:immediately |independently )*(?:checked|"
        r"established|determined|ascertained)\b",
        r"\b(?:evidence|proof) (?:was|were|has|have)(?: not|"
        r"n['’]t) (?:been )?(?:immediately )?(?:provided|offered|given)\b",
        r"\bwithout (?:ever )?(?:substantiating|(?:providing|offering|presenting|giving|citing|"
        r"producing) (?:any )?(?:evidence|proof))\b",
        r"\b(?:provided|offered|gave|presented|produced|cited) no (?:\w+ )?(?:evidence|proof)\b",
        r"\b(?:did|does|do|has|have)(?: not|n['’]t) (?:immediately )?(?:provided?|offer(?:ed)?|"
        r"present(?:ed)?|given?|produced?|cited?) "
        r"(?:any )?(?:\w+ )?(?:evidence|proof)\b",
    ),
    "uk": (
        _UK_NOT + r"[^.;]{0,60}?" + _UK_ROOT,
        _UK_NOT + r"[^.;]{0,40}?(?:встановити|з['’ʼ]ясувати|визначити)\b",
        r"(?:встановити|з['’ʼ]ясувати|визначити)[^.;]{0,40}?" + _UK_NOT,
        _UK_ROOT
        + r"[^.;]{0,60}?(?:"
        + _UK_NOT
        + r"|\bнема\b|немає|не бул[оаи]|не надходи\w+|не надійшл\w+|відсутн\w+)",
        r"\bне (?:бул[оаи] |є )?(?:\w+ ){0,2}?(?:підтверджен|перевірен|верифікован|підтверджу|підтверд)\w*",
        r"(?:нема|немає|без|не бул[оаи]) (?:\w+ ){0,2}підтвердж\w+",
        r"непідтверджен\w+|неперевірен\w+|якщо (?:це|інформація) підтвердиться",
        r"(?:без|не (?:нада|нав[еі]|наводи)\w+)(?: \w+){0,2} доказів|доказів[^.;]{0,40} не (?:нада|"
        r"нав[еі]|наводи)\w+",
        r"достовірність[^.;]{0,50}(?:не |встановлю)",
    ),
    "ru": (
        _RU_NOT + r"[^.;]{0,60}?" + _RU_ROOT,
        _RU_NOT + r"[^.;]{0,40}?(?:установить|выяснить|определить)\b",
        r"(?:установить|выяснить|определить)[^.;]{0,40}?" + _RU_NOT,
        _RU_ROOT + r"[^.;]{0,60}?(?:" + _RU_NOT + r"|\bнет\b|не было|не поступ\w+|отсутству\w+)",
        r"\bне (?:был[оаи]? )?(?:\w+ ){0,2}?(?:подтвержд[её]н|провер[её]н|верифицирован|подтверж?д)\w*",
        r"(?:нет|без|не было) (?:\w+ ){0,2}подтвержд\w+",
        r"неподтвержд[её]нн\w+|непроверенн\w+|если (?:это|информация) подтвердится",
        r"(?:без|не (?:прив[её]л|привод|предостав|представ)\w*)(?: \w+){0,2} доказательств",
        r"доказательств[^.;]{0,40} не (?:прив[её]л|привод|предостав|представ)\w*",
        r"достоверность[^.;]{0,50}(?:не |устан)",
    ),
    "de": (
        r"\b(?:nicht|kaum|schwer)\b(?! nur)(?:\s+[\wäöüß]+){0,5}?\s+" + _DE_ROOT,
        r"\b" + _DE_ROOT + r"\s+(?:[\wäöüß]+\s+){0,5}(?:nicht|kaum)\b(?! nur)",
        r"\bunbestätigt\w*|\bungeprüft\w*|\bunverifiziert\w*",
        r"\b(?:keine|ohne)\s+(?:[\wäöüß]+\s+){0,2}(?:bestätigung|verifizierung|überprüfung)\b",
        r"\b(?:bestätigung|überprüfung|verifizierung)\b[^.;]{0,60}\b(?:nicht|kaum|aus|fehlt|"
        r"fehlte|zunächst)\b",
        r"\b(?:ohne|keine)(?: \w+)? (?:belege|beweise)\b|\b(?:belege|"
        r"beweise)\b[^.;]{0,40}\b(?:nicht|keine)\b",
    ),
    "ar": (
        r"(?:لم|لا|ولم|ولا|فلم|لن|دون|بدون|تعذر|يتعذر|تعذّر|يصعب|صعب)\s+(?:\S+\s+){0,6}?(?:من\s+)?"
        r"(?:ال|بال|لل)?(?:تحقق|تأكد|تثبت|تأكيد|تأكيدها|تأكيده|مؤكد|يؤكد|تؤكد|تتأكد|يتأكد|صحة)\S*",
        r"غير (?:ال)?مؤكد\S*|(?:ال)?غير مؤكد\S*",
        r"(?:لم|ولم) (?:يقدم|تقدم|يقدموا)(?:\s+\S+){0,2}\s+(?:أدلة|دليل|دليلا|أدلةً)|(?:دون|"
        r"بدون)(?: تقديم)? (?:أدلة|دليل)",
    ),
    "zh": (
        r"(?:无法|無法|未能|未获|未獲|尚未|没有|沒有|不能|难以|難以|没能|暂未|暫未|尚无|尚無|还没有|並未|并未|仍未|未有)"
        r"[^。，；,]{0,18}?(?:核实|核實|证实|證實|验证|驗證|查证|查證|确认|確認|核验|核查|证明|證明)",
        r"未[经經获獲](?:[^。，；]{0,8})(?:证实|證實|核实|核實|确认|確認|验证|驗證)",
        r"(?:有待|尚待|仍待)[^。，；]{0,8}(?:证实|證實|核实|核實|查证|查證|确认|確認)",
        r"(?:真实性|真實性|真伪|真偽)[^。]{0,12}(?:无法|無法|未|不|存疑)",
        r"(?:未|没有|沒有|并未|並未)(?:提供|出示|给出|給出)[^。，；]{0,8}(?:证据|證據)",
    ),
}

#: Accused, and no court or prosecutor has said so.
UNCHARGED: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"(?:(?:\bnot|n['’]t|\bnever|\byet to|\bwithout)\W+(?:yet\W+|so far\W+)?be(?:en|ing)?|"
        r"\b(?:was|were|is|are)(?: not| never|n['’]t))\W+(?:\w+ly\W+)?"
        r"(?:charged|convicted|indicted|found guilty)\b"
        r"(?! (?:an?|any(?! charges?\b)|for|extra|more|up|\W?\d)\b)",
        r"\bnever (?:\w+ly )?(?:charged|convicted|indicted|found guilty)\b|"
        r"\bnot (?:been )?(?:named|identified) as an? (?:\w+ )?(?:defendant|suspect|accused)\b",
        r"\bno (?:\w+ )?charges (?:have|had|has|were|are)\b|\bpresumed innocent\b",
    ),
    "uk": (
        r"\b(?:звинувачен|обвинувачен|підозр)\w*[^.;]{0,40}? не (?:висун|висува|пред['’ʼ]яв|повідом|"
        r"оголо)\w+",
        r"\bне (?:висун|висува|пред['’ʼ]яв|повідомил|оголоси)\w+[^.;]{0,30}? (?:звинувачен|обвинувачен|"
        r"підозр)\w*",
        r"\bвин[аиу]\b[^.;]{0,30} не доведен\w+|\bпрезумпці\w+ невинуватості",
    ),
    "ru": (
        r"\bобвинен\w*[^.;]{0,40}? не (?:предъяв|выдвин|выдвиг)\w+",
        r"\bне (?:предъяв|выдвин|выдвиг)\w+[^.;]{0,30}? обвинен\w*",
        r"\bвин[аыу]\b[^.;]{0,30} не доказан\w*|\bпрезумпци\w+ невиновности",
    ),
    "de": (
        r"\bnicht angeklagt\b|\bunschuldsvermutung\b",
        r"\banklage\b[^.;]{0,40}\bnicht (?:erhoben|erhebt)\b|\bkeine anklage\b",
    ),
    "ar": (r"(?:لم|ولم) توج[هّ]\S*(?:\s+\S+){0,3}?\s+(?:تهم|اتهام)\S*",),
    "zh": (r"(?:未|没有|沒有)(?:正式)?(?:被|受到)(?:正式)?(?:起诉|起訴|指控|定罪)|无罪推定|無罪推定",),
}

_NOMINEE = re.compile(r"\bnominee|\bnominat|\bsenate\b[^.]{0,30}\bconfirm|\breservation", re.IGNORECASE)

#: One of these stands in whatever DOUBT finds; looked for first, because most sentences hold none.
_KEYS = {
    "en": (
        "verif",
        "confirm",
        "authentic",
        "corrobor",
        "substantiat",
        "vouch",
        "independent",
        "accuracy",
        "veracity",
        "evidence",
        "proof",
        "legitimacy",
        "validity",
        " if true",
        "if true",
        "genuine",
        "checked",
        "establish",
        "determin",
        "ascertain",
        "basis",
        "hypothetical",
        "for sure",
        "for certain",
        "be certain",
        "replicated",
        "to be repeated",
        "peer",
        "to be prov",
    ),
    "uk": (
        "підтвер",
        "перевір",
        "верифік",
        "достовір",
        "доказ",
        "встанов",
        "ясув",
        "визнач",
        "засвідч",
        "автентич",
        "справжн",
    ),
    "ru": ("подтвер", "провер", "вериф", "достовер", "доказ", "станов", "выясн", "определ", "подлинн"),
    "de": ("prüf", "verifiz", "bestätig", "belege", "beweise"),
    "ar": ("تحقق", "تأكد", "تثبت", "تأكيد", "مؤكد", "صحة", "ؤكد", "أدلة", "دليل"),
    "zh": ("核", "证", "證", "验", "驗", "确认", "確認", "真实性", "真實性", "真伪", "真偽"),
}
_CHARGES = {
    "en": ("charge", "convict", "indict", "guilty", "innocent", "named as", "identified as"),
    "uk": ("винувач", "підозр", "доведен", "невинуват"),
    "ru": ("обвинен", "доказан", "невиновн"),
    "de": ("anklage", "angeklagt", "unschuld"),
    "ar": ("تهم", "اتهام"),
    "zh": ("诉", "訴", "指控", "罪"),
}


def _compile(table: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {code: re.compile("|".join(parts), re.IGNORECASE) for code, parts in table.items()}


def _any(table: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    return re.compile("|".join(part for parts in table.values() for part in parts), re.IGNORECASE)


_DOUBT, _UNCHARGED = _compile(DOUBT), _compile(UNCHARGED)
_ANY = _any(DOUBT)
_ANY_UNCHARGED = _any(UNCHARGED)
_ANY_KEYS = tuple(key for keys in _KEYS.values() for key in keys)
_ANY_CHARGES = tuple(key for keys in _CHARGES.values() for key in keys)


def is_caveat(sentence: str, language: str | None = None) -> bool:
    """Whether a sentence says that something could not be verified, confirmed or shown, or nobody charged."""
    low = sentence.lower()
    keys = _KEYS.get(language or "", _ANY_KEYS)
    if any(map(low.__contains__, keys)) and _DOUBT.get(language or "", _ANY).search(sentence):
        return not _NOMINEE.search(sentence)
    return is_uncharged(sentence, language)


def is_uncharged(sentence: str, language: str | None = None) -> bool:
    """Whether a sentence says that an accused was not charged, or not convicted."""
    low = sentence.lower()
    keys = _CHARGES.get(language or "", _ANY_CHARGES)
    return any(map(low.__contains__, keys)) and bool(
        _UNCHARGED.get(language or "", _ANY_UNCHARGED).search(sentence)
    )
