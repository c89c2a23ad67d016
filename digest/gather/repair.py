"""The worker behind `broken`: a document on stdin, one line of JSON per reading on stdout.

Run as a file, alone: it imports nothing of ours, so that it starts fast. libxml2 goes first because it is
quick; feedparser, which knows more kinds of damage, gets what is left of the time. A reading is
["xml", document] or ["json", a JSON Feed].
"""

from __future__ import annotations

import json
import resource
import sys
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

MEMORY = 400_000_000  #: bytes of address space, shared libraries included
CPU_SECONDS = 1


def main() -> None:
    """Reads stdin and writes what the parsers make of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    data = sys.stdin.buffer.read()
    for read in (by_libxml2, by_feedparser):
        try:
            reading = read(data)
        except (MemoryError, RecursionError):
            continue
        except Exception as error:
            # Every exception of a parser we do not trust is one reading less, said on stderr.
            print(f"{read.__name__}: {type(error).__name__}", file=sys.stderr)
            continue
        if reading is not None:
            sys.stdout.write(json.dumps(reading) + "\n")
            sys.stdout.flush()


def by_libxml2(data: bytes) -> list[str] | None:
    """The tree libxml2 recovers, written as well-formed XML."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8")
    root = etree.fromstring(data, parser)
    if root is None:
        return None
    for reference in list(root.iter(etree.Entity)):
        reference.getparent().remove(reference)
    return ["xml", etree.tostring(root, encoding="unicode")]


def by_feedparser(data: bytes) -> list[str] | None:
    """feedparser's reading as a JSON Feed."""
    import feedparser

    for number, name in ((38, "amp"), (60, "lt"), (62, "gt"), (34, "quot"), (39, "apos")):
        data = data.replace(b"&#%d;" % number, b"&%s;" % name.encode())  # numbers it leaves in attributes
    parsed = feedparser.parse(data, response_headers={"content-type": "application/xml; charset=utf-8"})
    if not parsed.version and not parsed.entries:
        return None
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": parsed.feed.get("title"),
        "home_page_url": parsed.feed.get("link", "").replace("&amp", "&") or None,  # it loses the semicolon
        "language": parsed.feed.get("language"),
        "items": [_item(entry) for entry in parsed.entries],
    }
    return ["json", json.dumps({key: value for key, value in feed.items() if value is not None})]


def _item(entry: Any) -> dict[str, Any]:
    content = max((part.get("value") or "" for part in entry.get("content", ())), key=len, default="")
    item = {
        "id": entry.get("id"),
        "url": entry.get("link"),
        "title": entry.get("title"),
        "content_html": content or entry.get("summary"),
        "date_published": _iso(entry.get("published_parsed") or entry.get("date_parsed")),
        "date_modified": _iso(entry.get("updated_parsed") if "updated" in entry else None),
        "authors": [
            {"name": person.get("name")} for person in entry.get("authors", ()) if person.get("name")
        ],
        "tags": [tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")],
        "attachments": [
            {"url": file.get("href"), "mime_type": file.get("type") or ""}
            for file in entry.get("enclosures", ())
        ],
    }
    return {key: value for key, value in item.items() if value}


def _iso(value: Any) -> str | None:
    return datetime.fromtimestamp(timegm(value), UTC).isoformat() if value else None


if __name__ == "__main__":
    main()
