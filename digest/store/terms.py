"""The running document frequencies: in how many articles of a language each term stood.

They follow the times: when a language has counted LIMIT articles all its counts are halved, and terms that
then stand in less than one article are forgotten. So the table stays small and a word of last year's war
becomes rare again. Two rows are not terms: the language's number of articles (term "") and how far the
entries were counted (language "").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from digest.model import Frequencies
from digest.store.tables import terms

LIMIT = 20_000  #: articles of one language before its counts are halved
ROWS = 5_000  #: rows of one statement
LONGEST = 80
_ALL = ""


def load(connection: Connection) -> Frequencies:
    """The frequencies counted so far; empty in a new newsroom."""
    documents: dict[str, float] = {}
    found: dict[str, dict[str, float]] = {}
    for language, term, number in connection.execute(
        select(terms.c.language, terms.c.term, terms.c.documents).where(terms.c.language != _ALL)
    ):
        if term == _ALL:
            documents[language] = number
        else:
            found.setdefault(language, {})[term] = number
    return Frequencies(documents=documents, terms=found)


def documents(connection: Connection) -> float:
    """How many articles the counts stand for, in all languages."""
    query = select(func.sum(terms.c.documents)).where(terms.c.language != _ALL, terms.c.term == _ALL)
    return float(connection.scalar(query) or 0.0)


def counted_to(connection: Connection) -> int:
    """The highest entry id that is in the counts; 0 in a new newsroom."""
    found = connection.scalar(select(terms.c.documents).where(terms.c.language == _ALL, terms.c.term == _ALL))
    return int(found or 0)


def count_alone(connection: Connection) -> None:
    """Lets no other process count before this transaction ends (SQLite's writing transactions are alone)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE terms IN EXCLUSIVE MODE"))


def add(connection: Connection, counted: Frequencies, *, counted_to: int) -> None:
    """Adds what was counted in new entries, up to and including the entry with this id.

    Call it with the entries above `counted_to()` only, in the transaction that read it, after `count_alone`:
    an entry counted twice would look twice as common.
    """
    for language, number in sorted(counted.documents.items()):
        _grow(connection, _rows(language, number, counted))
        total = connection.scalar(
            select(terms.c.documents).where(terms.c.language == language, terms.c.term == _ALL)
        )
        if total is not None and total >= LIMIT:
            _halve(connection, language)
    _grow(connection, iter([{"language": _ALL, "term": _ALL, "documents": float(counted_to)}]), sums=False)


def _rows(language: str, number: float, counted: Frequencies) -> Iterator[dict[str, Any]]:
    yield {"language": language, "term": _ALL, "documents": number}
    for term, documents in sorted(counted.terms.get(language, {}).items()):
        if term and len(term) <= LONGEST:
            yield {"language": language, "term": term, "documents": documents}


def _grow(connection: Connection, rows: Iterator[dict[str, Any]], *, sums: bool = True) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(terms)
    new = statement.excluded.documents
    upsert = statement.on_conflict_do_update(
        index_elements=[terms.c.language, terms.c.term],
        set_={"documents": terms.c.documents + new if sums else new},
    )
    batch = list(rows)
    for start in range(0, len(batch), ROWS):
        connection.execute(upsert, batch[start : start + ROWS])


def _halve(connection: Connection, language: str) -> None:
    connection.execute(
        update(terms).where(terms.c.language == language).values(documents=terms.c.documents / 2)
    )
    connection.execute(
        delete(terms).where(terms.c.language == language, terms.c.term != _ALL, terms.c.documents < 1)
    )
