"""A look at links and pictures: every behaviour of a server becomes a value, and no page's body is read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from gather.pieces import NOW, newsroom
from servers.feeds import FeedServer, Reply

from digest.gather.look import ENOUGH, look, picture_of
from digest.model import LinkLook


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def png(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x02\x00\x00\x00"


def one(found: tuple[LinkLook, ...], url: str) -> LinkLook:
    return next(look for look in found if look.url == url)


def test_every_answer_is_a_value(server: FeedServer, tmp_path: Path) -> None:
    good = server.play("/story", Reply(body=b"x" * 5_000_000, slowly=0.0))
    gone = server.url("/gone")
    moved = server.play("/old", Reply(status=301, headers={"Location": "/story"}))
    nobody = "http://127.0.0.1:9/"
    picture = server.play("/1.png", Reply(body=png(1600, 1000)))
    page = server.play("/2.png", Reply(body=b"<html>sorry</html>"))
    found = look([good, gone, moved, nobody], [picture, page], newsroom(tmp_path), NOW)
    assert len(found) == 6
    assert (one(found, good).status, one(found, good).size) == (200, 0)
    assert one(found, gone).status == 404
    assert (one(found, moved).status, one(found, moved).leads_to) == (200, good)
    assert one(found, nobody).status == 0 and one(found, nobody).problem
    seen = one(found, picture)
    assert (seen.picture, seen.width, seen.height, seen.size) == ("png", 1600, 1000, len(png(1, 1)))
    assert (one(found, page).status, one(found, page).picture) == (200, "")


def test_a_huge_picture_is_left_when_that_is_known(server: FeedServer, tmp_path: Path) -> None:
    url = server.play("/big.png", Reply(body=png(9000, 9000) + b"\0" * 3 * ENOUGH))
    (seen,) = look([], [url], newsroom(tmp_path), NOW)
    assert seen.size >= ENOUGH and seen.picture == "png"


def test_our_own_network_is_not_asked(server: FeedServer, tmp_path: Path) -> None:
    url = server.play("/story", Reply(body=b"x"))
    (seen,) = look([url], [], newsroom(tmp_path, gather_table=""), NOW)
    assert seen.status == 0 and "127.0.0.1" in seen.problem and not server.asked


RIFF = b"RIFF\x00\x00\x00\x00WEBP"
FIRST_BYTES = {
    "png": png(123, 45),
    "gif": b"GIF89a" + struct.pack("<HH", 123, 45),
    "webp": RIFF + b"VP8 " + bytes(10) + struct.pack("<HH", 123, 45 | 1 << 14),
    "webp lossless": RIFF + b"VP8L" + bytes(5) + (122 | 44 << 14).to_bytes(4, "little"),
    "webp extended": RIFF + b"VP8X" + bytes(8) + (122).to_bytes(3, "little") + (44).to_bytes(3, "little"),
}


@pytest.mark.parametrize("kind", FIRST_BYTES)
def test_a_pictures_size_is_read_from_its_first_bytes(kind: str) -> None:
    assert picture_of(FIRST_BYTES[kind]) == (kind.split()[0], 123, 45)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xd8", b"\x89PNG", b"RIFF1234WAVE", b"GIF89a"])
def test_what_is_no_picture_is_none(body: bytes) -> None:
    assert picture_of(body) == ("", 0, 0)


@pytest.mark.parametrize("end", range(2, 40, 3))
def test_a_cut_jpeg_has_no_size(end: int) -> None:
    whole = b"\xff\xd8\xff\xe0\x00\x10" + b"J" * 14 + b"\xff\xc0\x00\x11\x08\x00\x2d\x00\x7b\x03"
    kind, width, height = picture_of(whole[:end])
    assert (kind, width, height) in [("", 0, 0), ("jpeg", 0, 0), ("jpeg", 123, 45)]
    assert picture_of(whole) == ("jpeg", 123, 45)
