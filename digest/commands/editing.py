"""draft, editions, check, edit, approve, reopen, hold, skip, resume, cancel, extra."""

from __future__ import annotations

import getpass

from digest import approval, inspection, news, pipeline
from digest.commands.context import Answer, Context, counted, short
from digest.commands.showing import finding_line, shown
from digest.errors import DigestError
from digest.model import Edition
from digest.send import sentlog
from digest.store import editions, switches
from digest.store import edits as edit_store
from digest.store.engine import read, write


def draft(context: Context) -> Answer:
    """Gathers what is due, makes or refreshes the draft of the next edition, or of the edition named."""
    if "/" in context.args.newsletter:
        with read(context.engine) as conn:
            named = editions.find(conn, context.args.newsletter)
        return shown(
            context, pipeline.refresh_edition(context.engine, context.settings, named, context.now())
        )
    edition, results = pipeline.prepare_edition(
        context.engine,
        context.settings,
        context.args.newsletter,
        context.now(),
        progress=context.progress("gathering"),
    )
    failed = [result for result in results if result.outcome == "failed"]
    head = [f"feed {result.feed}: {result.problem}" for result in failed]
    if edition.state != "draft":
        late = news.since_approval(context.engine, context.settings, edition, context.now())
        head.append(f"{edition.name} is {edition.state}: left as it is, {counted(late, 'item')} since then")
    answer = shown(context, edition)
    return Answer(document=answer.document | {"feeds": results}, text="\n".join([*head, answer.text]))


def listed(context: Context) -> Answer:
    """Lists the editions, latest first."""
    with read(context.engine) as conn:
        found = editions.listed(conn)
    lines = [
        f"{one.name:<28} {one.state:<10} due {short(one.due_at)}  {(one.hash or '')[:12]}  {one.reason or ''}"
        for one in found
    ]
    return Answer(
        document={"editions": found}, text="\n".join(lines) or "no editions yet: `digest draft NAME`"
    )


def check(context: Context) -> Answer:
    """The findings; exit 1 on any that blocks."""
    edition = context.edition()
    with read(context.engine) as conn:
        content = editions.draft_of(conn, edition)
    findings = content.findings if content else ()
    if content and context.args.links:
        findings = inspection.look_at_links(context.engine, context.settings, edition, context.clock())
    if content:
        findings += inspection.of_message(
            context.engine, context.settings, edition, context.clock(), spam=context.args.spam
        )
    blocking = sum(finding.level == "block" for finding in findings)
    problem = f"{edition.name}: {counted(blocking, 'finding')} must be mended first" if blocking else ""
    return Answer(
        document={"edition": edition.name, "findings": findings},
        text="\n".join(map(finding_line, findings)) or ("nothing found" if content else ""),
        problem=problem if content else f"{edition.name}: it has no draft yet",
    )


def edit(context: Context) -> Answer:
    """Adds an edit to a draft, or takes one back, and shows the draft with it."""
    edition, args, at = context.edition(), context.args, context.clock()
    by = args.by or getpass.getuser()
    if args.kind == "undo":
        with write(context.engine) as conn:
            edit_store.undo_edit(conn, edition, args.entry or 0, by=by, at=at)
            before = editions.draft_of(conn, edition)
        now = before.now if before else context.now()
        return shown(context, pipeline.refresh_edition(context.engine, context.settings, edition, now))
    changed = pipeline.edit_edition(
        context.engine,
        context.settings,
        edition,
        args.kind,
        by=by,
        at=at,
        entry=args.entry,
        other=args.other,
        value=args.value,
    )
    return shown(context, changed)


def approve(context: Context) -> Answer:
    """Approves exactly the content whose hash was shown."""
    args, edition = context.args, context.edition()
    if context.settings.newsletter(edition.newsletter).approvals > 1:
        raise DigestError(
            "it takes more than one editor, each signed in at the desk: a name given here proves nobody",
            subject=edition.name,
        )
    edition = approval.approve(
        context.engine, context.settings, edition, args.hash, by=args.by, at=context.clock()
    )
    return _decided(edition, f"approved by {edition.approved_by}; due {short(edition.due_at)}")


def reopen(context: Context) -> Answer:
    """Takes the approval back."""
    return _decided(approval.reopen(context.engine, context.edition(), by=_by(context), at=context.clock()))


def resume(context: Context) -> Answer:
    """Lets a held edition go on; without a name, lets all sending go on."""
    if context.args.edition is None:
        return _resume_all(context)
    edition = context.edition()
    with write(context.engine) as conn:
        stopped = switches.why_stopped(conn, edition.name) is not None
        switches.let_go(conn, context.clock(), edition.name)
        if stopped:
            edit_store.record(conn, at=context.clock(), by=_by(context), what="resume", edition=edition)
    if edition.state == "held" or not stopped:  # WrongState where there is nothing to let go on
        edition = approval.resume(context.engine, edition, by=_by(context), at=context.clock())
    return _decided(edition)


def _resume_all(context: Context) -> Answer:
    """Lifts the stop of all sending. Editions that were sent before a restore must be accepted by name of
    the option: they are then over, and their readers are not mailed again."""
    with write(context.engine) as conn:
        switches.let_go(conn, context.clock())
        edit_store.record(conn, at=context.clock(), by=_by(context), what="resume")
        lost = sentlog.unknown(conn, context.settings)
        if lost and context.args.accept_lost:
            switches.accept_unknown(conn, lost, _by(context), context.clock())
    if lost and not context.args.accept_lost:
        raise DigestError(
            f"sent.log knows editions that this database does not: {', '.join(lost)}. They were sent; "
            "`digest resume --accept-lost` takes them as sent and lets sending go on"
        )
    said = f"; taken as sent: {', '.join(lost)}" if lost else ""
    return Answer(document={"stopped": False, "accepted": lost}, text=f"sending may go on{said}")


def stop(context: Context) -> Answer:
    """Stops one edition's sending before its next batch, or all sending."""
    edition = context.edition() if context.args.edition else None
    with write(context.engine) as conn:
        switches.stop(conn, f"by {_by(context)}", context.clock(), edition.name if edition else None)
        edit_store.record(conn, at=context.clock(), by=_by(context), what="stop", edition=edition)
    return Answer(document={"stopped": True}, text=f"{edition.name if edition else 'all sending'}: stopped")


def decide(context: Context) -> Answer:
    """hold, skip and cancel."""
    state = {"hold": "held", "skip": "skipped", "cancel": "cancelled"}[context.args.command]
    edition = approval.decide(
        context.engine,
        context.edition(),
        state,  # type: ignore[arg-type]  # one of three states, by the table above
        by=_by(context),
        at=context.clock(),
        why=context.args.why or f"{context.args.command} by {_by(context)}",
    )
    return _decided(edition)


def extra(context: Context) -> Answer:
    """A breaking-news edition by hand: a draft that is due now."""
    edition, results = pipeline.prepare_extra(
        context.engine, context.settings, context.args.newsletter, context.now()
    )
    answer = shown(context, edition)
    return Answer(document=answer.document | {"feeds": results}, text=answer.text)


def _by(context: Context) -> str:
    return getattr(context.args, "by", None) or getpass.getuser()


def _decided(edition: Edition, words: str | None = None) -> Answer:
    return Answer(document={"edition": edition}, text=f"{edition.name}: {words or edition.state}")
