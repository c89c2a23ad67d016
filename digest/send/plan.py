"""The freeze: who gets this edition, fixed once, in one transaction, cut into batches.

It refuses what may not be sent (fails closed), and stores how many readers there are with a checksum that
is compared before the first batch leaves.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from digest.errors import Blocked, InDoubt, SendError, StaleApproval, WrongState
from digest.model import TIERS, Edition, Rendering, Restricted, Tier, may_receive
from digest.send.crash import Point
from digest.store import batches, corrections, editions, edits, freezing
from digest.store.engine import Connection, Engine, write
from digest.store.switches import was_sent
from digest.variants import Allotment, Choice, allot, fitting, topics_in
from subscribers import store as readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What an approval covers beside the content, as it was stored."""

    sender: str
    reply_to: str | None
    list_id: str
    lists: tuple[str, ...]
    tiers: tuple[Tier, ...]
    segment: object | None


def envelope_of(conn: Connection, edition: Edition) -> Envelope:
    """The stored envelope; SendError when it is incomplete."""
    return read_envelope(editions.envelope_of(conn, edition), edition)


def read_envelope(raw: Mapping[str, Any], edition: Edition) -> Envelope:
    """An edition's envelope from what is stored; SendError when it is incomplete."""
    try:
        return Envelope(
            sender=raw["sender"],
            reply_to=raw["reply_to"],
            list_id=raw["list_id"],
            lists=tuple(raw["lists"]),
            tiers=tuple(raw["tiers"]),
            segment=raw["segment"],
        )
    except KeyError as error:
        raise SendError(f"its envelope has no {error}: make the draft again", subject=edition.name) from error


def freeze(
    engine: Engine,
    edition: Edition,
    size: int,
    *,
    now: datetime,
    point: Point,
    rest: bool = False,
    feed_tiers: Mapping[str, Tier] = MappingProxyType({}),
) -> Edition:
    """Fixes the recipients and takes the edition to "sending"; one that is frozen is left as it is.

    size: recipients a batch at most. rest: plans those who have not got it, once nothing is in doubt.
    feed_tiers: as the settings have them now; an item is no wider than its feed.
    Raises WrongState unless it is approved (or being sent) or when it was sent before a restore,
    StaleApproval when its content is not what was approved, Blocked when an item may not be received by
    those it would go to, or when nobody would get it.
    """
    with write(engine) as conn:
        freezing.lock(conn, edition)  # first, or two sends at once would each plan every reader
        edition = editions.find(conn, edition.name)
        if freezing.is_frozen(conn, edition) and not rest:
            if edition.state not in ("sending", "sent"):
                raise WrongState(f"it is {edition.state}", subject=edition.name)
            return edition
        if edition.state not in (("approved", "sending", "sent") if rest else ("approved",)):
            raise WrongState(f"it is {edition.state}; only an approved edition is sent", subject=edition.name)
        if not freezing.is_frozen(conn, edition) and was_sent(conn, edition.name):
            raise WrongState("it was sent already, before a restore or a prune", subject=edition.name)
        _as_approved(conn, edition)
        _gate(conn, edition, now, feed_tiers)
        _plan(conn, edition, size, now, rest=rest)
        point("before-freeze-commit")
    point("after-freeze-commit")
    with write(engine) as conn:
        return editions.find(conn, edition.name)


def _as_approved(conn: Connection, edition: Edition) -> None:
    """StaleApproval unless the stored renderings and envelope have the hash that editors approved."""
    stored = editions.edition_hash(
        edition.name, editions.renderings_of(conn, edition), editions.envelope_of(conn, edition)
    )
    approved = {one.hash for one in edits.approvals_of(conn, edition)}
    if stored != edition.hash or stored not in approved:
        raise StaleApproval(
            f"its content has hash {stored[:12]}, which nobody approved: reopen it, look, approve again",
            subject=edition.name,
        )


def _gate(conn: Connection, edition: Edition, now: datetime, feed_tiers: Mapping[str, Tier]) -> None:
    """Every item of every variant is asked again, as its entry stands today and as it was approved."""
    draft = editions.draft_of(conn, edition)
    items = {item.story_id: item for item in draft.items} if draft else {}
    carried = freezing.carried_entries(conn, edition.id, feed_tiers)
    for rendering in editions.renderings_of(conn, edition):
        for story in rendering.story_ids:
            asked: list[Restricted] = [*carried.get(story, ()), *([items[story]] if story in items else [])]
            if not asked or not all(may_receive(one, rendering.tier, now) for one in asked):
                raise Blocked(
                    f"story {story} may not go to {rendering.tier} readers now, or is unknown: reopen it",
                    subject=edition.name,
                )
        if draft and not set(topics_in(draft, rendering.story_ids)) <= set(rendering.sections):
            raise Blocked(
                f"{rendering.variant} has a story of a section it does not name: reopen it",
                subject=edition.name,
            )


def _plan(conn: Connection, edition: Edition, size: int, now: datetime, *, rest: bool) -> None:
    renderings = editions.renderings_of(conn, edition)
    got = _already_got(conn, edition) if rest else frozenset()
    chosen = _by_choice(audience(conn, edition), got)
    allotted = allot(renderings, {choice: len(ids) for choice, ids in chosen.items()})
    if not allotted.readers and not rest:
        raise Blocked("no reader would get it: is anybody confirmed on its lists?", subject=edition.name)
    variant_ids = freezing.variant_ids(conn, edition.id)
    for name, ids in sorted(_by_variant(renderings, chosen).items()):
        batches.add(conn, edition.id, variant_ids[name], _chunks(ids, size))
    planned, checksum = freezing.totals(conn, edition.id)
    freezing.mark_frozen(conn, edition, planned=planned, checksum=checksum, now=now, again=rest)
    edits.record(
        conn, at=now, by="digest", what="freeze", edition=edition,
        detail={
            "planned": planned, "narrowed": sum(allotted.narrowed.values()), "nothing": allotted.nothing,
            "unserved": allotted.unserved, "rest": rest,
        },
    )  # fmt: skip


def audience(conn: Connection, edition: Edition) -> Iterator[tuple[int, Tier, frozenset[str]]]:
    """(subscriber id, tier, topics left out) of everyone who would get it now; of a correction's mail: those
    of them who were sent the item it puts right."""
    envelope = envelope_of(conn, edition)
    correction = corrections.mailed_by(conn, edition)
    were_sent = readers.with_present(conn, corrections.sent_to(conn, correction)) if correction else None
    for one in readers.audience_by_choice(conn, envelope.lists, envelope.tiers, envelope.segment):
        if were_sent is None or one[0] in were_sent:
            yield one


def _by_choice(
    people: Iterable[tuple[int, Tier, frozenset[str]]], got: frozenset[int]
) -> Mapping[Choice, array[int]]:
    """The ids of those who have not got it, rising, by what they chose."""
    chosen: dict[Choice, array[int]] = {}
    for subscriber_id, tier, unwanted in people:
        if subscriber_id not in got:
            chosen.setdefault((tier, unwanted), array("q")).append(subscriber_id)
    return chosen


def _by_variant(
    renderings: Sequence[Rendering], chosen: Mapping[Choice, array[int]]
) -> Mapping[str, Sequence[int]]:
    """The reader ids of each variant, rising; those whom none fits are in none."""
    found: dict[str, array[int]] = {}
    for (tier, unwanted), ids in chosen.items():
        if variant := fitting(renderings, tier, unwanted):
            found.setdefault(variant.variant, array("q")).extend(ids)
    return {name: sorted(ids) for name, ids in found.items()}


def _chunks(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def would_get(
    conn: Connection, edition: Edition, *, rest: bool = False
) -> tuple[Mapping[Tier, int], Allotment]:
    """How many readers of each tier a freeze would plan now, and what each would get; none for a frozen
    edition, except the rest.

    Reads the stored envelope and variants, as the freeze does. InDoubt as the freeze of the rest.
    """
    frozen = freezing.is_frozen(conn, edition)
    if frozen and not rest:
        return {}, Allotment(readers={})
    renderings = editions.renderings_of(conn, edition)
    got = _already_got(conn, edition) if frozen else frozenset()
    people = {choice: len(ids) for choice, ids in _by_choice(audience(conn, edition), got).items()}
    counts: Counter[Tier] = Counter()
    for (tier, unwanted), count in people.items():
        counts[tier] += count if fitting(renderings, tier, unwanted) else 0
    return {tier: counts[tier] for tier in TIERS if counts[tier]}, allot(renderings, people)


def _already_got(conn: Connection, edition: Edition) -> frozenset[int]:
    if batches.in_states(conn, edition.id, ["unclear", "held", "claimed"]):
        raise InDoubt("settle what is in doubt before the rest is sent", subject=edition.name)
    return readers.with_present(conn, freezing.still_or_already_mailed(conn, edition.id))


def verify(conn: Connection, edition: Edition) -> None:
    """Compares the batches with the freeze's count; SendError when a reader is missing or stands twice,
    StaleApproval when the content is not what was approved."""
    stored = freezing.stored_totals(conn, edition.id)
    found = freezing.totals(conn, edition.id)
    if stored != found:
        raise SendError(
            f"its batches hold {found[0]} recipients where the freeze counted {stored[0]}; nothing was sent",
            subject=edition.name,
        )
    _as_approved(conn, edition)
    if freezing.stands_twice(conn, edition.id):
        raise SendError("a reader stands in two of its batches; nothing was sent", subject=edition.name)
