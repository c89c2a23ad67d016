"""Beside a bigger story of nearly the same thing, and beside reports of events."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rank.newsroom import CUP, GRAIN, NOW, a_day, entry

from digest.model import Entry, Reason, Story
from digest.rank import rank, rescore
from digest.rank.form import is_report
from digest.rank.variety import ALIKE, UNLIKE, likest, measure
from digest.settings import Newsletter, Weights

LETTER = Newsletter(name="daily")
PREMIUMS = (
    "Brokers in London ask less for covering a ship that calls at Odesa: 0.7 percent of its worth, from one "
    "percent in January. Hanna Reid of the broker Tull said no vessel was hit in the corridor this year. "
    "Maize carriers gain most."
)
SMALLER = entry(9, "War cover for ships to Odesa gets cheaper", PREMIUMS, "Lloyd Post", hours=6)


def _reason(story: Story, name: str) -> Reason:
    return next(reason for reason in story.score.reasons if reason.name == name)


def _of(stories: tuple[Story, ...], number: int) -> Story:
    return next(story for story in stories if number in story.entry_ids)


def test_a_story_like_a_bigger_one_is_lowered_and_says_like_which() -> None:
    stories = rank([*a_day(), SMALLER], LETTER, NOW)
    like = _reason(_of(stories, 9), "variety")
    assert _of(stories, 9) is not _of(stories, 4)
    assert like.value < 0
    assert like.detail.startswith(f"like a bigger story, “{_of(stories, 4).lead.title}”")
    for number in (1, 4):
        assert (
            _reason(_of(stories, number), "variety").value,
            "no bigger" in _reason(_of(stories, number), "variety").detail,
        ) == (0.0, True)


def test_the_weight_of_variety_says_how_much() -> None:
    values = []
    for weight in (0.0, 1.0, 2.0):
        letter = replace(LETTER, weights=Weights(variety=weight))
        values.append(_reason(_of(rank([*a_day(), SMALLER], letter, NOW), 9), "variety").value)
    assert values[0] == 0.0 > values[1] > values[2]
    assert values[2] == pytest.approx(2 * values[1], abs=1e-5)


def test_the_first_story_is_held_against_none_and_each_other_against_bigger_ones() -> None:
    same, other = {"bridge": 1.0}, {"grain": 1.0}
    assert likest([same, other, same]) == [(0, 0.0), (0, 0.0), (0, 1.0)]
    assert (measure(UNLIKE), measure(ALIKE), measure(1.0)) == (0.0, -1.0, -1.0)
    assert -1.0 < measure((UNLIKE + ALIKE) / 2) < 0.0


def test_a_story_an_editor_made_is_held_against_none() -> None:
    story = rank(a_day(), LETTER, NOW)[0]
    again = rescore(story, LETTER, NOW)
    assert [reason.name for reason in again.score.reasons] == [r.name for r in story.score.reasons]
    assert _reason(again, "variety") == Reason(
        name="variety", value=0.0, detail="made by an editor: compared with no other story; weight 0.5"
    )


@pytest.mark.parametrize(
    ("title", "said", "report"),
    [
        ("Grain exports highest since autumn", {}, True),
        ("Live broadcast of the cup moved to Lviv", {}, True),
        ("Gallery of art in Odesa reopens", {}, True),
        ("Seeking a new goalkeeper, Dnipro looks abroad", {}, True),
        ("Photos: grain leaves Odesa", {}, False),
        ("Spring in Odesa, in pictures", {}, False),
        ("Cup medal table and results", {}, False),
        ("Opinion | Why grain prices matter", {}, False),
        ("Гороскоп на тиждень", {}, False),
        ("Who will pay for the grain corridor?", {}, False),
        ("“Who pays?”: ministers argue over the corridor", {}, True),
        ("The 11 most costly bridges", {}, False),
        ("The 11 sailors held in Odesa are freed", {}, True),
        ("Film reviews: Grain, Spring in Odesa", {}, False),
        ("Corridor updates: insurers lower their premiums", {}, False),
        ("Ministry reviews grain contracts", {}, True),
        ("Курс долара на 4 березня", {}, False),
        ("Головні новини за ніч", {}, False),
        ("Grain exports", {"link": "https://example.org/opinion/2026/grain"}, False),
        ("Grain exports", {"link": "https://example.org/news/opinion"}, True),
        ("Grain exports", {"categories": ("Podcasts", "Economy")}, False),
    ],
)
def test_what_is_no_report_is_told_by_title_category_or_address(
    title: str, said: dict[str, object], report: bool
) -> None:
    assert is_report(replace(entry(1, title, GRAIN), **said)) is report  # type: ignore[arg-type]


def _gallery(number: int) -> Entry:
    return entry(
        number, f"Photos: Lysenko saves two penalties {number}", f"{CUP} Photo {number}.", f"P{number}"
    )


def test_a_story_is_lowered_when_most_of_it_is_no_report() -> None:
    report = entry(1, "Lysenko saves two penalties", CUP, "Sport Today")
    (galleries,) = rank([_gallery(2)], LETTER, NOW)
    assert _reason(galleries, "report").value == -1.0
    assert _reason(galleries, "report").detail == (
        "it is no report but a gallery, a live page, a schedule or opinion"
    )
    assert _reason(rank([report], LETTER, NOW)[0], "report").value == 0.0
