"""Which news agency wrote an entry, where its first or last words say so.

An agency is named in a dateline ("BERLIN, Feb 17 (Reuters) - "), as the author, or in a closing credit
("© 2026 AFP", "Reporting by …; Editing by …"). "Reuters reports" inside a sentence is another newsroom
citing an agency: its report is its own and counts as such.
"""

from __future__ import annotations

import re

from digest.model import Entry

HEAD = 220
TAIL = 260

_AGENCIES = {
    "Reuters": "Reuters|Thomson Reuters|Рейтер|Рейтерс|رويترز|路透社",
    "AP": "AP|Associated Press|The Associated Press|أسوشيتد برس|美联社",
    "AFP": "AFP|Agence France-Presse|Agence France Presse|أ ف ب|ا ف ب|فرانس برس|法新社",
    "dpa": "dpa|Deutsche Presse-Agentur",
    "EFE": "EFE",
    "ANSA": "ANSA",
    "PTI": "PTI|Press Trust of India",
    "ANI": "ANI",
    "IANS": "IANS",
    "PA": "PA Media|Press Association",
    "Xinhua": "Xinhua|新华社|新華社",
    "Kyodo": "Kyodo|Kyodo News|共同社",
    "Yonhap": "Yonhap|Yonhap News Agency",
    "Bloomberg": "Bloomberg|Bloomberg News",
    "Ukrinform": "Ukrinform|Укрінформ|Укринформ",
    "Interfax-Ukraine": "Interfax-Ukraine|Інтерфакс-Україна|Интерфакс-Украина",
    "UNIAN": "UNIAN|УНІАН|УНИАН",
    "TASS": "TASS|ТАСС",
    "RIA Novosti": "RIA Novosti|РИА Новости",
    "Interfax": "Interfax|Интерфакс",
    "Anadolu": "Anadolu|Anadolu Agency|الأناضول",
    "SPA": "SPA|واس",
}
_AGENCY_OF = {alias.casefold(): agency for agency, names in _AGENCIES.items() for alias in names.split("|")}
_NAME = "|".join(re.escape(alias) for names in _AGENCIES.values() for alias in names.split("|"))
_SOURCE = "Source|Джерело|Источник|المصدر|Quelle|来源"
_BRACKETS = rf"[(（\[]\s*({_NAME})\s*[)）\]]"
_HEAD = (
    re.compile(rf"{_BRACKETS}\s*[-–—:.،,]"),
    re.compile(rf"^[^\n.]{{0,60}}\b({_NAME})\s*[-–—]\s"),
    re.compile(rf"^(?:[^\n.]{{1,30}}\.\s*)?({_NAME})\.\s"),
    re.compile(rf"^(?:By|Від|Von|Par)\s[^\n]{{0,80}}\b({_NAME})\s*(?:\n|$)", re.IGNORECASE),
)
_TAIL = (
    re.compile(rf"{_BRACKETS}\s*\.?\s*$"),
    re.compile(rf"(?:©|\bCopyright|\(c\))[\s\d,©-]*({_NAME})\b", re.IGNORECASE),
    re.compile(rf"(?:{_SOURCE})\s*[:：]\s*({_NAME})\s*\.?\s*$", re.IGNORECASE),
    re.compile(rf"(?:^|\n|[-–—]\s*)({_NAME})\s*\.?\s*$"),
)
_WORDS = frozenset(
    alias.split()[-1].split("-")[-1] for names in _AGENCIES.values() for alias in names.split("|")
)
_WORD = re.compile(r"\w+")
#: Reuters' own form of the credit: both halves, and any between, in the last line of a text. "Reporting by …"
#: alone is written by many and names no agency.
_REUTERS_CREDIT = re.compile(
    r"(?:^|\n|\(|\. )Reporting by [A-Z][^\n]{2,200}?(?:; ?(?:[A-Z][a-z]+ ){1,3}by [^\n;]{3,120}?)*"
    r"; ?Editing by [A-Z][^\n;]{2,120}$",
    re.MULTILINE,
)


def agency_of(entry: Entry) -> str | None:
    """The agency whose text this entry is, or None."""
    for author in (*entry.authors, entry.feed.publisher):
        agency = _AGENCY_OF.get(author.strip().casefold())
        if agency:
            return agency
    text = (entry.text or entry.summary).strip()
    head, tail = text[:HEAD], text[-TAIL:]
    ends = text if len(text) < HEAD + TAIL else f"{head}\n{tail}"
    agency = None
    if not _WORDS.isdisjoint(_WORD.findall(ends)):  # few texts name any agency
        agency = _named(head, _HEAD) or _named(tail, _TAIL)
    if agency is None and "Editing by" in tail:
        agency = "Reuters" if _REUTERS_CREDIT.search(text[-2 * TAIL :]) else None
    return agency


def _named(text: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return _AGENCY_OF[match[1].casefold()]
    return None
