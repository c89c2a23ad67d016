"""Later news written to the batches: a bit for each recipient and kind, a row for the exceptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from digest.model import DeliveryEvent
from digest.store import batches as batch_store
from digest.store import recipients, settling
from digest.store.outcomes import except_rows
from digest.store.tables import batches

#: Kinds of which the reason is kept as a row.
_EXCEPTIONS = frozenset({"dropped", "bounced", "complained", "unsubscribed"})


def mark(
    conn: Connection, name: str, events: Sequence[DeliveryEvent], *, now: datetime
) -> tuple[tuple[int, DeliveryEvent], ...]:
    """Sets the bits of events about one batch (edition.batch); returns (subscriber id, event) of what was
    not known before.

    Where the batch was cut into children since, the bits are set in the child that holds the recipient.
    """
    root = _row(conn, name)
    if root is None:
        return ()
    ids = recipients.unpack_ids(root.ids)
    wanted: dict[int, list[DeliveryEvent]] = defaultdict(list)
    for event in events:
        ordinal = int(event.recipient.rpartition(".")[2])
        if ordinal < len(ids):
            wanted[ids[ordinal]].append(event)
    news: list[tuple[int, DeliveryEvent]] = []
    for leaf in _leaves(conn, root):
        news += _mark_leaf(conn, leaf, wanted, now)
    return tuple(news)


def _mark_leaf(
    conn: Connection, leaf: Row[Any], wanted: Mapping[int, Sequence[DeliveryEvent]], now: datetime
) -> list[tuple[int, DeliveryEvent]]:
    batch = batch_store.of(leaf)
    news: list[tuple[int, DeliveryEvent]] = []
    bits: dict[str, set[int]] = defaultdict(set)
    codes: dict[str, dict[int, str]] = defaultdict(dict)
    for ordinal, subscriber_id in enumerate(batch.ids):
        for event in wanted.get(subscriber_id, ()):
            if ordinal in bits[event.kind] or _has(getattr(leaf, event.kind), ordinal):
                continue
            bits[event.kind].add(ordinal)
            news.append((subscriber_id, event))
            if event.kind in _EXCEPTIONS:
                codes[event.kind][ordinal] = event.status or ("hard" if event.hard else "")
    if news:
        values = {kind: recipients.bits(found, getattr(leaf, kind)) for kind, found in bits.items() if found}
        conn.execute(update(batches).where(batches.c.id == leaf.id).values(values))
        for kind, found in codes.items():
            except_rows(conn, batch, kind, found.items(), now)
    return news


def _has(bitmap: bytes | None, ordinal: int) -> bool:
    return bitmap is not None and ordinal // 8 < len(bitmap) and bool(bitmap[ordinal // 8] >> ordinal % 8 & 1)


def settle(conn: Connection, name: str, *, whole: bool, now: datetime) -> None:
    """Takes what is in doubt of this batch, and is proven by the news, to "sent"."""
    root = _row(conn, name)
    if root is None:
        return
    for leaf in _leaves(conn, root):
        if leaf.state in ("unclear", "held") and settling.proven_ordinals(leaf):
            settling.accept_proven(conn, leaf, whole=whole, now=now)


def _row(conn: Connection, name: str) -> Row[Any] | None:
    edition_id, _, number = name.partition(".")
    query = select(batches).where(batches.c.edition_id == int(edition_id), batches.c.number == int(number))
    return conn.execute(query.with_for_update()).one_or_none()


def _leaves(conn: Connection, root: Row[Any]) -> list[Row[Any]]:
    """The batch, or the children it was replaced by, down to the last."""
    if root.state != "replaced":
        return [root]
    children = conn.execute(select(batches).where(batches.c.parent_id == root.id).with_for_update()).all()
    return [leaf for child in children for leaf in _leaves(conn, child)]
