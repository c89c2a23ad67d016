"""Later news: SendGrid's event webhook, and a mailbox of bounces. Parsing is pure; `record` writes.

Of each event we keep the kind, edition.batch.ordinal, the time and a status code. Addresses and free text
are dropped unread. Bits are set, so duplicates, disorder and repeats change nothing.
"""

from __future__ import annotations

import mailbox
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import orjson

from digest.errors import SendError, WebhookRefused
from digest.model import DeliveryEvent, EventKind
from digest.send.crash import Point, survive
from digest.send.verp import recipient_in
from digest.store import deliveries
from digest.store.engine import Engine, write
from subscribers import store as readers

MAX_BODY = 5_000_000
OLDEST = timedelta(hours=25)  #: SendGrid tries for 24 h
NEWEST = timedelta(minutes=5)  #: clocks differ
_RECIPIENT = re.compile(r"\d{1,12}\.\d{1,9}\.\d{1,9}")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}|[245]\d\d")
_KINDS: Mapping[str, EventKind] = {
    "delivered": "delivered",
    "deferred": "deferred",
    "dropped": "dropped",
    "bounce": "bounced",
    "spamreport": "complained",
    "unsubscribe": "unsubscribed",
    "group_unsubscribe": "unsubscribed",
}
#: Why a reader is not mailed again, by the kind of news; a soft bounce is no reason.
_SUPPRESSES: Mapping[EventKind, Any] = {
    "bounced": "bounced",
    "complained": "complained",
    "unsubscribed": "unsubscribed",
}


def parse_sendgrid(
    body: bytes, signature: str, timestamp: str, public_key: str, now: datetime | None = None
) -> tuple[DeliveryEvent, ...]:
    """The events of one signed webhook request. WebhookRefused when it is not SendGrid's, too old or no list.

    public_key: base64 DER, as SendGrid shows it. now: the machine's clock. Events that are not about one of
    our mails are left out.
    """
    _verify(body, signature, timestamp, public_key, now or datetime.now(UTC))
    try:
        listed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise WebhookRefused("the body is not JSON") from error
    if not isinstance(listed, list):
        raise WebhookRefused("the body is not a list of events")
    return tuple(event for one in listed if (event := _event(one)) is not None)


def _verify(body: bytes, signature: str, timestamp: str, public_key: str, now: datetime) -> None:
    from sendgrid.helpers.eventwebhook import EventWebhook

    if len(body) > MAX_BODY:
        raise WebhookRefused("the body is too large")
    if not public_key:
        raise WebhookRefused("sender.sendgrid.webhook_public_key is not set")
    if not re.fullmatch(r"\d{9,11}", timestamp):
        raise WebhookRefused("the timestamp is missing or no number")
    try:
        genuine = EventWebhook(public_key).verify_signature(body.decode(), signature, timestamp)
    except ValueError as error:  # not UTF-8, not base64, not a key
        raise WebhookRefused("the signature cannot be read") from error
    if not genuine:
        raise WebhookRefused("the signature is wrong")
    sent = datetime.fromtimestamp(int(timestamp), UTC)
    if not now - OLDEST <= sent <= now + NEWEST:
        raise WebhookRefused("it was signed too long ago, or in the future")


def _event(one: Any) -> DeliveryEvent | None:
    if not isinstance(one, dict):
        return None
    kind, recipient, at = _KINDS.get(str(one.get("event"))), one.get("recipient"), one.get("timestamp")
    if kind is None or not isinstance(recipient, str) or not _RECIPIENT.fullmatch(recipient):
        return None
    if not isinstance(at, int) or not 0 < at < 32_503_680_000:  # the year 3000
        return None
    status = one.get("status")
    code = status if isinstance(status, str) and _STATUS.fullmatch(status) else None
    if kind == "bounced" and one.get("type") == "blocked":
        kind = "deferred"  # turned away for now, not for good
    hard = kind == "bounced" and (code is None or code.startswith("5"))
    return DeliveryEvent(
        recipient=recipient,
        kind=kind,
        at=datetime.fromtimestamp(at, UTC),
        status=code,
        hard=hard,
        whole=True,  # SendGrid takes a request or does not
    )


def read_mailbox(path: Path, key: bytes, now: datetime) -> tuple[DeliveryEvent, ...]:
    """The events in a mailbox of bounces: an mbox file, or a Maildir folder, which are left as they are.

    key: of `verp.key_of`. A mail without one of our return paths, or with a forged one, is passed over.
    """
    if not path.exists():
        raise SendError("there is no such file or folder", subject=str(path))
    if path.is_file():
        with path.open("rb") as file:
            if file.read(5) not in (b"", b"From "):
                raise SendError("it is no mailbox: its first line is no From line", subject=str(path))
    box: mailbox.Mailbox[Any] = (
        mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
    )
    with closing(box):
        return tuple(event for mail in box if (event := bounce_of(mail, key, now)) is not None)


def bounce_of(mail: Message, key: bytes, now: datetime) -> DeliveryEvent | None:
    """What one returned mail says (RFC 3464 status, RFC 5965 complaint); None when it is not ours."""
    recipient = _recipient_of(mail, key)
    if recipient is None:
        return None
    kinds = {part.get_content_type() for part in mail.walk()}
    if "message/feedback-report" in kinds:
        return DeliveryEvent(recipient=recipient, kind="complained", at=now)
    action, status = _delivery_status(mail)
    if action in ("delayed", "relayed", "delivered", "expanded"):
        kind: EventKind = "deferred" if action == "delayed" else "delivered"
        return DeliveryEvent(recipient=recipient, kind=kind, at=now, status=status)
    hard = action == "failed" and status is not None and status.startswith("5")
    return DeliveryEvent(recipient=recipient, kind="bounced", at=now, status=status, hard=hard)


def _recipient_of(mail: Message, key: bytes) -> str | None:
    """The id in the address that it came back to; in a complaint, in the mail that it encloses."""
    for part in mail.walk():
        names = ("To", "Delivered-To", "X-Original-To", "Return-Path", "X-Failed-Recipients")
        for value in (str(value) for name in names for value in part.get_all(name, [])):
            if found := recipient_in(value, key):
                return found
    return None


def _delivery_status(mail: Message) -> tuple[str | None, str | None]:
    """Action and Status of the first recipient in a delivery status; (None, None) where there is none."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, Message) and "Action" in block:
                match = _STATUS.search(str(block.get("Status", "")))
                return str(block["Action"]).strip().lower(), match[0] if match else None
    return None, None


def record(
    engine: Engine,
    events: Iterable[DeliveryEvent],
    *,
    now: datetime | None = None,
    point: Point = survive,
) -> int:
    """Writes events down and keeps those readers from further mail who bounced for good, complained or left.

    Returns how many recipients it was news for; unknown ids are passed over. now: the machine's clock.
    """
    now = now or datetime.now(UTC)
    by_batch: dict[str, list[DeliveryEvent]] = defaultdict(list)
    for event in events:
        by_batch[event.recipient.rpartition(".")[0]].append(event)
    news = 0
    for name, found in sorted(by_batch.items()):
        with write(engine) as conn:
            known = deliveries.mark(conn, name, found, now=now)
            news += len({subscriber for subscriber, _ in known})
            for subscriber, event in known:
                if event.kind in _SUPPRESSES and (event.kind != "bounced" or event.hard):
                    readers.suppress(conn, subscriber, _SUPPRESSES[event.kind], now, "provider")
            deliveries.settle(conn, name, whole=any(event.whole for event in found), now=now)
            point("before-events-commit")
        point("after-events-commit")
    return news


def counts(events: Sequence[DeliveryEvent]) -> dict[str, int]:
    """How many events of each kind, for a line of the log."""
    tally: dict[str, int] = defaultdict(int)
    for event in events:
        tally[event.kind] += 1
    return dict(tally)
