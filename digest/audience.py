"""Who a newsletter goes to: its tiers, what an approval covers of them, and what they left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from digest.errors import EditionError
from digest.model import TIERS, Edition, Tier
from digest.send import plan
from digest.settings import Newsletter, Settings
from digest.store import corrections
from digest.store.engine import Connection, Engine, read
from digest.variants import Choice, everyone
from subscribers import store as people
from subscribers.errors import SubscribersError


def left_out(engine: Engine, settings: Settings, letter: Newsletter) -> Mapping[Choice, int]:
    """How many of its readers left out which sections; those who want everything are not counted.

    EditionError when its lists or segment cannot be asked.
    """
    try:
        with read(engine) as conn:
            return people.count_choices(conn, letter.lists, tiers_of(settings, letter), letter.segment)
    except SubscribersError as error:
        raise EditionError(f"nobody can say who gets it: {error}", subject=letter.name) from error


def people_of(conn: Connection, settings: Settings, edition: Edition) -> Mapping[Choice, int]:
    """How many readers of each choice would get the edition now, those included who want everything."""
    if corrections.mailed_by(conn, edition):
        return Counter((tier, unwanted) for _, tier, unwanted in plan.audience(conn, edition))
    letter = settings.newsletter(edition.newsletter)
    asked = letter.lists, tiers_of(settings, letter), letter.segment
    return everyone(people.count_audience(conn, *asked), people.count_choices(conn, *asked))


def tiers_of(settings: Settings, letter: Newsletter) -> tuple[Tier, ...]:
    """The tiers of the lists this newsletter goes to, widest first; public alone when it has none."""
    used = {item.tier for item in settings.lists if item.name in letter.lists}
    return tuple(tier for tier in TIERS if tier in used) or TIERS[:1]


def envelope_of(settings: Settings, letter: Newsletter) -> dict[str, Any]:
    """What an approval covers beside the content: sender, reply-to, List-Id and the rule of the audience."""
    host = urlsplit(settings.newsroom.website or settings.public.url).hostname or "localhost"
    return {
        "sender": settings.sender_address(letter),
        "reply_to": settings.reply_to(letter),
        "list_id": f"{letter.title} <{letter.name}.{host}>",
        "lists": list(letter.lists),
        "tiers": list(tiers_of(settings, letter)),
        "segment": letter.segment,
        "version": 2,
    }
