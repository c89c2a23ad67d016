"""The editions anyone may read: those that went out, in the whole variant of one tier, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from digest.model import Rendering, Tier
from digest.store.tables import editions, variants


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One edition of the archive with the bytes that were sent."""

    name: str
    newsletter: str
    local_date: str
    when: datetime
    rendering: Rendering


def published(
    conn: Connection, tier: Tier, *, newsletter: str | None = None, limit: int
) -> tuple[Published, ...]:
    """The latest editions whose audience was frozen, which is when mails of them may be out; not one that was
    given up before anybody got it."""
    query = (
        select(editions, variants)
        .join(variants, variants.c.edition_id == editions.c.id)
        .where(editions.c.frozen_at.is_not(None), editions.c.state != "cancelled", variants.c.name == tier)
        .order_by(editions.c.due_at.desc(), editions.c.id.desc())
        .limit(limit)
    )
    if newsletter is not None:
        query = query.where(editions.c.newsletter == newsletter)
    found = []
    for row in conn.execute(query).mappings():
        rendering = Rendering(
            variant=row[variants.c.name],
            tier=row[variants.c.tier],
            story_ids=tuple(row[variants.c.story_ids]),
            sections=tuple(row[variants.c.sections]),
            subject=row[variants.c.subject],
            preheader=row[variants.c.preheader],
            html=row[variants.c.html].decode(),
            text=row[variants.c.text].decode(),
            mjml="",
        )
        found.append(
            Published(
                name=row[editions.c.name],
                newsletter=row[editions.c.newsletter],
                local_date=row[editions.c.local_date],
                when=row[editions.c.due_at],
                rendering=rendering,
            )
        )
    return tuple(found)
