"""What is too old to keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from digest.model import EditionState
from digest.settings import Retention
from digest.store import switches
from digest.store.tables import actions, edition_entries, editions, edits, entries, exceptions, requests

_OVER: tuple[EditionState, ...] = ("sent", "skipped", "cancelled")


def prune(conn: Connection, retention: Retention, now: datetime, *, dry_run: bool) -> dict[str, int]:
    """Deletes articles, delivery events and editions past their retention; returns how many of each.

    An article that an edition still kept has sent stays, and so does every opt-out and consent. Editions
    that are not over stay, however old, and one whose block of a source still stands. The name of one that is
    deleted is kept, so that the log of what was sent still agrees with the database.
    """
    kept = select(edition_entries.c.entry_id)
    blocks = select(edits.c.edition_id).where(edits.c.kind == "block", edits.c.undone_at.is_(None))
    old = editions.c.due_at < now - retention.editions
    rules: tuple[tuple[str, Table, ColumnElement[bool]], ...] = (
        (
            "articles",
            entries,
            (entries.c.last_seen < now - retention.articles) & entries.c.id.not_in(kept),
        ),
        ("events", exceptions, exceptions.c.at < now - retention.events),
        ("requests", requests, requests.c.done_at < now - retention.events),
        ("editions", editions, old & editions.c.state.in_(_OVER) & editions.c.id.not_in(blocks)),
        ("actions", actions, actions.c.at < now - retention.editions),
    )
    if not dry_run:
        _remember(conn, rules[3][2], now)
    counts = {}
    for name, table, rule in rules:
        counts[name] = conn.execute(select(func.count()).select_from(table).where(rule)).scalar_one()
        if not dry_run:
            conn.execute(delete(table).where(rule))
    return counts


def _remember(conn: Connection, rule: ColumnElement[bool], now: datetime) -> None:
    for name in conn.execute(select(editions.c.name).where(rule)).scalars().all():
        switches.mark_sent(conn, name, "its edition is past its retention", now)
