"""Putting right what was sent: an editor's correction, on the web edition and in a mail.

The bytes of the sent edition stay as they are. Nothing is mailed from here: a correction for the next
edition stands in its draft, one for those who were sent the item is a draft of its own, and each leaves
once it is approved, like any other edition.
"""

from __future__ import annotations

from datetime import datetime

from digest import pipeline
from digest.errors import EditionError, WrongState
from digest.model import Correction, Edition, Item
from digest.settings import Settings
from digest.store import corrections, editions, edits
from digest.store.corrections import How
from digest.store.engine import Connection, Engine, read, write

WAYS: tuple[How, ...] = ("web", "next", "mail")
LONGEST = 4000  #: characters of a correction


def correct(
    engine: Engine,
    settings: Settings,
    edition: Edition,
    *,
    entry: int,
    text: str,
    how: How,
    by: str,
    at: datetime,
    seen: int,
) -> Edition:
    """Stores a correction of the item this entry is in; returns the edition that is to mail it, or this one.

    how: "web"; "next" also puts it into the drafts of the newsletter's next edition; "mail" also makes a
    draft of a mail to those who were sent the item. seen: see `store.corrections.add`.
    Raises WrongState before mails of the edition are out, and for "mail" while they still leave;
    EditionError when the entry is in none of its items or nothing is written.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise EditionError(f"a correction has a text of at most {LONGEST} characters", subject=edition.name)
    letter = settings.newsletter(edition.newsletter)
    with write(engine) as conn:
        item = _sent_item(conn, edition, entry, how)
        mail = pipeline.beside(conn, settings, letter, "correction", at) if how == "mail" else None
        number = corrections.add(
            conn, edition, item, entry=entry, text=text, how=how, by=by, at=at, seen=seen, carried_by=mail
        )
        detail = {"correction": number, "entry": entry, "how": how, "value": text}
        edits.record(conn, at=at, by=by, what="correct", edition=edition, detail=detail)
        if mail:
            edits.record(
                conn, at=at, by=by, what="correct", edition=mail, detail=detail | {"of": edition.name}
            )
    if mail:
        return pipeline.refresh_edition(engine, settings, mail, at)
    if how == "next":
        _refresh_drafts(engine, settings, edition.newsletter, at)
    return edition


def withdraw(
    engine: Engine, settings: Settings, edition: Edition, number: int, *, by: str, at: datetime
) -> Correction:
    """Takes a correction back, from the web and from drafts; WrongState once a mail with it is approved.

    The draft of a mail of its own is skipped.
    """
    with write(engine) as conn:
        found = corrections.withdraw(conn, edition, number, at)
        edits.record(
            conn,
            at=at,
            by=by,
            what="withdraw",
            edition=edition,
            detail={"correction": number, "entry": found.entry_id},
        )
        if found.how == "mail" and found.carried_by:
            mail = editions.find(conn, found.carried_by)
            if mail.state in ("draft", "held"):
                why = f"{by} withdrew the correction"
                editions.move(conn, mail, "skipped", since=["draft", "held"], reason=why)
                edits.record(conn, at=at, by=by, what="skipped", edition=mail, detail={"why": why})
    if found.how == "next":
        _refresh_drafts(engine, settings, edition.newsletter, at)
    return found


def _sent_item(conn: Connection, edition: Edition, entry: int, how: How) -> Item:
    present = editions.find(conn, edition.name)
    ready = ("sent",) if how == "mail" else ("sending", "sent")
    if present.state not in ready:
        raise WrongState(f"it is {present.state}; this needs {' or '.join(ready)}", subject=edition.name)
    for one in corrections.sent_items(conn, edition):
        if entry in one.item.entry_ids:
            return one.item
    raise EditionError("it sent no item with this entry", subject=edition.name)


def _refresh_drafts(engine: Engine, settings: Settings, newsletter: str, at: datetime) -> None:
    """The newsletter's drafts anew, each from the news it was shown with."""
    with read(engine) as conn:
        drafts = [one for one in editions.in_states(conn, "draft") if one.newsletter == newsletter]
        shown = [(one, draft) for one in drafts if (draft := editions.draft_of(conn, one)) is not None]
    for one, draft in shown:
        pipeline.refresh_edition(engine, settings, one, min(draft.now, at))
