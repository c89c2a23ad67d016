"""The log of opt-outs that lies outside the database, so that a restored backup undoes none of them.

One line for each never-mail order set (+) or lifted (-), with the keyed hash of the address, never the
address: `+ HASH REASON TIME SCOPE`. Whatever code sets an order only marks it as not yet in the log;
`keep` writes all such orders, forces them to the disk and then takes the mark off, so that an order can be
in the log twice and never not at all. `merge` gives the database back what a restore took from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import quote, unquote

from sqlalchemy import Connection, bindparam, select, update

from subscribers.choice import set_state
from subscribers.errors import OptOutLogRefused
from subscribers.model import EVERYTHING, Reason
from subscribers.people import check_pepper, forget
from subscribers.tables import AnyRow, insert_into, mailing_lists, subscribers, subscriptions, suppressions

FIRST_LINE = "# opt-outs by keyed hash; read again at every start; keep it with the backups\n"
BY = "optouts.log"
_LINE = re.compile(r"([+-]) ([0-9a-f]{64}) ([a-z]+) (\S+) (\S*)")
_PART = 2_000


class Entry(NamedTuple):
    """What the log says last of one hash and scope."""

    key: bytes
    scope: str
    holds: bool
    reason: Reason
    at: datetime


def keep(begin: Callable[[], AbstractContextManager[Connection]], file: Path) -> int:
    """Appends every order that is not in the log yet, on the disk when this returns; says how many."""
    kept = 0
    while True:
        with begin() as conn:
            rows = conn.execute(
                select(suppressions).where(suppressions.c.logged == 0).limit(_PART).with_for_update()
            ).all()
            if not rows:
                return kept
            _append(file, "".join(map(_line, rows)))
            conn.execute(
                update(suppressions)
                .where(suppressions.c.key == bindparam("k"), suppressions.c.scope == bindparam("s"))
                .values(logged=1),
                [{"k": row.key, "s": row.scope} for row in rows],
            )
        kept += len(rows)


def merge(conn: Connection, file: Path, pepper: str) -> int:
    """Sets again what the log knows and this database does not, or knows less lately; says how much.

    An erased reader who came back with the backup is erased again. OptOutLogRefused names a line that is
    not ours; a last line that was cut off is passed over, its order is still marked in the database.
    """
    if not file.exists():
        return 0
    check_pepper(conn, pepper)
    entries = {(entry.key, entry.scope): entry for entry in _entries(file)}
    return sum(_apply(conn, entry) for entry in entries.values())


def _append(file: Path, text: str) -> None:
    """One write at the end of the file, then fsync of it, and of its folder when it is new."""
    new = not file.exists()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        torn = size and os.pread(handle, 1, size - 1) != b"\n"
        data = ((FIRST_LINE if not size else "\n" if torn else "") + text).encode()
        while data:  # a disk that is nearly full takes a part and says how much
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _line(row: AnyRow) -> str:
    sign, when = ("+", row.at) if row.lifted_at is None else ("-", row.lifted_at)
    return f"{sign} {row.key.hex()} {row.reason} {when.isoformat()} {quote(row.scope, safe='')}\n"


def _entries(file: Path) -> Iterator[Entry]:
    with file.open(encoding="utf-8", errors="replace") as opened:
        for number, line in enumerate(opened, 1):
            if not line.strip() or line.startswith("#"):
                continue
            entry = _entry(line)
            if entry is not None:
                yield entry
            elif line.endswith("\n") and not _is_torn(line):
                raise OptOutLogRefused("this line is not ours", subject=f"{file.name}, line {number}")


def _entry(line: str) -> Entry | None:
    match = _LINE.fullmatch(line.rstrip("\n"))
    if match is None or match[3] not in get_args(Reason) or not line.endswith("\n"):
        return None
    try:
        at = datetime.fromisoformat(match[4])
    except ValueError:
        return None
    reason: Reason = match[3]  # type: ignore[assignment]
    return Entry(bytes.fromhex(match[2]), unquote(match[5]), match[1] == "+", reason, at)


def _is_torn(line: str) -> bool:
    """A beginning of a line of ours, as a crash or a full disk leaves it."""
    return bool(re.fullmatch(r"[+-]( [0-9a-f]{0,64}( [a-z]*( \S*( \S*)?)?)?)?", line.rstrip("\n")))


def _apply(conn: Connection, entry: Entry) -> bool:
    mine = (suppressions.c.key == entry.key, suppressions.c.scope == entry.scope)
    row = conn.execute(select(suppressions).where(*mine)).first()
    if row is not None and (row.lifted_at or row.at) >= entry.at:
        return False
    if not entry.holds:
        if row is not None:
            conn.execute(update(suppressions).where(*mine).values(lifted_at=entry.at, logged=1))
        return row is not None
    values = {"reason": entry.reason, "at": entry.at, "by": BY, "lifted_at": None, "logged": 1}
    statement = insert_into(conn, suppressions).values(key=entry.key, scope=entry.scope, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["key", "scope"], set_=values))
    _leave(conn, entry)
    return True


def _leave(conn: Connection, entry: Entry) -> None:
    """Makes the reader's own row say what the order says."""
    reader = conn.execute(select(subscribers.c.id).where(subscribers.c.key == entry.key)).scalar()
    if reader is None:
        return
    if entry.reason == "erased" and entry.scope == EVERYTHING:
        forget(conn, reader)
        return
    if entry.reason != "unsubscribed":
        return
    mine = select(subscriptions.c.list_id).where(
        subscriptions.c.subscriber_id == reader, subscriptions.c.state != "unsubscribed"
    )
    if entry.scope != EVERYTHING:
        named = select(mailing_lists.c.id).where(mailing_lists.c.name == entry.scope)
        mine = mine.where(subscriptions.c.list_id.in_(named))
    for list_id in conn.execute(mine).scalars().all():
        set_state(conn, reader, list_id, "unsubscribed", entry.at, BY)
