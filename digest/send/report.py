"""What became of an edition: the balance, what came back, the exceptions by reason, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from digest.model import Balance, Edition
from digest.send.settle import Doubt, doubts
from digest.store import balance, edits
from digest.store.balance import Outcome, Reasons
from digest.store.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One edition's sending as it stands. `events` counts recipients by kind of later news. Of the freeze:
    narrowed: readers who got a narrower variant than they chose; nothing: those who left out every section of
    the edition; unserved: those for whom no variant was narrow enough. The last two stand in no batch."""

    edition: str
    state: str
    balance: Balance
    events: Mapping[str, int]
    reasons: tuple[Reasons, ...]
    doubts: tuple[Doubt, ...]
    narrowed: int = 0
    nothing: int = 0
    unserved: int = 0


def report(conn: Connection, edition: Edition, *, now: datetime | None = None) -> Report:
    """The report of an edition. `sent` means that the provider accepted it, not that it was read."""
    frozen = next((one.detail or {} for one in edits.log_of(conn, edition, limit=1, what="freeze")), {})
    return Report(
        edition=edition.name,
        state=edition.state,
        balance=balance.of(conn, edition.id),
        events=balance.events(conn, edition.id),
        reasons=balance.reasons(conn, edition.id),
        doubts=doubts(conn, edition, now=now),
        **{name: frozen.get(name, 0) for name in ("narrowed", "nothing", "unserved")},
    )


def recipients(conn: Connection, edition: Edition) -> Iterator[Outcome]:
    """Every recipient: opaque id, subscriber id, where she stands, what came back. No addresses."""
    return balance.outcomes(conn, edition.id)
