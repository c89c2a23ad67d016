"""What a worker's tick works with: database, settings, a clock, and the hands that gather and send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest import alert
from digest.model import Edition
from digest.settings import Settings
from digest.store import runs
from digest.store.engine import Engine


class Later(str):
    """The result of a request that could not be done now and may be tried again."""

    __slots__ = ()


@dataclass(slots=True, kw_only=True)
class Worker:
    """What a tick works with; `settings` may be exchanged between ticks."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    gather: Callable[[], None]  #: sees to it that the news are fresh
    send: Callable[[Edition], None]  #: begins or goes on with sending it, without waiting for its end
    answers: Mapping[str, Callable[[Worker, runs.Request], str]] = field(default_factory=dict)
    mail: alert.Mail = alert.send_mail

    def alert(self, key: str, subject: str, text: str, to: tuple[str, ...] = ()) -> None:
        now = self.clock()
        alert.alert(self.engine, self.settings, key, subject, text, now, to=to, mail=self.mail)
