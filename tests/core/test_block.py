"""Which items a block is about, who may pass it, and what is said of the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from core.making import NOW, entry, feed

from digest import block
from digest.errors import EditionError
from digest.model import Draft, Edit, EditKind, UnfitEdit

WIRE = feed("wire", publisher="Wire & Co")


def edit(number: int, kind: EditKind, *, about: int | None = None, value: str | None = None) -> Edit:
    return Edit(id=number, kind=kind, by="Olena", at=NOW, entry=about, value=value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("publisher: Wire & Co", True),
        ("publisher: Wire", False),
        ("feed: wire", True),
        ("feed: ours", False),
        ("host: e.org", True),
        ("host: www.news.e.org", True),
        ("host: s.e.org", False),
        ("host: org", True),
        ("host:", False),
        ("e.org", False),
    ],
)
def test_what_a_block_is_about(value: str, meant: bool) -> None:
    assert block.is_meant(value, entry(1, source=WIRE, link="https://www.news.e.org/1")) is meant


def test_an_item_without_a_link_has_no_host() -> None:
    assert not block.is_meant("host: e.org", entry(1, link=None))
    assert not block.is_meant("host: e.org", entry(1, link="http://[broken"))


def test_who_blocked_it_is_the_reason_and_a_later_wish_passes() -> None:
    entries = (entry(1, source=WIRE), entry(2), entry(3, source=WIRE), entry(4, source=WIRE))
    edits = [
        edit(1, "pin", about=3),
        edit(2, "block", value="publisher: Wire & Co"),
        edit(3, "pin", about=4),
    ]
    told, why = block.without_blocked(edits, entries)
    assert [one.id for one in told] == [2, 4]
    assert why == {1: "blocked by Olena", 3: "blocked by Olena"}


def test_without_a_block_nothing_is_touched() -> None:
    entries = (entry(1), entry(2))
    told, why = block.without_blocked([edit(1, "pin", about=1)], entries)
    assert told is entries and not why


def test_the_draft_says_what_was_blocked_and_why_an_edit_about_it_does_not_fit() -> None:
    lost = UnfitEdit(edit=edit(1, "pin", about=1), why="its item is no longer in the window")
    draft = Draft(
        edition="daily/2026-02-18/0700", newsletter="daily", title="Daily", language="en", now=NOW,
        window_start=NOW - timedelta(days=1), subject="", preheader="", unfit=(lost,),
    )  # fmt: skip
    made = block.told(draft, [entry(1, source=WIRE), entry(2)], {1: "blocked by Olena"})
    assert [(cut.story.lead.id, cut.reason) for cut in made.cut] == [(1, "blocked by Olena")]
    assert [one.why for one in made.unfit] == ["its source is blocked by Olena"]
    assert block.told(draft, [entry(2)], {}) is draft


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("publisher: Wire", "did you mean 'Wire & Co'"),
        ("feed: wires", "did you mean 'wire'"),
        ("house: x", "needs a source"),
        ("host: ", "needs a source"),
        ("", "needs a source"),
    ],
)
def test_a_block_of_nothing_is_refused(value: str, words: str) -> None:
    with pytest.raises(EditionError, match=words):
        block.refuse_unknown("daily", value, [WIRE])


def test_a_block_of_something_is_not_refused() -> None:
    for value in ("publisher: Wire & Co", "feed: wire", "host: anything.example"):
        block.refuse_unknown("daily", value, [WIRE])
