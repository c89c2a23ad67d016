"""A source's text cut into pieces: what the summary rests on, what is page furniture, the rest; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from digest.model import Item

GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a text. `sentence` is the number of the summary's sentence that rests on it; `furniture`
    says what a part that is not the article is."""

    text: str
    sentence: int | None = None
    role: str = ""
    furniture: str = ""


def passage(
    text: str, entry_id: int, item: Item, furniture: Iterable[tuple[int, int, str]]
) -> tuple[Piece, ...]:
    """The whole text in pieces, in order; furniture never hides what a sentence rests on."""
    spans = [
        (sentence.span.start, sentence.span.end, number, sentence.role)
        for number, sentence in enumerate(item.summary.sentences, 1)
        if sentence.span.entry_id == entry_id and sentence.span.start < sentence.span.end <= len(text)
    ]
    around = [(start, end, kind) for start, end, kind in furniture if 0 <= start < end <= len(text)]
    bounds = {0, len(text), *(start for start, *_ in spans), *(end for _, end, *_ in spans)}
    bounds |= {edge for start, end, _ in around for edge in (start, end)}
    pieces: list[Piece] = []
    for start, end in pairwise(sorted(bounds)):
        number, role = next(((n, r) for s, e, n, r in spans if s <= start and end <= e), (None, ""))
        kind = next((k for s, e, k in around if s <= start and end <= e), "") if number is None else ""
        pieces.append(Piece(text=text[start:end], sentence=number, role=role, furniture=kind))
    return tuple(pieces)
