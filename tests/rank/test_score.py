"""A score is the sum of its reasons; a weight moves what it weighs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rank.newsroom import BRIDGE, BRIDGE_OTHER, CUP, GRAIN, NOW, a_day, entry, feed

from digest.model import Entry, Picture, Reason, Sent, Story
from digest.rank import count_documents, rank
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


@given(entries(), st.sampled_from(PARTS))
@settings(max_examples=60, deadline=None)
def test_the_score_is_the_sum_of_its_reasons_and_every_part_is_named(found: list[Entry], part: str) -> None:
    """What is shown is all there is: a part left out takes what it showed from the sum, and nothing else."""
    past = [Sent(edition="daily/1", entry=entry(99, "Grain exports up", GRAIN), sent_at=NOW)]
    weights = replace(Weights(), picture=1.5, sources=2.0)
    letter = replace(LETTER, weights=weights)
    without = replace(LETTER, weights=replace(weights, **{part: 0.0}))
    less = {story.id: story.score.total for story in rank(found, without, NOW, past=past)}
    for story in rank(found, letter, NOW, past=past):
        assert tuple(reason.name for reason in story.score.reasons) == PARTS
        assert all(reason.detail for reason in story.score.reasons)
        assert story.score.total - less[story.id] == pytest.approx(_part(story, part), abs=1e-5)


@given(entries(), st.sampled_from(PARTS))
@settings(max_examples=40, deadline=None)
def test_a_part_is_its_measure_times_its_weight(found: list[Entry], part: str) -> None:
    parts = []
    for weight in (1.0, 2.5):
        letter = replace(LETTER, weights=replace(LETTER.weights, **{part: weight}))
        parts.append({story.id: _part(story, part) for story in rank(found, letter, NOW)})
    assert parts[1] == pytest.approx({name: 2.5 * value for name, value in parts[0].items()}, abs=1e-5)


@given(entries(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_does_not_depend_on_the_order_of_the_input(found: list[Entry], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(shuffled, LETTER, NOW) == rank(found, LETTER, NOW)


@given(entries())
@settings(max_examples=40, deadline=None)
def test_the_order_is_total_and_best_first(found: list[Entry]) -> None:
    """By the sum of the reasons, then by time, then by id: no two stories stand alike."""
    stories = rank(found, LETTER, NOW)
    places = [
        (-sum(reason.value for reason in story.score.reasons), -story.lead.when.timestamp(), story.lead.id)
        for story in stories
    ]
    assert places == sorted(set(places))
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


@given(entries(), st.integers(0, 8), st.integers(0, 60), st.sampled_from(["all", "cut", "framed"]))
@settings(max_examples=80, deadline=None)
def test_a_copy_adds_no_independent_source(found: list[Entry], which: int, later: int, kind: str) -> None:
    """Among other reports: the copy is folded, and its story has the sources it had."""
    told = [one for one in found if one.text]
    assume(told)
    original = told[which % len(told)]
    text = {
        "all": original.text,
        "cut": original.text[: int(len(original.text) * 0.7)],
        "framed": f"From our partners.\n\n{original.text}\n\nShare this. Read more here.",
    }[kind]
    when = original.when + timedelta(minutes=later)
    copy = replace(original, id=50, text=text, feed=feed("Another house"), first_seen=when, published=when)
    counted = count_documents(found)
    before = rank(found, LETTER, NOW, frequencies=counted)
    after = rank([*found, copy], LETTER, NOW, frequencies=counted)
    story = next(one for one in after if 50 in one.entry_ids)
    assert next(member.copy_of for member in story.members if member.entry.id == 50) is not None
    assert _independent(after) <= _independent(before)
    known = next((one for one in before if set(one.entry_ids) == {*story.entry_ids} - {50}), None)
    if known is not None:
        assert _part(story, "sources") == _part(known, "sources")


def _independent(stories: tuple[Story, ...]) -> int:
    return sum(source.independent for story in stories for source in story.sources)


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
