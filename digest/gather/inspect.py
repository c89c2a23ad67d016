"""`digest inspect feed`: one document as we read it, ready for JSON; stores nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import FetchFailed
from digest.gather.parse import parse
from digest.model import ParsedEntry, Picture

if TYPE_CHECKING:
    from digest.settings import Gather

MAX_BYTES = 20_000_000  #: of a file, where no settings say otherwise


def inspect_feed(source: str, settings_gather: Gather | None = None) -> dict[str, Any]:
    """{feed, entries, problems} of a URL or a file. Times are ISO 8601 in UTC.

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
    feed = parse(data, url, content_type)
    return {
        "feed": {"title": feed.title, "link": feed.link, "language": feed.language},
        "entries": [_entry(entry) for entry in feed.entries],
        "problems": [*feed.problems, *_entry_problems(feed.entries)],
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
        "image": _image(entry.picture),
    }


def _image(picture: Picture | None) -> dict[str, str | None] | None:
    if picture is None:
        return None
    return {"url": picture.url, "caption": picture.caption, "credit": picture.credit}


def _time(when: datetime | None) -> str | None:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def _entry_problems(entries: tuple[ParsedEntry, ...]) -> list[str]:
    return [
        f"item {number}: {problem}" for number, entry in enumerate(entries, 1) for problem in entry.problems
    ]
