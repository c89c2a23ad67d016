"""Readers who left topics out: which mail each gets, and that the freeze decides it by what was approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from send import newsroom as rooms

from digest.errors import Blocked, StaleApproval
from digest.model import Draft, Section
from digest.send import report as reports
from digest.send import send
from digest.send.crash import survive
from digest.send.plan import freeze, would_get
from digest.store import batches, editions, edits, freezing, tables
from digest.store import given as given_store
from digest.store.engine import read, write
from subscribers import store as people

SECTIONS = ("War", "Business", "Sport")


@pytest.fixture
def room(tmp_path, database):
    made = rooms.make(tmp_path, readers=12, url=database, sender=rooms.SENDER + "batch = 5\n")
    yield made
    made.engine.dispose()


def approve(room, *variants: str, version: int | None = 2, slot: str = "0800"):
    """An approved edition with a story in each section, and these variants: "public-1:War,Sport"."""
    with write(room.engine) as conn:
        name = f"daily/2026-02-18/{slot}"
        edition = editions.create(
            conn, newsletter="daily", local_date="2026-02-18", slot=slot, due_at=rooms.AT, cutoff_at=None,
            now=rooms.AT,
        )  # fmt: skip
        items = {s: replace(rooms.item(rooms.add_entry(conn, "public")), section=s) for s in SECTIONS}
        draft = Draft(
            edition=name, newsletter="daily", title="Daily", language="en", now=rooms.AT,
            window_start=rooms.AT - timedelta(days=1), subject="A subject", preheader="",
            sections=tuple(Section(name=s, items=(one,)) for s, one in items.items()),
        )  # fmt: skip
        renderings = []
        for written in ("public:" + ",".join(SECTIONS), *variants):
            variant, _, held = written.partition(":")
            sections = tuple(held.split(","))
            stories = tuple(items[s].story_id for s in sections)
            plain = rooms.rendering(edition.tag_prefix, "public", stories, None, f"Mail {variant}")
            text = plain.text + "".join(f"[{s}]\n" for s in sections)
            renderings.append(replace(plain, variant=variant, sections=sections, text=text))
        envelope = {
            "sender": "The Courier <news@courier.example>", "reply_to": None,
            "list_id": "Daily <daily.courier.example>", "lists": ["daily", "inner"],
            "tiers": ["public", "members"], "segment": None,
        } | ({"version": version} if version else {})  # fmt: skip
        digest = editions.save_content(conn, edition, draft, renderings, envelope)
        edits.add_approval(conn, edition, digest, by="ana", at=rooms.AT)
        given_store.give(conn, edition, draft, renderings)
        editions.move(conn, edition, "approved", since=["draft"], approved_at=rooms.AT, cut_at=rooms.AT)
        return editions.find(conn, name)


def leave_out(room, place: int, *topics: str) -> None:
    with write(room.engine) as conn:
        people.leave_out(conn, room.ids[place], "daily", topics, rooms.AT, "test")


def planned(room, edition) -> dict[int, str]:
    """The variant each reader is to get, by her place."""
    with read(room.engine) as conn:
        names = {number: name for name, number in freezing.variant_ids(conn, edition.id).items()}
        found = batches.in_states(conn, edition.id, ["planned", "sent"])
        return {room.ids.index(one): names[batch.variant_id] for batch in found for one in batch.ids}


def test_each_reader_is_planned_for_the_variant_within_her_choice(room):
    edition = approve(room, "public-1:War,Business", "public-2:Business")
    leave_out(room, 0, "Sport")
    leave_out(room, 1, "War", "Sport")
    leave_out(room, 2, "Gone")
    with read(room.engine) as conn:
        tiers, allotted = would_get(conn, edition)
    freeze(room.engine, edition, 5, now=rooms.AT, point=survive)
    got = planned(room, edition)
    assert (got.pop(0), got.pop(1)) == ("public-1", "public-2")
    assert set(got.values()) == {"public"}
    assert (tiers, allotted.readers) == ({"public": 12}, {"public": 10, "public-1": 1, "public-2": 1})
    assert allotted.without == 0


def test_who_chose_after_the_approval_gets_an_approved_variant_within_it_or_is_counted(room):
    edition = approve(room, "public-1:War,Business")
    before = edition.hash
    leave_out(room, 0, "Sport", "Business")  # narrower than anything approved
    leave_out(room, 1, "Sport")
    leave_out(room, 2, *SECTIONS)
    counts = send(room.engine, room.settings, edition.name, now=rooms.clock)
    assert (counts.planned, counts.sent, counts.balanced) == (10, 10, True)
    assert planned(room, edition).keys() == set(range(12)) - {0, 2}
    assert planned(room, edition)[1] == "public-1"
    with read(room.engine) as conn:
        found = reports.report(conn, edition)
        assert (found.nothing, found.unserved, found.narrowed) == (1, 1, 0)
        assert editions.find(conn, edition.name).hash == before
    for file in rooms.outbox_files(room):
        raw = file.read_bytes().decode()
        assert ("[Sport]" in raw) is ("Subject: Mail public-1" not in raw)


def test_one_who_wanted_more_than_any_variant_within_her_choice_has_is_counted(room):
    edition = approve(room, "public-1:Business")
    leave_out(room, 0, "Sport")
    freeze(room.engine, edition, 5, now=rooms.AT, point=survive)
    assert planned(room, edition)[0] == "public-1"
    with read(room.engine) as conn:
        assert reports.report(conn, edition).narrowed == 1


def test_the_rest_is_whoever_a_variant_fits_by_now(room):
    edition = approve(room)
    leave_out(room, 0, "Sport")
    assert send(room.engine, room.settings, edition.name, now=rooms.clock).sent == 11
    assert send(room.engine, room.settings, edition.name, now=rooms.clock, rest=True).sent == 11
    leave_out(room, 0)
    counts = send(room.engine, room.settings, edition.name, now=rooms.clock, rest=True)
    assert (counts.sent, counts.planned) == (12, 12)
    assert len(rooms.outbox_files(room)) == 12


def test_an_edition_that_everybody_left_out_is_not_sent(room):
    edition = approve(room)
    for place in range(12):
        leave_out(room, place, "Sport")
    with pytest.raises(Blocked, match="no reader would get it"):
        freeze(room.engine, edition, 5, now=rooms.AT, point=survive)


@pytest.mark.parametrize(
    "change",
    [
        tables.variants.update().values(sections=["War"]),
        tables.variants.update().values(tier="paid"),
        tables.variants.update().where(tables.variants.c.name == "public-1").values(name="public-9"),
    ],
    ids=["sections", "tier", "name"],
)
def test_what_decides_who_gets_it_is_approved_too(room, change):
    edition = approve(room, "public-1:War,Business")
    with write(room.engine) as conn:
        conn.execute(change)
    with pytest.raises(StaleApproval):
        freeze(room.engine, edition, 5, now=rooms.AT, point=survive)


def test_an_approval_of_before_topics_still_holds(room):
    """Its hash covered neither tier nor sections; what it holds stands in its draft."""
    edition = approve(room, version=None)
    leave_out(room, 3, "Sport")
    freeze(room.engine, edition, 5, now=rooms.AT, point=survive)
    assert planned(room, edition).keys() == set(range(12)) - {3}


def test_an_old_approval_whose_sections_do_not_name_its_stories_is_stopped(room):
    edition = approve(room, version=None)
    with write(room.engine) as conn:
        conn.execute(tables.variants.update().values(sections=[]))
    with pytest.raises(Blocked, match="section"):
        freeze(room.engine, edition, 5, now=rooms.AT, point=survive)


def test_a_story_is_given_to_a_tier_whichever_variant_carries_it(room):
    edition = approve(room, "public-1:War")
    with read(room.engine) as conn:
        rows = conn.execute(
            tables.edition_entries.select().where(tables.edition_entries.c.edition_id == edition.id)
        ).all()
    assert [row.tiers for row in rows] == [["public"]] * 3


topics = st.frozensets(st.sampled_from(SECTIONS))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(topics, min_size=12, max_size=12), st.sets(topics, max_size=3))
def test_nobody_is_planned_for_what_she_left_out_and_all_are_counted(tmp_path_factory, chose, cuts):
    room = rooms.make(tmp_path_factory.mktemp("room"), readers=12)
    held = [[s for s in SECTIONS if s not in cut] for cut in sorted(cuts, key=sorted) if cut]
    edition = approve(room, *(f"public-{n}:{','.join(left)}" for n, left in enumerate(held, 1) if left))
    for place, unwanted in enumerate(chose):
        leave_out(room, place, *unwanted)
    try:
        check_planned(room, edition, chose)
    finally:
        room.engine.dispose()


def check_planned(room, edition, chose):
    try:
        freeze(room.engine, edition, 5, now=rooms.AT, point=survive)
    except Blocked:
        assert all(chose)
        return
    got = planned(room, edition)
    with read(room.engine) as conn:
        contents = {one.variant: set(one.sections) for one in editions.renderings_of(conn, edition)}
        found = reports.report(conn, edition)
    assert len(got) + found.nothing + found.unserved == 12
    assert all(contents[name].isdisjoint(chose[place]) for place, name in got.items())
