"""Items of stories: headline, summary, picture, other sources, all from entries made here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.model import Entry, Feed, Item, Member, Picture, Reason, Score, Source, Story
from digest.write.item import make_item

NOW = datetime(2025, 3, 4, 6, tzinfo=UTC)
OWN = Feed(name="courier", url="https://courier.example/feed", publisher="Courier", own=True)
THEIRS = Feed(name="herald", url="https://herald.example/feed", publisher="Herald", quote=30)
TEXT = (
    "A dam above Larkton burst on Monday night, killing at least 12 people, the governor said.\n\n"
    "More than 400 homes in three villages were flooded, according to the rescue service.\n\n"
    "The governor, Ana Marin, ordered an inquiry into the dam's owner.\n\n"
    "Villagers said the dam had leaked for weeks. The Courier could not verify their accounts."
)


def entry(number: int = 1, feed: Feed = OWN, text: str = TEXT, **changes: object) -> Entry:
    made = Entry(
        id=number,
        feed=feed,
        title="Dam bursts above Larkton",
        link=f"https://{feed.name}.example/{number}",
        first_seen=NOW,
        published=NOW,
        language="en",
        text=text,
        text_from="feed",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def story(lead: Entry, *others: Entry, **changes: object) -> Story:
    members = tuple(Member(entry=each, similarity=1.0) for each in (lead, *others))
    made = Story(
        lead=lead,
        members=members,
        sources=tuple(Source(publisher=m.entry.feed.publisher, link=m.entry.link, when=NOW) for m in members),
        score=Score(reasons=(Reason(name="sources", value=1.0),)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def item(of: Story, sentences: int = 2) -> Item:
    return make_item(of, section="World", sentences=sentences, language="en")


def test_an_own_item_has_its_summary_its_caveat_and_its_data() -> None:
    made = item(
        story(entry(title="LIVE: Dam bursts above Larkton - Courier", authors=("By Lia Brook", "Courier")))
    )
    assert made.headline == "Dam bursts above Larkton"
    assert [s.role for s in made.summary.sentences] == ["lede", "body", "caveat", "caveat"]
    assert made.summary.sentences[-2].text == "Villagers said the dam had leaked for weeks."
    assert made.summary.sentences[-1].text == "The Courier could not verify their accounts."
    assert all(TEXT[s.span.start : s.span.end] == s.text for s in made.summary.sentences)
    assert (made.authors, made.section, made.publisher, made.own) == (
        ("Lia Brook",),
        "World",
        "Courier",
        True,
    )


def test_others_work_stays_within_their_words() -> None:
    made = item(story(entry(feed=THEIRS)), sentences=5)
    words = sum(len(s.text.split()) for s in made.summary.sentences if s.role != "caveat")
    assert words <= 30
    assert made.summary.sentences[-1].role == "caveat", "the caveat is not counted away"


def test_a_first_sentence_longer_than_the_limit_is_cut_at_a_clause_with_its_speaker() -> None:
    text = (
        "The governor said on Monday the dam had burst, sending water over three villages and "
        "the road to the "
        "border while rescuers tried to reach people on roofs in the dark and the rain."
    )
    made = item(story(entry(feed=replace(THEIRS, quote=12), text=text)))
    assert made.summary.text == "The governor said on Monday the dam had burst…"


def test_where_a_cut_would_drop_who_says_so_only_the_headline_is_left() -> None:
    text = (
        "The dam burst without warning, sending water over three villages and the road to the border while "
        "people slept in their houses, according to the governor."
    )
    made = item(story(entry(feed=replace(THEIRS, quote=12), text=text)))
    assert made.summary.sentences == ()


def test_a_picture_is_shown_only_if_it_is_ours_and_has_its_credit() -> None:
    picture = Picture(
        url="https://courier.example/a.jpg", alt="Dam bursts above Larkton", caption="The dam on Monday."
    )
    assert item(story(entry(picture=picture))).picture is None
    credited = replace(picture, credit="Jo Reed / Courier")
    shown = item(story(entry(picture=credited))).picture
    assert shown is not None
    assert shown.alt == "The dam on Monday.", "the headline again says nothing of the picture"
    assert item(story(entry(picture=credited, feed=THEIRS))).picture is None
    assert item(story(entry(picture=credited, feed=replace(OWN, images=False)))).picture is None


def test_a_credit_in_the_text_counts() -> None:
    text = "Water over the road to Larkton. (Jo Reed/Courier)\n\n" + TEXT
    shown = item(story(entry(text=text, picture=Picture(url="https://courier.example/a.jpg")))).picture
    assert shown is not None
    assert (shown.credit, shown.caption) == ("Jo Reed/Courier", "Water over the road to Larkton.")


def test_another_source_with_another_number_contradicts() -> None:
    text = "At least 19 people were killed when the dam burst above Larkton, the health ministry said."
    made = item(story(entry(), entry(2, THEIRS, text)))
    other = made.others[0]
    assert (other.kind, other.publisher, other.link) == ("contradicts", "Herald", "https://herald.example/2")
    assert other.text == text
    assert other.span is not None
    assert text[other.span.start : other.span.end] == other.text


def test_a_denial_contradicts_and_comes_first() -> None:
    adds = (
        "Engineers had asked the ministry of water for cement, pumps and sandbags for Larkton, a "
        "union leader said."
    )
    denies = "The owner of the Larkton dam denied that it had leaked, a lawyer said on Tuesday."
    third = replace(THEIRS, name="post", publisher="Post")
    made = item(story(entry(), entry(2, THEIRS, adds), entry(3, third, denies)))
    assert [(other.publisher, other.kind) for other in made.others] == [
        ("Post", "contradicts"),
        ("Herald", "adds"),
    ]


def test_the_same_number_and_the_same_words_only_name_the_source() -> None:
    text = "The dam above Larkton burst on Monday night and killed at least 12 people, the governor said."
    made = item(story(entry(), entry(2, THEIRS, text)))
    assert [(other.kind, other.text) for other in made.others] == [("reports", "")]


def test_a_source_for_fewer_readers_is_not_named_to_all() -> None:
    members = entry(
        2,
        replace(OWN, name="club", publisher="Club"),
        "At least 19 people were killed, it said.",
        tier="members",
    )
    later = entry(
        3, replace(THEIRS, name="wire", publisher="Wire"), TEXT, embargo_until=NOW + timedelta(hours=3)
    )
    assert item(story(entry(), members, later)).others == ()


def test_another_sources_own_caveat_is_not_left_behind() -> None:
    text = (
        "At least 19 people were killed when the dam burst, residents said. The Herald could not "
        "verify the figure."
    )
    made = item(story(entry(), entry(2, THEIRS, text)))
    assert made.others[0].kind == "reports"


@pytest.mark.parametrize(
    ("changes", "kicker"),
    [({}, None), ({"update_of": "daily/2025-03-03/0700"}, "Update")],
)
def test_a_story_readers_know_is_an_update(changes: dict[str, object], kicker: str | None) -> None:
    assert item(story(entry(), **changes)).kicker == kicker


def test_a_note_of_the_newsroom_is_a_correction() -> None:
    text = TEXT + "\n\nCorrection: An earlier version of this article said 14 people had died."
    made = item(story(entry(text=text)), sentences=1)
    assert made.kicker == "Correction"
    assert made.summary.sentences[-1].role == "correction"


def test_a_title_alone_has_no_summary_and_a_teaser_that_repeats_it_neither() -> None:
    assert item(story(entry(text="", text_from="title"))).summary.sentences == ()
    assert (
        item(story(entry(text="", summary="Dam bursts above Larkton.", text_from="teaser"))).summary.sentences
        == ()
    )


def test_reading_time_is_of_whole_articles_only() -> None:
    long = "\n\n".join(
        ["The river rose again on the second day and took the road with it, a villager said."] * 40
    )
    assert item(story(entry(text=long))).reading_minutes == 3
    assert item(story(entry(text=long, text_from="teaser"))).reading_minutes is None
    assert item(story(entry())).reading_minutes is None


def test_a_teaser_cut_by_its_feed_ends_at_a_clause() -> None:
    teaser = "The governor said on Monday that the dam above Larkton had burst, and that many of the…"
    made = item(story(entry(text="", summary=teaser, text_from="teaser")))
    assert made.summary.text == "The governor said on Monday that the dam above Larkton had burst…"


def test_a_sentence_cut_by_its_feed_behind_a_whole_one_is_left() -> None:
    teaser = "A dam above Larkton burst on Monday, the governor said. Rescuers are looking for …"
    made = item(story(entry(text="", summary=teaser, text_from="teaser")))
    assert made.summary.text == "A dam above Larkton burst on Monday, the governor said."


def test_a_teaser_cut_where_a_not_begins_leaves_the_headline_alone() -> None:
    teaser = "The two sides reached an understanding on Tuesday in the talks, but that does not mean…"
    assert item(story(entry(text="", summary=teaser, text_from="teaser"))).summary.sentences == ()


@pytest.mark.parametrize(
    ("lead", "why"),
    [
        (entry(text="", text_from="title"), "its feed gives no text"),
        (entry(text="Dam bursts above Larkton."), "only says the headline again"),
        (
            entry(feed=replace(THEIRS, quote=6)),
            "no whole thought with its speaker and its doubts fits the 6 words that may be quoted of Herald",
        ),
        (entry(text="A dam above Larkton burst on Monday night and…"), "cut the text off"),
    ],
)
def test_an_item_that_is_a_headline_only_says_why(lead: Entry, why: str) -> None:
    made = item(story(lead))
    assert made.summary.sentences == ()
    found = next(each for each in made.findings if each.check == "write.headline-only")
    assert why in found.message
    assert (found.level, found.place) == ("note", "entry 1")


def test_an_item_with_a_summary_has_nothing_to_explain() -> None:
    assert item(story(entry())).findings == ()


def test_a_question_is_no_summary_unless_nothing_else_is_there() -> None:
    made = item(story(entry(text="The dam above Larkton has burst. How much of it will be built again?")))
    assert made.summary.text == "The dam above Larkton has burst."
    assert item(story(entry(text="Who owns the dam that burst?"))).summary.sentences


def test_a_note_of_correction_goes_on_in_the_next_paragraph() -> None:
    note = (
        "Correction: An article on Monday said that 61 dams were checked. The number is 16.\n\n"
        "The article also said that the rule holds everywhere. It holds in Larkton only.\n\n"
        "Sixteen dams were checked last week. Two of them leak."
    )
    made = item(story(entry(text=note)), sentences=1)
    assert [s.role for s in made.summary.sentences][:4] == ["correction"] * 4
