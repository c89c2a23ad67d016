"""A newsroom with its desk, a worker and a mail relay, all on loopback; time can be put forward."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk.browsing import aside
from desk.conftest import Room, served
from servers.smtp import Relay

from digest.work import Office, make_office

HELD_AT = 12  #: the mail at which the relay waits, so that an edition can be watched on its way


@dataclass(slots=True)
class Clock:
    """The machine's time, put forward to when an edition is due."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(slots=True, kw_only=True)
class House:
    """A newsroom with its desk, its worker and the relay that its mails go to."""

    room: Room
    relay: Relay
    clock: Clock
    office: Office
    go_on: threading.Event = field(default_factory=threading.Event)

    def tick(self) -> None:
        """What the worker does at its next look; it begins to send and does not wait for the end."""
        aside(lambda: (self.office.beat(), self.office.tick()))

    def sent(self) -> None:
        """Waits until the worker has sent what it began."""
        aside(lambda: [one.result(60) for one in self.office._sending.values()])


@pytest.fixture
def house(newsroom: Path) -> Iterator[House]:
    file, go_on = newsroom / "digest.toml", threading.Event()
    text = file.read_text(encoding="utf-8")
    with Relay() as relay:
        relay.behaviour.fault = lambda _, number: go_on.wait(60) and None if number == HELD_AT else None
        smtp = f'[sender.smtp]\nhost = "127.0.0.1"\nport = {relay.port}\nsecurity = "none"\n'
        kind = text.replace('kind = "outbox"', 'kind = "smtp"\nbatch = 5\nconnections = 1')
        assert kind != text
        file.write_text(f"{kind}\n{smtp}", encoding="utf-8")
        clock = Clock()
        for room in served(newsroom, clock=clock):
            office = make_office(room.engine, room.settings, clock)
            yield House(room=room, relay=relay, clock=clock, office=office, go_on=go_on)
            go_on.set()
            office.close()


def until(good: Any) -> None:
    pause = threading.Event()
    for _ in range(600):
        if good():
            return
        pause.wait(0.05)
    raise AssertionError("it did not come to that")
