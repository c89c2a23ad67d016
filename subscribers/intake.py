"""Many readers at once, as an operator or a file gives them; one reader is many of one.

It only ever adds. A reader under a never-mail order is not taken in, a list she has left is not given
back, a name she has is not written over.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from subscribers.address import address_key, one_line, parse
from subscribers.bulk import insert_many, select_in, stored
from subscribers.choice import known_lists, order, set_state, unsubscribe
from subscribers.model import EVERYTHING, Added, NewReader, State
from subscribers.people import check_pepper
from subscribers.tables import subscribers, subscriptions, suppressions
from subscribers.topics import packed


class _Known(NamedTuple):
    """What we hold of a reader that a file may complete."""

    id: int
    name: str
    language: str | None
    timezone: str | None


class _Plan(NamedTuple):
    join: tuple[str, ...] = ()  #: lists she was never on
    promote: tuple[str, ...] = ()  #: lists she asked for and has not confirmed
    left: tuple[str, ...] = ()  #: lists she has opted out of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What the database holds about a part of the readers, read once."""

    known: Mapping[bytes, _Known]
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
    fresh = [r for r in readers if r.key not in standing.known and not _stays_out(r, standing)]
    made = _insert(conn, fresh, at)
    state: State = "confirmed" if confirmed else "unconfirmed"
    values = (state, stored(conn, subscriptions.c.at, at), how)
    answers: list[Added] = []
    rows: list[tuple[object, ...]] = []
    for reader in readers:
        known = standing.known.get(reader.key)
        if _stays_out(reader, standing):
            known_id = known.id if known else None
            left = _leave(conn, reader, known_id, at, how) or reader.lists or (EVERYTHING,)
            answers.append(Added(known_id, opted_out=left))
            continue
        reader_id = known.id if known else made[reader.key]
        plan = _plan(reader, standing, reader_id, state)
        rows += [(reader_id, ids[name], *values, _unwanted(reader, name)) for name in plan.join]
        for name in plan.promote:
            set_state(conn, reader_id, ids[name], state, at, how)
        left = plan.left + _leave(conn, reader, reader_id, at, how)
        answers.append(Added(reader_id, known is None, plan.join + plan.promote, left))
    columns = ("subscriber_id", "list_id", "state", "at", "how", "unwanted")
    deque(insert_many(conn, subscriptions, columns, rows), 0)
    _complete(conn, [(standing.known[r.key], r) for r in readers if r.key in standing.known])
    return answers


def _unwanted(reader: NewReader, name: str) -> str | None:
    """What she does not want of a list she joins, as it is stored; None when nothing was said."""
    if not reader.unwanted:
        return None
    return packed(topic for of, topic in reader.unwanted if of in ("", name)) or None


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
    states = standing.states.get(reader_id)
    never = standing.never.get(reader.key)
    if states is None and never is None:
        return _Plan(join=reader.lists)
    states, never = states or {}, never or set()
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
    keys = [reader.key for reader in readers]
    columns = ("key", "id", "name", "language", "timezone")
    known = {row[0]: _Known(*row[1:]) for row in select_in(conn, subscribers, columns, "key", keys)}
    never: dict[bytes, set[str]] = defaultdict(set)
    for key, scope in select_in(conn, suppressions, ("key", "scope"), "key", keys, "lifted_at IS NULL"):
        never[key].add(scope)
    states: dict[int, dict[str, State]] = defaultdict(dict)
    ids = [row.id for row in known.values()]
    wanted = ("subscriber_id", "list_id", "state")
    for subscriber_id, list_id, state in select_in(conn, subscriptions, wanted, "subscriber_id", ids):
        if list_id in names:
            states[subscriber_id][names[list_id]] = state
    return _Standing(known=known, never=never, states=states)


def _insert(conn: Connection, fresh: Sequence[NewReader], at: datetime) -> dict[bytes, int]:
    """Makes the rows of new readers; one that another import makes at this moment is taken as it is."""
    when = stored(conn, subscribers.c.added_at, at)
    held = subscribers.c.attributes
    rows = [
        (
            *(r.address, r.key, r.name, r.language, r.timezone, when),
            stored(conn, held, dict(r.attributes)) if r.attributes else None,
        )
        for r in fresh
    ]
    columns = ("address", "key", "name", "language", "timezone", "added_at", "attributes")
    made: dict[bytes, int] = dict(insert_many(conn, subscribers, columns, rows, ("key", "id")))
    missing = [reader.key for reader in fresh if reader.key not in made]
    return made | dict(select_in(conn, subscribers, ("key", "id"), "key", missing))


def _complete(conn: Connection, pairs: Sequence[tuple[_Known, NewReader]]) -> None:
    """Fills in what we did not know of readers; what stands is not written over."""
    described = [known.id for known, reader in pairs if reader.attributes]
    held: dict[int, Mapping[str, str]] = {}
    for start in range(0, len(described), 1_000):
        part = subscribers.c.id.in_(described[start : start + 1_000])
        found = conn.execute(select(subscribers.c.id, subscribers.c.attributes).where(part))
        held |= {subscriber_id: attributes or {} for subscriber_id, attributes in found}
    words: list[dict[str, object]] = []
    extra: list[dict[str, object]] = []
    for known, reader in pairs:
        name, language, timezone = (
            known.name or reader.name,
            known.language or reader.language,
            known.timezone or reader.timezone,
        )
        if (name, language, timezone) != known[1:]:
            words.append({"reader": known.id, "name": name, "language": language, "timezone": timezone})
        old = held.get(known.id, {})
        if {**reader.attributes, **old} != old and reader.attributes:
            extra.append({"reader": known.id, "attributes": {**reader.attributes, **old}})
    for changes in filter(None, (words, extra)):
        conn.execute(update(subscribers).where(subscribers.c.id == bindparam("reader")), changes)
