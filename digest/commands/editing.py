"""draft, editions, show, check, edit, approve, reopen, hold, skip, resume, cancel, extra."""

from __future__ import annotations

import getpass
from typing import Any

from digest import approval, inspection, news, pipeline
from digest.audience import people_of
from digest.commands.context import Answer, Context, counted, short
from digest.errors import DigestError
from digest.model import Cut, Draft, Edition, Finding, Item, Rendering, Story
from digest.send import sentlog
from digest.store import editions, switches
from digest.store import edits as edit_store
from digest.store.engine import read, write
from digest.variants import Allotment, allot


def draft(context: Context) -> Answer:
    """Gathers what is due, makes or refreshes the draft of the next edition, or of the edition named."""
    if "/" in context.args.newsletter:
        with read(context.engine) as conn:
            named = editions.find(conn, context.args.newsletter)
        return _shown(
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
    shown = _shown(context, edition)
    return Answer(document=shown.document | {"feeds": results}, text="\n".join([*head, shown.text]))


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


def show(context: Context) -> Answer:
    """One edition: its items and its hash; or its HTML, text or MJML; or the reasons."""
    edition, args = context.edition(), context.args
    with read(context.engine) as conn:
        renderings = editions.renderings_of(conn, edition)
    if args.html or args.text or args.mjml:
        rendering = _variant(edition, renderings, args.variant)
        content = rendering.html if args.html else rendering.text if args.text else rendering.mjml
        return Answer(document={"edition": edition.name, "content": content}, text=content)
    return _shown(context, edition, why=args.why)


def _variant(edition: Edition, renderings: tuple[Rendering, ...], name: str | None) -> Rendering:
    chosen = [one for one in renderings if name in (None, one.variant)]
    if not chosen:
        known = ", ".join(one.variant for one in renderings) or "none yet"
        raise DigestError(f"it has no variant {name!r} (it has: {known})", subject=edition.name)
    return chosen[0]


def _shown(context: Context, edition: Edition, *, why: bool = False) -> Answer:
    waits = edition.state in ("draft", "approved", "held")
    with read(context.engine) as conn:
        content = editions.draft_of(conn, edition)
        renderings = editions.renderings_of(conn, edition)
        edits = edit_store.edits_of(conn, edition)
        allotted = allot(renderings, people_of(conn, context.settings, edition) if waits else {})
    document: dict[str, Any] = {
        "edition": edition,
        "hash": edition.hash,
        "draft": content,
        "edits": edits,
        "variants": [
            {
                "name": r.variant,
                "stories": r.story_ids,
                "html_bytes": len(r.html.encode()),
                "subject": r.subject,
                "tier": r.tier,
                "sections": r.sections,
                "readers": allotted.readers.get(r.variant, 0) if waits else None,
                "narrowed": allotted.narrowed.get(r.variant, 0) if waits else None,
            }
            for r in renderings
        ],
        "nothing": allotted.nothing,
        "unserved": allotted.unserved,
    }
    lines = [f"{edition.name}  {edition.state}  due {short(edition.due_at)}"]
    if edition.reason:
        lines.append(f"because {edition.reason}")
    if content is None:
        return Answer(document=document, text="\n".join([*lines, "no draft yet"]))
    lines += [f"Subject:   {content.subject}", f"Preheader: {content.preheader}"]
    lines += _items(content, why)
    if why:
        lines += ["", "LEFT OUT", *(_cut(cut) for cut in content.cut)]
    lines += ["", *(_unfit(content)), *(_finding(finding) for finding in content.findings)]
    sizes = ", ".join(f"{r.variant} {len(r.html.encode()) / 1024:.0f} KB" for r in renderings)
    lines += [f"Variants: {sizes}", *_allotted(allotted, renderings), f"Hash: {edition.hash}"]
    return Answer(document=document, text="\n".join(lines))


def _allotted(allotted: Allotment, renderings: tuple[Rendering, ...]) -> list[str]:
    """Who gets which variant, where readers chose topics."""
    if all(one.variant == one.tier for one in renderings) and not allotted.without:
        return []
    lines = [_variant_line(one, allotted) for one in renderings]
    if allotted.nothing:
        lines.append(f"  no mail: {counted(allotted.nothing, 'reader')} left out every section of it")
    if allotted.unserved:
        lines.append(f"  no mail: {counted(allotted.unserved, 'reader')} chose what no variant is within")
    return lines


def _variant_line(one: Rendering, allotted: Allotment) -> str:
    readers, less = (counts.get(one.variant, 0) for counts in (allotted.readers, allotted.narrowed))
    return (
        f"  {one.variant}: {', '.join(one.sections)}; {counted(len(one.story_ids), 'story', 'stories')}"
        + (f" for {counted(readers, 'reader')}" if allotted.readers else "")
        + (f", {less:,} of whom chose more" if less else "")
    )


def _items(content: Draft, why: bool) -> list[str]:
    stories = {story.id: story for story in content.stories}
    lines: list[str] = []
    number = 0
    for section in content.sections:
        lines += ["", section.name.upper()]
        for item in section.items:
            number += 1
            lines += _item(number, item)
            if why and item.story_id in stories:
                lines += _reasons(stories[item.story_id])
    return lines


def _item(number: int, item: Item) -> list[str]:
    marks = "".join(
        f" [{mark}]" for mark in (item.kicker, item.tier if item.tier != "public" else None) if mark
    )
    edited = f"  (edited: {', '.join(item.edited)})" if item.edited else ""
    names = ", ".join(dict.fromkeys([item.publisher, *(other.publisher for other in item.others)]))
    return [
        f"{number:>3}. {item.headline}{marks}{edited}",
        f"     entry {item.lead_id} · {names} · {short(item.when)}",
        f"     {item.summary.text}",
    ]


def _reasons(story: Story) -> list[str]:
    lines = [f"       {reason.value:+7.3f}  {reason.name}: {reason.detail}" for reason in story.score.reasons]
    lines.append(f"       {story.score.total:7.3f}  the sum")
    for member in story.members:
        folded = f", a copy of {member.copy_of}" if member.copy_of else ""
        wire = f", from {member.wire}" if member.wire else ""
        lines.append(
            f"         entry {member.entry.id} · {member.entry.feed.publisher} · {short(member.entry.when)}"
            f" · likeness {member.similarity:.2f}{folded}{wire} · {member.entry.title}"
        )
    return lines


def _cut(cut: Cut) -> str:
    lead = cut.story.lead
    return (
        f"  {cut.story.score.total:6.3f}  {cut.reason}: {lead.title} (entry {lead.id}, {lead.feed.publisher})"
    )


def _unfit(content: Draft) -> list[str]:
    return [f"edit {u.edit.id} ({u.edit.kind}, {u.edit.by}) does not fit: {u.why}" for u in content.unfit]


def _finding(finding: Finding) -> str:
    todo = f" → {finding.todo}" if finding.todo else ""
    return f"{finding.level.upper():<6}{finding.place}: {finding.message}{todo}"


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
    code = 1 if any(finding.level == "block" for finding in findings) or content is None else 0
    text = "\n".join(map(_finding, findings)) or ("nothing found" if content else "no draft yet")
    return Answer(document={"edition": edition.name, "findings": findings}, text=text, code=code)


def edit(context: Context) -> Answer:
    """Adds an edit to a draft, or takes one back, and shows the draft with it."""
    edition, args, at = context.edition(), context.args, context.clock()
    by = args.by or getpass.getuser()
    if args.kind == "undo":
        with write(context.engine) as conn:
            edit_store.undo_edit(conn, edition, args.entry or 0, by=by, at=at)
            shown = editions.draft_of(conn, edition)
        now = shown.now if shown else context.now()
        return _shown(context, pipeline.refresh_edition(context.engine, context.settings, edition, now))
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
    return _shown(context, changed)


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
    if edition.state == "held" or not stopped:  # WrongState where there is nothing to let go on
        edition = approval.resume(context.engine, edition, by=_by(context), at=context.clock())
    return _decided(edition)


def _resume_all(context: Context) -> Answer:
    """Lifts the stop of all sending. Editions that were sent before a restore must be accepted by name of
    the option: they are then over, and their readers are not mailed again."""
    with write(context.engine) as conn:
        switches.let_go(conn, context.clock())
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
    shown = _shown(context, edition)
    return Answer(document=shown.document | {"feeds": results}, text=shown.text)


def _by(context: Context) -> str:
    return getattr(context.args, "by", None) or getpass.getuser()


def _decided(edition: Edition, words: str | None = None) -> Answer:
    return Answer(document={"edition": edition}, text=f"{edition.name}: {words or edition.state}")
