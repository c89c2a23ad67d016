"""Gather: asks the feeds that are due and stores what is new in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model import FeedResult
    from digest.settings import Settings
    from digest.store.engine import Engine

__all__ = ["gather"]


def gather(
    engine: Engine,
    settings: Settings,
    now: datetime,
    *,
    names: Sequence[str] | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FeedResult, ...]:
    """Fetches the feeds that are due (or those named; all with `force`) and stores their items.

    One result per configured or named feed, in the order of digest.toml; a feed's failure is a value
    there. Raises SettingsError for a name that is not configured, StoreError when the database fails.
    """
    from digest.gather.polling import poll  # reading one document (`inspect feed`) needs no database

    return poll(engine, settings, now, names=names, force=force, progress=progress)
