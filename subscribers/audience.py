"""Who gets an edition: the frozen audience, and the second look at each claim.

A reader is in the audience when she is confirmed on at least one of its lists and no never-mail order
stands for her, neither for everything nor for that list. Her tier is the highest of those lists. What
cannot be decided (an unknown list, a tier out of order, a segment that is not there) stops the whole
question: nobody is better than the wrong ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, exists, func, select

from subscribers.bulk import select_in
from subscribers.errors import SubscribersError, UnknownList
from subscribers.model import EVERYTHING, Mailbox, Skip
from subscribers.segment import resolve
from subscribers.tables import mailing_lists, subscribers, subscriptions, suppressions
from subscribers.topics import CUT, unpacked

PAGE = 10_000  #: readers read at a time, so that a million take no memory and any driver may buffer
_PART = 1_000


def audience(
    conn: Connection, lists: Sequence[str], tiers: Sequence[str], segment: object | None = None
) -> Iterator[tuple[int, str]]:
    """(subscriber id, tier) of everyone who would get it now, in the order of ids.

    `tiers` runs from the widest to the narrowest. `segment` is None, a Segment, or its text or name.
    """
    for subscriber_id, rank, _ in _pages(conn, _question(conn, lists, tiers, segment)):
        yield subscriber_id, tiers[rank]


def audience_by_choice(
    conn: Connection, lists: Sequence[str], tiers: Sequence[str], segment: object | None = None
) -> Iterator[tuple[int, str, frozenset[str]]]:
    """`audience`, with the topics each reader does not want on any of these lists."""
    for subscriber_id, rank, unwanted in _pages(conn, _question(conn, lists, tiers, segment)):
        yield subscriber_id, tiers[rank], unpacked(unwanted)


def _pages(conn: Connection, question: Select[int, int, str | None]) -> Iterator[Row[int, int, str | None]]:
    after = 0
    while True:
        page = conn.execute(question, {"after": after}).all()
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1][0]


def choice_of(
    conn: Connection, key: bytes, lists: Sequence[str], tiers: Sequence[str], segment: object | None = None
) -> tuple[str, frozenset[str]] | None:
    """The tier of the reader with this keyed hash and the topics she does not want; None when she is not in
    the audience."""
    question = _question(conn, lists, tiers, segment).where(subscribers.c.key == key)
    row = conn.execute(question, {"after": 0}).first()
    return None if row is None else (tiers[row[1]], unpacked(row[2]))


def count_choices(
    conn: Connection, lists: Sequence[str], tiers: Sequence[str], segment: object | None = None
) -> dict[tuple[str, frozenset[str]], int]:
    """How many readers of each tier do not want which topics; those who want everything are not named.

    Looks only at readers who chose. A list that is not there yet has no readers and is passed over.
    """
    there = conn.execute(select(mailing_lists.c.name).where(mailing_lists.c.name.in_(list(lists))))
    known = there.scalars().all()
    if not known:
        return {}
    chose = select(subscriptions.c.subscriber_id).where(subscriptions.c.unwanted != "")
    people = (
        _question(conn, known, tiers, segment)
        .where(subscriptions.c.subscriber_id.in_(chose))
        .limit(None)
        .order_by(None)
        .subquery()
    )
    alike = (people.c.rank, people.c.unwanted)
    counts: Counter[tuple[str, frozenset[str]]] = Counter()
    for rank, unwanted, count in conn.execute(select(*alike, func.count()).group_by(*alike), {"after": 0}):
        if topics := unpacked(unwanted):  # the lists' choices are joined in any order
            counts[tiers[rank], topics] += count
    return dict(counts)


def count_audience(
    conn: Connection, lists: Sequence[str], tiers: Sequence[str], segment: object | None = None
) -> dict[str, int]:
    """How many readers of each tier would get it now; a tier without readers is not named."""
    people = _question(conn, lists, tiers, segment).limit(None).order_by(None).subquery()
    rows = conn.execute(select(people.c.rank, func.count()).group_by(people.c.rank), {"after": 0})
    return {tiers[rank]: count for rank, count in sorted(rows)}


def recheck(
    conn: Connection, ids: Sequence[int], lists: Sequence[str], tiers: Sequence[str], tier: str
) -> dict[int, Mailbox | Skip]:
    """At the claim: each id's mailbox, or why she is skipped, read now and not at the freeze.

    "tier": she may no longer see items of `tier`. A reader whose tier rose is mailed what was frozen.
    """
    ranks = _ranks(conn, lists, tiers)
    answers: dict[int, Mailbox | Skip] = {}
    for start in range(0, len(ids), _PART):
        answers |= _recheck(conn, ids[start : start + _PART], ranks, tiers.index(tier))
    return answers


def _recheck(
    conn: Connection, ids: Sequence[int], ranks: Mapping[int, tuple[str, int]], needed: int
) -> dict[int, Mailbox | Skip]:
    people = list(select_in(conn, subscribers, ("id", "address", "name", "key"), "id", ids))
    never: dict[bytes, set[str]] = defaultdict(set)
    keys = [key for *_, key in people]
    for key, scope in select_in(conn, suppressions, ("key", "scope"), "key", keys, "lifted_at IS NULL"):
        never[key].add(scope)
    on: dict[int, list[tuple[str, int]]] = defaultdict(list)
    columns, confirmed = ("subscriber_id", "list_id"), "state = 'confirmed'"
    for subscriber_id, list_id in select_in(conn, subscriptions, columns, "subscriber_id", ids, confirmed):
        if list_id in ranks:
            on[subscriber_id].append(ranks[list_id])
    answers: dict[int, Mailbox | Skip] = dict.fromkeys(ids, "erased")
    for subscriber_id, address, name, key in people:
        reason = _reason(never.get(key, frozenset()), on.get(subscriber_id, ()), needed)
        answers[subscriber_id] = reason or Mailbox(subscriber_id=subscriber_id, address=address, name=name)
    return answers


def _reason(never: Set[str], on: Sequence[tuple[str, int]], needed: int) -> Skip | None:
    """Why a reader is skipped: `on` are the lists she is confirmed on, each with the rank of its tier."""
    if EVERYTHING in never:
        return "suppressed"
    ranks = [rank for scope, rank in on if scope not in never]
    if not ranks:
        return "unsubscribed"
    return None if max(ranks) >= needed else "tier"


def _question(
    conn: Connection, lists: Sequence[str], tiers: Sequence[str], segment: object | None
) -> Select[int, int, str | None]:
    """One page of the audience: id, the rank of the highest tier, the unwanted topics of all her lists."""
    ranks = _ranks(conn, lists, tiers)
    rank = case({list_id: rank for list_id, (_, rank) in ranks.items()}, value=subscriptions.c.list_id)
    scope = case({list_id: name for list_id, (name, _) in ranks.items()}, value=subscriptions.c.list_id)
    refused = exists().where(
        suppressions.c.key == subscribers.c.key,
        suppressions.c.scope.in_([EVERYTHING, scope]),
        suppressions.c.lifted_at.is_(None),
    )
    wanted = [
        subscriptions.c.subscriber_id > bindparam("after"),
        subscriptions.c.list_id.in_(list(ranks)),
        subscriptions.c.state == "confirmed",
        ~refused,
        *resolve(conn, segment),
    ]
    return (
        select(
            subscriptions.c.subscriber_id,
            func.max(rank).label("rank"),
            func.aggregate_strings(subscriptions.c.unwanted, CUT).label("unwanted"),
        )
        .join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
        .where(and_(*wanted))
        .group_by(subscriptions.c.subscriber_id)
        .order_by(subscriptions.c.subscriber_id)
        .limit(PAGE)
    )


def _ranks(conn: Connection, names: Sequence[str], tiers: Sequence[str]) -> dict[int, tuple[str, int]]:
    """Of each list its id, name and the rank of its tier; what is unknown raises."""
    rows = conn.execute(
        select(mailing_lists.c.id, mailing_lists.c.name, mailing_lists.c.tier).where(
            mailing_lists.c.name.in_(list(names))
        )
    ).all()
    for name in names:
        if name not in {row.name for row in rows}:
            raise UnknownList(subject=name)
    for row in rows:
        if row.tier not in tiers:
            raise SubscribersError(f"its tier {row.tier!r} is not among {', '.join(tiers)}", subject=row.name)
    if not rows:
        raise UnknownList("an audience needs at least one list")
    return {row.id: (row.name, tiers.index(row.tier)) for row in rows}
