"""The address a reader's bounce comes back to: bounces+EDITION.BATCH.ORDINAL-MAC@domain (VERP).

The MAC keeps strangers from having readers suppressed by bounces they make up. Pure.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from email.utils import parseaddr

from digest.settings import Settings

_LOCAL = re.compile(r"\+(\d{1,12}\.\d{1,9}\.\d{1,9})-([0-9a-f]{16})@", re.IGNORECASE)


def return_path(settings: Settings) -> Callable[[str, str], str]:
    """How to make the envelope sender of a mail: (recipient id, sender's address) → address.

    Without `sender.smtp.bounces` it is the sender's own address, and bounces are not told apart.
    """
    bounces = settings.sender.smtp.bounces
    if not bounces:
        return lambda _, sender: sender
    local, _, domain = parseaddr(bounces)[1].rpartition("@")
    key = key_of(settings)
    return lambda recipient, _: f"{local}+{recipient}-{_mac(key, recipient)}@{domain}"


def key_of(settings: Settings) -> bytes:
    """The key of these addresses: derived from the pepper, which never changes."""
    return hmac.digest(settings.require_secret("pepper").encode(), b"digest bounces", "sha256")


def recipient_in(text: str, key: bytes) -> str | None:
    """The recipient id in a header that holds such an address with its right MAC; else None."""
    for match in _LOCAL.finditer(text):
        if hmac.compare_digest(_mac(key, match[1]), match[2].lower()):
            return match[1]
    return None


def _mac(key: bytes, recipient: str) -> str:
    return hmac.digest(key, recipient.encode(), "sha256").hex()[:16]
