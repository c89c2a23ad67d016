"""What the ranking makes of entries given as JSON lines; for people and for the tools that measure it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from digest.errors import DigestError
from digest.model import Entry, Feed
from digest.rank import rank
from digest.settings import Newsletter

LONGEST = 200  #: characters of a first line that can be a title
_START = datetime(1970, 1, 1, tzinfo=UTC)


def inspect_stories(lines: Iterable[str], now: datetime | None) -> dict[str, Any]:
    """The stories of lines {id, title, text, published, source}, in order, with score and reasons.

    `now` is the newest `published` unless given. A line without a time or a source is ranked without that
    part, and a reason says so; times without an offset are taken as UTC. Raises DigestError for a line that
    is no JSON object, has no id, or whose time cannot be read.
    """
    rows = [_row(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    rows.sort(key=lambda row: (row["published"] or datetime.max.replace(tzinfo=UTC), _key(row["id"])))
    entries = [_entry(number, row) for number, row in enumerate(rows)]
    times = {entry.id: entry.published for entry in entries}
    known = [time for time in times.values() if time is not None]
    clock = now or max(known, default=_START)
    stories = rank(entries, Newsletter(name="inspect"), clock, when=lambda entry: times[entry.id])
    return {
        "stories": [
            {
                "ids": [rows[number]["id"] for number in story.entry_ids],
                "score": round(story.score.total, 6),
                "reasons": [
                    {"name": reason.name, "value": reason.value, "detail": reason.detail}
                    for reason in story.score.reasons
                ],
            }
            for story in stories
        ]
    }


def _row(number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DigestError(f"not JSON: {error}", subject=f"line {number}") from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise DigestError('an object with an "id" is needed', subject=f"line {number}")
    text, title = str(row.get("text") or ""), str(row.get("title") or "")
    first, _, rest = text.strip().partition("\n")
    if not title.strip() and len(first) <= LONGEST:
        title, text = first, rest
    return {
        "id": row["id"],
        "title": title,
        "text": text,
        "published": _time(number, row.get("published")),
        "source": str(row.get("source") or ""),
    }


def _time(number: int, value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        time = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError) as error:
        raise DigestError(f"published: {value!r} is no time", subject=f"line {number}") from error
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _key(value: str | int) -> tuple[bool, int, str]:
    return (isinstance(value, str), 0 if isinstance(value, str) else value, str(value))


def _entry(number: int, row: dict[str, Any]) -> Entry:
    source = row["source"]
    feed = Feed(name=source or "no source", url="", publisher=source)
    published = row["published"]
    return Entry(
        id=number,
        feed=feed,
        title=row["title"],
        link=None,
        first_seen=published or _START,
        published=published,
        text=row["text"],
        text_from="feed",
    )
