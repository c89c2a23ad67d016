"""Many rows in few statements, for imports; same SQL on both databases.

SQLAlchemy's own work per row and parameter is most of the time of an import of a million readers (40 µs
a reader measured, 9 µs this way), so the statements are written here from the tables' own names and
handed to the driver. Values go in as the driver takes them: text, numbers, bytes; for a time or JSON
`stored` gives the form in which the database keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Column, Connection, Table

#: Parameters in one statement: SQLite takes 32,766, PostgreSQL 65,535.
_PARAMETERS = 30_000


def stored(conn: Connection, column: Column[Any], value: object) -> object:
    """The value as the driver is to be given it for this column."""
    processor = column.type.dialect_impl(conn.dialect).bind_processor(conn.dialect)
    return processor(value) if processor and value is not None else value


def insert_many(
    conn: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    returning: Sequence[str] = (),
) -> Iterator[Any]:
    """Inserts the rows, passing over those that are there; yields `returning` of those it made.

    Nothing is inserted before the first row is asked for: consume it.
    """
    size = _PARAMETERS // len(columns)
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        sql = _insert(conn.dialect.name, table, tuple(columns), tuple(returning), len(part))
        cursor = conn.exec_driver_sql(sql, tuple(chain.from_iterable(part))).cursor
        if returning and cursor is not None:
            yield from cursor.fetchall()


def select_in(
    conn: Connection,
    table: Table,
    columns: Sequence[str],
    column: str,
    values: Sequence[object],
    condition: str = "",
) -> Iterator[Any]:
    """Yields `columns` of the rows whose `column` is one of `values`; `condition` is SQL of ours."""
    for start in range(0, len(values), _PARAMETERS):
        part = tuple(values[start : start + _PARAMETERS])
        sql = _select(conn.dialect.name, table, tuple(columns), column, condition, len(part))
        cursor = conn.exec_driver_sql(sql, part).cursor
        if cursor is not None:
            yield from cursor.fetchall()


@lru_cache(maxsize=64)
def _insert(
    dialect: str, table: Table, columns: tuple[str, ...], returning: tuple[str, ...], rows: int
) -> str:
    row = f"({', '.join([_mark(dialect)] * len(columns))})"
    back = f" RETURNING {_names(table, returning)}" if returning else ""
    values = ", ".join([row] * rows)
    return f"INSERT INTO {table.name} ({_names(table, columns)}) VALUES {values} ON CONFLICT DO NOTHING{back}"  # noqa: S608 - names of our own tables


@lru_cache(maxsize=64)
def _select(
    dialect: str, table: Table, columns: tuple[str, ...], column: str, condition: str, values: int
) -> str:
    marks = ", ".join([_mark(dialect)] * values)
    where = f"{_names(table, (column,))} IN ({marks}){' AND ' if condition else ''}{condition}"
    return f"SELECT {_names(table, columns)} FROM {table.name} WHERE {where}"  # noqa: S608 - as above


def _mark(dialect: str) -> str:
    return "?" if dialect == "sqlite" else "%s"


def _names(table: Table, columns: tuple[str, ...]) -> str:
    """The columns' names, each one of the table's own, quoted."""
    return ", ".join(f'"{table.c[name].name}"' for name in columns)
