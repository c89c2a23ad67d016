"""Every table of the news side; the people's are in subscribers/tables.py. One history of migrations."""

from __future__ import annotations

from functools import partial

from sqlalchemy import JSON, Column, Float, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from subscribers import columns
from subscribers.columns import Id, Instant, reference

metadata = columns.new_metadata()
table = partial(columns.table, metadata)

# --- gather --------------------------------------------------------------------------------------------

feeds = table(
    "feeds",
    Column("name", String(200), nullable=False, unique=True),
    Column("url", Text, nullable=False),  #: the configured URL these validators belong to
    Column("moved_to", Text),  #: after repeated permanent redirects
    Column("moved_count", Integer, nullable=False, server_default="0"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(64)),
    Column("checked_at", Instant),
    Column("ok_at", Instant),
    Column("changed_at", Instant),
    Column("next_check_at", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("status", Integer),
    Column("problem", Text),
    Column("told_at", Instant),  #: when its failing was last told to the editors
    Column("state", JSON),  #: what else the fetcher remembers: learned interval, hints, counters
)

entries = table(
    "entries",
    reference("feed_id", "feeds"),
    Column("key", String(80), nullable=False),  #: identity inside the feed, see gather
    Column("guid", Text),
    Column("link", Text),
    Column("link_key", String(64), index=True),  #: hash of the canonical link
    Column("text_key", String(64), index=True),  #: hash of title and text, normalised
    Column("title", Text, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("language", String(20)),
    Column("summary", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_from", String(10), nullable=False),
    Column("picture", JSON),
    Column("published", Instant),
    Column("updated", Instant),
    Column("first_seen", Instant, nullable=False, index=True),
    Column("last_seen", Instant, nullable=False),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("tier", String(20), nullable=False),
    Column("embargo_until", Instant),
    Column("problems", JSON, nullable=False),
    Column("page_tried_at", Instant),
    Column("publisher", String(200)),  #: of the entry, where its feed has many
    UniqueConstraint("feed_id", "key"),
)

entry_versions = table(
    "entry_versions",
    reference("entry_id", "entries"),
    Column("revision", Integer, nullable=False),
    Column("replaced_at", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("changed", JSON, nullable=False),  #: names of the fields that changed after this version
    UniqueConstraint("entry_id", "revision"),
)

# --- rank ----------------------------------------------------------------------------------------------

terms = Table(
    "terms",
    metadata,
    Column("language", String(20), primary_key=True),
    Column("term", String(80), primary_key=True),
    Column("documents", Float, nullable=False),  #: running document frequency, decayed
)

link_looks = table(  # what was found at the addresses that drafts point to
    "link_looks",
    Column("key", String(64), nullable=False, unique=True),  #: SHA-256 of the address
    Column("url", Text, nullable=False),
    Column("looked_at", Instant, nullable=False, index=True),
    Column("status", Integer, nullable=False),
    Column("leads_to", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("picture", String(10), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)

# --- editions ------------------------------------------------------------------------------------------

editions = table(
    "editions",
    Column("name", String(200), nullable=False, unique=True),
    Column("newsletter", String(100), nullable=False),
    Column("local_date", String(10), nullable=False),
    Column("slot", String(20), nullable=False),  #: "0700" or "extra-1"
    Column("state", String(20), nullable=False, index=True),
    Column("reason", Text),
    Column("due_at", Instant, nullable=False),
    Column("cutoff_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("cut_at", Instant),
    Column("approved_at", Instant),
    Column("approved_by", String(200)),
    Column("frozen_at", Instant),
    Column("sent_at", Instant),
    Column("hash", String(64)),
    Column("tag_prefix", String(40), nullable=False),
    Column("envelope", JSON),  #: sender, reply-to, List-Id, audience rule: the rest of what the hash covers
    Column("draft", Text),  #: the draft as JSON
    Column("planned", Integer),  #: recipients at the freeze
    Column("checksum", String(64)),  #: over the planned recipient ids
    UniqueConstraint("newsletter", "local_date", "slot"),
)

variants = table(
    "variants",
    reference("edition_id", "editions"),
    Column("name", String(100), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("story_ids", JSON, nullable=False),
    Column("sections", JSON, nullable=False, server_default="[]"),  #: those its stories stand in
    Column("subject", Text, nullable=False),
    Column("preheader", Text, nullable=False),
    Column("mjml", Text, nullable=False),
    Column("html", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    UniqueConstraint("edition_id", "name"),
)

edition_entries = table(
    "edition_entries",
    reference("edition_id", "editions"),
    reference("entry_id", "entries"),
    Column("newsletter", String(100), nullable=False, index=True),
    Column("story_id", String(40), nullable=False),
    Column("revision", Integer, nullable=False),  #: of the entry, as it was sent
    Column("tiers", JSON, nullable=False),  #: the variants' tiers that carried it
    UniqueConstraint("edition_id", "entry_id"),
)

edits = table(
    "edits",
    reference("edition_id", "editions"),
    Column("kind", String(20), nullable=False),
    Column("entry_id", Id),
    Column("other_id", Id),
    Column("value", Text),
    Column("by", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
)

approvals = table(
    "approvals",
    reference("edition_id", "editions"),
    Column("hash", String(64), nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
)

corrections = table(  # what was put right after an edition went out
    "corrections",
    reference("edition_id", "editions"),
    reference("entry_id", "entries"),
    Column("revision", Integer, nullable=False),  #: of the entry, as it was when this was written
    Column("item", Text, nullable=False),  #: the item as it was sent, as JSON
    Column("text", Text, nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Column("how", String(10), nullable=False),  #: web, next, mail
    Column("carried_by", Id, index=True),  #: the edition that mails it
    Column("done_at", Instant),  #: when that edition was approved; for the web at once
    Column("withdrawn_at", Instant),
)

actions = table(  # append-only: who did what, when
    "actions",
    reference("edition_id", "editions", nullable=True),
    Column("at", Instant, nullable=False, index=True),
    Column("by", String(200), nullable=False),
    Column("what", String(40), nullable=False),
    Column("detail", JSON),
)

# --- send ----------------------------------------------------------------------------------------------

batches = table(
    "batches",
    reference("edition_id", "editions"),
    reference("variant_id", "variants"),
    Column("number", Integer, nullable=False),  #: the batch in recipient ids edition.batch.ordinal
    Column("parent_id", Id),  #: the batch this one was cut out of
    Column("state", String(20), nullable=False),
    Column("size", Integer, nullable=False),
    Column("ids", LargeBinary, nullable=False),  #: sorted subscriber ids, delta varints, zlib
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("owner", String(100)),
    Column("lease_until", Instant),
    Column("not_before", Instant),
    Column("handed_at", Instant),
    Column("settled_at", Instant),
    Column("settled_by", String(200)),  #: "events", "policy" or an operator's name
    Column("provider_id", Text),
    Column("status", Integer),
    Column("skipped", LargeBinary),  #: bitmaps, one bit an ordinal; NULL is none
    Column("refused", LargeBinary),
    Column("delivered", LargeBinary),
    Column("deferred", LargeBinary),
    Column("dropped", LargeBinary),
    Column("bounced", LargeBinary),
    Column("complained", LargeBinary),
    Column("unsubscribed", LargeBinary),
    UniqueConstraint("edition_id", "number"),
)
Index("ix_batches_edition_id_state", batches.c.edition_id, batches.c.state)

exceptions = table(  # reasons are rows for exceptions only
    "exceptions",
    reference("edition_id", "editions"),
    reference("batch_id", "batches"),
    Column("ordinal", Integer, nullable=False),
    Column("subscriber_id", Id, nullable=False),
    Column("kind", String(20), nullable=False),  #: skipped, refused, bounced, …
    Column("code", String(40)),  #: a status code or a word of ours; never the provider's free text
    Column("at", Instant, nullable=False),
    UniqueConstraint("batch_id", "ordinal", "kind"),
)

# --- run -----------------------------------------------------------------------------------------------

requests = table(  # what a web process wants done by the worker
    "requests",
    reference("edition_id", "editions", nullable=True),
    Column("kind", String(20), nullable=False),
    Column("data", JSON),
    Column("by", String(200), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("result", Text),
)

notices = table(  # mail to editors that goes out once
    "notices",
    Column("key", String(200), nullable=False, unique=True),
    Column("sent_at", Instant),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("made_at", Instant, nullable=False),
)

editors = table(  # who may sign in at the desk
    "editors",
    Column("key", String(200), nullable=False, unique=True),  #: the name without case and width
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("password_hash", Text, nullable=False),  #: argon2id, with its own salt and parameters
    Column("added_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)

editor_sessions = table(
    "editor_sessions",
    reference("editor_id", "editors"),
    Column("key", String(64), nullable=False, unique=True),  #: SHA-256 of the cookie
    Column("begun_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
)

workers = table(
    "workers",
    Column("name", String(100), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

switches = Table(  # "stop": all sending stands still until `digest resume`
    "switches",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("on", Integer, nullable=False),
    Column("why", Text),
    Column("at", Instant, nullable=False),
)
