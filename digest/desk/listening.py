"""Where the desk listens, and what it must have for that: pure, so that each refusal can be shown.

Beyond loopback means that the host is another machine's to reach, or that `desk.url` names one. That
takes `sign_in`, and TLS: the desk's own (certificate and key) or a stated proxy's (desk.url with https,
and trusted_proxies). Whether a proxy really speaks TLS is seen on each request: it must say
X-Forwarded-Proto: https, or the request is refused.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from digest.errors import SettingsError
from digest.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def beyond(settings: Settings) -> bool:
    """Whether another machine is meant to reach the desk."""
    desk = settings.desk
    return desk.host not in LOOPBACK or bool(desk.url and urlsplit(desk.url).hostname not in LOOPBACK)


def refuse_unsafe(settings: Settings) -> None:
    """SettingsError that says what is missing, unless the desk may listen as it is told to."""
    desk = settings.desk
    _refuse_proxies(desk.trusted_proxies)
    if bool(desk.certificate) != bool(desk.key):
        raise _wrong("desk.certificate and desk.key go together")
    if desk.certificate and urlsplit(desk.url).scheme != "https":
        raise _wrong("with a certificate desk.url begins with https://")
    if not beyond(settings):
        return
    if not desk.sign_in:
        here = desk.host if desk.host not in LOOPBACK else desk.url
        raise _wrong(
            f"without desk.sign_in the desk listens on this machine only, and {here!r} is beyond it: keep "
            f"127.0.0.1 and no url, and reach it with `ssh -L {desk.port}:127.0.0.1:{desk.port} HOST`, "
            "or set sign_in = true"
        )
    if urlsplit(desk.url).scheme != "https":
        raise _wrong("beyond this machine desk.url begins with https://: passwords never travel in the clear")
    if not desk.certificate and not desk.trusted_proxies:
        raise _wrong(
            "beyond this machine the desk needs TLS: desk.certificate and desk.key, or the addresses of "
            "the proxy that speaks it in desk.trusted_proxies"
        )


def _refuse_proxies(proxies: tuple[str, ...]) -> None:
    for proxy in proxies:
        try:
            wide = ip_network(proxy, strict=False).prefixlen == 0
        except ValueError as error:
            raise _wrong(f"trusted_proxies: {proxy!r} is no address and no network") from error
        if wide:
            raise _wrong(f"trusted_proxies: {proxy!r} would trust everyone")


def options(settings: Settings) -> dict[str, Any]:
    """How uvicorn is told: TLS of our own, and whose X-Forwarded headers count (nobody's unless stated)."""
    desk = settings.desk
    told: dict[str, Any] = {
        "host": desk.host,
        "port": desk.port,
        "proxy_headers": bool(desk.trusted_proxies),
        "forwarded_allow_ips": list(desk.trusted_proxies),
    }
    if desk.certificate:
        told |= {
            "ssl_certfile": str(settings.folder / desk.certificate),
            "ssl_keyfile": str(settings.folder / desk.key),
        }
    return told


def _wrong(message: str) -> SettingsError:
    return SettingsError(message, subject="digest.toml")
