"""What a document says, before anybody judges it: plain records that the builder fills and `finish` reads.

Mutable on purpose and private to this package; nothing here leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

TextKind = Literal["html", "text", "guess", "base64"]


@dataclass(slots=True, kw_only=True)
class RawText:
    """A text construct; `guess`: the format does not say whether markup in it is meant."""

    value: str
    kind: TextKind = "guess"
    base: str = ""


@dataclass(slots=True, kw_only=True)
class RawLink:
    href: str
    rel: str = "alternate"
    type: str = ""
    base: str = ""


@dataclass(slots=True, kw_only=True)
class RawMedia:
    """A picture or another file with the words that stand beside it."""

    url: str = ""
    kind: str = ""  #: media:content, media:thumbnail, enclosure, itunes:image, …
    medium: str = ""
    type: str = ""
    width: int | None = None
    height: int | None = None
    caption: str | None = None
    credit: str | None = None
    title: str | None = None
    base: str = ""
    inside: RawMedia | None = None  #: the media:group or media:content it stands in

    @property
    def is_picture(self) -> bool:
        if self.type or self.medium:
            return self.medium == "image" or self.type.startswith("image/")
        if self.kind in ("media:thumbnail", "itunes:image", "image"):
            return True
        path = self.url.lower().partition("?")[0]
        return path.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"))


@dataclass(slots=True, kw_only=True)
class RawPerson:
    name: str = ""
    email: str = ""
    role: str = "author"


@dataclass(slots=True, kw_only=True)
class RawEntry:
    id: str | None = None
    id_is_link: bool = False
    title: RawText | None = None
    title_rank: int = 9  #: 0: the format's own title, 1: dc:title, 2: media:title
    links: list[RawLink] = field(default_factory=list)
    summary: RawText | None = None
    contents: list[RawText] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    spare: dict[str, RawText] = field(default_factory=dict)  #: texts that count only where there is no other
    people: list[RawPerson] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    media: list[RawMedia] = field(default_factory=list)
    language: str | None = None
    base: str = ""
    base_declared: bool = False


@dataclass(slots=True, kw_only=True)
class RawFeed:
    title: RawText | None = None
    links: list[RawLink] = field(default_factory=list)
    language: str | None = None
    ttl_minutes: float | None = None
    entries: list[RawEntry] = field(default_factory=list)
    root: str = ""
    seen_feed: bool = False  #: an element only feeds have was met
    problems: list[str] = field(default_factory=list)
