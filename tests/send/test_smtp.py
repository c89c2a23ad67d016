"""Sending through a relay: each address once, and each fault costs exactly the message it hit."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from datetime import timedelta

import pytest
from send import newsroom as rooms
from servers.smtp import Behaviour, Relay

from digest.errors import SendError
from digest.send import send
from digest.send.report import report
from digest.store import editions, tables
from digest.store.engine import read, write


def room_of(tmp_path, relay, *, readers=25, security="none", table="", **kind):
    sender = (
        '[sender]\nkind = "smtp"\ntimeout = "4s"\nlease = "5s"\nconnections = 2\n'
        f'[sender.smtp]\nhost = "127.0.0.1"\nport = {relay.port}\nsecurity = "{security}"\n{table}\n'
    )
    return rooms.make(tmp_path, readers=readers, sender=sender, **kind)


def go(room):
    return send(room.engine, room.settings, room.edition.name, now=rooms.clock)


def copies(relay):
    return Counter(one.recipient for one in relay.taken)


def everyone(count):
    return Counter(rooms.address(number) for number in range(count))


def test_2500_readers_get_it_once(tmp_path):
    with Relay() as relay:
        room = room_of(tmp_path, relay, readers=2500)
        assert go(room).sent == 2500
    assert copies(relay) == everyone(2500) and relay.connections <= 2
    for one in relay.taken:
        head = one.data.partition(b"\r\n\r\n")[0]
        assert re.search(rb"\r\nList-Unsubscribe: <https://\S+>\r\n", head)
        assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    for one in relay.taken[::50]:
        mail = email.message_from_bytes(one.data, policy=email.policy.default)
        assert mail["To"].addresses[0].addr_spec == one.recipient
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert len({one.data for one in relay.taken}) == 2500


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("eight_bit", [True, False])
def test_any_server_gets_the_same_content(tmp_path, eight_bit, pipelining):
    with Relay(Behaviour(eight_bit=eight_bit, pipelining=pipelining)) as relay:
        room = room_of(tmp_path, relay, readers=2)
        assert go(room).sent == 2
    for one in relay.taken:
        mail = email.message_from_bytes(one.data, policy=email.policy.default)
        text, html = (part.get_content() for part in mail.iter_parts())
        link = mail["List-Unsubscribe"].strip("<>")
        assert f"Stop: {link}\r\n.leading dot\r\nFrom here" in text
        assert f'<a href="{link}">stop</a>' in html and "Łódź — “could not verify”" in html
        assert one.data.isascii() is not eight_bit


def test_lines_too_long_for_mail_go_quoted_printable(tmp_path):
    html = "<p>" + "слово -P:name:h- " * 300 + "</p>"
    with Relay() as relay:
        room = room_of(tmp_path, relay, readers=1, html=html)
        go(room)
    mail = email.message_from_bytes(relay.taken[0].data, policy=email.policy.default)
    content = mail.get_body(("html",)).get_content()
    assert content.strip() == html.replace("-P:name:h-", "Reader 0")


PER_READER = {"rcpt-550": 1, "dot-550": 1, "data-552": 1}


@pytest.mark.parametrize("fault", PER_READER)
def test_a_refused_reader_is_refused_alone(tmp_path, fault):
    with Relay(Behaviour(fault=lambda to, n: fault if to == rooms.address(7) else None)) as relay:
        room = room_of(tmp_path, relay)
        counts = go(room)
    assert (counts.sent, counts.refused) == (24, 1) and counts.balanced
    assert copies(relay) == everyone(25) - Counter([rooms.address(7)])


@pytest.mark.parametrize("fault", ["rcpt-451", "dot-451"])
def test_a_reader_put_off_is_tried_again_later(tmp_path, fault):
    seen: Counter[str] = Counter()

    def first_time(to: str, number: int) -> str | None:
        seen[to] += 1
        return fault if to == rooms.address(7) and seen[to] == 1 else None

    with Relay(Behaviour(fault=first_time)) as relay:
        room = room_of(tmp_path, relay)
        ahead: list[timedelta] = []

        def point(name: str) -> None:  # once the first round is written, five minutes pass
            if name == "after-close-commit":
                ahead[:] = [timedelta(minutes=5)]

        counts = send(
            room.engine, room.settings, room.edition.name, point=point,
            now=lambda: rooms.clock() + sum(ahead, timedelta()),
        )  # fmt: skip
    assert counts.sent == 25 and copies(relay) == everyone(25)


@pytest.mark.parametrize("fault", ["drop-before-data", "rcpt-421", "mail-421"])
def test_a_connection_lost_before_a_message_costs_nothing(tmp_path, fault):
    said: list[int] = []

    def once(to: str, number: int) -> str | None:
        if number != 5 or said or bool(to) is fault.startswith("mail"):
            return None
        said.append(number)
        return fault

    with Relay(Behaviour(fault=once)) as relay:
        room = room_of(tmp_path, relay)
        assert go(room).sent == 25
    assert said
    assert copies(relay) == everyone(25)


@pytest.mark.parametrize(
    ("fault", "taken"),
    [("drop-mid-data", 24), ("drop-after-data", 25), ("stall", 25), ("nonsense", 25)],
)
def test_a_connection_lost_within_a_message_leaves_that_one_in_doubt(tmp_path, fault, taken):
    with Relay(Behaviour(fault=lambda to, n: fault if n == 5 else None, stall=6)) as relay:
        room = room_of(tmp_path, relay)
        counts = go(room)
        assert (counts.sent, counts.unclear) == (24, 1) and counts.balanced
        assert go(room).unclear == 1
        assert len(relay.taken) == taken and max(copies(relay).values()) == 1
    with read(room.engine) as conn:
        [doubt] = report(conn, editions.find(conn, room.edition.name)).doubts
    assert doubt.size == 1


def test_our_own_sender_refused_stops(tmp_path):
    with Relay(Behaviour(fault=lambda to, n: "mail-550" if not to else None)) as relay:
        room = room_of(tmp_path, relay)
        with pytest.raises(SendError, match="stopped"):
            go(room)
    assert relay.taken == []


def test_a_wrong_password_stops_and_a_right_one_sends(tmp_path):
    with Relay(Behaviour(user="news", password="other")) as relay:
        room = room_of(tmp_path, relay, table='user = "news"')
        with pytest.raises(SendError, match="refuses user and password"):
            go(room)
        assert relay.taken == []
    with Relay(Behaviour(user="news", password=rooms.SECRETS["DIGEST_SMTP_PASSWORD"])) as relay:
        room = room_of(tmp_path / "second", relay, table='user = "news"')
        assert go(room).sent == 25


def test_no_message_leaves_unencrypted_when_encryption_is_asked_for(tmp_path):
    with Relay() as relay:
        room = room_of(tmp_path, relay, security="starttls")
        with pytest.raises(SendError, match="does not offer"):
            go(room)
    assert relay.taken == [] and "MAIL" not in relay.commands


def test_bounces_come_back_by_reader(tmp_path):
    with Relay() as relay:
        room = room_of(tmp_path, relay, readers=3, table='bounces = "bounces@courier.example"')
        go(room)
    pattern = rf"bounces\+{room.edition.id}\.1\.[012]-[0-9a-f]{{16}}@courier\.example"
    assert len({one.sender for one in relay.taken}) == 3
    assert all(re.fullmatch(pattern, one.sender) for one in relay.taken)


def test_an_address_no_relay_takes_is_refused_without_a_try(tmp_path):
    with Relay() as relay:
        room = room_of(tmp_path, relay, readers=3)
        with write(room.engine) as conn:
            from subscribers.tables import subscribers

            bad = subscribers.update().where(subscribers.c.id == room.ids[1])
            conn.execute(bad.values(address="a@b.example>\r\nRCPT TO:<x@y.example"))
        counts = go(room)
        assert (counts.sent, counts.refused) == (2, 1) and len(relay.taken) == 2
    with read(room.engine) as conn:
        rows = conn.execute(tables.exceptions.select()).all()
    assert [(row.kind, row.code) for row in rows] == [("refused", "address-unusable")]
