"""Documents in the order they came, joined to those they resemble or copy; its separate parts are grouped.

What a document resembles is looked for once, among those that came before it. So documents that come in cost
by their own number: only the parts they join are grouped anew. One that goes or changes costs from its place
on, as if those after it had come just now. However it was reached, the same documents in the same order give
the same groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from digest.rank.copies import CopyIndex
from digest.rank.group import Group, groups_of
from digest.rank.neighbours import Index
from digest.rank.terms import Stems
from digest.rank.weigh import Document

_NO_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """The earlier documents one resembles, how much, and those it may be a copy of, or they of it."""

    near: Mapping[int, float]
    copies: Sequence[tuple[int, float]]


class Graph:
    """The documents grouped last; a number is a document's place among them."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._index, self._copies = Index(), CopyIndex()
        self._links: list[_Links] = []
        self._part_of: list[list[int]] = []  #: the numbers in a document's part: one list for all of a part
        self._grouped: dict[tuple[int, ...], list[Group]] = {}

    def groups(self, documents: Sequence[Document]) -> list[Group]:
        """The groups among these documents, which are in the order they came; each is one object for ever."""
        self._keep(_same(self._documents, documents))
        for document in documents[len(self._documents) :]:
            self._add(document)
        stems = Stems()
        parts = [tuple(sorted(part)) for number, part in enumerate(self._part_of) if part[0] == number]
        self._grouped = {part: self._grouped.get(part) or self._group(part, stems) for part in parts}
        return [group for found in self._grouped.values() for group in found]

    def _keep(self, kept: int) -> None:
        if kept == len(self._documents):
            return
        if kept:
            self._index.cut(kept)
            self._copies.cut(kept)
        else:  # as most often where anything goes: nothing to undo
            self._index, self._copies = Index(), CopyIndex()
        del self._documents[kept:], self._links[kept:]
        self._part_of = []
        for number in range(kept):
            self._join(number)
        self._grouped = {part: found for part, found in self._grouped.items() if part[-1] < kept}

    def _add(self, document: Document) -> None:
        near = self._index.add(document)
        self._links.append(_Links(near=near, copies=self._copies.add(document, near)))
        self._join(len(self._documents))
        self._documents.append(document)

    def _join(self, number: int) -> None:
        """Makes one part of a document and those it is linked to."""
        links = self._links[number]
        part = [number]
        self._part_of.append(part)
        for other in (*links.near, *(other for other, _ in links.copies)):
            if self._part_of[other] is not part:
                small, part = sorted((part, self._part_of[other]), key=len)
                part += small
                for moved in small:
                    self._part_of[moved] = part

    def _group(self, part: tuple[int, ...], stems: Stems) -> list[Group]:
        if len(part) == 1:
            return [Group(documents=(self._documents[part[0]],))]
        ordered = sorted(part, key=self._time)
        place = {number: place for place, number in enumerate(ordered)}
        links = [self._links[number] for number in ordered]
        near = [{place[other]: value for other, value in each.near.items()} for each in links]
        pairs = [(place[other], n, share) for n, each in enumerate(links) for other, share in each.copies]
        return groups_of([self._documents[number] for number in ordered], near, pairs, stems)

    def _time(self, number: int) -> tuple[datetime, int]:
        return (self._documents[number].when or _NO_TIME, number)


def _same(known: Sequence[Document], documents: Sequence[Document]) -> int:
    """How many of the first documents are the same."""
    pairs = enumerate(zip(known, documents, strict=False))
    return next((n for n, (one, other) in pairs if one is not other), min(len(known), len(documents)))
