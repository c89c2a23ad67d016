"""How the lists of page words become one pattern each: whole lines, or anywhere in a paragraph."""

from __future__ import annotations

import re


def lines(*parts: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(parts) + r")[\s.:…»›→>!]*", re.IGNORECASE)


def boxes(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


def keys(text: str) -> tuple[str, ...]:
    """The words of a list written with bars between them."""
    return tuple(text.split("|"))
