"""How often a password may be tried: by name and address, by address, by name. Kept in memory only.

An attempt is counted before the password is looked at, so that many at once get no further than many in
a row; one that was right is given back. A restart of the desk forgets the counts.
"""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

WITHIN = timedelta(minutes=15)
PER_PAIR = 5  #: attempts at one name from one address
PER_ADDRESS = 20  #: attempts from one address
PER_NAME = 50  #: attempts at one name from anywhere
MANY = 10_000  #: counts kept before those that are over are dropped


class Limit:
    """Counts attempts of the last quarter of an hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried: dict[tuple[str, ...], deque[datetime]] = {}

    def take(self, name: str, address: str, now: datetime) -> bool:
        """Counts one attempt; False when it is one too many, which is not counted."""
        with self._lock:
            if len(self._tried) > MANY:
                self._forget(now)
            kept = [(self._recent(key, now), most) for key, most in _keys(name, address)]
            if any(len(times) >= most for times, most in kept):
                return False
            for times, _ in kept:
                times.append(now)
            return True

    def give_back(self, name: str, address: str) -> None:
        """The attempt was right: the name is free again from this address, the others lose one."""
        pair, *others = (key for key, _ in _keys(name, address))
        with self._lock:
            self._tried.pop(pair, None)
            for key in others:
                if times := self._tried.get(key):
                    times.pop()

    def _recent(self, key: tuple[str, ...], now: datetime) -> deque[datetime]:
        times = self._tried.setdefault(key, deque())
        while times and now - times[0] >= WITHIN:
            times.popleft()
        return times

    def _forget(self, now: datetime) -> None:
        over = [key for key, times in self._tried.items() if not times or now - times[-1] >= WITHIN]
        for key in over:
            del self._tried[key]


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    place = network(address)
    return (
        (("pair", name, place), PER_PAIR),
        (("address", place), PER_ADDRESS),
        (("name", name), PER_NAME),
    )


def network(address: str) -> str:
    """What one household or server can send from: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(ip_network((found, 64), strict=False))
