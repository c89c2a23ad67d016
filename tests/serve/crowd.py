"""One of four processes on one database: python -m serve.crowd CONFIG ROLE COUNT."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from digest import approval, pipeline
from digest.settings import Settings, load
from digest.store.engine import open_engine, write
from subscribers import consent
from subscribers import store as people


def leave(engine: Engine, settings: Settings, count: int) -> None:
    """Readers 1 to `count` leave, one transaction each, as the door does it."""
    log = settings.folder / ".digest" / "optouts.log"
    for reader in range(1, count + 1):
        with write(engine) as conn:
            people.unsubscribe(conn, reader, None, datetime.now(UTC), "one-click")
        consent.keep(partial(write, engine), log)


def approve(engine: Engine, settings: Settings, count: int) -> None:
    """An editor who drafts, approves and reopens another newsletter's edition again and again."""
    now = datetime.now(UTC)
    draft, _ = pipeline.prepare_extra(engine, settings, "other", now)
    for _ in range(count):
        approval.approve(engine, settings, draft, draft.hash or "", by="maria", at=datetime.now(UTC))
        draft = approval.reopen(engine, draft, by="maria", at=datetime.now(UTC))


def main() -> None:
    settings = load(Path(sys.argv[1]))
    engine = open_engine(settings.storage_url)
    {"leave": leave, "approve": approve}[sys.argv[2]](engine, settings, int(sys.argv[3]))


if __name__ == "__main__":
    main()
