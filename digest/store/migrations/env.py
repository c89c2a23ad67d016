"""Alembic's entry: both packages' tables, one history."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from digest.store.tables import metadata as news
from subscribers.columns import Instant
from subscribers.store import metadata as people


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """A migration stands by itself: it names no type of ours that may change later."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[news, people],
    render_as_batch=True,
    render_item=render_item,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
