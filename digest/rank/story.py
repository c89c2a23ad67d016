"""A group of documents as a story: its lead, its members, its sources, its topics; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from math import sqrt

from digest.model import Entry, Member, Source
from digest.rank.commonness import OFTEN, share_of
from digest.rank.series import in_title_case
from digest.rank.terms import Stems, words
from digest.rank.weigh import Document, Vector, body_of, likeness

FULL = 900  #: characters at which a lead is long enough
OPENING = 240  #: characters in which a text says what happened
TELLS = 0.4  #: what it is worth to say all of it
TOPICS = 3
BEHIND = 0.01  #: what an hour behind the story's latest report costs a lead, 0.3 at most
#: Titles of what stands beside the reports of an event.
_ASIDE = re.compile(
    r"(photos?\b|.*\bin (photos|pictures)\b|pictures:|gallery|video:|watch\b|listen:|live\b|see\b"
    r"|what (we|to) know|what (is|are)\b|who is\b|how\b|why\b|explaine[rd]|analysis|opinion|quiz|timeline"
    r"|key takeaways|\d+ things|.*\b(a life|history of|legacy|journey from|as it happened|highlights?)\b"
    r"|фото|відео|видео|чому|почему|що відомо|что известно"
    r"|fotos|warum|صور|شاهد|لماذا)",
    re.IGNORECASE,
)
_NO_TIME = datetime.max.replace(tzinfo=UTC)


def members_of(
    documents: Sequence[Document], copy_of: Mapping[int, int], stems: Stems, lead: int | None = None
) -> list[Member]:
    """The documents as members, lead first, then by likeness to it; `copy_of` maps entry ids."""
    own = [document for document in documents if document.entry.id not in copy_of] or list(documents)
    first = next((d for d in documents if d.entry.id == lead), None) or _lead(own, stems)
    members = [
        Member(
            entry=document.entry,
            similarity=1.0
            if document is first
            else round(min(likeness(document.vector, first.vector), 1.0), 4),
            copy_of=copy_of.get(document.entry.id) if document is not first else None,
            wire=document.wire,
        )
        for document in documents
    ]
    return sorted(members, key=lambda m: (m.entry is not first.entry, -m.similarity, m.entry.id))


def sources_of(members: Sequence[Member], times: Mapping[int, datetime | None]) -> tuple[Source, ...]:
    """One source a publisher, in order of time; independent if it adds a report no earlier one stands for.

    A copy stands for its original's publisher, an agency's text for the agency, whoever carries it.
    """
    by_id = {member.entry.id: member for member in members}
    ordered = sorted(members, key=lambda m: (times.get(m.entry.id) or _NO_TIME, m.entry.id))
    found: dict[str, list[Member]] = {}
    for member in ordered:
        if member.entry.feed.publisher.strip():
            found.setdefault(member.entry.feed.publisher.casefold(), []).append(member)
    stood_for: set[str] = set()
    sources = []
    for carried in found.values():
        origins = {_origin(member, by_id) for member in carried}
        entry = carried[0].entry
        independent = not origins <= stood_for
        stood_for |= origins
        sources.append(
            Source(publisher=entry.feed.publisher, link=entry.link, when=entry.when, independent=independent)
        )
    return tuple(sources)


def topics_of(named: Sequence[Mapping[str, str]]) -> list[tuple[str, ...]]:
    """For each story, by the names in its title: those that other stories' titles share, widest first.

    A name that inflects is told in the form that stands in most titles, in lower case.
    """
    shared = Counter(term for names in named for term in names)
    written = Counter(spelling for names in named for spelling in names.items())
    said = {term: word for (term, word), _ in sorted(written.items(), key=_commoner)}
    return [_widest(names, shared, said) for names in named]


def names_of(entry: Entry, stems: Stems) -> dict[str, str]:
    """The names in a title as terms, and as written; where capitals tell nothing, those the text shows."""
    title = words(entry.title)[:30]
    said = {stems[word][0] for word in words(body_of(entry)[:2000]) if word[0].isupper()}
    doubtful = in_title_case(title)
    found: dict[str, str] = {}
    for place, word in enumerate(title):
        term = stems[word][0]
        telling = term in said or (place > 0 and not doubtful)
        if telling and word[0].isupper() and len(term) > 2 and share_of(term) < OFTEN:
            found.setdefault(term, word.casefold())
    return found


def _commoner(spelled: tuple[tuple[str, str], int]) -> tuple[int, int, str]:
    (_, word), times = spelled
    return times, -len(word), word


def _widest(names: Iterable[str], shared: Mapping[str, int], said: Mapping[str, str]) -> tuple[str, ...]:
    wide = [term for term in names if shared[term] > 1]
    return tuple(said[term] for term in sorted(wide, key=lambda term: (-shared[term], term))[:TOPICS])


def _lead(documents: Sequence[Document], stems: Stems) -> Document:
    """Who tells the story: near its centre, recent, long enough, ours or well weighted, and a report.

    A teaser cut in the middle of its sentence has nothing to be told by, a gallery or an explainer
    is told beside a report, not in its place, and a text must open with what the titles say happened:
    "Tributes poured in" tells nobody who died.
    """
    if len(documents) == 1:
        return documents[0]
    centre = centre_of(documents)
    event = Counter(
        term for d in documents for word in set(d.title) if len(word) > 2 for term in set(stems[word])
    )
    latest = max((d.when for d in documents if d.when), default=_NO_TIME)

    def worth(document: Document) -> tuple[float, datetime, int]:
        entry = document.entry
        behind = (latest - document.when).total_seconds() / 3600 if document.when else 0.0
        length = min(len(body_of(entry)) / FULL, 1.0)
        value = likeness(document.vector, centre) + 0.2 * length + 0.3 * entry.feed.own
        value += 0.3 * (entry.feed.weight - 1.0) + TELLS * _tells(entry, event, stems)
        value -= min(behind * BEHIND, 0.3) + 0.3 * _is_cut(entry) + 0.3 * _is_aside(document)
        return (-round(value, 6), document.when or _NO_TIME, entry.id)

    return min(documents, key=worth)


def _tells(entry: Entry, event: Mapping[str, int], stems: Stems) -> float:
    """The share of the words of the story's titles that the entry's own opening holds."""
    opening = {term for word in words(body_of(entry)[:OPENING]) for term in stems[word]}
    return sum(count for term, count in event.items() if term in opening) / (sum(event.values()) or 1)


def _is_cut(entry: Entry) -> bool:
    """A teaser that ends in the middle of its first sentences, or no text at all."""
    text = body_of(entry).rstrip(" ]")
    return len(text) < 40 or (len(text) < FULL and text.endswith(("…", "...")))


def _is_aside(document: Document) -> bool:
    return _ASIDE.match(document.entry.title.strip()) is not None or not document.report


def centre_of(documents: Sequence[Document]) -> Vector:
    """The mean of documents as a vector of unit length."""
    total: dict[str, float] = {}
    for document in documents:
        for term, weight in document.vector.items():
            total[term] = total.get(term, 0.0) + weight
    length = sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {term: weight / length for term, weight in total.items()}


def _origin(member: Member, by_id: Mapping[int, Member]) -> str:
    original = by_id.get(member.copy_of) if member.copy_of is not None else None
    if original is not None:
        return (
            _origin(original, by_id) if original.copy_of is None else original.entry.feed.publisher.casefold()
        )
    wire = member.wire
    return wire.casefold() if wire else member.entry.feed.publisher.strip().casefold()
