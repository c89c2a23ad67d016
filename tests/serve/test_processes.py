"""`digest run` and its children as real processes on loopback."""

from __future__ import annotations

import os
import re
import signal
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
import urllib3
from serve.newsroom import KYIV, add_readers, outbox, write_newsroom
from serve.processes import alive, children, free_ports, started, until

from digest.model import Balance
from digest.settings import Settings
from digest.store import balance, editions, runs
from digest.store.engine import open_engine, read, write
from digest.store.migrate import migrate

RUN = ("-m", "digest", "run", "--config")
KEYS = {"SENDGRID_API_KEY": "SG.from-the-environment", "DIGEST_SMTP_PASSWORD": "from-the-environment"}


def _notices(settings: Settings, kind: str) -> list[Path]:
    return sorted((settings.private / "outbox" / "notices" / kind).glob("*.eml"))


def _prepare(settings: Settings, slot: str, readers: int = 3) -> None:
    """Tables, readers, and a worker before that knew the slot (else a slow start would be too late)."""
    engine = open_engine(settings.storage_url)
    migrate(engine)
    add_readers(engine, readers)
    with write(engine) as conn:
        runs.known_since(conn, f"daily/{slot.replace(':', '')}", datetime.now(UTC) - timedelta(minutes=2))
    engine.dispose()


def _slot_in(seconds: float) -> tuple[str, float]:
    """A slot, and by how much a clock must be set forward for it to come in so many seconds."""
    now = datetime.now(UTC)
    at = (now + timedelta(minutes=2)).replace(second=0, microsecond=0)
    return f"{at.astimezone(KYIV):%H:%M}", (at - now).total_seconds() - seconds


def _state(settings: Settings) -> tuple[str, str | None]:
    """Of the only edition; ("", None) before there is one."""
    engine = open_engine(settings.storage_url)
    try:
        with read(engine) as conn:
            found = editions.listed(conn)
            return (found[0].state, found[0].reason) if found else ("", None)
    finally:
        engine.dispose()


def _healthy(port: int) -> bool:
    try:
        with urllib3.PoolManager(retries=False, timeout=2.0) as pool:
            return pool.request("GET", f"http://127.0.0.1:{port}/healthz").status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _words(pid: int, name: str) -> list[str]:
    return Path(f"/proc/{pid}/{name}").read_bytes().decode(errors="replace").split("\0")


def test_a_slot_ahead_with_automatic_approval_goes_out_once_from_two_workers_on_one_database(
    database_url: str, tmp_path: Path
) -> None:
    slot, shift = _slot_in(4)
    settings = write_newsroom(
        tmp_path, datetime.now(UTC), url=database_url, approval="auto", schedule=slot, draft_at=slot,
        cutoff=slot,
    )  # fmt: skip
    _prepare(settings, slot, readers=30)
    command = ("-m", "serve.shifted", tmp_path, shift, 0.5)
    with started(command, tmp_path / "log-1") as first, started(command, tmp_path / "log-2") as second:
        until("the edition to be sent", lambda: _state(settings)[0] == "sent")
        for worker in (first, second):
            worker.send_signal(signal.SIGTERM)
        assert (first.wait(60), second.wait(60)) == (0, 0)
    mails = outbox(settings)
    assert len(mails) == 30
    told = [re.search(rb"^To: (.*)$", mail.read_bytes(), re.M) for mail in mails]
    assert len({to[1] for to in told if to}) == 30
    assert len(_notices(settings, "editors")) == 1  # of two workers one told the editor
    log = "".join((tmp_path / f"log-{number}").read_text() for number in (1, 2))
    assert "Traceback" not in log
    assert "@" not in log
    assert not _seen(settings)


def test_told_to_end_amid_a_send_it_ends_without_doubt_and_another_goes_on(
    tmp_path: Path,
) -> None:
    slot, shift = _slot_in(0)
    settings = write_newsroom(
        tmp_path, datetime.now(UTC), approval="auto", schedule=slot, draft_at=slot, cutoff=slot,
        sender="batch = 5\nconnections = 2\nrate = 20.0",
    )  # fmt: skip
    _prepare(settings, slot, readers=100)
    command = ("-m", "serve.shifted", tmp_path, shift, 0.5)
    with started(command, tmp_path / "log") as worker:
        until("some mails", lambda: len(outbox(settings)) >= 10)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    half = _balance(settings)
    assert 10 <= half.sent < 100
    assert (half.claimed, half.unclear, half.held) == (0, 0, 0)
    assert len(outbox(settings)) == half.sent
    assert "send-interrupted" in (tmp_path / "log").read_text()
    with started(command, tmp_path / "log"):
        until("the edition to be sent", lambda: _state(settings)[0] == "sent")
    assert _balance(settings).sent == len(outbox(settings)) == 100


def _balance(settings: Settings) -> Balance:
    engine = open_engine(settings.storage_url)
    try:
        with read(engine) as conn:
            return balance.of(conn, editions.listed(conn)[0].id)
    finally:
        engine.dispose()


def test_a_slot_ahead_with_nobody_there_is_held_and_alerted(tmp_path: Path) -> None:
    slot, shift = _slot_in(4)
    said = tmp_path / "said"
    alerts = f'[alerts]\nmail = ["ops@courier.example"]\ncommand = ["sh", "-c", "cat >> {said}"]\n'
    settings = write_newsroom(
        tmp_path, datetime.now(UTC), schedule=slot, draft_at=slot, cutoff=slot, alerts=alerts
    )
    _prepare(settings, slot)
    with started(("-m", "serve.shifted", tmp_path, shift, 0.5), tmp_path / "log"):
        until("the edition to be held", lambda: _state(settings)[0] == "held")
        until("the alert", lambda: said.exists() and "is held" in said.read_text())
    state, reason = _state(settings)
    assert state == "held"
    assert reason is not None and reason.startswith("nobody approved it by")
    assert len(_notices(settings, "alert")) == 2  # the operator, and the editor
    assert outbox(settings) == []


def test_run_starts_three_parts_watches_them_and_ends_them(tmp_path: Path) -> None:
    door, desk = free_ports(2)
    folder, log = tmp_path / "newsroom", tmp_path / "log"
    settings = write_newsroom(folder, datetime.now(UTC), ports=(door, desk))
    with (folder / "secrets.env").open("a") as secrets:
        secrets.write("SENDGRID_API_KEY=SG.from-the-file\n")
    command = (*RUN, folder, "--tick", "0.5")
    with started(command, log, **KEYS) as run:
        parts = until("three parts", lambda: len(found := children(run.pid)) == 3 and found)
        assert set(parts) == {"work", "desk", "door"}
        until("the door", lambda: _healthy(door))
        until("the worker's heartbeat", lambda: _seen(settings))
        until("the desk", lambda: "The desk: its link is in" in log.read_text())
        link = folder / ".digest" / "private" / "desk.link"
        assert stat.S_IMODE(link.stat().st_mode) == 0o600
        assert _token_of(link) not in log.read_text()
        until("the desk's answer", lambda: _opens(link.read_text().strip()))

        assert any("SG.from-the-environment" in word for word in _words(parts["work"], "environ"))
        for part in ("door", "desk"):
            assert not [word for word in _words(parts[part], "environ") if word.partition("=")[0] in KEYS]

        os.kill(parts["work"], signal.SIGKILL)
        until("another worker", lambda: children(run.pid).get("work") not in (None, parts["work"]))
        until("its first tick", lambda: log.read_text().count("work worker=") == 2)
        assert children(run.pid)["door"] == parts["door"]

        text = (folder / "digest.toml").read_text()
        (folder / "digest.toml").write_text(text + "[newsroom.typo]\n")
        run.send_signal(signal.SIGHUP)
        until("the complaint", lambda: log.read_text().count("settings-kept") >= 2)  # of run and of work
        assert children(run.pid)["door"] == parts["door"]
        assert _healthy(door)

        (folder / "digest.toml").write_text(text.replace('name = "The Courier"', 'name = "The Herald"'))
        run.send_signal(signal.SIGHUP)
        until("a new door", lambda: children(run.pid).get("door") not in (None, parts["door"]))
        until("the worker's word", lambda: "settings-read" in log.read_text())
        until("the door", lambda: _healthy(door))

        last = children(run.pid)
        run.send_signal(signal.SIGTERM)
        assert run.wait(60) == 0
        assert not any(alive(pid) for pid in last.values())
    words = log.read_text()
    assert "Traceback" not in words
    assert "token=" not in words
    assert _token_of(link) not in words


def _token_of(link: Path) -> str:
    """The secret in the link that opens the desk."""
    return link.read_text().strip().partition("?token=")[2] or "no token in the link"


def _opens(url: str) -> bool:
    """Whether the desk lets the link's owner in."""
    try:
        with build_opener(HTTPCookieProcessor()).open(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _seen(settings: Settings) -> bool:
    engine = open_engine(settings.storage_url)
    try:
        with read(engine) as conn:
            return runs.last_seen(conn, "work") is not None
    finally:
        engine.dispose()


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "newsroom"
    write_newsroom(folder, datetime.now(UTC), ports=free_ports(2))  # type: ignore[arg-type]
    with started((*RUN, folder, "--tick", "0.5"), tmp_path / "log") as run:
        parts = until("three parts", lambda: len(found := children(run.pid)) == 3 and found)
        until("the desk", lambda: "The desk: its link is in" in (tmp_path / "log").read_text())
        run.kill()
        run.wait()
        until("their end", lambda: not any(alive(pid) for pid in parts.values()))


def test_the_door_loads_neither_desk_nor_keys(tmp_path: Path) -> None:
    """What a process has imported is told by Python itself (PYTHONPROFILEIMPORTTIME)."""
    (door,) = free_ports(1)
    folder, log = tmp_path / "newsroom", tmp_path / "log"
    write_newsroom(folder, datetime.now(UTC), ports=(door, 8000))
    command = ("-m", "digest", "door", "--config", folder)
    with started(command, log, PYTHONPROFILEIMPORTTIME="1") as process:
        until("the door", lambda: _healthy(door))
        with urllib3.PoolManager(retries=False, timeout=5.0) as pool:
            for path in ("/u/nonsense", "/s", "/e/daily/2026-02-18/0700"):
                assert pool.request("GET", f"http://127.0.0.1:{door}{path}").status < 500
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    loaded = set(re.findall(r"^import time:.*\|\s+(\S+)$", log.read_text(), re.M))
    assert "digest.web" in loaded
    assert not {
        name for name in loaded if name.startswith(("digest.desk", "apscheduler", "python_http_client"))
    }
    assert "digest.work" not in loaded


def test_without_keys_means_neither_from_the_file_nor_from_the_environment(tmp_path: Path) -> None:
    from digest.settings import load

    write_newsroom(tmp_path, datetime.now(UTC))
    with (tmp_path / "secrets.env").open("a") as secrets:
        secrets.write("SENDGRID_API_KEY=SG.from-the-file\n")
    full, bare = load(tmp_path, KEYS), load(tmp_path, KEYS, provider_keys=False)
    assert full.secrets.sendgrid_api_key == "SG.from-the-environment"
    assert (bare.secrets.sendgrid_api_key, bare.secrets.smtp_password) == ("", "")
    assert bare.secrets.signing == full.secrets.signing != ""


@pytest.mark.slow
def test_digest_run_with_a_slot_one_minute_ahead(tmp_path: Path) -> None:
    """The whole of it on the machine's own clock; takes up to two minutes."""
    at = (datetime.now(UTC) + timedelta(seconds=80)).replace(second=0, microsecond=0)
    slot = f"{at.astimezone(KYIV):%H:%M}"
    settings = write_newsroom(
        tmp_path / "newsroom", datetime.now(UTC), approval="auto", schedule=slot, draft_at=slot,
        cutoff=slot,
        ports=free_ports(2),  # type: ignore[arg-type]
    )  # fmt: skip
    _prepare(settings, slot)
    with started(
        ("-m", "digest", "run", "--config", settings.folder, "--tick", "2"), tmp_path / "log"
    ) as run:
        sleep(max(0.0, (at - timedelta(seconds=5) - datetime.now(UTC)).total_seconds()))
        until("the edition to be sent", lambda: _state(settings)[0] == "sent")
        assert datetime.now(UTC) - at < timedelta(seconds=30)
        run.send_signal(signal.SIGTERM)
        assert run.wait(60) == 0
    assert len(outbox(settings)) == 3
