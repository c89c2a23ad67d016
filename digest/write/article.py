"""The sentences of an article with what is known of each: its quotations, doubts, notes, what it leans on."""

from __future__ import annotations

import re
from typing import Literal

from digest.model import Sentence, Span
from digest.write import boxes, people, phrases
from digest.write.blocks import Block
from digest.write.caveats import CAVEATS, doubts_of
from digest.write.lines import aside
from digest.write.page import Page
from digest.write.quotes import quote_states, unquoted
from digest.write.salience import terms
from digest.write.sentences import split

_BULLET = re.compile(r"[•·●►▪*]\s+(?=\S)")
_OPENING = tuple('"“„«「『')
Role = Literal["lede", "body", "attribution", "caveat", "correction"]


class Article:
    """The sentences of a page's body with what is known of each."""

    def __init__(self, text: str, page: Page, code: str | None) -> None:
        self.text = text
        self.code = code
        self.title = page.headline
        self.spans: list[tuple[int, int]] = []
        self.ended: list[bool] = []
        self.paragraphs: list[int] = []  #: the number of each sentence's block
        self.corrections: list[bool] = []
        self.spaced = text.count(" .") * 3 > text.count(".")  # all its stops stand apart
        self.asides: list[tuple[int, int, str]] = []  #: sentences inside the body that are furniture
        corrects = False
        for number, block in enumerate(page.body):
            corrects = self._corrects(block.text, corrects)
            self._read(block, number, corrects)
        self.sentences = [text[start:end] for start, end in self.spans]
        self.words = [frozenset(terms(sentence)) for sentence in self.sentences]
        self.quotes = quote_states(text, self.spans)
        doubts = doubts_of(self.sentences, code, self.words)
        self.caveats = [index for index, kind in doubts.items() if kind in CAVEATS]
        self.left_open = {index: kind for index, kind in doubts.items() if kind not in CAVEATS}

    def _corrects(self, text: str, before: bool) -> bool:
        """Whether a paragraph is a note of correction, or goes on with the one before it."""
        return bool(phrases.correction(self.code).match(text)) or (
            before and bool(phrases.CORRECTS_ON.match(text))
        )

    def _read(self, block: Block, number: int, corrects: bool) -> None:
        body = block.text.replace("\n", " ") if block.wrapped else block.text
        boxed, signed = bool(boxes.asks(body)), people.sign_off_words(body)
        for start, end in split(body, self.code):
            if not start and (bullet := _BULLET.match(body)):
                start = bullet.end()
            text = body[start:end]
            kind = aside(text, spaced=self.spaced, boxed=boxed, signed=any(map(text.__contains__, signed)))
            span = (block.start + start, block.start + end)
            if kind:
                self.asides.append((*span, kind))
                continue
            self.spans.append(span)
            self.paragraphs.append(number)
            self.ended.append(end < len(body) or block.is_ended)
            self.corrections.append(corrects)

    def sentence(self, index: int, role: Role, entry_id: int) -> Sentence:
        start, end = self.spans[index]
        return Sentence(
            text=self.text[start:end], span=Span(entry_id=entry_id, start=start, end=end), role=role
        )

    def is_paragraph(self, index: int) -> bool:
        """Whether a sentence is a paragraph by itself."""
        return self.paragraphs.count(self.paragraphs[index]) == 1

    def begins_paragraph(self, index: int) -> bool:
        return not index or self.paragraphs[index] != self.paragraphs[index - 1]

    def names_source(self, index: int) -> bool:
        """Whether a sentence says who says so."""
        return bool(phrases.attribution(self.code).search(self.sentences[index]))

    def leans(self, index: int) -> bool:
        """Whether a sentence means something the one before it says."""
        if not index or self.corrections[index]:
            return False
        return self.quotes[index][0] or bool(phrases.leaner(self.code).match(self.sentences[index]))

    def speaks_alone(self, index: int) -> bool:
        """Whether a quoted sentence names its speaker, or nothing in it is quoted."""
        began, is_open = self.quotes[index]
        sentence = self.sentences[index]
        starts_quoted = began or sentence[:1] in '"“„«「『'
        if not starts_quoted and not is_open:
            return True
        outside = unquoted(sentence, began)
        return bool(phrases.attribution(self.code).search(outside)) or (
            not is_open and len(outside.split()) > 3
        )

    def speaker(self, index: int) -> list[int]:
        """The sentences from a quotation to its speaker: on to where it closes, else back to who began it."""
        if self.speaks_alone(index) and not self.quotes[index][1]:
            return self._source_line(index)
        if self.quotes[index][1]:
            for last in range(index + 1, min(index + 6, len(self.sentences))):
                if not self.quotes[last][0] and self.sentences[last][:1] not in _OPENING:
                    break  # it was never closed; a paragraph may open it again
                if not self.quotes[last][1]:
                    closing = list(range(index + 1, last + 1))
                    return (
                        closing
                        if self.speaks_alone(last) or self.speaks_alone(index)
                        else closing + (self._back(index) or self._ahead(last))
                    )
        return [] if self.speaks_alone(index) else self._back(index) or self._ahead(index)

    def is_nobodys(self, index: int) -> bool:
        """Whether a sentence is quoted and nobody near it is said to say it."""
        return not self.speaks_alone(index) and not self.speaker(index)

    def _source_line(self, index: int) -> list[int]:
        """The line "Джерело: …" behind an opening sentence that names no source itself."""
        if index or phrases.attribution(self.code).search(self.sentences[0]):
            return []
        return [
            i for i in range(1, min(3, len(self.sentences))) if phrases.SOURCE_LINE.match(self.sentences[i])
        ]

    def _back(self, index: int) -> list[int]:
        for first in range(index - 1, max(-1, index - 6), -1):
            if self.speaks_alone(first):
                return list(range(first, index))
        return []

    def _ahead(self, index: int) -> list[int]:
        """The sentence behind a quotation nobody began that says whose it is ("That is how …")."""
        after = index + 1
        if after >= len(self.sentences) or self.sentences[after][:1] in _OPENING or self.quotes[after][0]:
            return []
        return [after] if self.names_source(after) else []
