"""READ FIRST: the way of a news item through the program.

    feeds ─ gather ─▶ entries ─ rank ─▶ stories ─ write ─▶ draft ─ edit ─▶ edition ─ render ─▶ mails
                                                                   mails ─ send ─▶ inboxes ─▶ events

`prepare_edition` runs the upper line and may be repeated as often as one likes: the same news and the
same edits give the same bytes. `approval.approve` then freezes them. `send_edition` runs the lower line
and may be killed at any moment: called again it goes on where it was, and nobody gets the edition twice.

Each stage is one package with one public function; none knows another; this file is where they meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from digest import block, correction, edit
from digest.audience import envelope_of, left_out, tiers_of
from digest.drafting import correction_word, drafted
from digest.errors import WrongState
from digest.gather import gather
from digest.model import (
    Balance,
    Correction,
    Draft,
    Edit,
    Edition,
    FeedResult,
    Rendering,
    Tier,
    may_receive,
)
from digest.news import desk_feed, feeds_of, learn, read_news
from digest.render import check, render
from digest.render.reach import addresses
from digest.schedule import Occurrence, next_edition
from digest.send import send
from digest.settings import Newsletter, Settings
from digest.store import corrections, editions
from digest.store import edits as edit_store
from digest.store import feeds as feed_store
from digest.store import looks as look_store
from digest.store.engine import Connection, Engine, read, write
from digest.store.own import add_own
from digest.variants import Choice

Progress = Callable[[int, int], None]


def prepare_edition(
    engine: Engine, settings: Settings, newsletter: str, now: datetime, *, progress: Progress | None = None
) -> tuple[Edition, tuple[FeedResult, ...]]:
    """Gathers what is due and makes or refreshes the draft of the newsletter's next edition.

    An edition that is past its draft (approved, held, sent …) is returned as it is, untouched. What a
    feed did wrong is in the results, never an exception.
    """
    letter = settings.newsletter(newsletter)
    results = gather(engine, settings, now, progress=progress)
    learn(engine, settings)
    with write(engine) as conn:
        found = next_edition(letter, settings.zone(letter), now, closed=editions.closed(conn, letter.name))
        edition = scheduled(conn, found, now)
    return refresh_edition(engine, settings, edition, now), results


def prepare_extra(
    engine: Engine, settings: Settings, newsletter: str, now: datetime
) -> tuple[Edition, tuple[FeedResult, ...]]:
    """A draft of an edition beside the schedule, due now: breaking news by an editor's hand."""
    letter = settings.newsletter(newsletter)
    results = gather(engine, settings, now)
    learn(engine, settings)
    with write(engine) as conn:
        edition = beside(conn, settings, letter, "extra", now)
    return refresh_edition(engine, settings, edition, now), results


def scheduled(conn: Connection, found: Occurrence, now: datetime) -> Edition:
    """The edition of this date and slot, made if it is not there."""
    return editions.create(
        conn,
        newsletter=found.newsletter,
        local_date=found.local_date.isoformat(),
        slot=found.slot,
        due_at=found.at,
        cutoff_at=found.cutoff,
        now=now,
    )


def beside(conn: Connection, settings: Settings, letter: Newsletter, word: str, now: datetime) -> Edition:
    """A new edition beside the schedule, due now, with no cutoff; `word` names its slot."""
    today = now.astimezone(settings.zone(letter)).date().isoformat()
    return editions.create(
        conn,
        newsletter=letter.name,
        local_date=today,
        slot=editions.next_slot(conn, letter.name, today, word),
        due_at=now,
        cutoff_at=None,
        now=now,
    )


def refresh_edition(engine: Engine, settings: Settings, edition: Edition, now: datetime) -> Edition:
    """Makes the draft anew from the news up to `now` and the edits that stand; gathers nothing.

    Only a draft is refreshed; any other edition comes back as it is.
    """
    if edition.state != "draft":
        return edition
    letter = settings.newsletter(edition.newsletter)
    with read(engine) as conn:
        mailed = corrections.mailed_by(conn, edition)
    while True:
        if mailed:
            edits, tiers, made = _correcting(engine, settings, letter, edition, mailed, now)
        else:
            news, tiers = read_news(engine, settings, letter, edition, now), tiers_of(settings, letter)
            edits, made = news.edits, drafted(settings, letter, edition, news, now, tiers)
        least = replace(letter, minimum=1) if mailed else letter
        choices = {} if mailed else left_out(engine, settings, letter)
        draft, renderings = _rendered(engine, settings, least, edition, made, tiers, choices, now)
        with write(engine) as conn:
            if edit_store.edits_of(conn, edition) != edits:
                continue  # an editor was quicker: what she did belongs in it
            envelope = envelope_of(settings, letter)
            if mailed:  # the rule of its audience
                envelope["sent_before"] = [mailed.edition, mailed.item.story_id]
            with suppress(WrongState):  # approved while we were writing: what was approved stands
                editions.save_content(conn, edition, draft, renderings, envelope)
            return editions.find(conn, edition.name)


def _rendered(
    engine: Engine,
    settings: Settings,
    letter: Newsletter,
    edition: Edition,
    draft: Draft,
    tiers: Sequence[Tier],
    choices: Mapping[Choice, int],
    now: datetime,
) -> tuple[Draft, tuple[Rendering, ...]]:
    """The draft's mails, and the draft with what the checks found in them."""
    renderings = render(
        draft,
        settings,
        letter,
        tiers=tiers,
        tag_prefix=edition.tag_prefix,
        now=now,
        choices=choices,
    )
    with read(engine) as conn:
        looks = look_store.known(conn, frozenset().union(*addresses(renderings)))
    findings = check(renderings, draft, settings, letter, looks)
    return replace(draft, findings=(*draft.findings, *findings)), renderings


def _correcting(
    engine: Engine,
    settings: Settings,
    letter: Newsletter,
    edition: Edition,
    told: Correction,
    now: datetime,
) -> tuple[tuple[Edit, ...], tuple[Tier, ...], Draft]:
    """The edits, the tiers and the draft of a mail that tells one correction, to those tiers that had it."""
    with read(engine) as conn:
        edits = edit_store.edits_of(conn, edition)
        about = editions.find(conn, told.edition)
        sent = editions.renderings_of(conn, about)
    tiers = tuple(
        one.tier
        for one in sent
        if told.item.story_id in one.story_ids and may_receive(told.item, one.tier, now)
    )
    draft = correction.mail_of(
        told,
        correction_word(settings, letter),
        edition=edition.name,
        newsletter=letter.name,
        title=letter.title,
        language=settings.language(letter),
        now=about.cut_at or told.at,
    )
    draft = edit.amend(edits, draft)
    found = () if tiers else (correction.for_nobody(told),)
    return edits, tiers, replace(draft, unfit=correction.unfit(edits, edit.FRAME), findings=found)


def imagine(
    engine: Engine, settings: Settings, edition: Edition, letter: Newsletter, now: datetime, *, edits: bool
) -> Draft:
    """The draft as it would be with these settings of its newsletter, with or without the editors' edits;
    stores nothing and renders nothing."""
    news = read_news(engine, settings, letter, edition, now)
    made_of = news if edits else replace(news, edits=())
    return drafted(settings, letter, edition, made_of, now, tiers_of(settings, letter))


def edit_edition(
    engine: Engine,
    settings: Settings,
    edition: Edition,
    kind: str,
    *,
    by: str,
    at: datetime,
    entry: int | None = None,
    other: int | None = None,
    value: str | None = None,
    seen: int | None = None,
) -> Edition:
    """Adds an edit and applies it to the draft as it was shown: no newer news comes in with it.

    seen: the newest edit its author saw. EditConflict when someone changed the same thing after it.
    EditionError for a section that nobody knows, and for a source to block that is none.
    """
    if kind in ("section", "section-order", "own"):
        _refuse_unknown_section(engine, settings, edition, kind, value)
    if kind == "block":
        block.refuse_unknown(edition.name, value or "", settings.feeds)
    with write(engine) as conn:
        if seen is not None:
            edit_store.refuse_newer(conn, edition, kind, entry, seen)
        edit_store.add_edit(conn, edition, kind, by=by, at=at, entry=entry, other=other, value=value)
        shown = editions.draft_of(conn, edition)
    return refresh_edition(engine, settings, edition, shown.now if shown else at)


def _refuse_unknown_section(
    engine: Engine, settings: Settings, edition: Edition, kind: str, value: str | None
) -> None:
    with read(engine) as conn:
        draft = editions.draft_of(conn, edition)
    named = (value or "").split(",") if kind == "section-order" else [value or ""]
    known = sections_of(settings.newsletter(edition.newsletter), draft)
    edit.refuse_unknown_section(edition.name, named, known)


def sections_of(letter: Newsletter, draft: Draft | None) -> tuple[str, ...]:
    """Where an item can stand: the settings' sections and those in use."""
    rules = [rule.name for rule in letter.sections]
    used = [section.name for section in draft.sections] if draft else []
    return tuple(dict.fromkeys([*rules, *used]))


def add_own_item(
    engine: Engine,
    settings: Settings,
    edition: Edition,
    *,
    headline: str,
    text: str,
    link: str | None,
    section: str | None,
    by: str,
    at: datetime,
) -> Edition:
    """Puts an item of the editors' own into a draft: an entry of the desk's feed, and an edit naming it."""
    _refuse_unknown_section(engine, settings, edition, "own", section)
    with write(engine) as conn:
        shown = editions.draft_of(conn, edition)
        now = shown.now if shown else at
        desk = desk_feed(settings)
        feed_store.ensure(conn, feeds_of(settings))
        entry = add_own(conn, desk, headline=headline, text=text, link=link, by=by, now=now)
        edit_store.add_edit(conn, edition, "own", by=by, at=at, entry=entry, value=section)
    return refresh_edition(engine, settings, edition, now)


def send_edition(
    engine: Engine,
    settings: Settings,
    edition: Edition,
    now: Callable[[], datetime],
    *,
    rest: bool = False,
    progress: Progress | None = None,
) -> Balance:
    """Sends an approved edition, or goes on with one that is being sent; returns the balance.

    Nobody is mailed twice. What is in doubt is left as it is and counted as unclear or held.
    """
    return send(engine, settings, edition.name, now=now, rest=rest, progress=progress)
