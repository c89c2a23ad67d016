"""A publisher's server on loopback that plays every behaviour a feed can show.

Each path is scripted by the test: `server.play("/feed", Reply(...), Reply(...))` answers in that order and
repeats the last. What was asked is in `server.asked`.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `slowly`: seconds between pieces, `conditional`: 304 when the validators match."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    slowly: float = 0.0
    conditional: bool = False
    gzipped: bool = False
    break_off: bool = False  #: closes the connection in the middle of the body


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    path: str
    headers: Mapping[str, str]


class FeedServer:
    """Serves scripted replies; use as a context manager."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.asked: list[Asked] = []
        self.busiest = 0  #: the most questions that were open at a time
        self._open = 0
        self._replies: dict[str, list[Reply | Callable[[], Reply]]] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def play(self, path: str, *replies: Reply) -> str:
        """Scripts a path and returns its address."""
        with self._lock:
            self._replies[path] = list(replies)
        return self.url(path)

    def count(self, path: str) -> int:
        return sum(item.path == path for item in self.asked)

    def __enter__(self) -> FeedServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._open += 1
            self.busiest = max(self.busiest, self._open)
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1

    def _next(self, path: str, headers: Mapping[str, str]) -> Reply:
        with self._lock:
            self.asked.append(Asked(path=path, headers=headers))
            script = self._replies.get(path)
            if not script:
                return Reply(status=404)
            reply = script.pop(0) if len(script) > 1 else script[0]
        assert isinstance(reply, Reply)
        return reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                asked = {name.lower(): value for name, value in self.headers.items()}
                reply = server._next(self.path, asked)
                if reply.conditional and _matches(reply, asked):
                    reply = Reply(status=304, headers=reply.headers)
                try:
                    with server._counted():
                        _write(self, reply)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                return

        return Handler


def _matches(reply: Reply, asked: Mapping[str, str]) -> bool:
    """Whether the validators came back byte for byte."""
    names = {name.lower(): value for name, value in reply.headers.items()}
    pairs = (("etag", "if-none-match"), ("last-modified", "if-modified-since"))
    present = [(names[one], asked.get(other)) for one, other in pairs if one in names]
    return bool(present) and all(sent == back for sent, back in present)


def _write(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    body = gzip.compress(reply.body) if reply.gzipped else reply.body
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    if reply.gzipped:
        handler.send_header("Content-Encoding", "gzip")
    if reply.status != 304:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if reply.status == 304:
        return
    if reply.break_off:
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True
        return
    if not reply.slowly:
        handler.wfile.write(body)
        return
    for start in range(0, len(body), 10):
        handler.wfile.write(body[start : start + 10])
        handler.wfile.flush()
        time.sleep(reply.slowly)


def rss(*items: str, title: str = "Feed", extra: str = "") -> bytes:
    """An RSS 2.0 document of these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>https://example.org/</link>{extra}{''.join(items)}</channel></rss>"
    ).encode()


def item(
    title: str, *, guid: str = "", link: str = "", text: str = "", date: str = "", more: str = ""
) -> str:
    """One RSS item; what is empty is left out."""
    parts = {"title": title, "link": link, "description": text, "pubDate": date}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)
    mark = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return f"<item>{inner}{mark}{more}</item>"
