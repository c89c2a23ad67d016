"""How many readers an edition would go to, counted anew only so often that counting stays a small part.

A count over a million readers takes half a second, and every open page is drawn anew at every edit. So a
slow count of many is believed for twenty times as long as it took: 10 s for half a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.audience import people_of
from digest.model import Edition
from digest.settings import Settings
from digest.store.engine import Connection
from digest.variants import Choice

SLOW = 0.1  #: seconds; a quicker count is made anew each time …
MANY = 10_000  #: … and one of fewer readers: only a busy machine makes it slow
BELIEVED = 20  #: times as long as it took
OPEN = ("draft", "approved", "held")  #: an edition on its way has its readers; the report counts them


@dataclass(slots=True)
class Readers:
    """The counts of a desk, by edition."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: dict[int, tuple[float, Mapping[Choice, int]]] = field(default_factory=dict)

    def of(self, conn: Connection, settings: Settings, found: Edition) -> Mapping[Choice, int]:
        """By tier and topics left out, who would get the edition; nobody once it is on its way."""
        if found.state not in OPEN:
            return {}
        began = time.monotonic()
        with self._lock:
            until, people = self._known.get(found.id, (0.0, {}))
        if began < until:
            return people
        people = people_of(conn, settings, found)
        now = time.monotonic()
        if now - began > SLOW and sum(people.values()) > MANY:
            with self._lock:
                self._known[found.id] = (now + BELIEVED * (now - began), people)
        return people
