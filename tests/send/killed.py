"""Sends that kill themselves, forked from one process that has everything imported.

Reads lines from stdin: `start FOLDER POINT NTH SIGNAL` answers with a process id, `wait PID` with its exit
code (minus the signal's number if it was killed).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def send_and_die(folder: str, point: str, nth: str, by: str) -> None:
    from send import newsroom as rooms

    from digest import settings as settings_module
    from digest.send import send
    from digest.send.crash import kill_at
    from digest.store.engine import open_engine

    settings = settings_module.load(Path(folder), rooms.SECRETS)
    engine = open_engine(settings.storage_url)
    send(
        engine, settings, rooms.NAME, now=rooms.clock, point=kill_at(point, int(nth), signal.Signals(int(by)))
    )


def fork(arguments: list[str]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        send_and_die(*arguments)
        os._exit(0)
    except BaseException:  # nothing of the parent may run in the child
        traceback.print_exc()
        os._exit(1)


def main() -> None:
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    for name in ("outbox", "sendgrid", "smtp"):
        import_module(f"digest.send.senders.{name}")
    for name in ("urllib3.connection", "sendgrid.helpers.mail", "send.newsroom"):
        import_module(name)
    for line in sys.stdin:
        word, *arguments = line.split()
        if word == "start":
            print(fork(arguments), flush=True)
        else:
            print(os.waitstatus_to_exitcode(os.waitpid(int(arguments[0]), 0)[1]), flush=True)


@dataclass(slots=True)
class Killed:
    """The parent of such processes, as a context manager."""

    _process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Killed:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process and self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _ask(self, line: str) -> int:
        assert self._process and self._process.stdin and self._process.stdout
        print(line, file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def start(self, folder: Path, point: str, nth: int, by: signal.Signals = signal.SIGKILL) -> int:
        return self._ask(f"start {folder} {point} {nth} {int(by)}")

    def wait(self, pid: int) -> int:
        return self._ask(f"wait {pid}")


if __name__ == "__main__":
    main()
