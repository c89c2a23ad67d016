"""Named places where a send may be killed: before and after every commit and every request.

The sending code calls `point(NAME)` at each; outside a test that does nothing.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Lock, get_ident

Point = Callable[[str], None]

#: Every name there is, in the order of a send. A name not listed here is a mistake, see `check`.
POINTS = (
    "before-freeze-commit",
    "after-freeze-commit",
    "before-log",
    "after-log",
    "before-claim-commit",
    "after-claim-commit",
    "before-request",
    "before-message",
    "inside-message",
    "after-message",
    "after-request",
    "before-close-commit",
    "after-close-commit",
    "before-settle-commit",
    "after-settle-commit",
    "before-finish-commit",
    "after-finish-commit",
    "before-events-commit",
    "after-events-commit",
)


def survive(name: str) -> None:
    """Does nothing; refuses a name that is not listed."""
    if name not in POINTS:
        raise ValueError(f"no crash point {name!r}")


def kill_at(chosen: str, nth: int = 1, by: signal.Signals = signal.SIGKILL) -> Point:
    """A point that ends (or, by SIGSTOP, freezes) this process the n-th time it comes to `chosen`."""
    survive(chosen)
    lock, seen = Lock(), 0

    def point(name: str) -> None:
        nonlocal seen
        survive(name)
        with lock:
            seen += name == chosen
            if name == chosen and seen == nth:
                # to this thread, else it runs on for a moment while another one takes the signal
                signal.pthread_kill(get_ident(), by)

    return point
