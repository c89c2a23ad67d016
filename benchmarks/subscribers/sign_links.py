"""CPU time of one signed link, made and read.

python benchmarks/subscribers/sign_links.py
"""

from __future__ import annotations

import time
import timeit
from collections.abc import Callable

from subscribers.tokens import Tokens

TIMES = 20_000


def main() -> None:
    tokens = Tokens("k1:the secret of this benchmark")
    link = tokens.sign("u", 123_456, "daily")
    steps: dict[str, Callable[[], object]] = {
        "sign": lambda: tokens.sign("u", 123_456, "daily"),
        "read": lambda: tokens.read("u", link),
    }
    for name, step in steps.items():
        best = min(timeit.repeat(step, timer=time.process_time, number=TIMES, repeat=9)) / TIMES
        print(f"{name} {best * 1e6:.1f} µs CPU, the best of nine runs of {TIMES:,}")


if __name__ == "__main__":
    main()
