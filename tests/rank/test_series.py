"""Numbers of a series are different stories; reports that differ in a count are one."""

from __future__ import annotations

import pytest
from rank.newsroom import NOW, entry

from digest.rank import rank
from digest.rank.days import days_named
from digest.rank.series import another_issue
from digest.rank.terms import words
from digest.settings import Newsletter


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Погода в Бресте на 17 мая", "Погода в Гомеле на 17 мая", True),
        ("Прогноз погоды на 8 ноября", "Прогноз погоды на 18 ноября", True),
        ("War in Ukraine: list of events, day 1,455", "War in Ukraine: list of events, day 1,456", True),
        ("Death toll of Kharkiv strike rises to 12", "Death toll of Kharkiv strike rises to 14", False),
        ("Lorries banned from the bridge at Daryivka", "Trucks banned from the bridge at Daryivka", False),
        ("Senate Passes Budget Bill", "Senate Approves Budget Bill", False),
        ("Hong Kong’s festival is cancelled", "Hong Kong's festival is cancelled", False),
        ("Rain", "Snow", False),
        ("Same title here", "Same title here", False),
    ],
)
def test_titles_of_a_series(one: str, other: str, expected: bool) -> None:
    assert another_issue(words(one), words(other)) is expected
    assert another_issue(words(other), words(one)) is expected


def test_two_towns_weather_is_two_stories() -> None:
    text = (
        "Dry with light wind from the west. Highs near 20 degrees, lows of 9 at night. No frost is expected."
    )
    entries = [
        entry(1, "Weather in Brest on 17 May", text),
        entry(2, "Weather in Gomel on 17 May", text.replace("20", "22")),
    ]
    assert len(rank(entries, Newsletter(name="d"), NOW)) == 2


DRONES = "Air defence shot down {} of {} drones that were launched in the night to {}, the air force said."


@pytest.mark.parametrize(
    ("first", "second", "stories"),
    [
        (("61", "80", "17 February"), ("92", "108", "18 February"), 2),
        (("61", "80", "17 February"), ("66", "80", "17 February"), 1),
        (("61", "80", "Tuesday"), ("66", "80", "Tuesday"), 1),
    ],
)
def test_each_mornings_figures_are_a_story_of_their_own(
    first: tuple[str, ...], second: tuple[str, ...], stories: int
) -> None:
    entries = [
        entry(number, f"Air defence shoots down {said[0]} of {said[1]} drones", DRONES.format(*said))
        for number, said in enumerate((first, second), start=1)
    ]
    assert len(rank(entries, Newsletter(name="d"), NOW)) == stories


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On 4 May and May 5th, 2020", {(5, 4), (5, 5)}),
        ("в ніч на 18 лютого; 11 ноября", {(2, 18), (11, 11)}),
        ("Am 4. März, станом на 18.02.2026, 5月4日", {(3, 4), (2, 18), (5, 4)}),
        ("4 people may come, 4.05 percent, 10:30, may 4", set()),
    ],
)
def test_days_that_a_text_names(text: str, days: set[tuple[int, int]]) -> None:
    assert days_named(text) == days
