"""Sending through SendGrid: each address once, one-click headers on each, every answer in its place."""

from __future__ import annotations

import json
import logging
from collections import Counter
from datetime import timedelta

import pytest
from send import newsroom as rooms
from servers.sendgrid import Provider

from digest.errors import SendError
from digest.send import send
from digest.send.report import report
from digest.send.senders.sendgrid import read_answer
from digest.store import editions, switches
from digest.store.engine import read, write


def room_of(tmp_path, provider, *, readers=25, more="", host=None, **kind):
    sender = (
        '[sender]\nkind = "sendgrid"\ntimeout = "4s"\nlease = "8s"\nconnections = 2\n'
        f'{more}\n[sender.sendgrid]\nhost = "{host or provider.url}"\n'
    )
    return rooms.make(tmp_path, readers=readers, sender=sender, **kind)


def go(room):
    return send(room.engine, room.settings, room.edition.name, now=rooms.clock)


def reported(room):
    with read(room.engine) as conn:
        return report(conn, editions.find(conn, room.edition.name))


def everyone(count):
    return Counter(rooms.address(number) for number in range(count))


def test_2500_readers_get_it_once_over_kept_connections(tmp_path):
    with Provider() as provider:
        room = room_of(tmp_path, provider, readers=2500)
        counts = go(room)
        assert counts.sent == 2500 and provider.copies == everyone(2500)
        assert provider.statuses == [202] * 3 and provider.connections <= 2
    for one in provider.taken:
        assert one["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert one["headers"]["List-Unsubscribe"].startswith("<https://mail.courier.example/u/")
        assert one["headers"]["Precedence"] == "bulk" and "List-Id" in one["headers"]
    assert len({one["headers"]["List-Unsubscribe"] for one in provider.taken}) == 2500


def test_a_request_tells_no_more_than_it_must(tmp_path):
    with Provider() as provider:
        room = room_of(tmp_path, provider, readers=1)
        go(room)
    [body] = provider.bodies
    tracking = body["tracking_settings"]
    assert (
        not any(one["enable"] for one in tracking.values()) and not tracking["click_tracking"]["enable_text"]
    )
    [one] = body["personalizations"]
    assert one["custom_args"] == {"recipient": f"{room.edition.id}.1.0"}
    assert "substitutions" not in body and body["reply_to"]["email"] == "desk@courier.example"


def test_tags_are_filled_as_they_must_be(tmp_path):
    with Provider() as provider:
        room = room_of(tmp_path, provider, readers=1)
        with write(room.engine) as conn:
            from subscribers.tables import subscribers

            conn.execute(subscribers.update().values(name='<b>"O\'Neil" & Śliwa</b>'))
        go(room)
    [one] = provider.taken
    tag = f"-{room.edition.tag_prefix}:name:%s-"
    assert one["substitutions"][tag % "h"] == "&lt;b&gt;&quot;O&#x27;Neil&quot; &amp; Śliwa&lt;/b&gt;"
    assert one["substitutions"][tag % "t"] == '<b>"O\'Neil" & Śliwa</b>'


@pytest.mark.parametrize("name_rows", [True, False])
def test_one_bad_row_is_found_and_the_others_get_it(tmp_path, name_rows):
    bad = rooms.address(77)
    with Provider(bad_row=lambda row: row["to"][0]["email"] == bad, name_rows=name_rows) as provider:
        room = room_of(tmp_path, provider, readers=200)
        counts = go(room)
    assert (counts.sent, counts.refused) == (199, 1) and counts.balanced
    assert provider.copies == everyone(200) - Counter([bad])
    assert provider.requests <= (3 if name_rows else 17)
    [why] = [one for one in reported(room).reasons if one.kind == "refused"]
    assert (why.code, why.count) == ("400", 1)


def test_429_waits_as_it_is_told_and_goes_on(tmp_path):
    with Provider(fault=lambda number: "429" if number <= 3 else None) as provider:
        room = room_of(tmp_path, provider, readers=10)
        assert go(room).sent == 10
    assert provider.copies == everyone(10)


def test_a_refused_key_stops_the_edition_until_it_is_let_go(tmp_path):
    with Provider(fault=lambda number: "401" if number == 1 else None) as provider:
        room = room_of(tmp_path, provider, readers=10)
        with pytest.raises(SendError, match="does not accept the key"):
            go(room)
        with pytest.raises(SendError, match="does not accept the key"):
            go(room)
        with write(room.engine) as conn:
            switches.let_go(conn, rooms.AT, room.edition.name)
        assert go(room).sent == 10
    assert provider.copies == everyone(10)


def test_content_that_is_refused_stops_instead_of_refusing_every_reader(tmp_path):
    with Provider(bad_row=lambda row: True) as provider:
        room = room_of(tmp_path, provider, readers=40)
        with pytest.raises(SendError, match="refuses this content"):
            go(room)
    assert reported(room).balance.refused < 40


@pytest.mark.parametrize("fault", ["reset-before", "reset-after", "500-after", "503-before", "stall-after"])
def test_what_is_unclear_is_listed_and_never_sent_again_by_itself(tmp_path, fault):
    with Provider(fault=lambda number: fault if number == 2 else None, stall=6) as provider:
        room = room_of(tmp_path, provider, readers=50, more="batch = 10")
        counts = go(room)
        assert (counts.sent, counts.unclear) == (40, 10) and counts.balanced
        assert go(room).unclear == 10
        assert not [address for address, times in provider.copies.items() if times > 1]
    [doubt] = reported(room).doubts
    assert doubt.size == 10 and doubt.batch.startswith(f"{room.edition.id}.")


def test_no_connection_is_tried_again(tmp_path, monkeypatch):
    from digest.send import run

    with Provider() as provider:
        host = provider.url
    room = room_of(tmp_path, None, readers=5, host=host)
    monkeypatch.setattr(run, "PATIENCE", timedelta(0))
    with pytest.raises(SendError, match="takes nothing"):
        go(room)
    assert reported(room).balance.waiting == 5


def test_no_key_no_address_in_a_log(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    with Provider(fault=lambda number: "reset-after" if number == 1 else None) as provider:
        room = room_of(tmp_path, provider, readers=5)
        go(room)
        assert rooms.SECRETS["SENDGRID_API_KEY"] not in repr(room.settings)
    text = caplog.text + "".join(json.dumps(record.__dict__, default=repr) for record in caplog.records)
    assert "batch=" in text
    assert rooms.SECRETS["SENDGRID_API_KEY"] not in text and "@readers.example" not in text


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (202, b"", "accepted"),
        (200, b"", "unclear"),
        (400, b'{"errors":[{"field":"personalizations.1.to.0.email"}]}', "refused"),
        (400, b'{"errors":[{"field":"from.email"}]}', "stop"),
        (400, b"<html>", "refused"),
        (400, b'{"errors":[3]}', "refused"),
        (401, b"", "stop"),
        (403, b"", "stop"),
        (404, b"", "stop"),
        (302, b"", "stop"),
        (408, b"", "unclear"),
        (413, b"", "refused"),
        (429, b"", "never"),
        (500, b"", "unclear"),
        (503, b"", "unclear"),
    ],
)
def test_every_answer_means_one_thing(status, body, outcome):
    assert read_answer(status, {}, body, [0, 1, 2]).outcome == outcome
