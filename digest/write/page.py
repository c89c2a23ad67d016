"""A page as it is read: its body, its furniture, and the data found on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from digest.write import people
from digest.write.blocks import Block

Piece = tuple[int, int, str]  #: start, end, kind

_PLAIN = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Page:
    """What was read: blocks of body and pieces of furniture in order, and the data found on the way."""

    headline: str = ""
    body: list[Block] = field(default_factory=list)
    furniture: list[Piece] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)

    def add_authors(self, names: str) -> None:
        """The people of a byline's list, each once."""
        self.authors += [name for name in people.names_in(names) if name not in self.authors]


def plain(text: str) -> str:
    """The letters and digits of a line, for comparing two lines that say the same."""
    return _PLAIN.sub("", text).casefold()


def is_headline(line: str, headlines: set[str]) -> bool:
    """The same words, perhaps with a publisher's name or a label around them."""
    return any(
        len(head) > 3 and (line == head or (len(head) > 24 and head in line and len(line) < 1.35 * len(head)))
        for head in headlines
    )
