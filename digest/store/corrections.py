"""Corrections: what an editor put right about items that were sent, and where that stands.

The edition's stored bytes are never touched. A correction is told once by mail: the edition that carries it
takes it at its approval, in the same transaction, and gives it back when the approval is taken back (see
`given.take_back`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from digest.errors import EditConflict, StaleApproval, WrongState
from digest.model import Correction, Draft, Edition, Item
from digest.store import editions as edition_store
from digest.store.entries import narrower
from digest.store.freezing import sent_ids
from digest.store.tables import corrections, edition_entries, editions, entries, entry_versions, variants

How = Literal["web", "next", "mail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentItem:
    """An item of a sent edition, and each of its entries that its source changed since."""

    item: Item
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An entry as it was sent and as it is now: title, a line break, text."""

    entry_id: int
    sent_revision: int
    revision: int
    at: datetime | None  #: of the first change since; None when that version is not kept
    before: str | None  #: None when that version is not kept
    after: str


def sent_items(conn: Connection, edition: Edition) -> tuple[SentItem, ...]:
    """The items of an edition that was given to readers, in its order, with what changed at their source.

    An item that stood in no variant is not among them. () once the edition's draft is no longer kept.
    """
    draft = edition_store.draft_of(conn, edition)
    stories = set().union(*conn.execute(_story_ids(edition)).scalars())
    if draft is None:
        return ()
    changed = {one.entry_id: one for one in _changed(conn, edition)}
    return tuple(
        SentItem(item=item, changes=tuple(changed[number] for number in item.entry_ids if number in changed))
        for item in draft.items
        if item.story_id in stories and item.entry_ids
    )


def _story_ids(edition: Edition) -> Select[Any]:
    return select(variants.c.story_ids).where(variants.c.edition_id == edition.id)


def _changed(conn: Connection, edition: Edition) -> tuple[Changed, ...]:
    sent, old = edition_entries, entry_versions
    query = (
        select(entries, sent.c.revision.label("sent"), old.c.replaced_at, old.c.title.label("old_title"))
        .add_columns(old.c.text.label("old_text"))
        .join(sent, sent.c.entry_id == entries.c.id)
        .outerjoin(old, (old.c.entry_id == entries.c.id) & (old.c.revision == sent.c.revision))
        .where(sent.c.edition_id == edition.id, entries.c.revision > sent.c.revision)
        .order_by(sent.c.id)
    )
    return tuple(
        Changed(
            entry_id=row.id,
            sent_revision=row.sent,
            revision=row.revision,
            at=row.replaced_at,
            before=None if row.old_title is None else f"{row.old_title}\n{row.old_text}",
            after=f"{row.title}\n{row.text}",
        )
        for row in conn.execute(query)
    )


def unanswered(conn: Connection, edition: Edition) -> int:
    """How many entries of a sent edition their source changed after any correction of them was written."""
    answered = {one.entry_id: one.revision for one in of(conn, edition)}
    return sum(answered.get(one.entry_id, 0) < one.revision for one in _changed(conn, edition))


def add(
    conn: Connection,
    edition: Edition,
    item: Item,
    *,
    entry: int,
    text: str,
    how: How,
    by: str,
    at: datetime,
    seen: int,
    carried_by: Edition | None = None,
) -> int:
    """Stores a correction and returns its id.

    seen: the newest correction of this edition its author saw, 0 for none. EditConflict when a newer one
    is about the same entry: a form that is sent twice makes one correction.
    """
    same = (corrections.c.edition_id == edition.id, corrections.c.entry_id == entry)
    newer = select(corrections.c.by).where(*same, corrections.c.id > seen).limit(1)
    other = conn.execute(newer.order_by(corrections.c.id.desc())).scalar_one_or_none()
    if other is not None:
        raise EditConflict(f"{other} wrote a correction of this item while you wrote", subject=edition.name)
    revision = conn.execute(select(entries.c.revision).where(entries.c.id == entry)).scalar_one()
    values = {"edition_id": edition.id, "entry_id": entry, "revision": revision, "text": text, "how": how}
    values |= {"item": _item_type().dump_json(item).decode(), "by": by, "at": at}
    values |= {"done_at": at if how == "web" else None, "carried_by": carried_by.id if carried_by else None}
    return int(conn.execute(insert(corrections).values(values).returning(corrections.c.id)).scalar_one())


def withdraw(conn: Connection, edition: Edition, number: int, at: datetime) -> Correction:
    """Takes a correction of this edition back; WrongState once a mail with it may have left."""
    found = next((one for one in of(conn, edition) if one.id == number), None)
    if found is None:
        raise WrongState("it has no such correction", subject=edition.name)
    if found.how != "web" and found.done_at is not None:
        raise WrongState(
            f"this correction is part of {found.carried_by}, which is approved or was sent: "
            "write another, or reopen that one first",
            subject=edition.name,
        )
    conn.execute(update(corrections).where(corrections.c.id == number).values(withdrawn_at=at))
    return found


# --- what stands ---------------------------------------------------------------------------------------


def of(conn: Connection, edition: Edition) -> tuple[Correction, ...]:
    """The corrections of an edition's items that stand, oldest first."""
    return _found(conn, corrections.c.edition_id == edition.id)


def waiting(conn: Connection, edition: Edition) -> tuple[Correction, ...]:
    """What this draft's mail has to put right: corrections that wait for its newsletter's next edition."""
    return _found(
        conn,
        corrections.c.how == "next",
        editions.c.newsletter == edition.newsletter,
        or_(corrections.c.carried_by.is_(None), corrections.c.carried_by == edition.id),
    )


def mailed_by(conn: Connection, edition: Edition) -> Correction | None:
    """The correction this edition was made to mail; None for any other edition. A withdrawn one counts."""
    found = _found(conn, corrections.c.how == "mail", corrections.c.carried_by == edition.id, withdrawn=True)
    return found[0] if found else None


def sent_to(conn: Connection, correction: Correction) -> frozenset[int]:
    """Readers to whom a mail with the item was handed over; not those skipped, refused or in doubt."""
    edition = edition_store.find(conn, correction.edition)
    query = select(variants.c.id, variants.c.story_ids).where(variants.c.edition_id == edition.id)
    carried_it = [row.id for row in conn.execute(query) if correction.item.story_id in row.story_ids]
    return sent_ids(conn, edition.id, carried_it)


def _found(conn: Connection, *rules: Any, withdrawn: bool = False) -> tuple[Correction, ...]:
    carrier = editions.alias("carrier")
    query = (
        select(corrections, editions.c.name, carrier.c.name.label("carrier"))
        .add_columns(entries.c.tier, entries.c.embargo_until)
        .join(editions, editions.c.id == corrections.c.edition_id)
        .join(entries, entries.c.id == corrections.c.entry_id)
        .outerjoin(carrier, carrier.c.id == corrections.c.carried_by)
        .where(*rules)
        .order_by(corrections.c.id)
    )
    if not withdrawn:
        query = query.where(corrections.c.withdrawn_at.is_(None))
    return tuple(map(_correction, conn.execute(query)))


@cache
def _item_type() -> TypeAdapter[Item]:
    return TypeAdapter(Item)


def _correction(row: Row[Any]) -> Correction:
    item = _item_type().validate_json(row.item)
    until = max((one for one in (item.embargo_until, row.embargo_until) if one), default=None)
    return Correction(
        id=row.id,
        edition=row.name,
        item=replace(item, tier=narrower(item.tier, row.tier), embargo_until=until),
        entry_id=row.entry_id,
        revision=row.revision,
        text=row.text,
        by=row.by,
        at=row.at,
        how=row.how,
        carried_by=row.carrier,
        done_at=row.done_at,
    )


# --- told once -----------------------------------------------------------------------------------------


def carried(draft: Draft, story_ids: Collection[str]) -> tuple[int, ...]:
    """Ids of the corrections among a draft's items that stand in a variant; pure."""
    inside = [item for item in draft.items if not item.entry_ids and item.story_id in story_ids]
    return tuple(int(item.story_id[1:]) for item in inside)


def take(conn: Connection, edition: Edition, numbers: Sequence[int], at: datetime) -> None:
    """These corrections are told by this edition, which is being approved; StaleApproval when one of them
    was withdrawn, or another edition tells it."""
    mine = or_(corrections.c.carried_by.is_(None), corrections.c.carried_by == edition.id)
    done = conn.execute(
        update(corrections)
        .where(corrections.c.id.in_(numbers), corrections.c.withdrawn_at.is_(None), mine)
        .values(carried_by=edition.id, done_at=at)
    )
    if done.rowcount != len(numbers):
        raise StaleApproval(
            "a correction in it was withdrawn, or another edition tells it: refresh it, look, approve again",
            subject=edition.name,
        )


def newest(conn: Connection, edition: Edition) -> int:
    """The id of this edition's newest correction, withdrawn or not; 0 when it has none."""
    query = select(func.max(corrections.c.id)).where(corrections.c.edition_id == edition.id)
    return int(conn.execute(query).scalar_one() or 0)
