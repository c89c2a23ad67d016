# ruff: noqa: E501  documents are kept on one line each
"""CPU of parsing well-formed feeds: digest beside feedparser and fastfeedparser, in one run.

    python benchmarks/gather/parse.py [--data DIR] [--passes N]

Without --data the feeds are made here. "read" is everything the document says, as gathering does for each
changed document; "read and clean" adds sanitized HTML, plain text and pictures of every item, which
gathering does for new items only and `inspect feed` for all. feedparser runs with its defaults (it
sanitizes and resolves links); fastfeedparser neither sanitizes nor resolves.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import fastfeedparser
import feedparser

from digest.errors import NotAFeed
from digest.gather.parse import parse, read_feed

WORDS = "The council voted on Tuesday to close the old bridge, officials said, until the repairs are done. "


def made() -> list[bytes]:
    """Thirty feeds of three kinds: teasers with media, whole articles, Atom."""
    documents = []
    for number in range(10):
        teasers = "".join(
            f"<item><title>Story {n} of {number}</title><link>https://e.org/{n}</link><guid>https://e.org/{n}</guid>"
            f"<description>{WORDS * 2}</description><pubDate>Wed, 18 Feb 2026 0{n % 10}:00:00 GMT</pubDate>"
            f'<media:content url="https://e.org/{n}.jpg" medium="image"><media:description>A caption</media:description>'
            "<media:credit>Ann Lee</media:credit></media:content><category>World</category></item>"
            for n in range(50)
        )
        whole = "".join(
            f"<item><title>Story {n}</title><link>https://e.org/{n}</link><content:encoded><![CDATA["
            + f'<p>{WORDS} <a href="https://e.org/x">link</a></p>' * 20
            + "]]></content:encoded></item>"
            for n in range(20)
        )
        head = (
            '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>'
        )
        atom = "".join(
            f'<entry><title>Story {n}</title><id>tag:e.org,2026:{n}</id><link href="https://e.org/{n}"/>'
            f'<updated>2026-02-18T05:00:00Z</updated><content type="html">&lt;p&gt;{WORDS * 5}&lt;/p&gt;</content></entry>'
            for n in range(30)
        )
        documents += [
            f"{head}{teasers}</channel></rss>".encode(),
            f"{head}{whole}</channel></rss>".encode(),
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{atom}</feed>'.encode(),
        ]
    return documents


def well_formed(documents: list[bytes]) -> list[bytes]:
    """Those that digest reads without mending anything."""
    kept = []
    for document in documents:
        try:
            if not any(problem.startswith("xml") for problem in parse(document, "").problems):
                kept.append(document)
        except NotAFeed:
            continue
    return kept


def cpu(work: Callable[[bytes], object], documents: list[bytes], passes: int) -> float:
    best = float("inf")
    for _ in range(passes):
        began = time.process_time()
        for document in documents:
            work(document)
        best = min(best, time.process_time() - began)
    return best


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--passes", type=int, default=5)
    options = arguments.parse_args()
    files = sorted(path for path in options.data.rglob("*") if path.is_file()) if options.data else []
    documents = well_formed([path.read_bytes() for path in files] if files else made())
    size = sum(map(len, documents)) / 1e6
    items = sum(len(read_feed(document, "").entries) for document in documents)
    print(
        f"{len(documents)} well-formed feeds, {size:.2f} MB, {items} items, best of {options.passes} passes"
    )
    works: dict[str, Callable[[bytes], object]] = {
        "feedparser": lambda document: feedparser.parse(document),
        "fastfeedparser": lambda document: fastfeedparser.parse(document),
        "digest: read and clean": lambda document: parse(document, "https://e.org/f"),
        "digest: read": lambda document: read_feed(document, "https://e.org/f"),
    }
    seconds = {name: cpu(work, documents, options.passes) for name, work in works.items()}
    for name, value in seconds.items():
        ratio = seconds["feedparser"] / value
        print(f"{name:24} {value * 1000:8.1f} ms CPU {size / value:7.1f} MB/s {ratio:6.1f} x feedparser")


if __name__ == "__main__":
    main()
