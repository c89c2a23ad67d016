"""Many readers at once, as an operator or a file gives them; one reader is many of one.

It only ever adds. A reader under a never-mail order is not taken in, a list she has left is not given
back, a name she has is not written over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, select, update

from subscribers.address import address_key, one_line, parse
from subscribers.choice import known_lists, order, set_state, unsubscribe
from subscribers.model import EVERYTHING, Added, NewReader, State
from subscribers.people import check_pepper
from subscribers.tables import AnyRow, insert_into, subscribers, subscriptions, suppressions

#: Values in one IN (…); SQLite takes 32,766 parameters a statement, PostgreSQL 65,535.
_PART = 5_000
T = TypeVar("T")
_NONE: Mapping[str, State] = {}


class _Plan(NamedTuple):
    join: tuple[str, ...] = ()  #: lists she was never on
    promote: tuple[str, ...] = ()  #: lists she asked for and has not confirmed
    left: tuple[str, ...] = ()  #: lists she has opted out of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What the database holds about a part of the readers, read once."""

    known: Mapping[bytes, AnyRow]
    never: Mapping[bytes, set[str]]
    states: Mapping[int, Mapping[str, State]]


def add(
    conn: Connection,
    address: str,
    *,
    pepper: str,
    lists: Sequence[str],
    at: datetime,
    how: str,
    name: str = "",
    language: str | None = None,
    timezone: str | None = None,
    attributes: Mapping[str, str] | None = None,
    confirmed: bool = True,
) -> Added:
    """Adds one reader to lists on an operator's word; what she has opted out of is not given back.

    Raises AddressRefused, UnknownList.
    """
    parsed = parse(address)
    check_pepper(conn, pepper)
    reader = NewReader(
        address=parsed.address,
        key=address_key(pepper, parsed.norm),
        name=one_line(name),
        language=language,
        timezone=timezone,
        attributes=attributes or {},
        lists=tuple(lists),
    )
    return take_in(conn, [reader], at, how, confirmed=confirmed)[0]


def take_in(
    conn: Connection, readers: Sequence[NewReader], at: datetime, how: str, *, confirmed: bool = True
) -> list[Added]:
    """Adds readers, each key once, in the caller's transaction; an answer for each, in their order."""
    named = {name for reader in readers for name in reader.lists + reader.left if name}
    ids = {row.name: row.id for row in known_lists(conn, sorted(named))}
    standing = _standing(conn, readers, {list_id: name for name, list_id in ids.items()})
    made = _insert(
        conn, [r for r in readers if r.key not in standing.known and not _stays_out(r, standing)], at
    )
    state: State = "confirmed" if confirmed else "unconfirmed"
    answers: list[Added] = []
    rows: list[dict[str, object]] = []
    for reader in readers:
        row = standing.known.get(reader.key)
        if _stays_out(reader, standing):
            known_id = None if row is None else row.id
            left = _leave(conn, reader, known_id, at, how) or reader.lists or (EVERYTHING,)
            answers.append(Added(subscriber_id=known_id, opted_out=left))
            continue
        reader_id = made[reader.key] if row is None else row.id
        plan = _plan(reader, standing, reader_id, state)
        rows += [{"subscriber_id": reader_id, "list_id": ids[name]} for name in plan.join]
        for name in plan.promote:
            set_state(conn, reader_id, ids[name], state, at, how)
        if row is not None:
            _complete(conn, row, reader)
        answers.append(
            Added(
                subscriber_id=reader_id,
                new=row is None,
                joined=plan.join + plan.promote,
                opted_out=plan.left + _leave(conn, reader, reader_id, at, how),
            )
        )
    _join(conn, rows, {"state": state, "at": at, "how": how})
    return answers


def _stays_out(reader: NewReader, standing: _Standing) -> bool:
    """Under an order for everything, or with no list left to be on: then no row is made for her."""
    never = standing.never.get(reader.key)
    if never is None and not reader.left:
        return False
    orders = (never or set()) | set(reader.left)
    if EVERYTHING in orders:
        return True
    known = reader.key in standing.known
    return (bool(reader.left) and not reader.lists) or (not known and orders.issuperset(reader.lists))


def _plan(reader: NewReader, standing: _Standing, reader_id: int, state: State) -> _Plan:
    """Which lists to join, decided without touching anything."""
    states = standing.states.get(reader_id, _NONE)
    never = standing.never.get(reader.key, ())
    if not states and not never:
        return _Plan(join=reader.lists)
    left = tuple(n for n in reader.lists if n in never or states.get(n) == "unsubscribed")
    waiting = {n for n, s in states.items() if s == "unconfirmed" and state == "confirmed"}
    return _Plan(
        join=tuple(n for n in reader.lists if n not in left and n not in states),
        promote=tuple(n for n in reader.lists if n not in left and n in waiting),
        left=left,
    )


def _leave(
    conn: Connection, reader: NewReader, subscriber_id: int | None, at: datetime, how: str
) -> tuple[str, ...]:
    """Writes down what the file says she has opted out of, whether we know her or not."""
    for scope in reader.left:
        if subscriber_id is not None:
            unsubscribe(conn, subscriber_id, scope or None, at, how)
        else:
            order(conn, reader.key, scope, "unsubscribed", at, how)
    return reader.left


def _standing(conn: Connection, readers: Sequence[NewReader], names: Mapping[int, str]) -> _Standing:
    known: dict[bytes, AnyRow] = {}
    never: dict[bytes, set[str]] = defaultdict(set)
    states: dict[int, dict[str, State]] = defaultdict(dict)
    orders = select(suppressions.c.key, suppressions.c.scope).where(suppressions.c.lifted_at.is_(None))
    for keys in _parts([reader.key for reader in readers]):
        for row in conn.execute(select(subscribers).where(subscribers.c.key.in_(keys))):
            known[row.key] = row
        for key, scope in conn.execute(orders.where(suppressions.c.key.in_(keys))):
            never[key].add(scope)
    s = subscriptions.c
    for ids in _parts([row.id for row in known.values()]):
        found = conn.execute(select(s.subscriber_id, s.list_id, s.state).where(s.subscriber_id.in_(ids)))
        for subscriber_id, list_id, state in found:
            if list_id in names:
                states[subscriber_id][names[list_id]] = state
    return _Standing(known=known, never=never, states=states)


def _insert(conn: Connection, fresh: Sequence[NewReader], at: datetime) -> dict[bytes, int]:
    """Makes the rows of new readers; one that another import makes at this moment is taken as it is."""
    if not fresh:
        return {}
    conn.execute(
        insert_into(conn, subscribers).on_conflict_do_nothing(),
        [
            {
                "address": r.address,
                "key": r.key,
                "name": r.name,
                "language": r.language,
                "timezone": r.timezone,
                "attributes": dict(r.attributes) or None,
                "added_at": at,
            }
            for r in fresh
        ],
    )
    made: dict[bytes, int] = {}
    for keys in _parts([r.key for r in fresh]):
        rows = conn.execute(select(subscribers.c.key, subscribers.c.id).where(subscribers.c.key.in_(keys)))
        made |= {key: subscriber_id for key, subscriber_id in rows}
    return made


def _join(conn: Connection, rows: list[dict[str, object]], values: dict[str, object]) -> None:
    if rows:
        statement = insert_into(conn, subscriptions).on_conflict_do_nothing()
        conn.execute(statement, [row | values for row in rows])


def _complete(conn: Connection, row: AnyRow, reader: NewReader) -> None:
    """Fills in what we did not know of a reader; what stands is not written over."""
    new: dict[str, object] = {
        field: getattr(reader, field)
        for field in ("name", "language", "timezone")
        if getattr(reader, field) and not getattr(row, field)
    }
    held = row.attributes or {}
    if reader.attributes and dict(reader.attributes) | held != held:
        new["attributes"] = dict(reader.attributes) | held
    if new:
        conn.execute(update(subscribers).where(subscribers.c.id == row.id).values(**new))


def _parts(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + _PART] for start in range(0, len(values), _PART))
