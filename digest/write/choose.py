"""Takes sentences of an article within a budget, each with all it may not be shown without; pure."""

from __future__ import annotations

from collections.abc import Iterable

from digest.write import language as languages
from digest.write.alone import is_pronoun_first, points_out
from digest.write.article import Article, Role
from digest.write.beside import beside
from digest.write.caveats import is_uncharged
from digest.write.pairing import points_back, speaks_of_many
from digest.write.phrases import CORRECTION
from digest.write.salience import is_same, scores

_LEDE = 8  #: sentences in which a standfirst is looked for again
_CHAIN = 2  #: sentences brought at most for what is understood without more
_REACH = 4  #: sentences before "these claims" in which a claim is looked for


def choose(article: Article, budget: int) -> dict[int, Role]:
    """The sentences to show, by index, and why; at most `budget` but for speakers, caveats and notes."""
    return _Choice(article, budget).take()


class _Choice:
    """Sentences being taken: index -> role."""

    def __init__(self, article: Article, budget: int) -> None:
        self.article = article
        self.budget = budget
        self.taken: dict[int, Role] = {}
        self.caveats = frozenset(index for index in article.caveats if not self._is_told(index))
        self.words = article.words
        self.asks = [sentence[-1:] in "?？؟" for sentence in article.sentences]

    def take(self) -> dict[int, Role]:
        notes: dict[int, Role] = {i: "correction" for i, one in enumerate(self.article.corrections) if one}
        if self.budget and notes and CORRECTION.match(self.article.title):
            return notes  # an item that is a correction is its note
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
        self._take_in(index for index in order if not self.article.is_nobodys(index))
        if not self.taken:
            self._take_in(order)  # a text that is all quotation
        if self.taken:
            first = min(self.taken)
            self.taken[first] = "lede" if self.taken[first] == "body" else self.taken[first]

    def _take_in(self, order: Iterable[int]) -> None:
        for index in order:
            if len(self.taken) >= self.budget:
                break
            if (
                index in self.taken
                or self._comes_anyway(index)
                or self._is_standfirst(index)
                or self._is_said(index)
                or self._is_line(index)
                or self._only_asks(index)
            ):
                continue
            group = self._group(index)
            if group and self._size(group) <= self.budget:
                self.taken |= {each: role for each, role in group.items() if each not in self.taken}

    def _is_standfirst(self, index: int) -> bool:
        """Whether the first sentence is a teaser that only says again what the next ones say."""
        article = self.article
        if index or len(self.words) < 3 or not article.is_paragraph(0) or 0 in self.caveats:
            return False
        first, lede = self.words[0], self.words[1]
        if (
            not 2 < len(first) <= len(lede)
            or article.leans(1)
            or (article.names_source(0) and not article.names_source(1))
        ):
            return False
        told = frozenset().union(*self.words[1:_LEDE])
        return len(first & lede) >= 0.4 * len(first) and len(first & told) >= 0.6 * len(first)

    def _comes_anyway(self, index: int) -> bool:
        """Caveats and notes need no room, unless the article begins with one."""
        return bool(index and index in self.caveats) or self.article.corrections[index]

    def _is_line(self, index: int) -> bool:
        """Whether a sentence is a line without a stop in an article whose sentences have one."""
        if "\t" in self.article.sentences[index].strip():
            return True  # a row of a table
        ended = sum(self.article.ended)
        return not self.article.ended[index] and ended > 1 and 2 * ended > len(self.article.ended)

    def _only_asks(self, index: int) -> bool:
        """A question tells nothing, unless there is nothing else."""
        return self.asks[index] and not all(self.asks)

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
            for other in self.article.speaker(index):
                self.taken.setdefault(other, "attribution")
        for index in (*self.caveats, *beside(self.article, self.taken, self.budget)):
            self.taken.setdefault(index, "caveat")
        for index, corrects in enumerate(self.article.corrections):
            if corrects:
                self.taken[index] = "correction"

        for index in self.caveats - {0}:
            if index in self.taken:
                self._pair(index)

    def _pair(self, caveat: int) -> None:
        """A caveat that points back brings what it speaks of, so that it doubts nothing else."""
        article = self.article
        if article.corrections[caveat] or not points_back(article.sentences[caveat], article.code):
            return
        claim = self._claim(caveat)
        if speaks_of_many(article.sentences[caveat], article.code):
            claims = [index for index in range(caveat) if article.names_source(index)]
            if article.begins_paragraph(caveat) and any(index in self.taken for index in claims):
                return  # it speaks of all that was claimed above
            claim = next((index for index in reversed(claims) if caveat - index <= _REACH), claim)
        group = self._group(claim)
        if not group or (len(group) > _CHAIN and self._is_clear(claim, caveat)):
            group = {claim: "body"}
        for index in group:
            self.taken.setdefault(index, "caveat")

    def _claim(self, caveat: int) -> int:
        """The sentence a caveat speaks of: the one before it, or the last claim before what is left open."""
        article = self.article
        open_ones = {*self.caveats, *article.left_open}
        if caveat - 1 not in open_ones:
            return caveat - 1
        back = range(caveat - 1, max(0, caveat - _REACH) - 1, -1)
        return next((i for i in back if i not in open_ones and article.names_source(i)), caveat - 1)

    def _is_told(self, index: int) -> bool:
        """Whether a caveat is a heading above the sentences that tell it."""
        near = range(index + 1, index + 1 + _REACH)
        return self._is_line(index) and any(other in near for other in self.article.caveats)

    def _is_clear(self, claim: int, caveat: int) -> bool:
        """Whether what a caveat speaks of is understood without all it leans on.

        Who was not charged is whom the story is about; "The ministry's estimate" says whose it is.
        """
        article = self.article
        return is_uncharged(article.sentences[caveat], article.code) or (
            article.code == "en"
            and not article.quotes[claim][0]
            and not is_pronoun_first(article.sentences[claim])
            and not points_out(article.sentences[claim], article.code)
        )
