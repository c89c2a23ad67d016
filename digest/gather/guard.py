"""Which addresses may be asked: http and https, and no host of our own network.

The check sits where the socket is made, after name resolution, so a redirect or a name that changes its
address between check and use cannot get round it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from digest.errors import FetchRefused

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REFUSED = tuple(
    ipaddress.ip_network(net)
    for net in ("100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "64:ff9b:1::/48", "fec0::/10", "2001::/32")
)


class PrivateAddress(OSError):
    """The name leads to an address of a private network."""


def check_url(url: str) -> None:
    """Raises FetchRefused for anything but http and https with a host."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchRefused(f"no web address: {error}", subject=url) from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise FetchRefused("only http and https addresses are fetched", subject=url)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network; mapped and tunnelled ones count as what they
    hold."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    if any(ip in net for net in _REFUSED if net.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast


def socket_factory(allow_private: bool) -> Callable[[Any], socket.socket]:
    """Makes sockets for resolved addresses; raises PrivateAddress for those that may not be asked."""

    def make(info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        if not allow_private and not is_public(str(address[0])):
            raise PrivateAddress(f"{address[0]} is no public address")
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    return make
