"""The words of the mails that editors get about an edition; pure."""

from __future__ import annotations

from digest.model import Draft
from digest.schedule import Occurrence
from digest.settings import Newsletter, Settings


def draft_ready(settings: Settings, letter: Newsletter, found: Occurrence, draft: Draft) -> tuple[str, str]:
    """Subject and text of "the draft is there": what it holds, the open findings, what happens when."""
    blocking = sum(one.level == "block" for one in draft.findings)
    state = f", {blocking} blocking" if blocking else ""
    subject = f"{letter.title}, {found.wall(found.at)}: draft with {len(draft.items)} stories{state}"
    parts = (
        [f"Subject: {draft.subject}"],
        _stories(draft),
        _findings(draft),
        _plan(letter, found),
        [f"Look at it: {link(settings, found.name)}"],
    )
    return subject, "\n\n".join("\n".join(part) for part in parts) + "\n"


def reminder(settings: Settings, found: Occurrence, draft: Draft) -> tuple[str, str]:
    """Subject and text of "the cutoff is near and nobody has approved it"."""
    subject = f"Not approved yet: {found.name}, cutoff {found.wall(found.cutoff)}"
    return subject, "\n".join((*_findings(draft), "", f"Approve it: {link(settings, found.name)}", ""))


def held(settings: Settings, found: Occurrence, why: str) -> tuple[str, str]:
    """Subject and text of "this one does not go out by itself"."""
    parts = (
        f"It was due at {found.wall(found.at)} and is held: {why}.",
        "Nothing goes out until an editor decides: look at it, then reopen and approve it, or skip it.",
        link(settings, found.name),
    )
    return f"{found.name} is held: {why}", "\n\n".join(parts) + "\n"


def link(settings: Settings, edition: str) -> str:
    """Where the desk shows this edition; it holds no token, the editor's browser must know the desk."""
    base = settings.desk.url.rstrip("/") or f"http://{settings.desk.host}:{settings.desk.port}"
    return f"{base}/edition/{edition}"


def _stories(draft: Draft) -> list[str]:
    return [f"{number:>2}. {item.headline} ({item.publisher})" for number, item in enumerate(draft.items, 1)]


def _findings(draft: Draft) -> list[str]:
    open_ones = [one for one in draft.findings if one.level != "note"]
    if not open_ones:
        return ["No open findings."]
    return [
        f"{one.level.upper()} {one.place}: {one.message}{f' → {one.todo}' if one.todo else ''}"
        for one in sorted(open_ones, key=lambda one: one.level)
    ]


def _plan(letter: Newsletter, found: Occurrence) -> list[str]:
    at, cutoff = found.wall(found.at), found.wall(found.cutoff)
    if letter.approval == "auto":
        return [f"It is approved by itself at {cutoff} and goes out at {at}, unless you hold it."]
    if letter.if_not_approved == "send":
        return [f"It goes out at {at}. Not approved by {cutoff}, it goes out as it is then."]
    return [f"Approved by {cutoff}, it goes out at {at}. Else it is held."]
