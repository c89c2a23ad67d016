"""A source read for an editor: every sentence she may take, the furniture around them; pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from digest.model import Entry, Sentence
from digest.write import language as languages
from digest.write.article import Article, Role
from digest.write.furniture import read_page
from digest.write.page import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An entry's text: its sentences in order, and the parts that are not the article with their kind."""

    sentences: tuple[Sentence, ...] = ()
    furniture: tuple[Piece, ...] = ()


def read_source(entry: Entry, language: str) -> Reading:
    """Every whole sentence of the text that a summary of this entry is made of, doubts and notes marked.

    `language` stands in where the entry names none. Says nothing of which sentences lean on which.
    """
    return _read(entry.text or entry.summary, entry.title, entry.language or language, entry.id)


@lru_cache(maxsize=256)  # the desk asks again with every look at a story
def _read(text: str, title: str, language: str, entry_id: int) -> Reading:
    page = read_page(text, title)
    article = Article(text, page, languages.settle(language, " ".join(block.text for block in page.body)))
    doubts = frozenset((*article.caveats, *article.left_open))

    def role(index: int) -> Role:
        if article.corrections[index]:
            return "correction"
        return "caveat" if index in doubts else "body"

    sentences = (article.sentence(index, role(index), entry_id) for index in range(len(article.sentences)))
    return Reading(sentences=tuple(sentences), furniture=tuple(sorted([*page.furniture, *article.asides])))
