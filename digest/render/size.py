"""How large a mail will be at the reader's, and where the bytes are; pure."""

from __future__ import annotations

import re

WARN = 80_000  #: bytes; from here a long link list or a second intro may reach the limit
BUDGET = 100_000  #: bytes, tags filled; Gmail clips near 102 KB and takes the footer with it
FILLED_TAG = 160  #: bytes a filled tag is counted as: an address of ours with a signed token
TAG = re.compile(r"-([A-Za-z0-9._]{3,}):([A-Za-z_]+):([ht])-")


def size(html: str) -> int:
    """Bytes of HTML as a reader gets it, each reader tag counted as 160 bytes."""
    return len(html.encode()) + sum(FILLED_TAG - len(tag[0]) for tag in TAG.finditer(html))


def by_section(html: str) -> tuple[tuple[str, int], ...]:
    """(section name, bytes) in order, each from its h2 to the next; "frame" is what stands before them."""
    starts = [
        (match.start(), _plain(match[1])) for match in re.finditer(r"<h2\b[^>]*>(.*?)</h2>", html, re.S)
    ]
    bounds = [(0, "frame"), *starts]
    ends = [position for position, _ in bounds[1:]] + [len(html)]
    return tuple((name, size(html[start:end])) for (start, name), end in zip(bounds, ends, strict=True))


def _plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html).strip()
