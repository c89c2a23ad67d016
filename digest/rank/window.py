"""What ranking a newsletter's entries leaves behind, so that the next time costs what is new in them.

A memory and nothing else: whatever a `Window` was asked before, it gives what a new one would. It holds what
was made of the entries it was asked for last, and nothing of earlier ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from digest.model import Entry, Frequencies, Sent
from digest.rank.graph import Graph
from digest.rank.group import Group
from digest.rank.novelty import Past
from digest.rank.score import Boosts
from digest.rank.tale import Tale, tale_of
from digest.rank.terms import Stems
from digest.rank.weigh import Document, documents_of

When = Callable[[Entry], datetime | None]


class Window:
    """The entries of a newsletter as they were ranked last; may be asked from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._frequencies = Frequencies()
        self._documents: dict[int, Document] = {}
        self._graph = Graph()
        self._past = Past((), ())
        self._boosts: Boosts = {}
        self._tales: dict[Group, Tale] = {}

    def tales(
        self,
        entries: Sequence[Entry],
        past: Sequence[Sent],
        frequencies: Frequencies | None,
        boosts: Boosts,
        when: When,
    ) -> list[Tale]:
        """The stories these entries tell; the entries are in the order they came."""
        with self._lock:
            documents, before = self._read(entries, past, frequencies, when)
            known = self._tales if (before, boosts) == (self._past, self._boosts) else {}
            stems = Stems()
            graph, self._graph = self._graph, Graph()  # if grouping fails, half a graph is not kept
            tales = {
                group: known.get(group) or tale_of(group.documents, dict(group.copies), before, boosts, stems)
                for group in graph.groups(documents)
            }
            self._graph, self._frequencies = graph, frequencies or Frequencies()
            self._documents = {one.entry.id: one for one in (*before.documents, *documents)}
            self._past, self._boosts, self._tales = before, boosts, tales
        return list(tales.values())

    def read(
        self,
        entries: Sequence[Entry],
        past: Sequence[Sent],
        frequencies: Frequencies | None,
        when: When,
    ) -> tuple[list[Document], Past]:
        """The entries as documents, and what was sent; the memory stays as it is."""
        with self._lock:
            return self._read(entries, past, frequencies, when)

    def _read(
        self,
        entries: Sequence[Entry],
        past: Sequence[Sent],
        frequencies: Frequencies | None,
        when: When,
    ) -> tuple[list[Document], Past]:
        sent = sorted(past, key=lambda item: (item.sent_at, item.edition, item.entry.id))
        asked = [*entries, *(item.entry for item in sent)]
        counted = frequencies is not None and bool(frequencies.documents)
        known = self._documents if counted and frequencies == self._frequencies else {}
        found = [known.get(entry.id) for entry in asked]
        for place, (entry, document) in enumerate(zip(asked, found, strict=True)):
            if document and (document.entry != entry or document.when != when(entry)):
                found[place] = None
        new = [entry for entry, document in zip(asked, found, strict=True) if document is None]
        made = iter(documents_of(new, frequencies, when))
        both = [document or next(made) for document in found]
        documents, told = both[: len(entries)], both[len(entries) :]
        if sent == self._past.sent and told == self._past.documents:
            return documents, self._past
        return documents, Past(sent, told)
