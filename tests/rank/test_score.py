"""A score is the sum of its reasons; a weight moves what it weighs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank.newsroom import BRIDGE, BRIDGE_OTHER, CUP, GRAIN, NOW, a_day, entry, feed

from digest.model import Entry, Picture, Reason, Sent, Story
from digest.rank import rank
from digest.settings import Newsletter, Weights

PARTS = ("sources", "recency", "feed", "novelty", "length", "boosts", "picture", "report", "variety")
TEXTS = (BRIDGE, BRIDGE_OTHER, GRAIN, CUP, BRIDGE[:200], "", GRAIN + " " + CUP)
LETTER = Newsletter(name="daily", boosts={"grain": 0.5, "feed:Sport Today": -0.4})


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    made = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        source = draw(st.sampled_from(["Daily", "Sport Today", "Metro", "Wire"]))
        picture = draw(st.sampled_from([None, Picture(url="u"), Picture(url="u", credit="Photo: K. Bilyk")]))
        made.append(
            replace(
                entry(
                    number,
                    draw(st.sampled_from(["Bridge closed to lorries", "Grain exports up", "Cup semi-final"])),
                    draw(st.sampled_from(TEXTS)),
                    hours=draw(st.integers(0, 70)),
                    feed=feed(source, weight=draw(st.sampled_from([0.0, 0.5, 1.0, 2.0]))),
                ),
                picture=picture,
            )
        )
    return made


def _part(story: Story, name: str) -> float:
    return _reason(story, name).value


def _reason(story: Story, name: str) -> Reason:
    return next(reason for reason in story.score.reasons if reason.name == name)


@given(entries())
@settings(max_examples=60, deadline=None)
def test_the_score_is_the_sum_of_its_reasons_and_every_part_is_named(found: list[Entry]) -> None:
    for story in rank(found, LETTER, NOW):
        assert tuple(reason.name for reason in story.score.reasons) == PARTS
        assert story.score.total == sum(reason.value for reason in story.score.reasons)
        assert all(reason.detail for reason in story.score.reasons)


@given(entries(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_does_not_depend_on_the_order_of_the_input(found: list[Entry], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(shuffled, LETTER, NOW) == rank(found, LETTER, NOW)


@given(entries())
@settings(max_examples=40, deadline=None)
def test_the_order_is_total_and_best_first(found: list[Entry]) -> None:
    stories = rank(found, LETTER, NOW)
    totals = [story.score.total for story in stories]
    assert totals == sorted(totals, reverse=True)
    assert sorted(n for story in stories for n in story.entry_ids) == sorted(e.id for e in found)


@given(entries(), st.sampled_from(PARTS), st.sampled_from([0.5, 1.0, 4.0]))
@settings(max_examples=80, deadline=None)
def test_raising_a_weight_never_lowers_who_has_more_of_the_part(
    found: list[Entry], part: str, more: float
) -> None:
    past = [Sent(edition="daily/1", entry=entry(99, "Grain exports up", GRAIN), sent_at=NOW)]
    raised = replace(LETTER, weights=replace(LETTER.weights, **{part: getattr(LETTER.weights, part) + more}))
    before, after = rank(found, LETTER, NOW, past=past), rank(found, raised, NOW, past=past)
    one = replace(LETTER, weights=replace(LETTER.weights, **{part: 1.0}))
    share = {story.id: _part(story, part) for story in rank(found, one, NOW, past=past)}
    place = {story.id: number for number, story in enumerate(after)}
    for number, upper in enumerate(before):
        for lower in before[number + 1 :]:
            if share[upper.id] > share[lower.id]:
                assert place[upper.id] < place[lower.id]


@given(entries(), st.integers(0, 8), st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_a_copy_adds_no_independent_source(found: list[Entry], which: int, hours: int) -> None:
    original = found[which % len(found)]
    copy = replace(
        original, id=50, feed=feed("Yet another masthead"), first_seen=NOW - timedelta(hours=hours)
    )
    copy = replace(copy, published=copy.first_seen)
    before = {s.id: sum(x.independent for x in s.sources) for s in rank([original], LETTER, NOW)}
    after = [s for s in rank([original, copy], LETTER, NOW) if len(s.members) == 2]
    if original.text:
        assert len(after) == 1
        assert sum(x.independent for x in after[0].sources) == max(before.values())


def test_missing_data_is_a_reason_of_zero() -> None:
    bare = replace(entry(1, "Rain", ""), feed=feed(""))
    (story,) = rank([bare], Newsletter(name="daily"), NOW, when=lambda _: None)
    assert (_part(story, "sources"), _reason(story, "sources").detail) == (0.0, "no source is named")
    assert _reason(story, "recency").detail == "no time of publication is known"
    assert _reason(story, "length").detail.startswith("the lead entry has a title only")
    assert _reason(story, "novelty").detail == "nothing was sent to these readers yet"
    assert story.score.total == 0.0


def test_recency_halves_with_the_half_life_of_the_latest_report() -> None:
    letter = Newsletter(name="daily", half_life=timedelta(hours=6))
    old = [replace(item, published=NOW - timedelta(hours=12)) for item in a_day()[:2]]
    (story,) = rank(old, letter, NOW)
    (newer,) = rank([old[0], replace(old[1], published=NOW - timedelta(hours=6))], letter, NOW)
    assert _part(newer, "recency") == pytest.approx(2 * _part(story, "recency"))


def test_a_time_after_now_counts_as_now() -> None:
    (story,) = rank([entry(1, "Rain", "It rained.", hours=-5)], Newsletter(name="daily"), NOW)
    assert _part(story, "recency") == 2.0


def test_weights_are_named_where_they_are_not_one() -> None:
    letter = Newsletter(name="daily", weights=Weights(sources=3.0))
    (story,) = rank(a_day()[:1], letter, NOW)
    assert _reason(story, "sources").value == 3.0
    assert _reason(story, "sources").detail.endswith("weight 3")


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ("grain", True),
        ("grai", False),
        ("grai*", True),
        ("agriculture ministry", True),
        ("feed:Farm Weekly", True),
        ("feed:farm-weekly", False),
        ("category:trade", True),
        ("language:en", True),
        ("language:uk", False),
    ],
)
def test_boosts_fit_words_feeds_categories_and_languages(rule: str, fits: bool) -> None:
    item = replace(entry(4, "Exports at their highest", GRAIN, "Farm Weekly"), categories=("Trade",))
    (story,) = rank([item], Newsletter(name="daily", boosts={rule: 1.5}), NOW)
    assert _part(story, "boosts") == (1.5 if fits else 0.0)
