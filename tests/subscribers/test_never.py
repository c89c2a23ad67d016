"""Whatever happens in whatever order, who has left is never mailed.

A model of what readers and operators said runs beside the database; after each step nobody whom the
model forbids may be in an audience or pass the second look at the claim.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from subscribers_facts import LISTS, NOW, PEPPER, TIERS

from digest.store.engine import open_engine, write
from subscribers import consent, store
from subscribers.csv_file import import_csv
from subscribers.model import READERS_OWN, Mailbox

NAMES = [name for name, *_ in LISTS]
people = st.sampled_from(["a@example.org", "b@example.org", "c@example.org"])
lists = st.sampled_from(NAMES)
several = st.lists(lists, min_size=1, max_size=3, unique=True)
reasons = st.sampled_from(["bounced", "complained", "operator", "unsubscribed"])


class Readers(RuleBasedStateMachine):
    """`left`: (address, list) pairs that must not be mailed; `never`: addresses under a standing order."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.engine = open_engine(f"sqlite:///{self.home / 'r.sqlite3'}")
        self.write = partial(write, self.engine)
        self.now = NOW
        self.left: set[tuple[str, str]] = set()
        self.never: dict[str, str] = {}
        self.links: list[tuple[int, str, str, datetime]] = []
        with self.write() as conn:
            store.metadata.create_all(conn)
            store.ensure_lists(conn, LISTS)

    def teardown(self) -> None:
        self.engine.dispose()
        self.folder.cleanup()

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def find(self, address: str) -> int | None:
        with self.write() as conn:
            return store.find(conn, address, PEPPER)

    def out(self, address: str, reason: str) -> None:
        """A standing order is only replaced by a stricter one."""
        if address not in self.never or (self.never[address] in READERS_OWN and reason not in READERS_OWN):
            self.never[address] = reason

    @rule(address=people, names=several, sure=st.booleans())
    def add(self, address: str, names: list[str], sure: bool) -> None:
        with self.write() as conn:
            store.add(conn, address, pepper=PEPPER, lists=names, at=self.tick(), how="desk", confirmed=sure)

    @rule(addresses=st.lists(people, min_size=1, max_size=4), names=several)
    def take_in(self, addresses: list[str], names: list[str]) -> None:
        file = self.home / "in.csv"
        file.write_text("email,lists\n" + "".join(f"{a.upper()},{';'.join(names)}\n" for a in addresses))
        refused = self.home / "refused.csv"
        import_csv(self.write, file, pepper=PEPPER, lists=[], now=self.tick(), refused=refused)

    @rule(address=people, name=lists)
    def leave(self, address: str, name: str) -> None:
        reader = self.find(address)
        if reader is not None:
            with self.write() as conn:
                store.unsubscribe(conn, reader, name, self.tick(), "link")
            self.left.add((address, name))

    @rule(address=people)
    def leave_all(self, address: str) -> None:
        reader = self.find(address)
        if reader is not None:
            with self.write() as conn:
                store.unsubscribe(conn, reader, None, self.tick(), "link")
            self.left |= {(address, name) for name in NAMES}
            self.out(address, "unsubscribed")

    @rule(address=people, reason=reasons)
    def suppress(self, address: str, reason: str) -> None:
        reader = self.find(address)
        if reader is None:
            return
        with self.write() as conn:
            store.suppress(conn, reader, reason, self.tick(), "provider")  # type: ignore[arg-type]
        self.out(address, reason)
        if reason == "unsubscribed":
            self.left |= {(address, name) for name in NAMES}

    @rule(address=people)
    def erase(self, address: str) -> None:
        reader = self.find(address)
        if reader is not None:
            with self.write() as conn:
                store.erase(conn, reader, self.tick(), "desk")
            self.out(address, "erased")

    @rule(keep=people, drop=people)
    def merge(self, keep: str, drop: str) -> None:
        kept, dropped = self.find(keep), self.find(drop)
        if kept is None or dropped is None or keep == drop:
            return
        with self.write() as conn:
            store.merge(conn, kept, dropped, self.tick(), "desk")
        self.left |= {(keep, name) for who, name in self.left if who == drop}
        if drop in self.never and self.never[drop] != "bounced":  # the address's affair, not hers
            self.out(keep, self.never[drop])
            if self.never[drop] == "unsubscribed":
                self.left |= {(keep, name) for name in NAMES}
        self.out(drop, "merged")

    @rule(address=people, name=lists)
    def ask(self, address: str, name: str) -> None:
        with self.write() as conn:
            asked = store.subscribe(conn, address, pepper=PEPPER, lists=[name], at=self.tick(), how="form")
        if asked.subscriber_id is not None and asked.to_confirm:
            self.links.append((asked.subscriber_id, address, name, self.now))

    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        """Any link that was ever mailed, however old, used once more."""
        if not self.links:
            return
        reader, _, name, asked = data.draw(st.sampled_from(self.links))
        with self.write() as conn:
            joined = store.confirm(conn, reader, [name], self.tick(), "link", asked_at=asked)
            if joined:
                address = store.show(conn, reader).address.lower()
                self.left.discard((address, name))
                assert self.never.get(address, "merged") in READERS_OWN
                self.never.pop(address, None)

    @rule(address=people)
    def lift(self, address: str) -> None:
        reader = self.find(address)
        if reader is not None:
            with self.write() as conn:
                if store.lift(conn, reader, self.tick(), "desk", "asked by phone"):
                    self.never.pop(address, None)

    @rule()
    def keep_and_merge(self) -> None:
        log = self.home / "optouts.log"
        consent.keep(self.write, log)
        with self.write() as conn:
            assert consent.merge(conn, log, PEPPER) == 0

    @invariant()
    def nobody_who_left_is_mailed(self) -> None:
        if not hasattr(self, "engine"):
            return
        with self.write() as conn:
            for name in NAMES:
                found = dict(store.audience(conn, [name], TIERS))
                answers = store.recheck(conn, list(range(1, 40)), [name], TIERS, "public")
                passed = {i for i, answer in answers.items() if isinstance(answer, Mailbox)}
                assert passed == set(found)
                assert store.count_audience(conn, [name], TIERS) == (
                    {found[next(iter(found))]: len(found)} if found else {}
                )
                for reader in found:
                    address = store.show(conn, reader).address.lower()
                    assert address not in self.never
                    assert (address, name) not in self.left


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Readers,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_who_has_left_is_never_mailed() -> None:
    _run(8, 20)


@pytest.mark.slow
def test_who_has_left_is_never_mailed_at_length() -> None:
    _run(150, 40)
