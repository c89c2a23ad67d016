"""Numbers of a series are different stories; reports that differ in a count are one."""

from __future__ import annotations

import pytest
from rank.newsroom import NOW, entry

from digest.rank import rank
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
