"""A worker killed outright again and again, from the draft of an edition with topics to the correction of it;
counted at the relay: nobody twice, nobody missed in silence, each reader the mail within her choice.

`DIGEST_SOAK=full` kills it many more times; `DIGEST_SEED` chooses other moments.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from serve.newsroom import KYIV, PEPPER, add_readers, write_newsroom
from serve.processes import started, until
from servers.smtp import Relay

from digest import approval, correcting
from digest.model import Balance, Edition
from digest.send.settle import doubts, settle
from digest.settings import Settings, load
from digest.store import balance, corrections, editions, runs
from digest.store.engine import Engine, open_engine, read, write
from digest.store.migrate import migrate
from subscribers import store as people

KILLS = 40 if os.environ.get("DIGEST_SOAK") == "full" else 6
SEED = int(os.environ.get("DIGEST_SEED", "20261123"))
READERS = 900 if KILLS > 6 else 150  # three thirds, each with its choice
SECTIONS = (
    'sections = [{ name = "City", match = ["harbour", "museum", "railway"] }, '
    '{ name = "Politics", match = ["parliament"] }, { name = "Rest" }]\nlate = "3h"'
)
SENDER = (
    'batch = 5\nconnections = 2\nrate = 60.0\n[sender.smtp]\nhost = "127.0.0.1"\nport = %d\nsecurity = "none"'
)


def newsroom(folder: Path, relay: Relay) -> tuple[Settings, float]:
    """A newsroom whose slot is about to come, and by how much its worker's clock is set forward."""
    now = datetime.now(UTC)
    at = (now + timedelta(minutes=2)).replace(second=0, microsecond=0)
    slot = f"{at.astimezone(KYIV):%H:%M}"
    write_newsroom(
        folder, now, approval="auto", editors="[]", schedule=slot, draft_at=slot, cutoff=slot, extra=SECTIONS,
        sender=SENDER % relay.port,
    )  # fmt: skip
    file = folder / "digest.toml"
    file.write_text(file.read_text().replace('kind = "outbox"', 'kind = "smtp"'), encoding="utf-8")
    settings = load(folder, {})
    engine = open_engine(settings.storage_url)
    migrate(engine)
    add_readers(engine, READERS)
    with write(engine) as conn:
        runs.known_since(conn, f"daily/{slot.replace(':', '')}", now - timedelta(minutes=2))
        for number in range(READERS):
            found = people.find(conn, f"reader{number}@readers.example", PEPPER)
            out = [["Politics"], ["City", "Rest"], []][number % 3]
            people.leave_out(conn, found or 0, "daily", out, now, "test")
    engine.dispose()
    return settings, (at - now).total_seconds() + 1


def work_under_fire(folder: Path, shift: float, chance: Random, done: Callable[[], bool], kills: int) -> int:
    """Starts the worker and kills it at a moment of chance, at most `kills` times; then lets it go on."""
    log = folder / "log"
    command = ("-m", "serve.shifted", folder, shift, 0.3)
    killed = 0
    while killed < kills and not done():
        before = log.read_bytes().count(b" work ") if log.exists() else 0
        with started(command, log) as worker:
            until("the worker", lambda seen=before: log.read_bytes().count(b" work ") > seen)
            time.sleep(chance.uniform(0.0, 2.5))
            worker.kill()
            worker.wait()
        killed += 1
    with started(command, log):
        until("the end", done)
    return killed


def over(engine: Engine, name: str) -> bool:
    """Whether all was handed over that is not in doubt."""
    with read(engine) as conn:
        found = next((one for one in editions.listed(conn) if one.name.startswith(name)), None)
        counts = balance.of(conn, found.id) if found else Balance()
    return counts.planned > 0 and counts.waiting == counts.claimed == 0


def settle_by_the_truth(engine: Engine, edition: Edition, took: Counter[str]) -> list[str]:
    """What an operator would do who looks at the relay's own list; returns whom it was about."""
    about = []
    with read(engine) as conn:
        found = doubts(conn, edition, now=datetime.now(UTC) + timedelta(days=1))
        address = {one: people.show(conn, one).address for doubt in found for one in doubt.subscriber_ids}
    for doubt in found:
        about += [address[one] for one in doubt.subscriber_ids]
        got = {took[address[one]] for one in doubt.subscriber_ids}
        assert len(got) == 1, "a doubt is taken as a whole or not at all"
        words = {"accept": [doubt.batch]} if got == {1} else {"resend": [doubt.batch]}
        settle(engine, edition, by="ana", now=datetime.now(UTC) + timedelta(days=1), **words)
    return about


@pytest.mark.soak
def test_each_reader_gets_the_edition_and_its_correction_once(tmp_path: Path) -> None:
    chance = Random(SEED)
    with Relay() as relay:
        settings, shift = newsroom(tmp_path, relay)
        engine = open_engine(settings.storage_url)

        kills = work_under_fire(tmp_path, shift, chance, lambda: over(engine, "daily"), KILLS)
        with read(engine) as conn:
            first = editions.find(conn, "daily")
        readers = {f"reader{number}@readers.example" for number in range(READERS)}
        _each_once(engine, settings, first, relay, shift, readers)
        by_choice = Counter(
            (
                int(one.recipient.partition("@")[0].removeprefix("reader")) % 3,
                b"Parliament passes" in one.data,
            )
            for one in relay.taken
        )
        assert by_choice == {(0, False): READERS // 3, (1, True): READERS // 3, (2, True): READERS // 3}
        now = datetime.now(UTC) + timedelta(seconds=shift)
        with read(engine) as conn:
            story = next(
                one.item for one in corrections.sent_items(conn, first) if "Parl" in one.item.headline
            )
        mail = correcting.correct(
            engine, settings, first, entry=story.lead_id, text="It was 230 to 180.", how="mail", by="Olha",
            at=now, seen=0,
        )  # fmt: skip
        approval.approve(engine, settings, mail, mail.hash or "", by="Olha", at=now)
        relay.taken.clear()
        kills += work_under_fire(tmp_path, shift, chance, lambda: over(engine, mail.name), KILLS // 2)
        wanted = {f"reader{number}@readers.example" for number in range(READERS) if number % 3}
        _each_once(engine, settings, mail, relay, shift, wanted)
        assert all(b"It was 230 to 180." in one.data for one in relay.taken)
        print(f"seed {SEED}: {kills} kills")  # shown by -s, for the figures
        engine.dispose()
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log and "@" not in log


def _each_once(
    engine: Engine, settings: Settings, edition: Edition, relay: Relay, shift: float, wanted: set[str]
) -> None:
    took = Counter(one.recipient for one in relay.taken)
    assert not [one for one, times in took.items() if times > 1], "somebody got it twice"
    listed = settle_by_the_truth(engine, edition, took)
    assert wanted - set(took) <= set(listed), "somebody was missed in silence"
    with started(("-m", "serve.shifted", settings.folder, shift, 0.3), settings.folder / "log"):
        until("the end", lambda: _counts(engine, edition).sent == len(wanted))
    assert Counter(one.recipient for one in relay.taken) == Counter(wanted)
    assert _counts(engine, edition).balanced


def _counts(engine: Engine, edition: Edition) -> Balance:
    with read(engine) as conn:
        return balance.of(conn, edition.id)
