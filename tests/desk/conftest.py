"""A sample newsroom with a draft, a desk served on loopback, and Chromium.

The newsroom is made once a run, by the commands an editor would type, and copied for each test.
"""

from __future__ import annotations

import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from servers.parts import missing
from sqlalchemy import Engine
from starlette.applications import Starlette

from digest import cli
from digest.desk.app import make_desk
from digest.desk.listening import options
from digest.model import Draft, Edition, Rendering
from digest.passwords import Cost
from digest.settings import Settings, load
from digest.store import editions
from digest.store.engine import open_engine, read

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
TOKEN = "a-token-of-a-test"
CHEAP = Cost(passes=1, memory=8, lanes=1)
DATABASE = ".digest/digest.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A newsroom whose desk is served at `base`."""

    settings: Settings
    engine: Engine
    app: Starlette
    base: str

    @property
    def link(self) -> str:
        return f"{self.base}/?token={TOKEN}"

    @property
    def edition(self) -> Edition:
        with read(self.engine) as conn:
            return editions.find(conn, "daily")

    @property
    def draft(self) -> Draft:
        with read(self.engine) as conn:
            found = editions.draft_of(conn, self.edition)
        assert found is not None
        return found

    @property
    def renderings(self) -> tuple[Rendering, ...]:
        with read(self.engine) as conn:
            return editions.renderings_of(conn, self.edition)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "newsroom"
    at = ["--config", str(folder)]
    readers = str(folder / "subscribers.csv")
    chain = (
        ["init", str(folder), "--sample"],
        ["subscribers", "import", readers, *at],
        ["draft", "daily", *at],
    )
    for words in chain:
        assert cli.main(words) == 0, words
    return folder


@pytest.fixture
def newsroom(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "newsroom"))


@pytest.fixture(scope="session")
def open_desk(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A desk that asks for a name only; one server for all tests."""
    yield from _kept(Path(shutil.copytree(sample, tmp_path_factory.mktemp("open") / "newsroom")))


@pytest.fixture
def room(open_desk: Room) -> Room:
    return put_back(open_desk)


@pytest.fixture(scope="session")
def signed_desk(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A desk that asks for a password, with four people; one server for all tests."""
    yield from _with_people(sample, tmp_path_factory.mktemp("signed") / "newsroom", approvals=1)


@pytest.fixture(scope="session")
def pair_desk(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The same for a newsletter that takes two approvals."""
    yield from _with_people(sample, tmp_path_factory.mktemp("pair") / "newsroom", approvals=2)


@pytest.fixture
def signed(signed_desk: Room) -> Room:
    return put_back(signed_desk)


@pytest.fixture
def pair(pair_desk: Room) -> Room:
    return put_back(pair_desk)


def _with_people(sample: Path, folder: Path, approvals: int) -> Iterator[Room]:
    from desk.signing import add_people, set_up

    set_up(Path(shutil.copytree(sample, folder)), approvals=approvals)
    yield from _kept(folder, add_people)


def _kept(folder: Path, prepare: Callable[[Engine], object] = lambda _: None) -> Iterator[Room]:
    """A desk whose newsroom can be put back as it is now."""
    for room in served(folder):
        prepare(room.engine)
        with closing(sqlite3.connect(folder / DATABASE)) as live, closing(_first(folder)) as first:
            live.backup(first)
        yield room


def put_back(room: Room) -> Room:
    """The served newsroom as it was first: its database, nothing sent, no attempts counted, no templates."""
    folder = room.settings.folder
    (folder / ".digest" / "sent.log").unlink(missing_ok=True)
    shutil.rmtree(room.settings.private / "outbox", ignore_errors=True)
    with closing(_first(folder)) as first, closing(sqlite3.connect(folder / DATABASE)) as live:
        first.backup(live)
    shutil.rmtree(room.settings.templates, ignore_errors=True)
    desk = room.app.state.desk
    desk.limit._forget(datetime.now(UTC) + timedelta(days=1))
    desk.drawn.clear()
    desk.faults.clear()
    return room


def _first(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "first.sqlite3")


def served(
    folder: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), **told: Any
) -> Iterator[Room]:
    """The desk of this folder on a free port; `told` is set under [desk], after digest.toml is read."""
    settings = load(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = replace(settings, desk=replace(settings.desk, port=port, **told))
    engine = open_engine(settings.storage_url)
    app = make_desk(engine, settings, token=TOKEN, clock=clock, cost=CHEAP)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, **options(settings))
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    yield Room(
        settings=settings,
        engine=engine,
        app=app,
        base=f"{'https' if settings.desk.certificate else 'http'}://127.0.0.1:{port}",
    )
    server.should_exit = True
    thread.join(20)
    engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        missing("Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
