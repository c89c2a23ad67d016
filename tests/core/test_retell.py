"""An editor's summary: what stands in the source keeps its place, what is hers carries her name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.model import Edit, Item, Sentence, Span, Summary
from digest.retell import doubts_left_out, quoted_beyond, retold

TEXT = (
    "Two people were hurt in Brid. The mayor said the market burned. It rained.\n"
    "The claim could not be verified."
)
NOW = datetime(2026, 2, 18, 5, tzinfo=UTC)


def sentence(text: str, role: str = "body") -> Sentence:
    start = TEXT.index(text)
    return Sentence(text=text, span=Span(entry_id=7, start=start, end=start + len(text)), role=role)  # type: ignore[arg-type]


HURT, MAYOR, RAIN = (
    sentence("Two people were hurt in Brid."),
    sentence("The mayor said the market burned."),
    sentence("It rained."),
)
DOUBT = sentence("The claim could not be verified.", "caveat")
KNOWN = (HURT, MAYOR, RAIN, replace(DOUBT, role="body"))
MACHINE = Summary(sentences=(replace(HURT, role="lede"), MAYOR, DOUBT))


def by(name: str, value: str, before: Summary = MACHINE) -> Summary:
    edit = Edit(id=1, kind="summary", by=name, at=NOW, entry=7, value=value)
    return retold(MACHINE, before, edit, KNOWN, 7)


def test_a_sentence_kept_word_for_word_keeps_its_place_and_its_reason() -> None:
    told = by("Olha", "Two people were hurt in Brid.\nThe mayor spoke.\nThe claim could not be verified.")
    assert [one.by for one in told.sentences] == [None, "Olha", None]
    assert told.sentences[0] == MACHINE.sentences[0]
    assert told.sentences[2].role == "caveat"
    assert told.left == (MAYOR,)
    assert (told.kind, told.by) == ("edited", "Olha")


def test_sentences_in_one_line_are_told_apart() -> None:
    told = by("Olha", f"{HURT.text} Her own words. And more. {DOUBT.text}  {RAIN.text}")
    assert [(one.text, one.by) for one in told.sentences] == [
        (HURT.text, None),
        ("Her own words. And more.", "Olha"),
        (DOUBT.text, None),
        (RAIN.text, None),
    ]
    assert told.sentences[3].span == RAIN.span


def test_a_sentence_inside_another_is_no_sentence_of_the_source() -> None:
    told = by("Olha", "He denied that Two people were hurt in Brid.")
    assert [(one.text, one.by) for one in told.sentences] == [
        ("He denied that Two people were hurt in Brid.", "Olha")
    ]


def test_whose_words_they_are_outlives_the_next_editor() -> None:
    first = by("Olha", f"{HURT.text}\nThe mayor spoke.")
    second = by("Taras", "Two were hurt.\nThe mayor spoke.", first)
    assert [(one.text, one.by) for one in second.sentences] == [
        ("Two were hurt.", "Taras"),
        ("The mayor spoke.", "Olha"),
    ]


def test_the_machines_words_again_are_the_machines() -> None:
    first = by("Olha", "Other words.")
    assert by("Olha", "\n".join(one.text for one in MACHINE.sentences), first) is MACHINE


@pytest.mark.parametrize("value", ["", "  \n ", "\n\n"])
def test_nothing_is_no_sentence(value: str) -> None:
    assert by("Olha", value).sentences == ()


def item(summary: Summary) -> Item:
    return Item(
        story_id="s7", entry_ids=(7,), lead_id=7, headline="Brid", link=None, publisher="Paper", own=False,
        language="en", summary=summary, when=NOW, section="War",
    )  # fmt: skip


def test_a_doubt_taken_out_is_told() -> None:
    found = list(doubts_left_out([item(by("Olha", HURT.text)), item(MACHINE)]))
    assert [(one.level, one.message) for one in found] == [("warn", f"Olha's summary has not “{DOUBT.text}”")]


def test_more_of_others_words_than_they_allow_blocks() -> None:
    long = item(by("Olha", f"{HURT.text}\n{MAYOR.text}\nMine, and as long as I like it to be."))
    assert [one.level for one in quoted_beyond([long], {"s7": 11})] == ["block"]
    assert list(quoted_beyond([long], {"s7": 12})) == []
    assert list(quoted_beyond([long], {"s7": None})) == []
