"""A segment: a small condition on readers, written as text, stored under a name, asked as SQL.

    language=uk,en  list=members  list!=weekly  attribute.city=Kyiv,Lviv  timezone=Europe/Kyiv

Terms stand side by side and all must hold; the values of one term are alternatives. `=` on a field that
a reader has not filled in is false, `!=` is true. It knows no "or", no brackets and no patterns: what
needs them is two newsletters or another list.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, insert, select, update

from subscribers.errors import SegmentRefused
from subscribers.tables import mailing_lists, segments, subscribers, subscriptions

FIELDS = ("language", "timezone", "list")
_TERM = re.compile(r"([a-z]+)(?:\.([A-Za-z0-9_-]{1,60}))?(!?=)(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One term: `field` is language, timezone, list or attribute.NAME."""

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        values = ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in self.values)
        return shlex.quote(f"{self.field}{'!' if self.negated else ''}={values}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Conditions that must all hold."""

    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return " ".join(map(str, self.conditions))


def parse(text: str) -> Segment:
    """The segment that `text` describes, else SegmentRefused naming the term."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise SegmentRefused(f"an open quote: {error}", subject=text) from error
    if not words:
        raise SegmentRefused("an empty segment would be everyone; leave it out instead")
    return Segment(conditions=tuple(map(_term, words)))


def save(conn: Connection, name: str, text: str, at: datetime) -> Segment:
    """Stores a segment under a name, replacing what stood there."""
    segment = parse(text)
    values = {"condition": str(segment), "changed_at": at}
    if not conn.execute(update(segments).where(segments.c.name == name).values(values)).rowcount:
        conn.execute(insert(segments).values(name=name, **values))
    return segment


def find(conn: Connection, name: str) -> Segment:
    """The stored segment of that name, else SegmentRefused."""
    text = conn.execute(select(segments.c.condition).where(segments.c.name == name)).scalar()
    if text is None:
        raise SegmentRefused("there is no segment of this name", subject=name)
    return parse(text)


def resolve(conn: Connection, segment: object | None) -> list[ColumnElement[bool]]:
    """The conditions on `subscribers` of a Segment, of its text, or of its stored name; none for None."""
    if segment is None:
        return []
    if isinstance(segment, str):
        segment = parse(segment) if "=" in segment else find(conn, segment)
    if not isinstance(segment, Segment):
        raise SegmentRefused("a segment is a Segment, its text or its name")
    return [_sql(condition) for condition in segment.conditions]


def _term(word: str) -> Condition:
    match = _TERM.fullmatch(word)
    if not match or (match[1] == "attribute") != bool(match[2]) or match[1] not in (*FIELDS, "attribute"):
        raise SegmentRefused("a term is language=…, timezone=…, list=… or attribute.NAME=…", subject=word)
    values = [re.sub(r"\\(.)", r"\1", value) for value in re.findall(r"(?:\\.|[^,\\])+", match[4])]
    if not all(value.strip() for value in values) or not values:
        raise SegmentRefused("a value is missing", subject=word)
    field = f"{match[1]}.{match[2]}" if match[2] else match[1]
    return Condition(field=field, values=tuple(values), negated=match[3] == "!=")


def _sql(condition: Condition) -> ColumnElement[bool]:
    found = _holds(condition.field, condition.values)
    return ~found if condition.negated else found


def _holds(field: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    """A condition that is never NULL, so that its negation is its opposite."""
    if field == "list":
        return (
            exists()
            .where(
                subscriptions.c.subscriber_id == subscribers.c.id,
                subscriptions.c.state == "confirmed",
                subscriptions.c.list_id.in_(
                    select(mailing_lists.c.id).where(mailing_lists.c.name.in_(values))
                ),
            )
            .correlate(subscribers)
        )
    if field.startswith("attribute."):
        column: ColumnElement[str] = subscribers.c.attributes[field.partition(".")[2]].as_string()
    else:
        column = subscribers.c[field]
    return column.is_not(None) & column.in_(values)
