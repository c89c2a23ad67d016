"""The mail as one reader gets it: by tier and topics, or as one of the testers.

A tester is named by number, so that neither a name nor an address stands in a page's address or a cookie,
and no address on a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from starlette.requests import Request

from digest.audience import tiers_of
from digest.desk.app import Desk
from digest.model import TIERS, Draft, Edition, Rendering, Tier
from digest.settings import Newsletter
from digest.store.engine import read
from digest.variants import Choice, fitting, topics_in
from subscribers import store as people
from subscribers.address import address_key, parse
from subscribers.errors import AddressRefused

READER = "Olena Example"  #: whose name stands in the mail when no tester is chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class AsReader:
    """What a reader of this tier gets who left these topics out; `variant` None is no mail."""

    tier: Tier
    without: frozenset[str]
    variant: Rendering | None
    said: str  #: for the editor, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    name: str
    key: bytes | None  #: of her address; None when it cannot be known here


def testers(desk: Desk, found: Edition) -> Mapping[str, str]:
    """By number, the names of those who may be looked as; one without a name is counted."""
    return {number: one.name for number, one in _testers(desk, found).items()}


def topics(desk: Desk, found: Edition, draft: Draft | None) -> tuple[str, ...]:
    """The sections in this edition that a reader may leave out."""
    rules = {rule.name for rule in desk.settings.newsletter(found.newsletter).sections}
    return tuple(name for name in topics_in(draft) if name in rules) if draft else ()


def name_of(desk: Desk, found: Edition, tester: str) -> str:
    """The name that fills the mail's tag for this tester; an example's for an unknown one."""
    known = _testers(desk, found).get(tester) if tester else None
    return known.name if known else READER


def as_reader(
    desk: Desk, request: Request, found: Edition, renderings: Sequence[Rendering], draft: Draft | None
) -> AsReader | None:
    """The reader that the form asked for; None when it asked for none."""
    asked = request.query_params
    if "reader" not in asked or draft is None or not renderings:
        return None
    tier = asked.get("tier", "")
    tier = tier if tier in TIERS else TIERS[0]
    choice: Choice | None = (tier, frozenset(topics(desk, found, draft)) - set(asked.getlist("want")))
    who = f"A reader ({tier})"
    known = _testers(desk, found).get(asked.get("tester", ""))
    if known:
        who = known.name
        choice = _choice(desk, known, desk.settings.newsletter(found.newsletter))
    if choice is None:
        said = f"{who} is no confirmed reader of this newsletter: a test mail is the whole public one."
        return AsReader(tier=TIERS[0], without=frozenset(), variant=renderings[0], said=said)
    variant = fitting(renderings, *choice)
    left = ", ".join(sorted(choice[1]))
    said = f"{who}{f', without {left},' if left else ''} gets {variant.variant if variant else 'no mail'}."
    return AsReader(tier=choice[0], without=choice[1], variant=variant, said=said)


def _choice(desk: Desk, known: _Known, letter: Newsletter) -> Choice | None:
    if known.key is None:
        return None
    tiers = tiers_of(desk.settings, letter)
    with read(desk.engine) as conn:
        return people.choice_of(conn, known.key, letter.lists, tiers, letter.segment)


def _testers(desk: Desk, found: Edition) -> dict[str, _Known]:
    """Those of the command line, then those of digest.toml."""
    with read(desk.engine) as conn:
        listed = people.list_testers(conn)
    known = {f"d{one.id}": _Known(name=one.name, key=one.key) for one in listed}
    for number, mailbox in enumerate(desk.settings.newsletter(found.newsletter).testers):
        name, address = parseaddr(mailbox)
        known[f"s{number}"] = _Known(name=name, key=_key(desk, address))
    return {
        number: one if one.name and "@" not in one.name else _Known(name=f"Tester {place}", key=one.key)
        for place, (number, one) in enumerate(known.items(), 1)
    }


def _key(desk: Desk, address: str) -> bytes | None:
    pepper = desk.settings.secrets.pepper
    try:
        return address_key(pepper, parse(address).norm) if pepper else None
    except AddressRefused:
        return None
