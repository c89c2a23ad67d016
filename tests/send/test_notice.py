"""Mails that are no edition."""

from __future__ import annotations

import email
import email.policy

import pytest
from send import newsroom as rooms
from servers.sendgrid import Provider
from servers.smtp import Relay

from digest.errors import SendError
from digest.notice import notice
from digest.notice import test_send as send_test  # or pytest takes it for one
from digest.store import editions
from digest.store.engine import read

FROM = '[sender]\nfrom = "news@courier.example"\n'


def mails(settings):
    files = sorted((settings.private / "outbox").rglob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]


def test_a_notice_is_one_mail_each_and_no_list_mail(tmp_path):
    settings = rooms.load(tmp_path)
    notice(settings, ["Ana <ana@courier.example>", "ivo@courier.example"], "Draft ready: Łódź", "See http://x/",
           kind="editors")  # fmt: skip
    found = mails(settings)
    assert {mail["To"].addresses[0].addr_spec for mail in found} == {
        "ana@courier.example",
        "ivo@courier.example",
    }
    for mail in found:
        assert mail["Subject"] == "Draft ready: Łódź" and mail["Auto-Submitted"] == "auto-generated"
        assert mail["List-Unsubscribe"] is None and mail["List-Id"] is None
        assert mail.get_content().strip() == "See http://x/"


def test_a_subject_cannot_start_a_header(tmp_path):
    settings = rooms.load(tmp_path)
    notice(settings, ["ana@courier.example"], "x\r\nBcc: all@readers.example", "t", kind="alert")
    [mail] = mails(settings)
    assert mail["Bcc"] is None and mail["Subject"] == "x Bcc: all@readers.example"


def test_an_address_cannot_either(tmp_path):
    with pytest.raises(SendError):
        notice(rooms.load(tmp_path), ["a@b.example\r\nBcc: c@d.example"], "s", "t", kind="alert")


def test_a_test_send_is_the_mail_with_sample_links(tmp_path):
    room = rooms.make(tmp_path)
    with read(room.engine) as conn:
        [rendering] = editions.renderings_of(conn, room.edition)
        envelope = editions.envelope_of(conn, room.edition)
    send_test(room.settings, rendering, room.edition, envelope, to="ana@courier.example")
    [mail] = mails(room.settings)
    assert mail["Subject"] == "[Test] Harbour reopens, for Alex Reader"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = mail.get_body(("html",)).get_content()
    assert "Hello Alex Reader" in html and room.edition.tag_prefix not in html


def test_by_every_sender(tmp_path):
    with Relay() as relay, Provider() as provider:
        smtp = FROM
        smtp += f'kind = "smtp"\n[sender.smtp]\nhost = "127.0.0.1"\nport = {relay.port}\nsecurity = "none"\n'
        notice(rooms.load(tmp_path, smtp), ["ana@courier.example"], "s", "t", "<p>t</p>", kind="confirm")
        sendgrid = f'{FROM}kind = "sendgrid"\n[sender.sendgrid]\nhost = "{provider.url}"\n'
        notice(rooms.load(tmp_path, sendgrid), ["ana@courier.example"], "s", "t", "<p>t</p>", kind="confirm")
    assert [one.recipient for one in relay.taken] == ["ana@courier.example"]
    assert provider.copies == {"ana@courier.example": 1}


def test_nobody_took_it_is_an_error(tmp_path):
    with Provider(fault=lambda number: "401") as provider:
        settings = rooms.load(
            tmp_path, f'{FROM}kind = "sendgrid"\n[sender.sendgrid]\nhost = "{provider.url}"\n'
        )
        with pytest.raises(SendError, match="not taken"):
            notice(settings, ["ana@courier.example"], "s", "t", kind="alert")
