"""Choices become variants and variants find their readers: what holds for whatever readers chose."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import TIERS, Rendering, audience_of
from digest.variants import Choice, Wanted, allot, everyone, fitting, wanted

TOPICS = ("Top", "War", "Business", "Culture", "Sport")
#: Of each story of an edition, in its order: section and tier.
Stories = list[tuple[str, str]]

stories = st.lists(st.tuples(st.sampled_from(TOPICS), st.sampled_from(TIERS)), min_size=1, max_size=12).map(
    lambda found: sorted(found, key=lambda one: TOPICS.index(one[0]))
)
choice = st.tuples(st.sampled_from(TIERS), st.frozensets(st.sampled_from((*TOPICS, "Gone"))))
choices = st.dictionaries(choice, st.integers(1, 500), max_size=40)
tiers = st.lists(st.sampled_from(TIERS), min_size=1, unique=True)


def visible(found: Stories, tier: str) -> list[int]:
    return [place for place, (_, own) in enumerate(found) if own in audience_of(tier)]


def made(found: Stories, one: Wanted) -> Rendering:
    """A variant as the renderer makes it: the stories of its tier, less the sections left out."""
    shown = [place for place in visible(found, one.tier) if found[place][0] not in one.without]
    return Rendering(
        variant=one.name, tier=one.tier, story_ids=tuple(f"s{place}" for place in shown),
        sections=tuple(dict.fromkeys(found[place][0] for place in shown)),
        subject="", preheader="", html="", text="",
    )  # fmt: skip


def rendered(found: Stories, used: list[str], chose: dict[Choice, int], most: int) -> list[Rendering]:
    sections = {tier: tuple(dict.fromkeys(found[i][0] for i in visible(found, tier))) for tier in used}
    return [made(found, one) for one in wanted(used, sections, chose, most=most)]


@given(stories, tiers, choices, st.integers(1, 20), choices)
def test_no_reader_gets_what_she_left_out_or_may_not_see(found, used, before, most, after):
    """Whoever chose before the edition was made, and whoever chose after it."""
    mails = rendered(found, used, before, most)
    assert len(mails) <= most
    assert len({one.variant for one in mails}) == len(mails)
    assert len({(one.tier, one.story_ids) for one in mails}) == len(mails)
    for tier, unwanted in {**before, **after}:
        mail = fitting(mails, tier, unwanted)
        places = [int(story[1:]) for story in mail.story_ids] if mail else []
        assert places == sorted(places)
        assert all(found[place][0] not in unwanted for place in places)
        assert all(found[place][1] in audience_of(tier) for place in places)


@given(stories, tiers, choices, st.integers(1, 20))
def test_every_reader_is_in_one_variant_or_counted(found, used, chose, most):
    mails = rendered(found, used, chose, most)
    counted = allot(mails, chose)
    assert sum(counted.readers.values()) + counted.without == sum(chose.values())
    assert all(0 < counted.narrowed[name] <= counted.readers[name] for name in counted.narrowed)
    got = Counter()
    for (tier, unwanted), count in chose.items():
        mail = fitting(mails, tier, unwanted)
        got[mail.variant if mail else None] += count
    assert got.pop(None, 0) == counted.without
    assert got == counted.readers


@given(stories, tiers, choices)
def test_with_room_for_all_everybody_gets_just_what_she_chose(found, used, chose):
    mails = rendered(found, used, chose, 500)
    counted = allot(mails, chose)
    assert (counted.unserved, counted.narrowed) == (0, {})
    for tier, unwanted in chose:
        own = next((one for one in reversed(audience_of(tier)) if one in used), None)
        wants = [place for place in visible(found, own or "public") if found[place][0] not in unwanted]
        mail = fitting(mails, tier, unwanted)
        if own is None:
            assert mail is None
        elif wants or not visible(found, own):
            assert mail is not None
            assert mail.story_ids == tuple(f"s{place}" for place in wants)


@given(stories, choices, st.integers(1, 20))
def test_whoever_left_nothing_out_gets_the_whole_mail(found, chose, most):
    mails = rendered(found, ["public"], chose, most)
    assert fitting(mails, "members", frozenset()) is mails[0]
    assert mails[0].variant == "public"
    assert len(mails[0].story_ids) == len(visible(found, "public"))


def test_the_rarest_choices_share_a_narrower_variant():
    found = [(topic, "public") for topic in TOPICS]
    chose = {("public", frozenset({topic})): 100 - place for place, topic in enumerate(TOPICS)}
    mails = rendered(found, ["public"], chose, 3)
    assert [one.variant for one in mails] == ["public", "public-1", "public-2"]
    counted = allot(mails, chose)
    assert counted.without == 0
    assert sum(counted.readers.values()) == sum(chose.values())
    assert sum(counted.narrowed.values()) > 0


def test_a_choice_that_leaves_nothing_is_counted_and_gets_no_mail():
    found = [("War", "public"), ("Sport", "public"), ("Culture", "members")]
    chose = {("public", frozenset({"War", "Sport"})): 3, ("members", frozenset({"War", "Sport"})): 2}
    mails = rendered(found, ["public", "members"], chose, 64)
    assert [(one.variant, one.sections) for one in mails] == [
        ("public", ("War", "Sport")),
        ("members", ("War", "Sport", "Culture")),
        ("members-1", ("Culture",)),
    ]
    counted = allot(mails, chose)
    assert (dict(counted.readers), counted.nothing, counted.unserved) == ({"members-1": 2}, 3, 0)


def test_one_whom_no_variant_of_her_tier_fits_gets_that_of_a_wider_one():
    found = [("War", "public"), ("Sport", "public"), ("Culture", "members")]
    mails = rendered(found, ["public", "members"], {("public", frozenset({"Sport"})): 9}, 64)
    late = fitting(mails, "members", frozenset({"Sport"}))
    assert late is not None
    assert (late.tier, late.sections) == ("public", ("War",))
    assert fitting(mails, "public", frozenset({"War"})) is None
    assert allot(mails, {("public", frozenset({"War"})): 1}).unserved == 1


@pytest.mark.parametrize("most", [1, 2, 3])
def test_the_whole_mails_come_first_when_there_is_little_room(most):
    chose = {("public", frozenset({"War"})): 1000}
    mails = rendered([("War", "public"), ("Sport", "members")], ["paid", "members", "public"], chose, most)
    assert [one.variant for one in mails] == ["public", "members", "paid"][:most]


def test_everyone_is_those_who_chose_and_the_others():
    chose = {("public", frozenset({"War"})): 3}
    assert everyone({"public": 3, "members": 2}, chose) == {
        ("members", frozenset()): 2,
        ("public", frozenset({"War"})): 3,
    }
