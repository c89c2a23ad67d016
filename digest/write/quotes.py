"""Which sentences a quotation runs through, so that no quoted sentence is shown without its speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = re.compile('["“”„«»「」『』]')
_OPEN, _CLOSE = frozenset("“„«「『"), frozenset("”»」』")


def quote_states(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[bool, bool]]:
    """For each sentence, whether a quotation is open at its start and at its end.

    A straight mark opens before a letter and closes behind one; a German closing mark looks like an English
    opening one, so its place decides too. A paragraph may leave a quotation open and the next open it again.
    """
    states = []
    is_open = False
    for start, end in spans:
        began = is_open
        for match in _MARK.finditer(text, start, end):
            at = match.start()
            is_open = _opens(text, at, match[0])
            began = began and not (is_open and at == start)
        states.append((began, is_open))
    return states


def unquoted(sentence: str, began_open: bool) -> str:
    """What stands outside quotation marks in a sentence."""
    parts, keep, last = [], not began_open, 0
    for match in _MARK.finditer(sentence):
        if keep:
            parts.append(sentence[last : match.start()])
        keep = not _opens(sentence, match.start(), match[0])
        last = match.end()
    if keep:
        parts.append(sentence[last:])
    return " ".join(parts)


def _opens(text: str, at: int, mark: str) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in '“”"':
        attached = not before or before.isspace() or before in "([{—–-'‘"
        if mark == "“":
            return attached or after.isupper() or not after or not (after.isspace() or after in ".,;:!?)")
        if mark == "”":
            return False
        return attached and not after.isspace() and after not in ".,;:!?"
    return mark in _OPEN
