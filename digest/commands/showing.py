"""show: one edition in words, with its reasons, its variants and its findings."""

from __future__ import annotations

from typing import Any

from digest.audience import people_of
from digest.commands.context import Answer, Context, counted, short
from digest.errors import DigestError
from digest.model import Cut, Draft, Edit, Edition, Finding, Item, Rendering, Story
from digest.store import editions
from digest.store import edits as edit_store
from digest.store.engine import read
from digest.variants import Allotment, allot


def show(context: Context) -> Answer:
    """One edition: its items and its hash; or its HTML, text or MJML; or the reasons."""
    edition, args = context.edition(), context.args
    with read(context.engine) as conn:
        renderings = editions.renderings_of(conn, edition)
    if args.html or args.text or args.mjml:
        rendering = _variant(edition, renderings, args.variant)
        content = rendering.html if args.html else rendering.text if args.text else rendering.mjml
        return Answer(document={"edition": edition.name, "content": content}, text=content)
    return shown(context, edition, why=args.why)


def _variant(edition: Edition, renderings: tuple[Rendering, ...], name: str | None) -> Rendering:
    chosen = [one for one in renderings if name in (None, one.variant)]
    if not chosen:
        known = ", ".join(one.variant for one in renderings) or "none yet"
        raise DigestError(f"it has no variant {name!r} (it has: {known})", subject=edition.name)
    return chosen[0]


def shown(context: Context, edition: Edition, *, why: bool = False) -> Answer:
    """The edition in words and as a document, with its reasons where asked."""
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
        "variants": [_variant_facts(one, allotted if waits else None) for one in renderings],
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
    lines += [
        "",
        *map(_edit, edits),
        *(_unfit(content)),
        *(finding_line(finding) for finding in content.findings),
    ]
    sizes = ", ".join(f"{r.variant} {len(r.html.encode()) / 1024:.0f} KB" for r in renderings)
    lines += [f"Variants: {sizes}", *_allotted(allotted, renderings), f"Hash: {edition.hash}"]
    return Answer(document=document, text="\n".join(lines))


def _variant_facts(one: Rendering, allotted: Allotment | None) -> dict[str, Any]:
    return {
        "name": one.variant,
        "stories": one.story_ids,
        "html_bytes": len(one.html.encode()),
        "subject": one.subject,
        "tier": one.tier,
        "sections": one.sections,
        "readers": allotted.readers.get(one.variant, 0) if allotted else None,
        "narrowed": allotted.narrowed.get(one.variant, 0) if allotted else None,
    }


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


def _edit(one: Edit) -> str:
    """An edit that stands, with the number that takes it back."""
    about = f" of entry {one.entry}" if one.entry else ""
    value = f": {' '.join(one.value.split())[:70]}" if one.value else ""
    return f"edit {one.id}, {one.by}: {one.kind}{about}{value}"


def _unfit(content: Draft) -> list[str]:
    return [f"edit {u.edit.id} ({u.edit.kind}, {u.edit.by}) does not fit: {u.why}" for u in content.unfit]


def finding_line(finding: Finding) -> str:
    """One line for an editor: how grave, where, what, and what to do."""
    todo = f" → {finding.todo}" if finding.todo else ""
    return f"{finding.level.upper():<6}{finding.place}: {finding.message}{todo}"
