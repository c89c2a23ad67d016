"""What one reader may choose on her own page: her lists, those that anyone may join, and their topics."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from subscribers.choice import confirm, unsubscribe
from subscribers.model import EVERYTHING
from subscribers.people import show
from subscribers.topics import leave_out, unwanted


def choices(
    conn: Connection, subscriber_id: int, lists: Mapping[str, str], joinable: Collection[str]
) -> dict[str, bool]:
    """Of each list she may see, in the order of `lists`, whether she is on it. UnknownSubscriber.

    A list that is not joinable (members, paid) is only there while she is on it: she can leave it, and
    only the newsroom can put her back.
    """
    person = show(conn, subscriber_id)
    never = {order.scope for order in person.suppressions if order.lifted_at is None}
    on = {
        s.list
        for s in person.subscriptions
        if s.state == "confirmed" and s.list not in never and EVERYTHING not in never
    }
    return {name: name in on for name in lists if name in on or name in joinable}


class Newsletter(NamedTuple):
    """A newsletter whose topics can be chosen: the lists it goes to, the names of its sections."""

    name: str
    title: str
    lists: Sequence[str]
    topics: Sequence[str]


class TopicBox(NamedTuple):
    """A topic of a newsletter as the page shows it; `ticked`: she wants it."""

    newsletter: str
    topic: str
    ticked: bool

    @property
    def key(self) -> str:
        """What the form calls it."""
        return f"{self.newsletter}/{self.topic}"


class Form(NamedTuple):
    """The boxes of one kind that a form showed, and those ticked in it."""

    shown: Collection[str]
    ticked: Collection[str]

    def wants(self, name: str, before: bool) -> bool:
        """Whether a box is ticked now; one that was not shown stands as it stood."""
        return name in self.ticked if name in self.shown else before


#: Titles by list, the lists anyone may join, the newsletters whose topics can be chosen.
Offered = tuple[Mapping[str, str], Collection[str], Sequence[Newsletter]]


def topic_boxes(
    conn: Connection, subscriber_id: int, newsletters: Sequence[Newsletter]
) -> list[tuple[str, list[TopicBox]]]:
    """Under its title, the topics of each newsletter that goes to a list she is on. UnknownSubscriber."""
    held = unwanted(conn, subscriber_id)
    return [
        (letter.title, [_box(letter.name, topic, held, letter.lists) for topic in letter.topics])
        for letter in newsletters
        if held.keys() & set(letter.lists)
    ]


def _box(newsletter: str, topic: str, held: Mapping[str, frozenset[str]], lists: Sequence[str]) -> TopicBox:
    return TopicBox(newsletter, topic, not any(topic in held[name] for name in lists if name in held))


def save(
    conn: Connection,
    subscriber_id: int,
    offered: Offered,
    lists: Form,
    topics: Form,
    *,
    at: datetime,
    network: str = "",
) -> bool:
    """Writes down what she ticked and unticked; False, and nothing is written, when she stays with a
    newsletter and wants none of its topics."""
    titles, joinable, newsletters = offered
    held = choices(conn, subscriber_id, titles, joinable)
    kept = {name for name, on in held.items() if lists.wants(name, on)}
    staying = [letter for letter in newsletters if kept.intersection(letter.lists)]
    for _, boxes in topic_boxes(conn, subscriber_id, staying):
        if not any(topics.wants(box.key, box.ticked) for box in boxes):
            return False
    _choose_topics(conn, subscriber_id, staying, topics, at, network)
    _choose_lists(conn, subscriber_id, held, lists, at, network)
    return True


def _choose_lists(
    conn: Connection, subscriber_id: int, held: Mapping[str, bool], form: Form, at: datetime, network: str
) -> None:
    """Joins what she ticked and leaves what she unticked. Her own tick, by the link in her own mail, is a
    confirmation."""
    for name, on in held.items():
        wanted = form.wants(name, on)
        if wanted and not on:
            confirm(conn, subscriber_id, [name], at, "preferences", asked_at=at, network=network)
        elif on and not wanted:
            unsubscribe(conn, subscriber_id, name, at, "preferences", network=network)


def _choose_topics(
    conn: Connection,
    subscriber_id: int,
    newsletters: Sequence[Newsletter],
    form: Form,
    at: datetime,
    network: str,
) -> None:
    """Each box that she changed, for each of her lists that its newsletter goes to. Of two newsletters that
    share a list and a section, the one she touched decides."""
    lists = {letter.name: letter.lists for letter in newsletters}
    after = dict(held := unwanted(conn, subscriber_id))
    for _, boxes in topic_boxes(conn, subscriber_id, newsletters):
        for box in boxes:
            wanted = form.wants(box.key, box.ticked)
            for name in held.keys() & set(lists[box.newsletter]) if wanted != box.ticked else ():
                after[name] = after[name] - {box.topic} if wanted else after[name] | {box.topic}
    for name in held:
        leave_out(conn, subscriber_id, name, after[name], at, "preferences", network=network)
