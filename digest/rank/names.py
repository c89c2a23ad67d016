"""The names in a title, which tell two events of one kind apart; in scripts that have capitals."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from digest.rank.commonness import share_of
from digest.rank.terms import Stems

HEADED = 0.7  #: share of a title's words from which its capitals mean nothing
#: Its nouns have capitals.
_GERMAN = frozenset(("der", "und", "das", "eine", "einen", "dem", "des", "im", "ist", "nicht", "zum", "zur"))
SPELLED = 5  #: first letters that make two spellings one name


def names_in(title: Sequence[str], body: Sequence[str], stems: Stems) -> frozenset[str]:
    """The terms of a title's names: words with a capital that neither the body nor our lists know without.

    The first word, and any word of a title whose words all begin so, must have its capital in the body too.
    None in scripts without capitals, and none where nouns have them as in German.
    """
    told = set(body)
    if not _GERMAN.isdisjoint(told.union(title)):
        return frozenset()
    headed = _capitals(title) > HEADED
    return frozenset(
        term
        for place, word in enumerate(title)
        if word[0].isupper() and word.lower() not in told and (word in told or (place and not headed))
        for term in stems[word][:1]
        if not share_of(term)
    )


def _capitals(said: Sequence[str]) -> float:
    """The share of the words that begin with a capital letter."""
    first = [word[0] for word in said]
    letters = sum(map(str.isalpha, first))
    return sum(map(str.isupper, first)) / letters if letters else 0.0


def knows(terms: Collection[str], name: str) -> bool:
    """Whether a name stands among these terms, perhaps in another spelling or form."""
    start = name[:SPELLED]
    return name in terms or (len(start) == SPELLED and any(term.startswith(start) for term in terms))
