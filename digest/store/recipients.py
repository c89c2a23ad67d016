"""Sets of recipients as bytes: the ids of a batch, and one bit an ordinal for each outcome.

A batch's subscriber ids are sorted, stored as the gaps between them (varints), compressed: about 0.2 to
1.5 bytes a reader. The ordinal of a recipient is its position there and never changes. Pure; no SQL.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate


def pack_ids(ids: Sequence[int]) -> bytes:
    """The ids as bytes. They must rise strictly and be positive; ValueError otherwise."""
    gaps = [after - before for before, after in zip((0, *ids), ids, strict=False)]
    if gaps and min(gaps) < 1:
        raise ValueError("subscriber ids must be positive and rise strictly")
    raw = bytes(gaps) if not gaps or max(gaps) < 0x80 else b"".join(map(_varint, gaps))
    return zlib.compress(raw, 6)


def unpack_ids(blob: bytes) -> tuple[int, ...]:
    """The ids of `pack_ids`, in order."""
    raw = zlib.decompress(blob)
    gaps: Iterable[int] = raw if raw.isascii() else _varints(raw)  # ASCII: every gap is one byte
    return tuple(accumulate(gaps))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _varints(raw: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in raw:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0


def bits(ordinals: Iterable[int], into: bytes | None = None) -> bytes | None:
    """A bitmap with these ordinals set, besides those of `into`; None when there is none."""
    value = int.from_bytes(into or b"", "little")
    for ordinal in ordinals:
        value |= 1 << ordinal
    return value.to_bytes((value.bit_length() + 7) // 8, "little") if value else None


def ordinals(bitmap: bytes | None) -> tuple[int, ...]:
    """The ordinals set in a bitmap, rising."""
    return tuple(
        index * 8 + bit
        for index, byte in enumerate(bitmap or b"")
        if byte
        for bit in range(8)
        if byte >> bit & 1
    )


def count(bitmap: bytes | None) -> int:
    """How many ordinals are set."""
    return int.from_bytes(bitmap or b"", "little").bit_count()


def carried(bitmap: bytes | None, kept: Sequence[int]) -> bytes | None:
    """The bitmap of a batch that holds only the `kept` ordinals of this one, numbered anew."""
    if not bitmap:
        return None
    old = int.from_bytes(bitmap, "little")
    return bits(new for new, ordinal in enumerate(kept) if old >> ordinal & 1)


def checksum(ids: Iterable[int]) -> str:
    """SHA-256 (hex) over the ids in rising order; the same whatever the batches they are cut into."""
    values = array("q", sorted(ids))
    return hashlib.sha256(values.tobytes()).hexdigest()
