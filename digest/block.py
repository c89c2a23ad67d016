"""Sources that an editor keeps out of a newsletter: what their items are, and why those are out; pure.

A block is an edit that names no entry: its value says "publisher: NAME", "feed: NAME" or "host: NAME". It
holds for the newsletter, this edition and later ones, until it is undone. An item that an editor takes in
after the block is let through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import urlsplit

from digest.errors import EditionError
from digest.model import Cut, Draft, Edit, Entry, Feed, Member, Score, Source, Story

KINDS = ("publisher", "feed", "host")
_TAKES_IN = ("pin", "own", "section", "move")


def without_blocked(
    edits: Sequence[Edit], entries: tuple[Entry, ...]
) -> tuple[tuple[Entry, ...], Mapping[int, str]]:
    """The entries that may be told, and by id why each of the others may not."""
    blocks = [edit for edit in edits if edit.kind == "block"]
    taken = {edit.entry: edit.id for edit in edits if edit.kind in _TAKES_IN}
    why = {
        entry.id: f"blocked by {block.by}"
        for entry in entries
        for block in blocks
        if is_meant(block.value or "", entry) and taken.get(entry.id, 0) < block.id
    }
    return (tuple(entry for entry in entries if entry.id not in why), why) if why else (entries, why)


def is_meant(value: str, entry: Entry) -> bool:
    """Whether the block is about this entry; a host is meant with everything below it."""
    kind, name = _parts(value)
    if kind == "host":
        host = host_of(entry.link)
        return host == name or host.endswith(f".{name}")
    return bool(name) and name == (entry.feed.publisher if kind == "publisher" else entry.feed.name)


def told(draft: Draft, entries: Sequence[Entry], why: Mapping[int, str]) -> Draft:
    """The draft with what was blocked among what was left out, and with the reason where an edit about it
    does not fit."""
    if not why:
        return draft
    cut = tuple(Cut(story=_alone(entry), reason=why[entry.id]) for entry in entries if entry.id in why)
    unfit = tuple(
        replace(one, why=f"its source is {why[one.edit.entry]}")
        if one.edit.entry is not None and one.edit.entry in why
        else one
        for one in draft.unfit
    )
    return replace(draft, cut=draft.cut + cut, unfit=unfit)


def _alone(entry: Entry) -> Story:
    """The entry as a story that nobody grouped or scored."""
    source = Source(publisher=entry.feed.publisher, link=entry.link, when=entry.when)
    member = Member(entry=entry, similarity=1.0)
    return Story(lead=entry, members=(member,), sources=(source,), score=Score(reasons=()))


def refuse_unknown(edition: str, value: str, feeds: Sequence[Feed]) -> None:
    """EditionError for a block that is about nothing the newsroom has, with the nearest name."""
    kind, name = _parts(value)
    if kind not in KINDS or not name:
        raise EditionError(
            'block needs a source: "publisher: NAME", "feed: NAME" or "host: NAME"', subject=edition
        )
    known = [feed.publisher if kind == "publisher" else feed.name for feed in feeds]
    if kind != "host" and name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.0)
        raise EditionError(
            f"there is no {kind} {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""), subject=edition
        )


def _parts(value: str) -> tuple[str, str]:
    kind, _, name = value.partition(":")
    name = name.strip()
    return kind.strip(), name.lower().removeprefix("www.") if kind.strip() == "host" else name


def host_of(link: str | None) -> str:
    """The host a link leads to, without www.; "" for none."""
    try:
        return (urlsplit(link or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
