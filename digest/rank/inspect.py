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
    part, and a reason says so; times without an offset are taken as UTC; an id that stands in two lines is
    two entries. Raises DigestError for a line that is no JSON object, has no id (text, or a whole number of
    at most 64 bits), or whose time cannot be read.
    """
    rows = [_row(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    rows.sort(key=_place)
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
    except RecursionError as error:
        raise DigestError("nested too deep", subject=f"line {number}") from error
    if not isinstance(row, dict) or not _is_id(row.get("id")):
        raise DigestError('an object with an "id" is needed', subject=f"line {number}")
    text, title = _text(row.get("text")), _text(row.get("title"))
    first, _, rest = text.strip().partition("\n")
    if not title.strip() and len(first) <= LONGEST:
        title, text = first, rest
    return {
        "id": row["id"],
        "title": title,
        "text": text,
        "published": _time(number, row.get("published")),
        "source": _text(row.get("source")),
    }


def _is_id(value: object) -> bool:
    if isinstance(value, str):
        return _text(value) == value
    return type(value) is int and -(2**63) <= value < 2**63


def _text(value: object) -> str:
    """As text that can be written: half of a surrogate pair, which JSON can spell, becomes "?"."""
    return str(value or "").encode("utf-8", "replace").decode()


def _time(number: int, value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        if type(value) in (int, float):
            return datetime.fromtimestamp(value, UTC)  # type: ignore[arg-type]
        time = datetime.fromisoformat(str(value).strip())
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DigestError(f"published: {value!r} is no time", subject=f"line {number}") from error


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    """Oldest first, those without a time last; the same whatever the order of the lines."""
    name, time = row["id"], row["published"] or datetime.max.replace(tzinfo=UTC)
    return (time, isinstance(name, str), name, row["title"], row["text"], row["source"])


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
