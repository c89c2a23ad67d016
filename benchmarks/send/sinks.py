"""Sinks that cost little: they take everything and count. `main("http")` or `main("smtp")` prints its port,
then, at the end of stdin, how many messages or requests and bytes it took."""

from __future__ import annotations

import asyncio
import sys


class Http(asyncio.Protocol):
    """HTTP/1.1 kept alive; 202 to every POST."""

    requests = received = 0
    ANSWER = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: m\r\nContent-Length: 0\r\n\r\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.missing, self.head = transport, 0, b""

    def data_received(self, data: bytes) -> None:
        Http.received += len(data)
        while data:
            if not self.missing:
                head, blank, rest = (self.head + data).partition(b"\r\n\r\n")
                if not blank:
                    self.head = head
                    return
                self.head, data = b"", rest
                self.missing = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            taken = min(self.missing, len(data))
            self.missing -= taken
            data = data[taken:]
            if not self.missing:
                Http.requests += 1
                self.transport.write(self.ANSWER)


class Smtp(asyncio.Protocol):
    """SMTP with PIPELINING and 8BITMIME; 250 to everything."""

    requests = received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.buffer, self.in_data = transport, bytearray(), False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        Smtp.received += len(data)
        self.buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        if self.in_data:
            end = self.buffer.find(b"\r\n.\r\n")
            if end < 0:
                return False
            del self.buffer[: end + 5]
            self.in_data = False
            Smtp.requests += 1
            self.transport.write(b"250 taken\r\n")
            return True
        end = self.buffer.find(b"\r\n")
        if end < 0:
            return False
        verb = bytes(self.buffer[:4]).upper()
        del self.buffer[: end + 2]
        if verb == b"EHLO":
            self.transport.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            self.in_data = True
            self.transport.write(b"354 go\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
        else:
            self.transport.write(b"250 ok\r\n")
        return True


async def main(kind: str) -> None:
    protocol = {"http": Http, "smtp": Smtp}[kind]
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(protocol.requests, protocol.received, flush=True)
