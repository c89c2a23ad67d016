"""What is too old to keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from digest.settings import Retention
from digest.store.tables import actions, edition_entries, editions, entries, exceptions, requests


def prune(conn: Connection, retention: Retention, now: datetime, *, dry_run: bool) -> dict[str, int]:
    """Deletes articles, delivery events and editions past their retention; returns how many of each.

    An article that an edition still kept has sent stays, and so does every opt-out and consent.
    """
    kept = select(edition_entries.c.entry_id)
    rules: tuple[tuple[str, Table, ColumnElement[bool]], ...] = (
        (
            "articles",
            entries,
            (entries.c.last_seen < now - retention.articles) & entries.c.id.not_in(kept),
        ),
        ("events", exceptions, exceptions.c.at < now - retention.events),
        ("requests", requests, requests.c.done_at < now - retention.events),
        ("editions", editions, editions.c.due_at < now - retention.editions),
        ("actions", actions, actions.c.at < now - retention.editions),
    )
    counts = {}
    for name, table, rule in rules:
        counts[name] = conn.execute(select(func.count()).select_from(table).where(rule)).scalar_one()
        if not dry_run:
            conn.execute(delete(table).where(rule))
    return counts
