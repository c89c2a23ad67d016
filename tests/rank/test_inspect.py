"""Stories of a JSON-lines file, for people and for measuring tools."""

from __future__ import annotations

import json
import random

import pytest
from rank.newsroom import GRAIN, NOW, a_day

from digest.errors import DigestError
from digest.rank.inspect import inspect_stories


def _lines() -> list[str]:
    return [
        json.dumps(
            {
                "id": f"n{item.id}",
                "title": item.title,
                "text": item.text,
                "published": item.when.isoformat(),
                "source": item.feed.publisher,
            }
        )
        for item in a_day()
    ]


def test_stories_come_in_order_with_reasons_that_sum_to_the_score() -> None:
    stories = inspect_stories(_lines(), NOW)["stories"]
    assert sorted(stories[0]["ids"]) == ["n1", "n2", "n3"]
    scores = [story["score"] for story in stories]
    assert scores == sorted(scores, reverse=True)
    for story in stories:
        assert story["score"] == pytest.approx(sum(reason["value"] for reason in story["reasons"]), abs=1e-5)
        assert all(set(reason) == {"name", "value", "detail"} for reason in story["reasons"])


def test_the_order_of_the_lines_changes_nothing() -> None:
    shuffled = _lines()
    random.Random(1).shuffle(shuffled)
    assert inspect_stories(shuffled, NOW) == inspect_stories(_lines(), NOW)


def test_now_is_the_newest_time_unless_given() -> None:
    newest = max(item.when for item in a_day())
    assert inspect_stories(_lines(), None) == inspect_stories(_lines(), newest)
    assert inspect_stories(_lines(), None) != inspect_stories(_lines(), NOW)


def test_what_is_missing_is_a_reason_of_zero() -> None:
    story = inspect_stories(['{"id": 7, "text": "Snow fell on Uzhhorod overnight.\\nRoads are open."}'], None)
    reasons = {reason["name"]: reason for reason in story["stories"][0]["reasons"]}
    assert story["stories"][0]["ids"] == [7]
    assert (reasons["recency"]["value"], reasons["recency"]["detail"]) == (
        0.0,
        "no time of publication is known",
    )
    assert (reasons["sources"]["value"], reasons["sources"]["detail"]) == (0.0, "no source is named")


def test_ids_come_back_as_they_were_written() -> None:
    lines = ['{"id": 10, "title": "Rain in Lutsk"}', '{"id": "10", "title": "Theatre opens in Poltava"}']
    ids = [story["ids"] for story in inspect_stories(lines, None)["stories"]]
    assert sorted(ids, key=str) == [["10"], [10]] or sorted(ids, key=str) == [[10], ["10"]]
    assert {type(found[0]) for found in ids} == {int, str}


def test_an_id_that_stands_twice_is_two_entries_whatever_the_order_of_the_lines() -> None:
    lines = ['{"id": 1, "title": "Rain in Lutsk"}', '{"id": 1, "title": "Theatre opens in Poltava"}']
    found = inspect_stories(lines, None)
    assert [story["ids"] for story in found["stories"]] == [[1], [1]]
    assert inspect_stories(lines[::-1], None) == found


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    """Two like stories, so that a reason names a title."""
    smaller = (
        "Brokers in London ask less for covering a ship that calls at Odesa: 0.7 percent of its worth, from "
        "one percent in January. Hanna Reid of the broker Tull said no vessel was hit in the corridor."
    )
    told = (("Grain exports \ud800 through Odesa highest", GRAIN), ("War cover for ships to Odesa", smaller))
    lines = [json.dumps({"id": n, "title": title, "text": text}) for n, (title, text) in enumerate(told)]
    shown = json.dumps(inspect_stories(lines, None), ensure_ascii=False)
    assert "like a bigger story, “Grain exports ? through Odesa highest”" in shown.encode().decode()


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"title": "no id"}',
        '{"id": true}',
        '{"id": 1.5}',
        '{"id": 123456789012345678901234567890}',
        '{"id": "\\ud800"}',
        '{"id": 1, "published": "soon"}',
        '{"id": 1, "published": true}',
        '{"id": 1, "published": NaN}',
        '{"id": 1, "published": "0001-01-01T00:00:00+14:00"}',
    ],
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(DigestError, match="line 2"):
        inspect_stories(['{"id": 1}', line], None)


def test_empty_lines_are_passed_over() -> None:
    assert inspect_stories(["", "\n"], None) == {"stories": []}
