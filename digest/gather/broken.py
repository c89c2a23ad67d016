"""Documents that are not XML, even mended: the best of three readings.

Two tolerant parsers run in a process of their own (`repair`) with a time and a memory limit, because both
can be made to run for minutes. Each hands its reading over as soon as it has one, as ordinary XML and as a
JSON Feed, and it is read here like any other document. A long document they do not finish; ours (`balance`)
takes linear time and loses no item. The reading with more items wins, then the one with more of their
fields, then feedparser's, then ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from digest.gather.balance import balanced
from digest.gather.jsonfeed import read_json
from digest.gather.mend import Malformed, mend, numeric
from digest.gather.raw import RawEntry, RawFeed
from digest.gather.reader import MAX_ENTRIES, Reader
from digest.gather.tree import read_tree

SECONDS = 1.0  #: wall time for both parsers, the start of the process included
LEAST_SECONDS = 0.35
LONG = 400_000  #: bytes that feedparser reads in that time; a longer document gets less, for libxml2 alone


def read_broken(data: bytes, url: str) -> RawFeed:
    """The best reading; one without items, and not marked as a feed, when nothing could be read in time."""
    ours = by_us(data, url)
    if ours is not None and len(ours.entries) >= MAX_ENTRIES:
        return ours
    told = (reading(line, url) for line in ask(numeric(data)).splitlines())
    readings = [found for found in (ours, *told) if found is not None]
    return max(readings, key=_worth) if readings else RawFeed()


def by_us(data: bytes, url: str) -> RawFeed | None:
    """The reading of the document with its tags closed by the rules of `balance`."""
    document = mend(balanced(data))
    try:
        feed = Reader(document, url).read(read_tree(document))
    except Malformed:
        return None
    feed.problems.append("xml: broken, its tags were closed where items begin")
    return feed


def ask(data: bytes) -> bytes:
    """What the worker wrote before it was done or out of time."""
    command = [sys.executable, "-P", "-W", "ignore", str(Path(__file__).with_name("repair.py"))]
    seconds = max(LEAST_SECONDS, SECONDS * min(1.0, LONG / max(1, len(data))))
    try:
        done = subprocess.run(  # noqa: S603  our own file
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b""
    return done.stdout


def reading(line: bytes, url: str) -> RawFeed | None:
    try:
        kind, text = json.loads(line)
        if kind == "xml":
            document = text.encode()
            feed = Reader(document, url).read(read_tree(document), anywhere=True)
        else:
            feed = _of_feedparser(read_json(text.encode(), url))
    except (ValueError, Malformed):  # a line cut by the time limit
        return None
    feed.problems.append(f"xml: broken, read by {'libxml2' if kind == 'xml' else 'feedparser'}")
    return feed


def _of_feedparser(feed: RawFeed) -> RawFeed:
    """feedparser leaves markup in titles, where a JSON Feed has plain text."""
    for title in (feed.title, *(entry.title for entry in feed.entries)):
        if title is not None:
            title.kind = "guess"
    return feed


def _worth(feed: RawFeed) -> tuple[bool, int, int, bool]:
    return (
        feed.seen_feed,
        len(feed.entries),
        sum(_fields(entry) for entry in feed.entries),
        feed.root == "json",
    )


def _fields(entry: RawEntry) -> int:
    known = (entry.title, entry.links or entry.id, entry.dates, entry.summary or entry.contents)
    return sum(bool(value) for value in known)
