"""The running frequencies in the database."""

from __future__ import annotations

import pytest
from rank.newsroom import NOW, a_day
from sqlalchemy import Engine, func, select

from digest.model import Frequencies
from digest.rank import count_documents, rank
from digest.settings import Newsletter
from digest.store import terms as store
from digest.store.engine import read, write
from digest.store.tables import terms


def _counts(language: str, documents: float, **found: float) -> Frequencies:
    return Frequencies(documents={language: documents}, terms={language: found})


def test_a_new_newsroom_has_counted_nothing(engine: Engine) -> None:
    with read(engine) as connection:
        assert store.load(connection) == Frequencies()
        assert store.counted_to(connection) == 0


def test_counts_add_up_by_language(engine: Engine) -> None:
    with write(engine) as connection:
        store.add(connection, _counts("en", 3, bridge=2), counted_to=7)
        store.add(connection, _counts("en", 1, bridge=1, rain=1), counted_to=9)
        store.add(connection, _counts("uk", 2, міст=2), counted_to=11)
    with read(engine) as connection:
        known = store.load(connection)
        assert store.counted_to(connection) == 11
    assert known.documents == {"en": 4, "uk": 2}
    assert known.terms == {"en": {"bridge": 3, "rain": 1}, "uk": {"міст": 2}}


def test_counts_are_halved_at_the_limit_and_the_rare_forgotten(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LIMIT", 10)
    with write(engine) as connection:
        store.add(connection, _counts("uk", 4, дощ=4), counted_to=4)
        store.add(connection, _counts("en", 10, war=8, once=1), counted_to=14)
        known = store.load(connection)
    assert known.documents == {"uk": 4, "en": 5}
    assert known.terms == {"uk": {"дощ": 4}, "en": {"war": 4}}


def test_counted_entries_are_ranked_with_what_was_counted(engine: Engine) -> None:
    with write(engine) as connection:
        store.add(connection, count_documents(a_day()), counted_to=5)
    with read(engine) as connection:
        known = store.load(connection)
    letter = Newsletter(name="daily")
    alone = [story.entry_ids for story in rank(a_day(), letter, NOW)]
    assert [story.entry_ids for story in rank(a_day(), letter, NOW, frequencies=known)] == alone


def test_a_word_too_long_for_the_table_is_left_out(engine: Engine) -> None:
    with write(engine) as connection:
        store.add(connection, Frequencies(documents={"en": 1}, terms={"en": {"x" * 81: 1}}), counted_to=1)
        rows = connection.scalar(select(func.count()).select_from(terms))
    assert rows == 2
