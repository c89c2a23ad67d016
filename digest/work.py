"""The worker: the only process that talks to a mail provider. A clock that ticks, and what it keeps going.

APScheduler is the clock and nothing more (a UTC interval, in memory, coalesced, one at a time): its own
cron triggers are wrong about local time, and two of its schedulers on one store run each job twice. What
is due is `digest.schedule`'s word, and once is the database's.

Four things go on beside each other: the heartbeat, the tick, gathering all day long, and one thread for
each edition that is being sent, so that a long send delays no other newsletter.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from digest import alert, inspection, logs, pipeline
from digest.answers import ANSWERS
from digest.errors import DigestError, SettingsError
from digest.gather import gather
from digest.logs import line
from digest.model import Balance, Edition
from digest.settings import Settings, load
from digest.store import runs
from digest.store.engine import Engine, write
from digest.tick import tick
from digest.worker import Worker
from subscribers import consent
from subscribers import store as people

log = logging.getLogger(__name__)
TICK = 20.0  #: seconds
LISTEN = 1.0  #: seconds; a signal that comes just before a wait without end is not heard until it ends
GATHER_EVERY = timedelta(minutes=1)  #: which feeds are due is gather's own affair
STUCK = timedelta(minutes=10)  #: a tick that takes longer is no sign of life
PING_EVERY = timedelta(minutes=1)
SPARE = timedelta(seconds=5)  #: beyond a request's timeout, to write its answer down
Answers = Mapping[str, Callable[[Worker, runs.Request], str]]
SENDS = 4  #: editions sent at the same time


class _Ending(Exception):
    """The worker ends: no further batch is claimed."""


@dataclass(slots=True, kw_only=True)
class Office:
    """One worker process: its worker, its threads, and what it must not do twice at once."""

    worker: Worker
    name: str
    started_at: datetime
    ending: threading.Event = field(default_factory=threading.Event)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(SENDS, "edition"))
    _sending: dict[str, Future[None]] = field(default_factory=dict)
    _told: dict[str, Balance] = field(default_factory=dict)
    _gathering: threading.Lock = field(default_factory=threading.Lock)
    _gathered_at: datetime | None = None
    _tick_began: datetime | None = None
    _pinged_at: datetime | None = None

    def beat(self) -> None:
        """Says that this worker lives, unless its tick is stuck."""
        now, began = self.worker.clock(), self._tick_began
        if began is not None and now - began > STUCK:
            log.error(line("stuck", since=began.isoformat()))
            return
        try:
            with write(self.worker.engine) as conn:
                runs.beat(conn, self.name, "work", started_at=self.started_at, now=now)
        except DigestError as error:
            log.error(line("no-heartbeat", why=error))

    def tick(self) -> None:
        """One tick; a good one is told to the monitoring address, once a minute at most."""
        now = self.worker.clock()
        self._tick_began = now
        try:
            good = tick(self.worker)
        finally:
            self._tick_began = None
        if good and (self._pinged_at is None or now - self._pinged_at >= PING_EVERY):
            self._pinged_at = now
            alert.ping(self.worker.settings)

    def merge_optouts(self) -> None:
        """Sets again the opt-outs that a restored database lost; without DIGEST_PEPPER it cannot."""
        worker, settings = self.worker, self.worker.settings
        file = settings.folder / ".digest" / "optouts.log"
        if not settings.secrets.pepper:
            log.error(line("optouts-unread", why="DIGEST_PEPPER is missing"))
            return
        with write(worker.engine) as conn:
            merged = consent.merge(conn, file, settings.secrets.pepper)
        kept = consent.keep(partial(write, worker.engine), file)
        log.info(line("optouts", merged=merged, kept=kept))

    def gather(self) -> None:
        """Fetches what is due, unless that was done within the last minute; one round at a time."""
        worker = self.worker
        with self._gathering:
            if self._gathered_at and worker.clock() - self._gathered_at < GATHER_EVERY:
                return
            results = gather(worker.engine, worker.settings, worker.clock())
            self._gathered_at = worker.clock()
        for one in results:
            if one.outcome in ("new", "failed"):
                log.info(line("feed", name=one.feed, outcome=one.outcome, new=one.new, why=one.problem))

    def gather_on(self) -> None:
        """Gathers all day, so that no feed rolls past, and looks where the drafts' links lead; a failure
        waits for the next round."""
        try:
            self.gather()
            inspection.look_on(self.worker.engine, self.worker.settings, self.worker.clock())
        except DigestError as error:
            log.error(line("gather-failed", why=error))

    def send(self, edition: Edition) -> None:
        """Begins to send it, or goes on, in a thread of its own; not twice at once in this process."""
        running = self._sending.get(edition.name)
        if self.ending.is_set() or (running is not None and not running.done()):
            return
        self._sending[edition.name] = self._pool.submit(self._send, edition)

    def _send(self, edition: Edition) -> None:
        worker = self.worker
        try:
            counts = pipeline.send_edition(
                worker.engine, worker.settings, edition, worker.clock, progress=self._go_on
            )
        except _Ending:
            log.info(line("send-interrupted", edition=edition.name))
        except DigestError as error:
            log.error(line("send-failed", edition=edition.name, error=type(error).__name__, why=error))
            worker.alert(f"send:{edition.name}:{error}", f"{edition.name}: sending stopped", str(error))
        except Exception as error:  # the thread's border: a fault of ours must be heard of
            log.exception(line("send-failed", edition=edition.name, error=type(error).__name__))
            why = f"{type(error).__name__}: see the log"
            worker.alert(f"send:{edition.name}:{why}", f"{edition.name}: sending stopped", why)
        else:
            self._report(edition, counts)

    def _go_on(self, _done: int, _planned: int) -> None:
        """Called after each batch that was handed over and written down: the place to end without doubt."""
        if self.ending.is_set():
            raise _Ending

    def _report(self, edition: Edition, counts: Balance) -> None:
        if self._told.get(edition.name) == counts:
            return
        self._told[edition.name] = counts
        shown = {name: number for name in _COUNTS if (number := getattr(counts, name))}
        log.info(line("sending", edition=edition.name, planned=counts.planned, **shown))
        if doubt := counts.unclear + counts.held:
            self.worker.alert(
                f"doubt:{edition.name}:{doubt}",
                f"{edition.name}: {doubt} readers in doubt",
                f"Whether {doubt} of {counts.planned} readers got {edition.name} is not known; they are not "
                f"mailed again by themselves. `digest settle {edition.name}` lists them.",
            )

    def close(self) -> bool:
        """Lets the sends finish the batches they have claimed, and takes the heartbeat back.

        False when one still waits for something else (a retry's turn, another process's lease) after a
        request's timeout has passed: it has nothing in hand then, and the process may end over it.
        """
        self.ending.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        patience = self.worker.settings.sender.timeout + SPARE
        left = wait(self._sending.values(), timeout=patience.total_seconds()).not_done
        try:
            with write(self.worker.engine) as conn:
                runs.leave(conn, self.name)
        except DigestError as error:
            log.error(line("no-farewell", why=error))
        return not left


_COUNTS = ("sent", "waiting", "claimed", "skipped", "refused", "unclear", "held", "cancelled")


def work(
    engine: Engine,
    settings: Settings,
    *,
    tick: float = TICK,
    config: Path | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    as_json: bool = False,
    narrowed: Callable[[Settings], Settings] = lambda settings: settings,
    answers: Answers = ANSWERS,
) -> None:
    """Works until SIGTERM or SIGINT; SIGHUP reads the settings anew.

    narrowed: what it makes of settings each time they are read, these too; `preview` keeps to the outbox.
    tick: seconds between looks. config: the settings' file or folder, their own folder if not given.
    Raises OptOutLogRefused when the log of opt-outs cannot be read: nothing is sent past it.
    """
    logs.set_up(as_json=as_json)
    office = make_office(engine, narrowed(settings), clock, answers)
    reading = threading.Event()
    wake = threading.Event()
    office.merge_optouts()
    log.info(line("work", worker=office.name, newsletters=len(settings.newsletters), tick=tick))
    with _signals(ending=office.ending, reading=reading, wake=wake), _ticking(office, tick):
        while not office.ending.is_set():
            wake.wait(LISTEN)
            wake.clear()
            if reading.is_set():
                reading.clear()
                reload(office.worker, config or settings.folder, narrowed)
    clean = office.close()
    log.info(line("end", worker=office.name, clean=clean))
    if not clean:
        logging.shutdown()
        os._exit(0)  # the interpreter would wait for its threads


def make_office(
    engine: Engine, settings: Settings, clock: Callable[[], datetime], answers: Answers = ANSWERS
) -> Office:
    """A worker process's parts, put together; nothing runs yet."""
    worker = Worker(
        engine=engine, settings=settings, clock=clock, gather=_unset, send=_unset, answers=answers
    )
    office = Office(worker=worker, name=f"{socket.gethostname()[:60]}:{os.getpid()}", started_at=clock())
    worker.gather, worker.send = office.gather, office.send
    return office


def _unset(*_: object) -> None:
    raise RuntimeError("the office is not complete")


def reload(
    worker: Worker, config: Path, narrowed: Callable[[Settings], Settings] = lambda settings: settings
) -> bool:
    """Takes the settings from the file anew; a broken file keeps the old ones, and says so."""
    old = worker.settings
    try:
        new = load(config)
        if new.storage_url != old.storage_url:
            raise SettingsError("storage.url changes only with a restart", subject="digest.toml")
        with write(worker.engine) as conn:
            people.ensure_lists(conn, [(it.name, it.title, it.tier, it.opt_in) for it in new.lists])
    except DigestError as error:
        log.error(line("settings-kept", why=error))
        hour = f"{worker.clock():%Y-%m-%dT%H}"
        worker.alert(f"settings:{hour}:{error}", "The new settings are wrong; the old ones stay", str(error))
        return False
    worker.settings = narrowed(new)
    log.info(line("settings-read", newsletters=len(new.newsletters)))
    return True


@contextmanager
def _signals(*, ending: threading.Event, reading: threading.Event, wake: threading.Event) -> Iterator[None]:
    def flag(event: threading.Event, _number: int, _frame: object) -> None:
        event.set()
        wake.set()

    wanted = {signal.SIGTERM: ending, signal.SIGINT: ending, signal.SIGHUP: reading}
    before = {number: signal.signal(number, partial(flag, event)) for number, event in wanted.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _ticking(office: Office, seconds: float) -> Iterator[None]:
    from apscheduler.schedulers.background import BackgroundScheduler

    defaults: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
    for do, every in (
        (office.beat, min(seconds, TICK)),
        (office.tick, seconds),
        (office.gather_on, max(seconds, GATHER_EVERY.total_seconds())),
    ):
        scheduler.add_job(do, "interval", seconds=every, next_run_time=datetime.now(UTC))
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
