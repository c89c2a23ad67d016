"""Entries and stories made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digest.model import Entry, Feed, Member, Reason, Score, Source, Story

NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)


def feed(name: str = "ours", **values: object) -> Feed:
    return Feed(**{"name": name, "url": f"https://{name}.example/feed", "publisher": name.title()} | values)  # type: ignore[arg-type]


def entry(
    number: int, title: str = "", *, source: Feed | None = None, hours: float = 1, **values: object
) -> Entry:
    base = {
        "id": number,
        "feed": source or feed(),
        "title": title or f"Item {number}",
        "link": f"https://example.org/{number}",
        "first_seen": NOW,
        "published": NOW - timedelta(hours=hours),
        "text": f"Item {number} happened, the police said. It was in the morning.",
        "language": "en",
    }
    return Entry(**base | values)  # type: ignore[arg-type]


def story(*entries: Entry, score: float = 1.0) -> Story:
    sources = {
        e.feed.publisher: Source(publisher=e.feed.publisher, link=e.link, when=e.when) for e in entries
    }
    return Story(
        lead=entries[0],
        members=tuple(Member(entry=e, similarity=1.0 if e is entries[0] else 0.5) for e in entries),
        sources=tuple(sources.values()),
        score=Score(reasons=(Reason(name="given", value=score),)),
    )
