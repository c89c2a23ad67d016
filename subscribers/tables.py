"""Every table of the readers' side. An address stands in `subscribers` and `testers` and nowhere else.

`key` is the keyed hash of the normal form of an address (address.py). It is what makes two rows one
mailbox, and what a suppression is known by, so that it outlives the erasure of the row.
"""

from __future__ import annotations

from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    Text,
    text,
)

from subscribers.columns import Id, Instant, new_metadata
from subscribers.columns import table as _table

metadata = new_metadata()
table = partial(_table, metadata)

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

subscribers = table(
    "subscribers",
    Column("address", String(254), nullable=False),  #: as typed, for sending
    Column("key", LargeBinary(32), nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("language", String(20)),
    Column("timezone", String(64)),
    Column("attributes", JSON(none_as_null=True)),
    Column("added_at", Instant, nullable=False),
)

mailing_lists = table(
    "lists",
    Column("name", String(200), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("tier", String(20), nullable=False),
    Column("opt_in", String(10), nullable=False),
)

# The key begins with the reader, so that an audience is one pass in the order of ids, without a sort.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("list_id", Id, ForeignKey("lists.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("at", Instant, nullable=False),  #: of the last change of state
    Column("how", Text, nullable=False),
    Column("unwanted", Text),  #: topics she does not want, a line each; NULL: she never chose
    PrimaryKeyConstraint("subscriber_id", "list_id"),
    sqlite_with_rowid=False,
)
Index(  # most readers want everything: whoever does not is found without a look at the others
    "ix_subscriptions_unwanted",
    subscriptions.c.subscriber_id,
    sqlite_where=text("unwanted <> ''"),
    postgresql_where=text("unwanted <> ''"),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("key", LargeBinary(32), nullable=False),
    Column("scope", String(200), nullable=False),  #: the name of a list; "" is everything
    Column("reason", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("lifted_at", Instant),  #: NULL while it holds
    Column("logged", Integer, nullable=False, server_default="0"),  #: 1: its present state is in the log
    PrimaryKeyConstraint("key", "scope"),
    sqlite_with_rowid=False,
)
Index(
    "ix_suppressions_unlogged",
    suppressions.c.logged,
    sqlite_where=text("logged = 0"),
    postgresql_where=text("logged = 0"),
)

former_ids = Table(  # a merged reader's old id: the links in her old mails still work
    "former_ids",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False, index=True),
)

consents = table(  # append-only, until she is erased
    "consents",
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("what", String(20), nullable=False),
    Column("list", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Column("how", Text, nullable=False),
    Column("network", String(50), nullable=False, server_default=""),  #: /24 or /64, never a whole address
)

testers = table(
    "testers",
    Column("address", String(254), nullable=False),
    Column("key", LargeBinary(32), nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("added_at", Instant, nullable=False),
)

segments = table(
    "segments",
    Column("name", String(100), nullable=False, unique=True),
    Column("condition", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

signups = Table(  # how often someone asked; a key is a keyed hash of an address, or a shortened network
    "signups",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("count", Integer, nullable=False),
)

reader_facts = Table(  # what must not change under the data: the pepper's fingerprint
    "reader_facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)


def insert_into(conn: Connection, target: Table) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, for this database.

    Both databases spell it alike; SQLAlchemy gives each its own class.
    """
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(target)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(target)
