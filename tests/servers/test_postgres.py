"""The databases that tests get: both kinds, empty, apart from each other."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from servers import postgres
from servers.parts import missing
from sqlalchemy import Engine, func, insert, inspect, select

from digest.store.engine import read, write
from digest.store.tables import switches


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_of_its_own_with_all_tables(engine: Engine, turn: int) -> None:
    assert {"editions", "batches", "subscribers", "suppressions"} <= set(inspect(engine).get_table_names())
    with write(engine) as conn:
        conn.execute(insert(switches).values(name="stop", on=turn, at=datetime.now(UTC)))
        assert conn.execute(select(func.count()).select_from(switches)).scalar_one() == 1


def test_times_come_back_aware_and_in_utc_from_both(engine: Engine) -> None:
    at = datetime.fromisoformat("2026-03-29T03:30:00.123456+03:00")
    with write(engine) as conn:
        conn.execute(insert(switches).values(name="x", on=1, at=at))
    with read(engine) as conn:
        found = conn.execute(select(switches.c.at)).scalar_one()
    assert found == at
    assert found.tzinfo is UTC


def test_the_server_is_gone_after_its_with_block() -> None:
    if not postgres.available():
        missing("PostgreSQL")
    with postgres.server() as base:
        folder = Path(base.partition("host=")[2])
        pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not folder.exists()
