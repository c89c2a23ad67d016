"""Groups that grow: in one go, bit by bit, over days, and beside their like."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from rank.newsroom import a_day, entry

from digest.model import Entry
from digest.rank import copies, neighbours
from digest.rank.graph import Graph
from digest.rank.group import PAIR
from digest.rank.weigh import Document, documents_of, likeness

CLUB = "The Riverside club's {who} was held by traffic police on the coast road on {day} and tested. "
MORE = (
    "{who}, {age}, plays as {role} and joined from {former}. The club said it knew of the matter.",
    "A lawyer for {who} said the {role} would answer the charge in court in {town}.",
    "Officers stopped {who}'s {car} near {town}, a police report shows. The {role} left on bail.",
    "{former}, where {who} played until last summer, made no comment. The {role} is {age}.",
    "The {car} was towed to {town}. {who} apologised to fans of Riverside.",
    "Riverside's coach said {who} would train with the {role}s as usual.",
    "It is the first charge for {who}, {age}, since he came from {former}.",
)
KEYS = ("who", "day", "age", "role", "former", "town", "car")
ONE = dict(zip(KEYS, ("Maslov", "Sunday", "24", "winger", "Karpaty", "Balta", "Skoda"), strict=True))
OTHER = dict(zip(KEYS, ("Danylko", "Friday", "31", "keeper", "Zorya", "Reni", "Lexus"), strict=True))


def _documents(entries: list[Entry]) -> list[Document]:
    return documents_of(entries, None, lambda item: item.published)


def _reports(about: dict[str, str], first: int) -> list[Entry]:
    return [
        entry(
            first + number,
            f"Riverside's {about['who']} held by police",
            (CLUB + text + " " + MORE[(number + 3) % len(MORE)]).format(**about),
            f"P{number}",
            published=None,
        )
        for number, text in enumerate(MORE)
    ]


def test_two_events_of_one_kind_stay_apart() -> None:
    documents = _documents([*_reports(ONE, 1), *_reports(OTHER, 20)])
    groups = Graph().groups(documents)
    assert all(len({document.entry.id // 20 for document in group.documents}) == 1 for group in groups)
    assert max(len(group.documents) for group in groups) >= 6


def test_two_entries_whose_titles_the_other_says_nothing_of_stay_apart() -> None:
    """Two decisions of one meeting share their words; alike enough, but for the titles."""
    about = (
        "The council of Myrhorod met on Monday to vote on the {}. {} Councillors Bondar and Savchuk objected."
    )
    roof = entry(
        1,
        "Storm-hit market roof to be mended",
        about.format("market roof", "A storm took a third of the tiles. Traders want it mended by May."),
    )
    fare = entry(
        2,
        "Tram fare rises to nine hryvnias",
        about.format("tram fare", "It was eight, as in Poltava. The line has lost riders for a year."),
    )
    again = replace(roof, id=3, title="Council votes to mend market roof after storm")
    one, other = _documents([roof, fare])
    assert likeness(one.vector, other.vector) > PAIR
    assert not _together(roof, fare)
    assert _together(roof, again)


def _together(*entries: Entry) -> bool:
    return len(Graph().groups(_documents(list(entries)))) == 1


def test_a_story_lives_on_while_reports_come() -> None:
    base = a_day()
    entries = [
        entry(
            number,
            base[number % 2].title,
            f"{base[number % 2].text} Day {number}.",
            hours=40.0 * (5 - number),
        )
        for number in range(5)
    ]
    (group,) = Graph().groups(_documents(entries))
    assert [document.entry.id for document in group.documents] == [0, 1, 2, 3, 4]
    assert entries[-1].when - entries[0].when > timedelta(hours=48)


def test_likeness_is_of_zero_to_one_and_the_same_both_ways() -> None:
    documents = _documents(a_day())
    for one in documents:
        assert abs(likeness(one.vector, one.vector) - 1.0) < 1e-9
        for other in documents:
            assert likeness(one.vector, other.vector) == likeness(other.vector, one.vector)


def test_the_work_grows_with_the_entries_not_with_their_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents compared for each new one, counted and not timed: of one language, one text, one theme."""
    chance = random.Random(3)
    vocabulary = [f"word{number}" for number in range(300)]
    calls: Counter[str] = Counter()
    for place, name in ((neighbours, "likeness"), (copies, "of_one_series")):
        monkeypatch.setattr(place, name, _counted(getattr(place, name), name, calls))
    for kind in ("words", "copies", "theme"):
        for size in (300, 1200):
            calls.clear()
            Graph().groups(_documents([_made(chance, kind, number, vocabulary) for number in range(size)]))
            assert calls["likeness"] <= 6 * size, kind
            assert calls["of_one_series"] <= 12 * size, kind


def _made(chance: random.Random, kind: str, number: int, vocabulary: list[str]) -> Entry:
    if kind == "copies":
        return entry(number, "Bridge closed", a_day()[0].text, f"P{number}")
    used = vocabulary if kind == "words" else vocabulary[:40]
    return entry(number, " ".join(chance.sample(used, 6)), " ".join(chance.choices(used, k=50)))


def _counted(do: Callable[..., Any], name: str, calls: Counter[str]) -> Callable[..., Any]:
    def counted(*args: Any) -> Any:
        calls[name] += 1
        return do(*args)

    return counted
