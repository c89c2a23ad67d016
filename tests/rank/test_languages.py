"""The same event in other words is one story in each language; another event is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rank.newsroom import NOW, entry

from digest.rank import rank
from digest.rank.terms import LEAD_WORDS, Stems, count_terms
from digest.settings import Newsletter

#: language: two reports of one event, then one of another
EVENTS: dict[str, list[list[str]]] = {
    row["language"]: row["reports"]
    for row in map(json.loads, (Path(__file__).parent / "events.jsonl").read_text("utf-8").splitlines())
}
#: Pairs of short reports, half of one event in other words, half alike by place, office or kind of event.
PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "language_pairs.jsonl").read_text("utf-8").splitlines()
]
#: Language: pairs of one event that are found, of 8 (Russian 3); other pairs that are joined, of as many.
#: In German the one side says "Chemieunfall", the other "Salzsäure ausgetreten".
OUTCOMES = {"uk": (8, 0), "ru": (2, 1), "de": (4, 0), "ar": (8, 1), "zh": (7, 1)}


@pytest.mark.parametrize("language", OUTCOMES)
def test_short_reports_of_one_event_are_found_and_like_events_stay_apart(language: str) -> None:
    together: dict[bool, int] = {True: 0, False: 0}
    for pair in PAIRS:
        if pair["language"] == language:
            entries = [
                entry(number, *pair[side], f"P{number}", language=None)
                for number, side in enumerate(("one", "other"), start=1)
            ]
            together[pair["same"]] += len(rank(entries, Newsletter(name="d"), NOW)) == 1
    found, wrong = OUTCOMES[language]
    assert together[True] >= found
    assert together[False] <= wrong


@pytest.mark.parametrize("language", EVENTS)
@pytest.mark.parametrize("declared", [True, False])
def test_one_event_is_one_story_in_each_language(language: str, declared: bool) -> None:
    entries = [
        entry(number, title, text, f"P{number}", language=language if declared else None)
        for number, (title, text) in enumerate(EVENTS[language], start=1)
    ]
    assert sorted(tuple(sorted(s.entry_ids)) for s in rank(entries, Newsletter(name="d"), NOW)) == [
        (1, 2),
        (3,),
    ]


def test_all_languages_at_once_stay_apart() -> None:
    entries = [
        entry(10 * place + number, title, text, f"P{number}", language=language)
        for place, language in enumerate(EVENTS, start=1)
        for number, (title, text) in enumerate(EVENTS[language])
    ]
    stories = rank(entries, Newsletter(name="d"), NOW)
    assert len(stories) == 2 * len(EVENTS)
    assert all(len({member.entry.language for member in story.members}) == 1 for story in stories)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("вантажівкам", "вантажівок"),
        ("посольство", "посольства"),
        ("والحكومة", "الحكومة"),
        ("المدينة", "مدينة"),
        ("minister's", "minister"),
        ("protests", "protest"),
        ("U.S.", "US"),
        ("Ukrainians", "Ukraine"),
        ("Chinese", "China"),
        ("ukrainische", "ukraine"),
        ("Orbán", "Orban"),
        ("François", "Francois"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    stems = Stems()
    assert stems[one.rstrip(".") if one == "U.S." else one] == stems[other]


@pytest.mark.parametrize(
    ("one", "other"), [("polish", "Poland"), ("Georgian", "George"), ("Iran", "Iraq"), ("Mali", "Malaysian")]
)
def test_words_that_only_look_alike_are_two_terms(one: str, other: str) -> None:
    stems = Stems()
    assert set(stems[one]).isdisjoint(stems[other])


def test_names_and_numbers_count_more_and_the_title_most() -> None:
    counts = count_terms(["Almaty"], ["almaty", "trams", "12"], Stems())
    assert counts == {"almaty": 2 * 3 + 1, "12": 3, "tram": 1}  # shares: the title twice the first words
    longer = count_terms(["Almaty"], ["almaty", "trams", "12", *["so"] * LEAD_WORDS], Stems())
    assert longer == {"almaty": 4 * 3 + 2, "12": 2 * 3, "tram": 2, "so": 2 * (LEAD_WORDS - 3) + 3}


def test_a_lost_space_after_a_sentence_hides_no_word() -> None:
    assert Stems()["bridge.Lorries"] == (*Stems()["bridge"], *Stems()["Lorries"])


def test_a_report_without_a_title_is_known_by_its_first_words() -> None:
    (_, first), (_, second) = EVENTS["ru"][:2]
    entries = [entry(1, "", first, "Post", language=None), entry(2, "", second, "Radio", language=None)]
    assert len(rank(entries, Newsletter(name="d"), NOW)) == 1
