"""Entries become stories in order, each with the reasons for its place.

`rank` and `rescore` are the stage; `count_documents` is what the running frequencies grow by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from digest.model import Entry, Frequencies, Sent, Story
from digest.rank.group import Groups
from digest.rank.novelty import Past
from digest.rank.score import score
from digest.rank.story import members_of, sources_of, with_topics
from digest.rank.weigh import Document, count_documents, documents_of
from digest.settings import Newsletter

__all__ = ["Frequencies", "Sent", "count_documents", "rank", "rescore"]

When = Callable[[Entry], datetime | None]
_NO_TIME = datetime.max.replace(tzinfo=UTC)


def _entry_time(entry: Entry) -> datetime | None:
    return entry.when


def rank(
    entries: Sequence[Entry],
    newsletter: Newsletter,
    now: datetime,
    *,
    past: Sequence[Sent] = (),
    frequencies: Frequencies | None = None,
    when: When = _entry_time,
) -> tuple[Story, ...]:
    """All stories these entries tell, best first; the same whatever the order of the entries.

    `past` is what this newsletter's readers got before, `frequencies` how common each word is, `when` the
    time an entry counts from (None: none is known). Leaves nothing out: limits, caps and sections are the
    draft's. Pure.
    """
    ordered = sorted(entries, key=lambda entry: (when(entry) or _NO_TIME, entry.id))
    documents, before = _documents(ordered, past, frequencies, when)
    groups = Groups()
    groups.add(documents)
    stories = [
        _story(
            [documents[number] for number in numbers],
            _copies(numbers, groups.copies, documents),
            before,
            newsletter,
            now,
        )
        for numbers in groups.groups()
    ]
    return tuple(sorted(with_topics(stories), key=_place))


def _copies(
    numbers: Sequence[int], copies: Mapping[int, int], documents: Sequence[Document]
) -> dict[int, int]:
    """Entry ids of the copies among these numbers and of their originals."""
    found = {number: copies[number] for number in numbers if number in copies}
    present = set(numbers)
    return {
        documents[copy].entry.id: documents[original].entry.id
        for copy, original in found.items()
        if original in present
    }


def rescore(
    story: Story,
    newsletter: Newsletter,
    now: datetime,
    *,
    past: Sequence[Sent] = (),
    frequencies: Frequencies | None = None,
) -> Story:
    """A story whose members or lead an editor changed, with likeness, sources and score anew.

    Keeps the lead, the members and what is a copy of what.
    """
    entries = [member.entry for member in story.members]
    documents, before = _documents(entries, past, frequencies, _entry_time)
    copy_of = {member.entry.id: member.copy_of for member in story.members if member.copy_of is not None}
    return replace(
        _story(documents, copy_of, before, newsletter, now, lead=story.lead.id), topics=story.topics
    )


def _documents(
    entries: Sequence[Entry], past: Sequence[Sent], frequencies: Frequencies | None, when: When
) -> tuple[list[Document], Past]:
    sent = sorted(past, key=lambda item: (item.sent_at, item.edition, item.entry.id))
    both = documents_of([*entries, *(item.entry for item in sent)], frequencies, when)
    return both[: len(entries)], Past(sent, both[len(entries) :])


def _story(
    documents: Sequence[Document],
    copy_of: dict[int, int],
    before: Past,
    newsletter: Newsletter,
    now: datetime,
    lead: int | None = None,
) -> Story:
    members = members_of(documents, copy_of, lead)
    times = {document.entry.id: document.when for document in documents}
    by_id = {document.entry.id: document for document in documents}
    sources = sources_of(members, times)
    known = [time for time in times.values() if time is not None]
    told = before.told([by_id[member.entry.id] for member in members])
    return Story(
        lead=members[0].entry,
        members=tuple(members),
        sources=sources,
        score=score(members, sources, max(known, default=None), told, newsletter, now),
        update_of=told.edition,
        news=told.news,
    )


def _place(story: Story) -> tuple[float, float, int]:
    return (-story.score.total, -story.lead.when.timestamp(), story.lead.id)
