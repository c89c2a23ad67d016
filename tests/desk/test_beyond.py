"""The desk beyond this machine: what it refuses to start without, and what it believes a proxy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk.conftest import Room, served
from desk.signing import PASSWORD, add_people, set_up
from desk.visitor import Visitor

from digest.desk import serve_desk
from digest.desk.limit import PER_PAIR
from digest.desk.listening import refuse_unsafe
from digest.errors import SettingsError
from digest.settings import Settings


def told(settings: Settings, **values: object) -> Settings:
    return replace(settings, desk=replace(settings.desk, **values))  # type: ignore[arg-type]


HTTPS = "https://desk.example.org"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"host": "0.0.0.0"}, "ssh -L"),
        ({"host": "::"}, "ssh -L"),
        ({"url": HTTPS}, "ssh -L"),
        ({"host": "0.0.0.0", "url": HTTPS, "trusted_proxies": ("192.0.2.1",)}, "ssh -L"),
        ({"host": "0.0.0.0", "sign_in": True}, "https://"),
        ({"host": "0.0.0.0", "sign_in": True, "url": "http://desk.example.org"}, "https://"),
        ({"host": "0.0.0.0", "sign_in": True, "url": "http://127.0.0.1:8000"}, "https://"),
        ({"host": "0.0.0.0", "sign_in": True, "url": HTTPS}, "needs TLS"),
        ({"url": HTTPS, "sign_in": True}, "needs TLS"),
        ({"host": "0.0.0.0", "sign_in": True, "url": HTTPS, "trusted_proxies": ("*",)}, "no address"),
        ({"host": "0.0.0.0", "sign_in": True, "url": HTTPS, "trusted_proxies": ("0.0.0.0/0",)}, "everyone"),
        ({"sign_in": True, "certificate": "desk.pem"}, "go together"),
    ],
)
def test_the_desk_refuses_to_start_unsafe(signed_desk: Room, values: dict[str, object], words: str) -> None:
    settings = told(signed_desk.settings, **{"sign_in": False} | values)
    with pytest.raises(SettingsError, match=words):
        serve_desk(signed_desk.engine, settings)


def test_what_is_safe_may_start(signed_desk: Room) -> None:
    for values in (
        {"sign_in": False},
        {"sign_in": True},
        {"sign_in": True, "host": "0.0.0.0", "url": HTTPS, "trusted_proxies": ("192.0.2.1", "10.0.0.0/8")},
        {"sign_in": True, "host": "0.0.0.0", "url": HTTPS, "certificate": "a.pem", "key": "b.pem"},
        {"sign_in": True, "url": HTTPS, "trusted_proxies": ("127.0.0.1",)},
    ):
        refuse_unsafe(told(signed_desk.settings, **values))


@pytest.fixture
def proxied(newsroom: Path) -> Iterator[Room]:
    """A desk behind a proxy on this machine, which the test plays."""
    set_up(newsroom, more=(f'url = "{HTTPS}"', 'trusted_proxies = ["127.0.0.1"]'))
    for found in served(newsroom):
        add_people(found.engine)
        yield found


PROXY = {"Host": "desk.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}


def test_behind_a_proxy_only_what_came_over_https_is_answered(proxied: Room) -> None:
    visitor = Visitor(proxied.base)
    assert visitor.ask("GET", "/sign-in", headers=PROXY).status == 200
    assert visitor.ask("GET", "/sign-in", headers=PROXY | {"X-Forwarded-Proto": "http"}).status == 403
    assert visitor.ask("GET", "/sign-in", headers={"Host": "desk.example.org"}).status == 403
    assert visitor.ask("GET", "/sign-in").status == 403


def test_behind_a_proxy_the_cookie_is_secure_and_counts_are_by_visitor(proxied: Room) -> None:
    visitor = Visitor(proxied.base)
    form = visitor.ask("GET", "/sign-in", headers=PROXY).form(next="/")
    body = urlencode(form.fields | {"name": "Olena", "password": PASSWORD}).encode()
    wrong = urlencode(form.fields | {"name": "Olena", "password": "a wrong password"}).encode()
    ours = PROXY | {"Origin": HTTPS}
    for _ in range(PER_PAIR):
        assert visitor.ask("POST", "/sign-in", wrong, ours).status == 403
    assert visitor.ask("POST", "/sign-in", body, ours).status == 429
    far = ours | {"X-Forwarded-For": "203.0.113.9"}
    assert visitor.ask("POST", "/sign-in", body, far | {"Origin": "http://desk.example.org"}).status == 403
    # what a visitor writes into the header herself stands left of what the proxy adds
    forged = ours | {"X-Forwarded-For": "203.0.113.77, 198.51.100.7"}
    assert visitor.ask("POST", "/sign-in", body, forged).status == 429
    answer = visitor.ask("POST", "/sign-in", body, far)
    assert answer.status == 303
    assert answer.headers["set-cookie"].startswith("__Host-desk=")
    assert "Secure" in answer.headers["set-cookie"]
    assert visitor.ask("GET", "/edition/daily", headers=PROXY).status in (200, 303)
    assert visitor.ask("GET", "/account", headers=PROXY).status == 200
