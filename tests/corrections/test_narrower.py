"""A correction of an item that none of its readers may see any more."""

from __future__ import annotations

import pytest
from corrections.test_corrections import LATER, TEXT, bridge, sent
from sqlalchemy import Engine, update
from test_pipeline import readers, settings

from digest import approval, correcting
from digest.errors import Blocked
from digest.settings import Settings
from digest.store import tables
from digest.store.engine import write

__all__ = ["readers", "settings"]


@pytest.mark.usefixtures("readers")
def test_it_is_mailed_to_nobody_and_said(engine: Engine, settings: Settings) -> None:
    edition = sent(engine, settings)
    entry = bridge(engine, edition)
    with write(engine) as conn:
        conn.execute(update(tables.entries).where(tables.entries.c.id == entry).values(tier="paid"))
    mail = correcting.correct(
        engine, settings, edition, entry=entry, text=TEXT, how="mail", by="Olha", at=LATER, seen=0
    )
    with pytest.raises(Blocked, match="nobody who was sent it may see it now"):
        approval.approve(engine, settings, mail, mail.hash or "", by="Olha", at=LATER)
