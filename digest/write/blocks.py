"""A page's text cut into blocks: a paragraph, a heading or a line of page furniture each.

A line is a block; lines that were wrapped by hand are put together. Positions are code points. No text is
changed and every character that is not white space lies in exactly one block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TERMINAL = frozenset(".!?…。！？؟۔:;：；")
_CLOSING = "\"'”’»“)]」』） 	"
_WIDE = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]")
_WRAP = range(45, 101)  # the width of a line a person or a mailer wrapped


@dataclass(frozen=True, slots=True)
class Block:
    """Code points [start, end) of the text, without white space around; `wrapped`: has line feeds inside."""

    start: int
    end: int
    text: str
    words: int  #: its length; two signs of Chinese count as one
    is_ended: bool  #: whether it ends as a sentence does, or as what leads into a list
    wrapped: bool = False


def cut(text: str, start: int, end: int, wrapped: bool = False) -> Block:
    """The block at [start, end) of `text`."""
    part = text[start:end]
    words = len(part.split()) if part.isascii() else len(_WIDE.findall(part)) // 2 or len(part.split())
    return Block(start, end, part, words, part.rstrip(_CLOSING)[-1:] in _TERMINAL, wrapped)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order."""
    lines = []
    for match in _LINE.finditer(text):
        raw = match[0]
        if not raw.strip():
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        lines.append(cut(text, start, start + len(raw.strip())))
    found: list[Block] = []
    for run in _runs(text, lines):
        found += [cut(text, run[0].start, run[-1].end, True)] if _is_wrapped(run) else run
    return tuple(found)


def _runs(text: str, lines: list[Block]) -> list[list[Block]]:
    """Lines with no blank line between them."""
    runs: list[list[Block]] = []
    for line in lines:
        if runs and text.count("\n", runs[-1][-1].end, line.start) < 2:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _is_wrapped(run: list[Block]) -> bool:
    """Whether the lines of a run are one paragraph: of one width, most broken inside a sentence."""
    if len(run) < 2:
        return False
    pairs = list(pairwise(run))
    broken = sum(not one.is_ended and two.text[:1].islower() for one, two in pairs)
    widths = sum(len(line.text) in _WRAP for line in run[:-1])
    return broken * 2 >= len(pairs) and widths == len(pairs)
