"""The letters of one edition, a variant each, and what each reader's tags are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from digest.errors import SendError
from digest.model import TIERS, Edition, Rendering, Tier
from digest.send.compose import Letter, tags_in
from digest.send.plan import Envelope
from digest.settings import Settings
from digest.store import editions, freezing
from digest.store.engine import Connection
from subscribers.model import Mailbox
from subscribers.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Every variant of an edition ready to be sent; made once a send, shared by its threads."""

    tokens: Tokens = field(repr=False)
    public_url: str
    scope: str
    prefix: str
    by_variant: Mapping[int, tuple[Rendering, Letter, Mapping[str, str]]]

    def letter_of(self, variant_id: int) -> Letter:
        return self.by_variant[variant_id][1]

    def tier_of(self, variant_id: int) -> Tier:
        return self.by_variant[variant_id][0].tier

    def values_for(self, variant_id: int, box: Mailbox) -> Mapping[str, str]:
        """What this reader's tags are filled with."""
        sign = self.tokens.sign
        return {
            **self.by_variant[variant_id][2],
            "unsubscribe": f"{self.public_url}/u/{sign('u', box.subscriber_id, self.scope)}",
            "preferences": f"{self.public_url}/p/{sign('p', box.subscriber_id, '')}",
            "name": box.name.replace(self.prefix, ""),  # what she calls herself must be no tag
        }


def letters_of(conn: Connection, settings: Settings, edition: Edition, envelope: Envelope) -> Letters:
    """The stored bytes of every variant as letters; SettingsError without DIGEST_SECRETS."""
    tokens = Tokens(settings.require_secret("signing"))
    ids = freezing.variant_ids(conn, edition.id)
    url = settings.public.url.rstrip("/")
    made: dict[int, Any] = {}
    for rendering in editions.renderings_of(conn, edition):
        letter = letter_of(edition, rendering, envelope)
        made[ids[rendering.variant]] = (rendering, letter, {"web": _web(url, tokens, edition, rendering)})
    return Letters(
        tokens=tokens,
        public_url=url,
        scope=_scope(edition, envelope),
        prefix=edition.tag_prefix,
        by_variant=made,
    )


def letter_of(edition: Edition, rendering: Rendering, envelope: Envelope) -> Letter:
    """One variant as a letter; SendError for a tag that nobody can fill."""
    letter = Letter(
        campaign=edition.name.replace("/", "-"),
        newsletter=edition.newsletter,
        sender=envelope.sender,
        reply_to=envelope.reply_to,
        list_id=envelope.list_id,
        prefix=edition.tag_prefix,
        subject=rendering.subject,
        html=rendering.html,
        text=rendering.text,
    )
    tags_in(letter)
    return letter


def _scope(edition: Edition, envelope: Envelope) -> str:
    """What one click unsubscribes from: the lists this edition went to."""
    scope = "\n".join(envelope.lists)
    if len(quote(scope, safe="")) > 400:
        raise SendError("the names of its lists are too long for an unsubscribe link", subject=edition.name)
    return scope


def _web(url: str, tokens: Tokens, edition: Edition, rendering: Rendering) -> str:
    """The edition on the web: the whole public one by name, another by a link that is signed for nobody."""
    if rendering.variant == TIERS[0]:
        return f"{url}/e/{edition.name}"
    return f"{url}/v/{tokens.sign('v', 0, f'{edition.name}/{rendering.variant}')}"
