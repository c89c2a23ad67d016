"""A mail relay of our own: threads and sockets, counts what it took, and misbehaves on request."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Taken:
    """A message the server said 250 to, or would have if its answer had not been lost."""

    sender: str
    recipient: str
    data: bytes
    options: str


@dataclass(slots=True, kw_only=True)
class Behaviour:
    """`fault(recipient, number)` is asked for each message, number from 1:

    None, "mail-550", "mail-421", "rcpt-550", "rcpt-451", "rcpt-421", "data-552", "data-451", "dot-550",
    "dot-451", "drop-before-data", "drop-mid-data" (not taken), "drop-after-data" (taken, unanswered),
    "stall" (taken, answered after `stall` seconds), "nonsense" (taken, answered with garbage).
    """

    eight_bit: bool = True
    pipelining: bool = True
    fault: Callable[[str, int], str | None] = lambda recipient, number: None
    greeting: str = "220 relay ready"
    user: str | None = None
    password: str | None = None
    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False  #: from the first byte on, instead of by STARTTLS
    stall: float = 3.0


@dataclass(slots=True)
class Relay:
    """Use as a context manager; `taken` is what was accepted, in order."""

    behaviour: Behaviour = field(default_factory=Behaviour)
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    messages: int = 0
    commands: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0
    _server: socketserver.ThreadingTCPServer | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Relay:
        relay = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 30
            disable_nagle_algorithm = True

            def handle(self) -> None:
                with relay.lock:
                    relay.connections += 1
                session = None
                with suppress(OSError, ValueError):  # the client hung up: nothing to tell anybody
                    session = _Session(relay, self)
                    session.run()
                if session is not None and session.encrypted:
                    self.connection.close()  # the plain one was detached when this took its place

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server and self._thread
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next_fault(self, recipient: str) -> str | None:
        with self.lock:
            self.messages += 1
            return self.behaviour.fault(recipient, self.messages)


class _Session:
    def __init__(self, relay: Relay, handler: socketserver.StreamRequestHandler) -> None:
        self.relay, self.handler = relay, handler
        self.behaviour = relay.behaviour
        self.encrypted = self.signed_in = self.gone = False

    def say(self, text: str) -> None:
        self.handler.wfile.write(text.encode() + b"\r\n")
        self.handler.wfile.flush()

    def run(self) -> None:
        if self.behaviour.tls_at_once:
            self._wrap()
        self.say(self.behaviour.greeting)
        if not self.behaviour.greeting.startswith("220"):
            return
        sender: str | None = None
        recipient = options = ""
        fault: str | None = None
        while line := self.handler.rfile.readline():
            text = line.decode("ascii").rstrip("\r\n")
            verb = text.split(" ")[0].upper()
            with self.relay.lock:
                self.relay.commands.append(verb)
            if verb == "EHLO":
                self._ehlo()
            elif verb == "STARTTLS":
                self._encrypt()
            elif verb == "AUTH":
                self._auth(text)
            elif verb == "MAIL":
                address, _, options = text.partition(">")
                sender = address.partition("<")[2] if self._mail() else None
                if sender is None and self.gone:
                    return
            elif verb == "RCPT" and sender is None:
                self.say("503 no sender")
            elif verb == "RCPT":
                recipient = text.partition("<")[2].partition(">")[0]
                fault = self.relay.next_fault(recipient)
                if fault == "drop-before-data":
                    return
                if fault and fault.startswith("rcpt-"):
                    self.say(f"{fault[5:]} no")
                    if fault == "rcpt-421":
                        return
                    recipient = ""
                else:
                    self.say("250 ok")
            elif verb == "DATA":
                if not recipient or sender is None:
                    self.say("503 no recipient")
                elif fault and fault.startswith("data-"):
                    self.say(f"{fault[5:]} no")
                elif not self._data(sender, recipient, options, fault):
                    return
                recipient = ""
            elif verb in ("RSET", "NOOP"):
                recipient = ""
                self.say("250 ok")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("500 what")

    def _ehlo(self) -> None:
        words = ["relay", "SIZE 30000000"]
        words += ["8BITMIME"] if self.behaviour.eight_bit else []
        words += ["PIPELINING"] if self.behaviour.pipelining else []
        words += ["STARTTLS"] if self.behaviour.tls and not self.encrypted else []
        words += ["AUTH PLAIN"] if self.behaviour.user else []
        for word in words[:-1]:
            self.say(f"250-{word}")
        self.say(f"250 {words[-1]}")

    def _encrypt(self) -> None:
        self.say("220 go ahead")
        self._wrap()

    def _wrap(self) -> None:
        assert self.behaviour.tls
        wrapped = self.behaviour.tls.wrap_socket(self.handler.connection, server_side=True)
        self.handler.connection = wrapped
        self.handler.rfile = wrapped.makefile("rb")
        self.handler.wfile = wrapped.makefile("wb")
        self.encrypted = True

    def _auth(self, text: str) -> None:
        import base64

        given = base64.b64decode(text.split(" ")[2]).decode().split("\0")[1:]
        self.signed_in = given == [self.behaviour.user, self.behaviour.password]
        self.say("235 welcome" if self.signed_in else "535 no")

    def _mail(self) -> bool:
        if self.behaviour.user and not self.signed_in:
            self.say("530 sign in first")
            return False
        fault = self.behaviour.fault("", self.relay.messages + 1)
        refused = fault is not None and fault.startswith("mail-")
        self.say(f"{fault[5:]} no" if fault and refused else "250 ok")
        self.gone = fault == "mail-421"
        return not refused

    def _data(self, sender: str, recipient: str, options: str, fault: str | None) -> bool:
        """Reads and takes a message; False ends the session."""
        self.say("354 go on")
        lines = []
        while (line := self.handler.rfile.readline()) != b".\r\n":
            if not line:
                return False
            if fault == "drop-mid-data":
                return False
            assert len(line) <= 1000, "a line over 998 octets"
            assert line.endswith(b"\r\n") and b"\r" not in line[:-2], "a bare line end"
            lines.append(line[1:] if line.startswith(b"..") else line)
        data = b"".join(lines)
        assert data.isascii() or "8BITMIME" in options, "8-bit data without BODY=8BITMIME"
        if fault and fault.startswith("dot-"):
            self.say(f"{fault[4:]} no")
            return True
        with self.relay.lock:
            self.relay.taken.append(Taken(sender, recipient, data, options))
        if fault == "drop-after-data":
            return False
        if fault == "stall":
            threading.Event().wait(self.behaviour.stall)
        self.say("what?" if fault == "nonsense" else "250 taken")
        return True
