"""A morning at the newsroom, tick by tick, on both databases: real drafts, real sends, a clock by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from serve.newsroom import HEADLINES, PEPPER, STORIES, Morning, add_readers, at, outbox, write_newsroom
from sqlalchemy import Engine, update

from digest import approval, pipeline
from digest.model import Edition
from digest.store import editions, edits, runs, tables, terms
from digest.store.engine import read, write
from digest.tick import tick
from subscribers import store as people
from subscribers.tokens import Tokens

NAME = "daily/2026-02-18/0700"
Make = Callable[..., Morning]


@pytest.fixture
def make(engine: Engine, tmp_path: Path) -> Make:
    def made(**options: Any) -> Morning:
        settings = write_newsroom(tmp_path, at("04:30"), **options)
        add_readers(engine)
        morning = Morning(engine=engine, settings=settings, now=at("04:50"))
        assert tick(morning.worker())  # the slot is known from now on
        return morning

    return made


def _edition(morning: Morning, name: str = NAME) -> Edition | None:
    with read(morning.engine) as conn:
        return next((one for one in editions.listed(conn) if one.name == name), None)


def _ticks(morning: Morning, *clocks: str) -> Edition:
    for clock in clocks:
        morning.now = at(clock)
        assert tick(morning.worker())
    found = _edition(morning)
    assert found is not None
    return found


def test_an_automatic_morning_from_draft_to_outbox(make: Make) -> None:
    morning = make(approval="auto")
    assert _edition(morning) is None
    assert _ticks(morning, "05:00", "05:00", "05:30").state == "draft"
    assert [(to, kind) for to, _, kind in morning.mails] == [("desk@courier.example", "editors")]
    assert "draft with 5 stories" in morning.mails[0][1]
    with read(morning.engine) as conn:
        assert terms.documents(conn) == 5, "a worker's newsroom learns its words too"
    assert HEADLINES[0] in morning.texts[0]
    assert "http://127.0.0.1:8000/edition/daily/2026-02-18/0700" in morning.texts[0]
    approved = _ticks(morning, "06:30", "06:59")
    assert (approved.state, approved.approved_by) == ("approved", "the schedule")
    assert outbox(morning.settings) == []
    assert _ticks(morning, "07:00", "07:01", "08:00", "12:00").state == "sent"
    assert len(outbox(morning.settings)) == 3
    assert len(morning.mails) == 1


def test_nobody_there_and_approval_required_is_reminded_then_held_and_alerted(make: Make) -> None:
    morning = make(alerts='[alerts]\nmail = ["ops@courier.example"]\n')
    held = _ticks(morning, "05:00", "06:00", "06:10", "06:30", "07:00", "08:45")
    assert (held.state, held.reason) == ("held", "nobody approved it by 2026-02-18 06:30 EET")
    assert outbox(morning.settings) == []
    kinds = [(to, kind, subject.split(",")[0].split(":")[0]) for to, subject, kind in morning.mails]
    assert kinds == [
        ("desk@courier.example", "editors", "The Courier Daily"),
        ("desk@courier.example", "editors", "Not approved yet"),
        ("ops@courier.example", "alert", f"{NAME} is held"),
        ("desk@courier.example", "alert", f"{NAME} is held"),
    ]


def test_an_editor_s_approval_is_kept_and_leaves_at_its_time(make: Make) -> None:
    morning = make()
    draft = _ticks(morning, "05:00")
    approval.approve(morning.engine, morning.settings, draft, draft.hash or "", by="maria", at=at("05:40"))
    approved = _ticks(morning, "05:50", "06:30", "06:59")
    assert (approved.approved_by, approved.hash) == ("maria", draft.hash)
    sent = _ticks(morning, "07:00", "07:00")
    assert (sent.state, sent.hash) == ("sent", draft.hash)
    assert len(outbox(morning.settings)) == 3


def test_reopened_after_the_cutoff_it_is_the_editor_s_and_leaves_when_she_approves(make: Make) -> None:
    morning = make()
    held = _ticks(morning, "05:00", "06:30")
    approval.reopen(morning.engine, held, by="maria", at=at("07:30"))
    draft = _ticks(morning, "07:31", "08:20")
    assert draft.state == "draft"
    approval.approve(morning.engine, morning.settings, draft, draft.hash or "", by="maria", at=at("08:40"))
    assert _ticks(morning, "08:41").state == "sent"


def test_too_thin_is_held_even_where_approval_is_automatic(make: Make) -> None:
    morning = make(approval="auto", stories=STORIES[:2])
    held = _ticks(morning, "05:00", "06:30")
    assert (held.state, held.reason) == ("held", "2 of at least 3 stories")


def test_a_worker_that_was_away_sends_late_but_not_too_late(make: Make) -> None:
    morning = make(approval="auto")
    assert _ticks(morning, "08:20").state == "sent"
    ops = '[alerts]\nmail = ["ops@courier.example"]\n'
    morning.now = at("08:31") + timedelta(days=1)
    morning.settings = write_newsroom(morning.settings.folder, morning.now, approval="auto", alerts=ops)
    for _ in range(2):
        assert tick(morning.worker())
    assert _edition(morning, "daily/2026-02-19/0700") is None
    assert [subject for to, subject, _ in morning.mails if to == "ops@courier.example"] == [
        "daily/2026-02-19/0700 was missed"
    ]
    assert len(outbox(morning.settings)) == 3


def test_what_was_due_before_there_was_a_worker_is_neither_made_nor_missed(
    engine: Engine, tmp_path: Path
) -> None:
    settings = write_newsroom(
        tmp_path, at("07:00"), approval="auto", alerts='[alerts]\nmail = ["ops@courier.example"]\n'
    )
    add_readers(engine)
    morning = Morning(engine=engine, settings=settings, now=at("07:10"))
    assert tick(morning.worker())
    assert _edition(morning) is None
    assert morning.mails == []


def test_an_alert_that_could_not_be_told_is_told_later(make: Make) -> None:
    morning = make(alerts='[alerts]\nmail = ["ops@courier.example"]\n')
    morning.down = True
    _ticks(morning, "05:00", "06:30", "06:31")
    assert morning.mails == []
    morning.down = False
    _ticks(morning, "06:40", "06:41")
    assert sorted(to for to, _, kind in morning.mails if kind == "alert") == [
        "desk@courier.example",
        "ops@courier.example",
    ]


def test_one_newsletter_s_trouble_is_told_and_does_not_stop_another(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = '[newsletters.aaa]\nlists = ["daily"]\nschedule = "07:00"\ndraft_at = "05:00"\n'
    morning = make(approval="auto", extra=second, alerts='[alerts]\nmail = ["ops@courier.example"]\n')
    real = pipeline.refresh_edition

    def broken(engine: Engine, settings: object, edition: Edition, now: object) -> Edition:
        if edition.newsletter == "aaa":
            raise ZeroDivisionError("a fault of ours")
        return real(engine, settings, edition, now)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "refresh_edition", broken)
    for clock in ("05:00", "05:01"):
        morning.now = at(clock)
        assert not tick(morning.worker())
    found = _edition(morning)
    assert found is not None and found.hash is not None
    assert [subject for to, subject, _ in morning.mails if to == "ops@courier.example"] == [
        "aaa/2026-02-18/0700: something went wrong"
    ]


def test_an_extra_of_a_newsletter_no_longer_there_stops_no_other_extra(make: Make) -> None:
    """Both are approved and due; the first one's newsletter has left digest.toml."""
    second = '[newsletters.aaa]\nlists = ["daily"]\nschedule = "19:00"\n'
    morning = make(approval="auto", extra=second, alerts='[alerts]\nmail = ["ops@courier.example"]\n')
    morning.now = at("05:00")
    assert tick(morning.worker())
    for name in ("aaa", "daily"):
        extra, _ = pipeline.prepare_extra(morning.engine, morning.settings, name, morning.now)
        shown = extra.hash or ""
        approval.approve(morning.engine, morning.settings, extra, shown, by="maria", at=morning.now)
    left = {name: one for name, one in morning.settings.newsletters.items() if name != "aaa"}
    morning.settings = replace(morning.settings, newsletters=left)
    assert not tick(morning.worker())
    states = {name: _edition(morning, f"{name}/2026-02-18/extra-1") for name in ("aaa", "daily")}
    assert [found.state for found in states.values() if found] == ["approved", "sent"]
    told = [subject for to, subject, _ in morning.mails if to == "ops@courier.example"]
    assert told == ["aaa/2026-02-18/extra-1: something went wrong"]


def test_a_test_mail_goes_to_the_testers_through_the_newsroom_s_sender(make: Make) -> None:
    morning = make()
    draft = _ticks(morning, "05:00")
    with write(morning.engine) as conn:
        people.add_tester(conn, "second@courier.example", pepper=PEPPER, at=at("05:00"), name="Second")
        wish = {"variant": None, "hash": draft.hash}
        runs.ask(conn, "test", edition=draft, data=wish, by="maria", at=at("05:10"))
    _ticks(morning, "05:10", "05:11")
    mails = [file.read_bytes() for file in (morning.settings.private / "outbox" / "tests").rglob("*.eml")]
    assert sorted(re.findall(rb"^To: (.*)\r$", b"".join(mails), re.M)) == [
        b"Second <second@courier.example>",
        b"tester@courier.example",
    ]
    assert outbox(morning.settings) == []


def test_a_reader_who_signs_up_gets_the_link_that_confirms_also_after_a_failure(make: Make) -> None:
    morning = make()
    with write(morning.engine) as conn:
        asked = people.subscribe(
            conn, "new@readers.example", pepper=PEPPER, lists=("daily",), at=morning.now, how="form"
        )
        runs.ask(
            conn, "confirmation", by="door", at=morning.now,
            data={"subscriber": asked.subscriber_id, "lists": ["daily"]},
        )  # fmt: skip
    morning.refusing = True
    _ticks(morning, "05:00")
    morning.refusing = False
    _ticks(morning, "05:02", "05:05")
    (number,) = (n for n, (_, _, kind) in enumerate(morning.mails) if kind == "confirm")
    assert morning.mails[number][0] == "new@readers.example"
    token = re.search(r"http://127.0.0.1:8001/c/(\S+)", morning.texts[number])
    assert token is not None
    read_back = Tokens(morning.settings.require_secret("signing")).read_confirmation(token[1], at("05:05"))
    assert (read_back.subscriber_id, tuple(read_back.lists)) == (asked.subscriber_id, ("daily",))


def test_a_request_is_answered_in_words(make: Make) -> None:
    morning = make()
    with write(morning.engine) as conn:
        runs.ask(conn, "dance", by="maria", at=morning.now)
    assert tick(morning.worker())
    with read(morning.engine) as conn:
        assert runs.open_requests(conn) == 0


def test_a_draft_that_a_dead_process_left_unfinished_is_finished(make: Make) -> None:
    """An edit is stored, or an extra made, and the process dies before the draft is written."""
    morning = make()
    edition = _ticks(morning, "05:00")
    with write(morning.engine) as conn:
        edits.add_edit(conn, edition, "subject", by="Olha", at=morning.now, value="Ours today")
        for number in (1, 2):
            editions.create(
                conn, newsletter="daily", local_date="2026-02-18", slot=f"extra-{number}",
                due_at=morning.now, cutoff_at=None, now=morning.now,
            )  # fmt: skip
    finished = _ticks(morning, "05:01")
    with read(morning.engine) as conn:
        draft = editions.draft_of(conn, finished)
        assert all(one.hash for one in editions.in_states(conn, "draft"))
    assert draft is not None and draft.subject == "Ours today"
    assert draft.now == at("05:00")  # what she had seen


def test_one_that_is_on_its_way_is_not_forgotten_behind_a_hundred_others(make: Make) -> None:
    morning = make(approval="auto")
    edition = _ticks(morning, "05:00", "06:30")
    with write(morning.engine) as conn:
        for number in range(101):
            editions.create(
                conn, newsletter="daily", local_date="2026-02-18", slot=f"extra-{number}",
                due_at=at("23:00"), cutoff_at=None, now=morning.now,
            )  # fmt: skip
        conn.execute(update(tables.editions).where(tables.editions.c.name != NAME).values(state="skipped"))
    morning.settings = replace(  # the slot has moved since, so that the schedule does not name it
        morning.settings,
        newsletters={"daily": replace(morning.settings.newsletter("daily"), schedule=time(9))},
    )
    morning.now = at("07:00")
    assert tick(morning.worker())
    with read(morning.engine) as conn:
        assert editions.find(conn, edition.name).state == "sent"
