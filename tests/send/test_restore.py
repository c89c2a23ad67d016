"""What an older copy of the database, a prune or an operator's giving up may never lead to: a second mail."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock
from time import monotonic

import pytest
from send import newsroom as rooms

from digest.errors import SendError, WrongState
from digest.model import Balance
from digest.send import send
from digest.send.crash import survive
from digest.send.plan import freeze
from digest.send.settle import doubts, settle
from digest.settings import Retention
from digest.store import balance, batches, editions, freezing, retention, switches, tables
from digest.store.engine import read, write

BATCH = rooms.SENDER + "batch = 5\n"


class Enough(Exception):
    """Sending ends here."""


def send_some(room, batches_sent: int):
    """Sends until so many batches are closed, and ends as a worker does."""

    def progress(done: int, planned: int) -> None:
        if done >= batches_sent * 5:
            raise Enough

    with pytest.raises(Enough):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock, progress=progress)


def go(room, **changes) -> Balance:
    return send(room.engine, room.settings, room.edition.name, now=rooms.clock, **changes)


@contextmanager
def older_copy(room):
    """The database as it is now is put back at the end."""
    file = Path(room.engine.url.database)
    room.engine.dispose()  # the last connection writes the journal back
    shutil.copyfile(file, copy := file.with_suffix(".copy"))
    yield
    room.engine.dispose()
    shutil.copyfile(copy, file)


def state_of(room) -> str:
    with read(room.engine) as conn:
        return editions.find(conn, room.edition.name).state


def copies(room) -> Counter[bytes]:
    return Counter(
        file.read_bytes().split(b"\r\nTo: ")[1].split(b"\r\n")[0] for file in rooms.outbox_files(room)
    )


def test_a_copy_taken_in_the_middle_mails_nobody_twice(tmp_path):
    room = rooms.make(tmp_path, readers=50, sender=BATCH)
    send_some(room, 3)
    with older_copy(room):
        assert go(room).sent == 50
    with write(room.engine) as conn:
        assert freezing.doubt_after_restore(conn, rooms.clock()) == (room.edition.name,)
    shutil.rmtree(room.settings.private / "outbox")
    counts = go(room)
    assert rooms.outbox_files(room) == []
    assert counts.balanced and counts.sent + counts.held == 50 and counts.held >= 25
    with read(room.engine) as conn:
        listed = doubts(conn, editions.find(conn, room.edition.name))
    assert sum(one.size for one in listed) == counts.held
    first, *others = [one.batch for one in listed]
    settle(room.engine, room.edition, by="ana", now=rooms.clock(), resend=[first], accept=others)
    counts = go(room)
    assert (counts.sent, counts.held) == (50, 0) and max(copies(room).values()) == 1
    assert len(rooms.outbox_files(room)) == 5 and state_of(room) == "sent"


def test_a_copy_with_a_batch_in_doubt_is_not_sent_again_even_where_doubts_are(tmp_path):
    room = rooms.make(tmp_path, sender=BATCH + 'on_unclear = "resend"\n')
    freeze(room.engine, room.edition, 5, now=rooms.AT, point=survive)
    with write(room.engine) as conn:
        batches.claim(conn, room.edition.id, owner="a", now=rooms.AT, lease_until=rooms.AT)
        batches.claim(
            conn, room.edition.id, owner="b", now=rooms.AT, lease_until=rooms.clock() + timedelta(1)
        )
        batches.expire(conn, room.edition.id, rooms.AT)
        assert freezing.doubt_after_restore(conn, rooms.clock()) == (room.edition.name,)
        assert freezing.doubt_after_restore(conn, rooms.clock()) == ()
    assert go(room).held == 25 and rooms.outbox_files(room) == []


def test_what_is_over_or_was_never_frozen_is_not_in_doubt(tmp_path):
    room = rooms.make(tmp_path)
    with write(room.engine) as conn:
        assert freezing.doubt_after_restore(conn, rooms.clock()) == ()
    go(room)
    with write(room.engine) as conn:
        assert freezing.doubt_after_restore(conn, rooms.clock()) == ()


def test_an_edition_sent_after_the_copy_was_taken_is_over_once_it_is_accepted(tmp_path):
    room = rooms.make(tmp_path)
    with older_copy(room):
        go(room)
    with pytest.raises(SendError, match="older copy"):
        go(room)
    with write(room.engine) as conn:
        lost = switches.unknown_editions(conn, [room.edition.name, "daily/2026-02-19/0700"])
        assert lost == (room.edition.name, "daily/2026-02-19/0700")
        assert switches.accept_unknown(conn, lost, "ana", rooms.AT) == (room.edition.name,)
        assert switches.accept_unknown(conn, lost, "ana", rooms.AT) == ()
        found = editions.find(conn, room.edition.name)
        assert conn.execute(tables.edition_entries.select()).all()
    assert (found.state, found.reason) == ("cancelled", "already sent before the restore")
    with pytest.raises(WrongState):
        go(room)
    assert len(rooms.outbox_files(room)) == 25


def test_an_edition_made_anew_under_an_accepted_name_is_not_sent(tmp_path):
    room = rooms.make(tmp_path)
    other = "daily/2026-02-19/0700"
    with write(room.engine) as conn:
        assert switches.accept_unknown(conn, [other], "ana", rooms.AT) == ()
    rooms.approve(room.engine, name=other)
    with pytest.raises(WrongState, match="it was sent already"):
        send(room.engine, room.settings, other, now=rooms.clock)
    assert go(room).sent == 25


def test_two_editions_of_a_very_long_name_are_told_apart(tmp_path):
    room = rooms.make(tmp_path)
    long = f"{'n' * 100}/2026-02-%d/0700"
    with write(room.engine) as conn:
        switches.accept_unknown(conn, [long % 18], "ana", rooms.AT)
        assert switches.unknown_editions(conn, [long % 18, long % 19]) == (long % 19,)


@pytest.mark.parametrize("state", ["draft", "approved", "held", "sending", "sent", "skipped", "cancelled"])
def test_a_prune_takes_only_what_is_over_and_sending_goes_on(tmp_path, state):
    room = rooms.make(tmp_path)
    go(room)
    name = rooms.approve(room.engine, name="daily/2026-02-20/0700").name
    with write(room.engine) as conn:
        conn.execute(
            tables.editions.update().where(tables.editions.c.name == room.edition.name).values(state=state)
        )
        conn.execute(
            tables.editions.update().where(tables.editions.c.name == name).values(due_at=rooms.clock())
        )
        over = state in ("sent", "skipped", "cancelled")
        table = Retention(editions=rooms.clock() - rooms.AT - timedelta(hours=1))
        assert retention.prune(conn, table, rooms.clock(), dry_run=True)["editions"] == over
        assert retention.prune(conn, table, rooms.clock(), dry_run=False)["editions"] == over
        left = {row.name for row in conn.execute(tables.editions.select())}
    assert left == ({name} if over else {name, room.edition.name})
    assert send(room.engine, room.settings, name, now=rooms.clock).sent == 25


def test_what_is_given_up_is_counted_and_the_edition_is_over(tmp_path, database):
    room = rooms.make(tmp_path, readers=50, sender=BATCH, url=database)
    try:
        send_some(room, 3)
        with write(room.engine) as conn:
            sent = balance.of(conn, room.edition.id).sent
            assert freezing.cancel_rest(conn, room.edition, rooms.AT) == 50 - sent
        assert state_of(room) == "sent"
        counts = go(room)
        assert counts.balanced and (counts.sent, counts.cancelled) == (sent, 50 - sent)
        with pytest.raises(WrongState), write(room.engine) as conn:
            freezing.cancel_rest(conn, room.edition, rooms.AT)
        assert go(room, rest=True).sent == 50  # an operator may think better of it
        assert set(copies(room).values()) == {1} and len(rooms.outbox_files(room)) == 50
    finally:
        room.engine.dispose()


def test_what_is_in_hand_keeps_a_given_up_edition_open(tmp_path):
    room = rooms.make(tmp_path)
    freeze(room.engine, room.edition, 5, now=rooms.AT, point=survive)
    with write(room.engine) as conn:
        batches.claim(conn, room.edition.id, owner="a", now=rooms.AT, lease_until=rooms.AT)
        assert freezing.cancel_rest(conn, room.edition, rooms.AT) == 20
        batches.expire(conn, room.edition.id, rooms.AT)
        [doubt] = doubts(conn, room.edition)
    assert state_of(room) == "sending"
    settle(room.engine, room.edition, by="ana", now=rooms.clock(), accept=[doubt.batch])
    counts = go(room)
    assert (counts.sent, counts.cancelled) == (5, 20) and state_of(room) == "sent"
    assert rooms.outbox_files(room) == []


def test_an_edition_given_up_before_anybody_got_it_is_cancelled_and_gives_nothing(tmp_path):
    room = rooms.make(tmp_path)
    freeze(room.engine, room.edition, 5, now=rooms.AT, point=survive)
    with write(room.engine) as conn:
        assert freezing.cancel_rest(conn, room.edition, rooms.AT) == 25
        assert conn.execute(tables.edition_entries.select()).all() == []
    assert state_of(room) == "cancelled"
    with pytest.raises(WrongState):
        go(room)


def test_who_wants_it_to_end_is_heard_while_the_hour_is_full(tmp_path):
    room = rooms.make(tmp_path, readers=10, sender=BATCH + "max_per_hour = 5\n")
    told, lock, limit = 0, Lock(), monotonic() + 10

    def progress(done: int, planned: int) -> None:
        nonlocal told
        with lock:
            told += 1
        if told > 2:  # the first batch's own words are past
            raise Enough

    def clock():
        assert monotonic() < limit, "nobody heard it"
        return rooms.clock()

    with pytest.raises(Enough):
        send(room.engine, room.settings, room.edition.name, now=clock, progress=progress)
    assert len(rooms.outbox_files(room)) == 5
