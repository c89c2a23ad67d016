"""A reader whose two records were made one after an edition: what either got, she has got."""

from __future__ import annotations

from datetime import timedelta

from send import newsroom as rooms

from digest.send import send
from digest.send.plan import audience
from digest.store import batches, corrections, editions
from digest.store.engine import read, write
from subscribers import store as people


def late_reader(room) -> int:
    with write(room.engine) as conn:
        added = people.add(
            conn, "late@readers.example", pepper=rooms.PEPPER, lists=["daily"], at=rooms.AT, how="test"
        )
    assert added.subscriber_id is not None
    return added.subscriber_id


def test_the_rest_is_not_for_who_got_it_under_her_other_record(tmp_path):
    room = rooms.make(tmp_path, readers=3)
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    keep = late_reader(room)
    with write(room.engine) as conn:
        people.merge(conn, keep, room.ids[1], rooms.AT, "Olha")
    counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock, rest=True)
    assert (counts.planned, counts.sent) == (3, 3)


def test_a_correction_reaches_who_got_the_item_under_her_other_record(tmp_path):
    room = rooms.make(tmp_path, readers=3)
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    keep = late_reader(room)
    with write(room.engine) as conn:
        people.merge(conn, keep, room.ids[1], rooms.AT, "Olha")
        mail = editions.create(
            conn, newsletter="daily", local_date="2026-02-18", slot="correction-1", due_at=rooms.AT,
            cutoff_at=None, now=rooms.AT,
        )  # fmt: skip
        envelope = editions.envelope_of(conn, room.edition)
        draft = editions.draft_of(conn, room.edition)
        assert draft is not None
        editions.save_content(conn, mail, draft, editions.renderings_of(conn, room.edition), envelope)
        corrections.add(
            conn, room.edition, rooms.item(1), entry=1, text="It was 14.", how="mail", by="Olha",
            at=rooms.AT, seen=0, carried_by=mail,
        )  # fmt: skip
        assert {one[0] for one in audience(conn, mail)} == {room.ids[0], room.ids[2], keep}


def test_a_claim_whose_parcel_cannot_be_made_leaves_nothing_in_doubt(tmp_path, monkeypatch):
    """A fault of ours before the hand-over: the journal is free and says that nothing was begun."""
    room = rooms.make(tmp_path, readers=3, sender=rooms.SENDER.replace("connections = 2", "connections = 1"))
    monkeypatch.setattr("digest.send.deliver.unsafe", lambda address: 1 / 0)
    try:
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    except ZeroDivisionError:
        monkeypatch.undo()
    counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert (counts.sent, counts.unclear) == (3, 0)
    with read(room.engine) as conn:
        assert not batches.in_states(conn, room.edition.id, ["claimed"])
    assert room.settings.sender.lease == timedelta(seconds=8)
