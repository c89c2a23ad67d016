"""The mail as one reader gets it: by tier and topics, or as a tester, without an address anywhere."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from desk.conftest import TOKEN, Room
from desk.visitor import Answer, Visitor

from digest import pipeline
from digest.store.engine import read, write
from subscribers import store as people

SECRET = "dana@elsewhere.example"
ECONOMY = "Economy and energy"


@pytest.fixture
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


def add_tester(room: Room, *topics: str, reads: bool = True) -> str:
    """A tester, who also reads the newsletter unless told otherwise; her number in the form."""
    pepper, at = room.settings.secrets.pepper, room.edition.created_at
    with write(room.engine) as conn:
        people.add_tester(conn, SECRET, pepper=pepper, at=at, name="Dana Tester")
        if reads:
            added = people.add(conn, SECRET, pepper=pepper, lists=["readers"], at=at, how="test")
            people.leave_out(conn, added.subscriber_id or 0, "readers", topics, at, "test")
        number = people.list_testers(conn)[-1].id
    pipeline.refresh_edition(room.engine, room.settings, room.edition, room.draft.now)
    return f"d{number}"


def look_as(visitor: Visitor, room: Room, **fields: object) -> Answer:
    query = urlencode({"reader": "1", **fields}, doseq=True)
    return visitor.get(f"/edition/{room.edition.name}?{query}")


def said(page: Answer) -> str:
    return " ".join(re.findall(r'<p role="status">(.*?)</p>', page.text)[-1].split())


def frame_of(visitor: Visitor, page: Answer) -> str:
    source = re.findall(r'<iframe[^>]* src="([^"]+)"', page.text)[0].replace("&amp;", "&")
    assert "Dana" not in source and "@" not in source
    return visitor.get(source).text


def test_a_tester_by_name_sees_her_own_variant(room: Room, olena: Visitor) -> None:
    number = add_tester(room, ECONOMY)
    page = look_as(olena, room, tester=number)
    assert said(page) == f"Dana Tester, without {ECONOMY}, gets public-1."
    html = frame_of(olena, page)
    assert ECONOMY not in html and ECONOMY in olena.get(f"/frame/public/{room.edition.name}").text
    assert SECRET not in page.text and SECRET not in html
    assert SECRET not in str(olena.cookies) and "Dana" not in str(olena.cookies)


def test_the_name_stands_where_the_mail_has_its_tag(room: Room, olena: Visitor) -> None:
    number = add_tester(room)
    page = look_as(olena, room, tester=number, **{"as": "headers"})
    assert "Dana Tester" in page.text
    assert SECRET not in page.text


def test_tier_and_topics_choose_the_variant(room: Room, olena: Visitor) -> None:
    add_tester(room, ECONOMY)
    topics = [section.name for section in room.draft.sections]
    page = look_as(olena, room, tier="members", want=topics)
    assert said(page) == "A reader (members) gets members."
    others = [name for name in topics if name != ECONOMY]
    assert said(look_as(olena, room, tier="public", want=others)).endswith("gets public-1.")
    page = look_as(olena, room, tier="public", want=[])
    assert "gets no mail" in said(page)
    assert 'value="members"' in page.text


def test_what_none_has_is_told_with_how_many_it_concerns(room: Room, olena: Visitor) -> None:
    add_tester(room, ECONOMY)
    page = olena.get(f"/edition/{room.edition.name}")
    assert "Who gets what" in page.text
    assert re.search(rf">public-1</a> <small[^>]*>without {ECONOMY}</small></td>.*?>1</td>", page.text, re.S)
    with write(room.engine) as conn:
        reader = people.find(conn, SECRET, room.settings.secrets.pepper)
        people.leave_out(conn, reader or 0, "readers", ["The war"], room.edition.created_at, "test")
    assert "1 reader chose what none of these is within" in olena.get(f"/edition/{room.edition.name}").text


def test_a_tester_who_is_no_reader_gets_what_a_test_sends(room: Room, olena: Visitor) -> None:
    number = add_tester(room, reads=False)
    assert "no confirmed reader" in said(look_as(olena, room, tester=number))


def test_no_address_of_the_settings_testers_is_shown(room: Room, olena: Visitor) -> None:
    letter = room.settings.newsletters["daily"]
    assert any("@" in one for one in letter.testers)
    page = olena.get(f"/edition/{room.edition.name}")
    assert '<option value="s0">Tester 1</option>' in page.text
    assert not [one for one in letter.testers if one in page.text]


def test_a_look_asks_nothing_and_changes_nothing(room: Room, olena: Visitor) -> None:
    before = room.edition.hash
    page = look_as(olena, room, tier="nobody's", want=["<b>"], tester="d999999999999999999999")
    assert page.status == 200 and "<b>" not in said(page)
    with read(room.engine) as conn:
        assert people.list_testers(conn) == []
    assert room.edition.hash == before
