"""digest.toml as it is written: its tables as frozen types.

Nothing here reads a file or the environment; `settings` does. `toml_file` checks what was written.
What each key means is in docs/configuration.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from digest.value import (
    WEEKDAYS,
    Clock,
    Duration,
    FeedName,
    Key,
    Lasting,
    ListName,
    Mailbox,
    Positive,
    TierName,
    Topic,
    Weekday,
    Zone,
)

FILE = "digest.toml"
STRICT = ConfigDict(extra="forbid", strict=True)


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
    timeout: Lasting = timedelta(seconds=30)
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
    name: FeedName
    url: str
    publisher: str | None = None
    own: bool = False
    weight: Annotated[float, Field(ge=0)] = 1.0
    section: str | None = None
    language: str | None = None
    every: Lasting | None = None
    tier: TierName = "public"
    tier_when: tuple[TierRule, ...] = ()
    embargo: Duration | None = None
    full_text: Literal["feed", "page"] = "feed"
    images: bool = True
    quote: Annotated[int, Field(ge=0)] = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    __pydantic_config__ = STRICT
    name: ListName
    title: str = ""
    tier: TierName = "public"
    opt_in: Literal["double", "single"] = "double"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """A named part; `match` holds "feed:NAME", "category:NAME", "language:xx" or a keyword."""

    __pydantic_config__ = STRICT
    name: Topic
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
    window: Literal["since-last"] | Lasting = "since-last"
    window_max: Lasting = timedelta(hours=72)
    stories: Positive = 15
    minimum: Annotated[int, Field(ge=0)] = 3
    sections: tuple[SectionRule, ...] = ()
    weights: Weights = field(default_factory=Weights)
    half_life: Lasting = timedelta(hours=12)
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
    timeout: Lasting = timedelta(seconds=30)
    lease: Lasting = timedelta(minutes=2)
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
    articles: Lasting = timedelta(days=90)
    events: Lasting = timedelta(days=365)
    editions: Lasting = timedelta(days=3650)


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
    newsletters: dict[Key, Newsletter] = field(default_factory=dict)
    sender: SenderTable = field(default_factory=SenderTable)
    public: Public = field(default_factory=Public)
    desk: Desk = field(default_factory=Desk)
    alerts: Alerts = field(default_factory=Alerts)
    retention: Retention = field(default_factory=Retention)
    llm: Llm = field(default_factory=Llm)
