"""Entries that editors write themselves."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert, select

from digest.model import Feed
from digest.store.tables import entries, feeds


def add_own(
    conn: Connection, desk: Feed, *, headline: str, text: str, link: str | None, by: str, now: datetime
) -> int:
    """Stores an editor's own item as an entry of the desk's feed and returns its id.

    The same headline and text at the same time is the same entry: a form sent twice makes one item.
    """
    key = hashlib.sha256(f"{headline}\n{text}\n{now.isoformat()}".encode()).hexdigest()
    feed_id = conn.execute(select(feeds.c.id).where(feeds.c.name == desk.name)).scalar_one()
    known = conn.execute(select(entries.c.id).where(entries.c.feed_id == feed_id, entries.c.key == key))
    found = known.scalar_one_or_none()
    if found is not None:
        return int(found)
    values = {
        "feed_id": feed_id,
        "key": key,
        "link": link,
        "title": headline,
        "authors": [by],
        "categories": [],
        "summary": "",
        "html": "",
        "text": text,
        "text_from": "feed",
        "published": now,
        "first_seen": now,
        "last_seen": now,
        "tier": "public",
        "problems": [],
    }
    return int(conn.execute(insert(entries).values(values).returning(entries.c.id)).scalar_one())
