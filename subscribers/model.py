"""The words of the readers' side as frozen types; imports nothing of ours.

A `repr` never shows an address or a name, so neither can reach a log by way of a formatted value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, NamedTuple

State = Literal["unconfirmed", "confirmed", "unsubscribed"]
OptIn = Literal["double", "single"]
Skip = Literal["unsubscribed", "suppressed", "tier", "erased"]
#: Why an address is never mailed. A reader's own confirmed opt-in lifts the first four; the last two
#: only an operator lifts.
Reason = Literal["unsubscribed", "bounced", "erased", "merged", "complained", "operator"]
READERS_OWN: frozenset[Reason] = frozenset({"unsubscribed", "bounced", "erased", "merged"})
#: The scope of a suppression that holds for every list.
EVERYTHING = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where one reader's mail goes, read at the claim and dropped after the hand-over."""

    subscriber_id: int
    address: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingList:
    """A list with its tier; `double` means that a reader confirms by mail before she is on it."""

    name: str
    title: str
    tier: str
    opt_in: OptIn


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCount:
    """A list and how many readers stand on it in each state, the suppressed apart."""

    list: MailingList
    confirmed: int = 0
    unconfirmed: int = 0
    unsubscribed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One reader on one list: in which state, since when, by what act; which topics she does not want."""

    list: str
    state: State
    at: datetime
    how: str
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A never-mail order; scope "" is every list."""

    scope: str
    reason: Reason
    at: datetime
    by: str
    lifted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One line of a reader's consent log: what was done, when, how, from which (shortened) network."""

    what: str
    list: str
    at: datetime
    how: str
    network: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """All we hold about one reader."""

    id: int
    address: str = field(repr=False)
    name: str = field(repr=False)
    language: str | None
    timezone: str | None
    attributes: Mapping[str, str] = field(repr=False)
    added_at: datetime
    subscriptions: tuple[Subscription, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    consents: tuple[Consent, ...] = ()
    former_ids: tuple[int, ...] = ()


class NewReader(NamedTuple):
    """A reader as an operator or a file describes her, already checked. A tuple: a million are made."""

    address: str
    key: bytes
    name: str = ""
    language: str | None = None
    timezone: str | None = None
    attributes: Mapping[str, str] = MappingProxyType({})
    lists: tuple[str, ...] = ()
    left: tuple[str, ...] = ()  #: what the file says she has opted out of; "" is everything
    unwanted: tuple[tuple[str, str], ...] = ()  #: (list, topic) she does not want; "" is each of `lists`

    def __repr__(self) -> str:
        return f"NewReader(lists={self.lists!r}, left={self.left!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedReader:
    """A reader in an export: the lists she is on, and what she has opted out of ("" is everything)."""

    address: str = field(repr=False)
    name: str = field(repr=False)
    language: str | None
    timezone: str | None
    attributes: Mapping[str, str] = field(repr=False)
    on: tuple[str, ...]
    left: tuple[str, ...]
    unwanted: tuple[tuple[str, str], ...] = ()  #: (list, topic)


class Added(NamedTuple):
    """What came of adding one reader: id None and `opted_out` when a never-mail order stands."""

    subscriber_id: int | None
    new: bool = False
    joined: tuple[str, ...] = ()
    opted_out: tuple[str, ...] = ()  #: lists that she has left and that were therefore not given back


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of a reader's own request: the lists that wait for her confirmation by mail."""

    subscriber_id: int | None
    to_confirm: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tester:
    """Someone of the newsroom who gets test sends."""

    id: int
    key: bytes = field(repr=False)
    address: str = field(repr=False)
    name: str = field(default="", repr=False)
