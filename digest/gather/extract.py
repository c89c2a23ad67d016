"""The worker behind `pages`: web pages in, their articles out, until stdin ends.

Run as a file, alone. A page is a line with its length and address as JSON, then its bytes; the answer is one
line of JSON, the text or null.
"""

from __future__ import annotations

import json
import resource
import sys

MEMORY = 1_000_000_000  #: bytes of address space


def main() -> None:
    """Answers every page on stdin with a line on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while head := sys.stdin.buffer.readline():
        length, address = json.loads(head)
        page = sys.stdin.buffer.read(length)
        sys.stdout.write(json.dumps(article(page, address)) + "\n")
        sys.stdout.flush()


def article(page: bytes, address: str) -> str | None:
    """The article's text, one paragraph a line; None when the page has none."""
    import trafilatura

    try:
        text = trafilatura.extract(page, url=address, include_comments=False, include_tables=False)
    except (MemoryError, RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return None  # a page that breaks the extractor is a page without an article
    return text or None


if __name__ == "__main__":
    main()
