"""Editors' passwords: made into argon2id hashes and checked against them; nothing keeps a password.

What one hash costs is an argument; the usual cost is RFC 9106's for little memory (3 passes, 64 MiB,
4 lanes), argon2-cffi's own default. At most two checks run at once, so that a flood of sign-ins takes
128 MiB and no more.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from digest.errors import DigestError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN = 12  #: characters; long beats strange (NIST SP 800-63B, 5.1.1.2)
MAX = 1_000  #: characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What making or checking one hash takes."""

    passes: int = 3
    memory: int = 65_536  #: KiB
    lanes: int = 4


USUAL = Cost()
_turn = threading.BoundedSemaphore(2)


def hash_of(password: str, cost: Cost = USUAL) -> str:
    """The argon2id hash to keep; DigestError when the password is too short or too long."""
    plain = _normal(password)
    if len(plain) < MIN:
        raise DigestError(f"a password has at least {MIN} characters; a sentence is good")
    if len(plain) > MAX:
        raise DigestError(f"a password has at most {MAX:,} characters")
    with _turn:
        return _hasher(cost).hash(plain)


def fits(kept: str | None, password: str, cost: Cost = USUAL) -> bool:
    """Whether this password made that hash. Without a hash the answer is no, after as much work."""
    from argon2.exceptions import VerifyMismatchError

    with _turn:
        try:
            _hasher(cost).verify(kept or _nobodys(cost), _normal(password)[:MAX])
        except VerifyMismatchError:
            return False
    return kept is not None


def outdated(kept: str, cost: Cost = USUAL) -> bool:
    """Whether the hash was made at another cost."""
    return _hasher(cost).check_needs_rehash(kept)


def prepare(cost: Cost = USUAL) -> None:
    """Makes what a check of an unknown name needs, so that the first one takes no longer than others."""
    _nobodys(cost)


def _normal(password: str) -> str:
    """One form for the same letters typed on two keyboards."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher(cost: Cost) -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)


@cache
def _nobodys(cost: Cost) -> str:
    import secrets

    return _hasher(cost).hash(secrets.token_urlsafe(24))
