"""Freeze, claim, outbox, report: each reader once, what is approved is what leaves."""

from __future__ import annotations

import email
import email.policy
import stat
from collections import Counter
from datetime import timedelta

import pytest
from send import newsroom as rooms

from digest.errors import Blocked, SendError, WrongState
from digest.send import send
from digest.send.crash import survive
from digest.send.plan import freeze
from digest.send.report import recipients, report
from digest.store import balance, editions, switches, tables
from digest.store.engine import read, write
from subscribers import store as people


def parsed(file):
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def test_each_reader_gets_one_mail_with_its_own_links(tmp_path):
    room = rooms.make(tmp_path, readers=450)
    counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert (counts.planned, counts.sent) == (450, 450)
    assert counts.balanced
    mails = [parsed(file) for file in rooms.outbox_files(room)]
    assert Counter(mail["To"].addresses[0].addr_spec for mail in mails) == Counter(
        rooms.address(number) for number in range(450)
    )
    assert len({mail["List-Unsubscribe"] for mail in mails}) == 450
    assert len({mail["Message-ID"] for mail in mails}) == 450
    with read(room.engine) as conn:
        edition = editions.find(conn, room.edition.name)
        whole = report(conn, edition)
        stands = Counter(one.stands for one in recipients(conn, edition))
    assert edition.state == "sent" and whole.doubts == () and stands == {"sent": 450}


def test_a_mail_holds_what_was_approved(tmp_path):
    room = rooms.make(tmp_path, readers=1)
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    [file] = rooms.outbox_files(room)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    mail = parsed(file)
    assert mail["Subject"] == "Harbour reopens, for Reader 0"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Precedence"] == "bulk" and mail["Reply-To"] == "desk@courier.example"
    assert mail["List-Id"] == "The Courier Daily <daily.courier.example>"
    text, html = (part.get_content() for part in mail.iter_parts())
    link = mail["List-Unsubscribe"].strip("<>")
    assert f"Stop: {link}" in text and f'href="{link}"' in html
    assert "Hello Reader 0" in text and "“could not verify”" in html
    assert "\r\n.leading dot\r\nFrom here" in text


def test_a_second_call_sends_nothing_more(tmp_path):
    room = rooms.make(tmp_path)
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    before = rooms.outbox_files(room)
    counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert rooms.outbox_files(room) == before and counts.sent == 25


def test_one_who_left_after_the_freeze_is_skipped(tmp_path):
    room = rooms.make(tmp_path)
    freeze(room.engine, room.edition, 10, now=rooms.AT, point=survive)
    with write(room.engine) as conn:
        people.suppress(conn, room.ids[3], "complained", rooms.AT, "test")
        people.erase(conn, room.ids[4], rooms.AT, "test")
    counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert (counts.sent, counts.skipped) == (23, 2) and counts.balanced
    with read(room.engine) as conn:
        why = {(one.kind, one.code): one.count for one in balance.reasons(conn, room.edition.id)}
    assert why == {("skipped", "suppressed"): 1, ("skipped", "erased"): 1}
    assert not any(rooms.address(3) in file.read_text() for file in rooms.outbox_files(room))


def test_members_get_their_variant_and_others_the_public_one(tmp_path):
    room = rooms.make(tmp_path, readers=3, members=2)
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    found = Counter("<!-- members -->" in file.read_text() for file in rooms.outbox_files(room))
    assert found == {False: 3, True: 2}


def test_an_item_that_became_members_only_stops_the_freeze(tmp_path):
    room = rooms.make(tmp_path)
    with write(room.engine) as conn:
        conn.execute(tables.entries.update().values(tier="members"))
    with pytest.raises(Blocked, match="may not go to public"):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert rooms.outbox_files(room) == []


def test_an_embargo_stops_the_freeze(tmp_path):
    room = rooms.make(tmp_path)
    with write(room.engine) as conn:
        conn.execute(tables.entries.update().values(embargo_until=rooms.clock() + timedelta(hours=1)))
    with pytest.raises(Blocked):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)


def test_a_draft_is_not_sent(tmp_path):
    room = rooms.make(tmp_path)
    with write(room.engine) as conn:
        editions.move(conn, room.edition, "draft", since=["approved"])
    with pytest.raises(WrongState):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)


def test_the_stop_switch_is_read_before_each_batch(tmp_path):
    room = rooms.make(tmp_path, readers=50, sender=rooms.SENDER + "batch = 5\n")

    def stop_at_the_third(name: str, seen: list[str] = []) -> None:  # noqa: B006
        seen.append(name)
        if seen.count("after-close-commit") == 3 and name == "after-close-commit":
            with write(room.engine) as conn:
                switches.stop(conn, "a wrong headline", rooms.AT, room.edition.name)

    with pytest.raises(SendError, match="a wrong headline"):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock, point=stop_at_the_third)
    assert 15 <= len(rooms.outbox_files(room)) <= 15 + 2 * 5
    with write(room.engine) as conn:
        switches.let_go(conn, rooms.AT, room.edition.name)
    assert send(room.engine, room.settings, room.edition.name, now=rooms.clock).sent == 50
    assert len(rooms.outbox_files(room)) == 50


def test_the_rest_get_it_and_nobody_twice(tmp_path):
    room = rooms.make(tmp_path, readers=5)
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    with write(room.engine) as conn:
        people.add(
            conn, "late@readers.example", pepper=rooms.PEPPER, lists=["daily"], at=rooms.AT, how="test"
        )
    counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock, rest=True)
    assert (counts.planned, counts.sent) == (6, 6) and len(rooms.outbox_files(room)) == 6


def test_an_older_database_than_the_log_sends_nothing(tmp_path):
    room = rooms.make(tmp_path)
    (tmp_path / ".digest" / "sent.log").write_text("daily/2026-02-17/0700\n")
    with pytest.raises(SendError, match=r"daily/2026-02-17/0700.*older copy"):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    with write(room.engine) as conn:
        switches.accept_unknown(conn, ["daily/2026-02-17/0700"], "ana", rooms.AT)
    assert send(room.engine, room.settings, room.edition.name, now=rooms.clock).sent == 25


def test_a_reader_planned_twice_or_lost_is_seen_before_anything_leaves(tmp_path):
    room = rooms.make(tmp_path)
    freeze(room.engine, room.edition, 10, now=rooms.AT, point=survive)
    with write(room.engine) as conn:
        conn.execute(tables.batches.delete().where(tables.batches.c.number == 2))
    with pytest.raises(SendError, match="15 recipients where the freeze counted 25"):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert rooms.outbox_files(room) == []


def test_no_more_than_max_per_hour_leave_in_an_hour(tmp_path):
    room = rooms.make(tmp_path, readers=30, sender=rooms.SENDER + "batch = 10\nmax_per_hour = 20\n")
    hours: list[timedelta] = []
    left: list[int] = []

    def point(name: str) -> None:  # after two batches an hour passes
        if name == "after-close-commit":
            left.append(len(rooms.outbox_files(room)))
            if len(left) == 2:
                hours.append(timedelta(hours=1, seconds=1))

    def clock():
        return rooms.clock() + sum(hours, timedelta())

    counts = send(room.engine, room.settings, room.edition.name, now=clock, point=point)
    assert counts.sent == 30 and left[:2] == sorted(left[:2]) and max(left[:2]) == 20


def test_the_rate_is_kept(tmp_path):
    import time

    room = rooms.make(tmp_path, readers=30, sender=rooms.SENDER + "batch = 10\nrate = 25\n")
    began = time.monotonic()
    assert send(room.engine, room.settings, room.edition.name, now=rooms.clock).sent == 30
    assert time.monotonic() - began >= 0.8  # two pauses of 10 / 25 s between three batches


def test_what_progress_raises_ends_it_cleanly(tmp_path):
    """How a worker ends: no thread claims any more, nothing is left claimed or in doubt."""
    room = rooms.make(tmp_path, readers=60, sender=rooms.SENDER + "batch = 5\n")

    class Ending(Exception):
        pass

    def progress(done: int, planned: int) -> None:
        assert planned == 60
        if done >= 15:
            raise Ending

    with pytest.raises(Ending):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock, progress=progress)
    with read(room.engine) as conn:
        counts = balance.of(conn, room.edition.id)
    assert counts.claimed == counts.unclear == 0 and 15 <= counts.sent <= 30
    assert send(room.engine, room.settings, room.edition.name, now=rooms.clock).sent == 60
    assert len(rooms.outbox_files(room)) == 60
