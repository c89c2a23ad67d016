"""A newsroom, items, pictures and drafts for the render tests, each field free to be another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.audience import envelope_of
from digest.inspection import sample_message
from digest.model import (
    Draft,
    Edition,
    Item,
    Other,
    Picture,
    Reason,
    Rendering,
    Score,
    Section,
    Sentence,
    Span,
    Summary,
)
from digest.settings import Newsletter, Settings, load

NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
PREFIX = "dg7f3a9c"


def settings(folder: Path, toml: str = "", language: str = "en") -> tuple[Settings, Newsletter]:
    """A newsroom in `folder` with one newsletter, as `load` would give it."""
    (folder / "digest.toml").write_text(
        f"""
[newsroom]
name = "The Harbour Post"
language = "{language}"
timezone = "Europe/Kyiv"
website = "https://harbour.example/"
postal_address = "The Harbour Post\\n12 Quay Street\\n65000 Odesa"
[public]
url = "https://news.harbour.example"
[[lists]]
name = "morning"
[newsletters.daily]
title = "Morning Tide"
lists = ["morning"]
{toml}
""",
        encoding="utf-8",
    )
    found = load(folder, {})
    return found, found.newsletter("daily")


def summary(*sentences: str | tuple[str, str]) -> Summary:
    """A summary of plain sentences, or of (sentence, role)."""
    made, at = [], 0
    for sentence in sentences:
        text, role = sentence if isinstance(sentence, tuple) else (sentence, "body")
        made.append(Sentence(text=text, span=Span(entry_id=1, start=at, end=at + len(text)), role=role))  # type: ignore[arg-type]
        at += len(text) + 1
    return Summary(sentences=tuple(made))


def item(number: int, headline: str, *sentences: str | tuple[str, str], **values: object) -> Item:
    """An item of somebody else's feed unless told otherwise."""
    fields: dict[str, object] = {
        "story_id": f"s{number}",
        "entry_ids": (number,),
        "lead_id": number,
        "headline": headline,
        "link": f"https://wire.example/2026/02/18/story-{number}?from=feed&id={number}",
        "publisher": "Northern Wire",
        "own": False,
        "language": "en",
        "summary": summary(*sentences),
        "when": NOW - timedelta(hours=number),
        "section": "World",
        "reading_minutes": 2 + number % 5,
        "score": Score(reasons=(Reason(name="sources", value=10.0 - number / 10),)),
    }
    return Item(**(fields | values))  # type: ignore[arg-type]


def picture(number: int, **values: object) -> Picture:
    fields: dict[str, object] = {
        "url": f"https://harbour.example/pictures/{number}.jpg",
        "caption": "Repair crews at the Peresyp substation before dawn.",
        "credit": "Olena Marchenko/The Harbour Post",
        "alt": "Two workers in helmets under a floodlight, beside a burnt transformer",
        "width": 1600,
        "height": 1000,
    }
    return Picture(**(fields | values))  # type: ignore[arg-type]


def draft(sections: tuple[Section, ...], **values: object) -> Draft:
    fields: dict[str, object] = {
        "edition": "daily/2026-02-18/0700",
        "newsletter": "daily",
        "title": "Morning Tide",
        "language": "en",
        "now": NOW,
        "window_start": NOW - timedelta(hours=24),
        "subject": "Power returns to the port after a night of repairs",
        "preheader": "Also today: grain corridor talks, a court ruling on call-ups, and what the frost did.",
        "sections": sections,
    }
    return Draft(**(fields | values))  # type: ignore[arg-type]


OTHERS = (
    Other(publisher="Baltic Courier", link="https://courier.example/a/1"),
    Other(publisher="Agence Méridienne", link="https://meridienne.example/n/77"),
    Other(publisher="Radio Lyman", link="https://lyman.example/r/3"),
)


def message(folder: Path, made: Rendering, language: str = "en") -> bytes:
    """The mail as a reader would get it by SMTP, whole, every tag filled."""
    settings(folder, 'from = "Morning Tide <tide@harbour.example>"', language)
    newsroom = load(folder, {"DIGEST_SECRETS": f"k1:{'s' * 40}", "DIGEST_PEPPER": "p" * 40})
    envelope = envelope_of(newsroom, newsroom.newsletter("daily"))
    edition = Edition(
        id=1,
        name="daily/2026-02-18/0700",
        newsletter="daily",
        state="approved",
        due_at=NOW,
        created_at=NOW,
        tag_prefix=PREFIX,
    )
    return sample_message(newsroom, edition, made, envelope, NOW)
