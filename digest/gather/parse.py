"""A feed's bytes → a `ParsedFeed`, or `NotAFeed`; nothing else is ever raised.

Well-formed documents are read here, at once. A broken one is mended by rules that cannot change its
meaning and, if that does not help, given to two tolerant parsers in a worker with a time and a memory
limit; the better reading wins (`broken`). Fetches nothing.
"""

from __future__ import annotations

from digest.errors import NotAFeed
from digest.gather import decode
from digest.gather.builder import TooMuch
from digest.gather.finish import finish
from digest.gather.raw import RawFeed
from digest.gather.xml import Malformed, mend, read_strictly
from digest.model import ParsedFeed

MAX_BYTES = 32_000_000


def parse(data: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """The feed in the document; `url` is where it came from, the last base for relative addresses."""
    if len(data) > MAX_BYTES:
        raise NotAFeed(f"longer than {MAX_BYTES:,} bytes", subject=url)
    if not data.strip(b" \t\r\n\0"):
        raise NotAFeed("empty", subject=url)
    text, odd = decode.to_utf8(data, content_type)
    raw = _read(text.strip(), url)
    raw.problems[:0] = odd
    if not raw.seen_feed:
        raise NotAFeed(_what(text, raw), subject=url)
    return finish(raw, url)


def _read(text: bytes, url: str) -> RawFeed:
    if text[:1] in (b"{", b"["):
        from digest.gather.jsonfeed import read_json

        try:
            return read_json(text, url)
        except ValueError as error:
            raise NotAFeed(f"JSON, but no feed: {error}", subject=url) from error
    try:
        return read_strictly(text, url)
    except TooMuch as error:
        raise NotAFeed("more items than any feed has", subject=url) from error
    except Malformed as error:
        return _repair(text, url, str(error))


def _repair(text: bytes, url: str, fault: str) -> RawFeed:
    try:
        raw = read_strictly(mend(text), url)
    except (Malformed, TooMuch):
        from digest.gather.broken import read_broken

        raw = read_broken(text, url)
    raw.problems.append(f"xml: {fault}")
    return raw


def _what(text: bytes, raw: RawFeed) -> str:
    """What the document is instead, in words an editor knows."""
    head = text[:2000].lower()
    if raw.root == "html" or b"<html" in head or b"<!doctype html" in head:
        return "a web page, not a feed"
    if raw.root == "opml":
        return "a list of feeds (OPML), not a feed: import it with `digest feeds import FILE.opml`"
    return f"XML with the root {raw.root[:40]!r}, not a feed" if raw.root else "not XML and not JSON"
