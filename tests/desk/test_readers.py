"""How many readers an edition would go to: counted again where that is cheap, believed a while where not."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from desk.conftest import Room
from sqlalchemy import select

from digest.desk import readers
from digest.store import balance, batches, tables
from digest.store.engine import read, write

CHUNKS = [range(1, 11), range(11, 21)]


def test_a_slow_count_is_believed_for_a_while_and_a_quick_one_is_not(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, pause = iter(range(100_001, 100_010)), readers.SLOW + 0.05

    def count(*_: Any) -> dict[Any, int]:
        time.sleep(pause)
        return {("public", frozenset()): next(counts)}

    monkeypatch.setattr(readers, "people_of", count)
    kept = readers.Readers()
    with read(room.engine) as conn:
        told = [sum(kept.of(conn, room.settings, room.edition).values()) for _ in range(3)]
        assert told == [100_001] * 3
        pause = 0.0
        other = readers.Readers()
        assert [sum(other.of(conn, room.settings, room.edition).values()) for _ in range(2)] == [
            100_002,
            100_003,
        ]


def test_a_slow_count_of_few_is_made_anew(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter(range(1, 10))

    def count(*_: Any) -> dict[Any, int]:
        time.sleep(readers.SLOW + 0.05)
        return {("public", frozenset()): next(counts)}

    monkeypatch.setattr(readers, "people_of", count)
    kept = readers.Readers()
    with read(room.engine) as conn:
        assert [sum(kept.of(conn, room.settings, room.edition).values()) for _ in range(2)] == [1, 2]


def test_the_curve_counts_who_was_handed_over_without_reading_who_they_are(room: Room) -> None:
    at = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
    with write(room.engine) as conn:
        variants = select(tables.variants.c.id).where(tables.variants.c.edition_id == room.edition.id)
        batches.add(
            conn, room.edition.id, conn.execute(variants).scalars().first(), [range(1, 11), range(11, 21)]
        )
        conn.execute(
            tables.batches.update().values(state="sent", handed_at=at, skipped=b"\x03", ids=b"no ids at all")
        )
        assert balance.handed(conn, room.edition.id) == [(at, 8), (at, 8)]
