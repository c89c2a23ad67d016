"""`digest preview`: the desk, and a worker beside it that reaches nobody but the testers.

The worker is a process of its own, as with `digest run`. Whatever digest.toml says, its editions and
notices go to the outbox; a test asked for at the desk goes to the testers by the newsroom's own sender.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from digest.commands.context import Answer, Context
from digest.settings import Alerts, Settings, load
from digest.store import runs
from digest.store.engine import read

TICK = "2"  #: seconds: who tries things out does not wait
ALIVE = timedelta(minutes=2)
PATIENCE = 20  #: seconds a worker gets to end by itself


def preview(context: Context) -> Answer:
    """The desk in the browser, until Ctrl-C, with its own worker."""
    from digest.desk import serve_desk

    config = str(context.args.config)
    with read(context.engine) as conn:
        seen = runs.last_seen(conn, "work")
    if seen is not None and context.clock() - seen < ALIVE:
        sys.stderr.write("Another worker runs in this newsroom: what you approve here is sent for real.\n")
    command = [sys.executable, "-m", "digest.commands.preview", config]
    worker = subprocess.Popen(command)  # noqa: S603 - our own program
    try:
        context.settings = load(Path(config), provider_keys=False)
        serve_desk(context.engine, context.settings)
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
    return Answer(document={"ended": True}, text="")


def to_outbox(settings: Settings) -> Settings:
    """The settings with every mail going to the outbox and no alert leaving the machine."""
    return replace(settings, sender=replace(settings.sender, kind="outbox"), alerts=Alerts())


def main(config: Path) -> None:
    """The worker's process."""
    from digest.answers import ANSWERS, test
    from digest.store.engine import open_engine
    from digest.work import work
    from digest.worker import Worker

    def to_testers(worker: Worker, request: runs.Request) -> str:
        return test(replace(worker, settings=load(config)), request)

    settings = load(config)
    engine = open_engine(settings.storage_url)
    answers = {**ANSWERS, "test": to_testers}
    work(engine, settings, tick=float(TICK), config=config, narrowed=to_outbox, answers=answers)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
