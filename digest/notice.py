"""Single mails that are no edition: confirm, test, editors' notice, alert, correction; by the same senders.

A notice is handed over at once and is not in any batch: whoever needs it once keeps count (see the
`notices` table). It goes to the addresses given and to nobody else.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parseaddr
from math import inf
from typing import Any

from digest.errors import SendError
from digest.model import Edition, Rendering, SendResult
from digest.send.compose import Letter, Parcel, Recipient, one_line, unsafe
from digest.send.journal import Journal
from digest.send.letter import letter_of
from digest.send.plan import read_envelope
from digest.send.senders import Sender, make_sender
from digest.settings import Settings
from subscribers.tokens import Tokens


def notice(
    settings: Settings,
    to: str | Sequence[str],
    subject: str,
    text: str,
    html: str | None = None,
    *,
    kind: str,
    sender: Sender | None = None,
) -> SendResult:
    """Sends one mail to each of these addresses ("a@b" or "Name <a@b>"), each on its own.

    kind: confirm, editors, alert or correction; it names the mail in the provider's statistics.
    Returns the provider's answer; SendError when nobody's mail was taken. Not retried here.
    """
    letter = Letter(
        campaign=kind,
        newsletter=kind,
        sender=settings.sender.from_,
        reply_to=settings.sender.reply_to,
        list_id=None,
        prefix="",
        subject=one_line(subject),
        html=html,
        text=text,
    )
    return _hand_over(settings, letter, to, {}, f"notices/{kind}", sender)


def test_send(
    settings: Settings,
    rendering: Rendering,
    edition: Edition,
    envelope: Mapping[str, Any],
    *,
    to: str | Sequence[str],
    sender: Sender | None = None,
) -> SendResult:
    """Sends one variant as readers would get it, marked as a test in its subject, tags filled with samples.

    Its links lead where a reader's would, but belong to nobody: the unsubscribe link changes nothing.
    """
    letter = replace(
        letter_of(edition, rendering, read_envelope(envelope, edition)),
        campaign=f"test-{edition.name.replace('/', '-')}",
        subject=f"[Test] {rendering.subject}",
    )
    values = sample_values(settings, edition, envelope)
    return _hand_over(settings, letter, to, values, f"tests/{edition.name}", sender)


def sample_values(settings: Settings, edition: Edition, envelope: Mapping[str, Any]) -> dict[str, str]:
    """What the reader tags are filled with where there is no reader: preview and test sends."""
    sign = Tokens(settings.require_secret("signing")).sign
    url = settings.public.url.rstrip("/")
    return {
        "unsubscribe": f"{url}/u/{sign('u', 0, chr(10).join(envelope['lists']))}",
        "preferences": f"{url}/p/{sign('p', 0, '')}",
        "web": f"{url}/e/{edition.name}",
        "name": "Alex Reader",
    }


def _hand_over(
    settings: Settings,
    letter: Letter,
    to: str | Sequence[str],
    values: Mapping[str, str],
    folder: str,
    sender: Sender | None,
) -> SendResult:
    sender = sender or make_sender(settings)
    sender.check(letter)
    everyone = [to] if isinstance(to, str) else to
    recipients = tuple(_recipient(letter, values, one, number) for number, one in enumerate(everyone))
    if not recipients:
        raise SendError("there is nobody to send it to", subject=letter.campaign)
    parcel = Parcel(
        id=letter.campaign,
        attempt=1,
        folder=folder,
        letter=letter,
        recipients=recipients,
        date=datetime.now(UTC),
        deadline=inf,
        journal=Journal(file=None),
    )
    with closing(sender.open()) as line:
        result = line.hand_over(parcel)
    taken = len(recipients) - len(result.refused) if result.outcome == "accepted" else len(result.accepted)
    if not taken:
        why = result.detail or ", ".join(code for _, code in result.refused) or result.status
        raise SendError(f"the {letter.newsletter} mail was not taken ({result.outcome}: {why})")
    return result


def _recipient(letter: Letter, values: Mapping[str, str], to: str, number: int) -> Recipient:
    name, address = parseaddr(to)
    if unsafe(address) or not to.isprintable():
        raise SendError(f"address {number + 1} cannot be mailed", subject=letter.campaign)
    unique = secrets.token_hex(8)
    return Recipient(
        id=f"{re.sub('[^a-z0-9-]', '', letter.campaign)}-{unique}",
        ordinal=number,
        address=address,
        name=name,
        message_id=f"<{unique}@{letter.domain}>",
        values=values,
    )
