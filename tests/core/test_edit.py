"""Edits name entries, survive regrouping, and are kept when they no longer fit."""

from dataclasses import replace

import pytest
from core.making import NOW, entry, feed, story

from digest import edit
from digest.errors import EditionError
from digest.model import Draft, Edit, EditKind, Item, Picture, Score, Section, Sentence, Span, Story, Summary


def wish(
    kind: EditKind,
    about: int | None = None,
    other: int | None = None,
    value: str | None = None,
    number: int = 1,
) -> Edit:
    return Edit(id=number, kind=kind, by="Olha", at=NOW, entry=about, other=other, value=value)


def scored(one: Story) -> Story:
    return replace(one, score=story(one.lead, score=float(len(one.members))).score)


STORIES = (
    story(entry(1), entry(2), entry(3), score=3),
    story(entry(4), score=2),
    story(entry(5), score=1),
)


def test_a_pin_names_any_entry_of_the_story() -> None:
    found = edit.apply([wish("pin", 5), wish("pin", 2)], STORIES, scored)
    assert found.pinned == ("s5", "s1")
    assert found.kept == {"s5", "s1"}


def test_a_drop_says_who() -> None:
    found = edit.apply([wish("pin", 4), wish("drop", 4)], STORIES, scored)
    assert dict(found.dropped) == {"s4": "Olha"}
    assert found.pinned == ()
    assert found.kept == frozenset()


def test_a_later_pin_brings_a_dropped_story_back() -> None:
    found = edit.apply([wish("drop", 4), wish("pin", 4)], STORIES, scored)
    assert found.dropped == ()
    assert found.pinned == ("s4",)


def test_merge_joins_and_scores_anew() -> None:
    found = edit.apply([wish("merge", 1, 5)], STORIES, scored)
    joined = found.stories[0]
    assert joined.entry_ids == (1, 2, 3, 5)
    assert joined.score.total == 4
    assert len(found.stories) == 2


def test_split_takes_the_entry_and_its_copies_out() -> None:
    first = STORIES[0]
    copied = replace(first, members=(*first.members[:2], replace(first.members[2], copy_of=2)))
    found = edit.apply([wish("split", 2)], [copied, *STORIES[1:]], scored)
    assert sorted(one.entry_ids for one in found.stories) == [(1,), (2, 3), (4,), (5,)]


def test_split_of_the_lead_leaves_the_others_as_a_story() -> None:
    found = edit.apply([wish("split", 1)], STORIES, scored)
    assert sorted(one.entry_ids for one in found.stories) == [(1,), (2, 3), (4,), (5,)]


def test_lead_puts_another_entry_in_front() -> None:
    found = edit.apply([wish("lead", 3)], STORIES, scored)
    changed = next(one for one in found.stories if 3 in one.entry_ids)
    assert changed.lead.id == 3
    assert changed.entry_ids == (3, 1, 2)
    assert changed.id in found.kept


def test_an_edit_without_its_entry_is_kept_and_said() -> None:
    found = edit.apply([wish("pin", 99), wish("merge", 1, 98), wish("move", 1, 97)], STORIES, scored)
    assert [unfit.edit.kind for unfit in found.unfit] == ["merge", "pin", "move"]
    assert found.stories == STORIES


def test_move_is_before_another_story() -> None:
    found = edit.apply([wish("move", 5, 3)], STORIES, scored)
    assert found.moves == (("s5", "s1"),)


def draft() -> Draft:
    sentence = Sentence(text="It happened.", span=Span(entry_id=1, start=0, end=12))
    item = Item(
        story_id="s1",
        entry_ids=(1, 2),
        lead_id=1,
        headline="Old",
        link=None,
        publisher="Ours",
        own=True,
        language="en",
        summary=Summary(sentences=(sentence,)),
        when=NOW,
        section="War",
        score=Score(reasons=()),
    )
    return Draft(
        edition="daily/2026-02-18/0700",
        newsletter="daily",
        title="Daily",
        language="en",
        now=NOW,
        window_start=NOW,
        subject="Old",
        preheader="",
        sections=(Section(name="War", items=(item,)),),
    )


def test_words_replace_the_machines_and_the_last_one_stands() -> None:
    edits = [
        wish("headline", 2, value="First", number=1),
        wish("headline", 1, value="Second", number=2),
        wish("summary", 1, value="HUR reported it.", number=3),
        wish("note", 1, value="We could not verify this.", number=4),
        wish("subject", value="The subject", number=5),
        wish("intro", value="Good morning.", number=6),
    ]
    changed = edit.amend(edits, draft())
    item = changed.items[0]
    assert item.headline == "Second"
    assert item.summary.text == "HUR reported it."
    assert (item.summary.kind, item.summary.by) == ("edited", "Olha")
    assert item.note == "We could not verify this."
    assert item.edited == ("headline", "summary", "note")
    assert (changed.subject, changed.intro) == ("The subject", "Good morning.")


def test_words_for_an_item_that_is_not_in_are_kept_as_unfit() -> None:
    changed = edit.amend([wish("headline", 7, value="Lost?")], draft())
    assert [unfit.edit.value for unfit in changed.unfit] == ["Lost?"]


def test_a_section_nobody_knows_is_refused_with_the_nearest() -> None:
    edit.refuse_unknown_section("daily", ["War", " Life "], ["War", "Life"])
    with pytest.raises(EditionError, match="no section 'Lief'; did you mean 'Life'"):
        edit.refuse_unknown_section("daily", ["War", "Lief"], ["War", "Life"])


def test_a_picture_of_another_entry_brings_its_credit_only_if_it_is_ours() -> None:
    ours = Picture(url="https://courier.example/a.jpg", credit="O. Maker", alt="A pier")
    theirs = Picture(url="https://paper.example/b.jpg", credit="Somebody")
    told = story(
        entry(1),
        entry(2, source=feed("own", own=True), picture=ours),
        entry(3, source=feed("theirs"), picture=theirs),
    )
    made = replace(draft(), stories=(told,))
    for url, credit in ((ours.url, "O. Maker"), (theirs.url, None)):
        changed = edit.amend([wish("picture", 1, value=url)], made)
        picture = changed.items[0].picture
        assert picture is not None
        assert (picture.url, picture.credit) == (url, credit)
    assert edit.amend([wish("picture", 1, value="")], made).items[0].picture is None
