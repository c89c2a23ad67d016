"""What a worker does at each tick: requests, drafts, notices, policies, sends. No loop and no clock here.

Every tick asks `digest.schedule` what is due and does that. Nothing is remembered between ticks but in
the database, so a worker may be killed at any point and any number of them may run: whoever comes second
finds it done (the unique key of editions, the state an edition must stand in, the key of a notice).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from time import monotonic

from digest import alert, approval, pipeline, schedule
from digest.errors import DigestError, EditionError, StaleApproval, UnknownEdition, WrongState
from digest.logs import line
from digest.memo import draft_ready, held, reminder
from digest.model import Draft, Edition
from digest.news import learn
from digest.schedule import Occurrence, Standing, Step
from digest.settings import Newsletter
from digest.store import editions, edits, runs
from digest.store.engine import read, write
from digest.worker import Later, Worker

log = logging.getLogger(__name__)
ROUNDS = 6  #: of asking what to do about one edition in one tick: draft, tell, approve, send
POLICY = "the schedule"  #: who approves and holds where no editor does


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An edition as the database has it, with what the schedule must know of it."""

    edition: Edition
    draft: Draft | None
    standing: Standing


def tick(worker: Worker) -> bool:
    """Does what is due now; True when nothing went wrong. One newsletter's trouble never stops another."""
    good = _guarded(worker, "requests", partial(answer_requests, worker))
    begun: list[tuple[Edition, datetime]] = []
    good &= _guarded(worker, "drafts", lambda: begun.extend(_unfinished(worker)))
    for edition, now in begun:
        refresh = partial(pipeline.refresh_edition, worker.engine, worker.settings, edition, now)
        good &= _guarded(worker, edition.name, refresh)
    for letter in tuple(worker.settings.newsletters.values()):
        zone, now = worker.settings.zone(letter), worker.clock()
        for found in schedule.due(letter, zone, now):
            good &= _guarded(worker, found.name, partial(_care, worker, letter, found))
    good &= _guarded(
        worker,
        "feeds",
        partial(alert.silent_feeds, worker.engine, worker.settings, worker.clock(), worker.mail),
    )
    others: list[Edition] = []
    good &= _guarded(worker, "editions", lambda: others.extend(_off_schedule(worker)))
    for edition in others:
        good &= _guarded(worker, edition.name, partial(_care_off_schedule, worker, edition))
    return good


def _guarded(worker: Worker, subject: str, do: Callable[[], object]) -> bool:
    """The border where a failure ends: it is logged and told, and the tick goes on."""
    try:
        do()
    except DigestError as error:
        log.error(line("failed", subject=subject, error=type(error).__name__, why=error))
        _tell_failure(worker, subject, str(error))
        return False
    except Exception as error:  # a fault of ours in one edition must not silence the others
        log.exception(line("failed", subject=subject, error=type(error).__name__))
        _tell_failure(worker, subject, f"{type(error).__name__}: see the log")
        return False
    return True


def _tell_failure(worker: Worker, subject: str, why: str) -> None:
    hour = f"{worker.clock():%Y-%m-%dT%H}"
    with suppress(Exception):  # telling failed as well, and that is in the log
        worker.alert(f"failed:{subject}:{hour}", f"{subject}: something went wrong", why)


# --- requests ------------------------------------------------------------------------------------------


def answer_requests(worker: Worker) -> None:
    """Does what web processes and commands asked for, each once, oldest first."""
    while True:
        with write(worker.engine) as conn:
            request = runs.take(conn, worker.clock())
        if request is None:
            return
        result = _answer(worker, request)
        log.info(line("request", kind=request.kind, edition=request.edition, result=result))
        with write(worker.engine) as conn:
            if isinstance(result, Later) and runs.put_off(conn, request, str(result), worker.clock()):
                continue
            runs.answer(conn, request, result, worker.clock())


def _answer(worker: Worker, request: runs.Request) -> str:
    known = worker.answers.get(request.kind)
    if known is None:
        return f"no worker knows {request.kind!r}"
    try:
        return known(worker, request)
    except DigestError as error:
        return f"failed: {error}"


# --- editions ------------------------------------------------------------------------------------------


def _unfinished(worker: Worker) -> list[tuple[Edition, datetime]]:
    """Drafts that a process died over, after an edit or when they were begun by hand; with their clocks."""
    with read(worker.engine) as conn:
        drafts = [one for one in editions.in_states(conn, "draft") if one.hash is None]
        begun = [(one, editions.draft_of(conn, one)) for one in drafts]
    return [
        (one, draft.now if draft else worker.clock())
        for one, draft in begun
        if (draft or one.cutoff_at is None) and one.newsletter in worker.settings.newsletters
    ]


def _care(worker: Worker, letter: Newsletter, found: Occurrence) -> None:
    """Takes one edition as far as it goes now."""
    with write(worker.engine) as conn:
        since = runs.known_since(conn, f"{letter.name}/{found.slot}", worker.clock())
    for _ in range(ROUNDS):
        seen = look(worker, found.name)
        if seen is None and found.at < since:
            return  # it was due before this newsroom had a worker
        if seen and seen.edition.state == "held":
            return _tell_held(worker, letter, found)
        steps = schedule.decide(found, letter, seen.standing if seen else None, worker.clock())
        for step in steps:
            _do(worker, letter, found, seen, step)
        if not {step.do for step in steps} & {"draft", "approve"}:
            return


def _off_schedule(worker: Worker) -> list[Edition]:
    """What was approved and is not over: the schedule does not name all of it (extras, slots moved since)."""
    with read(worker.engine) as conn:
        return list(editions.in_states(conn, "approved", "sending", "held"))


def _care_off_schedule(worker: Worker, edition: Edition) -> None:
    """One that the schedule does not name; a newsletter taken out of the settings is told."""
    now = worker.clock()
    letter = worker.settings.newsletter(edition.newsletter)
    zone = worker.settings.zone(letter)
    if edition.name in {found.name for found in schedule.due(letter, zone, now)}:
        return
    found = _as_stored(worker, letter, edition)
    if edition.state == "held":
        if now < found.late_until + schedule.MEMORY:
            _tell_held(worker, letter, found)
        return
    seen = look(worker, edition.name)
    for step in schedule.decide(found, letter, seen.standing if seen else None, worker.clock()):
        _do(worker, letter, found, seen, step)


def _as_stored(worker: Worker, letter: Newsletter, edition: Edition) -> Occurrence:
    _, day, slot = edition.name.rsplit("/", 2)
    return Occurrence(
        newsletter=letter.name,
        local_date=date.fromisoformat(day),
        slot=slot,
        draft_at=min(edition.created_at, edition.due_at),
        cutoff=edition.due_at,
        at=edition.due_at,
        late_until=edition.due_at + letter.late,
        zone=worker.settings.zone(letter),
    )


def look(worker: Worker, name: str) -> Seen | None:
    """The edition of exactly that name; None when nobody made it yet."""
    with read(worker.engine) as conn:
        try:
            edition = editions.find(conn, name)
        except UnknownEdition:
            return None
        draft = editions.draft_of(conn, edition) if edition.state == "draft" else None
        told_at = runs.told_at(conn, f"tell:{name}")
        taken_at = runs.last_done(conn, edition, ("reopen", "resume"))
    standing = Standing(
        state=edition.state,
        stories=len(draft.items) if draft else 0,
        blocked=any(one.level == "block" for one in draft.findings) if draft else False,
        drafted_at=draft.now if draft else None,
        approved_at=edition.approved_at,
        told_at=told_at,
        taken_at=taken_at,
    )
    return Seen(edition=edition, draft=draft, standing=standing)


def _do(worker: Worker, letter: Newsletter, found: Occurrence, seen: Seen | None, step: Step) -> None:
    if step.do == "draft":
        _draft(worker, found)
    elif step.do == "miss":
        worker.alert(f"miss:{found.name}", f"{found.name} was missed", f"{found.name}: {step.why}.")
    elif seen is None:
        return
    elif step.do == "tell" and seen.draft is not None:
        _mail_editors(
            worker, letter, f"tell:{found.name}", draft_ready(worker.settings, letter, found, seen.draft)
        )
    elif step.do == "remind" and seen.draft is not None:
        _mail_editors(worker, letter, f"remind:{found.name}", reminder(worker.settings, found, seen.draft))
    elif step.do == "approve":
        _approve(worker, letter, found, seen)
    elif step.do == "hold":
        _hold(worker, letter, found, seen, step.why)
    elif step.do == "send":
        worker.send(seen.edition)


def _draft(worker: Worker, found: Occurrence) -> None:
    began = monotonic()
    worker.gather()
    learn(worker.engine, worker.settings)
    now = worker.clock()
    with write(worker.engine) as conn:
        edition = pipeline.scheduled(conn, found, now)
    edition = pipeline.refresh_edition(worker.engine, worker.settings, edition, now)
    log.info(line("draft", edition=edition.name, hash=(edition.hash or "")[:12], seconds=monotonic() - began))


def _mail_editors(worker: Worker, letter: Newsletter, key: str, mail: tuple[str, str]) -> None:
    """One mail to each editor, once; with no editors named it counts as told."""
    subject, text = mail

    def do() -> bool:
        took = [
            alert.attempt(
                f"editor-{number}",
                partial(worker.mail, worker.settings, address, subject, text, "editors"),
            )
            for number, address in enumerate(letter.editors, 1)
        ]
        log.info(line("editors", key=key, told=sum(took), of=len(took)))
        return any(took) or not took

    alert.once(worker.engine, key, worker.clock(), do)


def _approve(worker: Worker, letter: Newsletter, found: Occurrence, seen: Seen) -> None:
    """The policy's approval stands for all the editors that the newsletter asks for."""
    alone = {**worker.settings.newsletters, letter.name: replace(letter, approvals=1)}
    policy = replace(worker.settings, newsletters=alone)
    try:
        approval.approve(
            worker.engine, policy, seen.edition, seen.edition.hash or "", by=POLICY, at=worker.clock()
        )
    except (StaleApproval, WrongState):
        return  # another hand was quicker: look again at the next tick
    except EditionError as error:  # a finding, or the audience is not what it should be
        _hold(worker, letter, found, seen, error.message)
        return
    log.info(line("approved", edition=found.name, by=POLICY, hash=(seen.edition.hash or "")[:12]))


def _hold(worker: Worker, letter: Newsletter, found: Occurrence, seen: Seen, why: str) -> None:
    """Keeps it back, unless an editor has moved it on since it was looked at."""
    now = worker.clock()
    with suppress(WrongState), write(worker.engine) as conn:
        editions.move(conn, seen.edition, "held", since=[seen.standing.state], reason=why)
        edits.record(conn, at=now, by=POLICY, what="hold", edition=seen.edition, detail={"why": why})
        log.warning(line("held", edition=found.name, why=why))
    _tell_held(worker, letter, found)


def _tell_held(worker: Worker, letter: Newsletter, found: Occurrence) -> None:
    """Tells that the schedule holds it, once; asked at every tick, so that no crash leaves it untold."""
    with read(worker.engine) as conn:
        edition = editions.find(conn, found.name)
        last = edits.log_of(conn, edition, limit=1)
    if edition.state == "held" and last and (last[0].what, last[0].by) == ("hold", POLICY):
        subject, text = held(worker.settings, found, edition.reason or "")
        key = f"hold:{found.name}:{last[0].at.isoformat()}"
        worker.alert(key, subject, text, letter.editors)
