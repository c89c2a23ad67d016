"""Entries become stories in order, each with the reasons for its place.

`rank` and `rescore` are the stage; a `Window` lets them cost what is new since they were last asked;
`count_documents` is what the running frequencies grow by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digest.model import Entry, Frequencies, Sent, Story
from digest.rank.score import Measure, recency, score
from digest.rank.story import centre_of, topics_of
from digest.rank.tale import Tale, tale_of
from digest.rank.terms import Stems
from digest.rank.variety import COMPARED, SIZE, UNLIKE, likest, measure
from digest.rank.weigh import count_documents
from digest.rank.window import When, Window
from digest.settings import Newsletter

__all__ = ["Frequencies", "Sent", "Window", "count_documents", "rank", "rescore"]


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
    window: Window | None = None,
) -> tuple[Story, ...]:
    """All stories these entries tell, best first; the same whatever the order of the entries.

    `past` is what this newsletter's readers got before, `frequencies` how common each word is (counted in
    these entries where nothing was counted before), `when` the time an entry counts from (None: none is
    known), `window` what the last ranking left, which saves work and changes nothing. Leaves nothing out:
    limits, caps and sections are the draft's. Pure but for the window.
    """
    came = sorted(entries, key=lambda entry: entry.id)
    tales = (window or Window()).tales(came, past, frequencies, newsletter.boosts, when)
    return tuple(sorted(_scored(tales, newsletter, now), key=_place))


def rescore(
    story: Story,
    newsletter: Newsletter,
    now: datetime,
    *,
    past: Sequence[Sent] = (),
    frequencies: Frequencies | None = None,
    window: Window | None = None,
) -> Story:
    """A story whose members or lead an editor changed, with likeness, sources and score anew.

    Keeps the lead, the members and what is a copy of what.
    """
    entries = [member.entry for member in story.members]
    documents, before = (window or Window()).read(entries, past, frequencies, _entry_time)
    copy_of = {member.entry.id: member.copy_of for member in story.members if member.copy_of is not None}
    tale = tale_of(documents, copy_of, before, newsletter.boosts, Stems(), lead=story.lead.id)
    alone = _variety(0.0, "made by an editor: compared with no other story")
    return _told(tale, _newest(tale, newsletter, now), alone, newsletter, story.topics)


def _newest(tale: Tale, newsletter: Newsletter, now: datetime) -> Measure:
    return recency(tale.latest, now, newsletter.half_life)


def _scored(tales: Sequence[Tale], newsletter: Newsletter, now: datetime) -> list[Story]:
    """The stories with their scores; the biggest are held against those bigger still."""
    timed = [(tale, _newest(tale, newsletter, now)) for tale in tales]
    timed.sort(key=lambda pair: _size(*pair))
    first = [tale for tale, _ in timed[:COMPARED]]
    likes = likest([centre_of(tale.documents) for tale in first])
    varieties = [_beside(first[bigger].story, value) for bigger, value in likes]
    beyond = _variety(0.0, f"not among the {COMPARED} biggest stories, so held against none")
    varieties += [beyond] * (len(timed) - len(varieties))
    topics = topics_of([tale.names for tale, _ in timed])
    return [
        _told(tale, time, variety, newsletter, shared)
        for (tale, time), variety, shared in zip(timed, varieties, topics, strict=True)
    ]


def _size(tale: Tale, time: Measure) -> tuple[float, float, int]:
    """Sorts the biggest first, whatever a newsletter's weights are."""
    total = sum(part.value for part in (*tale.measures, time) if part.name in SIZE)
    return (-round(total, 6), -tale.story.lead.when.timestamp(), tale.story.lead.id)


def _beside(bigger: Story, value: float) -> Measure:
    """What a story loses that is so much like a bigger one."""
    said = f"like a bigger story, “{bigger.lead.title}” ({value:.2f})"
    return _variety(measure(value), said if value > UNLIKE else "like no bigger story")


def _variety(value: float, detail: str) -> Measure:
    return Measure(name="variety", value=value, detail=detail)


def _told(
    tale: Tale, time: Measure, variety: Measure, newsletter: Newsletter, topics: tuple[str, ...]
) -> Story:
    summed = score((*tale.measures, time, variety), newsletter.weights)
    return replace(tale.story, score=summed, topics=topics)


def _place(story: Story) -> tuple[float, float, int]:
    return (-story.score.total, -story.lead.when.timestamp(), story.lead.id)
