"""Alerts on real channels: a program, an address on loopback, a mail; each thing once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from digest.alert import alert, ping, silent_feeds, tell
from digest.errors import DigestError
from digest.model import Feed
from digest.settings import Alerts, Settings, load
from digest.store import feeds, runs, tables
from digest.store.engine import read, write

NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)


@dataclass
class Monitor:
    """A monitoring address: what was asked, and what it answers."""

    url: str
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            found.asked.append((self.command, self.path, self.rfile.read(length).decode()))
            self.send_response(found.status)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Monitor(url=f"http://127.0.0.1:{server.server_port}/ping/abc")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "digest.toml").write_text('[newsroom]\nname = "Courier"\n', encoding="utf-8")
    return load(tmp_path, {})


def _with(settings: Settings, **alerts: object) -> Settings:
    return replace(settings, alerts=Alerts(**alerts))  # type: ignore[arg-type]


def test_a_command_gets_the_text_and_neither_key_nor_shell(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.secret")
    script = (
        "import sys, os; open('got', 'w').write(sys.stdin.read() + str('SENDGRID_API_KEY' in os.environ))"
    )
    given = _with(settings, command=(sys.executable, "-c", script))
    assert tell(given, "daily: held", "nobody approved it; $(touch hacked)")
    assert (tmp_path / "got").read_text() == "daily: held\n\nnobody approved it; $(touch hacked)\nFalse"
    assert not (tmp_path / "hacked").exists()


def test_a_failing_command_is_a_failure_and_not_an_exception(settings: Settings) -> None:
    assert not tell(_with(settings, command=(sys.executable, "-c", "raise SystemExit(3)")), "s", "t")
    assert not tell(_with(settings, command=("no-such-program",)), "s", "t")


def test_the_monitor_hears_of_good_ticks_and_of_bad_news(settings: Settings, monitor: Monitor) -> None:
    given = _with(settings, ping_url=monitor.url)
    ping(given)
    assert tell(given, "daily: held", "why")
    assert monitor.asked == [("GET", "/ping/abc", ""), ("POST", "/ping/abc/fail", "daily: held\n\nwhy")]
    monitor.status = 500
    assert not tell(given, "s", "t")


def test_a_monitor_that_is_not_there_is_no_exception(settings: Settings) -> None:
    given = _with(settings, ping_url="http://127.0.0.1:9/x")
    ping(given)
    assert not tell(given, "s", "t")


def test_each_thing_is_told_once_to_each_address_once(engine: Engine, settings: Settings) -> None:
    mails: list[tuple[str, str]] = []

    def mail(_: Settings, address: str, subject: str, text: str, kind: str) -> None:
        mails.append((address, subject))

    given = _with(settings, mail=("ops@example.org", "desk@example.org"))
    for _ in range(3):
        alert(engine, given, "held:x", "held", "why", NOW, to=("desk@example.org",), mail=mail)
    assert mails == [("ops@example.org", "held"), ("desk@example.org", "held")]
    assert alert(engine, given, "held:y", "held", "why", NOW, mail=mail)


def test_what_nobody_could_be_told_is_told_later(engine: Engine, settings: Settings) -> None:
    down = True

    def mail(_: Settings, address: str, subject: str, text: str, kind: str) -> None:
        if down:
            raise DigestError("the provider does not answer")

    given = _with(settings, mail=("ops@example.org",))
    assert not alert(engine, given, "k", "s", "t", NOW, mail=mail)
    with read(engine) as conn:
        assert runs.told_at(conn, "k") is None
    down = False
    assert not alert(engine, given, "k", "s", "t", NOW + timedelta(seconds=20), mail=mail)
    assert alert(engine, given, "k", "s", "t", NOW + timedelta(minutes=2), mail=mail)
    with read(engine) as conn:
        assert runs.told_at(conn, "k") == NOW + timedelta(minutes=2)


def test_a_failed_address_is_logged_without_it(
    engine: Engine, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def mail(_: Settings, address: str, subject: str, text: str, kind: str) -> None:
        raise DigestError(f"550 no such user {address}")

    alert(engine, _with(settings, mail=("ops@example.org",)), "k", "s", "t", NOW, mail=mail)
    assert "alert-failed channel=mail-1" in caplog.text
    assert "ops@example.org" not in caplog.text


def test_a_failing_feed_is_told_once_until_it_was_good(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    program = (sys.executable, "-c", f"import sys; open({str(said)!r}, 'a').write(sys.stdin.read())")
    source = Feed(name="wire", url="https://wire.example/feed", publisher="Wire")
    loud = replace(settings, alerts=Alerts(command=program), feeds=(source,))
    with write(engine) as conn:
        feeds.ensure(conn, [source])
        conn.execute(update(tables.feeds).values(failures=3, problem="404 Not Found", checked_at=NOW))
    for minute in range(3):
        silent_feeds(engine, loud, NOW + timedelta(minutes=minute))
    assert said.read_text().count("https://wire.example/feed") == 1
