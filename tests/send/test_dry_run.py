"""`send --dry-run`: who would get it, by what was approved, and who still would."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from send import newsroom as rooms

from digest.commands import sending as commands
from digest.commands.context import Context
from digest.send import send
from digest.send.crash import survive
from digest.send.plan import freeze
from digest.store.engine import write
from subscribers import store as people


def dry_run(room, *more):
    args = SimpleNamespace(
        config=str(room.settings.folder), edition="daily", now=None, test=None, dry_run=True,
        rest="--rest" in more, variant=None,
    )  # fmt: skip
    return commands.send(Context(args=args))


@pytest.fixture
def commanded(tmp_path, monkeypatch):
    """A newsroom whose commands open its own database."""
    for name, value in rooms.SECRETS.items():
        monkeypatch.setenv(name, value)
    room = rooms.make(tmp_path, readers=20, members=5, sender=rooms.SENDER + "batch = 5\n")
    monkeypatch.setattr("digest.commands.context.check_version", lambda engine: None)
    return room


def test_a_dry_run_counts_by_what_was_approved_and_says_the_state(commanded):
    toml = commanded.settings.folder / "digest.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('lists = ["daily", "inner"]', 'lists = ["inner"]'), encoding="utf-8")
    answer = dry_run(commanded)
    assert answer.text == (
        f"{rooms.NAME}: approved; 25 readers would get it (20 public, 5 members); nothing was sent"
    )
    assert answer.document["state"] == "approved"
    freeze(commanded.engine, commanded.edition, 5, now=rooms.AT, point=survive)
    assert "sending; 25 readers would get it (25 planned)" in dry_run(commanded).text
    assert rooms.outbox_files(commanded) == []


def test_a_dry_run_of_a_sent_edition_counts_nobody_and_with_rest_those_who_did_not_get_it(commanded):
    send(commanded.engine, commanded.settings, rooms.NAME, now=rooms.clock)
    assert "sent; 0 readers would get it; nothing was sent" in dry_run(commanded).text
    with write(commanded.engine) as conn:
        people.add(
            conn, "late@readers.example", pepper=rooms.PEPPER, lists=["daily"], at=rooms.AT, how="test"
        )
    assert dry_run(commanded).document["recipients"] == 0
    assert "sent; 1 reader would get it (1 public)" in dry_run(commanded, "--rest").text
    assert send(commanded.engine, commanded.settings, rooms.NAME, now=rooms.clock, rest=True).sent == 26
