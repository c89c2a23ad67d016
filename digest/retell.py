"""An editor's summary, sentence by sentence: what still stands in its source and what is her own; pure.

An edit's value is text, a sentence a line (or several). A sentence that is one of the source's, word for
word, keeps its span; any other carries the name of who wrote it. It judges no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from digest.model import Edit, Finding, Item, Sentence, Span, Summary

#: A sentence begins a line or follows the end of another.
_BEGINS = r"(?:^|(?<=[.!?…。！？؟\"”»’)\]] ))"
_DOUBTS = ("caveat", "correction")


def retold(machine: Summary, before: Summary, edit: Edit, known: Sequence[Sentence], lead: int) -> Summary:
    """The summary this edit asks for.

    machine: what stood before any edit; before: what stands now; known: every sentence of the lead's text.
    The machine's own summary comes back when the edit says what it says.
    """
    whole = {_one_line(one.text): one for one in (*known, *machine.sentences)}
    authors = {_one_line(one.text): one.by for one in before.sentences if one.by}
    told = tuple(
        whole.get(text)
        or Sentence(text=text, span=Span(entry_id=lead, start=0, end=0), by=authors.get(text) or edit.by)
        for line in (edit.value or "").splitlines()
        for text in _parted(_one_line(line), whole)
    )
    if told == machine.sentences:
        return machine
    left = tuple(one for one in machine.sentences if one not in told)
    return Summary(sentences=told, kind="edited", by=edit.by, left=left)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _parted(line: str, whole: Mapping[str, Sentence]) -> Iterator[str]:
    """The line in pieces: each a sentence of the source, or what stands between two."""
    if line in whole or not whole:
        yield from [line] if line else []
        return
    longest_first = sorted((re.escape(text) for text in whole if text), key=len, reverse=True)
    for piece in re.split(rf"{_BEGINS}({'|'.join(longest_first)})(?=\s|$)", line):
        if piece.strip():
            yield piece.strip()


def doubts_left_out(items: Iterable[Item]) -> Iterator[Finding]:
    """A warning for each item whose summary an editor shortened by a doubt or a note of correction."""
    for item in items:
        for sentence in item.summary.left:
            if sentence.role in _DOUBTS:
                yield Finding(
                    check="doubt-left-out",
                    level="warn",
                    place=item.headline,
                    message=f"{item.summary.by}'s summary has not “{sentence.text}”",
                    todo="put it back, unless the summary says it in other words",
                )


def quoted_beyond(items: Iterable[Item], quotes: Mapping[str, int | None]) -> Iterator[Finding]:
    """A finding that blocks for each edited summary that takes more of others' words than they allow.

    quotes: by story, how many words may stand as they are; None: all.
    """
    for item in items:
        allowed = quotes.get(item.story_id)
        taken = sum(len(one.text.split()) for one in item.summary.sentences if one.by is None)
        if item.summary.kind == "edited" and allowed is not None and taken > allowed:
            yield Finding(
                check="quote",
                level="block",
                place=item.headline,
                message=f"{taken} words are {item.publisher}'s own; its feed allows {allowed}",
                todo="take a sentence out, or say it in your own words",
            )
