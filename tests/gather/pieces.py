"""What the tests of gathering share: a newsroom with feeds on a local server, and its stored items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from digest import settings as settings_file
from digest.gather import gather
from digest.model import Entry, FeedResult
from digest.settings import Settings
from digest.store import entries, feeds
from digest.store.engine import read
from digest.store.feeds import FeedState

NOW = datetime(2026, 2, 18, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def newsroom(folder: Path, *tables: str, gather_table: str = "allow_private_networks = true") -> Settings:
    """Settings with these [[feeds]] tables; `a="x"` lines of a table are written as they are."""
    text = f"[gather]\n{gather_table}\n" + "".join(f"[[feeds]]\n{table}\n" for table in tables)
    (folder / "digest.toml").write_text(text)
    return settings_file.load(folder, {})


def feed(name: str, url: str, more: str = "") -> str:
    return f'name = "{name}"\nurl = "{url}"\n{more}'


def ask(engine: Engine, settings: Settings, now: datetime = NOW, *, force: bool = True) -> FeedResult:
    """One round of a newsroom with one feed."""
    (result,) = gather(engine, settings, now, force=force)
    return result


def stored(engine: Engine, settings: Settings, now: datetime = NOW, days: int = 365) -> tuple[Entry, ...]:
    """Every stored item of the last `days`, oldest first."""
    configured = {one.name: one for one in settings.feeds}
    with read(engine) as conn:
        return entries.window(conn, configured, now - timedelta(days=days), now)


def titles(items: Sequence[Entry]) -> list[str]:
    return [item.title for item in items]


def state(engine: Engine, name: str) -> FeedState:
    with read(engine) as conn:
        return feeds.states(conn)[name]
