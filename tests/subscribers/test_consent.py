"""The log of opt-outs: a restored backup undoes none of them."""

from __future__ import annotations

import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, update
from subscribers_facts import NOW, PEPPER, TIERS, at

from subscribers import consent, store
from subscribers.errors import OptOutLogRefused, PepperChanged
from subscribers.tables import former_ids, subscribers, subscriptions, suppressions

Begin = Callable[[], AbstractContextManager[Connection]]
READERS = (
    "daily@example.org",
    "all@example.org",
    "gone@example.org",
    "stays@example.org",
    "back@example.org",
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / ".digest" / "optouts.log"


@pytest.fixture
def ids(begin: Begin) -> list[int]:
    with begin() as conn:
        return [_add(conn, address) for address in READERS]


def _add(conn: Connection, address: str) -> int:
    lists = ["daily", "weekly"]
    return store.add(conn, address, pepper=PEPPER, lists=lists, at=NOW, how="import").subscriber_id or 0


def _leave(begin: Begin, ids: list[int]) -> None:
    with begin() as conn:
        store.unsubscribe(conn, ids[0], "daily", at(1), "link")
        store.unsubscribe(conn, ids[1], None, at(1), "link")
        store.erase(conn, ids[2], at(1), "desk")
        store.unsubscribe(conn, ids[4], None, at(1), "link")
        store.confirm(conn, ids[4], ["daily"], at(3), "link", asked_at=at(2))


def _restore(begin: Begin) -> None:
    """The database as it was before anyone left."""
    with begin() as conn:
        for table in (suppressions, former_ids, subscriptions, subscribers):
            conn.execute(delete(table))
        for address in READERS:
            _add(conn, address)


def _audience(begin: Begin, name: str) -> set[str]:
    with begin() as conn:
        return {store.show(conn, i).address.partition("@")[0] for i, _ in store.audience(conn, [name], TIERS)}


def test_a_restore_undoes_no_opt_out(begin: Begin, log: Path, ids: list[int]) -> None:
    _leave(begin, ids)
    assert consent.keep(begin, log) == 4
    daily, weekly = _audience(begin, "daily"), _audience(begin, "weekly")
    _restore(begin)
    assert len(_audience(begin, "daily")) == 5
    with begin() as conn:
        assert consent.merge(conn, log, PEPPER) == 3
    assert _audience(begin, "daily") == daily == {"stays", "back"}
    assert _audience(begin, "weekly") == weekly | {"back"} == {"daily", "stays", "back"}
    with begin() as conn:
        assert store.find(conn, "gone@example.org", PEPPER) is None
        assert consent.merge(conn, log, PEPPER) == 0


def test_merging_into_the_database_that_wrote_it_changes_nothing(
    begin: Begin, log: Path, ids: list[int]
) -> None:
    _leave(begin, ids)
    consent.keep(begin, log)
    with begin() as conn:
        before = [store.show(conn, ids[n]) for n in (0, 1, 3, 4)]
        assert consent.merge(conn, log, PEPPER) == 0
        assert [store.show(conn, ids[n]) for n in (0, 1, 3, 4)] == before


def test_each_order_is_kept_once_and_a_lift_too(begin: Begin, log: Path, ids: list[int]) -> None:
    _leave(begin, ids)
    assert consent.keep(begin, log) == 4
    assert consent.keep(begin, log) == 0
    with begin() as conn:
        store.suppress(conn, ids[3], "bounced", at(5), "provider")
    assert consent.keep(begin, log) == 1
    with begin() as conn:
        store.lift(conn, ids[3], at(6), "desk", "a full mailbox")
    assert consent.keep(begin, log) == 1
    lines = log.read_text().splitlines()
    assert [line[0] for line in lines[-2:]] == ["+", "-"]
    assert "bounced" in lines[-1]


def test_an_older_lift_in_the_log_does_not_beat_a_newer_opt_out(
    begin: Begin, log: Path, ids: list[int]
) -> None:
    _leave(begin, ids)
    consent.keep(begin, log)
    with begin() as conn:
        store.unsubscribe(conn, ids[4], None, at(10), "link")
        assert consent.merge(conn, log, PEPPER) == 0
    assert "back" not in _audience(begin, "daily")


def test_no_address_is_in_the_log_and_only_its_owner_reads_it(
    begin: Begin, log: Path, ids: list[int]
) -> None:
    _leave(begin, ids)
    consent.keep(begin, log)
    assert "example" not in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize("cut", [1, 2, 20, 60, 100])
def test_a_torn_last_line_costs_nothing(begin: Begin, log: Path, ids: list[int], cut: int) -> None:
    _leave(begin, ids)
    consent.keep(begin, log)
    log.write_text(log.read_text()[:-cut])
    with begin() as conn:  # the crash that tore the line also kept the marks from being set
        conn.execute(update(suppressions).values(logged=0))
        assert consent.merge(conn, log, PEPPER) == 0
    assert consent.keep(begin, log) == 4
    _restore(begin)
    with begin() as conn:
        assert consent.merge(conn, log, PEPPER) == 3
    assert _audience(begin, "daily") == {"stays", "back"}


def test_a_line_that_is_not_ours_is_named(begin: Begin, log: Path, ids: list[int]) -> None:
    _leave(begin, ids)
    consent.keep(begin, log)
    log.write_text(log.read_text() + "someone@example.org left\n")
    with begin() as conn, pytest.raises(OptOutLogRefused, match="line 6") as refused:
        consent.merge(conn, log, PEPPER)
    assert "someone" not in str(refused.value)


def test_without_a_log_there_is_nothing_to_do_and_with_another_pepper_it_is_refused(
    begin: Begin, log: Path, ids: list[int]
) -> None:
    with begin() as conn:
        assert consent.merge(conn, log, PEPPER) == 0
    _leave(begin, ids)
    consent.keep(begin, log)
    with begin() as conn, pytest.raises(PepperChanged):
        consent.merge(conn, log, "another pepper altogether")


def test_a_crash_between_commit_and_log_is_made_good_by_the_next(
    begin: Begin, log: Path, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _leave(begin, ids)

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("subscribers.consent.os.fsync", full)
        with pytest.raises(OSError, match="no space"):
            consent.keep(begin, log)
    assert consent.keep(begin, log) == 4
    _restore(begin)
    with begin() as conn:
        assert consent.merge(conn, log, PEPPER) == 3
