"""A window remembers: what came in costs its own number, and the answer is that of a new one."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from rank.newsroom import NOW, entry

from digest.model import Entry, Frequencies, Sent
from digest.rank import Window, count_documents, rank
from digest.rank.copies import CopyIndex
from digest.rank.graph import Graph
from digest.rank.neighbours import Index
from digest.rank.weigh import Document, documents_of
from digest.settings import Newsletter

LETTER = Newsletter(name="daily", boosts={"harbour": 0.5})
NAMES = ("Soline", "Verbohrad", "Lypivka", "Kargino", "Ozersk", "Hlynsk", "Brid", "Tarasna", "Rasmar")
THINGS = ("harbour", "school", "bridge", "council", "strike", "grain", "court", "power", "budget", "match")
REST = [f"{one}{other}" for one in ("ka", "lo", "mi", "ren", "to", "vi", "dar") for other in THINGS]


class News:
    """News that come in, change, are taken back and grow old, by the throw of a die."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = NOW
        self.entries: list[Entry] = []
        self.past: tuple[Sent, ...] = ()
        self.counted = self.came = 0
        self.frequencies = Frequencies()
        self.letter = LETTER
        self._events = [self._event() for _ in range(6)]

    def _event(self) -> list[str]:
        return [*self.chance.sample(NAMES, 2), *self.chance.sample(THINGS, 3), *self.chance.sample(REST, 14)]

    def _text(self, words: int) -> str:
        event = self.chance.choice(self._events)
        return " ".join(
            self.chance.choice(event) if self.chance.random() < 0.7 else self.chance.choice(REST)
            for _ in range(words)
        )

    def comes(self) -> None:
        for _ in range(self.chance.randint(1, 6)):
            self.came += 1
            text = self._text(self.chance.choice((0, 12, 50)))
            if self.entries and self.chance.random() < 0.35:
                known = self.chance.choice(self.entries).text
                text = self.chance.choice((known, known[: len(known) // 2], f"{known} {text}"))
            late = timedelta(minutes=self.chance.choice((5, 30, 600)))
            one = entry(self.came, self._text(6), text, f"P{self.came % 7}", published=self.now - late)
            self.entries.append(one if self.chance.random() < 0.9 else replace(one, published=None))

    def several_in_one(self) -> None:
        """A briefing of what is there."""
        parts = self.chance.sample(self.entries, min(4, len(self.entries)))
        self.came += 1
        text = "\n\n".join(part.text for part in parts)
        self.entries.append(entry(self.came, "Briefing", text, "P8", published=self.now))

    def changes(self) -> None:
        place = self.chance.randrange(len(self.entries))
        self.entries[place] = replace(self.entries[place], text=self._text(40), revision=2)

    def is_taken_back(self) -> None:
        self.entries.pop(self.chance.randrange(len(self.entries)))

    def grows_old(self) -> None:
        self.now += timedelta(hours=8)
        self.entries = [one for one in self.entries if one.when > self.now - timedelta(hours=30)]
        self._events[self.chance.randrange(6)] = self._event()

    def is_counted(self) -> None:
        self.frequencies = count_documents(self.entries)

    def is_sent(self) -> None:
        sent = [Sent(edition="daily/1", entry=one, sent_at=self.now) for one in self.entries[:3]]
        self.past = (*self.past, *sent)[-6:]
        self.entries = self.entries[3:]

    def is_boosted(self) -> None:
        self.letter = replace(LETTER, boosts={self.chance.choice(THINGS): 1.0})

    def passes(self) -> None:
        self.now += timedelta(minutes=10)


STEPS: dict[Callable[[News], None], int] = {
    News.comes: 8,
    News.several_in_one: 1,
    News.changes: 2,
    News.is_taken_back: 1,
    News.grows_old: 1,
    News.is_counted: 1,
    News.is_sent: 1,
    News.is_boosted: 1,
    News.passes: 2,
}


@pytest.mark.parametrize("seed", range(8))
def test_whatever_it_was_asked_before_it_gives_what_a_new_one_would(seed: int) -> None:
    news, window, joined = News(seed), Window(), 0
    for _ in range(40):
        news.comes() if len(news.entries) < 5 else None
        news.chance.choices(list(STEPS), list(STEPS.values()))[0](news)
        news.chance.shuffle(news.entries)
        asked = {"past": news.past, "frequencies": news.frequencies}
        anew = rank(news.entries, news.letter, news.now, **asked)  # type: ignore[arg-type]
        assert rank(news.entries, news.letter, news.now, window=window, **asked) == anew  # type: ignore[arg-type]
        news.entries.sort(key=lambda one: one.id)
        joined += sum(len(story.members) > 2 for story in anew)
    assert joined > 20, "these news have stories of several entries"


def test_what_was_ranked_before_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    news, window = News(1), Window()
    for _ in range(60):
        news.comes()
    news.is_counted()
    read, compared = _recorded(monkeypatch)
    rank(news.entries, LETTER, NOW, frequencies=news.frequencies, window=window)
    assert (len(read), len(compared)) == (len(news.entries), len(news.entries))
    del read[:], compared[:]
    before = len(news.entries)
    news.comes()
    fresh = [replace(one) for one in news.entries]  # as read from the database again
    rank(fresh, LETTER, NOW + timedelta(minutes=5), frequencies=news.frequencies, window=window)
    assert read == compared == [one.id for one in news.entries[before:]]


def test_an_entry_that_changed_costs_from_its_place_on(monkeypatch: pytest.MonkeyPatch) -> None:
    news, window = News(2), Window()
    for _ in range(30):
        news.comes()
    news.is_counted()
    rank(news.entries, LETTER, NOW, frequencies=news.frequencies, window=window)
    read, compared = _recorded(monkeypatch)
    news.entries[-5] = replace(news.entries[-5], text="Another text altogether.")
    rank(news.entries, LETTER, NOW, frequencies=news.frequencies, window=window)
    assert read == [news.entries[-5].id]
    assert compared == [one.id for one in news.entries[-5:]]


def _recorded(monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[int]]:
    """The ids of entries whose words are read, and of those that are compared with others, from here on."""
    read: list[int] = []
    compared: list[int] = []
    add = Index.add

    def reading(
        entries: Sequence[Entry], frequencies: Frequencies, when: Callable[[Entry], datetime]
    ) -> object:
        read.extend(one.id for one in entries)
        return documents_of(entries, frequencies, when)

    def adding(self: Index, document: object) -> object:
        compared.append(document.entry.id)  # type: ignore[attr-defined]
        return add(self, document)  # type: ignore[arg-type]

    monkeypatch.setattr("digest.rank.window.documents_of", reading)
    monkeypatch.setattr(Index, "add", adding)
    return read, compared


def test_a_ranking_that_failed_halfway_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    news, window = News(5), Window()
    for _ in range(20):
        news.comes()
    news.is_counted()
    rank(news.entries, LETTER, NOW, frequencies=news.frequencies, window=window)
    del news.entries[3]
    add = CopyIndex.add

    def failing(self: CopyIndex, document: Document, near: Mapping[int, float]) -> object:
        if document.entry.id == news.entries[-9].id:
            raise MemoryError
        return add(self, document, near)

    with monkeypatch.context() as patch:
        patch.setattr(CopyIndex, "add", failing)
        with pytest.raises(MemoryError):
            rank(news.entries, LETTER, NOW, frequencies=news.frequencies, window=window)
    anew = rank(news.entries, LETTER, NOW, frequencies=news.frequencies)
    assert rank(news.entries, LETTER, NOW, frequencies=news.frequencies, window=window) == anew


def test_a_graph_cut_back_is_as_if_the_rest_had_never_come() -> None:
    news = News(3)
    for _ in range(30):
        news.comes()
    documents = documents_of(news.entries, None, lambda one: one.when)
    graph, half = Graph(), len(documents) // 2
    whole = graph.groups(documents)
    assert graph.groups(documents[:half]) == Graph().groups(documents[:half])
    assert graph.groups(documents) == whole
    other = [*documents[:half], *documents[half + 1 :]]
    assert graph.groups(other) == Graph().groups(other)


def test_it_holds_nothing_of_entries_it_was_not_asked_for_last() -> None:
    news, window = News(4), Window()
    for _ in range(20):
        news.comes()
    news.is_counted()
    rank(news.entries, LETTER, NOW, frequencies=news.frequencies, window=window)
    kept = news.entries[:3]
    rank(kept, LETTER, NOW, frequencies=news.frequencies, window=window)
    index = window._graph._index
    assert set(window._documents) == {one.id for one in kept}
    assert sum(len(group.documents) for group in window._tales) == len(window._graph._documents) == 3
    assert max(map(max, index._by_term.values())) < 3 >= len(index._documents)
    holders = window._graph._copies._holders.values()
    assert {number for held in holders for number in ([held] if isinstance(held, int) else held)} <= {0, 1, 2}
    assert all(isinstance(held, int) or held for held in holders)
