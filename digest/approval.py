"""What an editor decides about a whole edition: approve, reopen, hold, skip, cancel; stop and resume.

Approval freezes content: the bytes stored with the edition are the bytes that are sent. Nothing but an
editor's `reopen` takes it back.
"""

from __future__ import annotations

from datetime import datetime

from digest.errors import Blocked, EditionError, StaleApproval, WrongState
from digest.model import Draft, Edition, EditionState
from digest.settings import Newsletter, Settings
from digest.store import corrections, editions, editors, edits, freezing
from digest.store import given as given_store
from digest.store.edits import Approval
from digest.store.engine import Connection, Engine, write
from subscribers import store as people


def approve(
    engine: Engine, settings: Settings, edition: Edition, digest: str, *, by: str, at: datetime
) -> Edition:
    """Approves exactly the content whose hash was shown; the edition is frozen once enough editors have.

    Raises StaleApproval when the stored content has another hash, Blocked when a finding blocks, WrongState
    when it is no draft, EditionError when the audience is far from what is expected.
    """
    letter = settings.newsletter(edition.newsletter)
    name = editor_name(by)
    with write(engine) as conn:
        draft, stored = _approvable(conn, editions.locked(conn, edition), digest)
        _expected_audience(conn, settings, letter, edition)
        edits.add_approval(conn, edition, stored, by=name, at=at)
        standing = [one.by for one in counting(conn, letter, edition) if one.hash == stored]
        names = {one.casefold(): one for one in standing}
        edits.record(conn, at=at, by=name, what="approve", edition=edition, detail={"hash": stored})
        if len(names) >= letter.approvals:
            renderings = editions.renderings_of(conn, edition)
            given_store.give(conn, edition, draft, renderings)
            told = frozenset(story for one in renderings for story in one.story_ids)
            corrections.take(conn, edition, corrections.carried(draft, told), at)
            editions.move(
                conn,
                edition,
                "approved",
                since=["draft"],
                approved_at=at,
                approved_by=", ".join(sorted(names.values()))[:200],
                cut_at=draft.now,
            )
        return editions.find(conn, edition.name)


def editor_name(by: str) -> str:
    """The name as it is kept: white space folded; an empty one is refused."""
    name = " ".join(by.split())
    if not name:
        raise EditionError("say who you are: an approval has a name")
    return name


def counting(conn: Connection, letter: Newsletter, edition: Edition) -> tuple[Approval, ...]:
    """The approvals that stand and count: where two are asked for, only those of present approvers."""
    standing = edits.approvals_of(conn, edition)
    if letter.approvals == 1:
        return standing
    present = editors.approvers(conn)
    return tuple(one for one in standing if one.by in present)


def _approvable(conn: Connection, edition: Edition, digest: str) -> tuple[Draft, str]:
    """The draft and its whole hash, if the hash that was shown is its own and nothing blocks it."""
    if edition.state != "draft":
        by = f" by {edition.approved_by} already" if edition.state == "approved" else ""
        raise WrongState(f"it is {edition.state}{by}; only a draft is approved", subject=edition.name)
    draft = editions.draft_of(conn, edition)
    if draft is None:
        raise EditionError("it has no draft yet: run `digest draft`", subject=edition.name)
    if edition.hash is None:
        raise StaleApproval(
            f"an edit of it is not in its draft yet: refresh it with `digest draft {edition.name}`, look, "
            "then approve",
            subject=edition.name,
        )
    stored = editions.edition_hash(
        edition.name, editions.renderings_of(conn, edition), editions.envelope_of(conn, edition)
    )
    if len(digest) < 12 or not stored.startswith(digest):
        raise StaleApproval(
            f"the content shown had hash {digest[:12]}, it is {stored[:12]} now: look again, then approve",
            subject=edition.name,
        )
    blocking = [finding for finding in draft.findings if finding.level == "block"]
    if blocking:
        listed = "; ".join(f"{finding.place}: {finding.message}" for finding in blocking)
        raise Blocked(f"{len(blocking)} findings block it: {listed}", subject=edition.name)
    _still_news(conn, edition, draft)
    return draft, stored


def _still_news(conn: Connection, edition: Edition, draft: Draft) -> None:
    """Refuses a draft whose items another edition of the newsletter gave since it was made."""
    given = given_store.given_ids(conn, edition.newsletter)
    twice = [item.headline for item in draft.items if given.intersection(item.entry_ids)]
    if twice:
        raise StaleApproval(
            f"{len(twice)} of its items went into another edition since this draft was made "
            f"({twice[0]!r} first): refresh it with `digest draft {edition.name}`, look again, then approve",
            subject=edition.name,
        )


def _expected_audience(conn: Connection, settings: Settings, letter: Newsletter, edition: Edition) -> None:
    expected = letter.audience.expected
    if expected is None or corrections.mailed_by(conn, edition):
        return  # a correction goes to those who were sent its item, however many these are
    tiers = [item.tier for item in settings.lists if item.name in letter.lists]
    count = sum(people.count_audience(conn, letter.lists, tiers, letter.segment).values())
    if abs(count - expected) > expected * letter.audience.tolerance:
        raise EditionError(
            f"{count} readers would get it, {expected} are expected "
            f"(tolerance {letter.audience.tolerance:.0%})",
            subject=edition.name,
        )


def reopen(engine: Engine, edition: Edition, *, by: str, at: datetime) -> Edition:
    """Takes an approval back: the edition is a draft again. Not once sending has begun."""
    with write(engine) as conn:
        editions.locked(conn, edition)
        editions.move(
            conn, edition, "draft", since=["approved", "held"],
            approved_at=None, approved_by=None, cut_at=None,
        )  # fmt: skip
        given_store.take_back(conn, edition, over=False)
        edits.withdraw_approvals(conn, edition, at)
        edits.record(conn, at=at, by=by, what="reopen", edition=edition)
        return editions.find(conn, edition.name)


def decide(
    engine: Engine, edition: Edition, state: EditionState, *, by: str, at: datetime, why: str | None = None
) -> Edition:
    """Holds, skips or cancels an edition; raises WrongState where its state does not allow that.

    Of one that is on its way only the rest can be cancelled: what was handed over stays as it is.
    """
    since: list[EditionState] = ["draft", "approved", "held"]
    with write(engine) as conn:
        if state == "cancelled" and editions.locked(conn, edition).state == "sending":
            rest = freezing.cancel_rest(conn, edition, at)
            edits.record(conn, at=at, by=by, what="cancel rest", edition=edition, detail={"readers": rest})
            return editions.find(conn, edition.name)
        editions.move(conn, edition, state, since=since, reason=why)
        if state in ("skipped", "cancelled"):
            given_store.take_back(conn, edition, over=True)
        edits.record(conn, at=at, by=by, what=state, edition=edition, detail={"why": why})
        return editions.find(conn, edition.name)


def resume(engine: Engine, edition: Edition, *, by: str, at: datetime) -> Edition:
    """Lets a held edition go on where it was: approved if its approval stands, else a draft."""
    with write(engine) as conn:
        present = editions.locked(conn, edition)
        state: EditionState = "approved" if present.approved_at else "draft"
        editions.move(conn, edition, state, since=["held"])
        edits.record(conn, at=at, by=by, what="resume", edition=edition)
        return editions.find(conn, edition.name)
