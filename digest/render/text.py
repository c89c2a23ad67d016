"""The text part: filters for its own template, and the last pass over what came out; pure.

72 columns count what a terminal shows (a wide letter is two, a joined mark none). An address is never
broken and always alone on its line.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WIDTH = 72


def width(text: str) -> int:
    """The columns this text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def wrap(text: str, indent: str = "", first: str | None = None) -> str:
    """The text in lines of at most 72 columns, each begun with `indent`, the first one with `first`.

    A word longer than a line stands whole on its own line: it may be an address.
    """
    lines: list[str] = []
    line, empty = indent if first is None else first, True
    for word in text.split():
        if not empty and width(line) + 1 + width(word) > WIDTH:
            lines.append(line)
            line, empty = indent, True
        line, empty = line + ("" if empty else " ") + word, False
    return "\n".join([*lines, line] if not empty else lines)


def heading(text: str, rule: str) -> str:
    """The text with a line of `rule` below it, as long as its longest line."""
    wrapped = wrap(text)
    return f"{wrapped}\n{rule * max(width(line) for line in wrapped.splitlines() or [''])}"


def whole(text: str) -> str:
    """The text with spaces that do not break: for a short label that must stay on one line."""
    return text.replace(" ", "\u00a0")


def finish(text: str) -> str:
    """No spaces at line ends, never three blank lines, one newline at the end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{4,}", "\n\n\n", lines).strip("\n") + "\n"
