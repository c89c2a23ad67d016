"""Real digest processes for tests: started, waited for, always ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 150.0  #: seconds; a bound for a machine under load, not a wait


def free_ports(count: int) -> tuple[int, ...]:
    """Ports of loopback that nobody listens on at this moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = tuple(one.getsockname()[1] for one in sockets)
    for one in sockets:
        one.close()
    return ports


@contextmanager
def started(
    arguments: Sequence[str | Path], log: Path, **variables: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A python process with its output in `log`; told to end at the end, killed if it does not."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("DIGEST_", "SENDGRID"))
    }
    with log.open("ab") as out:
        child = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env=environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"} | variables,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=log.parent,
        )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                raise


def until(what: str, find: Callable[[], Any]) -> Any:
    """What `find` gives once it gives something; fails after a minute."""
    end = time.monotonic() + PATIENCE
    while True:
        found = find()
        if found:
            return found
        assert time.monotonic() < end, f"still waiting for {what}"
        time.sleep(0.05)


def children(parent: int) -> dict[str, int]:
    """The live children of a `digest run` by part: {"work": pid, …}; none that is still a copy of it."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(stat[1]) == parent and stat[0] != "Z" and b"digest" in words:
            part = words[words.index(b"digest") + 1].decode()
            if part != "run":
                found[part] = int(folder.name)
    return found


def alive(pid: int) -> bool:
    """Whether this process still runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
