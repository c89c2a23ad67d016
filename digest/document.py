"""digest.toml as it is written: its tables as frozen types, checked, each fault named with its line.

Nothing here reads a file or the environment; `settings` does. What each key means is in
docs/configuration.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from email.utils import parseaddr
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import orjson
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from digest.errors import SettingsError
from digest.model import TIERS, Tier
from subscribers.address import one_line

FILE = "digest.toml"
STRICT = ConfigDict(extra="forbid", strict=True)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(value: object) -> object:
    """'90m', '72h', '30s', '7d' as a timedelta; other strings are refused."""
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", value)
    if not match:
        raise ValueError('a duration is written like "90s", "30m", "72h" or "7d"')
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is no time zone, write it like Europe/Kyiv") from error
    return value


def _mailbox(value: str) -> str:
    name, address = parseaddr(value)
    if "@" not in address or any(c in value for c in "\r\n"):
        raise ValueError('an address is written like "desk@example.org" or "The Desk <desk@example.org>"')
    del name
    return value


def _tier(value: str) -> str:
    if value not in TIERS:
        raise ValueError(f"a tier is one of {', '.join(TIERS)}")
    return value


def _clock(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError('a time of day is written like "07:00"')
    return time.fromisoformat(value)


def _topic(value: str) -> str:
    if not value or len(value) > 100 or ";" in value or one_line(value) != value:
        raise ValueError("a section's name is one line of at most 100 characters, without a semicolon")
    return value


Duration = Annotated[timedelta, BeforeValidator(duration)]
Clock = Annotated[time, BeforeValidator(_clock)]
Zone = Annotated[str, AfterValidator(_zone)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
TierName = Annotated[Tier, AfterValidator(_tier)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Positive = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    __pydantic_config__ = STRICT
    name: str = "Newsroom"
    language: str = "en"
    timezone: Zone = "UTC"
    website: str = ""
    postal_address: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    __pydantic_config__ = STRICT
    url: str = "sqlite:///.digest/digest.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    __pydantic_config__ = STRICT
    allow_private_networks: bool = False
    user_agent: str = ""
    concurrency: Positive = 16
    timeout: Duration = timedelta(seconds=30)
    look_at_links: bool = True  #: whether the worker asks the addresses in a draft
    max_bytes: Positive = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRule:
    __pydantic_config__ = STRICT
    category: str
    tier: TierName


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTable:
    __pydantic_config__ = STRICT
    name: str
    url: str
    publisher: str | None = None
    own: bool = False
    weight: Annotated[float, Field(ge=0)] = 1.0
    section: str | None = None
    language: str | None = None
    every: Duration | None = None
    tier: TierName = "public"
    tier_when: tuple[TierRule, ...] = ()
    embargo: Duration | None = None
    full_text: Literal["feed", "page"] = "feed"
    images: bool = True
    quote: Annotated[int, Field(ge=0)] = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    __pydantic_config__ = STRICT
    name: str
    title: str = ""
    tier: TierName = "public"
    opt_in: Literal["double", "single"] = "double"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """A named part; `match` holds "feed:NAME", "category:NAME", "language:xx" or a keyword."""

    __pydantic_config__ = STRICT
    name: Annotated[str, AfterValidator(_topic)]
    match: tuple[str, ...] = ()
    limit: Positive = 15
    sentences: Positive = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part of a story's score counts; 0 leaves the part out."""

    __pydantic_config__ = STRICT
    sources: float = 1.0
    recency: float = 1.0
    feed: float = 1.0
    novelty: float = 1.0
    length: float = 0.3
    boosts: float = 1.0
    picture: float = 0.0
    report: float = 1.0
    variety: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    __pydantic_config__ = STRICT
    publisher: Positive | None = None
    topic: Positive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """An approval is refused when the audience is further than `tolerance` (a share) from `expected`."""

    __pydantic_config__ = STRICT
    expected: Positive | None = None
    tolerance: Annotated[float, Field(gt=0)] = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    __pydantic_config__ = STRICT
    name: str = ""
    title: str = ""
    lists: tuple[str, ...] = ()
    segment: str | None = None
    from_: Annotated[Mailbox | None, Field(alias="from")] = None
    reply_to: Mailbox | None = None
    look: str = "default"
    language: str | None = None
    subject: str = "{lead}"
    preheader: str = ""
    schedule: Clock | tuple[Clock, ...] = time(7, 0)
    days: tuple[Weekday, ...] = WEEKDAYS
    skip_days: tuple[date, ...] = ()
    timezone: Zone | None = None
    delivery: Literal["newsroom", "reader"] = "newsroom"
    window: Literal["since-last"] | Duration = "since-last"
    window_max: Duration = timedelta(hours=72)
    stories: Positive = 15
    minimum: Annotated[int, Field(ge=0)] = 3
    sections: tuple[SectionRule, ...] = ()
    weights: Weights = field(default_factory=Weights)
    half_life: Duration = timedelta(hours=12)
    caps: Caps = field(default_factory=Caps)
    boosts: dict[str, float] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    draft_at: Clock | None = None
    cutoff: Clock | None = None
    approval: Literal["required", "auto"] = "required"
    approvals: Positive = 1
    if_not_approved: Literal["hold", "send"] = "hold"
    late: Duration = timedelta(minutes=90)
    audience: Audience = field(default_factory=Audience)
    canary: Annotated[int, Field(ge=0)] = 0
    canary_wait: Duration = timedelta(minutes=10)
    testers: tuple[Mailbox, ...] = ()
    editors: tuple[Mailbox, ...] = ()
    utm: bool = False
    max_variants: Positive = 64

    @property
    def slots(self) -> tuple[time, ...]:
        """The local times of day it goes out at, in order."""
        return tuple(sorted(set(self.schedule))) if isinstance(self.schedule, tuple) else (self.schedule,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGridTable:
    __pydantic_config__ = STRICT
    host: str = "https://api.sendgrid.com"
    sandbox: bool = False
    webhook_public_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpTable:
    __pydantic_config__ = STRICT
    host: str = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    bounces: Mailbox | None = None  #: bounces come back to this address with +ID in it; else to `from`


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderTable:
    """How mail leaves; `batch` None means the sender's own (SendGrid 1,000, SMTP 50, outbox 200)."""

    __pydantic_config__ = STRICT
    kind: Literal["outbox", "sendgrid", "smtp"] = "outbox"
    from_: Annotated[Mailbox, Field(alias="from")] = "Newsroom <news@localhost>"
    reply_to: Mailbox | None = None
    batch: Annotated[int, Field(ge=1, le=1000)] | None = None
    connections: Annotated[int, Field(ge=1, le=64)] = 4
    timeout: Duration = timedelta(seconds=30)
    lease: Duration = timedelta(minutes=2)
    rate: Annotated[float, Field(gt=0)] | None = None
    max_per_hour: Positive | None = None
    on_unclear: Literal["hold", "resend"] = "hold"
    settle_after: Duration = timedelta(minutes=30)
    sendgrid: SendGridTable = field(default_factory=SendGridTable)
    smtp: SmtpTable = field(default_factory=SmtpTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    __pydantic_config__ = STRICT
    url: str = "http://127.0.0.1:8001"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8001
    trusted_proxies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    __pydantic_config__ = STRICT
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    url: str = ""
    sign_in: bool = False
    certificate: str = ""  #: a PEM file; with `key`, the desk speaks TLS itself
    key: str = ""
    trusted_proxies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    __pydantic_config__ = STRICT
    mail: tuple[Mailbox, ...] = ()
    command: tuple[str, ...] = ()
    ping_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    __pydantic_config__ = STRICT
    articles: Duration = timedelta(days=90)
    events: Duration = timedelta(days=365)
    editions: Duration = timedelta(days=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class Llm:
    __pydantic_config__ = STRICT
    base_url: str = ""
    model: str = ""
    budget: float = 0.0
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """digest.toml as it is written."""

    __pydantic_config__ = STRICT
    newsroom: Newsroom = field(default_factory=Newsroom)
    storage: Storage = field(default_factory=Storage)
    gather: Gather = field(default_factory=Gather)
    feeds: tuple[FeedTable, ...] = ()
    lists: tuple[ListTable, ...] = ()
    newsletters: dict[str, Newsletter] = field(default_factory=dict)
    sender: SenderTable = field(default_factory=SenderTable)
    public: Public = field(default_factory=Public)
    desk: Desk = field(default_factory=Desk)
    alerts: Alerts = field(default_factory=Alerts)
    retention: Retention = field(default_factory=Retention)
    llm: Llm = field(default_factory=Llm)


def parse(source: str, name: str = FILE) -> Document:
    """The document, checked; every fault in it is named in one SettingsError, first line first."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(str(error), subject=name) from error
    try:
        return TypeAdapter(Document).validate_json(orjson.dumps(raw, default=str), strict=True)
    except ValidationError as error:
        faults = sorted({_fault(item, source) for item in error.errors(include_url=False)})
        lines = [f"line {line}: {text}" if line else text for line, text in faults]
        raise SettingsError("; ".join(lines), subject=name) from error


def _fault(error: Mapping[str, Any], source: str) -> tuple[int, str]:
    path = tuple(part for part in error["loc"] if not _is_branch(part))
    shown = ".".join(str(part) for part in path)
    line = line_of(source, path)
    if error["type"] == "unexpected_keyword_argument":
        return line, f"unknown key {shown}{nearest(str(path[-1]), _known(path[:-1]))}"
    message = str(error["msg"]).removeprefix("Value error, ")
    return line, f"{shown}: {message[:1].lower()}{message[1:]}"


def _is_branch(part: object) -> bool:
    """pydantic names the branch of a union in its path; the reader of a message does not want it."""
    return isinstance(part, str) and ("[" in part or part in ("timedelta", "time", "function-before"))


def _known(path: tuple[object, ...]) -> tuple[str, ...]:
    """The keys allowed at this path of the document."""
    kind: Any = Document
    for part in path:
        if get_origin(kind) in (tuple, dict):  # this part is an index or a name
            kind = next((arg for arg in get_args(kind) if is_dataclass(arg)), None)
        elif is_dataclass(kind) and isinstance(kind, type):
            kind = get_type_hints(kind).get(str(part))
    if not is_dataclass(kind):
        return ()
    return tuple("from" if f.name == "from_" else f.name for f in fields(kind))


def nearest(word: str, known: Any) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return (
        f" (did you mean {close[0]!r}?)"
        if close
        else f" (known: {', '.join(sorted(known))})"
        if known
        else ""
    )


def line_of(source: str, path: tuple[object, ...]) -> int:
    """The 1-based line where the key of this path stands, as near as a scan by line tells; 0 if nowhere."""
    best, depth = 0, 0
    table: tuple[object, ...] = ()
    counts: dict[tuple[object, ...], int] = {}
    for number, text in enumerate(source.splitlines(), 1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", text)
        if header:
            names: tuple[object, ...] = tuple(n.strip().strip("\"'") for n in header[2].split("."))
            if header[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
                names = (*names, counts[names])
            table, here = names, names
        else:
            key = re.match(r"\s*([\w.\"'-]+?)\s*=", text)
            if not key:
                continue
            here = (*table, *(n.strip("\"'") for n in key[1].split(".")))
        shared = len(here) if path[: len(here)] == here else 0
        if shared > depth:
            best, depth = number, shared
    return best
