"""A disk that takes a part of what is written: each log beside the database is whole, or says no."""

from __future__ import annotations

import errno
import os
from functools import partial

import pytest
from send import newsroom as rooms

from digest.send import send, sentlog
from digest.store.engine import read, write
from subscribers import consent
from subscribers import store as people


@pytest.fixture
def nearly_full(monkeypatch):
    """The next writes take five bytes each, then none."""
    real, left = os.write, [5, 5]

    def some(handle: int, data: bytes) -> int:
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(handle, data[: left.pop()])

    with monkeypatch.context() as patched:
        patched.setattr("os.write", some)
        yield patched


def test_an_opt_out_is_in_the_log_whole_or_is_written_again(tmp_path, nearly_full):
    room = rooms.make(tmp_path)
    log = tmp_path / "optouts.log"
    with write(room.engine) as conn:
        people.unsubscribe(conn, room.ids[0], None, rooms.AT, "link")
    with pytest.raises(OSError, match="No space left"):
        consent.keep(partial(write, room.engine), log)
    nearly_full.undo()
    assert consent.keep(partial(write, room.engine), log) == 1
    with write(room.engine) as conn:
        conn.exec_driver_sql("DELETE FROM suppressions")
        assert consent.merge(conn, log, rooms.PEPPER) == 1


def test_nothing_leaves_before_the_edition_stands_in_sent_log(tmp_path, nearly_full):
    room = rooms.make(tmp_path)
    with pytest.raises(OSError, match="No space left"):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert rooms.outbox_files(room) == []
    nearly_full.undo()
    assert send(room.engine, room.settings, room.edition.name, now=rooms.clock).sent == 25
    assert sentlog.names(room.settings) == (room.edition.name,)
    with read(room.engine) as conn:
        assert sentlog.unknown(conn, room.settings) == ()
