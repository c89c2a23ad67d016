"""One event is one story, with its sources, its lead and its order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from rank.newsroom import BRIDGE, NOW, a_day, entry, feed

from digest.model import Sent
from digest.rank import rank, rescore
from digest.settings import Newsletter

DAILY = Newsletter(name="daily")


def test_one_event_is_one_story() -> None:
    stories = rank(a_day(), DAILY, NOW)
    assert sorted(tuple(sorted(story.entry_ids)) for story in stories) == [(1, 2, 3), (4,), (5,)]


def test_every_entry_is_in_exactly_one_story() -> None:
    ids = [number for story in rank(a_day(), DAILY, NOW) for number in story.entry_ids]
    assert sorted(ids) == [1, 2, 3, 4, 5]


def test_a_wrapped_copy_is_folded_and_adds_no_independent_source() -> None:
    story = next(s for s in rank(a_day(), DAILY, NOW) if 1 in s.entry_ids)
    copies = {member.entry.id: member.copy_of for member in story.members}
    assert copies == {1: None, 2: None, 3: 1}
    assert {s.publisher: s.independent for s in story.sources} == {
        "Kherson Post": True,
        "South Radio": True,
        "Metro": False,
    }
    assert "2 independent sources of 3 publishers" in story.score.reasons[0].detail


def test_the_lead_stands_first_and_is_like_itself() -> None:
    for story in rank(a_day(), DAILY, NOW):
        assert story.members[0].entry == story.lead
        assert story.members[0].similarity == 1.0
        assert all(0 <= member.similarity <= 1 for member in story.members)


def test_the_lead_is_a_report_whose_own_words_say_what_happened() -> None:
    title = "Harbour singer Mila Brandt dies aged 81"
    teasers = {
        1: "Tributes poured in from the many who called her the voice of the harbour and of its ships.",
        2: "Mila Brandt, who sang in the harbour for sixty years, died on Monday aged 81, her family said.",
    }
    entries = [entry(n, title, teaser, publisher=f"House {n}") for n, teaser in teasers.items()]
    assert [story.lead.id for story in rank(entries, DAILY, NOW)] == [2]


def test_the_order_of_the_input_changes_nothing() -> None:
    expected = rank(a_day(), DAILY, NOW)
    for seed in range(5):
        shuffled = a_day()
        random.Random(seed).shuffle(shuffled)
        assert rank(shuffled, DAILY, NOW) == expected


def test_a_publishers_two_feeds_are_one_source() -> None:
    entries = a_day()[:2]
    entries[1] = replace(entries[1], feed=feed("Kherson Post", "kherson-post-news"))
    story = rank(entries, DAILY, NOW)[0]
    assert story.entry_ids and [s.publisher for s in story.sources] == ["Kherson Post"]


def test_two_edits_of_one_agencys_text_count_as_one_source() -> None:
    dateline = "KHERSON, March 3 (Reuters) - "
    entries = [replace(item, text=dateline + item.text) for item in a_day()[:2]]
    story = rank(entries, DAILY, NOW)[0]
    assert {member.wire for member in story.members} == {"Reuters"}
    assert [source.independent for source in story.sources] == [True, False]


def test_an_entry_without_text_is_ranked_by_its_title() -> None:
    bare = entry(9, "Bridge over the Inhulets closed to lorries", "", "Late Wire")
    story = next(s for s in rank([*a_day(), bare], DAILY, NOW) if 9 in s.entry_ids)
    assert 1 in story.entry_ids


def test_the_same_words_days_apart_are_two_stories_without_reports_between() -> None:
    old = entry(1, "Road service repairs the Inhulets bridge", BRIDGE, "A", hours=70)
    new = entry(2, "Bridge at Daryivka is closed to lorries", a_day()[1].text, "B", hours=1)
    assert len(rank([old, new], DAILY, NOW)) == 2
    between = replace(a_day()[0], id=3, published=NOW - timedelta(hours=36))
    assert len(rank([old, new, between], DAILY, NOW)) == 1


def test_nothing_gives_nothing() -> None:
    assert rank([], DAILY, NOW) == ()


def test_names_shared_by_titles_are_the_topics() -> None:
    entries = [
        *a_day(),
        entry(
            6,
            "Odesa tram line 5 reopens",
            "Trams run again in Odesa, to the beach at Arkadiia, from Monday.",
            "Odesa Now",
        ),
    ]
    topics = {story.lead.id: story.topics for story in rank(entries, DAILY, NOW)}
    assert topics[4] == topics[6] == ("odesa",)


def test_a_topic_is_a_word_an_editor_can_read() -> None:
    """Not the five letters that a name's forms share."""
    titles = (
        "Пожежа на складі в Харкові",
        "Трамваї у Харкові стали через сніг",
        "Хор із Харкова співав у Відні",
    )
    entries = [
        entry(number, title, f"{title}. Подробиці {number * 37} з'ясовують.", f"P{number}", language="uk")
        for number, title in enumerate(titles, start=1)
    ]
    assert {story.topics for story in rank(entries, DAILY, NOW)} == {("харкові",)}


def test_rescore_keeps_lead_and_members_and_counts_anew() -> None:
    story = next(s for s in rank(a_day(), DAILY, NOW) if 1 in s.entry_ids)
    second = next(member for member in story.members if member.entry.id == 2)
    changed = replace(story, lead=second.entry, members=(second,))
    again = rescore(changed, DAILY, NOW)
    assert again.entry_ids == (2,)
    assert [source.publisher for source in again.sources] == ["South Radio"]
    assert again.score.reasons[0].value == 1.0
    assert rescore(story, DAILY, NOW).lead == story.lead


def test_what_was_sent_is_named_and_ranks_below() -> None:
    past = [Sent(edition="daily/2026-03-03/0700", entry=a_day()[0], sent_at=NOW - timedelta(hours=22))]
    again = entry(8, "Inhulets bridge still closed to lorries", BRIDGE, "Metro")
    fresh = rank([again, *a_day()[3:]], DAILY, NOW)
    told = rank([again, *a_day()[3:]], DAILY, NOW, past=past)
    story = next(s for s in told if 8 in s.entry_ids)
    assert story.update_of == "daily/2026-03-03/0700" and story.news is None
    assert told.index(story) == len(told) - 1
    assert {s.lead.id for s in fresh} == {s.lead.id for s in told}
