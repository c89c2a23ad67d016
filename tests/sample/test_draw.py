"""The committed pictures are what the drawing code draws."""

from __future__ import annotations

import struct
import zlib
from importlib.resources import files

import pytest

from digest.sample import draw


def pixels(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and the unfiltered pixels; understands only what draw.png writes."""
    at, packed, size = 8, b"", (0, 0)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0]
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    rows, above, raw = bytearray(), bytearray(size[0] * 3), zlib.decompress(packed)
    for start in range(0, len(raw), size[0] * 3 + 1):
        kind_, row = raw[start], bytearray(raw[start + 1 : start + 1 + size[0] * 3])
        for i in range(len(row)):
            before = row[i - 3] if kind_ == 1 and i >= 3 else above[i] if kind_ == 2 else 0
            row[i] = (row[i] + before) & 255
        rows += row
        above = row
    return size[0], size[1], bytes(rows)


def test_a_committed_picture_is_drawn_again_pixel_by_pixel() -> None:
    rows = draw.paint("ridge")
    stored = files("digest.sample").joinpath("pictures", "ridge.png").read_bytes()
    width, height, found = pixels(stored)
    assert (width, height) == (draw.WIDTH, draw.HEIGHT)
    assert found == bytes(part for row in rows for pixel in row for part in pixel)


@pytest.mark.parametrize("name", sorted(draw.PICTURES))
def test_each_picture_is_committed_small_and_readable(name: str) -> None:
    data = files("digest.sample").joinpath("pictures", f"{name}.png").read_bytes()
    assert len(data) <= 20_000
    assert pixels(data)[:2] == (600, 340)
