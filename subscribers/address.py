"""What a stranger typed as an address becomes one we can mail, and a key it is known by.

`parse` gives the address to send to (the local part as typed: RFC 5321 2.4 leaves its case to the
receiver) and its normal form (lower case), under which two spellings are one mailbox. `address_key` is
HMAC-SHA256 of the normal form under the newsroom's pepper; it stands for the address wherever the
address itself must not stand. It does not ask the DNS whether the domain exists.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from typing import NamedTuple

from subscribers.errors import AddressRefused, SecretsRefused

MAX_ADDRESS = 254  #: RFC 3696 erratum 1690
MAX_LOCAL = 64  #: RFC 5321 4.5.3.1.1
MIN_PEPPER = 16
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_LOCAL})@(?:{_LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--[A-Za-z0-9-]{{1,59}})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Spaces and marks that spreadsheets and word processors leave around a cell.
_AROUND = " \t\u00a0\u200b\u200e\u200f\u2060\ufeff"


class ParsedAddress(NamedTuple):
    """An address to send to and the form it is compared by. A plain tuple: a million are made at import."""

    address: str
    norm: str


def parse(typed: str) -> ParsedAddress:
    """The address in `typed`, else AddressRefused with a reason that does not repeat it."""
    text = typed.strip(_AROUND)
    match = _ADDRESS.fullmatch(text)
    if match is None:
        text = _rewritten(text)
        match = _ADDRESS.fullmatch(text)
    if match is None or len(text) > MAX_ADDRESS or len(match[1]) > MAX_LOCAL:
        raise AddressRefused(_reason(text))
    return ParsedAddress(text, text.lower())


def address_key(pepper: str, norm: str) -> bytes:
    """The keyed hash that stands for an address; the pepper must never change."""
    if len(pepper) < MIN_PEPPER:
        raise SecretsRefused(f"DIGEST_PEPPER must have {MIN_PEPPER} characters or more")
    return hmac.digest(pepper.encode(), norm.encode(), "sha256")


def one_line(text: str, limit: int = 200) -> str:
    """A name or title as one clean line: NFC, no control characters, no direction marks, cut to `limit`."""
    if text.isprintable():  # the common case, twenty times as fast
        return " ".join(unicodedata.normalize("NFC", text).split())[:limit].rstrip()
    shown = "".join(
        " " if c in "\t\r\n" else c
        for c in unicodedata.normalize("NFC", text)
        if c in "\t\r\n\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    return " ".join(shown.split())[:limit].rstrip()


def _rewritten(text: str) -> str:
    """The address with its domain in ASCII letters (xn--…), or unchanged where that is not possible."""
    local, at, domain = unicodedata.normalize("NFC", text).rpartition("@")
    if not at or domain.isascii() or _CONTROL.search(domain):
        return text
    labels = re.split("[.\u3002\uff0e]", domain)
    return f"{local}@{'.'.join(_ascii_label(label) for label in labels)}"


def _ascii_label(label: str) -> str:
    """One label by the codec of Python (IDNA 2003); refused where IDNA 2008 would name another host.

    The two differ in letters such as ß, which the older rule folds to ss: another domain, another reader.
    """
    lower = unicodedata.normalize("NFC", label.lower())
    try:
        encoded = lower.encode("idna").decode("ascii")
        if encoded.encode("ascii").decode("idna") == lower:
            return encoded
    except UnicodeError as error:
        raise AddressRefused("the domain has letters that no domain has") from error
    raise AddressRefused("the domain has letters of two readings: write it in its xn-- form")


def _reason(text: str) -> str:
    if not text:
        return "no address"
    if _CONTROL.search(text):
        return "a control character or line break inside the address"
    if "@" not in text:
        return "no @ in it"
    local, _, domain = text.rpartition("@")
    if len(text) > MAX_ADDRESS or len(local) > MAX_LOCAL:
        return f"longer than {MAX_ADDRESS} characters, or than {MAX_LOCAL} before the @"
    if "<" in text or "," in text or ";" in text or "(" in text:
        return "more than one bare address"
    return _reason_local(local) or _reason_domain(domain)


def _reason_local(local: str) -> str:
    if '"' in local:
        return "quoted text before the @"
    if "@" in local:
        return "more than one @"
    if not local.isascii():
        return "letters before the @ that most mail servers do not take"
    return "" if re.fullmatch(_LOCAL, local) else "the part before the @ is malformed"


def _reason_domain(domain: str) -> str:
    if domain.startswith("["):
        return "a number in place of a domain"
    if "." not in domain:
        return "the domain has no dot"
    return "the domain is malformed"
