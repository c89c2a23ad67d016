"""A text as the terms it is matched by, in any script the sources write.

Words are folded to lower case and to a stem that needs no dictionary: five letters for Cyrillic (words
inflect at their end: a pair test on Russian news gained 2 to 3 points of F1), a light ending rule for Latin
letters, the article and one-letter prefixes taken off Arabic words, character pairs for scripts written
without spaces. A capitalised word or a number counts three times: names and numbers tell events apart.

Does not detect parts of speech, translate, or know synonyms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from unicodedata import combining, normalize
from zlib import crc32

from digest.rank.nations import COUNTRY_OF

TITLE_TIMES = 4
LEAD_TIMES = 2
LEAD_WORDS = 60  #: what an article is about stands in its first words
BODY_WORDS = 300  #: what follows these adds noise
STRONG_TIMES = 3
CYRILLIC_STEM = 5

_WORD = re.compile(r"\w+(?:['’.,]\w+)*")
_ASCII_WORD = re.compile(_WORD.pattern, re.ASCII)  # twice as fast where it is enough
_PLAIN = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ARABIC_PREFIX = re.compile("^(?:وال|بال|كال|فال|ولل|لل|ال|و(?=.{3}))")
_ARABIC_SUFFIX = re.compile("(?:ها|ان|ات|ون|ين|يه|ية|ه|ة|ي)$")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_ARABIC_LETTERS = str.maketrans("أإآٱىة", "ااااية")
_ENDINGS = re.compile("(?:'s|’s|s)$")


class Marks(dict[str, int]):
    """From a word as written to its number: the same in every process, and however it is capitalised."""

    def __missing__(self, word: str) -> int:
        self[word] = mark = crc32(word.lower().encode("utf-8", "surrogatepass"))
        return mark


class Stems(dict[str, tuple[str, ...]]):
    """From a word as written to its terms, computed once a word; a capitalised word or number gives three."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        terms = _terms_of(word)
        self[word] = terms
        return terms


def words(text: str) -> list[str]:
    """The words and numbers of a text as written, in order."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def split_words(text: str) -> list[str]:
    """The words in lower case, in order; text without spaces as its single characters."""
    return split_unspaced(text, _PLAIN.findall(text.lower()))


def split_unspaced(text: str, found: list[str]) -> list[str]:
    """The words found in a text; those of a script without spaces as their single characters."""
    if text.isascii() or not _UNSPACED.search(text):
        return found
    return [part for word in found for part in (word if _UNSPACED.match(word) else (word,))]


def count_terms(title: Sequence[str], body: Sequence[str], stems: Stems) -> Counter[str]:
    """How much each term is used: most in the title, then in the first words, less in those that follow."""
    used = [stems[word] for word in title]
    told = [stems[word] for word in body[:BODY_WORDS]]
    if len(told) <= LEAD_WORDS:  # the same shares with half of the counting
        return Counter(chain.from_iterable(used * (TITLE_TIMES // LEAD_TIMES) + told))
    return Counter(
        chain.from_iterable(used * TITLE_TIMES + told[:LEAD_WORDS] * LEAD_TIMES + told[LEAD_WORDS:])
    )


def is_strong(word: str) -> bool:
    """Whether a word is a number or begins with a capital letter (scripts without capitals: never)."""
    return word[0].isupper() or word[0].isdigit()


def _terms_of(word: str) -> tuple[str, ...]:
    if "." in word or "," in word:
        parts = _PLAIN.findall(word)
        if not _NUMBER.fullmatch(word) and max(map(len, parts)) > 1:  # "said.The": a space was lost
            return tuple(term for part in parts for term in _terms_of(part))
        word = word if word[0].isdigit() else "".join(parts)  # U.S
    if _UNSPACED.match(word):
        return _pairs(word)
    stem = _stem(word.lower())
    return (stem,) * STRONG_TIMES if is_strong(word) else (stem,)


def _pairs(run: str) -> tuple[str, ...]:
    if len(run) == 1:
        return (run,)
    return tuple(run[index : index + 2] for index in range(len(run) - 1))


def _stem(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return word.replace(",", "")
    if "a" <= first <= "z" or "\u00c0" <= first <= "\u024f":
        if not word.isascii():
            word = "".join(letter for letter in normalize("NFKD", word) if not combining(letter))
        word = _ENDINGS.sub("", word) if len(word) > 3 else word
        return COUNTRY_OF.get(word, word)
    if "\u0400" <= first <= "\u04ff":
        return word.replace("ё", "е")[:CYRILLIC_STEM]
    if "\u0600" <= first <= "\u06ff":
        return _arabic(word)
    return word


def _arabic(word: str) -> str:
    word = _ARABIC_MARKS.sub("", word).translate(_ARABIC_LETTERS)
    bare = _ARABIC_PREFIX.sub("", word)
    if len(bare) >= 3:
        word = bare
    bare = _ARABIC_SUFFIX.sub("", word)
    return bare if len(bare) >= 3 else word
