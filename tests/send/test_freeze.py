"""The freeze against its rivals: a second send at the same moment, content that is not what was approved."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from send import newsroom as rooms

from digest.errors import InDoubt, StaleApproval, WrongState
from digest.send import send
from digest.send.crash import survive
from digest.send.plan import freeze
from digest.store import freezing, tables
from digest.store.engine import read, write
from subscribers import store as people

BATCH = rooms.SENDER + "batch = 10\n"


@pytest.fixture
def room(tmp_path, database):
    made = rooms.make(tmp_path, readers=25, url=database, sender=BATCH)
    yield made
    made.engine.dispose()


def send_twice_at_once(room, *, rest=False):
    """Two sends; the first waits in its freeze until the second has had a second to overtake it."""
    begun, overtaken = Event(), Event()

    def slow(name: str) -> None:
        if name == "before-freeze-commit":
            begun.set()
            overtaken.wait(1)

    def second(name: str) -> None:
        if name == "after-freeze-commit":
            overtaken.set()

    def go(point):
        return send(room.engine, room.settings, room.edition.name, now=rooms.clock, rest=rest, point=point)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(go, slow)
        assert begun.wait(10)
        other = pool.submit(go, second)
        yield first.result(60)
        with suppress(InDoubt):  # the rest is not planned while another process has a batch in hand
            yield other.result(60)


def mailed(room):
    return Counter(
        file.read_bytes().split(b"\r\nTo: ")[1].split(b"\r\n")[0] for file in rooms.outbox_files(room)
    )


def test_two_sends_at_once_mail_each_reader_once(room):
    for counts in send_twice_at_once(room):
        assert counts.balanced and counts.planned == 25
    assert len(mailed(room)) == len(rooms.outbox_files(room)) == 25


def test_two_sends_of_the_rest_at_once_mail_each_late_reader_once(room):
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    with write(room.engine) as conn:
        for number in range(12):
            people.add(
                conn, f"late{number}@readers.example", pepper=rooms.PEPPER, lists=["daily"],
                at=rooms.AT, how="test",
            )  # fmt: skip
    for counts in send_twice_at_once(room, rest=True):
        assert counts.balanced and counts.planned == 37
    assert len(mailed(room)) == len(rooms.outbox_files(room)) == 37


def test_a_frozen_edition_is_not_marked_again(room):
    edition = freeze(room.engine, room.edition, 10, now=rooms.AT, point=survive)
    with pytest.raises(WrongState), write(room.engine) as conn:
        freezing.mark_frozen(conn, edition, planned=1, checksum="", now=rooms.AT, again=False)


@pytest.mark.parametrize("rest", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        tables.variants.update().values(subject="Another subject"),
        tables.variants.update().values(html=b"<p>Another word</p>"),
        tables.editions.update().values(envelope={"sender": "somebody@else.example"}),
        tables.editions.update().values(hash="0" * 64),
        tables.approvals.update().values(withdrawn_at=rooms.AT),
    ],
    ids=["subject", "html", "envelope", "hash", "approval"],
)
def test_what_changed_after_its_approval_never_leaves(tmp_path, change, rest):
    room = rooms.make(tmp_path)
    with write(room.engine) as conn:
        conn.execute(change)
    with pytest.raises(StaleApproval, match="which nobody approved"):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock, rest=rest)
    with read(room.engine) as conn:
        assert not freezing.is_frozen(conn, room.edition)
    assert rooms.outbox_files(room) == []


def test_what_changed_after_its_freeze_never_leaves(tmp_path):
    room = rooms.make(tmp_path)
    freeze(room.engine, room.edition, 10, now=rooms.AT, point=survive)
    with write(room.engine) as conn:
        conn.execute(tables.variants.update().values(text=b"another word"))
    with pytest.raises(StaleApproval):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert rooms.outbox_files(room) == []
