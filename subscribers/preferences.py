"""What one reader may choose on her own page: her lists, and those that anyone may join."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from subscribers.choice import confirm, unsubscribe
from subscribers.model import EVERYTHING
from subscribers.people import show


def choices(
    conn: Connection, subscriber_id: int, lists: Mapping[str, str], joinable: Collection[str]
) -> dict[str, bool]:
    """Of each list she may see, in the order of `lists`, whether she is on it. UnknownSubscriber.

    A list that is not joinable (members, paid) is only there while she is on it: she can leave it, and
    only the newsroom can put her back.
    """
    person = show(conn, subscriber_id)
    never = {order.scope for order in person.suppressions if order.lifted_at is None}
    on = {
        s.list
        for s in person.subscriptions
        if s.state == "confirmed" and s.list not in never and EVERYTHING not in never
    }
    return {name: name in on for name in lists if name in on or name in joinable}


def choose(
    conn: Connection,
    subscriber_id: int,
    before: Mapping[str, bool],
    *,
    shown: Collection[str],
    ticked: Collection[str],
    at: datetime,
    network: str = "",
) -> None:
    """Joins what she ticked and leaves what she unticked, among the lists that her page showed.

    Her own tick, by the link in her own mail, is a confirmation.
    """
    for name in before:
        if name not in shown or before[name] == (name in ticked):
            continue
        if name in ticked:
            confirm(conn, subscriber_id, [name], at, "preferences", asked_at=at, network=network)
        else:
            unsubscribe(conn, subscriber_id, name, at, "preferences", network=network)
