"""`digest inspect feed`: one document as we read it, ready for JSON; stores nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import FetchFailed, NotAFeed
from digest.gather.dates import doubt
from digest.gather.parse import parse
from digest.model import ParsedEntry

if TYPE_CHECKING:
    from digest.settings import Gather

MAX_BYTES = 20_000_000  #: of a file, where no settings say otherwise


def inspect_feed(source: str, now: datetime, settings_gather: Gather | None = None) -> dict[str, Any]:
    """{feed, entries, problems} of a URL or a file, as docs/feeds.md describes them; `now` tells which dates
    cannot be true.

    Raises FetchFailed or FetchRefused when nothing could be read and NotAFeed when it is no feed.
    """
    if source.lower().startswith(("http://", "https://")):
        data, url, content_type = _ask(source, settings_gather)
    else:
        data, url, content_type = (
            _read(source, settings_gather.max_bytes if settings_gather else MAX_BYTES),
            "",
            None,
        )
    try:
        feed = parse(data, url, content_type)
    except NotAFeed as error:
        raise NotAFeed(error.message, subject=source) from error
    return {
        "feed": {"title": feed.title, "link": feed.link, "language": feed.language},
        "entries": [_entry(entry) for entry in feed.entries],
        "problems": [*feed.problems, *_entry_problems(feed.entries, now)],
    }


def _ask(url: str, settings: Gather | None) -> tuple[bytes, str, str | None]:
    from digest.gather.fetch import Request, fetch
    from digest.settings import Gather

    (answer,) = fetch([Request(key=url, url=url)], settings or Gather())
    if answer.error is not None:
        raise answer.error
    if answer.status != 200:
        raise FetchFailed(f"the server answered {answer.status}", subject=url)
    return answer.body, answer.url, answer.headers.get("content-type")


def _read(source: str, max_bytes: int) -> bytes:
    path = Path(source.removeprefix("file://"))
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FetchFailed(f"cannot be read: {reason}", subject=source) from error
    if len(data) > max_bytes:
        raise FetchFailed(f"longer than {max_bytes:,} bytes (gather.max_bytes)", subject=source)
    return data


def _entry(entry: ParsedEntry) -> dict[str, Any]:
    picture = entry.picture
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "published": _time(entry.published),
        "updated": _time(entry.updated),
        "author": ", ".join(entry.authors),
        "categories": list(entry.categories),
        "text": entry.text,
        "html": entry.html,
        "image": picture.url if picture else None,
        "image_caption": picture.caption if picture else None,
        "image_credit": picture.credit if picture else None,
    }


def _time(when: datetime | None) -> str | None:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def _entry_problems(entries: tuple[ParsedEntry, ...], now: datetime) -> Iterator[str]:
    for number, entry in enumerate(entries, 1):
        when = entry.published or entry.updated
        wrong = doubt(when, now) if when else None
        for problem in (*entry.problems, wrong):
            if problem:
                yield f"item {number}: {problem}"
