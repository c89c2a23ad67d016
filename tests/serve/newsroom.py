"""A small newsroom for tests of the schedule: one feed in a file, a few readers, a clock of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from digest import pipeline
from digest.answers import ANSWERS
from digest.errors import SendError
from digest.gather import gather
from digest.settings import Settings, load
from digest.store.engine import write
from digest.worker import Worker
from subscribers import store as people
from subscribers.address import address_key
from subscribers.model import NewReader

KYIV = ZoneInfo("Europe/Kyiv")
DAY = date(2026, 2, 18)
PEPPER = "a pepper that never changes"
SECRETS = f"DIGEST_SECRETS=k1:0123456789abcdef0123456789abcdef\nDIGEST_PEPPER={PEPPER}\n"
#: headline and text; no two are about the same
STORIES = (
    (
        "Harbour reopens after two years of repairs",
        "Ships may enter the basin at Odrin again since Tuesday morning. Divers had cleared the last wreck "
        "from the channel in December. The port authority expects forty freighters a month.",
    ),
    (
        "Parliament passes the budget in a night session",
        "Deputies voted for the spending plan by 231 to 180 shortly before dawn. It raises salaries of "
        "teachers by a tenth. The opposition said that it would go to the constitutional court.",
    ),
    (
        "Storm leaves four villages without power",
        "Gusts of 120 kilometres an hour tore down lines in the hills around Velka. Crews reached two "
        "settlements by noon. Meteorologists warned of more snow before the weekend.",
    ),
    (
        "Museum finds a lost map of the old city",
        "A librarian opened a mislabelled drawer and saw the engraving of 1742. It shows the walls with all "
        "seven gates. Historians will exhibit it in the autumn after restoration.",
    ),
    (
        "Railway orders twenty trains for the coast line",
        "The first carriages are to roll in three years, the operator announced. They are built in Torva and "
        "run on batteries between the tunnels. Passengers had complained about delays since spring.",
    ),
)
HEADLINES = tuple(headline for headline, _ in STORIES)
TOML = """
[newsroom]
name = "The Courier"
timezone = "Europe/Kyiv"
website = "https://courier.example"
postal_address = "1 Harbour Street, Odrin"
[gather]
look_at_links = false
[storage]
url = "{url}"
[[feeds]]
name = "courier"
url = "{feed}"
publisher = "The Courier"
own = true
[[lists]]
name = "daily"
opt_in = "single"
[newsletters.daily]
title = "The Courier Daily"
lists = ["daily"]
schedule = "{schedule}"
draft_at = "{draft_at}"
cutoff = "{cutoff}"
approval = "{approval}"
editors = {editors}
testers = ["tester@courier.example"]
{extra}
[sender]
kind = "outbox"
from = "The Courier <news@courier.example>"
timeout = "2s"
lease = "4s"
{sender}
[public]
port = {door}
[desk]
port = {desk}
"""


def at(clock: str, day: date = DAY) -> datetime:
    """That wall time in Kyiv."""
    return datetime.combine(day, time.fromisoformat(clock), KYIV).astimezone(UTC)


def write_newsroom(
    folder: Path,
    now: datetime,
    *,
    url: str = "sqlite:///.digest/digest.sqlite3",
    schedule: str = "07:00",
    draft_at: str = "05:00",
    cutoff: str = "06:30",
    approval: str = "required",
    extra: str = "",
    editors: str = '["desk@courier.example"]',
    alerts: str = "",
    sender: str = "",
    stories: Sequence[tuple[str, str]] = STORIES,
    ports: tuple[int, int] = (8001, 8000),
) -> Settings:
    """digest.toml, secrets.env and a feed whose items are half an hour to a few hours older than `now`."""
    folder.mkdir(parents=True, exist_ok=True)
    feed = folder / "feed.xml"
    feed.write_text(_feed(now, stories), encoding="utf-8")
    text = TOML.format(
        url=url, feed=feed.as_uri(), schedule=schedule, draft_at=draft_at, cutoff=cutoff,
        approval=approval, extra=extra, editors=editors, sender=sender, door=ports[0], desk=ports[1],
    )  # fmt: skip
    (folder / "digest.toml").write_text(text + alerts, encoding="utf-8")
    (folder / "secrets.env").write_text(SECRETS, encoding="utf-8")
    (folder / "secrets.env").chmod(0o600)
    return load(folder, {})


def _feed(now: datetime, stories: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f"<item><guid>g{number}</guid><title>{headline}</title>"
        f"<link>https://courier.example/{number}</link>"
        f"<pubDate>{format_datetime(now - timedelta(minutes=30 * (number + 1)))}</pubDate>"
        f"<description>{text}</description></item>"
        for number, (headline, text) in enumerate(stories)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Courier</title>'
        f"<link>https://courier.example</link><description>News</description>{items}</channel></rss>"
    )


def add_readers(engine: Engine, count: int = 3) -> None:
    with write(engine) as conn:
        people.ensure_lists(conn, [("daily", "Daily", "public", "single")])
        people.check_pepper(conn, PEPPER)
        addresses = [f"reader{number}@readers.example" for number in range(count)]
        new = [
            NewReader(address=one, key=address_key(PEPPER, one), name="Reader", lists=("daily",))
            for one in addresses
        ]
        people.take_in(conn, new, at("00:00"), "test")


def outbox(settings: Settings) -> list[Path]:
    """The mails of editions that left, one file a reader."""
    return sorted((settings.private / "outbox" / "daily").rglob("*.eml"))


@dataclass(kw_only=True)
class Morning:
    """A worker whose clock is set by hand and whose notices are kept instead of mailed."""

    engine: Engine
    settings: Settings
    now: datetime
    mails: list[tuple[str, str, str]] = field(default_factory=list)  #: address, subject, kind
    texts: list[str] = field(default_factory=list)
    down: bool = False  #: the mail provider does not answer
    refusing: bool = False  #: the sender says that nothing was taken

    def worker(self) -> Worker:
        """A worker process like another: several may be made over one database."""
        return Worker(
            engine=self.engine,
            settings=self.settings,
            clock=lambda: self.now,
            gather=lambda: gather(self.engine, self.settings, self.now) and None,
            send=lambda edition: (
                pipeline.send_edition(self.engine, self.settings, edition, lambda: self.now) and None
            ),
            answers=ANSWERS,
            mail=self._mail,
        )

    def _mail(self, settings: Settings, address: str, subject: str, text: str, kind: str) -> None:
        if self.down:
            raise OSError("the provider does not answer")
        if self.refusing:
            raise SendError("the mail was not taken")
        self.mails.append((address, subject, kind))
        self.texts.append(text)
