"""Twilio SendGrid, v3 Mail Send: one request for up to 1,000 readers.

What it says is in sendgrid_request; here it goes over our own kept-alive connection: the SDK's client opens
a connection a call, has no timeout and logs the key at DEBUG. The API takes an address once a request.

What comes before the request's first byte (no connection, a TLS fault) never reached SendGrid; whatever
goes wrong after it is unclear. The provider's free text is never kept: it may hold an address.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import orjson

from digest.errors import SettingsError, UnsupportedFeature
from digest.model import SendResult
from digest.send.compose import Letter, Parcel
from digest.send.crash import Point, survive
from digest.send.senders import Kind
from digest.send.senders.sendgrid_request import MAX_REQUEST, Row, personalization, row_of, shared_half
from digest.settings import Settings

SIZE = 1_000
CONNECT_TIMEOUT = 5.0
PATH = "/v3/mail/send"
_FIELD = re.compile(r"[a-z_]+(\.[a-z_0-9]+){0,5}")
_ROW = re.compile(r"personalizations\.(\d{1,4})(\.|$)")


@dataclass(slots=True, kw_only=True)
class SendGrid:
    """The account as the settings describe it."""

    host: str
    key: str = field(repr=False)
    timeout: float
    size: int = SIZE
    sandbox: bool = False
    kind: Kind = "sendgrid"
    whole: bool = True
    point: Point = survive
    _shared: dict[Letter, bytes] = field(default_factory=dict, repr=False)
    _rows: dict[Letter, Row] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, settings: Settings, point: Point = survive) -> SendGrid:
        import urllib3.connection  # noqa: F401 - here and not first in the threads: its imports are circular

        table = settings.sender.sendgrid
        if urlsplit(table.host).scheme not in ("https", "http"):
            raise SettingsError("sender.sendgrid.host must begin with https://")
        return cls(
            host=table.host,
            key=settings.require_secret("sendgrid_api_key"),
            timeout=settings.sender.timeout.total_seconds(),
            size=settings.sender.batch or SIZE,
            sandbox=table.sandbox,
            point=point,
        )

    def check(self, letter: Letter) -> None:
        """Raises UnsupportedFeature for a letter that no request could carry."""
        if not letter.text or not letter.subject:
            raise UnsupportedFeature("SendGrid takes no mail without a subject and a text")
        if len(self.shared_half(letter)) > MAX_REQUEST // 2:
            raise UnsupportedFeature("the content is too large for a SendGrid request")

    def shared_half(self, letter: Letter) -> bytes:
        """The request's JSON without its closing brace and its personalizations."""
        if letter not in self._shared:
            self._shared[letter] = shared_half(letter, self.sandbox)
        return self._shared[letter]

    def row(self, letter: Letter) -> Row:
        """What all personalizations of a letter have in common, made once."""
        if letter not in self._rows:
            self._rows[letter] = row_of(letter)
        return self._rows[letter]

    def open(self) -> SendGridLine:
        return SendGridLine(sender=self)


@dataclass(slots=True, kw_only=True)
class SendGridLine:
    """One kept-alive connection."""

    sender: SendGrid
    _connection: Any = None

    def hand_over(self, parcel: Parcel) -> SendResult:
        """One request with everybody in the parcel who can be written into it."""
        parts: list[bytes] = []
        positions: list[int] = []
        refused: list[tuple[int, str]] = []
        seen: set[str] = set()
        row = self.sender.row(parcel.letter)
        for position, recipient in enumerate(parcel.recipients):
            address = recipient.address.casefold()
            if address in seen:
                refused.append((position, "address-twice"))
                continue
            try:
                parts.append(personalization(row, recipient))
            except ValueError:
                refused.append((position, "unsafe-value"))
                continue
            seen.add(address)
            positions.append(position)
        if not parts:
            return SendResult(outcome="accepted", refused=tuple(refused))
        body = self.sender.shared_half(parcel.letter) + b',"personalizations":[' + b",".join(parts) + b"]}"
        if len(body) > MAX_REQUEST:
            return SendResult(outcome="refused", refused=tuple(refused), status=413)
        return self._post(parcel, body, positions, tuple(refused))

    def _post(
        self, parcel: Parcel, body: bytes, positions: list[int], refused: tuple[tuple[int, str], ...]
    ) -> SendResult:
        from ssl import SSLCertVerificationError

        from urllib3.exceptions import HTTPError

        try:
            connection = self._connected()
        except SSLCertVerificationError:
            self.close()
            return SendResult(
                outcome="stop", refused=refused, detail="the provider's certificate is not valid"
            )
        except (OSError, HTTPError) as error:
            self.close()
            return SendResult(outcome="never", refused=refused, detail=type(error).__name__)
        self.sender.point("before-message")
        if not parcel.begin(*(parcel.recipients[position] for position in positions)):
            return SendResult(outcome="never", refused=refused, detail="no time left", retry_after=0.0)
        try:
            with suppress(BrokenPipeError):  # it may have answered before it read all, and hung up
                connection.request("POST", PATH, body=body, headers=self._headers())
            self.sender.point("inside-message")
            answer = connection.getresponse()
        except (OSError, HTTPError, HTTPException) as error:
            self.close()
            return SendResult(outcome="unclear", refused=refused, detail=type(error).__name__)
        self.sender.point("after-message")
        headers = dict(answer.headers.items())
        return read_answer(
            answer.status, headers, answer.data, positions, refused, sandbox=self.sender.sandbox
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sender.key}", "Content-Type": "application/json"}

    def _connected(self) -> Any:
        """The connection, made anew when it was closed meanwhile; nothing of a request is sent by this."""
        from urllib3.connection import HTTPConnection, HTTPSConnection

        if self._connection is not None and self._connection.is_connected:
            return self._connection
        self.close()
        url = urlsplit(self.sender.host)
        host = url.hostname or ""
        if url.scheme == "https":
            import ssl

            self._connection = HTTPSConnection(
                host, url.port or 443, timeout=CONNECT_TIMEOUT, ssl_context=ssl.create_default_context()
            )
        else:
            self._connection = HTTPConnection(host, url.port or 80, timeout=CONNECT_TIMEOUT)
        self._connection.connect()
        self._connection.timeout = self.sender.timeout
        return self._connection

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def read_answer(
    status: int,
    headers: Mapping[str, str],
    data: bytes,
    positions: list[int],
    refused: tuple[tuple[int, str], ...] = (),
    *,
    sandbox: bool = False,
) -> SendResult:
    """What an HTTP answer means. positions: of the recipients in the request, by their place in it. Pure
    but for the clock that X-RateLimit-Reset is compared with."""
    known = {name.lower(): value for name, value in headers.items()}
    common: dict[str, Any] = {"refused": refused, "status": status}
    if status == 202 or (status == 200 and sandbox):
        return SendResult(
            outcome="accepted", provider_id="sandbox" if sandbox else known.get("x-message-id"), **common
        )
    if status == 429:
        return SendResult(outcome="never", retry_after=_wait(known), detail="rate limit", **common)
    if status >= 500 or status in (200, 408):
        return SendResult(outcome="unclear", **common)
    fields = _fields(data)
    if status in (400, 413):
        rows = [int(match[1]) for field in fields if (match := _ROW.match(field))]
        if fields and not any(field.startswith("personalizations") for field in fields):
            return SendResult(outcome="stop", detail=f"SendGrid refuses {fields[0]} ({status})", **common)
        suspects = frozenset(positions[row] for row in rows if row < len(positions))
        return SendResult(outcome="refused", suspects=suspects, **common)
    why = "SendGrid does not accept the key" if status in (401, 403) else "SendGrid gave an unknown answer"
    return SendResult(outcome="stop", detail=f"{why} ({status})", **common)


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds until the limit is lifted, from Retry-After or the epoch in X-RateLimit-Reset."""
    after, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if after.isdigit():
        return float(after)
    return max(0.0, float(reset) - time.time()) if reset.isdigit() else None


def _fields(data: bytes) -> list[str]:
    """The names of the fields an error speaks of; its message is left unread."""
    try:
        errors = orjson.loads(data)["errors"]
        named = [error.get("field") for error in errors]
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return []
    return [name for name in named if isinstance(name, str) and _FIELD.fullmatch(name)]
