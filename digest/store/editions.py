"""Editions: their identity, their state, their stored bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import count
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from digest.errors import UnknownEdition, WrongState
from digest.model import Draft, Edition, EditionState, Rendering
from digest.store.tables import editions, variants


def tag_prefix(name: str) -> str:
    """The prefix of this edition's reader tags, derived from its name: 12 hex digits, letters first.

    A feed's text can never hold one because the renderer strips whatever looks like it.
    """
    return "d" + hashlib.sha256(name.encode()).hexdigest()[:11]


def edition_hash(name: str, renderings: Sequence[Rendering], envelope: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over canonical JSON of the edition's name, each variant's subject, preheader, HTML,
    text and story ids with tags unfilled, and the envelope: sender, reply-to, List-Id, audience rule.

    From version 2 on, which the envelope names, also each variant's tier and sections: they decide who gets
    it.
    """
    whole = envelope.get("version", 1) >= 2
    document = {
        "edition": name,
        "variants": {
            r.variant: [r.subject, r.preheader, r.html, r.text, list(r.story_ids)]
            + ([r.tier, list(r.sections)] if whole else [])
            for r in renderings
        },
        "envelope": dict(envelope),
    }
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


# --- editions ------------------------------------------------------------------------------------------


def create(
    conn: Connection,
    *,
    newsletter: str,
    local_date: str,
    slot: str,
    due_at: datetime,
    cutoff_at: datetime | None,
    now: datetime,
) -> Edition:
    """The edition of this newsletter, date and slot: made if it is not there, found if it is."""
    name = f"{newsletter}/{local_date}/{slot}"
    known = conn.execute(select(editions).where(editions.c.name == name)).one_or_none()
    if known is None:
        values = {
            "name": name,
            "newsletter": newsletter,
            "local_date": local_date,
            "slot": slot,
            "state": "draft",
            "due_at": due_at,
            "cutoff_at": cutoff_at,
            "created_at": now,
            "tag_prefix": tag_prefix(name),
        }
        try:
            with conn.begin_nested():
                conn.execute(insert(editions).values(values))
        except IntegrityError:
            pass  # another process made it in the meantime: the unique key decides
        known = conn.execute(select(editions).where(editions.c.name == name)).one()
    return edition_of(known)


#: What an Edition is made of; not the draft and the envelope, which are long.
COLUMNS = tuple(c for c in editions.c if c.name not in ("draft", "envelope"))
_LATEST = (editions.c.due_at.desc(), editions.c.id.desc())


def find(conn: Connection, name: str) -> Edition:
    """The edition of that name, or of its beginning ("daily/2026-02-18", "daily") where only one fits.

    A newsletter's bare name means its latest edition that is not over, else its latest.
    """
    exact = conn.execute(select(*COLUMNS).where(editions.c.name == name)).one_or_none()
    if exact is not None:
        return edition_of(exact)
    begins = editions.c.name.startswith(name.rstrip("/") + "/", autoescape=True)
    begun = conn.execute(select(*COLUMNS).where(begins).order_by(*_LATEST)).all()
    if not begun:
        latest = conn.execute(select(editions.c.name).order_by(*_LATEST).limit(5)).scalars()
        raise UnknownEdition(
            f"there is no such edition (the latest: {', '.join(latest) or 'none yet'})", subject=name
        )
    open_ones = [row for row in begun if row.state in ("draft", "approved", "sending", "held")]
    if len(open_ones) > 1:
        fitting = ", ".join(row.name for row in open_ones)
        raise UnknownEdition(f"more than one edition fits, write one whole: {fitting}", subject=name)
    return edition_of((open_ones or begun)[0])


def locked(conn: Connection, edition: Edition) -> Edition:
    """The edition as it is now, its row ours until this transaction ends.

    What is decided from it cannot be overtaken. (SQLite's writing transactions are alone anyway.)
    """
    query = select(*COLUMNS).where(editions.c.id == edition.id).with_for_update()
    return edition_of(conn.execute(query).one())


def listed(conn: Connection, newsletter: str | None = None, limit: int = 100) -> tuple[Edition, ...]:
    """The latest editions first."""
    query = select(*COLUMNS).order_by(*_LATEST).limit(limit)
    if newsletter:
        query = query.where(editions.c.newsletter == newsletter)
    return tuple(edition_of(row) for row in conn.execute(query))


def in_states(conn: Connection, *states: EditionState) -> tuple[Edition, ...]:
    """Every edition that stands in one of these states, however many came after it; the first due first."""
    query = select(*COLUMNS).where(editions.c.state.in_(states)).order_by(editions.c.due_at, editions.c.id)
    return tuple(edition_of(row) for row in conn.execute(query))


def edition_of(row: Row[Any]) -> Edition:
    """The edition of a row of COLUMNS."""
    return Edition(
        id=row.id,
        name=row.name,
        newsletter=row.newsletter,
        state=row.state,
        due_at=row.due_at,
        created_at=row.created_at,
        hash=row.hash,
        reason=row.reason,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        cut_at=row.cut_at,
        sent_at=row.sent_at,
        cutoff_at=row.cutoff_at,
        tag_prefix=row.tag_prefix,
    )


def move(
    conn: Connection,
    edition: Edition,
    state: EditionState,
    *,
    since: Sequence[EditionState],
    reason: str | None = None,
    **values: Any,
) -> None:
    """Takes the edition to `state`, provided it stands in one of `since` now; else WrongState."""
    done = conn.execute(
        update(editions)
        .where(editions.c.id == edition.id, editions.c.state.in_(since))
        .values(state=state, reason=reason, **values)
    )
    if done.rowcount != 1:
        now = conn.execute(select(editions.c.state).where(editions.c.id == edition.id)).scalar_one()
        raise WrongState(f"it is {now}; this needs {' or '.join(since)}", subject=edition.name)


def closed(conn: Connection, newsletter: str) -> frozenset[str]:
    """Names of the newsletter's latest editions that no draft can be made for any more."""
    over = ("sending", "sent", "skipped", "cancelled")
    query = select(editions.c.name).where(editions.c.newsletter == newsletter, editions.c.state.in_(over))
    return frozenset(conn.execute(query.order_by(editions.c.due_at.desc()).limit(500)).scalars())


def next_slot(conn: Connection, newsletter: str, local_date: str, word: str) -> str:
    """The next slot of that day beside the schedule: "extra-1", "extra-2"; "correction-1" …"""
    query = select(editions.c.slot).where(
        editions.c.newsletter == newsletter, editions.c.local_date == local_date
    )
    used = set(conn.execute(query).scalars())
    return next(slot for number in count(1) if (slot := f"{word}-{number}") not in used)


# --- content -------------------------------------------------------------------------------------------


@cache
def _draft_type() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def save_content(
    conn: Connection,
    edition: Edition,
    draft: Draft,
    renderings: Sequence[Rendering],
    envelope: Mapping[str, Any],
) -> str:
    """Stores a draft and its renderings in place of the ones before; returns the hash. Drafts only."""
    digest = edition_hash(edition.name, renderings, envelope)
    text = _draft_type().dump_json(draft).decode()
    move(conn, edition, "draft", since=["draft"], hash=digest, draft=text, envelope=dict(envelope))
    conn.execute(delete(variants).where(variants.c.edition_id == edition.id))
    rows = [
        {
            "edition_id": edition.id,
            "name": r.variant,
            "tier": r.tier,
            "story_ids": list(r.story_ids),
            "sections": list(r.sections),
            "subject": r.subject,
            "preheader": r.preheader,
            "mjml": r.mjml,
            "html": r.html.encode(),
            "text": r.text.encode(),
        }
        for r in renderings
    ]
    if rows:
        conn.execute(insert(variants), rows)
    return digest


def draft_of(conn: Connection, edition: Edition) -> Draft | None:
    """The draft as it was stored last; None before the first."""
    text = conn.execute(select(editions.c.draft).where(editions.c.id == edition.id)).scalar_one()
    return None if text is None else _read(text)


@lru_cache(maxsize=4)  # one page asks for it up to four times, and nothing changes a Draft
def _read(text: str) -> Draft:
    return _draft_type().validate_json(text)


def renderings_of(conn: Connection, edition: Edition) -> tuple[Rendering, ...]:
    """The stored bytes, one rendering a variant: what was shown, approved and sent."""
    query = select(variants).where(variants.c.edition_id == edition.id).order_by(variants.c.id)
    return tuple(
        Rendering(
            variant=row.name,
            tier=row.tier,
            story_ids=tuple(row.story_ids),
            sections=tuple(row.sections),
            subject=row.subject,
            preheader=row.preheader,
            html=row.html.decode(),
            text=row.text.decode(),
            mjml=row.mjml,
        )
        for row in conn.execute(query)
    )


def envelope_of(conn: Connection, edition: Edition) -> dict[str, Any]:
    """Sender, reply-to, List-Id and audience rule as they are covered by the hash."""
    value = conn.execute(select(editions.c.envelope).where(editions.c.id == edition.id)).scalar_one()
    return dict(value or {})
