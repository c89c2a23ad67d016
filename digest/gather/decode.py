"""Bytes as they came over the wire → UTF-8 bytes without a byte order mark.

Order of trust: byte order mark, then the shape of the first bytes (UTF-16/32 without a mark), then the
HTTP charset, then the XML prolog, then UTF-8, then what the words look like in East Asia's, Cyrillic, Greek,
Hebrew, Arabic and Thai charsets, then Windows-1252 (RFC 7303, and what publishers do). Names
are read as browsers read them (https://encoding.spec.whatwg.org/): ISO-8859-1 means Windows-1252. Never
raises; what had to be guessed is said in the second value.
"""

from __future__ import annotations

import codecs
import re

MAX_STRAYS = 5_000  #: bytes; with more it is no UTF-8 at all
_PROLOG = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]+)", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.I)
SNIFFED = 50_000  #: bytes that are looked at to guess a charset
_MARKUP = re.compile(rb"<[^<>]*>|[\x00-\x20]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_KANA = re.compile("[\u3041-\u30fa]")
_SNIFFED = [
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "koi8_r", "koi8_u", "cp1251", "cp1253", "cp1255",
    "cp1256", "cp874",
]  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"L\x6f\xa7\x94", "cp037"),
)
_BROADER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis_620": "cp874",
    "iso8859-11": "cp874",
    "utf-16": "utf-16-le",
}
_ALIASES = {"x-sjis": "cp932", "ks_c_5601-1987": "cp949", "x-gbk": "gb18030", "x-mac-roman": "mac_roman",
            "windows-31j": "cp932", "unicode-1-1-utf-8": "utf-8", "utf8": "utf-8"}  # fmt: skip


def to_utf8(data: bytes, content_type: str | None = None) -> tuple[bytes, tuple[str, ...]]:
    """The document in UTF-8 and what was odd about its encoding."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _transcode(data[len(mark) :], name, ())
    for shape, name in _SHAPES:
        if data.startswith(shape):
            if name == "cp037":  # EBCDIC: its pages agree on the letters of the prolog, which says which one
                name = _declared(data[:300].decode(name).encode()) or name
            return _transcode(data, name, ())
    header, prolog = _named_in(content_type), _declared(data)
    if ("utf-8" in (header, prolog) or not (header or prolog)) and _is_utf8(data):
        return data, ()
    for named in (header, prolog):
        if named and named != "utf-8" and _decodes(data, named):
            odd = () if header in (None, named) else (f"encoding: the server said {header}, it is {named}",)
            return _transcode(data, named, odd)
    if _is_utf8(data):
        return data, (f"encoding: declared {header or prolog}, it is utf-8",)
    sniffed = _sniffed(data)
    if sniffed:
        return _transcode(
            data, sniffed, (f"encoding: not {header or prolog or 'utf-8'}, looks like {sniffed}",)
        )
    return _mixed(data), (f"encoding: not {header or prolog or 'utf-8'}, read as windows-1252 where needed",)


def unpacked(data: bytes, most: int) -> bytes:
    """A document that was packed with gzip and sent so: at most one byte more than `most` of it; as it is
    where it cannot be unpacked."""
    import zlib

    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
    try:
        return unpacker.decompress(data, most + 1)
    except zlib.error:
        return data


def says_utf8(data: bytes, content_type: str | None = None) -> bool:
    """Whether nothing around a document says or shows that it is anything but UTF-8 without a mark."""
    return (
        data[:1] == b"<"
        and data[1:2] != b"\0"
        and _named_in(content_type) in (None, "utf-8")
        and (_declared(data) in (None, "utf-8"))
    )


def _sniffed(data: bytes) -> str | None:
    """The charset that a document looks like which names none, or a wrong one. None where it looks like
    UTF-8 or Windows-1252 with faults, which `_mixed` reads: short texts of Europe's languages are guessed
    wrong too often, so only words made mostly of other signs count."""
    sample = _MARKUP.sub(b" ", data[:SNIFFED])
    words = [word for word in sample.split() if not word.isascii()]
    strange = sum(len(_HIGH.findall(word)) for word in words)
    if strange < 8 or strange * 9 < 4 * sum(map(len, words)):
        return None
    if sample.decode("utf-8", "replace").count("\ufffd") * 4 < strange:
        return None
    shown = b" ".join(words)[:4_000]
    for name in ("cp932", "euc_jp"):  # no other language has kana, which short texts are told by
        if len(_KANA.findall(shown.decode(name, "replace"))) * 10 > strange and _decodes(data, name):
            return name
    from charset_normalizer import from_bytes

    best = from_bytes(shown, cp_isolation=_SNIFFED).best()
    if best is None:
        return None
    name = _BROADER.get(best.encoding, best.encoding)
    return name if _decodes(data, name) else None


def _named_in(content_type: str | None) -> str | None:
    found = _CHARSET.search(content_type or "")
    return _codec(found[1]) if found else None


def _declared(data: bytes) -> str | None:
    found = _PROLOG.match(data[:1000])
    name = _codec(found[1].decode("ascii")) if found else None
    return None if name and name.startswith(("utf-16", "utf-32")) else name  # then we could not read it here


def _codec(name: str) -> str | None:
    """The codec a browser would use for this label; None when nobody knows it or it is no charset."""
    label = _ALIASES.get(name.lower(), name.lower())
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in ("idna", "punycode", "undefined"):
        return None
    if info.name in ("unicode_escape", "raw_unicode_escape", "utf-7"):
        return None
    return _BROADER.get(info.name, info.name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decodes(data: bytes, name: str) -> bool:
    if name == "cp1252":
        return True
    try:
        data.decode(name)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _transcode(data: bytes, name: str, problems: tuple[str, ...]) -> tuple[bytes, tuple[str, ...]]:
    if name == "utf-8":
        return data, problems
    if name == "cp1252":
        return data.decode("cp1252", "digest-latin1").encode("utf-8"), problems
    return data.decode(name, "replace").encode("utf-8", "replace"), problems


def _mixed(data: bytes) -> bytes:
    """UTF-8 with stray bytes of Windows-1252 between: each stray byte is read as the latter."""
    if data.decode("utf-8", "replace").count("\ufffd") > MAX_STRAYS:
        return data.decode("cp1252", "replace").encode("utf-8")
    return data.decode("utf-8", "digest-cp1252").encode("utf-8")


def _as_latin1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "digest-latin1"), error.end


codecs.register_error("digest-latin1", _as_latin1)
codecs.register_error("digest-cp1252", _as_cp1252)
