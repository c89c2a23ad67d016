"""Which stories get in: caps, sections, tiers, embargoes, an editor's wishes; each cut has its reason."""

from dataclasses import replace
from datetime import timedelta

from core.making import NOW, entry, feed, story

from digest.model import Arrangement, Story
from digest.settings import Caps, Newsletter, SectionRule
from digest.write.assemble import assemble, section_of

LETTER = Newsletter(
    name="daily",
    stories=3,
    sections=(
        SectionRule(name="War", match=("category:War",), limit=2),
        SectionRule(name="Ukrainian", match=("language:uk",)),
        SectionRule(name="Rest"),
    ),
)


def laid(
    letter: Newsletter = LETTER, *stories: Story, **wishes: object
) -> tuple[list[list[str]], dict[str, str]]:
    layout = assemble(Arrangement(stories=stories, **wishes), letter, tiers=("public", "members"), now=NOW)  # type: ignore[arg-type]
    return (
        [[name, *(one.id for one in found)] for name, found in layout.sections],
        {cut.story.id: cut.reason for cut in layout.cut},
    )


def many(count: int, **values: object) -> list[Story]:
    return [story(entry(number, **values), score=10 - number) for number in range(1, count + 1)]  # type: ignore[arg-type]


def test_no_more_than_the_edition_holds() -> None:
    sections, cut = laid(LETTER, *many(4))
    assert sections == [["Rest", "s1", "s2", "s3"]]
    assert cut == {"s4": "beyond the 3 stories of an edition"}


def test_a_full_section_says_so() -> None:
    _, cut = laid(LETTER, *many(3, categories=("war",)))
    assert cut == {"s3": "section War is full (2)"}


def test_language_is_a_surer_rule_than_category() -> None:
    assert section_of(entry(1, categories=("War",), language="uk"), LETTER) == "Ukrainian"
    assert section_of(entry(1, categories=("War",)), LETTER) == "War"
    assert section_of(entry(1), LETTER) == "Rest"


def test_a_cap_per_publisher() -> None:
    letter = Newsletter(name="daily", caps=Caps(publisher=1))
    _, cut = laid(letter, story(entry(1)), story(entry(2)), story(entry(3, source=feed("other"))))
    assert cut == {"s2": "cap of 1 per publisher (Ours)"}


def test_a_cap_per_topic_counts_shared_names_and_categories() -> None:
    letter = Newsletter(name="daily", caps=Caps(topic=1))
    stories = [replace(story(entry(number)), topics=("odesa",)) for number in (1, 2)]
    stories += [story(entry(number, categories=("Sport",))) for number in (3, 4)]
    _, cut = laid(letter, *stories, story(entry(5)))
    assert cut == {"s2": "cap of 1 per topic (odesa)", "s4": "cap of 1 per topic (sport)"}


def test_an_excluded_word() -> None:
    letter = Newsletter(name="daily", exclude=("horoscope",))
    _, cut = laid(letter, story(entry(1, "Your horoscope today")))
    assert cut == {"s1": "excluded by 'horoscope'"}


def test_what_an_editor_touched_gets_in_past_every_limit() -> None:
    sections, cut = laid(LETTER, *many(5), pinned=("s5",), kept=frozenset({"s4", "s5"}))
    assert sections == [["Rest", "s5", "s1", "s4"]]  # the pin on top, the others where they ranked
    assert set(cut) == {"s2", "s3"}


def test_moves_follow_each_other_as_the_editor_saw_them() -> None:
    """The first down, then the third to the top: each on the order the one before left."""
    sections, _ = laid(LETTER, *many(3), kept=frozenset({"s1", "s3"}), moves=(("s1", "s3"), ("s3", "s2")))
    assert sections == [["Rest", "s3", "s2", "s1"]]


def test_a_story_whose_words_were_edited_stands_where_it_stood() -> None:
    sections, _ = laid(LETTER, *many(3), kept=frozenset({"s2"}))
    assert sections == [["Rest", "s1", "s2", "s3"]]


def test_a_move_takes_the_section_of_the_story_it_goes_before() -> None:
    stories = [story(entry(1, categories=("War",))), story(entry(2))]
    sections, _ = laid(LETTER, *stories, moves=(("s2", "s1"),), kept=frozenset({"s2"}))
    assert sections == [["War", "s2", "s1"]]


def test_the_editors_section_order_comes_first() -> None:
    stories = [story(entry(1, categories=("War",))), story(entry(2))]
    sections, _ = laid(LETTER, *stories, section_order=("Rest",))
    assert [name for name, *_ in sections] == ["Rest", "War"]


def test_an_embargoed_item_stays_out_until_its_time() -> None:
    later = NOW + timedelta(minutes=1)
    _, cut = laid(LETTER, story(entry(1, embargo_until=later)), story(entry(2, embargo_until=NOW)))
    assert list(cut) == ["s1"]
    assert "under embargo until" in cut["s1"]


def test_an_item_for_a_tier_this_newsletter_does_not_reach_stays_out() -> None:
    layout = assemble(
        Arrangement(stories=(story(entry(1, tier="members")), story(entry(2, tier="unheard-of")))),
        LETTER,
        tiers=("public",),
        now=NOW,
    )
    assert [cut.reason for cut in layout.cut] == [
        "for members only; this newsletter goes to public",
        "for unheard-of only; this newsletter goes to public",
    ]


def test_nothing_of_a_members_entry_reaches_a_public_story() -> None:
    mixed = story(entry(1, tier="members"), entry(2, source=feed("other")))
    layout = assemble(Arrangement(stories=(mixed,)), LETTER, tiers=("public", "members"), now=NOW)
    shown = layout.sections[0][1][0]
    assert shown.lead.id == 2
    assert shown.entry_ids == (2,)
    assert [source.publisher for source in shown.sources] == ["Other"]


def test_a_story_told_by_its_public_entry_moves_as_the_editor_moved_it() -> None:
    """The edit knows it by its lead, which is for members; readers get it by another name."""
    mixed = story(entry(1, tier="members"), entry(2))
    others = [story(entry(3)), story(entry(4))]
    assert laid(LETTER, mixed, *others, moves=(("s1", None),))[0] == [["Rest", "s3", "s4", "s2"]]
    assert laid(LETTER, *others, mixed, moves=(("s3", "s1"),))[0] == [["Rest", "s4", "s3", "s2"]]
