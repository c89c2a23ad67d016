"""Edits, approvals, and the log of who did what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from digest.errors import EditConflict, EditionError
from digest.model import Edit, Edition
from digest.store import editions
from digest.store.tables import actions, approvals, edits, entries
from digest.store.tables import editions as editions_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved which hash, when."""

    hash: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An edit, and when it was taken back."""

    edit: Edit
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One line of the log of who did what."""

    at: datetime
    by: str
    what: str
    detail: Mapping[str, Any] | None
    edition: str | None = None


def add_edit(
    conn: Connection,
    edition: Edition,
    kind: str,
    *,
    by: str,
    at: datetime,
    entry: int | None = None,
    other: int | None = None,
    value: str | None = None,
) -> int:
    """Stores an edit and returns its id; refused unless the edition is a draft and the edit says something.

    The draft has no hash, and cannot be approved, until it was made again with the edit.
    EditionError: its entry is unknown, or what it needs (a second entry, words) is missing.
    """
    editions.move(conn, edition, "draft", since=["draft"], hash=None)
    _refuse_nothing(conn, edition, kind, entry, other, value)
    values = {"edition_id": edition.id, "kind": kind, "entry_id": entry, "other_id": other, "value": value}
    result = conn.execute(insert(edits).values(values | {"by": by, "at": at}).returning(edits.c.id))
    record(
        conn,
        at=at,
        by=by,
        what=kind,
        edition=edition,
        detail={"entry": entry, "other": other, "value": value},
    )
    return int(result.scalar_one())


_FRAME = ("subject", "preheader", "intro", "section-order", "block")


def _refuse_nothing(
    conn: Connection, edition: Edition, kind: str, entry: int | None, other: int | None, value: str | None
) -> None:
    """EditionError for an edit that could change nothing."""
    if kind not in _FRAME and entry is None:
        raise EditionError(f"{kind} is about an item: name an entry of it", subject=edition.name)
    if kind == "merge" and other is None:
        raise EditionError("merge joins two items: name an entry of the second too", subject=edition.name)
    if kind in ("headline", "summary", "section") and not (value or "").strip():
        raise EditionError(f"{kind} needs its words", subject=edition.name)
    for number in (entry, other):
        found = select(entries.c.id).where(entries.c.id == number)
        if number is not None and conn.execute(found).scalar_one_or_none() is None:
            raise EditionError(f"there is no entry {number}", subject=edition.name)


def refuse_newer(conn: Connection, edition: Edition, kind: str, entry: int | None, seen: int) -> None:
    """EditConflict when an edit of this kind about this entry was stored after the one numbered `seen`."""
    same = (edits.c.kind == kind, edits.c.entry_id.is_(None) if entry is None else edits.c.entry_id == entry)
    newer = select(edits.c.by).where(
        edits.c.edition_id == edition.id, edits.c.id > seen, edits.c.undone_at.is_(None), *same
    )
    by = conn.execute(newer.order_by(edits.c.id.desc()).limit(1)).scalar_one_or_none()
    if by is not None:
        raise EditConflict(f"{by} changed the {kind} while you wrote", subject=edition.name)


def undo_edit(conn: Connection, edition: Edition, edit_id: int, *, by: str, at: datetime) -> None:
    """Takes an edit back, as `add_edit` adds one; it stays in the log. EditionError when none such stands."""
    editions.move(conn, edition, "draft", since=["draft"], hash=None)
    done = conn.execute(
        update(edits)
        .where(edits.c.id == edit_id, _about(edition), edits.c.undone_at.is_(None))
        .values(undone_at=at)
    )
    if done.rowcount != 1:
        raise EditionError(f"no edit {edit_id} of it stands", subject=edition.name)
    record(conn, at=at, by=by, what="undo", edition=edition, detail={"edit": edit_id})


def edits_of(conn: Connection, edition: Edition) -> tuple[Edit, ...]:
    """The edits that stand, oldest first; for a draft with all blocks of its newsletter."""
    query = select(edits).where(_about(edition), edits.c.undone_at.is_(None)).order_by(edits.c.id)
    return tuple(_edit(row) for row in conn.execute(query))


def _about(edition: Edition) -> ColumnElement[bool]:
    """Which edits an edition is made with: its own; a draft with every block of its newsletter."""
    own = edits.c.edition_id == edition.id
    if edition.state != "draft":
        return own
    siblings = select(editions_table.c.id).where(editions_table.c.newsletter == edition.newsletter)
    return own | ((edits.c.kind == "block") & edits.c.edition_id.in_(siblings))


def history_of(conn: Connection, edition: Edition, entry_ids: Collection[int]) -> tuple[Made, ...]:
    """Every edit about these entries, oldest first, those taken back too."""
    query = select(edits).where(edits.c.edition_id == edition.id, edits.c.entry_id.in_(entry_ids))
    return tuple(
        Made(edit=_edit(row), undone_at=row.undone_at) for row in conn.execute(query.order_by(edits.c.id))
    )


def _edit(row: Row[Any]) -> Edit:
    return Edit(
        id=row.id,
        kind=row.kind,
        by=row.by,
        at=row.at,
        entry=row.entry_id,
        other=row.other_id,
        value=row.value,
    )


def add_approval(conn: Connection, edition: Edition, digest: str, *, by: str, at: datetime) -> None:
    """Stores one editor's approval of a hash; the same editor's second one changes nothing."""
    standing = approvals_of(conn, edition)
    if all(one.by != by or one.hash != digest for one in standing):
        conn.execute(insert(approvals).values(edition_id=edition.id, hash=digest, by=by, at=at))


def withdraw_approvals(conn: Connection, edition: Edition, at: datetime) -> None:
    """No approval of this edition stands any more."""
    standing = approvals.c.withdrawn_at.is_(None)
    conn.execute(
        update(approvals).where(approvals.c.edition_id == edition.id, standing).values(withdrawn_at=at)
    )


def approvals_of(conn: Connection, edition: Edition) -> tuple[Approval, ...]:
    """The approvals that stand, oldest first."""
    query = (
        select(approvals)
        .where(approvals.c.edition_id == edition.id, approvals.c.withdrawn_at.is_(None))
        .order_by(approvals.c.id)
    )
    return tuple(Approval(hash=row.hash, by=row.by, at=row.at) for row in conn.execute(query))


def record(
    conn: Connection,
    *,
    at: datetime,
    by: str,
    what: str,
    edition: Edition | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Appends one line to the log of who did what; lines are never changed."""
    conn.execute(
        insert(actions).values(
            at=at, by=by, what=what, edition_id=edition.id if edition else None, detail=dict(detail or {})
        )
    )


def log_of(
    conn: Connection,
    edition: Edition | None = None,
    limit: int = 500,
    *,
    by: str = "",
    what: str = "",
    skip: int = 0,
) -> tuple[Action, ...]:
    """The newest lines of the log first: of one edition or of all, of one name or kind of act or of all."""
    query = (
        select(actions, editions_table.c.name)
        .outerjoin(editions_table, editions_table.c.id == actions.c.edition_id)
        .where(*_asked(edition, by, what))
        .order_by(actions.c.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return tuple(
        Action(at=row.at, by=row.by, what=row.what, detail=row.detail, edition=row.name)
        for row in conn.execute(query)
    )


def log_length(conn: Connection, edition: Edition | None = None, *, by: str = "", what: str = "") -> int:
    """How many lines `log_of` could give."""
    query = select(func.count()).select_from(actions).where(*_asked(edition, by, what))
    return int(conn.execute(query).scalar_one())


def log_names(conn: Connection, edition: Edition | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who stands in the log, and what was done, each once, by name."""
    who, acts = (
        select(column).where(*_asked(edition)).distinct().order_by(column)
        for column in (actions.c.by, actions.c.what)
    )
    return tuple(conn.execute(who).scalars()), tuple(conn.execute(acts).scalars())


def _asked(edition: Edition | None, by: str = "", what: str = "") -> list[ColumnElement[bool]]:
    """What a line must be; "" and None ask for nothing."""
    asked: list[ColumnElement[bool]] = []
    if edition is not None:
        asked.append(actions.c.edition_id == edition.id)
    if by:
        asked.append(actions.c.by == by)
    if what:
        asked.append(actions.c.what == what)
    return asked
