"""Heartbeats, requests and notices, on both databases; each is done once whoever asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from digest.store import editions, runs, switches
from digest.store.engine import read, write

NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_worker_is_seen_until_it_leaves_and_forgotten_a_day_after_it_died(engine: Engine) -> None:
    with write(engine) as conn:
        assert runs.last_seen(conn, "work") is None
        for now in (NOW, NOW + MINUTE):
            runs.beat(conn, "a:1", "work", started_at=NOW, now=now)
        assert runs.last_seen(conn, "work") == NOW + MINUTE
        assert runs.last_seen(conn, "door") is None
        runs.leave(conn, "a:1")
        assert runs.last_seen(conn, "work") is None
        runs.beat(conn, "a:2", "work", started_at=NOW, now=NOW)
        runs.beat(conn, "a:3", "door", started_at=NOW, now=NOW + timedelta(days=2))
        assert runs.last_seen(conn, "work") is None


def test_a_request_is_taken_by_one_of_many(engine: Engine) -> None:
    with write(engine) as conn:
        edition = editions.create(
            conn, newsletter="d", local_date="2026-02-18", slot="0700", due_at=NOW, cutoff_at=None, now=NOW
        )
        for number in range(6):
            runs.ask(conn, "test", edition=edition, data={"n": number}, by="maria", at=NOW)

    def take(_: int) -> list[int]:
        got = []
        while True:
            with write(engine) as conn:
                request = runs.take(conn, NOW)
                if request is None:
                    return got
                got.append(request.data["n"])
                assert (request.kind, request.edition, request.by) == ("test", "d/2026-02-18/0700", "maria")
                runs.answer(conn, request, "handed over", NOW)

    with ThreadPoolExecutor(4) as pool:
        taken = [number for got in pool.map(take, range(4)) for number in got]
    assert sorted(taken) == list(range(6))
    with read(engine) as conn:
        assert runs.open_requests(conn) == 0


def test_a_request_put_off_comes_again_later_and_is_given_up_at_last(engine: Engine) -> None:
    with write(engine) as conn:
        runs.ask(conn, "confirmation", by="door", at=NOW, data={"subscriber": 7})
        now, minutes = NOW, []
        while (request := runs.take(conn, now)) is not None:
            assert request.data["subscriber"] == 7
            assert runs.take(conn, now) is None
            minutes.append((now - NOW) // MINUTE)
            if not runs.put_off(conn, request, "no answer", now):
                break
            now = next(now + n * MINUTE for n in range(1, 999) if 2 ** len(minutes) // 2 == n)
        assert minutes == [0, 1, 3, 7, 15, 31, 63, 127]


def test_a_notice_is_told_once_by_one_of_many(engine: Engine) -> None:
    def tell(_: int) -> bool:
        with write(engine) as conn:
            return runs.may_tell(conn, "held:d/2026-02-18/0700", NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tell, range(8))) == 1


def test_a_notice_that_failed_is_tried_again_later_and_at_last_given_up(engine: Engine) -> None:
    tries = []
    with write(engine) as conn:
        for minutes in range(60 * 4):
            if runs.may_tell(conn, "k", NOW + minutes * MINUTE):
                tries.append(minutes)
        assert tries == [0, 1, 3, 7, 15, 31, 63, 127]
        assert runs.told_at(conn, "k") is None


def test_what_was_told_is_never_told_again(engine: Engine) -> None:
    with write(engine) as conn:
        assert runs.may_tell(conn, "k", NOW)
        runs.told(conn, "k", NOW + MINUTE)
        assert not runs.may_tell(conn, "k", NOW + timedelta(days=30))
        assert runs.told_at(conn, "k") == NOW + MINUTE


def test_a_slot_is_known_since_a_worker_first_saw_it(engine: Engine) -> None:
    with write(engine) as conn:
        assert runs.known_since(conn, "daily/0700", NOW) == NOW
        assert runs.known_since(conn, "daily/0700", NOW + MINUTE) == NOW
        assert runs.known_since(conn, "daily/1800", NOW + MINUTE) == NOW + MINUTE


def test_the_stop_switch_is_the_one_that_sending_reads(engine: Engine) -> None:
    with write(engine) as conn:
        runs.switch(conn, "stop:d/2026-02-18/0700", on=True, why="by maria", at=NOW)
        assert switches.why_stopped(conn, "d/2026-02-18/0700") == "by maria"
        assert switches.why_stopped(conn, "d/2026-02-19/0700") is None
        runs.switch(conn, "stop", on=True, why="by ivan", at=NOW)
        assert switches.why_stopped(conn, "d/2026-02-19/0700") == "by ivan"
        for name in ("stop", "stop:d/2026-02-18/0700"):
            runs.switch(conn, name, on=False, why=None, at=NOW)
        assert switches.why_stopped(conn, "d/2026-02-18/0700") is None
        with pytest.raises(ValueError, match="no switch"):
            runs.switch(conn, "go", on=True, why=None, at=NOW)
