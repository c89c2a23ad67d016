"""What the doctor finds, each on a newsroom that has it and on one that has not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import pytest
from serve.newsroom import at, write_newsroom
from servers.smtp import Behaviour, Relay
from sqlalchemy import Engine

from digest import doctor as doctor_module
from digest.doctor import doctor
from digest.errors import SendError
from digest.model import Finding
from digest.probe import probe
from digest.settings import Alerts, Public, Secrets, SenderTable, SendGridTable, Settings, SmtpTable
from digest.store import runs
from digest.store.engine import open_engine, write
from digest.store.migrate import migrate

KEYS = Secrets(
    sendgrid_api_key="SG.right", smtp_password="right", signing="k1:0123456789abcdef0123", pepper="p"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return write_newsroom(tmp_path, at("04:30"), alerts='[alerts]\nmail = ["ops@courier.example"]\n')


def _levels(settings: Settings) -> list[tuple[str, str]]:
    return [(one.level, one.check) for one in doctor(settings, at("04:30")) if one.level != "note"]


def _one(settings: Settings, check: str, place: str) -> Finding:
    return next(one for one in doctor(settings, at("04:30")) if (one.check, one.place) == (check, place))


def _with_worker(settings: Settings, seen: datetime) -> None:
    engine = open_engine(settings.storage_url)
    migrate(engine)
    with write(engine) as conn:
        runs.beat(conn, "w", "work", started_at=seen, now=seen)
    engine.dispose()


def test_a_sound_newsroom_has_only_notes(settings: Settings) -> None:
    assert _levels(settings) == []
    _with_worker(settings, datetime.now(UTC))
    assert _levels(settings) == []
    assert _one(settings, "schedule", "newsletters.daily").message == (
        "the next is daily/2026-02-18/0700, at 2026-02-18 07:00 EET"
    )
    assert "public" in _one(settings, "templates", "newsletters.daily").message


def test_the_worst_comes_first_and_a_failing_check_is_a_finding(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Iterator[Finding]:
        raise PermissionError(13, "Permission denied", "/the/folder")
        yield

    monkeypatch.setattr(doctor_module, "CHECKS", (*doctor_module.CHECKS, broken))
    found = doctor(settings, at("04:30"))
    assert [one.level for one in found] == sorted(
        (one.level for one in found), key=["block", "warn", "note"].index
    )
    assert (found[0].place, found[0].message) == ("/the/folder", "Permission denied")


def test_a_worker_that_is_gone_and_tables_that_are_old(settings: Settings) -> None:
    _with_worker(settings, datetime.now(UTC) - timedelta(minutes=10))
    assert "the last was seen" in _one(settings, "worker", "worker").message
    engine = open_engine(settings.storage_url)
    with write(engine) as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = 'of-old'")
    engine.dispose()
    assert ("block", "database") in _levels(settings)


def test_what_is_missing_in_the_settings_is_named(settings: Settings) -> None:
    letter = replace(settings.newsletters["daily"], lists=(), editors=(), days=())
    bare = replace(
        settings, feeds=(), newsletters={"daily": letter}, alerts=Alerts(), secrets=Secrets(),
        newsroom=replace(settings.newsroom, postal_address=""),
    )  # fmt: skip
    places = {one.place for one in doctor(bare, at("04:30")) if one.level != "note"}
    assert {
        "feeds", "alerts", "newsroom.postal_address", "newsletters.daily", "newsletters.daily.lists",
        "newsletters.daily.editors", "secrets.env",
    } <= places  # fmt: skip


def test_mail_that_leaves_needs_an_address_readers_reach(settings: Settings) -> None:
    smtp = replace(settings, sender=SenderTable(kind="smtp", smtp=SmtpTable(port=1, security="none")))
    assert _one(smtp, "public", "public.url").level == "block"
    assert _one(smtp, "public", "newsletters.daily.from").level == "block"
    plain = replace(smtp, public=Public(url="http://mail.courier.example"))
    assert _one(plain, "public", "public.url").level == "warn"
    good = replace(smtp, public=Public(url="https://mail.courier.example"))
    assert not [one for one in doctor(good) if one.place == "public.url"]


def test_secrets_that_others_may_read(settings: Settings) -> None:
    (settings.folder / "secrets.env").chmod(0o644)
    assert ("warn", "secrets") in _levels(settings)


def test_a_template_that_is_broken_is_named_with_its_file(settings: Settings) -> None:
    source = Path(doctor_module.__file__).parents[1] / "templates"
    for file in source.rglob("*.mjml.j2"):
        broken = settings.templates / file.relative_to(source)
        broken.parent.mkdir(parents=True, exist_ok=True)
        broken.write_text("{% if %}", encoding="utf-8")
    assert ("block", "templates") in _levels(settings)


@pytest.mark.parametrize(
    ("seconds", "level"), [(0, None), (3, None), (-20, "warn"), (90, "block"), (-3600, "block")]
)
def test_clocks_that_differ(seconds: int, level: str | None) -> None:
    found = list(doctor_module._clocks("the database's clock", timedelta(seconds=seconds)))
    assert [one.level for one in found] == ([level] if level else [])


def test_the_database_s_clock_is_asked(engine: Engine) -> None:
    with write(engine) as conn:
        theirs = runs.clock(conn)
    if engine.dialect.name == "sqlite":
        assert theirs is None
    else:
        assert theirs is not None and abs(theirs - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(("free", "level"), [(5_000_000_000, None), (500_000_000, "warn"), (1, "block")])
def test_a_full_disk(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: str | None
) -> None:
    monkeypatch.setattr(doctor_module.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    found = [one.level for one in doctor_module._files(settings, at("04:30"))]
    assert found == ([level] if level else [])


# --- the provider ---------------------------------------------------------------------------------------


@contextmanager
def _scopes(status: int, body: object) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            right = self.headers["authorization"] == "Bearer SG.right" and self.path == "/v3/scopes"
            data = body if isinstance(body, bytes) else orjson.dumps(body)
            self.send_response(status if right else 401)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _sendgrid(settings: Settings, host: str, key: str = "SG.right") -> Settings:
    table = SenderTable(kind="sendgrid", sendgrid=SendGridTable(host=host))
    return replace(settings, sender=table, secrets=replace(KEYS, sendgrid_api_key=key))


def test_sendgrid_is_asked_what_the_key_may_do(settings: Settings) -> None:
    with _scopes(200, {"scopes": ["mail.send", "stats.read"]}) as host:
        assert probe(_sendgrid(settings, host)) == "SendGrid takes the key"
        with pytest.raises(SendError, match="refuses the key"):
            probe(_sendgrid(settings, host, key="SG.wrong"))


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, {"scopes": ["stats.read"]}, "needs the permission"),
        (200, b"<html>", "something else"),
        (200, [], "something else"),
        (503, {}, "answered 503"),
    ],
)
def test_a_key_or_an_answer_that_will_not_do(
    settings: Settings, status: int, body: object, words: str
) -> None:
    with _scopes(status, body) as host, pytest.raises(SendError, match=words):
        probe(_sendgrid(settings, host))


def test_a_provider_that_is_not_there(settings: Settings) -> None:
    with pytest.raises(SendError, match="no answer"):
        probe(_sendgrid(settings, "http://127.0.0.1:9"))
    with pytest.raises(SendError, match="no answer"):
        probe(_smtp(settings, 9))


def _smtp(settings: Settings, port: int, user: str = "") -> Settings:
    table = SmtpTable(host="127.0.0.1", port=port, security="none", user=user)
    return replace(settings, sender=SenderTable(kind="smtp", smtp=table), secrets=KEYS)


def test_a_relay_is_greeted_signed_in_to_and_sent_nothing(settings: Settings) -> None:
    with Relay(Behaviour(user="news", password="right")) as relay:
        assert probe(_smtp(settings, relay.port, user="news")) == "the relay answers and knows the user"
    assert relay.taken == []
    assert relay.messages == 0


def test_a_relay_that_refuses_the_password_or_knows_no_encryption(settings: Settings) -> None:
    with Relay(Behaviour(user="news", password="other")) as relay:
        with pytest.raises(SendError, match=r"refuses user and password \(535\)"):
            probe(_smtp(settings, relay.port, user="news"))
        table = SmtpTable(host="127.0.0.1", port=relay.port, security="starttls")
        with pytest.raises(SendError, match="does not offer STARTTLS"):
            probe(replace(settings, sender=SenderTable(kind="smtp", smtp=table)))


def test_an_outbox_that_cannot_be_written(settings: Settings) -> None:
    assert "goes to nobody" in probe(settings)
    (settings.private / "outbox").rmdir()
    (settings.private / "outbox").write_text("a file in its place")
    with pytest.raises(SendError, match="cannot be written"):
        probe(settings)


def test_what_is_set_and_not_built_is_said(settings: Settings) -> None:
    letter = replace(settings.newsletter("daily"), canary=5, delivery="reader")
    wishes = replace(
        settings,
        newsroom=replace(settings.newsroom, logo="https://courier.example/logo.png"),
        llm=replace(settings.llm, base_url="https://models.example"),
        newsletters={"daily": letter},
    )
    said = {one.place for one in doctor(wishes, at("04:30")) if one.level == "warn"}
    wanted = {"newsroom.logo", "llm", "newsletters.daily.canary", "newsletters.daily.delivery"}
    assert wanted <= said
    assert not wanted & {one.place for one in doctor(settings, at("04:30"))}
