"""What readers choose and what stands against mailing them: subscribe, confirm, unsubscribe, suppress.

An opt-out is for ever. It is kept twice: as the state of the subscription, and as a suppression under
the keyed hash of the address, which outlives the reader's row. Only the reader's own confirmation, asked
for after the opt-out, lifts it; a complaint or an operator's word only an operator lifts, with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from subscribers.address import address_key, parse
from subscribers.errors import SecretsRefused, UnknownList, UnknownSubscriber
from subscribers.model import EVERYTHING, READERS_OWN, Asked, Mailbox, Reason, State
from subscribers.people import check_pepper, current
from subscribers.tables import (
    AnyRow,
    consents,
    insert_into,
    mailing_lists,
    subscribers,
    subscriptions,
    suppressions,
)


def subscribe(
    conn: Connection,
    address: str,
    *,
    pepper: str,
    lists: Sequence[str],
    at: datetime,
    how: str,
    language: str | None = None,
    network: str = "",
) -> Asked:
    """A reader's own request for lists; says which of them wait for her confirmation by mail.

    A list with single opt-in is joined at once, unless she left it before. Nothing is stored and nothing
    is to be mailed for an address under a complaint or an operator's order. Raises AddressRefused,
    UnknownList.
    """
    parsed = parse(address)
    check_pepper(conn, pepper)
    key = address_key(pepper, parsed.norm)
    wanted = known_lists(conn, lists)
    never = orders(conn, key)
    if EVERYTHING in never and never[EVERYTHING].reason not in READERS_OWN:
        return Asked(subscriber_id=None)
    reader = _reader(conn, parsed.address, key, language, at)
    joined: list[str] = []
    to_confirm: list[str] = []
    for row in wanted:
        state = _state(conn, reader, row.id)
        free = EVERYTHING not in never and row.name not in never
        if state == "confirmed" and free:
            continue
        at_once = row.opt_in == "single" and state != "unsubscribed" and free
        if at_once or state is None:
            set_state(conn, reader, row.id, "confirmed" if at_once else "unconfirmed", at, how)
        log(conn, reader, "joined" if at_once else "asked", row.name, at, how, network)
        (joined if at_once else to_confirm).append(row.name)
    return Asked(subscriber_id=reader, to_confirm=tuple(to_confirm), joined=tuple(joined))


def confirm(
    conn: Connection,
    subscriber_id: int,
    lists: Sequence[str],
    at: datetime,
    how: str,
    *,
    asked_at: datetime,
    network: str = "",
) -> tuple[str, ...]:
    """The reader's own yes to lists she asked for at `asked_at`; returns those she is on now.

    An opt-out made after `asked_at` wins, so that a link used again undoes nothing. A list that is gone
    is passed over.
    """
    reader = current(conn, subscriber_id)
    if reader is None:
        return ()
    never = orders(conn, reader.key)
    whole = never.get(EVERYTHING)
    if whole and (whole.reason not in READERS_OWN or whole.at > asked_at):
        return ()
    joined = []
    for row in conn.execute(
        select(mailing_lists.c.id, mailing_lists.c.name).where(mailing_lists.c.name.in_(list(lists)))
    ):
        old = _subscription(conn, reader.id, row.id)
        order = never.get(row.name)
        left = old is not None and old.state == "unsubscribed" and old.at > asked_at
        if left or (order and (order.at > asked_at or order.reason not in READERS_OWN)):
            continue
        if old is None or old.state != "confirmed" or order:
            set_state(conn, reader.id, row.id, "confirmed", at, how)
            log(conn, reader.id, "confirmed", row.name, at, how, network)
        _lift(conn, reader.key, row.name, at)
        joined.append(row.name)
    if joined:
        _lift(conn, reader.key, EVERYTHING, at)
    return tuple(joined)


def unsubscribe(
    conn: Connection,
    subscriber_id: int,
    list_name: str | None,
    at: datetime,
    how: str,
    *,
    network: str = "",
) -> bool:
    """Takes a reader off one list, or off everything; True when that changed something.

    It counts at the next claim. An id that is gone (erased) is left alone without complaint: the link in
    an old mail must always answer. Raises UnknownList.
    """
    reader = current(conn, subscriber_id)
    if reader is None:
        return False
    row = None if list_name is None else known_lists(conn, [list_name])[0]
    mine = select(subscriptions.c.list_id).where(
        subscriptions.c.subscriber_id == reader.id, subscriptions.c.state != "unsubscribed"
    )
    if row is not None:
        mine = mine.where(subscriptions.c.list_id == row.id)
    left = conn.execute(mine).scalars().all()
    for list_id in left:
        set_state(conn, reader.id, list_id, "unsubscribed", at, how)
    ordered = order(conn, reader.key, list_name or EVERYTHING, "unsubscribed", at, how)
    if left or ordered:
        log(conn, reader.id, "unsubscribed", list_name or EVERYTHING, at, how, network)
    return bool(left) or ordered


def suppress(
    conn: Connection, who: int | str, reason: Reason, at: datetime, by: str, *, pepper: str = ""
) -> bool:
    """Never mail this reader (an id) or this address again; True when the order is new.

    By address it needs the pepper, and holds for an address we do not have. By an id that is gone it does
    nothing: erasure left its own order. A bounce by a former id is of the dropped address.
    """
    if reason == "unsubscribed" and isinstance(who, int):
        return unsubscribe(conn, who, None, at, by)
    key = _key(conn, who, pepper)
    if key is None or (reason == "bounced" and isinstance(who, int) and not _is_present(conn, who)):
        return False
    ordered = order(conn, key, EVERYTHING, reason, at, by)
    reader = conn.execute(select(subscribers.c.id).where(subscribers.c.key == key)).scalar()
    if ordered and reader is not None:
        log(conn, reader, reason, EVERYTHING, at, by)
    return ordered


def mailbox_to_confirm(conn: Connection, subscriber_id: int) -> Mailbox | None:
    """Where the mail goes that asks a reader to confirm; None when she is gone or may not even be asked."""
    reader = current(conn, subscriber_id)
    if reader is None:
        return None
    whole = orders(conn, reader.key).get(EVERYTHING)
    if whole and whole.reason not in READERS_OWN:
        return None
    return Mailbox(subscriber_id=reader.id, address=reader.address, name=reader.name)


def lift(conn: Connection, who: int | str, at: datetime, by: str, why: str, *, pepper: str = "") -> bool:
    """An operator takes back a bounce, a complaint or an operator's order, with a reason.

    A reader's own opt-out, and an erasure, are not an operator's to lift: False, and nothing changes.
    """
    key = _key(conn, who, pepper)
    if key is None or not why.strip():
        raise UnknownSubscriber("lifting an order needs a reader that is there and a reason")
    standing = orders(conn, key).get(EVERYTHING)
    if standing is None or standing.reason in ("unsubscribed", "erased"):
        return False
    _lift(conn, key, EVERYTHING, at)
    reader = conn.execute(select(subscribers.c.id).where(subscribers.c.key == key)).scalar()
    if reader is not None:
        log(conn, reader, "lifted", EVERYTHING, at, f"{by}: {why.strip()}")
    return True


def orders(conn: Connection, key: bytes) -> dict[str, AnyRow]:
    """The never-mail orders that stand for an address, by scope."""
    rows = conn.execute(
        select(suppressions).where(suppressions.c.key == key, suppressions.c.lifted_at.is_(None))
    )
    return {row.scope: row for row in rows}


def order(conn: Connection, key: bytes, scope: str, reason: Reason, at: datetime, by: str) -> bool:
    """Sets a never-mail order; True when none stood. A standing order only ever gets stricter."""
    standing = orders(conn, key).get(scope)
    if standing and (standing.reason not in READERS_OWN or reason in READERS_OWN):
        return False
    values = {"reason": reason, "at": at, "by": by, "lifted_at": None, "logged": 0}
    statement = insert_into(conn, suppressions).values(key=key, scope=scope, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["key", "scope"], set_=values))
    return standing is None


def set_state(
    conn: Connection, subscriber_id: int, list_id: int, state: State, at: datetime, how: str
) -> None:
    """Writes the state of one subscription, keeping a consent line of the one it replaces."""
    old = _subscription(conn, subscriber_id, list_id)
    if old is not None:
        _keep_line(conn, subscriber_id, list_id, old)
    values = {"state": state, "at": at, "how": how}
    statement = insert_into(conn, subscriptions).values(
        subscriber_id=subscriber_id, list_id=list_id, **values
    )
    conn.execute(statement.on_conflict_do_update(index_elements=["subscriber_id", "list_id"], set_=values))


def log(
    conn: Connection, subscriber_id: int, what: str, name: str, at: datetime, how: str, network: str = ""
) -> None:
    """Adds a line to a reader's consent log."""
    values = {"subscriber_id": subscriber_id, "what": what, "list": name, "at": at, "how": how}
    conn.execute(insert(consents).values(network=network, **values))


def known_lists(conn: Connection, names: Sequence[str]) -> list[AnyRow]:
    """The rows of these lists in this order, else UnknownList."""
    rows = {
        row.name: row
        for row in conn.execute(select(mailing_lists).where(mailing_lists.c.name.in_(list(names))))
    }
    for name in names:
        if name not in rows:
            raise UnknownList(subject=name)
    return [rows[name] for name in dict.fromkeys(names)]


def _keep_line(conn: Connection, subscriber_id: int, list_id: int, old: AnyRow) -> None:
    """An imported subscription has no line of its own until it changes (a million lines for one act)."""
    name = conn.execute(select(mailing_lists.c.name).where(mailing_lists.c.id == list_id)).scalar_one()
    known = select(consents.c.id).where(
        consents.c.subscriber_id == subscriber_id, consents.c.list == name, consents.c.at == old.at
    )
    if conn.execute(known).first() is None:
        log(conn, subscriber_id, old.state, name, old.at, old.how)


def _reader(conn: Connection, address: str, key: bytes, language: str | None, at: datetime) -> int:
    found = conn.execute(select(subscribers.c.id).where(subscribers.c.key == key)).scalar()
    if found is not None:
        return int(found)
    values = {"address": address, "key": key, "language": language, "added_at": at}
    new = conn.execute(insert(subscribers).values(**values).returning(subscribers.c.id))
    return int(new.scalar_one())


def _subscription(conn: Connection, subscriber_id: int, list_id: int) -> AnyRow | None:
    row: AnyRow | None = conn.execute(
        select(subscriptions.c.state, subscriptions.c.at, subscriptions.c.how).where(
            subscriptions.c.subscriber_id == subscriber_id, subscriptions.c.list_id == list_id
        )
    ).first()
    return row


def _state(conn: Connection, subscriber_id: int, list_id: int) -> State | None:
    row = _subscription(conn, subscriber_id, list_id)
    return None if row is None else row.state


def _lift(conn: Connection, key: bytes, scope: str, at: datetime) -> None:
    standing = (suppressions.c.key == key, suppressions.c.scope == scope, suppressions.c.lifted_at.is_(None))
    conn.execute(update(suppressions).where(*standing).values(lifted_at=at, logged=0))


def _is_present(conn: Connection, subscriber_id: int) -> bool:
    found = select(subscribers.c.id).where(subscribers.c.id == subscriber_id)
    return conn.execute(found).first() is not None


def _key(conn: Connection, who: int | str, pepper: str) -> bytes | None:
    if isinstance(who, int):
        reader = current(conn, who)
        return None if reader is None else bytes(reader.key)
    if not pepper:
        raise SecretsRefused("DIGEST_PEPPER is needed to know an address")
    check_pepper(conn, pepper)
    return address_key(pepper, parse(who).norm)
