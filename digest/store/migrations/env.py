"""Alembic's entry: both packages' tables, one history."""

from __future__ import annotations

from alembic import context

from digest.store.tables import metadata as news
from subscribers.store import metadata as people

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=[news, people],
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
