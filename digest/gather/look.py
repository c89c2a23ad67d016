"""A look at what a mail points to: does each address answer, and is a picture one.

Asked as feeds are: politely, within a time, and nothing of our own network. Of a page no byte of the body
is read; of a picture as many as tell that it is too large.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import datetime

from digest.gather.fetch import Answer, Request, fetch
from digest.model import LinkLook
from digest.settings import Settings

ENOUGH = 2_000_000  #: bytes of a picture
MOST_PIXELS = 100_000  #: a side; more is a broken header
_PAGES = "text/html, */*;q=0.5"
_PICTURES = "image/*"


def look(
    links: Iterable[str], pictures: Iterable[str], settings: Settings, now: datetime
) -> tuple[LinkLook, ...]:
    """What is at each of these addresses now; an address that does not answer is a value."""
    shown = frozenset(pictures)
    requests = [Request(key=url, url=url, accept=_PICTURES, enough=ENOUGH) for url in sorted(shown)]
    requests += [Request(key=url, url=url, accept=_PAGES, enough=0) for url in sorted(set(links) - shown)]
    answers = fetch(requests, settings.gather, settings.newsroom.website)
    return tuple(_judged(answer, answer.key in shown, now) for answer in answers)


def _judged(answer: Answer, is_picture: bool, now: datetime) -> LinkLook:
    if answer.error is not None:
        return LinkLook(url=answer.key, looked_at=now, problem=answer.error.message)
    kind, width, height = picture_of(answer.body) if is_picture else ("", 0, 0)
    if max(width, height) > MOST_PIXELS:
        kind, width, height = "", 0, 0
    return LinkLook(
        url=answer.key,
        looked_at=now,
        status=answer.status,
        leads_to=answer.url,
        size=_size(answer) if is_picture else 0,
        picture=kind,
        width=width,
        height=height,
    )


def _size(answer: Answer) -> int:
    announced = answer.headers.get("content-length", "")
    told = int(announced) if announced.isascii() and announced.isdecimal() and len(announced) < 10 else 0
    return max(len(answer.body), told)


def picture_of(body: bytes) -> tuple[str, int, int]:
    """(kind, width, height) of a picture by its first bytes; ("", 0, 0) when it is none that mails show.

    https://www.w3.org/TR/png-3/#11IHDR, GIF89a, ITU T.81 B.2.2, RFC 9649.
    """
    if body.startswith(b"\x89PNG\r\n\x1a\n") and len(body) >= 24:
        return ("png", *struct.unpack(">II", body[16:24]))
    if body[:6] in (b"GIF87a", b"GIF89a") and len(body) >= 10:
        return ("gif", *struct.unpack("<HH", body[6:10]))
    if body.startswith(b"\xff\xd8\xff"):
        return ("jpeg", *_jpeg(body))
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return ("webp", *_webp(body))
    if b"<svg" in body[:1000].lower():
        return "svg", 0, 0
    return "", 0, 0


def _jpeg(body: bytes) -> tuple[int, int]:
    """Width and height in the first frame header; (0, 0) when it is not among these bytes."""
    at = 2
    while at + 9 <= len(body) and body[at] == 0xFF:
        marker, length = body[at + 1], int.from_bytes(body[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + length
    return 0, 0


def _webp(body: bytes) -> tuple[int, int]:
    kind = body[12:16]
    if kind == b"VP8X" and len(body) >= 30:
        return int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
    if kind == b"VP8L" and len(body) >= 25:
        bits = int.from_bytes(body[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and len(body) >= 30:
        width, height = struct.unpack("<HH", body[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
