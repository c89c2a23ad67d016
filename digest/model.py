"""The words of the program as frozen types; imports nothing of ours.

Every type is frozen, slotted and keyword-only. Datetimes are aware (a naive one is refused where it is
stored or parsed), collections are tuples. Text positions are code points of the text they speak of.

What a stranger wrote (`ParsedEntry`) and what we keep (`Entry`) are different types: the second has an
identity, a first-seen time and its feed's policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

Tier = str
#: From the widest audience to the narrowest; a tier sees its own items and those of the tiers before it.
TIERS: tuple[Tier, ...] = ("public", "members", "paid")
#: The section of stories that no rule matched; the mail names it in its language.
LEFTOVERS = "more"

TextFrom = Literal["feed", "page", "teaser", "title"]
EditionState = Literal["draft", "approved", "sending", "sent", "held", "skipped", "cancelled"]
BatchState = Literal["planned", "claimed", "sent", "refused", "unclear", "held", "cancelled", "replaced"]
EventKind = Literal["delivered", "deferred", "dropped", "bounced", "complained", "unsubscribed"]
Level = Literal["block", "warn", "note"]


# --- gather --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source as the newsroom describes it in digest.toml; its HTTP health lives in the store."""

    name: str
    url: str
    publisher: str
    own: bool = False  #: our own newsroom: pictures allowed, no quote limit
    weight: float = 1.0
    section: str | None = None
    language: str | None = None
    every: timedelta | None = None  #: polling interval; None: learned from the feed's rhythm
    tier: Tier = "public"
    tier_when: tuple[tuple[str, Tier], ...] = ()  #: (category or link prefix, tier), first match wins
    embargo: timedelta | None = None  #: not to be mailed before published + embargo
    full_text: Literal["feed", "page"] = "feed"
    images: bool = True
    quote: int = 60  #: words quoted verbatim from a feed that is not ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with the words that belong to it; `credit` None means it may not be shown."""

    url: str
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One item as published, cleaned but not yet identified."""

    id: str | None  #: guid or atom:id exactly as written
    title: str
    link: str | None
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None
    summary: str = ""  #: the teaser as plain text ("" when the feed has none of its own)
    html: str = ""  #: sanitized body: the fullest the feed carries
    text: str = ""  #: the body's plain text, paragraphs separated by a blank line
    picture: Picture | None = None
    enclosures: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A document as read: what the feed says of itself, its entries, and what was wrong with it."""

    title: str = ""
    link: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    entries: tuple[ParsedEntry, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as we keep it: identified, timed, and under its feed's policy."""

    id: int
    feed: Feed
    title: str
    link: str | None
    first_seen: datetime
    published: datetime | None = None  #: None when missing or absurd; then `when` is first_seen
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None
    summary: str = ""
    html: str = ""
    text: str = ""
    text_from: TextFrom = "teaser"
    picture: Picture | None = None
    tier: Tier = "public"
    embargo_until: datetime | None = None
    revision: int = 1  #: 1 + the number of times the source changed it
    problems: tuple[str, ...] = ()

    @property
    def when(self) -> datetime:
        """The time that recency counts from: published, else first seen."""
        return self.published or self.first_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedResult:
    """What one round of gathering did for one feed; a failure is a value here, never an exception."""

    feed: str
    outcome: Literal["new", "unchanged", "not-due", "failed"]
    entries: int = 0  #: entries in the document read
    new: int = 0
    changed: int = 0
    problem: str | None = None
    warnings: tuple[str, ...] = ()


# --- rank ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One named part of a score; `detail` says in words where the value comes from."""

    name: str
    value: float
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A number that is the sum of the reasons shown."""

    reasons: tuple[Reason, ...]

    @property
    def total(self) -> float:
        return sum(reason.value for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry inside a story, its likeness to the lead (0..1), and whose copy it is, if it is one."""

    entry: Entry
    similarity: float
    copy_of: int | None = None  #: entry id of the original
    wire: str | None = None  #: the agency, when it is a wire copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher that reports the story, with its first link and time."""

    publisher: str
    link: str | None
    when: datetime
    independent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event: a lead entry, the others, independent sources, a score. `id` names the lead entry
    and is only for showing; edits name entry ids."""

    lead: Entry
    members: tuple[Member, ...]  #: lead first
    sources: tuple[Source, ...]
    score: Score
    update_of: str | None = None  #: name of the earlier edition that carried this story
    news: str | None = None  #: what is new in it since then
    topics: tuple[str, ...] = ()  #: names it shares with other stories of the window, widest first

    @property
    def id(self) -> str:
        return f"s{self.lead.id}"

    @property
    def entry_ids(self) -> tuple[int, ...]:
        return tuple(member.entry.id for member in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """In how many documents of a language each term stood; decayed, so that it follows the times."""

    documents: Mapping[str, float] = field(default_factory=dict)  #: by language
    terms: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  #: by language, then term


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An entry that readers of a newsletter already got, and in which edition."""

    edition: str
    entry: Entry
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A story that did not get in, and why ("cap of 2 per publisher", "members only")."""

    story: Story
    reason: str


# --- write ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Code points [start, end) of one entry's text."""

    entry_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a summary with the span it rests on; `role` says why it was taken."""

    text: str
    span: Span
    role: Literal["lede", "body", "attribution", "caveat", "correction"] = "body"
    by: str | None = None  #: the editor whose words these are; the span is empty then


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Sentences that say no more than their source."""

    sentences: tuple[Sentence, ...]
    kind: Literal["extractive", "generated", "edited"] = "extractive"
    by: str | None = None  #: the editor, when edited
    left: tuple[Sentence, ...] = ()  #: the machine's sentences that the editor changed or took out

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What another source adds to or contradicts in a story."""

    publisher: str
    link: str | None
    text: str = ""
    span: Span | None = None
    kind: Literal["adds", "contradicts", "reports"] = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story as it stands in an edition: everything a template needs, nothing it must look up."""

    story_id: str
    entry_ids: tuple[int, ...]
    lead_id: int
    headline: str
    link: str | None
    publisher: str
    own: bool
    language: str
    summary: Summary
    when: datetime
    section: str
    authors: tuple[str, ...] = ()
    picture: Picture | None = None
    others: tuple[Other, ...] = ()
    source_count: int = 1
    reading_minutes: int | None = None
    note: str | None = None  #: an editor's note, shown to readers
    kicker: str | None = None  #: "Update", "Correction"
    tier: Tier = "public"
    embargo_until: datetime | None = None
    score: Score | None = None
    edited: tuple[str, ...] = ()  #: what an editor touched: a refresh never rewords or moves it
    findings: tuple[Finding, ...] = ()  #: why it has no summary, or what of its text could not be judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A named part of the newsletter with its items in order."""

    name: str
    items: tuple[Item, ...]


# --- edit ----------------------------------------------------------------------------------------------

EditKind = Literal[
    "pin", "drop", "move", "section", "merge", "split", "lead", "headline", "summary", "picture", "alt",
    "note", "subject", "preheader", "intro", "own", "section-order", "block",
]  # fmt: skip
EDIT_KINDS: tuple[str, ...] = get_args(EditKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An editor's wish as data. It names entry ids, never story ids or positions.

    entry: the item it is about (any entry of the story). other: the second entry of "move before",
    "merge" and "split". value: the new text, section name or picture URL.
    """

    id: int
    kind: EditKind
    by: str
    at: datetime
    entry: int | None = None
    other: int | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfitEdit:
    """An edit that no longer fits the stories: kept and shown, not applied."""

    edit: Edit
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Ranked stories after an editor's structural wishes: what the writer lays out.

    stories: regrouped, best first. The rest is keyed by story id: `dropped` and `sections` say who or
    where, `pinned` and `kept` must get in (pins first, in that order), `moves` puts the first story
    right before the second (None: at the end of its section).
    """

    stories: tuple[Story, ...]
    pinned: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    dropped: tuple[tuple[str, str], ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    section_order: tuple[str, ...] = ()
    moves: tuple[tuple[str, str | None], ...] = ()
    unfit: tuple[UnfitEdit, ...] = ()


# --- edition -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check's result: how serious, where, and what to do."""

    check: str
    level: Level
    place: str
    message: str
    todo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLook:
    """What was found at an address that a mail points to."""

    url: str
    looked_at: datetime
    status: int = 0  #: 0: no answer, and `problem` says why
    leads_to: str = ""  #: after redirects
    problem: str = ""
    size: int = 0  #: bytes of a picture, or those that were wanted of it
    picture: str = ""  #: "jpeg", "png", "gif", "webp", "svg", else ""
    width: int = 0  #: px of a picture
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The content of one edition before it is rendered; the machine's pick with the edits applied."""

    edition: str
    newsletter: str
    title: str
    language: str
    now: datetime  #: the news clock when it was made
    window_start: datetime
    subject: str
    preheader: str
    intro: str = ""
    sections: tuple[Section, ...] = ()
    stories: tuple[Story, ...] = ()  #: the stories behind the items, for their reasons
    cut: tuple[Cut, ...] = ()
    unfit: tuple[UnfitEdit, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an editor put right about an item after it was sent.

    how: where it is told beside the edition on the web, which always has it: "web" nowhere else, "next" in
    this newsletter's next edition, "mail" in a mail of its own to those who were sent the item.
    """

    id: int
    edition: str  #: the edition it is about
    item: Item  #: as it was sent, its tier and embargo as narrow as its entry's are now
    entry_id: int
    revision: int  #: of the entry when this was written
    text: str
    by: str
    at: datetime
    how: Literal["web", "next", "mail"]
    carried_by: str | None = None  #: name of the edition that mails it
    done_at: datetime | None = None  #: when that edition was approved; for the web at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One variant as it will leave, reader tags unfilled; the whole one of a tier has the tier's name."""

    variant: str
    tier: Tier
    story_ids: tuple[str, ...]
    sections: tuple[str, ...]  #: those its stories stand in; who left one of them out gets another
    subject: str
    preheader: str
    html: str
    text: str
    mjml: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One number of a newsletter, unique by (newsletter, local date, slot)."""

    id: int
    name: str
    newsletter: str
    state: EditionState
    due_at: datetime
    created_at: datetime
    hash: str | None = None  #: of the renderings stored with it
    reason: str | None = None  #: why held, skipped or cancelled
    approved_by: str | None = None
    approved_at: datetime | None = None
    cut_at: datetime | None = None  #: news up to here is in it; the next window starts here
    sent_at: datetime | None = None
    cutoff_at: datetime | None = None  #: until when editors may change it
    tag_prefix: str = ""


# --- send ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """A provider's answer to one hand-over, in one vocabulary for all senders.

    Ordinals are positions in the parcel. Everything not named in a set follows `outcome`:
    accepted: the provider took it. never: it certainly did not, try again. refused: it said no to this
    content. unclear: nobody can know. stop: nobody's mail can go (bad key); stop the edition.
    """

    outcome: Literal["accepted", "never", "refused", "unclear", "stop"]
    accepted: frozenset[int] = frozenset()
    refused: tuple[tuple[int, str], ...] = ()
    later: tuple[tuple[int, str], ...] = ()  #: not taken now, may be later (greylisting)
    unclear: frozenset[int] = frozenset()
    suspects: frozenset[int] = frozenset()  #: refused as a whole, and the provider named these
    status: int | None = None
    provider_id: str | None = None
    detail: str = ""
    retry_after: float | None = None  #: seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryEvent:
    """Later news from the provider about one recipient: edition.batch.ordinal, kind, when."""

    recipient: str
    kind: EventKind
    at: datetime
    status: str | None = None  #: an SMTP or enhanced status code, "550" or "5.1.1"
    hard: bool = False
    whole: bool = False  #: proves that the provider has taken all of its batch, not only this recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """planned = waiting + claimed + sent + skipped + refused + unclear + held + cancelled, always."""

    planned: int = 0
    waiting: int = 0
    claimed: int = 0
    sent: int = 0
    skipped: int = 0
    refused: int = 0
    unclear: int = 0
    held: int = 0
    cancelled: int = 0

    @property
    def balanced(self) -> bool:
        return self.planned == (
            self.waiting + self.claimed + self.sent + self.skipped + self.refused
            + self.unclear + self.held + self.cancelled
        )  # fmt: skip


def audience_of(tier: Tier) -> tuple[Tier, ...]:
    """The tiers whose items a reader of `tier` may see: its own and the wider ones."""
    return TIERS[: TIERS.index(tier) + 1]


class Restricted(Protocol):
    """Whatever may be kept from some readers: an entry, an item, a row of either."""

    @property
    def tier(self) -> Tier: ...
    @property
    def embargo_until(self) -> datetime | None: ...


def may_receive(item: Restricted, tier: Tier, now: datetime) -> bool:
    """True only when a reader of `tier` may get this item at `now`; fails closed.

    An unknown tier on either side, or an embargo still running, is a no.
    """
    if tier not in TIERS or item.tier not in audience_of(tier):
        return False
    return item.embargo_until is None or item.embargo_until <= now
