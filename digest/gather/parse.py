"""A feed's bytes → a `ParsedFeed`, or `NotAFeed`; nothing else is ever raised.

Well-formed documents are read here, at once. A broken one is mended by rules that cannot change its
meaning and, if that does not help, given to two tolerant parsers in a worker with a time and a memory
limit; the better reading wins (`broken`). Fetches nothing.
"""

from __future__ import annotations

import re

from digest.errors import NotAFeed
from digest.gather import decode
from digest.gather.discover import feed_links
from digest.gather.finish import finish
from digest.gather.mend import Malformed, TooMuch, fit, mend, without_tail
from digest.gather.raw import RawFeed
from digest.gather.reader import Reader
from digest.gather.tree import read_tree
from digest.model import ParsedFeed

_SIGNS = re.compile(rb"<(?:[\w-]{1,20}:)?(?:rss|feed|rdf|channel|item|entry)[\s>/]", re.I)
_PREAMBLE = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)+", re.S | re.I)
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:rss|feed|rdf)(?=[\s/>])", re.I)
HEAD = 20_000  #: bytes in which a feed begins
MAX_BYTES = 20_000_000
USUAL_BYTES = 1_200_000  #: too few for a document that hurts


def parse(data: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """The feed in the document; `url` is where it came from, the last base for relative addresses."""
    return finish(read_feed(data, url, content_type), url)


def read_feed(data: bytes, url: str, content_type: str | None = None) -> RawFeed:
    """What the document says, nothing cleaned yet; cleaning costs more than reading, and most items of
    most documents are known already."""
    if data[:2] == b"\x1f\x8b":
        data = decode.unpacked(data, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise NotAFeed(f"longer than {MAX_BYTES:,} bytes", subject=url)
    if not data.strip(b" \t\r\n\0"):
        raise NotAFeed("empty", subject=url)
    fault = None
    if len(data) <= USUAL_BYTES and decode.says_utf8(data, content_type):
        try:  # what nearly every document is; expat checks XML and UTF-8 as it reads
            raw = Reader(data, url).read(read_tree(data))
            if raw.seen_feed:
                return raw
        except Malformed as error:
            fault = error.with_traceback(None)  # which holds the half-built tree
    text, odd = decode.to_utf8(data, content_type)
    raw = _read(text.strip(), url, fault)
    raw.problems[:0] = odd
    if not raw.seen_feed:
        raise NotAFeed(_what(text, raw, url), subject=url)
    if len(text) > USUAL_BYTES:
        raw.lighten()
    return raw


def _read(text: bytes, url: str, fault: Malformed | None) -> RawFeed:
    try:
        return _read_json(text, url) if text[:1] in (b"{", b"[") else _read_xml(text, url, fault)
    except TooMuch as error:
        raise NotAFeed(f"no feed is like this: {error}", subject=url) from error


def _read_json(text: bytes, url: str) -> RawFeed:
    from digest.gather.jsonfeed import read_json

    try:
        return read_json(text, url)
    except ValueError as error:
        raise NotAFeed(f"JSON, but no feed: {error}", subject=url) from error


def _read_xml(text: bytes, url: str, fault: Malformed | None) -> RawFeed:
    """Strictly, then mended and strictly again, then as a broken document."""
    start = _begins(text)
    if start:
        raw = _read_xml(text[start:], url, None)
        if raw.entries:
            raw.problems.append("something stands before the feed")
            return raw
    try:
        return _strictly(text, url, fault)
    except Malformed as error:
        if _is_page(text):
            raise NotAFeed(_page(text, url), subject=url) from error
        if not _SIGNS.search(text):
            raise NotAFeed("not XML, and nothing in it looks like a feed", subject=url) from error
        from digest.gather.broken import read_broken

        raw = read_broken(text, url)
        raw.problems.append(str(error))
        return raw


def _begins(text: bytes) -> int:
    """Where the feed begins in a document that begins with something else, a server's warning or a page."""
    head = text[:HEAD]
    before = _PREAMBLE.match(head)
    position = before.end() if before else 0
    found = None if _ROOT.match(head, position) else _ROOT.search(head, position)
    return found.start() if found else 0


def _strictly(text: bytes, url: str, fault: Malformed | None) -> RawFeed:
    """`fault`: what was wrong when the document was read as it came."""
    fitted, entities = fit(text)
    if fault is None or fitted != text:
        try:
            return Reader(fitted, url).read(read_tree(fitted))
        except Malformed as error:
            fault = error.with_traceback(None)
    mended = mend(without_tail(fitted), entities)
    if mended == fitted:
        raise fault
    try:
        raw = Reader(mended, url).read(read_tree(mended))
    except Malformed:
        raise fault from None
    if not entities:
        raw.problems.append(str(fault))
    return raw


def _is_page(text: bytes) -> bool:
    """Whether a document begins like a web page, and no feed begins inside its first part."""
    head = text[:3000].lower()
    feed = any(sign in head for sign in (b"<rss", b"<feed", b"<rdf:rdf", b"<channel", b"<item", b"<entry"))
    return (b"<html" in head or b"<!doctype html" in head) and not feed


def _page(text: bytes, url: str) -> str:
    """A web page, and the feeds it announces."""
    found = feed_links(text, url)
    return (
        f"a web page, not a feed; it points to {', '.join(found[:3])}" if found else "a web page, not a feed"
    )


def _what(text: bytes, raw: RawFeed, url: str) -> str:
    """What the document is instead, in words an editor knows."""
    if raw.root in ("html", "xhtml:html") or _is_page(text):
        return _page(text, url)
    if raw.root == "opml":
        return "a list of feeds (OPML), not a feed: import it with `digest feeds import FILE.opml`"
    return f"XML with the root {raw.root[:40]!r}, not a feed" if raw.root else "not XML and not JSON"
