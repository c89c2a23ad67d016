"""The signed links in sent mails: who, for what, by which key.

A token reads `KEY.SUBSCRIBER.SCOPE.MAC`: the key's name, the subscriber's id, the scope with everything
but letters, digits, - and _ written as ~XX, and 128 bits of HMAC-SHA256 over the purpose and all of it.
It is text that a mail program cannot break at a special character. An unsubscribe token never expires
(the link stands in a sent mail for ever); a confirmation carries its time in its scope and holds 48 h.
It does not hide the id or the scope: neither tells who a reader is.

Verification signs again and compares whole texts in constant time, so that no second spelling of a token
(other base64 tail bits, leading zeros) is taken for the first.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, unquote

from subscribers.errors import SecretsRefused, TokenExpired, TokenForged, TokenMalformed

Purpose = Literal["u", "p", "c", "v"]
CONFIRM_WITHIN = timedelta(hours=48)
MIN_SECRET = 16
MAX_TOKEN = 600
_SHAPE = re.compile(r"([a-z0-9]{1,16})\.(0|[1-9][0-9]{0,18})\.([A-Za-z0-9_~-]{0,400})\.([A-Za-z0-9_-]{22})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a verified link says."""

    subscriber_id: int
    scope: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Signs with the first secret of "k2:…,k1:…" and verifies with all of them."""

    secrets: str = field(repr=False)
    _keys: dict[str, bytes] = field(init=False, repr=False)
    _first: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        keys = _parse(self.secrets)
        object.__setattr__(self, "_keys", keys)
        object.__setattr__(self, "_first", next(iter(keys)))

    def sign(self, purpose: Purpose, subscriber_id: int, scope: str) -> str:
        """The token for one reader and scope; the same arguments give the same token."""
        return self._signed(purpose, self._first, f"{subscriber_id}.{_written(scope)}")

    def read(self, purpose: Purpose, token: str) -> Token:
        """What the token says, else TokenMalformed or TokenForged. It does not judge its age."""
        match = _SHAPE.fullmatch(token) if len(token) <= MAX_TOKEN else None
        if match is None:
            raise TokenMalformed
        if match[1] not in self._keys:
            raise TokenForged("this link was signed with a key that is no longer known")
        expected = self._signed(purpose, match[1], f"{match[2]}.{match[3]}")
        if not hmac.compare_digest(expected, token):
            raise TokenForged
        return Token(subscriber_id=int(match[2]), scope=unquote(match[3].replace("~", "%")))

    def sign_confirmation(self, subscriber_id: int, lists: Iterable[str], now: datetime) -> str:
        """The token of a confirmation mail for these lists, good for 48 hours from `now`."""
        stamp = str(int(now.timestamp()))
        return self.sign("c", subscriber_id, "\n".join((stamp, *lists)))

    def read_confirmation(self, token: str, now: datetime) -> Confirmation:
        """Who confirms which lists and when she was asked; TokenExpired after 48 hours."""
        read = self.read("c", token)
        stamp, *lists = read.scope.split("\n")
        if not stamp.isdecimal():
            raise TokenMalformed
        asked = datetime.fromtimestamp(int(stamp), UTC)
        if now - asked > CONFIRM_WITHIN:
            raise TokenExpired
        return Confirmation(subscriber_id=read.subscriber_id, lists=tuple(lists), asked_at=asked)

    def _signed(self, purpose: str, key: str, said: str) -> str:
        text = f"{key}.{said}"
        mac = hmac.digest(self._keys[key], f"{purpose}.{text}".encode(), "sha256")
        return f"{text}.{urlsafe_b64encode(mac[:16])[:22].decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A confirmation link, read."""

    subscriber_id: int
    lists: tuple[str, ...]
    asked_at: datetime


@lru_cache(maxsize=1024)
def _written(scope: str) -> str:
    """The scope in letters, digits, -, _ and ~XX; an edition has a handful, so it is written once."""
    return quote(scope, safe="").replace("~", "%7E").replace(".", "%2E").replace("%", "~")


def _parse(secrets: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for part in filter(None, (part.strip() for part in secrets.split(","))):
        name, colon, secret = part.partition(":")
        if not colon or not re.fullmatch("[a-z0-9]{1,16}", name) or name in keys:
            raise SecretsRefused('DIGEST_SECRETS is written "k2:…,k1:…", each key\'s name once')
        if len(secret) < MIN_SECRET:
            raise SecretsRefused(f"DIGEST_SECRETS: key {name} needs {MIN_SECRET} characters or more")
        keys[name] = secret.encode()
    if not keys:
        raise SecretsRefused("DIGEST_SECRETS is missing")
    return keys
