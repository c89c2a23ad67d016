"""One letter for many readers: each reader's values, and the text they are put into.

A tag stands in the content as `-P:name:h-` (HTML-escaped value) or `-P:name:t-` (plain value). Values are
spliced in between pre-encoded parts; nothing is rendered per reader. Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from html import escape
from time import monotonic

from digest.errors import SendError
from digest.send.journal import Journal

TAGS = ("unsubscribe", "preferences", "web", "name")
MAX_NAME = 100  #: characters of a reader's name that are used
MAX_ADDRESS = 254  #: RFC 5321, 4.5.3.1.3 by way of erratum 1690
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f-\uffff]{1,64}@[A-Za-z0-9.-]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Letter:
    """What all readers of a variant get alike. Tags are unfilled; compared by identity."""

    campaign: str  #: the edition's name with - for /, or the kind of a notice
    newsletter: str
    sender: str
    reply_to: str | None
    list_id: str | None  #: None: no list's mail (a notice)
    prefix: str  #: of the tags
    subject: str
    html: str | None
    text: str

    @property
    def sender_parts(self) -> tuple[str, str]:
        """The sender's name and address."""
        return _parsed(self.sender)

    @property
    def domain(self) -> str:
        return self.sender_parts[1].rpartition("@")[2] or "localhost"

    @property
    def bulk_headers(self) -> Mapping[str, str]:
        """The headers of a list's mail that no reader's value is in (RFC 2919, RFC 8058, RFC 2076; Gmail's
        Feedback-ID); a notice says that a program wrote it (RFC 3834)."""
        if self.list_id is None:
            return {"Auto-Submitted": "auto-generated"}
        return {
            "List-Id": one_line(self.list_id),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Feedback-ID": f"{self.campaign}:{self.newsletter}:digest:{self.domain}"[:200],
            "Precedence": "bulk",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One reader of a parcel; `id` is the opaque edition.batch.ordinal."""

    id: str
    ordinal: int
    address: str = field(repr=False)
    name: str = field(repr=False)
    message_id: str
    values: Mapping[str, str] = field(repr=False)  #: by tag name

    @property
    def unsubscribe(self) -> str | None:
        return self.values.get("unsubscribe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One hand-over: a letter and those who get it. `deadline` is on the monotonic clock: what was not
    begun by then must not be begun, because the claim may be lost."""

    id: str  #: edition.batch
    attempt: int
    folder: str  #: the edition's name
    letter: Letter
    recipients: tuple[Recipient, ...]
    date: datetime
    deadline: float
    journal: Journal = field(repr=False)

    def begin(self, *recipients: Recipient) -> bool:
        """To be asked right before something is handed over; False: there is no time left, do not.

        The journal is written first and the clock read after: a process that is frozen in between finds
        its time gone when it wakes.
        """
        self.journal.begin(tuple(recipient.ordinal for recipient in recipients))
        return monotonic() <= self.deadline


@lru_cache(maxsize=64)
def _parsed(mailbox: str) -> tuple[str, str]:
    return parseaddr(mailbox)


def one_line(text: str) -> str:
    """The text without control characters and line breaks; each run of them is one space."""
    if text.isprintable():  # nearly always: then there is none
        return text.strip()
    return _CONTROL.sub(" ", text).strip()


def unsafe(address: str) -> str | None:
    """Why this address cannot be written into a message, as a word for the report; None when it can.

    Addresses in other than ASCII need SMTPUTF8, which most providers do not take.
    """
    if len(address) > MAX_ADDRESS or not _ADDRESS.fullmatch(address):
        return "address-not-ascii" if not address.isascii() else "address-unusable"
    return None


def message_id(edition: str, subscriber_id: int, key: str, domain: str) -> str:
    """The Message-ID of this edition for this reader: the same at each attempt, telling nobody who it is."""
    mac = hashlib.blake2b(f"{edition}\0{subscriber_id}".encode(), key=key.encode()[:64], digest_size=16)
    return f"<{mac.hexdigest()}@{domain}>"


def tag(prefix: str, name: str, form: str) -> str:
    """The tag as it stands in the content; form "h" or "t"."""
    return f"-{prefix}:{name}:{form}-"


@lru_cache(maxsize=64)
def tags_in(letter: Letter) -> dict[str, tuple[str, str]]:
    """The tags this letter uses: tag text → (name, form). SendError for one that nobody can fill."""
    if not letter.prefix:
        return {}
    pattern = re.compile(f"-{re.escape(letter.prefix)}:([^-\\s]{{0,40}}?):(\\w)-")
    found = {
        match[0]: (match[1], match[2])
        for part in (letter.subject, letter.text, letter.html or "")
        for match in pattern.finditer(part)
    }
    unknown = [tag for tag, (name, form) in found.items() if name not in TAGS or form not in "ht"]
    if unknown:
        raise SendError(f"the content holds a tag that nobody can fill: {unknown[0]}")
    return found


_SAME = re.compile(r"[!#-%(-;=?-\[\]-~]*")


def same_everywhere(value: str) -> bool:
    """Whether the value stands as it is in HTML, text, JSON and a header: ASCII without a control character,
    a space, or one of & < > " ' and the backslash. A link does."""
    return _SAME.fullmatch(value) is not None


def filled(value: str, form: str) -> str:
    """A reader's value as it is put in: escaped for HTML, or plain; never with a control character."""
    if same_everywhere(value):
        return value
    plain = one_line(value)
    return escape(plain) if form == "h" else plain
