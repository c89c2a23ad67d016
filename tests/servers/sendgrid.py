"""A server shaped like SendGrid's v3 Mail Send: refuses what its documents say the real one refuses,
counts what it took, and misbehaves on request.

The rules are those of the API reference, its error page and the OpenAPI description (2026-01).
"""

from __future__ import annotations

import json
import re
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "SG.key-of-a-test"
MAX_BODY = 30_000_000
RESERVED = (
    *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding"),
    *("to", "from", "subject", "reply-to", "cc", "bcc"),
)
_ADDRESS = re.compile(r"[^@\s<>,;]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Refused(Exception):
    """A 4xx answer: status, field, message."""

    def __init__(self, field: str | None, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.field, self.message, self.status = field, message, status


@dataclass(slots=True)
class Provider:
    """Use as a context manager. `fault(number)` is asked for each request, number from 1:

    None, "reset-before" (not taken), "reset-after" (taken, unanswered), "500-after" (taken), "503-before"
    (not taken), "stall-after" (taken, answered after `stall` seconds), "429", "401".
    """

    fault: Callable[[int], str | None] = lambda number: None
    bad_row: Callable[[dict[str, Any]], bool] = lambda personalization: False
    name_rows: bool = False  #: whether the answer to a bad row names it
    stall: float = 3.0
    reset_in: float = 0.2  #: of X-RateLimit-Reset, seconds
    delay: float = 0.0
    keep: bool = True  #: False counts addresses only, for very many
    counted: Counter[str] = field(default_factory=Counter)
    taken: list[dict[str, Any]] = field(default_factory=list)  #: personalizations
    bodies: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    requests: int = 0
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    tls: ssl.SSLContext | None = None
    port: int = 0
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def copies(self) -> Counter[str]:
        """How often each address was taken."""
        with self.lock:
            return Counter(self.counted)

    def __enter__(self) -> Provider:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                with provider.lock:
                    provider.connections += 1

            def do_POST(self) -> None:
                provider.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.tls:  # the handshake is the handler's thread's, not the listener's
            self._server.socket = self.tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients are killed here
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server and self._thread
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self.lock:
            self.requests += 1
            fault = self.fault(self.requests)
        length = int(handler.headers.get("Content-Length", "0"))
        if length > MAX_BODY:
            handler.close_connection = True
            return self._say(handler, 413, _errors(None, "Content too large"))
        body = handler.rfile.read(length)
        if len(body) < length:  # the client died while it wrote
            handler.close_connection = True
            return None
        if self.delay:
            time.sleep(self.delay)
        if fault == "reset-before":
            return _reset(handler)
        if fault in ("429", "503-before", "401"):
            reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time() + self.reset_in))}
            status = int(fault[:3])
            return self._say(handler, status, _errors(None, fault), reset if status == 429 else {})
        try:
            mail = check(handler.headers, body, self)
        except Refused as refused:
            return self._say(handler, refused.status, _errors(refused.field, refused.message))
        sandbox = mail.get("mail_settings", {}).get("sandbox_mode", {}).get("enable")
        if sandbox:
            return self._say(handler, 200, b"")
        with self.lock:
            self.counted.update(to["email"] for one in mail["personalizations"] for to in one["to"])
            if self.keep:
                self.taken += mail["personalizations"]
                self.bodies.append(mail)
        if fault == "reset-after":
            return _reset(handler)
        if fault == "stall-after":
            time.sleep(self.stall)
        if fault == "500-after":
            return self._say(handler, 500, _errors(None, "Internal error"))
        return self._say(handler, 202, b"", {"X-Message-Id": f"m{self.requests}"})

    def _say(
        self, handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        with self.lock:
            self.statuses.append(status)
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


def _errors(field: str | None, message: str) -> bytes:
    return json.dumps({"errors": [{"message": message, "field": field, "help": None}]}).encode()


def _reset(handler: BaseHTTPRequestHandler) -> None:
    """Ends the connection with a TCP reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def check(headers: Any, body: bytes, provider: Provider) -> dict[str, Any]:
    """The mail of a request, or Refused."""
    if not headers.get("Authorization", "").startswith("Bearer "):
        raise Refused(None, "authorization required", 401)
    if headers["Authorization"] != f"Bearer {KEY}":
        raise Refused(None, "access forbidden", 403)
    if headers.get("Content-Type", "").split(";")[0] != "application/json":
        raise Refused(None, "Content-Type should be application/json.", 415)
    try:
        mail = json.loads(body)
    except ValueError:
        raise Refused(None, "Bad Request: not JSON") from None
    if not isinstance(mail, dict):
        raise Refused(None, "not an object")
    _check_content(mail)
    _check_shared(mail)
    rows = mail.get("personalizations")
    if not isinstance(rows, list) or not rows:
        raise Refused("personalizations", "You must have at least one personalization.")
    if len(rows) > 1000:
        raise Refused("personalizations", f"limited to 1000 personalizations. You have provided {len(rows)}")
    for index, row in enumerate(rows):
        _check_row(f"personalizations.{index}", row, mail)
        if provider.bad_row(row):
            place = f"personalizations.{index}.to.0.email" if provider.name_rows else "personalizations"
            raise Refused(place, "Does not contain a valid address.")
    _check_recipients(rows)
    return mail


def _check_content(mail: dict[str, Any]) -> None:
    sender = mail.get("from")
    if not isinstance(sender, dict) or not _ADDRESS.fullmatch(str(sender.get("email"))):
        raise Refused("from.email", "The from object must be provided for every email send.")
    if not isinstance(mail.get("subject"), str) or not mail["subject"]:
        raise Refused("subject", "The subject is required.")
    content = mail.get("content")
    if not isinstance(content, list) or not content:
        raise Refused("content", "The content parameter is required.")
    for index, part in enumerate(content):
        if not isinstance(part.get("value"), str) or not part["value"]:
            raise Refused(f"content.{index}.value", "must be a string at least one character in length")
        if re.search(r"[;,\r\n]", part.get("type", "")):
            raise Refused(f"content.{index}.type", "cannot contain ';', ',', or CRLF")
    kinds = [part.get("type") for part in content]
    if kinds not in (["text/plain"], ["text/html"], ["text/plain", "text/html"]):
        raise Refused("content.0.type", "text/plain must come first, then text/html")


def _check_shared(mail: dict[str, Any]) -> None:
    categories = mail.get("categories", [])
    if len(categories) > 10:
        raise Refused("categories", "no more than 10 categories")
    if len(set(categories)) != len(categories):
        raise Refused("categories", "categories must be unique")
    if any(not isinstance(one, str) or len(one) > 255 for one in categories):
        raise Refused("categories", "a category is a string of at most 255 characters")
    if mail.get("send_at", 0) > time.time() + 72 * 3600:
        raise Refused("send_at", "Scheduling more than 72 hours in advance is forbidden.")
    groups = mail.get("asm", {}).get("groups_to_display", [])
    if len(groups) > 25:
        raise Refused("asm.groups_to_display", "no more than 25 groups")
    _check_headers("headers", mail.get("headers", {}))
    _check_strings("custom_args", mail.get("custom_args", {}))


def _check_row(place: str, row: dict[str, Any], mail: dict[str, Any]) -> None:
    to = row.get("to")
    if not isinstance(to, list) or not to:
        raise Refused(f"{place}.to", "The to array is required for all personalization objects.")
    for index, one in enumerate(to):
        if not isinstance(one, dict) or not _ADDRESS.fullmatch(str(one.get("email"))):
            raise Refused(f"{place}.to.{index}.email", "Does not contain a valid address.")
        if "name" in one and not isinstance(one["name"], str):
            raise Refused(f"{place}.to.{index}.name", "must be a string")
    _check_headers(f"{place}.headers", row.get("headers", {}))
    _check_strings(f"{place}.substitutions", row.get("substitutions", {}))
    _check_strings(f"{place}.custom_args", row.get("custom_args", {}))
    if len(row.get("substitutions", {})) > 10_000:
        raise Refused(f"{place}.substitutions", "no more than 10000 substitutions")
    if len(json.dumps(row.get("substitutions", {}), ensure_ascii=False).encode()) > 10_000:
        raise Refused(f"{place}.substitutions", "substitutions over 10,000 bytes")
    arguments = {**mail.get("custom_args", {}), **row.get("custom_args", {})}
    if len(json.dumps(arguments).encode()) > 10_000:
        raise Refused(f"{place}.custom_args", "custom arguments over 10,000 bytes")


def _check_headers(place: str, headers: Any) -> None:
    _check_strings(place, headers)
    for name, value in headers.items():
        if name.lower() in RESERVED:
            raise Refused(f"{place}.{name}", "is a reserved header")
        if not (name + value).isascii() or re.search(r"[\r\n\0]", name + value) or not name:
            raise Refused(f"{place}.{name}", "headers must be ASCII without line breaks")


def _check_strings(place: str, values: Any) -> None:
    if not isinstance(values, dict):
        raise Refused(place, "must be an object")
    for name, value in values.items():
        if not isinstance(value, str):
            raise Refused(f"{place}.{name}", "must be a string")


def _check_recipients(rows: list[dict[str, Any]]) -> None:
    everyone = [
        one["email"].lower() for row in rows for kind in ("to", "cc", "bcc") for one in row.get(kind, [])
    ]
    if len(everyone) > 1000:
        raise Refused("personalizations", "There is a limit of 1000 total recipients per request.")
    twice = [address for address, times in Counter(everyone).items() if times > 1]
    if twice:
        raise Refused(
            "personalizations", f"Each unique email address should only be included once: {twice[0]}"
        )
