"""The public app whole: readers' pages, web editions, webhook, health; what its process may not hold."""

from __future__ import annotations

import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from servers.http_app import Client, serving
from sqlalchemy import Connection, Engine, update
from starlette.requests import Request
from subscribers_facts import NOW, PEPPER, SECRETS, TIERS

import digest.send
from digest.errors import DigestError, SettingsError
from digest.model import Rendering
from digest.settings import Settings, load
from digest.store import editions, freezing, runs, tables
from digest.web import CONFIRMATION, make_app, visitor
from subscribers import store
from subscribers.tokens import Tokens

Begin = Callable[[], AbstractContextManager[Connection]]
tokens = Tokens(SECRETS)
NAME = "daily/2026-02-18/0700"
TOML = """
[newsroom]
name = "The News Room"
language = "uk"
[[lists]]
name = "daily"
title = "Щоденна"
[[lists]]
name = "members"
tier = "members"
[newsletters.daily]
lists = ["daily", "members"]
[public]
url = "https://news.example.org/"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "digest.toml").write_text(TOML)
    return load(tmp_path, {"DIGEST_SECRETS": SECRETS, "DIGEST_PEPPER": PEPPER})


@pytest.fixture
def client(settings: Settings, engine: Engine) -> Iterator[Client]:
    with serving(make_app(settings, engine)) as client:
        yield client


@pytest.fixture
def reader(begin: Begin) -> int:
    with begin() as conn:
        added = store.add(conn, "r@example.org", pepper=PEPPER, lists=["daily"], at=NOW, how="import")
    return added.subscriber_id or 0


def rendering(tier: str) -> Rendering:
    prefix = editions.tag_prefix(NAME)
    return Rendering(
        variant=tier,
        tier=tier,
        story_ids=("s1",),
        sections=("News",),
        subject="Subject",
        preheader="",
        html=f"<html><head></head><body><h1>For {tier}</h1><p>Hello -{prefix}:name:h-</p>"
        f'<a href="-{prefix}:unsubscribe:h-">Unsubscribe</a></body></html>',
        text="",
    )


@pytest.fixture
def draft(begin: Begin) -> str:
    with begin() as conn:
        edition = editions.create(
            conn,
            newsletter="daily",
            local_date="2026-02-18",
            slot="0700",
            due_at=NOW,
            cutoff_at=None,
            now=NOW,
        )
        for tier in ("members", "public"):
            one = rendering(tier)
            values = {"name": one.variant, "tier": tier, "story_ids": list(one.story_ids)}
            values |= {"subject": one.subject, "preheader": "", "mjml": ""}
            conn.execute(
                tables.variants.insert().values(
                    edition_id=edition.id, html=one.html.encode(), text=b"", **values
                )
            )
    return edition.name


@pytest.fixture
def sent(draft: str, begin: Begin) -> str:
    with begin() as conn:
        edition = editions.find(conn, draft)
        conn.execute(update(tables.editions).values(state="approved"))
        freezing.mark_frozen(conn, edition, planned=1, checksum="x", now=NOW, again=False)
    return draft


def test_unsubscribing_reaches_the_claim_and_the_log(
    client: Client, begin: Begin, settings: Settings, reader: int
) -> None:
    path = f"/u/{tokens.sign('u', reader, 'daily')}"
    page = client.get(path)
    assert '<html lang="uk"' in page.text
    assert "Щоденна" in page.text
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status == 200
    with begin() as conn:
        assert store.recheck(conn, [reader], ["daily"], TIERS, "public") == {reader: "unsubscribed"}
    assert "unsubscribed" in (settings.folder / ".digest" / "optouts.log").read_text()


def test_who_subscribes_leaves_a_request_without_an_address(client: Client, begin: Begin) -> None:
    assert client.post("/s", {"address": "new@example.org"}).status == 200
    assert client.post("/s", {"address": "new@example.org"}).status == 200
    request, end = None, time.monotonic() + 20
    while request is None and time.monotonic() < end:  # each look lets the door's own writing in between
        with begin() as conn:
            request = runs.take(conn, NOW + timedelta(days=10_000))
    assert request is not None
    with begin() as conn:
        assert runs.take(conn, NOW) is None
        reader = store.find(conn, "new@example.org", PEPPER)
        assert (request.kind, dict(request.data)) == (
            CONFIRMATION,
            {"subscriber": reader, "lists": ["daily"]},
        )
        box = store.mailbox_to_confirm(conn, reader or 0)
    assert box is not None
    assert box.address == "new@example.org"


def test_a_sent_edition_is_on_the_web_for_anyone_without_a_reader_in_it(client: Client, sent: str) -> None:
    answer = client.get(f"/e/{sent}")
    assert answer.status == 200
    assert "For public" in answer.text
    assert f'<link rel="canonical" href="https://news.example.org/e/{sent}">' in answer.text
    assert editions.tag_prefix(NAME) not in answer.text
    assert "Unsubscribe" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_another_variant_needs_its_signed_link(client: Client, sent: str) -> None:
    token = tokens.sign("v", 0, f"{sent}/members")
    answer = client.get(f"/v/{token}")
    assert "For members" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    for bad in (token[:-1], tokens.sign("u", 0, f"{sent}/members"), tokens.sign("v", 0, f"{sent}/paid"), "x"):
        answer = client.get(f"/v/{bad}")
        assert answer.status == 404
        assert "members" not in answer.text


def test_what_was_not_sent_is_not_on_the_web(client: Client, draft: str) -> None:
    assert client.get(f"/e/{draft}").status == 404
    assert client.get(f"/v/{tokens.sign('v', 0, f'{draft}/public')}").status == 404


def test_an_edition_has_one_name_on_the_web(client: Client, sent: str) -> None:
    for name in ("daily/2026-02-18", "nightly/2026-02-18/0700", "nightly", "../x"):
        assert client.get(f"/e/{name}").status == 404


def test_health_and_unknown_paths(client: Client) -> None:
    assert client.get("/healthz").body == b'{"status":"ok"}'
    for path in ("/", "/desk", "/u/", "/e/nobody", "/favicon.ico"):
        answer = client.get(path)
        assert answer.status == 404
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_database_that_does_not_answer_is_503_not_a_trace(tmp_path: Path, settings: Settings) -> None:
    from digest.store.engine import open_engine

    engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with serving(make_app(settings, engine)) as client:
        for path in ("/healthz", f"/p/{tokens.sign('p', 1, '')}"):
            answer = client.get(path)
            assert answer.status == 503
            assert answer.text == "Please try again in a minute."
            assert answer.headers["retry-after"] == "60"
    engine.dispose()


def test_the_webhook_is_not_there_without_its_key(client: Client) -> None:
    assert client.post("/hooks/sendgrid", {"x": "y"}).status == 404
    assert client.get("/hooks/sendgrid").status == 405


@dataclass
class Events:
    """In place of the module that reads the provider's events: what the app handed to it."""

    taken: list[tuple[bytes, str, str, str]] = field(default_factory=list)
    recorded: list[object] = field(default_factory=list)

    def parse_sendgrid(self, raw: bytes, signature: str, timestamp: str, public_key: str) -> tuple[str, ...]:
        self.taken.append((raw, signature, timestamp, public_key))
        if signature != "good":
            raise DigestError("this was not signed by the provider")
        return ("event",)

    def record(self, engine: Engine, events: object) -> None:
        self.recorded.append(events)


def test_the_webhook_verifies_the_bytes_as_they_came(
    settings: Settings, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = Events()
    monkeypatch.setitem(sys.modules, "digest.send.events", events)  # type: ignore[arg-type]
    monkeypatch.setattr(digest.send, "events", events, raising=False)
    grid = replace(settings.sender.sendgrid, webhook_public_key="the public key")
    app = make_app(replace(settings, sender=replace(settings.sender, sendgrid=grid)), sqlite_engine)
    raw = b'[ {"event":"delivered", "email": "r@example.org"} ]\r\n'
    signed = {"X_Twilio_Email_Event_Webhook_Timestamp": "17"}
    with serving(app) as client:
        name = "X_Twilio_Email_Event_Webhook_Signature"
        assert client.ask("POST", "/hooks/sendgrid", raw, **signed, **{name: "good"}).status == 204
        assert client.ask("POST", "/hooks/sendgrid", raw, **signed, **{name: "forged"}).status == 403
        assert client.ask("POST", "/hooks/sendgrid", raw).status == 403
        assert client.ask("POST", "/hooks/sendgrid", b"x" * 5_000_001, **{name: "good"}).status == 413
    assert events.taken[0] == (raw, "good", "17", "the public key")
    assert len(events.taken) == 3
    assert events.recorded == [("event",)]


def test_the_webhook_takes_what_the_provider_signed_and_nothing_else(
    settings: Settings, sqlite_engine: Engine
) -> None:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    der = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    public = b64encode(key.public_key().public_bytes(*der)).decode()
    grid = replace(settings.sender.sendgrid, webhook_public_key=public)
    app = make_app(replace(settings, sender=replace(settings.sender, sendgrid=grid)), sqlite_engine)
    raw = b'[{"event":"bounce","email":"r@example.org","sg_event_id":"x","timestamp":1}]'
    now = str(int(time.time()))
    good = b64encode(key.sign(now.encode() + raw, ec.ECDSA(hashes.SHA256()))).decode()
    with serving(app) as client:
        for body, signature, expected in ((raw, good, 204), (raw + b" ", good, 403), (raw, good[4:], 403)):
            headers = {"X_Twilio_Email_Event_Webhook_Signature": signature}
            headers["X_Twilio_Email_Event_Webhook_Timestamp"] = now
            assert client.ask("POST", "/hooks/sendgrid", body, **headers).status == expected


def test_the_app_needs_its_secrets(settings: Settings, sqlite_engine: Engine) -> None:
    for name in ("signing", "pepper"):
        with pytest.raises(SettingsError):
            make_app(replace(settings, secrets=replace(settings.secrets, **{name: ""})), sqlite_engine)


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "expected"),
    [
        ("203.0.113.9", "198.51.100.1", (), "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.3", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "", ("10.0.0.2",), "10.0.0.2"),
        ("10.0.0.2", "nonsense", ("10.0.0.2",), "nonsense"),
        ("10.0.0.2", "6.6.6.6\n198.51.100.1", ("10.0.0.2",), "198.51.100.1"),
    ],
)
def test_the_visitor_is_who_the_last_trusted_proxy_saw(
    peer: str, forwarded: str, trusted: tuple[str, ...], expected: str
) -> None:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded.splitlines()]
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    assert visitor(request, trusted) == expected


def test_the_door_brings_neither_desk_nor_sender_into_its_process() -> None:
    code = (
        "import sys, digest.web; "
        "unwanted = ('digest.desk', 'digest.send.senders', 'sendgrid', 'smtplib'); "
        "print([name for name in sys.modules if name.startswith(unwanted)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_readers_pages_wear_the_mails_theme_and_a_broken_theme_stops_nobody(
    settings: Settings, engine: Engine, reader: int
) -> None:
    folder = settings.folder / "templates"
    folder.mkdir()
    (folder / "theme.toml").write_text('[colours]\naccent = ["#123456", "#abcdef"]\n')
    leave = f"/u/{tokens.sign('u', reader, 'daily')}"
    with serving(make_app(settings, engine)) as client:
        page = client.get(leave)
        assert page.status == 200
        assert "--accent: #123456" in page.text and "--accent: #abcdef" in page.text
        lost = client.get("/nothing")
        assert (lost.status, "--accent: #123456" in lost.text) == (404, True)
    (folder / "theme.toml").write_text('[colours]\naccent = "blue"\n')
    with serving(make_app(settings, engine)) as client:
        assert "<button" in client.get(leave).text
        assert client.post(leave, {"List-Unsubscribe": "One-Click"}).status == 200
