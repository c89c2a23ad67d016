"""A proxy that speaks TLS in front of a plain server.

It does what the docs ask of one: it passes Host on, says X-Forwarded-Proto: https, and adds the
visitor's address as a line of X-Forwarded-For. One request a connection; an answer goes through as it comes.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from servers.tls import Certified

VISITOR = b"198.51.100.7"  #: whom the proxy says it speaks for: 127.0.0.1 would be the proxy itself


@contextmanager
def proxy(made: Certified, behind: Callable[[], int]) -> Iterator[int]:
    """The port of a TLS proxy in front of the plain server whose port `behind` tells at each request."""
    context = made.context

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError), context.wrap_socket(self.request, server_side=True) as visitor:
                visitor.settimeout(20)
                _pass_on(visitor, behind())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def _pass_on(visitor: ssl.SSLSocket, behind: int) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = visitor.recv(65_536)
        if not piece:
            return
        head += piece
    head, _, body = head.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += visitor.recv(65_536)
    with socket.create_connection(("127.0.0.1", behind), timeout=20) as desk:
        desk.sendall(_as_proxy(lines) + b"\r\n\r\n" + body)
        while piece := desk.recv(65_536):
            visitor.sendall(piece)


def _as_proxy(lines: list[bytes]) -> bytes:
    """The request's head with what a proxy adds; what the visitor says of the scheme is dropped."""
    dropped = (b"x-forwarded-proto", b"connection")
    kept = [line for line in lines if line.partition(b":")[0].lower() not in dropped]
    added = [b"X-Forwarded-For: " + VISITOR, b"X-Forwarded-Proto: https", b"Connection: close"]
    return b"\r\n".join([*kept, *added])
