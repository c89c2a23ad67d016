"""What readers' topics cost: mails and checks by number of variants, the freeze by how many chose.

    python benchmarks/send/topics.py [--readers 100000]

CPU seconds of this process, SQLite. The rival is the same edition when nobody chose anything; for the mails
also what one mail a reader would take, at the measured price of one.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from render import drafts  # noqa: E402
from send import newsroom as rooms  # noqa: E402
from send.test_topics import approve  # noqa: E402
from sqlalchemy import text  # noqa: E402

from digest.model import Section  # noqa: E402
from digest.render import check, render  # noqa: E402
from digest.send.crash import survive  # noqa: E402
from digest.send.plan import freeze, would_get  # noqa: E402
from digest.store.engine import read, write  # noqa: E402
from subscribers import store as people  # noqa: E402

SECTIONS = 8
#: Who leaves out what: nobody, every hundredth, every second, all but every third.
CHOSE = {
    "nobody": "NULL",
    "1 in 100": "CASE subscriber_id % 100 WHEN 0 THEN 'Sport' END",
    "1 in 2": "CASE subscriber_id % 2 WHEN 0 THEN 'Sport' END",
    "2 in 3, two ways": "CASE subscriber_id % 3 WHEN 0 THEN 'Sport' WHEN 1 THEN 'Business' END",
}


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def mails(readers: int) -> None:
    draft = drafts.english()
    names = [f"Section {number}" for number in range(SECTIONS)]
    sections = tuple(Section(name=name, items=draft.items[n::SECTIONS]) for n, name in enumerate(names))
    draft = replace(draft, sections=sections)
    cuts = [frozenset(cut) for size in (1, 2, 3) for cut in itertools.combinations(names, size)]
    one = 0.0
    with tempfile.TemporaryDirectory() as folder:
        settings, letter = drafts.settings(Path(folder), "", "en")
        for count in (0, 1, 9, len(cuts)):
            choices = {("public", cut): 1000 - place for place, cut in enumerate(cuts[:count])}

            def made(choices: dict = choices) -> tuple:
                return render(
                    draft, settings, letter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW,
                    choices=choices,
                )  # fmt: skip

            found = made()
            drawn = min(cpu(made) for _ in range(5))
            checked = min(cpu(lambda found=found: check(found, draft, settings, letter)) for _ in range(3))
            one = one or drawn
            print(
                f"  {count:>3} choices, {len(found):>2} mails: "
                f"render {1000 * drawn:6.1f} ms ({drawn / one:.1f} x), check {1000 * checked:6.1f} ms"
            )
    print(f"  one mail a reader instead: about {one * readers:,.0f} s for {readers:,} readers")


def freezing(readers: int) -> None:
    usual = 0.0
    for who, unwanted in CHOSE.items():
        with tempfile.TemporaryDirectory() as folder:
            room = rooms.make(Path(folder), readers=readers)
            edition = approve(room, "public-1:War,Business", "public-2:War,Sport")
            with write(room.engine) as conn:
                conn.execute(text(f"UPDATE subscriptions SET unwanted = {unwanted}"))  # noqa: S608

            def counted(room=room) -> None:
                with read(room.engine) as conn:
                    people.count_choices(conn, ["daily", "inner"], ["public", "members"])

            count = cpu(counted)
            took = cpu(lambda r=room, e=edition: freeze(r.engine, e, 1000, now=rooms.AT, point=survive))
            usual = usual or took
            with read(room.engine) as conn:
                assert would_get(conn, edition)[1].readers == {}
            room.engine.dispose()
        print(f"  {who:<17} freeze {took:.2f} s ({took / usual:.2f} x), the draft's count {count:.3f} s")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readers", type=int, default=100_000)
    readers = asked.parse_args().readers
    print(f"Freeze of {readers:,} readers, CPU:")
    freezing(readers)
    print(f"Mails of 15 stories in {SECTIONS} sections, CPU:")
    mails(readers)


if __name__ == "__main__":
    main()
