"""What a SendGrid request says: the half that all share by the SDK's `Mail`, and each reader's part. Pure.

Limits of the API reference: 1,000 personalizations and 30 MB a request, 10,000 bytes of substitutions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from digest.send import mime
from digest.send.compose import MAX_NAME, Letter, Recipient, filled, one_line, same_everywhere, tags_in

MAX_PERSONALIZATION = 10_000
MAX_REQUEST = 30_000_000
_NAME = '"name":'


def shared_half(letter: Letter, sandbox: bool) -> bytes:
    """The request's JSON without its closing brace and its personalizations."""
    return orjson.dumps(_mail(letter, sandbox))[:-1]


def _mail(letter: Letter, sandbox: bool) -> Any:
    from sendgrid.helpers import mail as sdk

    name, address = letter.sender_parts
    described = sdk.Mail(
        from_email=sdk.From(address, name or None),
        subject=letter.subject,
        plain_text_content=sdk.PlainTextContent(letter.text),
        html_content=sdk.HtmlContent(letter.html) if letter.html is not None else None,
    )
    if letter.reply_to:
        described.reply_to = sdk.ReplyTo(letter.reply_to)
    described.category = [sdk.Category("digest"), sdk.Category(letter.newsletter[:255])]
    described.tracking_settings = sdk.TrackingSettings(
        click_tracking=sdk.ClickTracking(enable=False, enable_text=False),  # it would rewrite our links
        open_tracking=sdk.OpenTracking(enable=False),
        subscription_tracking=sdk.SubscriptionTracking(enable=False),  # it would add a second unsubscribe
        ganalytics=sdk.Ganalytics(enable=False),
    )
    if sandbox:
        described.mail_settings = sdk.MailSettings(sandbox_mode=sdk.SandBoxMode(enable=True))
    return described.get()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is alike in every reader's personalization of a letter, as JSON."""

    headers: str  #: the shared headers, open for the reader's own
    one_click: bool
    tags: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  #: name → (the tag with its colon, form)


def row_of(letter: Letter) -> Row:
    """All headers stand in each personalization, not only the reader's own: a field of a personalization
    overrides the one of that name of the whole mail."""
    headers = dict(letter.bulk_headers)
    if "List-Id" in headers:
        headers["List-Id"] = mime.header_value(headers["List-Id"])
    for name, value in headers.items():
        mime.header(name, value)
    tags: dict[str, list[tuple[str, str]]] = {}
    for tag, (name, form) in tags_in(letter).items():
        tags.setdefault(name, []).append((_json(tag) + ":", form))
    return Row(
        headers=orjson.dumps(headers)[:-1].decode(),
        one_click=letter.list_id is not None,
        tags=tuple((name, tuple(forms)) for name, forms in tags.items()),
    )


def _json(text: str) -> str:
    return orjson.dumps(text).decode()


def personalization(row: Row, recipient: Recipient) -> bytes:
    """One reader's part of a request. ValueError when a value is unsafe or it is over the limit."""
    headers = row.headers
    if row.one_click and (link := recipient.unsubscribe):
        if not same_everywhere(link):
            raise ValueError("the unsubscribe link cannot stand in a header")
        headers += f',"List-Unsubscribe":"<{link}>"'
    substitutions = []
    for name, forms in row.tags:
        value = recipient.values.get(name, "")
        if same_everywhere(value):
            substitutions += [f'{tag}"{value}"' for tag, _ in forms]
        else:
            substitutions += [tag + _json(filled(value, form)) for tag, form in forms]
    shown = one_line(recipient.name)[:MAX_NAME]
    to = f'{{"email":{_json(recipient.address)}{f",{_NAME}{_json(shown)}" if shown else ""}}}'
    text = (
        f'{{"to":[{to}],"headers":{headers}}},"custom_args":{{"recipient":{_json(recipient.id)}}},'
        f'"substitutions":{{{",".join(substitutions)}}}}}'
    )
    data = text.encode()
    if len(data) > MAX_PERSONALIZATION:
        raise ValueError(f"a personalization of {len(data)} bytes")
    return data
