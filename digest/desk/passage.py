"""A source's text cut into pieces: what the summary rests on, what it might take, what is page furniture, the
rest; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from digest.model import Item, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a text.

    sentence: the number of the summary's sentence that rests on it; free: where the sentence begins that the
    summary might take; ends: it is the last piece of that; furniture: what a part that is no article is.
    """

    text: str
    sentence: int | None = None
    role: str = ""
    furniture: str = ""
    free: int | None = None
    ends: bool = False


def passage(
    text: str,
    entry_id: int,
    item: Item,
    furniture: Iterable[tuple[int, int, str]],
    sentences: Iterable[Sentence] = (),
) -> tuple[Piece, ...]:
    """The whole text in pieces, in order; furniture never hides what a sentence rests on."""
    spans = [
        (sentence.span.start, sentence.span.end, number, sentence.role)
        for number, sentence in enumerate(item.summary.sentences, 1)
        if sentence.span.entry_id == entry_id and 0 <= sentence.span.start < sentence.span.end <= len(text)
    ]
    around = [(start, end, kind) for start, end, kind in furniture if 0 <= start < end <= len(text)]
    free = [(one.span.start, one.span.end, one.role) for one in sentences]
    bounds = {0, len(text)}
    bounds |= {edge for start, end, _, _ in spans for edge in (start, end)}
    bounds |= {edge for start, end, _ in (*around, *free) for edge in (start, end)}
    pieces: list[Piece] = []
    for start, end in pairwise(sorted(bounds)):
        piece = Piece(text=text[start:end])
        used = next(((n, role) for s, e, n, role in spans if s <= start and end <= e), None)
        kind = next((k for s, e, k in around if s <= start and end <= e), "")
        could = next(((s, e, role) for s, e, role in free if s <= start and end <= e), None)
        if used:
            last = not any(s <= end < e for s, e, n, _ in spans if n == used[0])
            piece = Piece(text=piece.text, sentence=used[0], role=used[1], ends=last)
        elif could:
            piece = Piece(text=piece.text, free=could[0], role=could[2], ends=end == could[1])
        elif kind:
            piece = Piece(text=piece.text, furniture=kind)
        pieces.append(piece)
    return tuple(pieces)
