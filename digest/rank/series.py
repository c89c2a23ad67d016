"""Whether two titles are numbers of one series: the same words about another place, person or day.

"Weather in Brest on 17 May" and "Weather in Gomel on 17 May" are as alike as two reports of one event can
be, and so are yesterday's and today's "Day 1,456 of the war". Titles that differ in a count only ("death
toll rises to 12", "to 14") are one event, unless the texts name different days: "61 of 80 drones shot down"
is told anew each morning.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.rank.days import MONTHS, days_named
from digest.rank.weigh import Document, body_of

MOST = 2  #: words that differ on each side
LIKE = 0.6  #: share of the words of two titles that are the same but for their numbers
STEM = 4  #: first letters that make two words the same there
_COUNTED = (
    "day week part no number episode issue vol chapter день тиждень неделя частина часть випуск выпуск tag"
)
_DATED = frozenset(MONTHS) | frozenset(_COUNTED.split())


def of_one_series(one: Document, other: Document) -> bool:
    """Whether two documents are different numbers of a series, by their titles or by the days they name."""
    return another_issue(one.title, other.title) or (
        _same_but_numbers(one.title, other.title) and _name_other_days(one, other)
    )


def _same_but_numbers(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two titles have different numbers and otherwise mostly the same words."""
    numbers, other_numbers = ({word for word in title if word[0].isdigit()} for title in (one, other))
    if not numbers or not other_numbers or numbers == other_numbers:
        return False
    said, other_said = (
        {word[:STEM].lower() for word in title if not word[0].isdigit()} for title in (one, other)
    )
    return len(said & other_said) >= LIKE * max(len(said), len(other_said))


def _name_other_days(one: Document, other: Document) -> bool:
    days, others = (days_named(f"{d.entry.title}\n{body_of(d.entry)}") for d in (one, other))
    return bool(days and others) and days.isdisjoint(others)


def another_issue(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether these titles, as words, are of one series but of different numbers of it."""
    if abs(len(one) - len(other)) > MOST:
        return False
    lower, lower_other = _plain(one), _plain(other)
    shared = set(lower) & set(lower_other)
    if len(shared) < 2:
        return False
    differs = [place for place, word in enumerate(lower) if word not in shared]
    differs_other = [place for place, word in enumerate(lower_other) if word not in shared]
    if not (0 < len(differs) <= MOST and 0 < len(differs_other) <= MOST):
        return False
    if len(shared) < 2 * max(len(differs), len(differs_other)):
        return False
    if in_title_case(one) or in_title_case(other):
        return False
    return all(_names(one, place) for place in differs) and all(_names(other, p) for p in differs_other)


def _plain(title: Sequence[str]) -> list[str]:
    return [word.lower().replace("’", "'") for word in title]


def _names(title: Sequence[str], place: int) -> bool:
    """Whether the word at a place names a place, a person or a day, and is not a count."""
    word = title[place]
    if not word[0].isdigit():
        return place > 0 and word[0].isupper()
    beside = (*title[max(place - 1, 0) : place], *title[place + 1 : place + 2])
    return any(near.lower() in _DATED for near in beside)


def in_title_case(title: Sequence[str]) -> bool:
    """Whether most words are capitalised, so that a capital does not tell a name."""
    words = [word for word in title if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) > 0.6 * len(words)
