"""The readers' own rows: find, show, erase and merge them; the lists and the testers.

Ids are never given twice, and the id of a reader who was merged into another still finds her.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, case, delete, func, insert, select

from subscribers.address import address_key, one_line, parse
from subscribers.errors import PepperChanged, UnknownSubscriber
from subscribers.model import (
    Consent,
    ListCount,
    ListedReader,
    MailingList,
    OptIn,
    Person,
    Subscription,
    Suppression,
    Tester,
)
from subscribers.tables import (
    AnyRow,
    consents,
    former_ids,
    insert_into,
    mailing_lists,
    reader_facts,
    subscribers,
    subscriptions,
    suppressions,
    testers,
)


def has_lists(conn: Connection, wanted: Iterable[tuple[str, str, str, OptIn]]) -> bool:
    """Whether these are the database's lists already: what `ensure_lists` would have nothing to do for."""
    lists = mailing_lists.c
    rows = conn.execute(select(lists.name, lists.title, lists.tier, lists.opt_in))
    return {(n, title or n, tier, opt_in) for n, title, tier, opt_in in wanted} <= {tuple(r) for r in rows}


def ensure_lists(conn: Connection, wanted: Iterable[tuple[str, str, str, OptIn]]) -> None:
    """Makes the lists of the settings (name, title, tier, opt-in) those of the database.

    A list that is no longer in the settings stays, with its readers' choices; no edition asks for it.
    """
    for name, title, tier, opt_in in wanted:
        values = {"title": title or name, "tier": tier, "opt_in": opt_in}
        statement = insert_into(conn, mailing_lists).values(name=name, **values)
        conn.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def list_counts(conn: Connection) -> list[ListCount]:
    """Every list with the number of its readers in each state."""
    states = ("confirmed", "unconfirmed", "unsubscribed")
    counts = [func.coalesce(func.sum(case((subscriptions.c.state == s, 1), else_=0)), 0) for s in states]
    rows = conn.execute(
        select(
            mailing_lists.c.name, mailing_lists.c.title, mailing_lists.c.tier, mailing_lists.c.opt_in, *counts
        )
        .outerjoin(subscriptions, subscriptions.c.list_id == mailing_lists.c.id)
        .group_by(
            mailing_lists.c.id,
            mailing_lists.c.name,
            mailing_lists.c.title,
            mailing_lists.c.tier,
            mailing_lists.c.opt_in,
        )
        .order_by(mailing_lists.c.name)
    )
    return [
        ListCount(
            list=MailingList(name=name, title=title, tier=tier, opt_in=opt_in),
            confirmed=confirmed,
            unconfirmed=unconfirmed,
            unsubscribed=unsubscribed,
        )
        for name, title, tier, opt_in, confirmed, unconfirmed, unsubscribed in rows
    ]


def check_pepper(conn: Connection, pepper: str) -> None:
    """Refuses another pepper than the one this database was first used with: PepperChanged.

    Under another pepper every known address would look new and every opt-out forgotten.
    """
    mark = address_key(pepper, "the pepper of this database").hex()
    statement = insert_into(conn, reader_facts).values(name="pepper", value=mark)
    stored = conn.execute(select(reader_facts.c.value).where(reader_facts.c.name == "pepper")).scalar()
    if stored is None:
        conn.execute(statement.on_conflict_do_nothing())
    elif not hmac.compare_digest(stored, mark):
        raise PepperChanged


def find(conn: Connection, address: str, pepper: str) -> int | None:
    """The id of the reader with this address, however it is spelt; None when there is none."""
    check_pepper(conn, pepper)
    key = address_key(pepper, parse(address).norm)
    return conn.execute(select(subscribers.c.id).where(subscribers.c.key == key)).scalar()


def current(conn: Connection, subscriber_id: int) -> AnyRow | None:
    """The row of this reader, by her present or a former id; None when she is gone."""
    row = conn.execute(select(subscribers).where(subscribers.c.id == subscriber_id)).first()
    if row is not None:
        return row
    joined = subscribers.join(former_ids, former_ids.c.subscriber_id == subscribers.c.id)
    return conn.execute(
        select(subscribers).select_from(joined).where(former_ids.c.id == subscriber_id)
    ).first()


def with_present(conn: Connection, ids: frozenset[int]) -> frozenset[int]:
    """These ids, and the present ones of those among them who were merged into another record since."""
    merged = conn.execute(select(former_ids.c.id, former_ids.c.subscriber_id))
    return ids.union(present for former, present in merged if former in ids)


def show(conn: Connection, subscriber_id: int) -> Person:
    """All we hold about a reader, else UnknownSubscriber."""
    row = current(conn, subscriber_id)
    if row is None:
        raise UnknownSubscriber(subject=str(subscriber_id))
    return Person(
        id=row.id,
        address=row.address,
        name=row.name,
        language=row.language,
        timezone=row.timezone,
        attributes=row.attributes or {},
        added_at=row.added_at,
        subscriptions=_subscriptions(conn, row.id),
        suppressions=_suppressions(conn, row.key),
        consents=_consents(conn, row.id),
        former_ids=tuple(
            conn.execute(select(former_ids.c.id).where(former_ids.c.subscriber_id == row.id)).scalars()
        ),
    )


def all_readers(conn: Connection) -> Iterator[ListedReader]:
    """Every reader in the order of ids, for an export."""
    names = dict(conn.execute(select(mailing_lists.c.id, mailing_lists.c.name)).all())
    after = 0
    question = select(subscribers).order_by(subscribers.c.id).limit(1_000)
    while page := conn.execute(question.where(subscribers.c.id > after)).all():
        after = page[-1].id
        on: dict[int, list[str]] = defaultdict(list)
        left: dict[bytes, list[str]] = defaultdict(list)
        s = subscriptions.c
        unwanted: dict[int, list[tuple[str, str]]] = defaultdict(list)
        states = select(s.subscriber_id, s.list_id, s.unwanted).where(s.state == "confirmed")
        mine = states.where(s.subscriber_id.in_([r.id for r in page])).order_by(s.list_id)
        for subscriber_id, list_id, topics in conn.execute(mine):
            on[subscriber_id].append(names[list_id])
            unwanted[subscriber_id] += [(names[list_id], topic) for topic in (topics or "").splitlines()]
        orders = select(suppressions.c.key, suppressions.c.scope).where(suppressions.c.lifted_at.is_(None))
        for key, scope in conn.execute(orders.where(suppressions.c.key.in_([r.key for r in page]))):
            left[key].append(scope)
        for row in page:
            yield ListedReader(
                address=row.address,
                name=row.name,
                language=row.language,
                timezone=row.timezone,
                attributes=row.attributes or {},
                on=tuple(name for name in on[row.id] if name not in left[row.key]),
                left=tuple(left[row.key]),
                unwanted=tuple(one for one in unwanted[row.id] if one[0] not in left[row.key]),
            )


def attribute_names(conn: Connection) -> list[str]:
    """The names of all attributes that any reader has, sorted."""
    held = conn.execute(select(subscribers.c.attributes).where(subscribers.c.attributes.is_not(None)))
    return sorted({name for attributes in held.scalars() for name in attributes})


def forget(conn: Connection, subscriber_id: int) -> None:
    """Deletes a reader's row and all that hangs on it; her never-mail orders stay."""
    for child in (subscriptions, consents, former_ids):
        conn.execute(delete(child).where(child.c.subscriber_id == subscriber_id))
    conn.execute(delete(subscribers).where(subscribers.c.id == subscriber_id))


def add_tester(conn: Connection, address: str, *, pepper: str, at: datetime, name: str = "") -> None:
    """Adds someone who gets test sends; a second time only renames."""
    parsed = parse(address)
    check_pepper(conn, pepper)
    values = {"address": parsed.address, "name": one_line(name), "added_at": at}
    statement = insert_into(conn, testers).values(key=address_key(pepper, parsed.norm), **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))


def remove_tester(conn: Connection, address: str, *, pepper: str) -> bool:
    """Removes a tester; False when there was none."""
    key = address_key(pepper, parse(address).norm)
    return conn.execute(delete(testers).where(testers.c.key == key)).rowcount > 0


def list_testers(conn: Connection) -> list[Tester]:
    """Everyone who gets test sends, in the order they were added."""
    t = testers.c
    rows = conn.execute(select(t.id, t.key, t.address, t.name).order_by(t.id))
    return [Tester(id=number, key=key, address=address, name=name) for number, key, address, name in rows]


def erase_unconfirmed(conn: Connection, before: datetime) -> int:
    """Forgets those who asked before `before` and never confirmed anything; returns how many.

    It leaves no never-mail order: they never were readers, and may ask again.
    """
    answered = select(subscriptions.c.subscriber_id).where(subscriptions.c.state != "unconfirmed")
    asked = select(subscriptions.c.subscriber_id).where(subscriptions.c.at < before)
    late = select(subscriptions.c.subscriber_id).where(subscriptions.c.at >= before)
    idle = select(subscribers.c.id).where(
        subscribers.c.id.in_(asked), subscribers.c.id.not_in(answered), subscribers.c.id.not_in(late)
    )
    ids = conn.execute(idle.limit(5_000)).scalars().all()
    for subscriber_id in ids:
        forget(conn, subscriber_id)
    return len(ids)


def record_former(conn: Connection, drop: int, keep: int) -> None:
    """Makes the id of a merged reader, and those she had before, lead to the one who is kept."""
    conn.execute(former_ids.update().where(former_ids.c.subscriber_id == drop).values(subscriber_id=keep))
    conn.execute(insert(former_ids).values(id=drop, subscriber_id=keep))


def _subscriptions(conn: Connection, subscriber_id: int) -> tuple[Subscription, ...]:
    s = subscriptions.c
    rows = conn.execute(
        select(mailing_lists.c.name, s.state, s.at, s.how, s.unwanted)
        .join(mailing_lists, mailing_lists.c.id == subscriptions.c.list_id)
        .where(s.subscriber_id == subscriber_id)
        .order_by(mailing_lists.c.name)
    )
    return tuple(
        Subscription(list=name, state=state, at=at, how=how, unwanted=tuple((unwanted or "").splitlines()))
        for name, state, at, how, unwanted in rows
    )


def _suppressions(conn: Connection, key: bytes) -> tuple[Suppression, ...]:
    s = suppressions.c
    rows = conn.execute(select(s.scope, s.reason, s.at, s.by, s.lifted_at).where(s.key == key))
    return tuple(
        Suppression(scope=scope, reason=reason, at=at, by=by, lifted_at=lifted)
        for scope, reason, at, by, lifted in rows
    )


def _consents(conn: Connection, subscriber_id: int) -> tuple[Consent, ...]:
    c = consents.c
    rows = conn.execute(
        select(c.what, c.list, c.at, c.how, c.network)
        .where(c.subscriber_id == subscriber_id)
        .order_by(c.at, c.id)
    )
    return tuple(
        Consent(what=what, list=name, at=at, how=how, network=network)
        for what, name, at, how, network in rows
    )
