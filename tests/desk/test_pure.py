"""What the desk decides without a database: passages, places, curves, words, tokens."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from core.making import NOW
from hypothesis import given
from hypothesis import strategies as st

from digest.desk.compare import lines_of, tried_letter
from digest.desk.guard import form_token, session_of, token_of
from digest.desk.passage import passage
from digest.desk.sending import curve
from digest.desk.story import words
from digest.desk.views import gathered
from digest.desk.words import ago, mark
from digest.model import Finding, Item, Level, Sentence, Span, Summary
from digest.settings import Newsletter, parse


def item(*spans: tuple[int, int]) -> Item:
    sentences = tuple(
        Sentence(text="x", span=Span(entry_id=1, start=start, end=end), role="lede") for start, end in spans
    )
    return Item(
        story_id="s1", entry_ids=(1,), lead_id=1, headline="H", link=None, publisher="P", own=True,
        language="en", summary=Summary(sentences=sentences), when=NOW, section="News",
    )  # fmt: skip


SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=5)


@given(st.text(max_size=50), SPANS, SPANS)
def test_a_passage_is_the_whole_text_whatever_spans_are_given(
    text: str, spans: list[tuple[int, int]], around: list[tuple[int, int]]
) -> None:
    pieces = passage(text, 1, item(*spans), [(start, end, "menu") for start, end in around])
    assert "".join(piece.text for piece in pieces) == text
    assert not any(piece.sentence and piece.furniture for piece in pieces)


def test_what_a_sentence_rests_on_is_never_greyed() -> None:
    pieces = passage("Menu. The mayor said so.", 1, item((6, 24)), [(0, 24, "menu")])
    assert [(piece.text, piece.sentence, piece.furniture) for piece in pieces] == [
        ("Menu. ", None, "menu"),
        ("The mayor said so.", 1, ""),
    ]


def test_words_that_changed_are_found_and_the_rest_is_cut_short() -> None:
    long = " ".join(map(str, range(100)))
    runs = words(f"{long} reportedly struck", f"{long} struck")
    assert [how for how, _ in runs] == ["same", "gone", "same"]
    assert runs[1] == ("gone", "reportedly")
    assert "…" in runs[0][1]


def test_the_curve_rises_and_ends_at_what_was_sent() -> None:
    start = datetime(2026, 2, 18, 5, tzinfo=UTC)
    line = curve([(start + timedelta(seconds=n), 10) for n in range(10)], 100)
    heights = [float(point.split(",")[1]) for point in line.split()]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == 40
    assert heights[-1] == 0
    assert curve([], 100) == ""


@pytest.mark.parametrize(
    "asked", [{"recency": "x"}, {"recency": "-1"}, {"recency": "nan"}, {"recency": "1e9"}, {}]
)
def test_nonsense_weights_change_nothing(asked: dict[str, str]) -> None:
    letter = Newsletter(name="daily")
    assert tried_letter(letter, asked) == letter


def test_the_lines_for_the_settings_are_read_as_they_were_tried() -> None:
    tried = tried_letter(Newsletter(name="daily"), {"recency": "2,5", "half_life": "6"})
    read = parse(lines_of("daily", tried)).newsletters["daily"]
    assert (read.weights, read.half_life) == (tried.weights, timedelta(hours=6))
    assert tried.weights.recency == 2.5


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5, "now"),
        (1200, "20 min ago"),
        (-1200, "in 20 min"),
        (7200, "2 h ago"),
        (259200, "3 days ago"),
        (-7020, "in 1 h 57 min"),
        (-35_999, "in 10 h 0 min"),
        (-36_000, "in 10 h"),
    ],
)
def test_times_are_said_to_the_unit_that_matters(seconds: int, said: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == said


def test_the_token_is_private_stable_and_renewed(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    token = token_of(tmp_path / "private", now)
    file = tmp_path / "private" / "desk.token"
    assert token_of(tmp_path / "private", now) == token
    assert file.stat().st_mode & 0o777 == 0o600
    assert token_of(tmp_path / "private", now + timedelta(days=8)) != token
    os.remove(file)
    assert token_of(tmp_path / "private", now) != token


def test_neither_cookie_nor_form_gives_the_token_away() -> None:
    assert len({"token", session_of("token"), form_token("token")}) == 3
    assert "token" not in session_of("token") + form_token("token")


def test_a_mark_is_of_the_words() -> None:
    assert mark("a") == mark("a") != mark("b")
    assert mark(None) == mark("")
    assert replace(item(), headline="x") != item()


def test_what_was_found_twice_is_told_once_the_gravest_first() -> None:
    def found(check: str, level: Level, place: str) -> Finding:
        return Finding(check=check, level=level, place=place, message=f"{check} is wrong")

    findings = [
        found("size", "note", "public"),
        found("subject", "warn", "public"),
        found("subject", "warn", "members"),
        found("link", "block", "public"),
    ]
    assert [(one.check, places) for one, places in gathered(findings)] == [
        ("link", ["public"]),
        ("subject", ["public", "members"]),
        ("size", ["public"]),
    ]
