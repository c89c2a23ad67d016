"""An import, an editor, a flood of opt-outs and a send at once: four processes, one database."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from serve.newsroom import add_readers, outbox, write_newsroom
from serve.processes import started
from sqlalchemy import func, select

from digest import approval, pipeline
from digest.store import balance, edits
from digest.store.engine import open_engine, read
from digest.store.migrate import migrate
from subscribers import store as people
from subscribers.tables import suppressions

READERS, LEAVING, IMPORTED, APPROVALS = 600, 150, 8_000, 8
OTHER = '[newsletters.other]\nlists = ["later"]\nminimum = 1\n'
LATER = '[[lists]]\nname = "later"\nopt_in = "single"\n'


def test_four_processes_on_one_database_count_right(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "newsroom"
    settings = write_newsroom(
        folder, datetime.now(UTC), url=database_url, extra=OTHER, alerts=LATER, sender="batch = 20"
    )
    engine = open_engine(settings.storage_url)
    migrate(engine)
    add_readers(engine, READERS)
    rows = "".join(f"new{number}@import.example,New {number}\n" for number in range(IMPORTED))
    (tmp_path / "new.csv").write_text("email,name\n" + rows)
    draft, _ = pipeline.prepare_extra(engine, settings, "daily", datetime.now(UTC))
    ready = approval.approve(engine, settings, draft, draft.hash or "", by="ivan", at=datetime.now(UTC))

    digest = ("-m", "digest", "--config", folder)
    commands = {
        "import": (*digest, "subscribers", "import", tmp_path / "new.csv", "--list", "later"),
        "leave": ("-m", "serve.crowd", folder, "leave", LEAVING),
        "approve": ("-m", "serve.crowd", folder, "approve", APPROVALS),
        "send": (*digest, "send", ready.name),
    }
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(started(command, tmp_path / f"{name}.log"))
            for name, command in commands.items()
        }
        codes = {name: process.wait(240) for name, process in running.items()}
    words = {name: (tmp_path / f"{name}.log").read_text() for name in commands}
    assert codes == dict.fromkeys(commands, 0), words
    assert all("Traceback" not in said for said in words.values())

    with read(engine) as conn:
        counts = balance.of(conn, ready.id)
        lists = {one.list.name: one for one in people.list_counts(conn)}
        orders = conn.execute(select(func.count()).select_from(suppressions)).scalar_one()
        acts = [one.what for one in edits.log_of(conn, limit=1000) if one.by == "maria"]
    assert counts.balanced
    assert counts.planned == counts.sent + counts.skipped
    assert len(outbox(settings)) == counts.sent
    assert READERS - LEAVING <= counts.sent <= READERS
    assert (lists["daily"].confirmed, lists["daily"].unsubscribed) == (READERS - LEAVING, LEAVING)
    assert lists["later"].confirmed == IMPORTED
    assert orders == LEAVING
    assert (acts.count("approve"), acts.count("reopen")) == (APPROVALS, APPROVALS)
    log = (folder / ".digest" / "optouts.log").read_text().splitlines()
    assert len({line for line in log if line.startswith("+")}) == LEAVING
    engine.dispose()
