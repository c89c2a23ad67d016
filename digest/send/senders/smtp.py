"""A mail relay by SMTP: one message a reader, one kept connection a thread.

What the server says before DATA's final dot was read by it decides a message: refused for good (5xx) or put
off (4xx). A connection lost after the message began leaves that one message unclear; those before it are
accepted, those after it were never sent. Where the server offers PIPELINING (RFC 2920) the envelope
takes one round trip instead of three.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from digest.model import SendResult
from digest.send import mime
from digest.send.compose import Letter, Parcel
from digest.send.crash import Point, survive
from digest.send.senders import Kind
from digest.send.verp import return_path
from digest.settings import Settings

SIZE = 50
Verdict = Literal["accepted", "refused", "later", "unclear", "gone", "stop"]
#: What smtplib and sockets raise when a server is not there, hangs up or talks nonsense.
FAULTS = (smtplib.SMTPException, OSError)


@dataclass(slots=True, kw_only=True)
class Smtp:
    """The relay as the settings describe it."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str
    password: str = field(repr=False)
    timeout: float
    size: int = SIZE
    #: recipient id, sender's address → the address that bounces come back to
    bounces_to: Callable[[str, str], str]
    point: Point = survive
    kind: Kind = "smtp"
    whole: bool = False
    _forms: dict[tuple[Letter, bool], mime.Form] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, settings: Settings, point: Point = survive) -> Smtp:
        table = settings.sender.smtp
        return cls(
            host=table.host,
            port=table.port,
            security=table.security,
            user=table.user,
            password=settings.require_secret("smtp_password") if table.user else "",
            timeout=settings.sender.timeout.total_seconds(),
            size=settings.sender.batch or SIZE,
            bounces_to=return_path(settings),
            point=point,
        )

    def check(self, letter: Letter) -> None:
        mime.require(letter)

    def form(self, letter: Letter, *, eight_bit: bool) -> mime.Form:
        """The letter encoded for a server with or without 8BITMIME."""
        key = (letter, eight_bit)
        if key not in self._forms:
            self._forms[key] = mime.encode(letter, eight_bit=eight_bit)
        return self._forms[key]

    def open(self) -> SmtpLine:
        return SmtpLine(sender=self)


@dataclass(slots=True, kw_only=True)
class SmtpLine:
    """One connection, made when it is first needed."""

    sender: Smtp
    _server: smtplib.SMTP | None = None

    def hand_over(self, parcel: Parcel) -> SendResult:
        """A message for each recipient, in order; those after a lost connection were never sent."""
        try:
            server = self._connected()
        except FAULTS as error:
            self.close()
            return _no_connection(error)
        date = mime.date_of(parcel.date)
        form = self.sender.form(parcel.letter, eight_bit=server.has_extn("8bitmime"))
        found: dict[Verdict, list[tuple[int, str]]] = {
            "accepted": [],
            "refused": [],
            "later": [],
            "unclear": [],
        }
        for position, recipient in enumerate(parcel.recipients):
            try:
                data = mime.message(form, parcel.letter, recipient, date)
            except ValueError:
                found["refused"].append((position, "unsafe-value"))
                continue
            back = self.sender.bounces_to(recipient.id, parcel.letter.sender_parts[1])
            self.sender.point("before-message")
            if not parcel.begin(recipient):
                return _result("never", found, detail="no time left", retry_after=0.0)
            verdict, code = self._send(server, back, recipient.address, data, form.eight_bit)
            _note(parcel, recipient.ordinal, verdict)
            self.sender.point("after-message")
            if verdict in ("gone", "stop"):
                self.close()
                return _result("never" if verdict == "gone" else "stop", found, status=code)
            found[verdict].append((position, str(code)))
            if verdict == "unclear":
                self.close()
                return _result("never", found, detail="connection lost", retry_after=0.0)
        return _result("accepted", found)

    def _send(
        self, server: smtplib.SMTP, back: str, to: str, data: bytes, eight_bit: bool
    ) -> tuple[Verdict, int]:
        """One message: the envelope, then the data."""
        try:
            code = self._envelope(server, back, to, eight_bit)
        except FAULTS:
            return "gone", 0  # not a byte of the message was sent
        if code is not None:
            return code
        try:
            server.send(_dotted(data))
            self.sender.point("inside-message")
            code_after, _ = server.getreply()
        except FAULTS:
            return "unclear", 0
        if 200 <= code_after < 300:
            return "accepted", code_after
        if 400 <= code_after < 600:
            return ("later" if code_after < 500 else "refused"), code_after
        return "unclear", code_after

    def _envelope(
        self, server: smtplib.SMTP, back: str, to: str, eight_bit: bool
    ) -> tuple[Verdict, int] | None:
        """MAIL, RCPT, DATA; None when the server waits for the data, else what it said instead."""
        options = " BODY=8BITMIME" if eight_bit else ""
        lines = [f"MAIL FROM:<{back}>{options}", f"RCPT TO:<{to}>", "DATA"]
        if server.has_extn("pipelining"):
            server.send("".join(line + "\r\n" for line in lines))
            codes = [server.getreply()[0] for _ in lines]
        else:
            codes = []
            for line in lines:
                codes.append(server.docmd(line)[0])
                if codes[-1] not in (250, 251, 354):
                    break
        if codes[-1] == 354 and all(code in (250, 251) for code in codes[:-1]):
            return None
        if codes[-1] == 354 and codes[1] in (250, 251):
            server.close()  # it refused the sender and took the reader: a lone dot would be a mail
        elif codes[-1] == 354:  # it waits for data for nobody: RFC 2920, 3.1
            server.send(".\r\n")
            server.getreply()
        elif len(codes) > 1 or codes[0] >= 400:
            server.rset()
        return _envelope_verdict(codes)

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None:
            return self._server
        self._server = _connect(self.sender)
        return self._server

    def close(self) -> None:
        """Says goodbye if the server still listens."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except FAULTS:
            server.close()


def _note(parcel: Parcel, ordinal: int, verdict: Verdict) -> None:
    if verdict == "accepted":
        parcel.journal.accepted(ordinal)
    elif verdict != "unclear":
        parcel.journal.declined(ordinal)


def _connect(sender: Smtp) -> smtplib.SMTP:
    """A connection that is greeted, encrypted as the settings say, and signed in."""
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if sender.security == "tls":
        server = smtplib.SMTP_SSL(sender.host, sender.port, timeout=sender.timeout, context=context)
    else:
        server = smtplib.SMTP(sender.host, sender.port, timeout=sender.timeout)
    try:
        assert server.sock is not None  # noqa: S101 - the constructor has connected
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a message's tail waits 40 ms
        server.ehlo_or_helo_if_needed()
        if sender.security == "starttls":
            server.starttls(context=context)
            server.ehlo()
        if sender.user:
            server.login(sender.user, sender.password)
    except FAULTS:
        server.close()
        raise
    return server


def _no_connection(error: Exception) -> SendResult:
    """A wrong password, a wrong certificate or a server without STARTTLS stop; the rest is tried again."""
    detail = type(error).__name__
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
        return SendResult(
            outcome="stop", status=error.smtp_code, detail="the relay refuses user and password"
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return SendResult(outcome="stop", detail="the relay's certificate is not valid")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return SendResult(outcome="stop", detail="the relay does not offer what the settings ask for")
    status = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
    return SendResult(outcome="never", status=status, detail=detail)


def _envelope_verdict(codes: list[int]) -> tuple[Verdict, int]:
    """The first refusal decides. One of MAIL is about us, one of RCPT about the reader."""
    bad = next(index for index, code in enumerate(codes) if code not in (250, 251, 354))
    code = codes[bad]
    if bad == 0 and code >= 500 and code != 552:
        return "stop", code
    return _verdict(code)


def _verdict(code: int) -> tuple[Verdict, int]:
    if code in (421, -1):  # the server ends the session
        return "gone", code
    return ("later" if code < 500 else "refused"), code


def _result(outcome: Any, found: dict[Verdict, list[tuple[int, str]]], **more: Any) -> SendResult:
    return SendResult(
        outcome=outcome,
        accepted=frozenset(position for position, _ in found["accepted"]),
        refused=tuple(found["refused"]),
        later=tuple(found["later"]),
        unclear=frozenset(position for position, _ in found["unclear"]),
        **more,
    )


def _dotted(data: bytes) -> bytes:
    """The message with leading dots doubled and the end mark behind it (RFC 5321, 4.5.2)."""
    if data.startswith(b"."):
        data = b"." + data
    data = data.replace(b"\r\n.", b"\r\n..")
    return data + (b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n")
