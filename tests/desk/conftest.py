"""A sample newsroom with a draft, a desk served on loopback, and Chromium.

The newsroom is made once a run, by the commands an editor would type, and copied for each test.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from servers.parts import missing
from sqlalchemy import Engine

from digest.desk.app import make_desk
from digest.desk.listening import options
from digest.model import Draft, Edition, Rendering
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A newsroom whose desk is served at `base`."""

    settings: Settings
    engine: Engine
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
        command = [sys.executable, "-m", "digest", *words]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def newsroom(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "newsroom"))


@pytest.fixture
def room(newsroom: Path) -> Iterator[Room]:
    yield from served(newsroom)


def served(folder: Path) -> Iterator[Room]:
    settings = load(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = replace(settings, desk=replace(settings.desk, port=port))
    engine = open_engine(settings.storage_url)
    app = make_desk(engine, settings, token=TOKEN)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, **options(settings))
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    yield Room(settings=settings, engine=engine, base=f"http://127.0.0.1:{port}")
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
