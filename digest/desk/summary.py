"""A summary as an editor changes it: a field a sentence, each beside what the machine had there; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.desk.app import Form
from digest.model import Sentence, Summary

MOST = 40  #: sentences of a summary that a form may bring
ALIKE = 0.4  #: of the words: from here on a sentence counts as another's rewording


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence of the summary, and the machine's that it stands for where an editor changed it."""

    sentence: Sentence
    was: Sentence | None = None


def rows_of(summary: Summary) -> tuple[tuple[Row, ...], tuple[Sentence, ...]]:
    """The summary's sentences, and those of the machine that nothing stands for now."""
    left = list(summary.left)
    rows = []
    for sentence in summary.sentences:
        was = max(left, key=lambda one: _likeness(one, sentence), default=None) if sentence.by else None
        if was is not None and _likeness(was, sentence) >= ALIKE:
            left.remove(was)
            rows.append(Row(sentence=sentence, was=was))
        else:
            rows.append(Row(sentence=sentence))
    return tuple(rows), tuple(left)


def _likeness(one: Sentence, other: Sentence) -> float:
    return SequenceMatcher(a=one.text.split(), b=other.text.split(), autojunk=False).ratio()


def lines(summary: Summary) -> str:
    """The summary as an edit writes it: a sentence a line."""
    return "\n".join(" ".join(sentence.text.split()) for sentence in summary.sentences)


def typed(form: Form, known: Sequence[Sentence]) -> str:
    """The summary that the form's fields and its button ask for, a sentence a line.

    s1, s2 …: the sentences; `more`: another one. The button: `without` takes out the sentence of that number,
    `restore` ("2 140") puts the known one that begins there in the place of the second, `add` ("140") takes
    one in where the source has it.
    """
    fields = [" ".join(form.get(f"s{number}", "").split()) for number in range(1, MOST + 1)]
    by_start = {str(one.span.start): one for one in known}
    place, _, start = form.get("restore", "").partition(" ")
    if start in by_start and place.isdecimal() and 0 < int(place) <= len(fields):
        fields[int(place) - 1] = by_start[start].text
    gone = form.get("without", "")
    if gone.isdecimal() and 0 < int(gone) <= len(fields):
        fields[int(gone) - 1] = ""
    told = [text for text in (*fields, " ".join(form.get("more", "").split())) if text]
    if form.get("add") in by_start:
        told = _with(told, by_start[form["add"]], known)
    return "\n".join(told)


def _with(told: list[str], sentence: Sentence, known: Sequence[Sentence]) -> list[str]:
    """The sentence behind the last one that stands before it in the source; first where none does."""
    starts = {" ".join(one.text.split()): one.span.start for one in known}
    before = [
        index
        for index, text in enumerate(told)
        if starts.get(text, sentence.span.start) < sentence.span.start
    ]
    after = [index for index, text in enumerate(told) if starts.get(text, -1) > sentence.span.start]
    place = before[-1] + 1 if before else after[0] if after else len(told)
    return [*told[:place], " ".join(sentence.text.split()), *told[place:]]
