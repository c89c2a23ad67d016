"""What another source's sentence brings that the lead does not have: a number, a name, somebody's words.

A name said differently is no news ("Moscow" beside "Russia"), nor is a day of the week, nor how many years
ago something was; a judgement nobody is named for ("time is no longer on their side") is an opinion. It knows
words, not meaning: an opinion in words not listed here passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.model import Sentence
from digest.write.alone import capitals, names
from digest.write.numbers import Count, counts
from digest.write.patterns import keys
from digest.write.phrases import says
from digest.write.salience import terms

LOOK = 5  #: sentences of another source that may add

#: Judgements, in sentences that name nobody who makes them.
_OPINION = re.compile(
    r"\b(?:(?:little|no|any|slim|faint) (?:hope|chance|prospect|sign|clear path|end in sight|"
    r"doubt|wonder)|signals?|"
    r"no longer on|time is (?:on|running)|on (?:its|his|her|their) side|may well|must|should|"
    r"ought|hardly|surely|"
    r"clearly|arguably|perhaps|remarkabl[ey]|stunning|historic|inevitabl[ey]|unprecedented|dramatic(?:ally)?|"
    r"reminder|testament|what (?:it|this|that) means|most important|the question is|at (?:a|the) crossroads|"
    r"looms?|frenzy|nightmare|tough (?:test|choice)|high[- ]stakes|crucial|pivotal|game[- ]changer|"
    r"here(?:['’]s| is| are)\b)"
    r"|\b(?:мабуть|напевно|очевидно|вочевидь|безперечно|насправді|історичн\w+|повинн\w+|мусить|мусять|варто|"
    r"безпрецедентн\w+|символ\w*|шансів (?:мало|немає))"
    r"|\b(?:наверное|очевидно|безусловно|на самом деле|историческ\w+|должн\w+|стоит ли|"
    r"беспрецедентн\w+|символ\w*|"
    r"шансов (?:мало|нет))"
    r"|\b(?:wohl|sicherlich|zweifellos|historisch\w*|müssen|müsste\w*|sollten?|beispiellos\w*|"
    r"kaum hoffnung)\b"
    r"|(?:يجب|ينبغي|لا شك|تاريخي|غير مسبوق)|(?:应该|應該|必须|必須|显然|顯然|史无前例|无疑)",
    re.IGNORECASE,
)
_CALENDAR = frozenset(
    keys(
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|"
        "july|august|september|october|november|december|montag|dienstag|mittwoch|donnerstag|freitag|"
        "samstag|sonntag|januar|februar|märz|mai|juni|juli|oktober|dezember|mr|mrs|ms|dr|president|prime|"
        "minister"
    )
)
#: A capital, a palace or a people named for its state.
_STATES = {
    "moscow": "russia", "kremlin": "russia", "kyiv": "ukraine", "kiev": "ukraine", "tehran": "iran",
    "washington": "america", "pentagon": "america", "states": "america", "house": "america",
    "beijing": "china", "jerusalem": "israel", "aviv": "israel", "paris": "france", "french": "france",
    "london": "britain", "british": "britain", "kingdom": "britain", "berlin": "germany", "minsk": "belarus",
    "ankara": "turkey", "warsaw": "poland", "polish": "poland", "brussels": "europe", "delhi": "india",
    "damascus": "syria", "москва": "росія", "кремль": "росія", "київ": "україна", "москву": "россия",
    "киев": "украина", "moskau": "russland", "kiew": "ukraine", "peking": "china", "teheran": "iran",
}  # fmt: skip
_SPANS_OF_TIME = (
    "year",
    "month",
    "week",
    "days",
    "day",
    "hour",
    "decade",
    "centur",
    "рік",
    "роки",
    "років",
    "годин",
    "дні",
    "днів", "лет", "года", "годов", "часов", "дней", "jahre", "jahr", "tage", "stunde",
)  # fmt: skip
_PUNISHED = re.compile(
    r"\b(?:sentenced|jailed|prison|jail|засуд|ув['’]язнен|приговор|тюрьм|haft|gefängnis)", re.I
)


def adding(sentences: Sequence[Sentence], known: str, about: str) -> Sentence | None:
    """The sentence of the same matter that brings most; None where none brings a fact.

    `known`: all the lead says; `about`: its headline and opening, of which a sentence on the same event holds
    two words.
    """
    topic, told = frozenset(terms(known)), frozenset(terms(about))
    about_names = capitals(about)
    best: tuple[float, Sentence] | None = None
    for sentence in sentences[:LOOK]:
        words = frozenset(terms(sentence.text))
        new = words - topic
        if len(words) < 6 or len(words & told) < 2 or len(new) < 4 or 2 * len(new) < len(words):
            continue
        if about_names and not about_names & capitals(sentence.text):
            continue  # it names nobody and no place the lead tells of
        brought = _worth(sentence.text, known, new)
        worth = brought + len(new) / len(words)
        if brought and (best is None or worth > best[0] + 0.1):
            best = (worth, sentence)
    return best[1] if best else None


def _worth(text: str, known: str, new: frozenset[str]) -> float:
    """0 for what brings no fact, else more for a number and for a name."""
    told = counts(known)
    counted = counts(text)
    most = {count.unit: count.value for count in sorted(told, key=lambda count: count.value)}
    if any(count.at_least and most.get(count.unit, -1.0) >= count.value for count in counted):
        return 0.0  # "more than 10" beside the lead's 12
    attributed = says(text)
    if not attributed and _OPINION.search(text):
        return 0.0
    numbers = [count for count in counted if count.value not in most.values() and _is_fact(count, text)]
    called = _new_names(text, known)
    if not (numbers or called) and not text.isascii() and not names(known):
        called = new  # a script without capitals
    if not (numbers or called or attributed):
        return 0.0
    return 0.1 + 0.3 * bool(numbers) + 0.2 * bool(called)


def _is_fact(count: Count, text: str) -> bool:
    """Not how long ago or for how long, unless somebody is punished for so long."""
    return not count.unit.startswith(_SPANS_OF_TIME) or bool(_PUNISHED.search(text))


def _new_names(text: str, known: str) -> frozenset[str]:
    """The names in `text` that `known` does not have in any form."""
    low = {word.casefold() for word in re.findall(r"\w[\w'’-]+", known)}
    have = {_kin(word) for word in low}
    return frozenset(name for name in names(text) if name not in _CALENDAR and _kin(name) not in have)


def _kin(name: str) -> str:
    """The state of a capital, else the start of a name: "Iranian" is of "Iran"."""
    name = name.casefold().replace(".", "")
    return _STATES.get(name, name)[:4]
