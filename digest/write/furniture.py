"""Tells the article on a page from what stands around it: headline again, captions, biographies, boxes.

`read_page` sorts every block of a text into body or furniture of a named kind, and keeps what is data
(headline, caption, credit, authors). It looks at words and places only, so it holds for a feed's text and for
a page copied from a browser. In doubt a block stays in the article: eating a sentence is worse than keeping a
line, and a caveat or a note of correction is never eaten. It removes nothing; the text stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from digest.headline import clean_headline
from digest.write import boxes, moments, people, site_lines
from digest.write.blocks import Block, blocks_of, cut
from digest.write.caveats import is_caveat
from digest.write.lines import SHORT, line_kind
from digest.write.page import Page, is_headline, plain
from digest.write.phrases import CORRECTION, SOURCE_LINE, says
from digest.write.quotes import unquoted
from digest.write.salience import terms

_TOP = 14  #: blocks in which a headline is looked for
_DOUBTFUL = frozenset(("promo", "caption", "biography", "related", "byline"))
_BOX = 4  #: lines of a box between two that are known
_QUOTES = frozenset("\"'“”„«»‘’")
_STOPS = frozenset(".!?…。！？؟")
_BULLETS = frozenset("•·*-–—►▪")
_QUOTED = 8  #: words of a heading that is somebody's words
_TITLE = 40  #: words of a headline
_HEADING = 10  #: words of a heading or of another story's headline


def read_page(text: str, title: str = "") -> Page:
    """The page in `text`; `title` is its headline where the caller knows it."""
    return _Reader(text, title).read()


class _Reader:
    """One page being sorted: `kinds[i]` is the kind of block i, None while it is body."""

    def __init__(self, text: str, title: str) -> None:
        self.text = text
        self.blocks: Sequence[Block] = blocks_of(text)
        self.kinds: list[str | None] = [None] * len(self.blocks)
        self.page = Page(headline=title.strip())

    def read(self) -> Page:
        for index, block in enumerate(self.blocks):
            self.kinds[index] = line_kind(block, self.page)
        self._mark_headline()
        self._mark_captions()
        self._mark_authors()
        self._mark_tail()
        self._mark_labels()
        self._mark_between()
        self._mark_box_head()
        self._keep_something()
        for block, kind in zip(self.blocks, self.kinds, strict=True):
            if kind is None:
                self._take_body(block)
            else:
                self.page.furniture.append((block.start, block.end, kind))
        return self.page

    def _keep_something(self) -> None:
        """No page is all furniture: where no sentence is left, long paragraphs are the article."""
        if any(block.is_ended for block in self._body()):
            return
        for index, block in enumerate(self.blocks):
            if self.kinds[index] in _DOUBTFUL and block.is_ended and len(block.text) > 80:
                self.kinds[index] = None

    def _take_body(self, block: Block) -> None:
        dateline = moments.DATELINE.match(block.text)
        if dateline and len(block.text) - dateline.end() > 20 and self._is_place(dateline[0], block):
            end = block.start + len(dateline[0].rstrip())
            self.page.furniture.append((block.start, end, "dateline"))
            block = cut(self.text, block.start + dateline.end(), block.end, block.wrapped)
        self.page.body.append(block)

    def _is_place(self, dateline: str, block: Block) -> bool:
        """Not a speaker: a place opens one paragraph, and that names its source; speakers open many."""
        if not dateline.rstrip().endswith(":") or "(" in dateline:
            return True
        opened = sum(bool(moments.CAPITALS.match(each.text)) for each in self.blocks)
        return opened == 1 and says(block.text)

    def _body(self) -> Iterator[Block]:
        return (block for block, kind in zip(self.blocks, self.kinds, strict=True) if kind is None)

    # --- headline ---------------------------------------------------------------------------------------

    def _mark_headline(self) -> None:
        """The headline is furniture wherever it stands: the summary has its own place for it."""
        self.page.headline = self.page.headline or self._find_headline()
        head = self.page.headline
        wanted = {plain(head), plain(clean_headline(head))}
        for index, block in enumerate(self.blocks):
            if len(block.text) <= 2 * len(head) + 40 and is_headline(plain(block.text), wanted):
                self.kinds[index] = "headline"

    def _find_headline(self) -> str:
        """The line that stands twice at the top, else the first line there that is no sentence."""
        seen: set[str] = set()
        for block, kind in zip(self.blocks[:_TOP], self.kinds, strict=False):
            key = plain(block.text) if block.words <= _TITLE else ""
            if kind is None and 3 <= block.words <= _TITLE and key in seen and block.text[-1:] not in ".。":
                return block.text
            seen.add(key)
        return self._likest_line()

    def _likest_line(self) -> str:
        """Of the lines above the first paragraph the one that shares most words with what follows."""
        lines: list[str] = []
        for block, kind in zip(self.blocks[:_TOP], self.kinds, strict=False):
            if kind is not None:
                continue
            if block.text[-1:] in ".。؛;:" or block.words > 32 or (block.is_ended and block.words > 18):
                break
            if block.words >= 3 and block.text[0] not in _BULLETS:
                lines.append(block.text)
        if len(lines) < 2:
            rest = list(self._body())
            alone = len(rest) == 1 and not set(rest[0].text) & _STOPS  # nothing but a headline
            return lines[0] if lines and (alone or any(block.is_ended for block in rest)) else ""
        body = (block.text for block in self._body() if block.is_ended and block.text not in lines)
        told = set(terms(" ".join(islice(body, 3))))
        if not told:
            return ""
        return max(lines, key=lambda line: len(told & set(terms(line))) + (line is lines[0]))

    def _mark_captions(self) -> None:
        """A line without a stop right above somebody's credit is what the picture shows."""
        self._mark_parted_credit()
        for index, block in enumerate(self.blocks[:-1]):
            if (
                self.kinds[index] is None
                and self.kinds[index + 1] == "credit"
                and not block.is_ended
                and 2 < block.words <= 30
                and not says(block.text)
                and sum(each.is_ended for each in self._body()) > 1
            ):
                self.kinds[index] = "caption"
                self.page.captions.append(block.text)

    def _mark_parted_credit(self) -> None:
        """A name, a stroke and a house on lines of their own, below a caption: "Sam Ode", "/", "WKLM"."""
        for index in range(2, len(self.blocks) - 1):
            around = (self.blocks[index - 1], self.blocks[index + 1])
            if self.blocks[index].text != "/" or any(each.is_ended or each.words > 5 for each in around):
                continue
            self.kinds[index - 1 : index + 2] = ["credit"] * 3
            self.page.credits.append(f"{around[0].text}/{around[1].text}")
            above = self.blocks[index - 2]
            if self.kinds[index - 2] is None and above.words <= 30 and not says(above.text):
                self.kinds[index - 2] = "caption"
                self.page.captions.append(above.text)

    # --- authors and the end of the page ----------------------------------------------------------------

    def _mark_authors(self) -> None:
        """Name, role and biography near an avatar, a byline or each other."""
        for index, block in enumerate(self.blocks):
            if self.kinds[index] is not None or block.words > 8 or block.is_ended:
                continue
            before = self.kinds[index - 1] if index else None
            role = bool(people.ROLE.fullmatch(block.text))
            named = not role and bool(people.NAME.fullmatch(block.text))
            if (role and before in ("avatar", "author", "byline")) or (
                named and (before == "avatar" or self._is_presented(index))
            ):
                self.kinds[index] = "author"
                if named:
                    self.page.add_authors(block.text)
        for index, block in enumerate(self.blocks):
            if self.kinds[index] is None and block.is_ended and self._is_biography(index, block):
                self.kinds[index] = "biography"

    def _is_presented(self, index: int) -> bool:
        """Whether a name's next line is its role or begins with the name again."""
        if index + 1 >= len(self.blocks):
            return False
        after = self.blocks[index + 1]
        again = after.is_ended and plain(after.text).startswith(plain(self.blocks[index].text))
        return again or bool(people.ROLE.fullmatch(after.text))

    def _is_biography(self, index: int, block: Block) -> bool:
        near = index > 0 and self.kinds[index - 1] in ("author", "avatar", "biography")
        if not (near or any(block.text.startswith(name) for name in self.page.authors)):
            rest = zip(self.kinds[index + 1 :], self.blocks[index + 1 :], strict=True)
            named = index > 1 and people.NAME.match(block.text) is not None
            if not named or any(kind is None and later.is_ended and later.words > 5 for kind, later in rest):
                return False  # somewhere in the article
        return (near or not says(block.text)) and people.BIOGRAPHY.search(block.text[:600]) is not None

    def _mark_tail(self) -> None:
        """What comes after the article has ended belongs to other articles or to the site."""
        for index in range(self._tail_start(), len(self.blocks)):
            if self.kinds[index] is None and not CORRECTION.match(self.blocks[index].text):
                self.kinds[index] = "related"

    def _tail_start(self) -> int:
        """The block where the article has ended: behind its author's box, or at a list of other stories."""
        pairs = list(zip(self.blocks, self.kinds, strict=True))
        whole = sum(len(block.text) for block, kind in pairs if kind is None and block.is_ended)
        before = 0
        for index, (block, kind) in enumerate(pairs):
            after = whole - before
            if before > after and kind in ("avatar", "author", "biography"):
                return index
            if before and kind == "related" and after <= 0.4 * before and self._ends_here(index):
                return index
            if kind is None and block.is_ended:
                before += len(block.text)
        return len(self.blocks)

    def _ends_here(self, index: int) -> bool:
        """Whether a line like "Read more" ends the article: no two paragraphs in a row follow it."""
        if not site_lines.RELATED_HEAD.fullmatch(self.blocks[index].text):
            return False
        run = 0
        if any(site_lines.LIST_END.fullmatch(block.text) for block in self.blocks[index:]):
            return False  # the list says itself where it ends
        for block, kind in zip(self.blocks[index + 1 :], self.kinds[index + 1 :], strict=True):
            run = run + 1 if kind is None and block.is_ended and block.words > 8 else 0
            if run > 1 or (run and is_caveat(block.text)):
                return False
        return True

    # --- what its neighbours say ------------------------------------------------------------------------

    def _mark_labels(self) -> None:
        """Short lines: labels above the headline, headlines below "Read more", headings inside the body."""
        ended = sum(block.is_ended for block in self._body())
        loose = sum(not block.is_ended for block in self._body())
        if ended < 2:
            return
        body = list(zip(self.blocks, self.kinds, strict=True))
        first = next((i for i, (block, kind) in enumerate(body) if kind is None and block.is_ended), 0)
        last = max(i for i, (block, kind) in enumerate(body) if kind is None and block.is_ended)
        for index, block in enumerate(self.blocks):
            if self.kinds[index] is not None or block.is_ended or block.words > SHORT:
                continue
            if index and self.kinds[index - 1] == "related" and block.words > 2:
                self.kinds[index] = "related"
            elif block.words > _HEADING:
                continue
            elif index > last and block.words <= 3 and any(self.kinds[last + 1 : index]):
                self.kinds[index] = "label"  # below the article and a line of the site: its topics
            elif index < first and block.words <= 3 and loose <= ended:
                self.kinds[index] = "label"
            elif index > first and 2 * loose <= ended + 2 and self._is_heading(index):
                self.kinds[index] = "heading"  # not where lines go without stops: nothing is known there

    def _is_heading(self, index: int) -> bool:
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        text = self.blocks[index].text
        if text[:1] in _QUOTES and text[-1:] in _QUOTES and self.blocks[index].words <= _QUOTED:
            return following is not None and following.is_ended and following.words > self.blocks[index].words
        if text[:1] in "-–—•*·\"“«„'" or text[:1].isdigit() or text[:1].islower() or SOURCE_LINE.match(text):
            return False
        return following is None or (following.is_ended and following.words > self.blocks[index].words)

    def _mark_between(self) -> None:
        """The lines of a box, or of a list of stories, between two lines that plainly belong to it."""
        for kind in ("promo", "related"):
            marked = [index for index, found in enumerate(self.kinds) if found == kind]
            for first, last in pairwise(marked):
                inside = range(first + 1, last)
                if len(inside) <= _BOX and all(self._fits_box(index, kind) for index in inside):
                    for index in inside:
                        self.kinds[index] = self.kinds[index] or kind

    def _mark_box_head(self) -> None:
        """A short line above a box that says "we", in an article that says so nowhere else."""
        for index, block in enumerate(self.blocks[:-1]):
            if self.kinds[index] is not None or self.kinds[index + 1] != "promo" or block.words > _HEADING:
                continue
            if not boxes.READER.search(block.text) or says(block.text) or is_caveat(block.text):
                continue
            if not any(
                boxes.READER.search(unquoted(each.text, False)) for each in self._body() if each is not block
            ):
                self.kinds[index] = "promo"

    def _fits_box(self, index: int, kind: str) -> bool:
        block = self.blocks[index]
        if self.kinds[index] is not None:
            return self.kinds[index] != "headline"
        if block.is_ended and kind == "promo":
            return bool(boxes.READER.search(block.text)) and not says(block.text)
        return block.words <= SHORT and not says(block.text) and not is_caveat(block.text)
