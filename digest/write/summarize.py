"""A summary an editor would sign: sentences of the article itself, with what they may not be shown without.

Every sentence is text[start:end] of the article, in the article's order. The attribution of a claim, the
speaker of a quotation, the newsroom's caveat and its notes of correction come along even when the number of
sentences asked for is spent. It writes no word of its own and judges no truth. In a language without rules
it takes the first sentences as they stand and says so in a finding. Positions are code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digest.model import Finding, Sentence, Span, Summary
from digest.write import language as languages
from digest.write import phrases
from digest.write.blocks import Block
from digest.write.caveats import is_caveat, is_unknown
from digest.write.choose import is_same, scores, terms
from digest.write.clip import clip, trim
from digest.write.furniture import Page, aside, read_page
from digest.write.quotes import quote_states, unquoted
from digest.write.sentences import split

_OPENING = tuple('"“„«「『')
Role = Literal["lede", "body", "attribution", "caveat", "correction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A part of a page that is not the article, and what it is."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """An article read: its parts, its data, its summary and what could not be judged."""

    headline: str
    paragraphs: tuple[Span, ...]
    furniture: tuple[Furniture, ...]
    summary: Summary
    language: str | None
    caption: str | None = None
    credit: str | None = None
    authors: tuple[str, ...] = ()
    has_correction: bool = False
    words: int = 0
    findings: tuple[Finding, ...] = ()


def summarize(
    text: str,
    *,
    title: str,
    language: str | None,
    sentences: int = 3,
    entry_id: int = 0,
    quote: int | None = None,
) -> Extract:
    """The article in `text` with a summary of at most `sentences` sentences and what must come along.

    `quote`: so many words at most are taken verbatim, whole sentences or one cut at a clause; None: no limit.
    Never raises on any text; a text without a sentence has an empty summary.
    """
    page = read_page(text, title)
    code = languages.base(language) or languages.detect(" ".join(block.text for block in page.body))
    article = _Article(text, page, code)
    taken = _Choice(article, max(0, sentences)).take()
    summary = Summary(
        sentences=tuple(article.sentence(index, role, entry_id) for index, role in sorted(taken.items()))
    )
    summary = trim(summary)
    if quote is not None:
        summary = clip(summary, quote, article.code)
    return Extract(
        headline=page.headline,
        paragraphs=tuple(Span(entry_id=entry_id, start=block.start, end=block.end) for block in page.body),
        furniture=tuple(
            Furniture(span=Span(entry_id=entry_id, start=start, end=end), kind=kind)
            for start, end, kind in sorted([*page.furniture, *article.asides])
        ),
        summary=summary,
        language=code,
        caption=next(iter(page.captions), None),
        credit=next(iter(page.credits), None),
        authors=tuple(page.authors),
        has_correction=any(article.corrections),
        words=sum(block.words for block in page.body),
        findings=_findings(article.code, entry_id),
    )


def _findings(code: str | None, entry_id: int) -> tuple[Finding, ...]:
    if code in languages.KNOWN:
        return ()
    named = code or "this language"
    message = f"no attribution and caveat rules for {named}: the first sentences stand as they are"
    return (
        Finding(check="write.language", level="note", place=f"entry {entry_id}", message=message,
                todo="read the summary against the article"),
    )  # fmt: skip


class _Article:
    """The sentences of a page's body with what is known of each."""

    def __init__(self, text: str, page: Page, code: str | None) -> None:
        self.text = text
        self.code = code
        self.title = page.headline
        self.spans: list[tuple[int, int]] = []
        self.ended: list[bool] = []
        self.corrections: list[bool] = []
        self.spaced = text.count(" .") * 3 > text.count(".")  # all its stops stand apart
        self.asides: list[tuple[int, int, str]] = []  #: sentences inside the body that are furniture
        for block in page.body:
            self._read(block)
        self.sentences = [text[start:end] for start, end in self.spans]
        self.quotes = quote_states(text, self.spans)

    def _read(self, block: Block) -> None:
        body = block.text.replace("\n", " ") if block.wrapped else block.text
        corrects = bool(phrases.correction(self.code).match(body))
        for start, end in split(body, self.code):
            kind = aside(body[start:end], self.spaced)
            span = (block.start + start, block.start + end)
            if kind:
                self.asides.append((*span, kind))
                continue
            self.spans.append(span)
            self.ended.append(end < len(body) or block.is_ended)
            self.corrections.append(corrects)

    def sentence(self, index: int, role: Role, entry_id: int) -> Sentence:
        start, end = self.spans[index]
        return Sentence(
            text=self.text[start:end], span=Span(entry_id=entry_id, start=start, end=end), role=role
        )

    def caveats(self) -> list[int]:
        """The sentences that say something could not be made sure."""
        return [index for index, sentence in enumerate(self.sentences) if is_caveat(sentence, self.code)]

    def unknowns(self) -> list[int]:
        """The sentences that say something is not yet known."""
        return [index for index, sentence in enumerate(self.sentences) if is_unknown(sentence, self.code)]

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
                        else closing + self._back(index)
                    )
        return [] if self.speaks_alone(index) else self._back(index)

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


class _Choice:
    """Sentences being taken: index -> role."""

    def __init__(self, article: _Article, budget: int) -> None:
        self.article = article
        self.budget = budget
        self.taken: dict[int, Role] = {}
        self.caveats = frozenset(article.caveats())
        self.words = [frozenset(terms(sentence)) for sentence in article.sentences]

    def take(self) -> dict[int, Role]:
        known = self.article.code in languages.KNOWN
        self._take_best() if known else self._take_first()
        if self.budget and self.taken:
            self._take_along()
        return self.taken

    def _take_first(self) -> None:
        for index in range(min(self.budget, len(self.article.sentences))):
            self.taken[index] = "lede" if not index else "body"

    def _take_best(self) -> None:
        ranks = scores(self.words, self.article.title)
        order = sorted(range(len(ranks)), key=lambda index: (-self._worth(index, ranks[index]), index))
        for index in order:
            if len(self.taken) >= self.budget:
                break
            if (
                index in self.taken
                or self._comes_anyway(index)
                or self._is_said(index)
                or self._is_line(index)
            ):
                continue
            group = self._group(index)
            if group and self._size(group) <= self.budget:
                self.taken |= {each: role for each, role in group.items() if each not in self.taken}
        if self.taken:
            first = min(self.taken)
            self.taken[first] = "lede" if self.taken[first] == "body" else self.taken[first]

    def _comes_anyway(self, index: int) -> bool:
        """Caveats and notes need no room, unless the article begins with one."""
        return bool(index and index in self.caveats) or self.article.corrections[index]

    def _is_line(self, index: int) -> bool:
        """Whether a sentence is a line without a stop in an article whose sentences have one."""
        ended = sum(self.article.ended)
        return not self.article.ended[index] and ended > 1 and 2 * ended > len(self.article.ended)

    def _size(self, group: dict[int, Role]) -> int:
        """How many sentences there would be; the speaker of the very first comes without being counted."""
        if not self.taken:
            return sum(role == "body" for role in group.values())
        return len(self.taken.keys() | group.keys())

    def _worth(self, index: int, rank: float) -> float:
        sentence = self.article.sentences[index]
        short = len(sentence) < 25 and len(self.words[index]) < 3
        open_end = not self.article.ended[index] or sentence[-1:] in ":：?？؟"
        return rank - (0.6 if short else 0.0) - (0.5 if open_end else 0.0)

    def _is_said(self, index: int) -> bool:
        return any(is_same(self.words[index], self.words[each]) for each in self.taken)

    def _group(self, index: int) -> dict[int, Role]:
        """The sentence with all it may not be shown without; empty when it leans too far back."""
        group: dict[int, Role] = {index: "body"}
        queue = [index]
        while queue:
            each = queue.pop()
            for other in self.article.speaker(each):
                if other not in group:
                    group[other] = "attribution"
                    queue.append(other)
            if self.article.leans(each) and each - 1 not in group and each - 1 not in self.taken:
                group[each - 1] = "body"
                queue.append(each - 1)
            if len(group) > 8:
                return {}
        return group

    def _take_along(self) -> None:
        """The caveats and the notes of correction, whatever the budget."""
        for index in self.caveats - {0}:
            self.taken[index] = "caveat"
        for index in (0, *self._near_unknown()) if 0 in self.caveats else self._near_unknown():
            self.taken.setdefault(index, "caveat")
        for index, corrects in enumerate(self.article.corrections):
            if corrects:
                self.taken[index] = "correction"

    def _near_unknown(self) -> list[int]:
        """The first sentence that says what is not known of the very things the summary tells."""
        told = frozenset().union(*(self.words[index] for index in self.taken))
        for index in self.article.unknowns():
            about = self.words[index] & told
            if (
                index not in self.taken
                and len(about) >= 2
                and index - max(self.taken) <= 4
                and not self.article.leans(index)
            ):
                return [index]
        return []
