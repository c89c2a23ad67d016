"""Which topics of a list a reader does not want: stored with her subscription, asked for by the freeze.

A topic is the name of a section. What is stored is what she does not want, so that a new section reaches
everybody. One who is on two lists of a newsletter gets nothing that she left out on either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, select, update

from subscribers.address import one_line
from subscribers.choice import known_lists, log
from subscribers.errors import TopicRefused, UnknownSubscriber
from subscribers.people import current
from subscribers.tables import mailing_lists, subscriptions

MAX_NAME = 100
CUT = "\n"  #: between names as they are stored; what an audience joins is stored alike


def packed(names: Iterable[str]) -> str:
    """The names as they are stored: sorted, a line each. TopicRefused for what can be no section's name."""
    found = set(names)
    for name in found:
        if not name or len(name) > MAX_NAME or ";" in name or one_line(name) != name:
            raise TopicRefused(subject=one_line(name)[:MAX_NAME])
    return CUT.join(sorted(found))


@lru_cache(maxsize=10_000)
def unpacked(stored: str | None) -> frozenset[str]:
    """The names of `packed`, of one list or of several joined."""
    return frozenset(filter(None, (stored or "").split(CUT)))


def unwanted(conn: Connection, subscriber_id: int) -> dict[str, frozenset[str]]:
    """Of each list she is confirmed on, the topics she does not want. UnknownSubscriber."""
    reader = current(conn, subscriber_id)
    if reader is None:
        raise UnknownSubscriber(subject=str(subscriber_id))
    rows = conn.execute(
        select(mailing_lists.c.name, subscriptions.c.unwanted)
        .join(mailing_lists, mailing_lists.c.id == subscriptions.c.list_id)
        .where(subscriptions.c.subscriber_id == reader.id, subscriptions.c.state == "confirmed")
    )
    return {name: unpacked(stored) for name, stored in rows}


def leave_out(
    conn: Connection,
    subscriber_id: int,
    list_name: str,
    names: Collection[str],
    at: datetime,
    how: str,
    *,
    network: str = "",
) -> bool:
    """Makes these the topics of a list that she does not want; True when that changed something.

    It counts from the next freeze on, and neither joins nor leaves the list. UnknownSubscriber when she is
    not there or was never on the list, UnknownList, TopicRefused.
    """
    reader = current(conn, subscriber_id)
    row = known_lists(conn, [list_name])[0]
    mine = (subscriptions.c.subscriber_id == (reader.id if reader else 0), subscriptions.c.list_id == row.id)
    held = conn.execute(select(subscriptions.c.unwanted).where(*mine)).first()
    if reader is None or held is None:
        raise UnknownSubscriber(f"she was never on the list {list_name}", subject=str(subscriber_id))
    stored = packed(names)
    if stored == held.unwanted or not (stored or held.unwanted):
        return False
    conn.execute(update(subscriptions).where(*mine).values(unwanted=stored))
    said = f"without {', '.join(sorted(names))}" if names else "every topic"
    log(conn, reader.id, "topics", list_name, at, f"{how}: {said}", network)
    return True


def join_unwanted(conn: Connection, keep: int, held: Mapping[int, str | None]) -> None:
    """Of two records that become one: what either did not want of a list (by its id) is not wanted."""
    for list_id, stored in held.items():
        if stored is None:
            continue
        mine = (subscriptions.c.subscriber_id == keep, subscriptions.c.list_id == list_id)
        own = conn.execute(select(subscriptions.c.unwanted).where(*mine)).scalar_one()
        both = packed(unpacked(own) | unpacked(stored))
        conn.execute(update(subscriptions).where(*mine).values(unwanted=both))
