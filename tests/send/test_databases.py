"""The same send on SQLite and on PostgreSQL: freeze, claims side by side, cuts, doubts, events."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from send import newsroom as rooms
from servers.sendgrid import Provider

from digest.errors import Blocked
from digest.model import DeliveryEvent
from digest.send import send
from digest.send.crash import survive
from digest.send.events import record
from digest.send.plan import freeze
from digest.send.report import recipients, report
from digest.send.settle import settle
from digest.store import batches, editions, tables
from digest.store.engine import read, write
from subscribers import store as people

SENDER = '[sender]\nkind = "sendgrid"\nbatch = 10\nconnections = 3\n[sender.sendgrid]\nhost = "%s"\n'


@pytest.fixture
def room(tmp_path, database):
    made = rooms.make(tmp_path, readers=95, members=10, url=database)
    yield made
    made.engine.dispose()


def go(room, provider, **changes):
    settings = rooms.load(room.settings.folder, SENDER % provider.url)
    return send(room.engine, settings, room.edition.name, now=rooms.clock, **changes)


def test_each_reader_once_whatever_happens(room):
    bad = rooms.address(33)
    with Provider(
        fault=lambda number: {2: "429", 4: "reset-after", 6: "500-after"}.get(number),
        bad_row=lambda row: row["to"][0]["email"] == bad,
    ) as provider:
        freeze(room.engine, room.edition, 10, now=rooms.AT, point=survive)
        with write(room.engine) as conn:
            people.suppress(conn, room.ids[5], "complained", rooms.AT, "test")
        counts = go(room, provider)
        assert counts.balanced and counts.planned == 105
        assert counts.skipped == 1 and counts.unclear > 0 and counts.waiting == counts.claimed == 0
        with read(room.engine) as conn:
            in_doubt = [one.batch for one in report(conn, room.edition).doubts]
        event = DeliveryEvent(
            recipient=f"{in_doubt[0]}.0", kind="bounced", at=rooms.AT, hard=True, whole=True
        )
        assert record(room.engine, [event], now=rooms.clock()) == 1
        settle(room.engine, room.edition, by="ana", now=rooms.clock(), accept=in_doubt[1:])
        counts = go(room, provider)
    assert counts.balanced and counts.unclear == counts.held == 0
    assert (counts.sent, counts.skipped, counts.refused) == (103, 1, 1)
    expected = {rooms.address(number) for number in range(105)} - {bad, rooms.address(5)}
    assert provider.copies == Counter(expected)
    with read(room.engine) as conn:
        stands = Counter(one.stands for one in recipients(conn, room.edition))
        assert editions.find(conn, room.edition.name).state == "sent"
    assert stands == {"sent": 103, "skipped": 1, "refused": 1}


def test_a_batch_is_claimed_once(room):
    freeze(room.engine, room.edition, 5, now=rooms.AT, point=survive)

    def claim_all(owner: int) -> list[int]:
        found = []
        while True:
            with write(room.engine) as conn:
                batch = batches.claim(
                    conn, room.edition.id, owner=str(owner), now=rooms.clock(),
                    lease_until=rooms.clock() + timedelta(minutes=1),
                )  # fmt: skip
            if batch is None:
                return found
            found.append(batch.number)

    with ThreadPoolExecutor(4) as pool:
        claimed = [number for found in pool.map(claim_all, range(4)) for number in found]
    assert sorted(claimed) == list(range(1, 22))


def test_a_lost_claim_cannot_close(room):
    from digest.store.outcomes import Part, close

    freeze(room.engine, room.edition, 200, now=rooms.AT, point=survive)
    now = rooms.clock()
    with write(room.engine) as conn:
        first = batches.claim(conn, room.edition.id, owner="a", now=now, lease_until=now)
        assert first and batches.expire(conn, room.edition.id, now) == 1
        conn.execute(tables.batches.update().values(state="planned"))
        second = batches.claim(conn, room.edition.id, owner="b", now=now, lease_until=now)
        assert second and second.attempt == 2
        part = [Part(state="sent", ordinals=first.open_ordinals)]
        assert not batches.still_held(conn, first)
        assert not close(conn, first, part, now=now)
        assert close(conn, second, part, now=now)


def test_nobody_there_is_said(tmp_path, database):
    room = rooms.make(tmp_path, readers=0, url=database)
    try:
        with pytest.raises(Blocked, match="no reader"):
            send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    finally:
        room.engine.dispose()
