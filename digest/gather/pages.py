"""Web pages → the text of their articles, in worker processes with a time limit for each page.

The extractor (trafilatura) takes 20 ms for most pages and seconds for some; one that is late is killed with
its page and another takes its place.
"""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

SECONDS = 2.0  #: for one page
STARTING = 15.0  #: for the first page of a process, which imports the extractor
WORKERS = 2


def article_texts(pages: Sequence[tuple[bytes, str]], *, seconds: float = SECONDS) -> list[str | None]:
    """The article in each (page, address), in order; None where there is none or it took too long."""
    found: list[str | None] = [None] * len(pages)
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(len(pages)):
        waiting.put(number)

    def work(_: int) -> None:
        with _Worker(seconds) as worker:
            while True:
                try:
                    number = waiting.get_nowait()
                except Empty:
                    return
                found[number] = worker.ask(*pages[number])

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(min(WORKERS, len(pages)))))
    return found


class _Worker:
    """One extractor process, started when first needed and again after it had to be killed."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> _Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kill()

    def ask(self, page: bytes, address: str) -> str | None:
        """The article of one page."""
        limit = self._seconds if self._process is not None else STARTING + self._seconds
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(json.dumps([len(page), address]).encode() + b"\n" + page)
            process.stdin.flush()
        except OSError:  # it died of the page before
            self._kill()
            return None
        line = self._line(process, limit)
        if not line.endswith(b"\n"):
            self._kill()
            return None
        text = json.loads(line)
        return text if isinstance(text, str) else None

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-W", "ignore", str(Path(__file__).with_name("extract.py"))]
        self._process = subprocess.Popen(  # noqa: S603  our own file
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        return self._process

    def _line(self, process: subprocess.Popen[bytes], limit: float) -> bytes:
        """What the process writes up to a line's end, its death or the limit."""
        line = b""
        end = time.monotonic() + limit
        with selectors.DefaultSelector() as selector:
            if process.stdout is not None:
                selector.register(process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n") and selector.select(max(end - time.monotonic(), 0)):
                part = process.stdout.read(1 << 16) if process.stdout is not None else b""
                if not part:
                    break
                line += part
        return line

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        process.wait()
