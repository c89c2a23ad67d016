"""What was found at the addresses that drafts point to: kept a month, the newest look only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from digest.model import LinkLook
from digest.store.tables import link_looks

KEPT = timedelta(days=30)


def known(conn: Connection, urls: Iterable[str]) -> dict[str, LinkLook]:
    """The latest look at each of these addresses that was looked at, by address."""
    keys = [_key(url) for url in urls]
    rows = conn.execute(select(link_looks).where(link_looks.c.key.in_(keys))).all() if keys else []
    fields = LinkLook.__dataclass_fields__
    return {row.url: LinkLook(**{name: getattr(row, name) for name in fields}) for row in rows}


def keep(conn: Connection, found: Sequence[LinkLook]) -> None:
    """Stores these looks in place of earlier ones, and forgets those older than a month."""
    if not found:
        return
    keys = [_key(look.url) for look in found]
    oldest = max(look.looked_at for look in found) - KEPT
    conn.execute(delete(link_looks).where(link_looks.c.key.in_(keys) | (link_looks.c.looked_at < oldest)))
    rows = [asdict(look) | {"key": key} for look, key in zip(found, keys, strict=True)]
    conn.execute(insert(link_looks), rows)


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
