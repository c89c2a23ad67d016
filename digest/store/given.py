"""What an edition gave to its newsletter's readers, so that no later one repeats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from digest.model import Draft, Edition, Entry, Feed, Rendering
from digest.store import entries as entry_store
from digest.store.tables import corrections, edition_entries, editions

#: Editions whose items count as already given to this newsletter's readers: one that was approved and is
#: held may still leave.
_APPROVED = or_(
    editions.c.state.in_(("approved", "sending", "sent")),
    and_(editions.c.state == "held", editions.c.approved_at.is_not(None)),
)
#: Whoever gives an edition up takes back what it gave; one that still gives something was in fact sent.
_GIVEN = or_(_APPROVED, editions.c.state == "cancelled")


def give(conn: Connection, edition: Edition, draft: Draft, renderings: Sequence[Rendering]) -> None:
    """Writes down which entries this edition gives to which tiers, so that no later edition repeats them.

    An item that stands in no variant is given to nobody and stays news.
    """
    conn.execute(delete(edition_entries).where(edition_entries.c.edition_id == edition.id))
    carried: dict[str, set[str]] = {}
    for one in renderings:
        carried.setdefault(one.tier, set()).update(one.story_ids)
    given = [item for item in draft.items if any(item.story_id in stories for stories in carried.values())]
    revisions = entry_store.revisions(conn, [entry_id for item in given for entry_id in item.entry_ids])
    rows = [
        {
            "edition_id": edition.id,
            "entry_id": entry_id,
            "newsletter": edition.newsletter,
            "story_id": item.story_id,
            "revision": revisions.get(entry_id, 1),
            "tiers": [tier for tier, stories in carried.items() if item.story_id in stories],
        }
        for item in given
        for entry_id in item.entry_ids
    ]
    if rows:
        conn.execute(insert(edition_entries), rows)


def take_back(conn: Connection, edition: Edition, *, over: bool) -> None:
    """Forgets what an edition that does not leave would have given; the corrections it told wait again:
    for itself, or for the next one when it is `over`."""
    conn.execute(delete(edition_entries).where(edition_entries.c.edition_id == edition.id))
    mine = corrections.c.carried_by == edition.id
    conn.execute(update(corrections).where(mine).values(done_at=None))
    if over:
        conn.execute(update(corrections).where(mine, corrections.c.how == "next").values(carried_by=None))


def given(
    conn: Connection, newsletter: str, feeds: Mapping[str, Feed], since: datetime
) -> tuple[tuple[str, Entry, datetime], ...]:
    """(edition name, entry, when) of everything this newsletter's readers got since then, oldest first."""
    query = (
        select(editions.c.name, edition_entries.c.entry_id, editions.c.cut_at)
        .join(editions, editions.c.id == edition_entries.c.edition_id)
        .where(
            edition_entries.c.newsletter == newsletter,
            _GIVEN,
            editions.c.cut_at >= since,
        )
        .order_by(editions.c.cut_at, edition_entries.c.id)
    )
    rows = conn.execute(query).all()
    known = entry_store.by_ids(conn, feeds, [row.entry_id for row in rows])
    return tuple((row.name, known[row.entry_id], row.cut_at) for row in rows if row.entry_id in known)


def given_ids(conn: Connection, newsletter: str) -> frozenset[int]:
    """Ids of every entry an edition of this newsletter already gave."""
    query = (
        select(edition_entries.c.entry_id)
        .join(editions, editions.c.id == edition_entries.c.edition_id)
        .where(edition_entries.c.newsletter == newsletter, _GIVEN)
    )
    return frozenset(conn.execute(query).scalars())


def last_cut(conn: Connection, newsletter: str) -> datetime | None:
    """Up to when the newest edition given to readers had the news; None before the first."""
    query = (
        select(editions.c.cut_at)
        .where(editions.c.newsletter == newsletter, _APPROVED)
        .order_by(editions.c.cut_at.desc())
    )
    return conn.execute(query.where(editions.c.cut_at.is_not(None)).limit(1)).scalar_one_or_none()
