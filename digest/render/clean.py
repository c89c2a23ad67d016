"""What a feed or an editor wrote, made safe to stand in a mail; pure.

Words keep every letter, joiner and accent. What goes: control characters, bidirectional overrides (they
would turn the text after them around), lone surrogates, and anything a reader tag could be read from.
Markup is not judged here: templates escape it.
"""

from __future__ import annotations

import re
from unicodedata import category
from urllib.parse import quote, urlsplit

LONGEST_LINK = 2_000  #: longer ones are cut by mail gateways; the link is left out instead
SCHEMES = ("http", "https", "mailto")

#: C0 and C1 controls, line and paragraph separators, bidi embeddings, overrides and isolates (their
#: ends may be missing), noncharacters, surrogates, interlinear and object marks.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20f0]{8})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20f0]+"
)
_KEPT_IN_URL = "!#$%&'()*+,/:;=?@[]~"


def words(value: str, prefix: str) -> str:
    """One line of text without what could break or inject; `prefix` is the edition's tag prefix."""
    text = _MARKS.sub(r"\1", _UNWANTED.sub("", value))
    return disarm(_SPACE.sub(" ", text).strip(), prefix)


def label(value: str, address: str | None, prefix: str) -> str:
    """One line that shows: the words, else the host of the address, else an ellipsis.

    A link whose words are joiners and blanks alone could be neither seen nor read out.
    """
    text = words(value, prefix)
    if any(category(letter)[0] in "LNPS" for letter in text):
        return text
    return words(urlsplit(address or "").hostname or "", prefix) or "…"


def paragraphs(value: str, prefix: str) -> tuple[str, ...]:
    """The same, keeping paragraphs apart where a blank line stands."""
    parts = (words(part, prefix) for part in re.split(r"\n\s*\n", value.replace("\r\n", "\n")))
    return tuple(part for part in parts if part)


def disarm(text: str, prefix: str) -> str:
    """Text in which no reader tag can be read: the colon after the prefix becomes U+2236, a ratio."""
    return text.replace(f"{prefix}:", f"{prefix}\u2236") if prefix else text


def link(value: str | None, prefix: str) -> str | None:
    """The address as it may stand in a mail, or None: only http, https and mailto, only with a host.

    Spaces, quotes and non-ASCII are percent-encoded, a host in letters is IDNA-encoded.
    """
    text = _UNWANTED.sub("", re.sub(r"[\t\r\n]", "", value or "")).strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port  # raises on a port that is no number
    except ValueError:
        return None
    if parts.scheme.lower() == "mailto" and "@" in parts.path:
        return _bounded(quote(text, safe=_KEPT_IN_URL), prefix)
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9a-f:.]+", ascii_host):
        return None
    location = parts.netloc.lower().replace(host, ascii_host) if not host.isascii() else parts.netloc
    return _bounded(quote(parts._replace(netloc=location).geturl(), safe=_KEPT_IN_URL), prefix)


def _bounded(url: str, prefix: str) -> str | None:
    safe = url.replace(f"{prefix}:", f"{prefix}%3A") if prefix else url
    return safe if len(safe) <= LONGEST_LINK else None
