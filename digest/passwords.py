"""Editors' passwords: made into argon2id hashes and checked against them; nothing keeps a password.

The parameters are those of RFC 9106 for little memory (3 passes, 64 MiB, 4 lanes), argon2-cffi's own
defaults. At most two checks run at once, so that a flood of sign-ins takes 128 MiB and no more.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from digest.errors import DigestError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN = 12  #: characters; long beats strange (NIST SP 800-63B, 5.1.1.2)
MAX = 1_000  #: characters
_turn = threading.BoundedSemaphore(2)


def hash_of(password: str) -> str:
    """The argon2id hash to keep; DigestError when the password is too short or too long."""
    plain = _normal(password)
    if len(plain) < MIN:
        raise DigestError(f"a password has at least {MIN} characters; a sentence is good")
    if len(plain) > MAX:
        raise DigestError(f"a password has at most {MAX:,} characters")
    with _turn:
        return _hasher().hash(plain)


def fits(kept: str | None, password: str) -> bool:
    """Whether this password made that hash. Without a hash the answer is no, after as much work."""
    from argon2.exceptions import VerifyMismatchError

    with _turn:
        try:
            _hasher().verify(kept or _nobodys(), _normal(password)[:MAX])
        except VerifyMismatchError:
            return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def prepare() -> None:
    """Makes what a check of an unknown name needs, so that the first one takes no longer than others."""
    _nobodys()


def _normal(password: str) -> str:
    """One form for the same letters typed on two keyboards."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    import secrets

    return _hasher().hash(secrets.token_urlsafe(24))
