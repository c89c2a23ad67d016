"""Entries become stories in order, each with the reasons for its place.

`rank` and `rescore` are the stage; `count_documents` is what the running frequencies grow by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest.model import Entry, Frequencies, Score, Sent, Story
from digest.rank.group import Groups
from digest.rank.novelty import Past
from digest.rank.score import Measure, measures, score
from digest.rank.story import centre_of, members_of, sources_of, with_topics
from digest.rank.terms import Stems
from digest.rank.variety import COMPARED, SIZE, UNLIKE, likest, measure
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
    stems = Stems()
    found = [
        _parts(
            [documents[number] for number in numbers],
            _copies(numbers, groups.copies, documents),
            before,
            newsletter,
            now,
            stems,
        )
        for numbers in groups.groups()
    ]
    stories = _weighed(found, newsletter)
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
    made = _parts(documents, copy_of, before, newsletter, now, Stems(), lead=story.lead.id)
    alone = _variety(0.0, "made by an editor: compared with no other story")
    return replace(made.story, score=score((*made.measures, alone), newsletter.weights), topics=story.topics)


def _documents(
    entries: Sequence[Entry], past: Sequence[Sent], frequencies: Frequencies | None, when: When
) -> tuple[list[Document], Past]:
    sent = sorted(past, key=lambda item: (item.sent_at, item.edition, item.entry.id))
    both = documents_of([*entries, *(item.entry for item in sent)], frequencies, when)
    return both[: len(entries)], Past(sent, both[len(entries) :])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A story before its score is summed: its own measures, and its reports that are no copies."""

    story: Story
    measures: tuple[Measure, ...]
    documents: list[Document]

    @property
    def size(self) -> tuple[float, float, int]:
        """Sorts the biggest first, whatever a newsletter's weights are."""
        total = sum(measure.value for measure in self.measures if measure.name in SIZE)
        return (-round(total, 6), -self.story.lead.when.timestamp(), self.story.lead.id)


def _parts(
    documents: Sequence[Document],
    copy_of: dict[int, int],
    before: Past,
    newsletter: Newsletter,
    now: datetime,
    stems: Stems,
    lead: int | None = None,
) -> _Parts:
    members = members_of(documents, copy_of, stems, lead)
    times = {document.entry.id: document.when for document in documents}
    by_id = {document.entry.id: document for document in documents}
    sources = sources_of(members, times)
    known = [time for time in times.values() if time is not None]
    told = before.told([by_id[member.entry.id] for member in members])
    story = Story(
        lead=members[0].entry,
        members=tuple(members),
        sources=sources,
        score=Score(reasons=()),
        update_of=told.edition,
        news=told.news,
    )
    return _Parts(
        story=story,
        measures=measures(members, sources, max(known, default=None), told, newsletter, now),
        documents=[by_id[member.entry.id] for member in members if member.copy_of is None],
    )


def _weighed(found: Sequence[_Parts], newsletter: Newsletter) -> list[Story]:
    """The stories with their scores; the biggest are held against those bigger still."""
    ordered = sorted(found, key=lambda parts: parts.size)
    first = ordered[:COMPARED]
    stories = []
    for place, (bigger, value) in enumerate(likest([centre_of(parts.documents) for parts in first])):
        title = first[bigger].story.lead.title
        detail = f"like a bigger story, “{title}” ({value:.2f})" if value > UNLIKE else "like no bigger story"
        part = _variety(measure(value), detail)
        stories.append(_with_score(first[place], part, newsletter))
    beyond = _variety(0.0, f"not among the {COMPARED} biggest stories, so held against none")
    return stories + [_with_score(parts, beyond, newsletter) for parts in ordered[COMPARED:]]


def _variety(value: float, detail: str) -> Measure:
    return Measure(name="variety", value=value, detail=detail)


def _with_score(parts: _Parts, part: Measure, newsletter: Newsletter) -> Story:
    return replace(parts.story, score=score((*parts.measures, part), newsletter.weights))


def _place(story: Story) -> tuple[float, float, int]:
    return (-story.score.total, -story.lead.when.timestamp(), story.lead.id)
