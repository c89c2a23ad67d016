"""At the pool: a source is blocked for the newsletter, shown with who did it, and let in again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk.conftest import TOKEN, Room
from desk.visitor import Visitor

from digest import pipeline
from digest.model import Edit
from digest.store import editions, edits
from digest.store.engine import read


@pytest.fixture
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


def publishers(room: Room) -> set[str]:
    """Who is in the draft, in whatever place of a story."""
    draft = room.draft
    stories = [
        *(story for story in draft.stories),
        *(cut.story for cut in draft.cut if not blocked(cut.reason)),
    ]
    return {member.entry.feed.publisher for story in stories for member in story.members}


def blocked(reason: str) -> bool:
    return reason == "blocked by Olena"


def test_a_blocked_publisher_is_in_no_story_and_the_pool_says_who_did_it(room: Room, olena: Visitor) -> None:
    assert "Meridian" in publishers(room)
    before = room.edition.hash
    pool = olena.get("/pool/daily")
    page = olena.send(pool.form(kind="block"), value="publisher: Meridian")
    assert "Blocked: nothing of this source is told" in page.text
    assert "blocked by Olena" in page.text
    assert "publisher: Meridian" in page.text
    assert "Meridian" not in publishers(room)
    assert "Meridian" not in {item.publisher for item in room.draft.items}
    with read(room.engine) as conn:
        line = edits.log_of(conn, limit=1)[0]
    assert (line.by, line.what, (line.detail or {})["value"]) == ("Olena", "block", "publisher: Meridian")
    block = next(one for one in room_edits(room) if one.kind == "block")
    olena.send(page.form(kind="undo", edit=str(block.id)))
    assert room.edition.hash == before


def test_one_item_of_a_blocked_source_may_be_taken_in(room: Room, olena: Visitor) -> None:
    page = olena.send(olena.get("/pool/daily").form(kind="block"), value="feed: meridian")
    one = next(cut.story.lead for cut in room.draft.cut if blocked(cut.reason))
    olena.send(page.form(kind="pin", entry=str(one.id)))
    assert [member.entry.id for item in room.draft.stories for member in item.members
            if member.entry.feed.name == "meridian"] == [one.id]  # fmt: skip


def test_a_block_holds_for_the_next_edition_and_is_undone_there(room: Room, olena: Visitor) -> None:
    first = room.edition.name
    olena.send(olena.get("/pool/daily").form(kind="block"), value="publisher: Meridian")
    extra, _ = pipeline.prepare_extra(
        room.engine, room.settings, "daily", room.draft.now + timedelta(minutes=1)
    )
    other = olena.get(f"/edition/{extra.name}")
    assert "publisher: Meridian" in other.text
    assert [one.kind for one in room_edits(room, extra.name)] == ["block"]
    olena.send(other.form(kind="undo"))
    assert room_edits(room, extra.name) == room_edits(room, first) == []


@pytest.mark.parametrize("value", ["publisher: Meridiann", "", "nothing"])
def test_a_source_that_is_none_is_refused(room: Room, olena: Visitor, value: str) -> None:
    answer = olena.send(olena.get("/pool/daily").form(kind="block"), value=value)
    assert answer.status == 409
    assert room_edits(room) == []


def room_edits(room: Room, name: str = "") -> list[Edit]:
    with read(room.engine) as conn:
        found = editions.find(conn, name) if name else room.edition
        return list(edits.edits_of(conn, found))
