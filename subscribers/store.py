"""The readers' records, in one place for their users: tables and every question and change.

Functions take a Connection inside the caller's transaction and never make one. `now` is an argument.
An address is a parameter or a result here, never part of a message.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from subscribers.audience import (
    audience,
    audience_by_choice,
    choice_of,
    count_audience,
    count_choices,
    recheck,
)
from subscribers.choice import (
    confirm,
    lift,
    log,
    mailbox_to_confirm,
    order,
    orders,
    set_state,
    subscribe,
    suppress,
    unsubscribe,
)
from subscribers.errors import UnknownSubscriber
from subscribers.intake import add, take_in
from subscribers.model import EVERYTHING, Mailbox, NewReader, State
from subscribers.people import (
    add_tester,
    check_pepper,
    current,
    ensure_lists,
    erase_unconfirmed,
    find,
    forget,
    has_lists,
    list_counts,
    list_testers,
    record_former,
    remove_tester,
    show,
    with_present,
)
from subscribers.segment import save as save_segment
from subscribers.tables import metadata, subscriptions
from subscribers.topics import join_unwanted, leave_out, unwanted

__all__ = [
    "Mailbox",
    "NewReader",
    "add",
    "add_tester",
    "audience",
    "audience_by_choice",
    "check_pepper",
    "choice_of",
    "confirm",
    "count_audience",
    "count_choices",
    "ensure_lists",
    "erase",
    "erase_unconfirmed",
    "find",
    "has_lists",
    "leave_out",
    "lift",
    "list_counts",
    "list_testers",
    "mailbox_to_confirm",
    "merge",
    "metadata",
    "recheck",
    "remove_tester",
    "save_segment",
    "show",
    "subscribe",
    "suppress",
    "take_in",
    "unsubscribe",
    "unwanted",
    "with_present",
]

#: In a merge the stricter state of the two wins.
_STRICTNESS: dict[State, int] = {"unconfirmed": 0, "confirmed": 1, "unsubscribed": 2}


def erase(conn: Connection, subscriber_id: int, at: datetime, by: str) -> None:
    """Deletes a reader and all we hold about her, but for a keyed hash that stops a new import.

    The outbox and other private files are the caller's to clean. UnknownSubscriber when she is not there.
    """
    reader = current(conn, subscriber_id)
    if reader is None:
        raise UnknownSubscriber(subject=str(subscriber_id))
    order(conn, reader.key, EVERYTHING, "erased", at, by)
    forget(conn, reader.id)


def merge(conn: Connection, keep_id: int, drop_id: int, at: datetime, by: str) -> None:
    """Makes two records of one person one: the subscriptions joined, opt-outs of either kept, and the topics
    that either did not want.

    The dropped address is never mailed again, and the links in the mails it got lead to the kept reader. That
    it bounced says nothing of the other address.
    """
    keep, drop = current(conn, keep_id), current(conn, drop_id)
    if keep is None or drop is None:
        raise UnknownSubscriber(subject=str(drop_id if keep else keep_id))
    if keep.id == drop.id:
        raise UnknownSubscriber("this is one reader already", subject=str(keep.id))
    for standing in orders(conn, drop.key).values():
        if standing.reason == "bounced":
            continue
        if standing.scope == EVERYTHING:
            suppress(conn, keep.id, standing.reason, at, by)
        else:
            order(conn, keep.key, standing.scope, standing.reason, at, by)
    _merge_subscriptions(conn, keep.id, drop.id, at, by)
    order(conn, drop.key, EVERYTHING, "merged", at, by)
    record_former(conn, drop.id, keep.id)
    forget(conn, drop.id)
    log(conn, keep.id, "merged", EVERYTHING, at, f"{by}: with reader {drop.id}")


def _merge_subscriptions(conn: Connection, keep: int, drop: int, at: datetime, by: str) -> None:
    s = subscriptions.c
    rows = select(s.list_id, s.state, s.how, s.unwanted)
    held = {row.list_id: row.state for row in conn.execute(rows.where(s.subscriber_id == keep))}
    dropped = conn.execute(rows.where(s.subscriber_id == drop)).all()
    for list_id, state, how, _ in dropped:
        if list_id not in held or _STRICTNESS[state] > _STRICTNESS[held[list_id]]:
            set_state(conn, keep, list_id, state, at, f"{how}, merged by {by}")
    join_unwanted(conn, keep, {row.list_id: row.unwanted for row in dropped})
