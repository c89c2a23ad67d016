"""The settings' `rate`: recipients a second over all threads of a send."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic


@dataclass(slots=True)
class Pace:
    """A debt in seconds that each hand-over adds to. `rate` None waits for nobody."""

    rate: float | None
    _lock: Lock = field(default_factory=Lock)
    _free_at: float = 0.0

    def wait(self) -> float:
        """Seconds until the next hand-over may begin."""
        return max(0.0, self._free_at - monotonic())

    def spend(self, recipients: int) -> None:
        """Writes down that so many were handed over."""
        if self.rate is not None:
            with self._lock:
                self._free_at = max(self._free_at, monotonic()) + recipients / self.rate
