"""Thirty days of one newsroom over a change of the clocks: one edition a local date, nothing told twice.

`DIGEST_SOAK=full` runs the whole month, else four days around the change.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime, parseaddr
from pathlib import Path
from random import Random

import pytest

from digest import approval, pipeline
from digest.settings import Settings, load
from digest.store import editions
from digest.store.engine import open_engine, read, write
from digest.store.migrate import migrate
from subscribers import store as people

FULL = os.environ.get("DIGEST_SOAK") == "full"
FIRST = date(2026, 3, 10) if FULL else date(2026, 3, 27)  # Kyiv's clocks go forward on 29 March
DAYS = 30 if FULL else 4
READERS = 40
PEPPER = "a pepper for the month"
PLACES = ("Lanivka", "Brid", "Soline", "Tarasna", "Rudne", "Hlynsk", "Zelenyi Kut", "Maris")
THINGS = ("bridge", "school", "substation", "court", "harbour", "museum", "railway", "clinic", "market")
DEEDS = ("reopens", "closes", "burns", "is rebuilt", "loses power", "wins a prize", "is sold", "strikes")


def feed(name: str, day: date, chance: Random, kept: list[str]) -> str:
    """A feed that holds its last forty items, six of them new today; half of those retold by others."""
    for number in range(6):
        place, thing, deed = chance.choice(PLACES), chance.choice(THINGS), chance.choice(DEEDS)
        count = chance.randrange(3, 900)
        when = datetime(
            day.year, day.month, day.day, chance.randrange(0, 4), chance.randrange(60), tzinfo=UTC
        )
        kept.append(
            f"<item><title>{place} {thing} {deed}: {count} people concerned</title>"
            f"<guid>{name}-{day}-{number}</guid>"
            f"<link>https://{name}.example/{day}/{number}</link><pubDate>{format_datetime(when)}</pubDate>"
            f"<description>The {thing} in {place} {deed}, the council said on {day:%d %B}. It concerns "
            f"{count} people, and more than {count // 2} of them are from {chance.choice(PLACES)}."
            "</description></item>"
        )
    del kept[:-40]
    return f'<rss version="2.0"><channel><title>{name}</title>{"".join(kept)}</channel></rss>'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    names = ("north", "south", "east")
    tables = "".join(
        f'[[feeds]]\nname = "{name}"\nurl = "{(tmp_path / f"{name}.xml").as_uri()}"\nevery = "1h"\n'
        for name in names
    )
    (tmp_path / "digest.toml").write_text(
        f"""
[newsroom]
name = "The Courier"
timezone = "Europe/Kyiv"
postal_address = "1 Press Lane"
website = "https://courier.example"
{tables}
[[lists]]
name = "readers"
opt_in = "single"
[newsletters.daily]
lists = ["readers"]
from = "The Courier <news@courier.example>"
minimum = 1
""",
        encoding="utf-8",
    )
    (tmp_path / "secrets.env").write_text(f"DIGEST_SECRETS=k1:{'0' * 40}\nDIGEST_PEPPER={PEPPER}\n")
    return load(tmp_path, environ={})


@pytest.mark.soak
def test_a_month_of_mornings(settings: Settings) -> None:
    engine = open_engine(settings.storage_url)
    migrate(engine)
    chance = Random(20260310)  # a seed, so that a failure comes again
    kept: dict[str, list[str]] = {one.name: [] for one in settings.feeds}
    with write(engine) as conn:
        people.ensure_lists(conn, [("readers", "Readers", "public", "single")])
        for number in range(READERS):
            people.add(conn, f"r{number}@readers.example", pepper=PEPPER, lists=["readers"],
                       at=datetime.now(UTC), how="test")  # fmt: skip
    given: Counter[int] = Counter()
    for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
        for one in settings.feeds:
            text = feed(one.name, day, chance, kept[one.name])
            (settings.folder / f"{one.name}.xml").write_text(text, encoding="utf-8")
        now = datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC)
        for minutes in (-60, -20, 0):
            edition, _ = pipeline.prepare_edition(engine, settings, "daily", now + timedelta(minutes=minutes))
        assert edition.name == f"daily/{day}/0700"
        with read(engine) as conn:
            draft = editions.draft_of(conn, edition)
        assert draft is not None
        assert edition.hash is not None
        assert edition.due_at.astimezone(settings.zone(settings.newsletter("daily"))).hour == 7
        given.update(entry for item in draft.items for entry in item.entry_ids)
        approval.approve(engine, settings, edition, edition.hash, by="Olha", at=now)
        balance = pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
        assert (balance.sent, balance.balanced) == (READERS, True)
    assert max(given.values()) == 1
    _each_reader_once_a_day(settings)
    engine.dispose()


def _each_reader_once_a_day(settings: Settings) -> None:
    outbox = settings.private / "outbox" / "daily"
    days = sorted(folder.name for folder in outbox.iterdir())
    assert days == [str(FIRST + timedelta(days=number)) for number in range(DAYS)]
    for folder in outbox.iterdir():
        mails = [message_from_bytes(file.read_bytes()) for file in folder.rglob("*.eml")]
        assert Counter(parseaddr(str(mail["To"]))[1] for mail in mails) == Counter(
            {f"r{number}@readers.example": 1 for number in range(READERS)}
        )
