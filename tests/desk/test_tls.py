"""The desk over real TLS: with a certificate of its own, and behind a proxy that speaks it."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from desk.conftest import Room, served
from desk.signing import PASSWORD, add_people, decide, enter, set_up, tried
from desk.visitor import Visitor
from servers.tls import Certified, certify
from servers.tls_proxy import proxy

from digest import cli
from digest.desk.limit import PER_PAIR


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return certify(tmp_path_factory.mktemp("tls"))


def trusting(made: Certified) -> ssl.SSLContext:
    """A client that believes this certificate's authority and no other."""
    return ssl.create_default_context(cafile=str(made.authority))


@pytest.fixture(scope="module")
def own(sample: Path, made: Certified, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A desk with a certificate of its own."""
    folder = set_up(Path(shutil.copytree(sample, tmp_path_factory.mktemp("own") / "newsroom")))
    pem, key = str(made.certificate), str(made.key)
    for room in served(folder, url="https://localhost", certificate=pem, key=key):
        add_people(room.engine)
        yield room


@pytest.fixture(scope="module")
def behind(
    sample: Path, made: Certified, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Room, str]]:
    """A desk behind a TLS proxy, and the address of the proxy."""
    folder = set_up(Path(shutil.copytree(sample, tmp_path_factory.mktemp("behind") / "newsroom")))
    port: list[int] = []  # of the desk: the proxy's is part of the desk's own address, so it comes first
    with proxy(made, lambda: port[0]) as door:
        base = f"https://127.0.0.1:{door}"
        for room in served(folder, url=base, trusted_proxies=("127.0.0.1",)):
            port.append(room.settings.desk.port)
            add_people(room.engine)
            yield room, base


def test_over_its_own_tls_the_desk_is_whole_and_its_cookie_secure(own: Room, made: Certified) -> None:
    assert own.base.startswith("https://")
    visitor = Visitor(own.base, trusting(made))
    cookie = tried(own.base, "Olena", PASSWORD, visitor).headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Approve as Olena" in visitor.get("/edition/daily").text
    assert visitor.ask("GET", "/", headers={"Host": "evil.example"}).status == 421
    with pytest.raises(ssl.SSLCertVerificationError):
        Visitor(own.base, ssl.create_default_context()).ask("GET", "/sign-in")


def test_a_desk_with_a_certificate_says_nothing_in_the_clear(own: Room) -> None:
    visitor = Visitor(own.base)  # no TLS, to the same port
    with pytest.raises((HTTPException, ConnectionError)):
        visitor.ask("GET", "/sign-in")


def decided(room: Room, visitor: Visitor) -> str:
    """Holds the edition, or lets it go on; the state it must then be in."""
    what, after = ("hold", "held") if room.edition.state == "draft" else ("resume", "draft")
    assert decide(room, visitor, what).status == 303
    return after


def test_behind_a_proxy_an_editor_signs_in_and_decides(behind: tuple[Room, str], made: Certified) -> None:
    room, base = behind
    visitor = Visitor(base, trusting(made))
    cookie = tried(base, "Olena", PASSWORD, visitor).headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"Secure", "HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    assert f"/decide/{room.edition.name}" in visitor.get("/edition/daily").text
    assert visitor.ask("GET", "/", headers={"Host": "evil.example"}).status == 421
    assert visitor.ask("POST", "/sign-out", b"x=y", {"Origin": base.replace("https", "http")}).status == 403
    assert decided(room, visitor) == room.edition.state


def test_past_the_proxy_nobody_gets_in(behind: tuple[Room, str], made: Certified) -> None:
    """The desk's own port, in the clear: with the right name and even with a session's cookie."""
    room, base = behind
    signed = enter(base, "Piotr", tls=trusting(made))
    past = Visitor(room.base)
    past.cookies = dict(signed.cookies)
    for host in (past.host, signed.host):
        for path in ("/", "/sign-in", "/account"):
            assert past.ask("GET", path, headers={"Host": host}).status == 403, (host, path)
    assert signed.ask("GET", "/").status == 200


def test_a_visitor_cannot_make_the_proxy_say_another_address(
    behind: tuple[Room, str], made: Certified
) -> None:
    _, base = behind
    statuses = []
    for number in range(PER_PAIR + 2):
        visitor = Visitor(base, trusting(made))
        form = visitor.get("/sign-in").form(next="/")
        body = urlencode(form.fields | {"name": "Edda", "password": "a wrong password"}).encode()
        forged = {"X-Forwarded-For": f"192.0.2.{number}", "X-Forwarded-Proto": "http"}
        statuses.append(visitor.ask("POST", "/sign-in", body, forged).status)
    assert statuses == [403] * PER_PAIR + [429] * 2


def test_in_a_browser_the_page_hears_of_changes_through_the_proxy(
    browser: Any, behind: tuple[Room, str], made: Certified
) -> None:
    room, base = behind
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{base}/edition/daily")
    page.get_by_label("Your name").fill("Piotr")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#stories")
    cookie = next(one for one in context.cookies() if one["name"] == "__Host-desk")
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
    assert page.evaluate("() => document.cookie") == ""
    after = decided(room, enter(base, "Olena", tls=trusting(made)))
    page.locator(f"#standing .state.{after}").wait_for()
    context.close()


def test_the_command_serves_tls_and_refuses_to_serve_the_world_without(
    newsroom: Path, made: Certified, capsys: pytest.CaptureFixture[str]
) -> None:
    file = newsroom / "digest.toml"
    usual = file.read_text(encoding="utf-8")
    first, desk = usual.split("\n[desk]\n")
    wide = desk.replace('host = "127.0.0.1"', 'host = "0.0.0.0"', 1)
    assert wide != desk
    file.write_text(f"{first}\n[desk]\n{wide}", encoding="utf-8")
    assert cli.main(["desk", "--config", str(newsroom)]) == 1
    assert "ssh -L" in capsys.readouterr().err
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pem = [f'url = "https://127.0.0.1:{port}"', f'certificate = "{made.certificate}"', f'key = "{made.key}"']
    file.write_text(usual.replace("port = 8000", f"port = {port}", 1), encoding="utf-8")
    set_up(newsroom, more=tuple(pem))
    command = [sys.executable, "-m", "digest", "desk", "--config", str(newsroom)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served_desk:
        try:
            assert served_desk.stdout is not None
            assert served_desk.stdout.readline() == f"The desk: https://127.0.0.1:{port}/\n"
            visitor = Visitor(f"https://127.0.0.1:{port}", trusting(made))
            assert answered(visitor, "/sign-in") == 200
        finally:
            served_desk.terminate()


def answered(visitor: Visitor, path: str) -> int:
    """Asks until the desk listens."""
    for _ in range(200):
        try:
            return visitor.ask("GET", path).status
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("the desk did not listen")
