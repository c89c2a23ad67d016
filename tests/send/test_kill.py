"""A real SIGKILL at each named place of a send, by each sender; then again. Counted at the sink.

Nobody twice; whoever did not get it is listed; in doubt is at most what was in the air; once an operator has
settled what is listed by what the sink has, nobody is missing.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from send import newsroom as rooms
from send.killed import Killed
from servers.sendgrid import Provider
from servers.smtp import Relay

from digest.send import send
from digest.send.crash import POINTS
from digest.send.settle import doubts, settle
from digest.store import balance, editions
from digest.store.engine import read

READERS, BATCH, CONNECTIONS = 30, 6, 2
#: Places that only a settling or events pass, see test_settle.
ELSEWHERE = {"before-events-commit", "after-events-commit"}
KINDS = ("outbox", "smtp", "sendgrid")
#: Recipients in the air in one connection.
IN_THE_AIR = {"outbox": 1, "smtp": 1, "sendgrid": BATCH}


@pytest.fixture(scope="module")
def killed():
    with Killed() as parent:
        yield parent


class Sink:
    """The room and what its provider has taken."""

    def __init__(
        self,
        kind: str,
        folder: Path,
        stack: ExitStack,
        readers: int = READERS,
        connections: int = CONNECTIONS,
    ) -> None:
        self.kind = kind
        tables = ""
        if kind == "smtp":
            self.relay = stack.enter_context(Relay())
            tables = f'[sender.smtp]\nhost = "127.0.0.1"\nport = {self.relay.port}\nsecurity = "none"\n'
        elif kind == "sendgrid":
            self.provider = stack.enter_context(Provider())
            tables = f'[sender.sendgrid]\nhost = "{self.provider.url}"\n'
        sender = (
            f'[sender]\nkind = "{kind}"\ntimeout = "4s"\nlease = "5s"\nconnections = {connections}\n'
            f"batch = {BATCH}\n{tables}"
        )
        self.folder = folder
        self.room = rooms.make(folder, readers=readers, sender=sender)

    @property
    def copies(self) -> Counter[str]:
        if self.kind == "smtp":
            return Counter(one.recipient for one in list(self.relay.taken))
        if self.kind == "sendgrid":
            return self.provider.copies
        heads = (file.read_bytes().split(b"\r\nTo: ")[1] for file in rooms.outbox_files(self.room))
        return Counter(head.partition(b"<")[2].partition(b">")[0].decode() for head in heads)

    def again(self):
        return send(self.room.engine, self.room.settings, rooms.NAME, now=rooms.clock)

    def doubts(self):
        with read(self.room.engine) as conn:
            return doubts(conn, editions.find(conn, rooms.NAME))

    def address_of(self, subscriber_id: int) -> str:
        return rooms.address(self.room.ids.index(subscriber_id))

    def settle_by_the_truth(self) -> None:
        """What an operator would do who looks at the provider's own list."""
        took = self.copies
        accept, resend = [], []
        for doubt in self.doubts():
            arrived = {took[self.address_of(one)] for one in doubt.subscriber_ids}
            assert len(arrived) == 1, "a doubt is taken as a whole or not at all"
            (accept if arrived == {1} else resend).append(doubt.batch)
        edition = self.room.edition
        settle(self.room.engine, edition, by="ana", now=rooms.clock(), accept=accept, resend=resend)


def check_after_kill(sink: Sink, readers: int = READERS) -> int:
    """Sends again and checks the promise; returns how many recipients were in doubt."""
    counts = sink.again()
    assert counts.balanced and counts.planned == readers
    assert counts.waiting == counts.claimed == 0
    assert not [one for one, times in sink.copies.items() if times > 1], "somebody got it twice"
    listed = {sink.address_of(one) for doubt in sink.doubts() for one in doubt.subscriber_ids}
    missing = {rooms.address(number) for number in range(readers)} - set(sink.copies)
    assert missing <= listed, "somebody was missed in silence"
    assert len(listed) == counts.unclear <= CONNECTIONS * IN_THE_AIR[sink.kind]
    sink.settle_by_the_truth()
    assert sink.again().sent == readers
    assert sink.copies == Counter(rooms.address(number) for number in range(readers))
    with read(sink.room.engine) as conn:
        assert editions.find(conn, rooms.NAME).state == "sent"
        assert balance.of(conn, sink.room.edition.id).sent == readers
    assert not list((sink.room.settings.private / "journal").glob("*")), "a journal was left behind"
    return len(listed)


def nth_of(point: str) -> int:
    return 4 if "message" in point else 1 if any(word in point for word in ("freeze", "log", "finish")) else 2


VISITS = [(kind, point) for kind in KINDS for point in POINTS if point not in ELSEWHERE]


def visited_by(kind: str, point: str) -> bool:
    """Freeze, log and finish are the same code whatever the sender."""
    return kind == "outbox" or not any(word in point for word in ("freeze", "log", "finish"))


@pytest.mark.parametrize(("kind", "point"), [visit for visit in VISITS if visited_by(*visit)])
def test_killed_at(killed, tmp_path, kind, point):
    with ExitStack() as stack:
        sink = Sink(kind, tmp_path, stack)
        pid = killed.start(tmp_path, point, nth_of(point))
        assert killed.wait(pid) == -signal.SIGKILL, f"{point} was never passed"
        check_after_kill(sink)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_killed_anywhere_many_times(killed, tmp_path, kind):
    """Kills in a row at random places until the send is through."""
    chance = random.Random(20260218)
    with ExitStack() as stack:
        sink = Sink(kind, tmp_path, stack, readers=600)
        often = ("claim", "close", "request", "message")  # passed by every batch
        points = [point for point in POINTS if any(word in point for word in often)]
        kills = 0
        while True:
            pid = killed.start(tmp_path, chance.choice(points), chance.randint(1, 6))
            if killed.wait(pid) == 0:
                break
            kills += 1
        assert kills >= 10
        print(f"{kind}: {kills} kills")  # shown by -s, for the figures
        with read(sink.room.engine) as conn:
            assert balance.of(conn, sink.room.edition.id).balanced
        sink.again()
        assert not [one for one, times in sink.copies.items() if times > 1]
        sink.settle_by_the_truth()
        assert sink.again().sent == 600
        assert sink.copies == Counter(rooms.address(number) for number in range(600))


NEVER = "after-events-commit"  #: a place that a send never passes: it is not killed


@pytest.mark.parametrize("point", ["before-message", "inside-message"])
def test_a_frozen_process_does_not_send_twice(killed, tmp_path, point):
    """SIGSTOP past the lease: nobody takes what is the frozen one's, and it wakes to find its time gone."""
    with ExitStack() as stack:
        sink = Sink("smtp", tmp_path, stack, connections=1)
        pid = killed.start(tmp_path, point, 2, signal.SIGSTOP)
        wait_for(lambda: state_of(pid) == "T")
        try:
            counts = sink.again()  # waits for the frozen one's lease
            assert counts.waiting == counts.claimed == 0 and counts.unclear == BATCH
        finally:
            os.kill(pid, signal.SIGCONT)
        assert killed.wait(pid) == 0
        counts = sink.again()
        listed = {sink.address_of(one) for doubt in sink.doubts() for one in doubt.subscriber_ids}
        assert max(sink.copies.values()) == 1
        assert {rooms.address(number) for number in range(READERS)} - set(sink.copies) <= listed
        assert counts.balanced and counts.unclear <= 1


def state_of(pid: int) -> str:
    """The process's state as the kernel tells it: T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_for(condition) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_two_processes_at_once_send_once(killed, tmp_path):
    with ExitStack() as stack:
        sink = Sink("smtp", tmp_path, stack, readers=200)
        pids = [killed.start(tmp_path, NEVER, 1) for _ in range(2)]
        assert [killed.wait(pid) for pid in pids] == [0, 0]
        assert sink.copies == Counter(rooms.address(number) for number in range(200))
