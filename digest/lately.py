"""The last answers of a slow pure function, given again for equal arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def lately(kept: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function that knows its last `kept` answers and gives the same object for equal arguments.

    Compares by ==, so the arguments need no hash. The function must be pure, its answer frozen. What
    raises is asked again.
    """

    def remembering(ask: Callable[P, R]) -> Callable[P, R]:
        known: list[tuple[object, R]] = []
        lock = Lock()

        @wraps(ask)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            asked = (args, kwargs)
            with lock:
                before = list(known)
            found = next((one for one in before if one[0] == asked), None) or (asked, ask(*args, **kwargs))
            with lock:
                known[:] = [found, *(one for one in known if one is not found)][:kept]
            return found[1]

        return answer

    return remembering
