"""A page's text cut into blocks: a paragraph, a heading or a line of page furniture each.

A line is a block; lines that were wrapped by hand are put together. Positions are code points. No text is
changed and every character that is not white space lies in exactly one block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r\u2028\u2029]*\S[^\n\r\u2028\u2029]*")
_TERMINAL = re.compile(r"[.!?…。！？؟۔:;：；][\"'”’»“)\]」』）]*$|[.!?…。！？؟۔][\"'”’»“)\]」』）\s]*$")
_WIDE = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]")
_WRAP = range(45, 101)  # the width of a line a person or a mailer wrapped


@dataclass(frozen=True, slots=True)
class Block:
    """Code points [start, end) of the text, without white space around; `wrapped`: has line feeds inside."""

    start: int
    end: int
    text: str
    wrapped: bool = False

    @property
    def is_ended(self) -> bool:
        """Whether it ends as a sentence does, or as what leads into a list."""
        return bool(_TERMINAL.search(self.text))

    @property
    def words(self) -> int:
        """Its length in words; two signs of Chinese count as one."""
        return len(_WIDE.findall(self.text)) // 2 or len(self.text.split())


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order."""
    lines = []
    for match in _LINE.finditer(text):
        raw = match[0]
        start = match.start() + len(raw) - len(raw.lstrip())
        lines.append(Block(start, start + len(raw.strip()), raw.strip()))
    found: list[Block] = []
    for run in _runs(text, lines):
        found += (
            [Block(run[0].start, run[-1].end, text[run[0].start : run[-1].end], True)]
            if _is_wrapped(run)
            else run
        )
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
    pairs = list(zip(run, run[1:], strict=False))
    broken = sum(not one.is_ended and two.text[:1].islower() for one, two in pairs)
    widths = sum(len(line.text) in _WRAP for line in run[:-1])
    return broken * 2 >= len(pairs) and widths == len(pairs)
