"""What a document says, before anybody judges it: plain records that the builder fills and `finish` reads.

Mutable on purpose and private to this package; nothing here leaves it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from digest.gather.dates import parse_date
from digest.gather.links import canonical_link
from digest.gather.words import MAX_CHARS

TextKind = Literal["markup", "html", "text", "guess", "base64"]


@dataclass(slots=True, kw_only=True)
class RawText:
    """A text construct. `markup`: its elements were the document's own; `html`: it is said to be HTML, and
    often is plain text; `guess`: the format does not say."""

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
    source_people: list[RawPerson] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    media: list[RawMedia] = field(default_factory=list)
    language: str | None = None
    base: str = ""
    base_declared: bool = False

    def fingerprint(self) -> str:
        """Twelve hex digits over everything the document says of the item; equal only for equal items."""
        return blake2b(repr(self).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    def when(self) -> datetime | None:
        """The first of its dates that can be read."""
        return next((when for value in self.dates.values() if (when := parse_date(value))), None)


MAX_WORK = (
    6_000_000  #: characters of all texts of a document, a tag counted as twenty more, a reference as five
)
SHORT = 500  #: characters that are kept of a text past that
_TAG = re.compile(r"<[^<>]*>?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How often each guid and each canonical link stands in a document."""

    guids: Mapping[str, int]
    links: Mapping[str, int]


@dataclass(slots=True, kw_only=True)
class RawFeed:
    id: str = ""  #: Atom's
    title: RawText | None = None
    links: list[RawLink] = field(default_factory=list)
    people: list[RawPerson] = field(default_factory=list)  #: authors of the items that name none
    language: str | None = None
    ttl_minutes: float | None = None
    entries: list[RawEntry] = field(default_factory=list)
    root: str = ""
    seen_feed: bool = False  #: an element only feeds have was met
    problems: list[str] = field(default_factory=list)

    def lighten(self) -> None:
        """Keeps of the last texts of a huge document only their first words; no item is lost."""
        left = MAX_WORK
        for entry in self.entries:
            for text in filter(None, (entry.title, entry.summary, *entry.contents, *entry.spare.values())):
                left -= min(len(text.value), MAX_CHARS) + 20 * text.value.count("<") + 100
                left -= 5 * text.value.count("&")
                if left < 0:
                    text.value = _TAG.sub(" ", text.value[:SHORT])
        if left < 0:
            self.problems.append("too much text: of the last items only the first words are kept")

    def times(self) -> tuple[datetime, ...]:
        """When its items were published, as far as it says."""
        return tuple(when for entry in self.entries if (when := entry.when()) is not None)

    def census(self) -> Census:
        """The counts that identity needs, over all items, also those that are not read again."""
        links = (next((link.href for link in e.links if link.rel == "alternate"), None) for e in self.entries)
        return Census(
            guids=Counter(entry.id for entry in self.entries if entry.id),
            links=Counter(canonical_link(link) for link in links if link),
        )
