"""What the threads of one send share: the edition, the sender, the clock, and when to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Condition, Event, Lock
from time import monotonic

from digest.model import Edition, SendResult
from digest.send.crash import Point
from digest.send.letter import Letters
from digest.send.pace import Pace
from digest.send.plan import Envelope
from digest.send.senders import Sender
from digest.settings import Settings
from digest.store.engine import Engine

PATIENCE = timedelta(minutes=10)  #: how long a provider that takes nothing is tried
Progress = Callable[[int, int], None]


@dataclass(slots=True, kw_only=True)
class Run:
    """What the threads of one send share."""

    engine: Engine
    settings: Settings
    edition: Edition
    envelope: Envelope
    letters: Letters
    sender: Sender
    now: Callable[[], datetime]
    point: Point
    progress: Progress | None
    planned: int
    pace: Pace
    over: Event = field(default_factory=Event)
    why: str | None = None  #: why it ended before its end
    _lock: Lock = field(default_factory=Lock)
    _turn: Condition = field(default_factory=Condition)
    _failing_since: float | None = None
    _done: int = 0

    def end(self, why: str | None) -> None:
        """No thread claims any more; the first reason is kept."""
        with self._lock:
            self.why = self.why or why
        self.over.set()
        self.wake()

    def nap(self, seconds: float) -> None:
        """Waits, but no longer than until another thread has closed a batch or ended the run."""
        with self._turn:
            if not self.over.is_set():
                self._turn.wait(seconds)

    def wake(self) -> None:
        with self._turn:
            self._turn.notify_all()

    def answered(self, result: SendResult, recipients: int) -> None:
        """Keeps count, and ends the run when the provider takes nothing for too long."""
        with self._lock:
            if result.outcome != "never":
                self._failing_since = None
            elif self._failing_since is None:
                self._failing_since = monotonic()
            tired = self._failing_since is not None and (
                monotonic() - self._failing_since > PATIENCE.total_seconds()
            )
            self._done += recipients
        self.wake()
        if tired:
            self.end(f"the provider takes nothing ({result.detail or result.status})")
        self.tell()

    def tell(self) -> None:
        """Tells how far it is. What `progress` raises ends the run: what is claimed is finished first."""
        if self.progress:
            self.progress(min(self._done, self.planned), self.planned)
