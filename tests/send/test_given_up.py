"""An edition given up on its way: what was planned stays unsent whatever comes back, what it carried waits
for the next one, and nothing of it is published."""

from __future__ import annotations

import pytest
from send import newsroom as rooms
from servers.sendgrid import Provider

from digest import approval
from digest.model import Edition
from digest.newsstand import Newsstand
from digest.send import send
from digest.send.plan import freeze
from digest.send.settle import settle
from digest.store import batches, corrections, editions, settling, tables
from digest.store.engine import read, write

SENDER = '[sender]\nkind = "sendgrid"\nbatch = 10\nconnections = 1\n%s[sender.sendgrid]\nhost = "%s"\n'


def give_up(room) -> Edition:
    return approval.decide(room.engine, room.edition, "cancelled", by="Olha", at=rooms.clock())


@pytest.mark.parametrize("fault", [{"fault": lambda number: "429"}, {"bad_row": lambda row: True}])
def test_a_batch_in_hand_that_comes_back_is_not_tried_again(tmp_path, fault):
    """The provider turns the first request away; meanwhile an editor gives the edition up."""
    with Provider(**fault) as provider:
        room = rooms.make(tmp_path, readers=25, sender=SENDER % ("", provider.url))

        def point(name: str) -> None:
            if name == "after-request" and provider.requests == 1:
                give_up(room)

        counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock, point=point)
    assert (counts.cancelled, counts.sent, counts.waiting) == (25, 0, 0)
    assert provider.requests == 1
    with read(room.engine) as conn:
        assert editions.find(conn, room.edition.name).state == "cancelled"


def test_what_a_dead_process_never_began_is_not_sent_either(tmp_path):
    room = rooms.make(tmp_path, readers=25, sender=rooms.SENDER + "batch = 10\n")
    edition = freeze(room.engine, room.edition, 10, now=rooms.clock(), point=lambda name: None)
    with write(room.engine) as conn:
        now = rooms.clock()
        claimed = batches.claim(conn, edition.id, owner="dead", now=now, lease_until=now)
        assert claimed is not None
    give_up(room)
    with write(room.engine) as conn:
        settling.by_journal(conn, claimed, frozenset({0}), frozenset(), now=rooms.clock())
    counts = send(room.engine, room.settings, edition.name, now=rooms.clock)
    assert (counts.sent, counts.cancelled) == (1, 24)


def test_the_policy_mails_nobody_again_but_an_operator_may(tmp_path):
    with Provider(fault=lambda number: "reset-after") as provider:
        policy = 'on_unclear = "resend"\nsettle_after = "1s"\n'
        room = rooms.make(tmp_path, readers=25, sender=SENDER % (policy, provider.url))

        def point(name: str) -> None:
            if name == "after-request" and provider.requests == 1:
                give_up(room)

        counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock, point=point)
        assert (counts.unclear, counts.cancelled) == (10, 15)

        def later():
            return rooms.clock() + room.settings.sender.settle_after

        counts = send(room.engine, room.settings, room.edition.name, now=later)
    assert (counts.held, counts.cancelled) == (10, 15)
    assert provider.requests == 1
    with Provider() as provider:
        settings = rooms.load(room.settings.folder, SENDER % ("", provider.url))
        settle(room.engine, room.edition, by="Olha", now=rooms.clock(), resend=[f"{room.edition.id}.1"])
        counts = send(room.engine, settings, room.edition.name, now=rooms.clock)
    assert (counts.sent, counts.cancelled) == (10, 15)


def test_nobody_got_it_so_it_is_not_on_the_web_and_its_correction_waits_again(tmp_path):
    room = rooms.make(tmp_path)
    with write(room.engine) as conn:
        number = corrections.add(
            conn, room.edition, rooms.item(1), entry=1, text="It was 14.", how="next", by="Olha",
            at=rooms.AT, seen=0,
        )  # fmt: skip
        corrections.take(conn, room.edition, [number], rooms.AT)
    edition = freeze(room.engine, room.edition, 10, now=rooms.clock(), point=lambda name: None)
    stand = Newsstand(settings=room.settings, engine=room.engine, clock=rooms.clock)
    assert stand.edition(edition.name) is not None
    assert give_up(room).state == "cancelled"
    assert stand.edition(edition.name) is None
    for path in ("", "daily", "feed.xml", "daily/feed.json"):
        shelf = stand.shelf(path)
        assert shelf is not None and edition.name not in shelf[0]
    with write(room.engine) as conn:
        following = editions.create(
            conn, newsletter="daily", local_date="2026-02-19", slot="0700", due_at=rooms.AT,
            cutoff_at=None, now=rooms.AT,
        )  # fmt: skip
        assert [one.id for one in corrections.waiting(conn, following)] == [number]
        assert conn.execute(tables.edition_entries.select()).first() is None
