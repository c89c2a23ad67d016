"""Ways to hand mail over. A sender is one file; docs/adding-a-sender.md says how to write one.

A `Sender` belongs to one send and is shared by its threads; each thread opens its own `Line`.
"""

from __future__ import annotations

from typing import Literal, Protocol

from digest.model import SendResult
from digest.send.compose import Letter, Parcel
from digest.send.crash import Point, survive
from digest.settings import Settings

Kind = Literal["outbox", "sendgrid", "smtp"]


class Line(Protocol):
    """One thread's way to the provider: opens its connection when it first needs it and keeps it."""

    def hand_over(self, parcel: Parcel) -> SendResult:
        """Hands the parcel over and says what became of each recipient.

        Never raises for what a provider or a network does: that is an answer. Waits no longer than the
        sender's timeout for any one answer.
        """

    def close(self) -> None:
        """Ends the connection, politely if it still stands."""


class Sender(Protocol):
    """A provider as the program sees it."""

    @property
    def kind(self) -> Kind: ...

    @property
    def size(self) -> int:
        """Recipients one hand-over takes at most."""

    @property
    def whole(self) -> bool:
        """Whether a hand-over is taken or not as a whole, so that news of one recipient proves it for all."""

    def check(self, letter: Letter) -> None:
        """Raises UnsupportedFeature when this letter cannot be told to the provider; sends nothing."""

    def open(self) -> Line: ...


def make_sender(settings: Settings, kind: Kind | None = None, *, point: Point = survive) -> Sender:
    """The sender of the settings, or of another kind (preview and tests of a mail use the outbox)."""
    kind = kind or settings.sender.kind
    if kind == "sendgrid":
        from digest.send.senders.sendgrid import SendGrid

        return SendGrid.of(settings, point)
    if kind == "smtp":
        from digest.send.senders.smtp import Smtp

        return Smtp.of(settings, point)
    from digest.send.senders.outbox import Outbox

    return Outbox.of(settings, point)
