"""Draws the sample's pictures: flat landscapes, plainly not photographs; `python -m digest.sample.draw DIR`.

Needs nothing but zlib. The PNGs beside this file were made with it; `digest init` copies them and never
draws. Shapes are signed distances in pixels, which gives soft edges without a second pass.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable
from math import hypot, sin
from pathlib import Path

WIDTH, HEIGHT = 600, 340
Colour = tuple[int, int, int]
Shape = Callable[[int, int], float]  #: pixels inside the edge; negative is outside
Layer = tuple[Shape, str]


def hills(base: float, *waves: tuple[float, float, float]) -> Shape:
    """All below a line of waves (height, length, shift)."""
    tops = [base - sum(h * sin((x + shift) / length) for h, length, shift in waves) for x in range(WIDTH)]
    return lambda x, y: y - tops[x]


def disc(cx: float, cy: float, r: float) -> Shape:
    return lambda x, y: r - hypot(x - cx, y - cy)


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    return lambda x, y: min(x - left, right - x, y - top, bottom - y)


def slope(x1: float, y1: float, x2: float, y2: float, width: float) -> Shape:
    """A straight stroke from one point to another."""
    length = hypot(x2 - x1, y2 - y1)

    def inside(x: int, y: int) -> float:
        along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
        return width / 2 - hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))

    return inside


def any_of(*shapes: Shape) -> Shape:
    return lambda x, y: max(shape(x, y) for shape in shapes)


def but(shape: Shape, hole: Shape) -> Shape:
    return lambda x, y: min(shape(x, y), -hole(x, y))


def _crane(x: float, h: float) -> Shape:
    top = 236 - h
    jib = any_of(slope(x - 26, top, x + 62, top - 14, 6), slope(x, top - 26, x + 58, top - 14, 3))
    return any_of(jib, slope(x, 236, x, top - 26, 7), slope(x + 44, top - 10, x + 44, top + 26, 2))


def _harbour() -> list[Layer]:
    light = any_of(box(508, 150, 528, 244), box(502, 142, 534, 150), box(511, 124, 525, 142))
    hull = any_of(slope(120, 284, 268, 284, 14), slope(102, 274, 282, 274, 12))
    return [
        (disc(420, 190, 54), "#f8d9a0"), (hills(214, (9, 90, 0), (5, 31, 40)), "#8fa8b8"),
        (_crane(90, 104), "#2f4858"), (_crane(190, 78), "#2f4858"), (_crane(300, 96), "#38566a"),
        (light, "#c8553d"), (box(508, 176, 528, 194), "#fdf3e1"),
        (hills(238, (1, 12, 0)), "#5f8ea0"), (slope(470, 246, 620, 246, 16), "#6b7f86"),
        (box(-9, 234, 372, 254), "#2f4858"),
        (hills(276, (3, 28, 10)), "#4d7d92"), (box(126, 244, 156, 272), "#fdf3e1"),
        (box(132, 250, 150, 258), "#5f8ea0"), (hull, "#24323d"),
        (hills(288, (2, 22, 30)), "#4d7d92"), (hills(314, (3, 36, 60)), "#3f6c82"),
    ]  # fmt: skip


def _ridge() -> list[Layer]:
    return [
        (disc(180, 96, 38), "#fbf0d9"), (hills(170, (34, 80, 20), (11, 27, 0)), "#b9c7d6"),
        (hills(206, (28, 66, 130), (8, 21, 0)), "#93a9bf"),
        (hills(246, (24, 92, 300), (7, 25, 9)), "#6f8aa5"),
        (hills(286, (18, 74, 60), (6, 30, 5)), "#4e6b88"),
        (hills(322, (12, 120, 0), (4, 19, 0)), "#33506d"),
    ]  # fmt: skip


def _pylon(x: float, foot: float, h: float) -> Shape:
    legs = any_of(slope(x - h / 6, foot, x, foot - h, 4), slope(x + h / 6, foot, x, foot - h, 4))
    upper, lower = foot - h * 0.8, foot - h * 0.62
    return any_of(
        legs, slope(x - h / 4, upper, x + h / 4, upper, 3), slope(x - h / 5, lower, x + h / 5, lower, 3)
    )


def _pylons() -> list[Layer]:
    wires = any_of(
        slope(-10, 112, 108, 136, 1.6), slope(108, 136, 300, 160, 1.6), slope(300, 160, 440, 182, 1.4),
        slope(192, 136, 360, 160, 1.6), slope(360, 160, 480, 182, 1.4), slope(-10, 104, 192, 136, 1.6),
        slope(440, 182, 620, 200, 1.2), slope(480, 182, 620, 194, 1.2),
    )  # fmt: skip
    return [
        (disc(470, 100, 46), "#f4a259"), (hills(228, (8, 70, 0)), "#c98f6b"), (wires, "#4a3b3b"),
        (_pylon(150, 272, 170), "#4a3b3b"), (_pylon(330, 258, 122), "#5b4848"),
        (_pylon(460, 246, 80), "#6d5656"),
        (hills(256, (9, 88, 40)), "#a8734f"), (hills(296, (8, 60, 100)), "#7d5540"),
    ]  # fmt: skip


def _stage() -> list[Layer]:
    folds = any_of(*(box(edge, 0, edge + 22, 300) for edge in (0, 44, 88, 490, 534, 578)))
    heads = any_of(*(disc(40 + 58 * i, 334 - (i % 2) * 10, 24) for i in range(10)))
    legs = any_of(slope(300, 236, 288, 280, 9), slope(300, 236, 313, 280, 9))
    actor = any_of(disc(300, 174, 13), slope(300, 200, 300, 236, 24), slope(300, 202, 342, 180, 8), legs)
    return [
        (disc(300, 250, 190), "#f2e3bd"), (disc(300, 262, 120), "#faf3df"),
        (box(-9, 276, 609, 349), "#5d4037"), (actor, "#2d2a32"),
        (any_of(box(-9, -9, 112, 300), box(488, -9, 609, 300)), "#8c2f39"), (folds, "#a63d47"),
        (box(-9, -9, 609, 40), "#722530"), (heads, "#2d2a32"),
    ]  # fmt: skip


def _parliament() -> list[Layer]:
    columns = any_of(*(box(172 + 42 * i, 170, 190 + 42 * i, 262) for i in range(7)))
    trees = any_of(*(disc(x, 262, 30) for x in (30, 74, 524, 572)))
    return [
        (hills(250, (12, 60, 0)), "#b7c9a8"), (but(disc(300, 142, 62), box(-9, 142, 609, 349)), "#5b7f95"),
        (slope(300, 80, 300, 44, 4), "#3d5a6c"), (box(300, 46, 334, 62), "#e9c46a"),
        (box(150, 142, 450, 170), "#e8e2d4"), (box(160, 170, 440, 262), "#cfc6b4"), (columns, "#f5f1e8"),
        (box(134, 262, 466, 276), "#e8e2d4"), (box(116, 276, 484, 290), "#d8d0bf"),
        (trees, "#6a8f5c"), (box(-9, 288, 609, 349), "#8aa878"),
    ]  # fmt: skip


def _field() -> list[Layer]:
    rows = [slope(300 + (i - 6) * 12, 216, 300 + (i - 6) * 120, 350, 7) for i in range(13)]
    roof = but(disc(460, 215, 70), box(300, 176, 620, 349))
    return [
        (disc(110, 80, 34), "#fff3c4"), (hills(204, (14, 84, 0), (4, 23, 0)), "#9bb7a0"),
        (any_of(disc(560, 182, 26), disc(536, 196, 18), box(555, 200, 563, 224)), "#5e8a63"),
        (box(420, 170, 500, 222), "#b5533c"), (roof, "#8a3b2c"), (box(450, 188, 472, 222), "#f3e9d2"),
        (hills(216, (2, 100, 0)), "#e2b04a"), (any_of(*rows), "#c8923a"),
    ]  # fmt: skip


def _pitch() -> list[Layer]:
    ring = but(disc(300, 262, 58), disc(300, 262, 55))
    area = any_of(slope(60, 214, 60, 310, 3), slope(60, 214, -9, 214, 3), slope(60, 310, -9, 310, 3))
    lines = any_of(ring, area, box(298.5, 184, 301.5, 349))
    stripes = any_of(*(box(150 * i, 184, 150 * i + 75, 349) for i in range(4)))
    lamps = any_of(box(44, 20, 96, 44), box(504, 20, 556, 44))
    masts = any_of(lamps, slope(70, 30, 70, 184, 5), slope(530, 30, 530, 184, 5))
    return [
        (masts, "#dfe7ea"), (box(-9, 150, 609, 349), "#27475c"), (box(-9, 172, 609, 184), "#e9edf0"),
        (box(-9, 184, 609, 349), "#4f9d69"), (stripes, "#5aaa74"), (lines, "#eef6ef"),
        (disc(372, 292, 11), "#fdfdfb"),
    ]  # fmt: skip


def _books() -> list[Layer]:
    spines = [
        (40, 96, "#c8553d"), (82, 120, "#588b8b"), (116, 84, "#f2b880"), (164, 110, "#3d5a6c"),
        (204, 98, "#8f5d5d"), (250, 126, "#d9a441"), (284, 90, "#4f7f6b"), (336, 106, "#b06c49"),
        (376, 118, "#30475e"), (412, 94, "#a3b18a"), (462, 112, "#7d4f50"), (500, 88, "#e0c097"),
    ]  # fmt: skip
    ends = [left for left, _, _ in spines[1:]] + [552]
    layers: list[Layer] = [(box(-9, 262, 609, 284), "#5d4037")]
    for (left, top, colour), right in zip(spines, ends, strict=True):
        band = box(left + 2, top + 22, right - 2, top + 29)
        layers += [(box(left + 2, top, right - 2, 262), colour), (band, "#fbf3e4")]
    return layers


#: name: (colour of the sky above, colour below, layers from back to front)
PICTURES: dict[str, tuple[str, str, Callable[[], list[Layer]]]] = {
    "harbour": ("#f3c9a5", "#fbe8cf", _harbour),
    "ridge": ("#e9dcc9", "#f6ecdd", _ridge),
    "pylons": ("#f7d9a8", "#fbe9c9", _pylons),
    "stage": ("#3a2731", "#5b3a40", _stage),
    "parliament": ("#cfe3ee", "#eef6f4", _parliament),
    "field": ("#bfe0ea", "#f4f3dc", _field),
    "pitch": ("#16324a", "#2d5872", _pitch),
    "books": ("#efe3d0", "#e4d2b7", _books),
}


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix(under: Colour, over: Colour, share: float) -> Colour:
    r, g, b = (round(u + (o - u) * share) for u, o in zip(under, over, strict=True))
    return r, g, b


def paint(name: str) -> list[list[Colour]]:
    """The rows of the picture."""
    top, bottom, build = PICTURES[name]
    layers = [(shape, _rgb(colour)) for shape, colour in build()]
    rows = []
    for y in range(HEIGHT):
        sky = _mix(_rgb(top), _rgb(bottom), (y // 20) * 20 / HEIGHT)  # in bands, which also pack well
        rows.append([_pixel(layers, sky, x, y) for x in range(WIDTH)])
    return rows


def _pixel(layers: list[tuple[Shape, Colour]], colour: Colour, x: int, y: int) -> Colour:
    for shape, paint_ in layers:
        inside = shape(x, y) + 0.5
        if inside > 0:
            colour = paint_ if inside >= 1 else _mix(colour, paint_, inside)
    return colour


def png(rows: list[list[Colour]]) -> bytes:
    """A true-colour PNG; each row is filtered against its left or upper neighbour, whichever packs better."""
    above = bytes(WIDTH * 3)
    data = bytearray()
    for row in rows:
        line = bytes(part for pixel in row for part in pixel)
        data += min((_filtered(kind, line, above) for kind in (0, 1, 2)), key=_roughness)
        above = line
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(data), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _filtered(kind: int, line: bytes, above: bytes) -> bytes:
    """The row as PNG's filter 0 (as it is), 1 (less its left neighbour) or 2 (less the row above)."""
    before = (bytes(len(line)), bytes(3) + line[:-3], above)[kind]
    return bytes((kind,)) + bytes((a - b) & 255 for a, b in zip(line, before, strict=True))


def _roughness(row: bytes) -> int:
    """How often the bytes change: long runs are what deflate packs best."""
    return sum(a != b for a, b in zip(row[1:], row[4:], strict=False))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    for title in PICTURES:
        (Path(sys.argv[1]) / f"{title}.png").write_bytes(png(paint(title)))
