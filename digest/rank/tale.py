"""A group of documents as a story before its score: what neither the hour nor other stories change; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.model import Score, Story
from digest.rank.novelty import Past
from digest.rank.score import Boosts, Measure, measures
from digest.rank.story import members_of, names_of, sources_of
from digest.rank.terms import Stems
from digest.rank.weigh import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """A story with an empty score, and what its score will be made of."""

    story: Story
    measures: tuple[Measure, ...]
    latest: datetime | None  #: the newest time of its reports, where one has a time
    documents: tuple[Document, ...]  #: those that are no copies
    names: Mapping[str, str]  #: in its lead's title: terms, and as written


def tale_of(
    documents: Sequence[Document],
    copy_of: Mapping[int, int],
    before: Past,
    boosts: Boosts,
    stems: Stems,
    lead: int | None = None,
) -> Tale:
    """What these documents tell together; `copy_of` maps entry ids, `lead` is the entry an editor chose."""
    members = members_of(documents, copy_of, stems, lead)
    times = {document.entry.id: document.when for document in documents}
    by_id = {document.entry.id: document for document in documents}
    own = tuple(by_id[member.entry.id] for member in members if member.copy_of is None)
    sources = sources_of(members, times)
    told = before.told([by_id[member.entry.id] for member in members])
    story = Story(
        lead=members[0].entry,
        members=tuple(members),
        sources=sources,
        score=Score(reasons=()),
        update_of=told.edition,
        news=told.news,
    )
    return Tale(
        story=story,
        measures=measures(members, sources, told, boosts, [document.report for document in own]),
        latest=max((time for time in times.values() if time), default=None),
        documents=own,
        names=names_of(story.lead, stems),
    )
