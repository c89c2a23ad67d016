"""Guessing passwords: the same answer to every wrong pair, after the same work, and not often."""

from __future__ import annotations

import threading
from urllib.parse import urlencode

import pytest
from desk.conftest import CHEAP, Room
from desk.signing import NOW, PASSWORD, tried
from desk.visitor import Visitor

from digest import passwords
from digest.desk.limit import PER_ADDRESS, PER_NAME, PER_PAIR, WITHIN, Limit, network
from digest.desk.listening import options


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(signed: Room) -> None:
    wrong, unknown = (
        tried(signed.base, "Olena", "not this one at all"),
        tried(signed.base, "Nobody", "not this one at all"),
    )
    assert wrong.status == unknown.status == 403
    assert wrong.body.replace(b"Olena", b"Nobody") == unknown.body  # the name is given back, and no more


def test_an_unknown_name_costs_a_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher, checked = passwords._hasher(passwords.USUAL), []
    real = type(hasher).verify

    def counted(self: object, kept: str, password: str) -> bool:
        checked.append(kept)
        return real(hasher, kept, password)

    monkeypatch.setattr(type(hasher), "verify", counted)
    kept = passwords.hash_of(PASSWORD)
    assert not passwords.fits(None, PASSWORD)
    assert not passwords.fits(kept, PASSWORD + "!")
    assert [one.rpartition("$")[0].rpartition("$")[0] for one in checked] == [
        "$argon2id$v=19$m=65536,t=3,p=4"
    ] * 2
    assert not passwords.outdated(kept)
    assert passwords.outdated(passwords.hash_of(PASSWORD, CHEAP))


def test_guesses_end_after_a_few_even_many_at_once(signed: Room) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: statuses.append(tried(signed.base, "Olena", "a wrong password").status)
        )
        for _ in range(PER_PAIR * 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [403] * PER_PAIR + [429] * PER_PAIR
    # the right one comes too late, however the name is written; another's name from here is free
    assert tried(signed.base, "OLENA ", PASSWORD).status == 429
    assert tried(signed.base, "Piotr", PASSWORD).status == 303


def test_the_limit_counts_by_pair_address_and_name() -> None:
    limit = Limit()
    assert [limit.take("a", "192.0.2.1", NOW) for _ in range(PER_PAIR + 1)] == [True] * PER_PAIR + [False]
    assert limit.take("a", "192.0.2.2", NOW)
    spread = [limit.take(f"n{number}", "192.0.2.1", NOW) for number in range(PER_ADDRESS)]
    assert sum(spread) == PER_ADDRESS - PER_PAIR
    limit = Limit()
    assert sum(limit.take("a", f"192.0.2.{number}", NOW) for number in range(100)) == PER_NAME
    assert limit.take("a", "192.0.2.200", NOW + WITHIN)


def test_a_right_password_frees_the_pair_and_not_the_whole_address() -> None:
    limit = Limit()
    for _ in range(PER_PAIR - 1):
        limit.take("a", "192.0.2.1", NOW)
    limit.take("a", "192.0.2.1", NOW)
    limit.give_back("a", "192.0.2.1")
    assert limit.take("a", "192.0.2.1", NOW)
    left = sum(limit.take(f"n{number}", "192.0.2.1", NOW) for number in range(PER_ADDRESS))
    assert left == PER_ADDRESS - PER_PAIR


def test_an_ipv6_network_is_one_address() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_forwarded_address_from_a_stranger_changes_nothing(signed: Room) -> None:
    """Who is no stated proxy cannot pretend to be many."""
    for number in range(PER_PAIR + 1):
        visitor = Visitor(signed.base)
        form = visitor.get("/sign-in").form(next="/")
        body = urlencode(form.fields | {"name": "Olena", "password": "a wrong password"}).encode()
        answer = visitor.ask("POST", "/sign-in", body, {"X-Forwarded-For": f"192.0.2.{number}"})
    assert options(signed.settings)["proxy_headers"] is False
    assert answer.status in (403, 429)
