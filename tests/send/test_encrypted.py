"""Senders over TLS: with a certificate that is trusted everything goes, with another nothing does."""

from __future__ import annotations

from collections import Counter

import pytest
from send import newsroom as rooms
from servers.sendgrid import Provider
from servers.smtp import Behaviour, Relay
from servers.tls import Certified, certify

from digest.errors import SendError
from digest.send import send

READERS = 25
EVERYONE = Counter(rooms.address(number) for number in range(READERS))
WAYS = ("starttls", "tls")


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return certify(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def trusted(certified: Certified, monkeypatch: pytest.MonkeyPatch) -> Certified:
    monkeypatch.setenv("SSL_CERT_FILE", str(certified.authority))
    return certified


def by_smtp(tmp_path, relay, security):
    sender = (
        '[sender]\nkind = "smtp"\ntimeout = "4s"\nlease = "5s"\nconnections = 2\n'
        f'[sender.smtp]\nhost = "127.0.0.1"\nport = {relay.port}\nsecurity = "{security}"\nuser = "news"\n'
    )
    return rooms.make(tmp_path, readers=READERS, sender=sender)


def by_sendgrid(tmp_path, provider):
    sender = (
        '[sender]\nkind = "sendgrid"\ntimeout = "4s"\nlease = "8s"\nconnections = 2\n'
        f'[sender.sendgrid]\nhost = "{provider.url}"\n'
    )
    return rooms.make(tmp_path, readers=READERS, sender=sender)


def relay_of(certified, security):
    """Takes the password only over TLS, as a relay that asks for a name does."""
    return Relay(
        Behaviour(
            tls=certified.context,
            tls_at_once=security == "tls",
            user="news",
            password=rooms.SECRETS["DIGEST_SMTP_PASSWORD"],
        )
    )


def go(room):
    return send(room.engine, room.settings, room.edition.name, now=rooms.clock)


@pytest.mark.parametrize("security", WAYS)
def test_a_relay_over_tls_takes_each_mail_once(tmp_path, trusted, security):
    with relay_of(trusted, security) as relay:
        assert go(by_smtp(tmp_path, relay, security)).sent == READERS
    assert Counter(one.recipient for one in relay.taken) == EVERYONE
    if security == "starttls":
        assert relay.commands[:3] == ["EHLO", "STARTTLS", "EHLO"]


@pytest.mark.parametrize("security", WAYS)
def test_a_relay_whose_certificate_is_nobodys_gets_nothing(tmp_path, certified, security):
    with relay_of(certified, security) as relay, pytest.raises(SendError, match="certificate is not valid"):
        go(by_smtp(tmp_path, relay, security))
    assert relay.taken == []
    assert not {"AUTH", "MAIL"} & set(relay.commands)


def test_sendgrid_over_https_takes_each_mail_once(tmp_path, trusted):
    with Provider(tls=trusted.context) as provider:
        assert go(by_sendgrid(tmp_path, provider)).sent == READERS
    assert provider.copies == EVERYONE


def test_sendgrid_behind_a_strange_certificate_gets_neither_mail_nor_key(tmp_path, certified):
    with Provider(tls=certified.context) as provider:
        room = by_sendgrid(tmp_path, provider)
        with pytest.raises(SendError, match="certificate"):
            go(room)
    assert provider.requests == 0
