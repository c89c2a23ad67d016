"""`digest run`: starts work, desk and door as child processes, watches them, and ends them cleanly.

A child that dies is started again after 1, 2, 4 … 60 seconds; a minute of life resets that. SIGTERM and
SIGINT end all: the worker finishes the batches it has in hand. SIGHUP reads the settings anew: the worker
takes them in place, desk and door are started again if anything changed; a broken file changes nothing.

Only the worker gets the keys of mail providers. Desk and door are given neither the variables nor, by
`settings.load(provider_keys=False)`, what stands in secrets.env. They still run as the same user: who
needs more than that runs `digest door` under a user of its own, with a secrets.env of its own.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Literal

from digest import alert, logs
from digest.errors import DigestError
from digest.logs import line
from digest.settings import Settings, child_environ, load

log = logging.getLogger(__name__)
Part = Literal["work", "desk", "door"]
PARTS: tuple[Part, ...] = ("work", "desk", "door")
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  #: seconds before a dead child is started again
GOOD_LIFE = 60.0  #: seconds after which a child's death counts as the first again
ALARM_AFTER = 3  #: deaths in a row
POLL = 0.2  #: seconds between looks at the children
SPARE = 20.0  #: seconds a child may take to end, beyond the timeout of a request in hand


@dataclass(slots=True, kw_only=True)
class Child:
    """One part as a process of its own, started again when it dies."""

    part: Part
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    deaths: int = 0  #: in a row
    not_before: float = 0.0

    def start(self) -> None:
        environ = None if self.part == "work" else child_environ()
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "digest", self.part, *self.arguments],
            env=environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C in the terminal is ours to pass on
            preexec_fn=_at_birth,
        )
        self.born = monotonic()
        log.info(line("started", part=self.part, pid=self.process.pid))

    def look(self) -> bool:
        """Starts it when it is its time; True when its death has just become worth an alert."""
        if self.process is None:
            if monotonic() >= self.not_before:
                self.start()
            return False
        code = self.process.poll()
        if code is None:
            return False
        self.deaths = 1 if monotonic() - self.born > GOOD_LIFE else self.deaths + 1
        pause = min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        log.error(line("died", part=self.part, code=code, deaths=self.deaths, again_in=pause))
        self.process, self.not_before = None, monotonic() + pause
        return self.deaths == ALARM_AFTER

    def tell(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def end(self, deadline: float) -> None:
        """Waits for its end; kills it at the deadline: what it had in hand is then listed as in doubt."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            log.error(line("killed", part=self.part, pid=self.process.pid))
            self.process.kill()
            self.process.wait()
        self.process = None


@dataclass(slots=True, kw_only=True)
class Watch:
    """The parent: its children, the settings they were started with, and what it was told to do."""

    settings: Settings
    config: Path
    children: tuple[Child, ...]
    ending: threading.Event = field(default_factory=threading.Event)
    reading: threading.Event = field(default_factory=threading.Event)

    def go(self) -> None:
        """Until it is told to end."""
        while not self.ending.is_set():
            for child in self.children:
                if child.look():
                    self._alarm(child)
            if self.reading.is_set():
                self.reading.clear()
                self.reload()
            self.ending.wait(POLL)

    def reload(self) -> None:
        """Passes good settings on; a broken file changes nothing, and that is said."""
        for child in self.children:
            if child.part == "work":
                child.tell(signal.SIGHUP)  # it looks for itself, and tells people when the file is broken
        try:
            new = load(self.config)
        except DigestError as error:
            log.error(line("settings-kept", why=error))
            return
        for child in self.children:
            if child.part != "work" and new != self.settings:
                child.tell(signal.SIGTERM)
                child.end(monotonic() + SPARE)
                child.start()
        self.settings = new

    def close(self) -> None:
        """Tells all children at once, then waits for each."""
        for child in self.children:
            child.tell(signal.SIGTERM)
        deadline = monotonic() + self.settings.sender.timeout.total_seconds() + SPARE
        for child in self.children:
            child.end(deadline)

    def _alarm(self, child: Child) -> None:
        """Told without the database, which may be what is wrong; in a thread, it may take its time."""
        subject = f"{child.part} has died {child.deaths} times in a row"
        text = f"digest run starts it again and again; its last words are in the log. ({self.config})"
        threading.Thread(target=alert.tell, args=(self.settings, subject, text), daemon=True).start()


def serve(
    settings: Settings, *, config: Path | None = None, tick: float | None = None, as_json: bool = False
) -> None:
    """Runs work, desk and door until SIGTERM or SIGINT.

    config: the settings' file or folder, the settings' own folder if not given. tick: the worker's, in
    seconds.
    """
    logs.set_up(as_json=as_json)
    config = (config or settings.folder).resolve()
    shared = ("--config", str(config), *(("--json",) if as_json else ()))
    ticking = () if tick is None else ("--tick", str(tick))
    own = {"work": ticking, "desk": ("--logged",)}
    children = tuple(Child(part=part, arguments=(*shared, *own.get(part, ()))) for part in PARTS)
    watch = Watch(settings=settings, config=config, children=children)
    had_terminal = os.isatty(0)

    def hang_up(_number: int, _frame: object) -> None:
        """A terminal that was closed ends us; a signal sent by hand or by an init system is a reload."""
        gone = had_terminal and not os.isatty(0)
        (watch.ending if gone else watch.reading).set()

    signal.signal(signal.SIGTERM, lambda *_: watch.ending.set())
    signal.signal(signal.SIGINT, lambda *_: watch.ending.set())
    signal.signal(signal.SIGHUP, hang_up)
    try:
        watch.go()
    finally:
        watch.close()
    log.info(line("end", parts=len(children)))


def _at_birth() -> None:
    """In the child, before it becomes digest: deaf to SIGHUP until it listens for it itself (the worker
    does), and ending cleanly even when its parent is killed outright (Linux: prctl PR_SET_PDEATHSIG)."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, int(signal.SIGTERM))
