"""Which sentences of an article to take: early ones that hold what the article is about; pure.

The start of a news story is its summary, so place weighs most; the words most of the article shares decide
between neighbours. Nothing here looks at words of one language.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_STEM = 6  #: letters of a word that count: a stemmer for six languages in one number
_SAME = 0.65  #: shared words over the shorter sentence, from which two say the same

PLACE, CENTRE, HEADLINE = 1.0, 0.6, 0.12  #: weights, tuned on news with human summaries


def terms(text: str) -> list[str]:
    """The words of a text that can tell it from another, cut to stems; pairs of signs in Chinese."""
    found = [word[:_STEM] for word in _WORD.findall(text.lower()) if len(word) > 3 or word.isdigit()]
    for run in () if text.isascii() else _HAN.findall(text):
        found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def scores(words: Sequence[frozenset[str]], title: str) -> list[float]:
    """How much each sentence, as the set of its terms in the article's order, deserves to be taken."""
    centre = Counter(word for each in words for word in each)
    length = math.sqrt(sum(count * count for count in centre.values())) or 1.0
    head = frozenset(terms(title))
    found = []
    for index, each in enumerate(words):
        shared = sum(centre[word] for word in each) / (length * math.sqrt(len(each) or 1))
        named = len(each & head) / (len(head) or 1)
        found.append(PLACE / (1 + 0.35 * index) + CENTRE * shared + HEADLINE * named)
    return found


def is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences, as sets of terms, say the same."""
    small = min(len(one), len(other))
    return (small >= 3 and len(one & other) >= _SAME * max(len(one), len(other))) or (
        small > 5 and len(one & other) >= 0.9 * small
    )
