"""How common a word is before anything was counted: short lists written by hand, in shares of articles.

They make a threshold mean the same for two entries as for two thousand: without them every word of a
small batch looks rare. A word that is in no list counts as rare. Words are in the form `terms` gives them.
"""

from __future__ import annotations

from functools import cache

from digest.rank.common_words import FUNCTION, NEWS, OFTEN_SEEN

EVERYWHERE = 0.5  #: share of the articles that hold a function word
OFTEN = 0.12  #: share that hold a word of the news trade, a weekday, a month
SOMETIMES = 0.03  #: share that hold a word of many kinds of news ("hospital", "contract")

_CHINESE_FUNCTION = frozenset("的了是在和不有这與与及也就都而对對为為于於等其中上下个個人一日月年")


@cache
def shares() -> dict[str, float]:
    """The share of articles that hold a term, for the terms in the lists."""
    from digest.rank.terms import Stems

    stems = Stems()
    found: dict[str, float] = {}
    for listing, share in ((OFTEN_SEEN, SOMETIMES), (NEWS, OFTEN), (FUNCTION, EVERYWHERE)):
        for word in listing.split():
            for term in stems[word]:
                found[term] = share
    return found


def share_of(term: str) -> float:
    """The share of articles expected to hold a term: 0 for a term nothing is known of."""
    known = shares().get(term)
    if known is not None:
        return known
    if len(term) <= 2 and "\u3400" <= term[0] <= "\u9fff" and not _CHINESE_FUNCTION.isdisjoint(term):
        return 0.02
    return 0.0
