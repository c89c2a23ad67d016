"""How often someone may ask for a confirmation mail, so that the form floods no one's mailbox.

Counters stand in the database, so that a restart forgets nothing and several processes count together.
An address is counted under its keyed hash, a visitor under his shortened network (/24, /64).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import Connection, bindparam, case, delete

from subscribers.columns import Instant
from subscribers.tables import insert_into, signups


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many within a time."""

    count: int
    within: timedelta


PER_ADDRESS = Limit(count=1, within=timedelta(hours=24))
PER_NETWORK = Limit(count=20, within=timedelta(hours=1))
IN_ALL = Limit(count=1_000, within=timedelta(hours=1))


def allow(conn: Connection, key: str, limit: Limit, now: datetime) -> bool:
    """Counts one more under `key`; False when that is more than the limit."""
    edge = bindparam("edge", now - limit.within, Instant)
    over = signups.c.since <= edge
    statement = (
        insert_into(conn, signups)
        .values(key=key, since=now, count=1)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, 1), else_=signups.c.count + 1),
                "since": case((over, bindparam("now", now, Instant)), else_=signups.c.since),
            },
        )
        .returning(signups.c.count)
    )
    return int(conn.execute(statement).scalar_one()) <= limit.count


def forget_old(conn: Connection, now: datetime) -> None:
    """Drops counters that count no longer."""
    conn.execute(delete(signups).where(signups.c.since < now - PER_ADDRESS.within))


def network(address: str) -> str:
    """The visitor's network, /24 or /64, in place of his address; "" for what is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return str(ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False))
