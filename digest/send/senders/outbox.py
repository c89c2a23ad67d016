"""The outbox: every mail is a file under `.digest/private/outbox/EDITION/`, to look at and to test with.

A file's name is edition.batch.ordinal-attempt.eml, so a mail made twice would be seen. A file is there
whole or not at all (atomic rename); it is not synced to the disk one by one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from digest.model import SendResult
from digest.send import mime
from digest.send.compose import Letter, Parcel
from digest.send.crash import Point, survive
from digest.send.senders import Kind
from digest.settings import Settings

SIZE = 200


@dataclass(slots=True, kw_only=True)
class Outbox:
    """A sender and its own line: files need no connection."""

    folder: Path
    size: int = SIZE
    point: Point = survive
    kind: Kind = "outbox"
    whole: bool = False
    _forms: dict[Letter, mime.Form] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, point: Point = survive) -> Outbox:
        return cls(folder=settings.private / "outbox", size=settings.sender.batch or SIZE, point=point)

    def check(self, letter: Letter) -> None:
        mime.require(letter)

    def open(self) -> Outbox:
        return self

    def close(self) -> None:
        """Nothing to end."""

    def hand_over(self, parcel: Parcel) -> SendResult:
        """Writes a file for each recipient; a full disk is "never" for those not yet written."""
        form = self._forms.get(parcel.letter) or mime.encode(parcel.letter, eight_bit=True)
        self._forms[parcel.letter] = form
        date = mime.date_of(parcel.date)
        accepted: set[int] = set()
        refused: list[tuple[int, str]] = []
        try:
            folder = _private_folder(self.folder, parcel.folder)
            for position, recipient in enumerate(parcel.recipients):
                try:
                    data = mime.message(form, parcel.letter, recipient, date)
                except ValueError:
                    refused.append((position, "unsafe-value"))
                    continue
                self.point("before-message")
                if not parcel.begin(recipient):
                    return _never(accepted, refused, "no time left")
                _write(folder / f"{recipient.id}-{parcel.attempt}.eml", data, self.point)
                parcel.journal.accepted(recipient.ordinal)
                accepted.add(position)
                self.point("after-message")
        except OSError as error:
            return _never(accepted, refused, type(error).__name__)
        return SendResult(outcome="accepted", refused=tuple(refused))


def _never(accepted: set[int], refused: list[tuple[int, str]], why: str) -> SendResult:
    return SendResult(outcome="never", accepted=frozenset(accepted), refused=tuple(refused), detail=why)


def _private_folder(root: Path, name: str) -> Path:
    """The folder of that name below the root, every new part of it for its owner only."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = root
    for part in Path(name).parts:
        if part in ("..", "/"):
            raise ValueError(f"no folder name: {name!r}")
        folder /= part
        folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def _write(file: Path, data: bytes, point: Point) -> None:
    parts = file.with_suffix(".part")
    handle = os.open(parts, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
        point("inside-message")
        parts.replace(file)
    except OSError:
        parts.unlink(missing_ok=True)
        raise
