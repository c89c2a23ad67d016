"""What differs between two drafts: who moved and who only made room, what came and went, in numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk.conftest import TOKEN, Room
from desk.visitor import Visitor

from digest.desk.differences import in_order, numbers, places
from digest.desk.words import gist
from digest.model import Reason, Score


@pytest.mark.parametrize(
    ("numbers", "run"),
    [([], set()), ([1, 2, 3], {0, 1, 2}), ([4, 1, 2, 3], {1, 2, 3}), ([2, 3, 1], {0, 1}), ([3, 2, 1], {2})],
)
def test_what_stands_in_order_though_others_moved(numbers: list[int], run: set[int]) -> None:
    assert in_order(numbers) == run


def test_a_story_that_made_room_did_not_move(room: Room) -> None:
    draft = room.draft
    first = draft.sections[0]
    moved = replace(first, items=(first.items[2], *first.items[:2], *first.items[3:]))
    after = replace(draft, sections=(moved, *draft.sections[1:]))
    assert [(one.item.lead_id, one.before, one.after) for one in places(draft, after) if one.differs] == [
        (first.items[2].lead_id, 3, 1)
    ]
    swapped = replace(first, items=(first.items[1], first.items[0], *first.items[2:]))
    after = replace(draft, sections=(swapped, *draft.sections[1:]))
    for lead in (first.items[0].lead_id, first.items[1].lead_id):  # either may have moved: the edit decides
        assert [one.item.lead_id for one in places(draft, after, {lead}) if one.differs] == [lead]


def test_two_editions_in_numbers_name_what_only_one_has(room: Room) -> None:
    draft = room.draft
    lines = numbers(draft, replace(draft, sections=draft.sections[1:]))
    assert (lines[0].name, lines[0].after - lines[0].before) == ("stories", -len(draft.sections[0].items))
    gone = next(one for one in lines if (one.of, one.name) == ("Sections", draft.sections[0].name))
    assert gone.after == 0
    assert [one.of for one in lines] == sorted(
        (one.of for one in lines), key=["", "Sections", "Publishers"].index
    )


def test_the_page_says_what_was_done_and_by_whom(room: Room) -> None:
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    pinned = room.draft.items[4]
    olena.send(olena.get("/edition/daily").form(kind="pin", entry=str(pinned.lead_id)))
    page = olena.get("/compare/daily").text
    assert "moved up" in page
    assert "pinned by Olena" in page
    assert "All others stand in the machine&#39;s order" in page.replace("machine's", "machine&#39;s")


def test_why_a_story_stands_where_it_does_in_a_few_words() -> None:
    reasons = (
        Reason(name="sources", value=2.0, detail="3 independent sources of 4 publishers (copies count once)"),
        Reason(name="recency", value=1.4, detail="latest report 5.9 h ago, half-life 12 h"),
        Reason(name="length", value=0.3, detail="317 words; weight 0.3"),
        Reason(name="variety", value=-0.2, detail="like a bigger story, “Another” (0.23); weight 0.5"),
    )
    assert gist(Score(reasons=reasons)) == (
        "3 independent sources of 4 publishers · latest report 5.9 h ago · but like a bigger story"
    )
    assert gist(Score(reasons=())) == ""
