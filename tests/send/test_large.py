"""Many readers: each once, counted at the sink; the record stays small."""

from __future__ import annotations

import pytest
from send import newsroom as rooms
from servers.sendgrid import Provider
from sqlalchemy import func, select

from digest.send import send
from digest.send.report import recipients
from digest.store import tables
from digest.store.engine import read

BYTES_A_READER = 2.0


def check(tmp_path, readers: int) -> None:
    with Provider(keep=False) as provider:
        sender = f'[sender]\nkind = "sendgrid"\n[sender.sendgrid]\nhost = "{provider.url}"\n'
        room = rooms.make(tmp_path, readers=readers, sender=sender)
        counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock)
        assert counts.sent == counts.planned == readers and counts.balanced
        copies = provider.copies
    assert len(copies) == readers and max(copies.values()) == 1
    with read(room.engine) as conn:
        batches, size = conn.execute(
            select(func.count(), func.sum(func.length(tables.batches.c.ids))).select_from(tables.batches)
        ).one()
        assert batches == -(-readers // 1000) and size < BYTES_A_READER * readers
        assert sum(1 for one in recipients(conn, room.edition) if one.stands == "sent") == readers


def test_twenty_thousand(tmp_path):
    check(tmp_path, 20_000)


@pytest.mark.slow
def test_a_million(tmp_path):
    check(tmp_path, 1_000_000)
