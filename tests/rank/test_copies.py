"""Copies by the ways they are made, and what is none."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from rank.newsroom import BRIDGE, BRIDGE_OTHER, CUP, GRAIN, NOW, entry

from digest.model import Entry, Story
from digest.rank import rank
from digest.settings import Newsletter

LONG = (
    f"{BRIDGE} Lorries will be sent by the northern road through Bilozerka, which adds forty kilometres. "
    "Traders at the Antonivka market said deliveries of milk and bread were late on Tuesday already. "
    "The road service has asked the ministry in Kyiv for two pontoon sections. An engineer who took part in "
    "the inspection, Olena Hrytsenko, said the third support had been repaired in 2019 and was sound."
)
SENTENCES = LONG.split(". ")
COPIES = {
    "exact": LONG,
    "cut to 60 % with a new first line": "Drivers face long detours. " + LONG[: int(len(LONG) * 0.6)],
    "furniture around": f"Sign up for our letter.\n\n{LONG}\n\nShare this article. Read more here.",
    "one word in twenty changed": " ".join(
        "indeed" if place % 20 == 7 else word for place, word in enumerate(LONG.split())
    ),
    "every fifth sentence new": ". ".join(
        "Officials did not comment further on this" if place % 5 == 3 else sentence
        for place, sentence in enumerate(SENTENCES)
    ),
    "teaser": ". ".join(SENTENCES[:2]) + ".",
    "teaser from the middle": ". ".join(SENTENCES[4:6]) + ".",
}


def _ranked(*entries: Entry) -> tuple[Story, ...]:
    return rank(entries, Newsletter(name="daily"), NOW)


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_is_folded_into_the_full_text(kind: str) -> None:
    original = entry(1, "Bridge over the Inhulets closed to lorries", LONG, "Kherson Post", hours=4)
    copy = entry(2, "Lorries banned from bridge", COPIES[kind], "Metro", hours=3)
    stories = _ranked(original, copy, entry(3, "Grain", GRAIN), entry(4, "Cup", CUP))
    story = next(story for story in stories if 1 in story.entry_ids)
    assert {member.entry.id: member.copy_of for member in story.members} == {1: None, 2: 1}
    assert [source.independent for source in story.sources] == [True, False]


def test_another_report_of_the_event_is_no_copy() -> None:
    stories = _ranked(
        entry(1, "Bridge over the Inhulets closed to lorries", BRIDGE, "Kherson Post"),
        entry(2, "Daryivka bridge shut to lorries", BRIDGE_OTHER, "South Radio"),
    )
    assert [member.copy_of for member in stories[0].members] == [None, None]


def test_a_teaser_that_came_first_is_folded_all_the_same() -> None:
    teaser = entry(1, "Bridge closed", COPIES["teaser"], "Metro", hours=6)
    full = entry(2, "Bridge over the Inhulets closed to lorries", LONG, "Kherson Post", hours=3)
    (story,) = _ranked(teaser, full)
    assert {member.entry.id: member.copy_of for member in story.members} == {1: 2, 2: None}


def test_the_earliest_published_is_the_original_whichever_came_first() -> None:
    late = entry(1, "Bridge closed", LONG, "Metro", hours=2)
    early = entry(2, "Bridge over the Inhulets closed to lorries", LONG, "Kherson Post", hours=6)
    (story,) = _ranked(late, early)
    assert {member.entry.id: member.copy_of for member in story.members} == {1: 2, 2: None}


def test_a_text_carried_by_very_many_is_one_text() -> None:
    """However many hold a run of words, the next copy is still found by it."""
    carried = [entry(number, f"Bridge {number}", LONG, f"Masthead {number}") for number in range(1, 61)]
    story = next(story for story in _ranked(*carried) if 1 in story.entry_ids)
    assert len(story.members) == 60
    assert [member.entry.id for member in story.members if member.copy_of is None] == [1]
    assert sum(source.independent for source in story.sources) == 1


def test_a_text_that_very_many_edited_is_one_text() -> None:
    """Each copy is compared with a few; what shares enough with the original itself is its copy."""
    chance = random.Random(4)
    words = LONG.split()
    edited = [
        " ".join(f"word{chance.randrange(900)}" if chance.random() < 0.05 else word for word in words)
        for _ in range(700)
    ]
    carried = [
        entry(n, "Bridge closed", text, f"Masthead {n}", hours=40 - n / 20)
        for n, text in enumerate(edited, 1)
    ]
    (story,) = _ranked(*carried)
    assert sum(member.copy_of is None for member in story.members) <= 3
    assert sum(source.independent for source in story.sources) <= 3


def test_a_briefing_joins_no_stories() -> None:
    parts = [BRIDGE[:330], GRAIN, CUP]
    briefing = entry(9, "Morning briefing", "\n\n".join(parts), "Kherson Post", hours=1)
    singles = [entry(number, text[:40], text, f"P{number}") for number, text in enumerate(parts, start=1)]
    assert len(_ranked(briefing, *singles)) >= 3
    assert not any(m.copy_of == 9 for story in _ranked(briefing, *singles) for m in story.members)


def test_a_copy_never_adds_an_independent_source() -> None:
    base = [
        entry(1, "Bridge over the Inhulets closed to lorries", LONG, "Kherson Post", hours=4),
        entry(2, "Daryivka bridge shut to lorries", BRIDGE_OTHER, "South Radio", hours=3),
    ]
    before = _independent(_ranked(*base))
    for number, text in enumerate(COPIES.values(), start=10):
        copy = entry(number, "Bridge closed", text, f"Masthead {number}", hours=number / 2)
        assert _independent(_ranked(*base, copy)) == before
        base.append(copy)


def _independent(stories: tuple[Story, ...]) -> int:
    story = next(story for story in stories if 1 in story.entry_ids)
    return sum(source.independent for source in story.sources)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("BERLIN, Feb 17 (Reuters) - More than 80 actors signed a letter.", "Reuters"),
        ("GENEVA (AP) — Talks went on into the night.", "AP"),
        ("КИЇВ. Укрінформ. Уряд виділив кошти на ремонт мосту.", "Ukrinform"),
        ("The council met on Monday.\n\n© 2026 AFP", "AFP"),
        ("It rained.\n\nReporting by A. Writer; Editing by B. Reader", "Reuters"),
        ("It rained.\n(Reporting by A. Day, B. Noon; Writing by C. Eve; Editing by D. Dusk)", "Reuters"),
        ("It rained.\n\nReporting by A. Writer in Kyiv", None),
        ("It rained.\n\nAdditional reporting by A. Writer and B. Reader. Editing by C. Proof.", None),
        ("The prize for reporting by A. Day; editing by B. Noon, was shared.\n\nIt rained.", None),
        ("Уряд виділив кошти. Джерело: Укрінформ", "Ukrinform"),
        ("The minister resigned, Reuters reports, citing two officials.", None),
        ("The AP exam was moved to June, the school said.", None),
        ("A spa (SPA) day was offered to the winners of the raffle in the town.", None),
    ],
)
def test_an_agency_is_told_by_dateline_or_credit(text: str, agency: str | None) -> None:
    (story,) = _ranked(entry(1, "Title", text))
    assert story.members[0].wire == agency


def test_an_agency_may_be_the_author() -> None:
    by_agency = replace(entry(1, "Title", "Talks went on."), authors=("Agence France-Presse",))
    assert _ranked(by_agency)[0].members[0].wire == "AFP"
