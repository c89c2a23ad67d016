"""What a claimed batch has come to, written beside the database before and after each hand-over.

If its process is killed, the journal still says which recipients were never begun (they are planned again),
which were accepted (they are sent), and which were in the air (they are in doubt): one message a connection
by SMTP, one request a connection by SendGrid, instead of whole batches.

It is believed only when it is whole and its writer is surely gone: the same boot of the same machine (what
was written survives a killed process, not a power cut), and its lock, which the writer holds as long as it
lives, is free. In every other case the batch is in doubt as a whole.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = "journal"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(slots=True, kw_only=True)
class Journal:
    """The open journal of one batch at one attempt; no file where the boot cannot be told."""

    file: Path | None
    _handle: int = field(default=-1)

    @classmethod
    def open(cls, private: Path, batch: str, attempt: int) -> Journal:
        """Makes the file and takes its lock; to be called before the claim is committed."""
        boot = _boot()
        if boot is None:
            return cls(file=None)
        file = _path(private, batch, attempt)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.ftruncate(handle, 0)
        write_whole(handle, f"boot {boot}\n".encode())
        return cls(file=file, _handle=handle)

    def begin(self, ordinals: tuple[int, ...]) -> None:
        """These are in the air from now on."""
        self._say("b", ordinals)

    def accepted(self, ordinal: int) -> None:
        """This one the provider has taken."""
        self._say("a", (ordinal,))

    def declined(self, ordinal: int) -> None:
        """This one the provider has certainly not taken."""
        self._say("n", (ordinal,))

    def _say(self, word: str, ordinals: tuple[int, ...]) -> None:
        if self._handle >= 0:
            write_whole(self._handle, f"{word} {','.join(map(str, ordinals))}\n".encode())

    def end(self) -> None:
        """Takes the file away: the database knows now."""
        if self._handle >= 0 and self.file is not None:
            self.file.unlink(missing_ok=True)
            self.leave()

    def leave(self) -> None:
        """Lets the lock go and leaves the file for `read`."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a dead process has left: ordinals accepted, and ordinals begun without an answer."""

    accepted: frozenset[int]
    unclear: frozenset[int]


def read(private: Path, batch: str, attempt: int) -> Found | None:
    """What the journal of a batch says; None when there is none, or when it cannot be believed."""
    try:
        handle = os.open(_path(private, batch, attempt), os.O_RDWR)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        return _parse(stream.read().decode("ascii", "replace"))


def sweep(private: Path, edition_id: int) -> None:
    """Removes the journals of an edition with nothing open, those of living writers left out."""
    for file in (private / FOLDER).glob(f"{edition_id}.*"):
        with file.open("rb") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            file.unlink(missing_ok=True)


def _parse(text: str) -> Found | None:
    first, *lines = text.split("\n")
    if first != f"boot {_boot()}" or (lines and lines[-1]):  # another boot, or a line cut short
        return None
    sets: dict[str, set[int]] = {"b": set(), "a": set(), "n": set()}
    for line in lines[:-1]:
        word, _, numbers = line.partition(" ")
        sets[word] |= {int(number) for number in numbers.split(",")}
    return Found(accepted=frozenset(sets["a"]), unclear=frozenset(sets["b"] - sets["a"] - sets["n"]))


def write_whole(handle: int, data: bytes) -> None:
    """All of it, or OSError: a disk that is nearly full takes a part and says how much."""
    while data:
        data = data[os.write(handle, data) :]


def _path(private: Path, batch: str, attempt: int) -> Path:
    return private / FOLDER / f"{batch}-{attempt}"


@cache
def _boot() -> str | None:
    """Which boot of which kernel this is; None where the system does not tell."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return None
