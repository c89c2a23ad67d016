"""What is in doubt, and what settles it: events, the policy, an operator; the webhook and bounces."""

from __future__ import annotations

import base64
import json
import mailbox
from datetime import timedelta
from email.message import EmailMessage

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from send import newsroom as rooms
from servers.sendgrid import Provider
from servers.smtp import Relay

from digest.errors import InDoubt, SendError, WebhookRefused
from digest.model import DeliveryEvent
from digest.send import send
from digest.send.crash import survive
from digest.send.events import parse_sendgrid, read_mailbox, record
from digest.send.report import recipients, report
from digest.send.settle import doubts, settle
from digest.send.verp import key_of, return_path
from digest.store import editions, tables
from digest.store.engine import read, write
from subscribers import store as people

FAULTY = '[sender]\nkind = "sendgrid"\nbatch = 10\nconnections = 1\n%s[sender.sendgrid]\nhost = "%s"\n'


@pytest.fixture(scope="module")
def key():
    return ec.generate_private_key(ec.SECP256R1())


def public(key):
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()


def sign(key, body, timestamp):
    return base64.b64encode(key.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()


def unclear_room(tmp_path, more=""):
    """Fifty readers, the second of five requests unanswered though taken."""
    with Provider(fault=lambda number: "reset-after" if number == 2 else None) as provider:
        room = rooms.make(tmp_path, readers=50, sender=FAULTY % (more, provider.url))
        counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert (counts.sent, counts.unclear) == (40, 10)
    return room


def again(room, later=timedelta()):
    with Provider() as provider:
        settings = rooms.load(room.settings.folder, FAULTY % ('on_unclear = "resend"\n', provider.url))
        counts = send(room.engine, settings, room.edition.name, now=lambda: rooms.clock() + later)
    return counts, provider


def the_doubt(room):
    with read(room.engine) as conn:
        [doubt] = doubts(conn, editions.find(conn, room.edition.name))
    return doubt


def test_one_event_proves_a_request_and_nothing_is_sent_again(tmp_path):
    room = unclear_room(tmp_path)
    event = DeliveryEvent(recipient=f"{the_doubt(room).batch}.3", kind="delivered", at=rooms.AT, whole=True)
    assert record(room.engine, [event, event], now=rooms.clock()) == 1
    counts = send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    assert counts.sent == 50 and counts.balanced
    with read(room.engine) as conn:
        whole = report(conn, editions.find(conn, room.edition.name))
    assert whole.events["delivered"] == 1 and whole.state == "sent" and not whole.doubts


def test_the_policy_holds_after_a_while_and_the_edition_is_over(tmp_path):
    room = unclear_room(tmp_path)
    late = lambda: rooms.clock() + timedelta(minutes=31)  # noqa: E731
    counts = send(room.engine, room.settings, room.edition.name, now=late)
    assert (counts.sent, counts.held) == (40, 10) and counts.balanced
    assert the_doubt(room).state == "held"
    with read(room.engine) as conn:
        assert editions.find(conn, room.edition.name).state == "sent"


def test_the_policy_resends_only_when_it_is_told_to_and_not_before_its_time(tmp_path):
    room = unclear_room(tmp_path)
    counts, provider = again(room)
    assert counts.unclear == 10 and not provider.taken
    counts, provider = again(room, timedelta(minutes=31))
    assert counts.sent == 50 and len(provider.taken) == 10


@pytest.mark.parametrize(("word", "sent_again"), [("accept", 0), ("resend", 10)])
def test_an_operator_settles_and_it_is_written_down(tmp_path, word, sent_again):
    room = unclear_room(tmp_path)
    with pytest.raises(SendError, match="not in doubt"):
        settle(room.engine, room.edition, by="ana", now=rooms.clock(), accept=["9.9"])
    batch = the_doubt(room).batch
    assert settle(room.engine, room.edition, by="ana", now=rooms.clock(), **{word: [batch]}) == ()
    counts, provider = again(room)
    assert counts.sent == 50 and len(provider.taken) == sent_again
    with read(room.engine) as conn:
        row = conn.execute(tables.batches.select().where(tables.batches.c.settled_by == "ana")).one()
        assert row.state == "sent"


def test_the_rest_waits_until_doubts_are_settled(tmp_path):
    room = unclear_room(tmp_path)
    with pytest.raises(InDoubt):
        send(room.engine, room.settings, room.edition.name, now=rooms.clock, rest=True)


# --- events ---------------------------------------------------------------------------------------------


def sent_room(tmp_path, readers=5):
    room = rooms.make(tmp_path, readers=readers)
    send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    return room


def test_hard_bounces_complaints_and_leavers_are_not_mailed_again(tmp_path):
    room = sent_room(tmp_path, 6)
    batch = f"{room.edition.id}.1"

    def event(ordinal, kind, **more):
        return DeliveryEvent(recipient=f"{batch}.{ordinal}", kind=kind, at=rooms.AT, **more)

    events = [
        event(0, "bounced", hard=True, status="5.1.1"),
        event(1, "bounced", status="4.2.2"),
        event(2, "complained"),
        event(3, "unsubscribed"),
        event(4, "delivered"),
        event(77, "delivered"),
        DeliveryEvent(recipient="99.1.0", kind="bounced", at=rooms.AT, hard=True),
    ]
    assert record(room.engine, reversed(events), now=rooms.clock()) == 5
    assert record(room.engine, events, now=rooms.clock()) == 0
    with read(room.engine) as conn:
        left = [one for one, _ in people.audience(conn, ["daily"], ["public"])]
        whole = report(conn, editions.find(conn, room.edition.name))
        news = {one.subscriber_id: one.news for one in recipients(conn, room.edition)}
    assert left == [room.ids[1], room.ids[4], room.ids[5]]
    assert whole.events["bounced"] == 2 and whole.balance.sent == 6
    assert news[room.ids[2]] == ("complained",)
    assert {(one.kind, one.code) for one in whole.reasons} >= {("bounced", "5.1.1"), ("bounced", "4.2.2")}


def test_events_find_a_reader_whose_batch_was_cut(tmp_path):
    bad = rooms.address(7)
    with Provider(bad_row=lambda row: row["to"][0]["email"] == bad) as provider:
        room = rooms.make(tmp_path, readers=10, sender=FAULTY % ("", provider.url))
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    old = DeliveryEvent(recipient=f"{room.edition.id}.1.4", kind="delivered", at=rooms.AT)
    assert record(room.engine, [old], now=rooms.clock()) == 1
    with read(room.engine) as conn:
        told = [one.subscriber_id for one in recipients(conn, room.edition) if one.news]
    assert told == [room.ids[4]]


def webhook(key, events, *, at=None, body=None, **changes):
    body = json.dumps(events).encode() if body is None else body
    now = rooms.clock()
    timestamp = str(int((at or now).timestamp()))
    given = {"signature": sign(key, body, timestamp), "timestamp": timestamp, "public_key": public(key)}
    return parse_sendgrid(body, now=now, **given | changes)


def test_the_webhook_keeps_no_address_and_no_text(key):
    [event] = webhook(
        key,
        [
            {
                "email": "reader@readers.example", "event": "bounce", "type": "bounce", "status": "5.1.1",
                "reason": "550 no reader@readers.example here", "timestamp": 1_770_000_000,
                "recipient": "1.2.3", "sg_event_id": "x",
            },
            {"event": "open", "recipient": "1.2.3", "timestamp": 1_770_000_000},
            {"event": "delivered", "recipient": "../../x", "timestamp": 1_770_000_000},
            {"event": "delivered", "timestamp": 1_770_000_000},
            {"event": "delivered", "recipient": "1.2.3", "timestamp": "yesterday"},
            "nonsense", None, {"event": []},
        ],
    )  # fmt: skip
    assert (event.kind, event.hard, event.status) == ("bounced", True, "5.1.1")
    assert "readers.example" not in repr(event)


def test_a_blocked_mail_is_no_hard_bounce(key):
    one = {"event": "bounce", "type": "blocked", "recipient": "1.2.3", "timestamp": 1, "status": "5.7.1"}
    [event] = webhook(key, [one])
    assert event.kind == "deferred" and not event.hard


@pytest.mark.parametrize(
    "change",
    [
        {"signature": ""},
        {"signature": "AAAA"},
        {"signature": "no base64 é"},
        {"timestamp": ""},
        {"timestamp": "1e9"},
        {"public_key": ""},
        {"public_key": "AAAA"},
    ],
)
def test_a_forged_webhook_is_refused(key, change):
    with pytest.raises(WebhookRefused):
        webhook(key, [], **change)


@pytest.mark.parametrize(
    "body", [b"{}", b"[", b"\xff\xfe", b"[" * 100_000, b'"x"', b"[" + b" " * 5_000_000 + b"]"]
)
def test_a_strange_body_is_refused_even_signed(key, body):
    with pytest.raises(WebhookRefused):
        webhook(key, None, body=body)


@pytest.mark.parametrize("away", [timedelta(hours=-26), timedelta(minutes=6)])
def test_a_replay_is_refused(key, away):
    with pytest.raises(WebhookRefused, match="ago"):
        webhook(key, [], at=rooms.clock() + away)


def test_another_key_or_one_changed_byte_is_refused(key):
    other = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(WebhookRefused, match="wrong"):
        webhook(key, [], public_key=public(other))
    stamp = str(int(rooms.clock().timestamp()))
    with pytest.raises(WebhookRefused, match="wrong"):
        parse_sendgrid(b"[ ]", sign(key, b"[]", stamp), stamp, public(key), rooms.clock())


# --- bounces ----------------------------------------------------------------------------------------------


def returned(to, action="failed", status="5.1.1"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "MAILER-DAEMON@mx.example", to, "Undelivered"
    mail.set_content("Your mail to somebody@readers.example came back.")
    mail.make_mixed()
    report_part = EmailMessage()
    report_part["Content-Type"] = "message/delivery-status"
    report_part.set_payload([EmailMessage(), EmailMessage()])
    report_part.get_payload()[0]["Reporting-MTA"] = "dns; mx.example"
    report_part.get_payload()[1]["Action"] = action
    report_part.get_payload()[1]["Status"] = status
    mail.attach(report_part)
    return mail


def test_a_mailbox_of_bounces(tmp_path):
    with Relay() as relay:
        sender = (
            '[sender]\nkind = "smtp"\nconnections = 1\n[sender.smtp]\nhost = "127.0.0.1"\n'
            f'port = {relay.port}\nsecurity = "none"\nbounces = "bounces@courier.example"\n'
        )
        room = rooms.make(tmp_path, readers=5, sender=sender)
        send(room.engine, room.settings, room.edition.name, now=rooms.clock)
    backs = [one.sender for one in relay.taken]
    box = mailbox.mbox(tmp_path / "bounces.mbox")
    box.add(returned(backs[0]))
    box.add(returned(backs[1], "delayed", "4.4.1"))
    box.add(returned(backs[2], "failed", "4.2.2"))
    box.add(returned(backs[3].replace("-", "-0", 1)[:-1]))  # a forged return path
    box.add(returned("news@courier.example"))
    box.close()
    before = (tmp_path / "bounces.mbox").read_bytes()
    events = read_mailbox(tmp_path / "bounces.mbox", key_of(room.settings), rooms.clock())
    assert [(one.kind, one.hard) for one in events] == [
        ("bounced", True),
        ("deferred", False),
        ("bounced", False),
    ]
    assert (tmp_path / "bounces.mbox").read_bytes() == before
    assert record(room.engine, events, now=rooms.clock()) == 3
    with read(room.engine) as conn:
        assert len(list(people.audience(conn, ["daily"], ["public"]))) == 4


def test_a_return_path_cannot_be_made_up(tmp_path):
    from digest.send.verp import recipient_in

    settings = rooms.load(tmp_path, '[sender.smtp]\nbounces = "b@courier.example"\n')
    key = key_of(settings)
    good = return_path(settings)("1.2.3", "x@y")
    assert recipient_in(f"<{good}>", key) == "1.2.3"
    assert recipient_in(good.replace("1.2.3", "1.2.4"), key) is None
    assert recipient_in(good, b"another key") is None


@pytest.mark.parametrize("name", ["before-events-commit", "after-events-commit", "before-settle-commit"])
def test_the_named_places_of_events_and_settling_are_passed(tmp_path, name):
    """Killed in between, the same news comes again: it was rolled back or is already there."""

    class Killed(BaseException):
        pass

    def point(passed):
        survive(passed)
        if passed == name:
            raise Killed

    room = unclear_room(tmp_path)
    batch = the_doubt(room).batch
    event = DeliveryEvent(recipient=f"{batch}.0", kind="bounced", at=rooms.AT, hard=True, whole=True)

    def settle_it(point):
        if "events" in name:
            record(room.engine, [event], now=rooms.clock(), point=point)
        else:
            settle(room.engine, room.edition, by="ana", now=rooms.clock(), accept=[batch], point=point)

    with pytest.raises(Killed):
        settle_it(point)
    if "settle" in name:
        assert the_doubt(room).batch == batch
        settle_it(survive)
    else:
        settle_it(survive)
    with write(room.engine) as conn:
        whole = report(conn, editions.find(conn, room.edition.name))
    assert whole.balance.sent == 50 and not whole.doubts
