"""Adding, choosing, leaving, erasing and merging, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection
from subscribers_facts import NOW, PEPPER, TIERS, at

from subscribers import store
from subscribers.errors import (
    AddressRefused,
    PepperChanged,
    SubscribersError,
    UnknownList,
    UnknownSubscriber,
)
from subscribers.model import Mailbox

DAILY = ["daily"]


def add(conn: Connection, address: str, *names: str, **more: object) -> int:
    added = store.add(conn, address, pepper=PEPPER, lists=names, at=NOW, how="by hand", **more)
    assert added.subscriber_id is not None
    return added.subscriber_id


def who(conn: Connection, *names: str, segment: object = None) -> dict[int, str]:
    return dict(store.audience(conn, names, TIERS, segment))


def test_the_audience_is_everyone_confirmed_with_her_highest_tier(conn: Connection) -> None:
    one = add(conn, "one@example.org", "daily")
    two = add(conn, "two@example.org", "daily", "members")
    add(conn, "three@example.org", "weekly")
    assert list(store.audience(conn, ["daily", "members"], TIERS)) == [(one, "public"), (two, "members")]
    assert store.count_audience(conn, ["daily", "members"], TIERS) == {"public": 1, "members": 1}


def test_an_audience_of_an_unknown_list_or_tier_is_nobody(conn: Connection) -> None:
    add(conn, "one@example.org", "daily", "members")
    for names, tiers in ((["nightly"], TIERS), (["members"], ("public",)), ([], TIERS)):
        with pytest.raises(SubscribersError):
            list(store.audience(conn, names, tiers))


def test_the_audience_goes_on_past_one_page(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subscribers.audience.PAGE", 3)
    ids = [add(conn, f"r{n}@example.org", "daily", "weekly") for n in range(10)]
    assert [i for i, _ in store.audience(conn, ["daily", "weekly"], TIERS)] == ids
    assert store.count_audience(conn, ["daily"], TIERS) == {"public": 10}


def test_two_spellings_of_an_address_are_one_reader(conn: Connection) -> None:
    one = add(conn, "Olena.K@Example.ORG", "daily", name="Olena")
    assert add(conn, " olena.k@example.org ", "weekly", name="Someone Else") == one
    person = store.show(conn, one)
    assert (person.address, person.name) == ("Olena.K@Example.ORG", "Olena")
    assert [s.list for s in person.subscriptions] == ["daily", "weekly"]


def test_what_is_refused_is_named_without_the_address(conn: Connection) -> None:
    with pytest.raises(AddressRefused) as refused:
        add(conn, "olena@@example", "daily")
    assert "olena" not in str(refused.value)
    with pytest.raises(UnknownList):
        add(conn, "olena@example.org", "nightly")


def test_recheck_gives_the_mailbox_or_the_reason(conn: Connection) -> None:
    good = add(conn, "Good@example.org", "daily", name="Good")
    left = add(conn, "left@example.org", "daily")
    bounced = add(conn, "bounced@example.org", "daily")
    gone = add(conn, "gone@example.org", "daily")
    store.unsubscribe(conn, left, "daily", NOW, "link")
    store.suppress(conn, bounced, "bounced", NOW, "provider")
    store.erase(conn, gone, NOW, "desk")
    asked = [good, left, bounced, gone, 999_999]
    assert store.recheck(conn, asked, DAILY, TIERS, "public") == {
        good: Mailbox(subscriber_id=good, address="Good@example.org", name="Good"),
        left: "unsubscribed",
        bounced: "suppressed",
        gone: "erased",
        999_999: "erased",
    }


def test_recheck_skips_who_lost_the_tier_and_keeps_who_gained_one(conn: Connection) -> None:
    member = add(conn, "member@example.org", "daily", "members")
    lists = ["daily", "members"]
    assert isinstance(store.recheck(conn, [member], lists, TIERS, "public")[member], Mailbox)
    store.unsubscribe(conn, member, "members", NOW, "link")
    assert store.recheck(conn, [member], lists, TIERS, "members") == {member: "tier"}
    assert isinstance(store.recheck(conn, [member], lists, TIERS, "public")[member], Mailbox)


def test_recheck_of_many_is_asked_in_parts(conn: Connection) -> None:
    ids = [add(conn, f"r{n}@example.org", "daily") for n in range(12)]
    answers = store.recheck(conn, [*ids, *range(10_000, 12_500)], DAILY, TIERS, "public")
    assert len(answers) == 2512
    assert sum(isinstance(answer, Mailbox) for answer in answers.values()) == 12


def test_an_opt_out_is_for_ever(conn: Connection) -> None:
    reader = add(conn, "left@example.org", "daily", "weekly")
    assert store.unsubscribe(conn, reader, "daily", at(1), "link")
    assert not store.unsubscribe(conn, reader, "daily", at(2), "link")
    again = store.add(conn, "LEFT@example.org", pepper=PEPPER, lists=["daily"], at=at(3), how="import")
    assert again.opted_out == ("daily",)
    assert not again.joined
    assert who(conn, "daily") == {}
    assert who(conn, "weekly") == {reader: "public"}
    store.unsubscribe(conn, reader, None, at(4), "link")
    again = store.add(conn, "left@example.org", pepper=PEPPER, lists=["weekly"], at=at(5), how="import")
    assert again.opted_out == ("weekly",)
    assert who(conn, "daily", "weekly") == {}


def test_only_a_confirmation_asked_for_later_lifts_an_opt_out(conn: Connection) -> None:
    reader = add(conn, "back@example.org", "daily", "weekly")
    store.unsubscribe(conn, reader, None, at(10), "link")
    assert store.confirm(conn, reader, DAILY, at(11), "an old link", asked_at=at(5)) == ()
    asked = store.subscribe(
        conn, "back@example.org", pepper=PEPPER, lists=["daily", "weekly"], at=at(20), how="form"
    )
    assert asked.to_confirm == ("daily", "weekly")  # weekly is single opt-in, but she had left
    assert who(conn, "daily", "weekly") == {}
    assert store.confirm(conn, reader, DAILY, at(21), "link", asked_at=at(20)) == ("daily",)
    assert who(conn, "daily", "weekly") == {reader: "public"}
    assert who(conn, "weekly") == {}
    store.unsubscribe(conn, reader, "daily", at(22), "link")
    assert store.confirm(conn, reader, DAILY, at(23), "the same link", asked_at=at(20)) == ()
    assert who(conn, "daily") == {}


def test_a_complaint_is_lifted_by_an_operator_only(conn: Connection) -> None:
    reader = add(conn, "angry@example.org", "daily")
    store.suppress(conn, reader, "bounced", at(1), "provider")
    store.suppress(conn, reader, "complained", at(2), "provider")
    store.suppress(conn, reader, "bounced", at(3), "provider")
    asked = store.subscribe(conn, "angry@example.org", pepper=PEPPER, lists=DAILY, at=at(4), how="form")
    assert asked.subscriber_id is None
    assert store.confirm(conn, reader, DAILY, at(5), "link", asked_at=at(4)) == ()
    with pytest.raises(UnknownSubscriber):
        store.lift(conn, reader, at(6), "desk", "  ")
    assert store.lift(conn, reader, at(6), "desk", "she wrote to us")
    assert who(conn, "daily") == {reader: "public"}
    store.unsubscribe(conn, reader, None, at(7), "link")
    assert not store.lift(conn, reader, at(8), "desk", "we would like her back")


def test_a_double_opt_in_list_waits_and_a_single_one_does_not(conn: Connection) -> None:
    asked = store.subscribe(
        conn, "new@example.org", pepper=PEPPER, lists=["daily", "weekly"], at=NOW, how="form"
    )
    assert (asked.to_confirm, asked.joined) == (("daily",), ("weekly",))
    assert asked.subscriber_id is not None
    assert who(conn, "daily") == {}
    assert who(conn, "weekly") == {asked.subscriber_id: "public"}
    assert store.confirm(conn, asked.subscriber_id, DAILY, at(1), "link", asked_at=NOW) == ("daily",)
    again = store.subscribe(
        conn, "new@example.org", pepper=PEPPER, lists=["daily", "weekly"], at=at(2), how="form"
    )
    assert (again.to_confirm, again.joined) == ((), ())


def test_an_import_confirms_who_had_only_asked(conn: Connection) -> None:
    asked = store.subscribe(conn, "new@example.org", pepper=PEPPER, lists=DAILY, at=NOW, how="form")
    added = store.add(conn, "new@example.org", pepper=PEPPER, lists=DAILY, at=at(1), how="import")
    assert added.joined == ("daily",)
    assert who(conn, "daily") == {asked.subscriber_id: "public"}


def test_the_erased_leave_a_hash_that_stops_an_import(conn: Connection) -> None:
    reader = add(conn, "gone@example.org", "daily")
    store.erase(conn, reader, at(1), "desk")
    assert store.find(conn, "gone@example.org", PEPPER) is None
    added = store.add(conn, "Gone@example.org", pepper=PEPPER, lists=DAILY, at=at(2), how="import")
    assert added.subscriber_id is None
    assert store.find(conn, "gone@example.org", PEPPER) is None
    assert not store.unsubscribe(conn, reader, None, at(3), "an old link")
    with pytest.raises(UnknownSubscriber):
        store.show(conn, reader)
    asked = store.subscribe(conn, "gone@example.org", pepper=PEPPER, lists=DAILY, at=at(4), how="form")
    assert asked.subscriber_id not in (None, reader)
    assert who(conn, "daily") == {}
    assert store.confirm(conn, asked.subscriber_id or 0, DAILY, at(5), "link", asked_at=at(4)) == ("daily",)
    assert who(conn, "daily") == {asked.subscriber_id: "public"}


def test_ids_are_never_given_twice(conn: Connection) -> None:
    reader = add(conn, "last@example.org", "daily")
    store.erase(conn, reader, at(1), "desk")
    assert add(conn, "next@example.org", "daily") > reader


def test_a_merge_joins_lists_and_keeps_every_opt_out(conn: Connection) -> None:
    keep = add(conn, "keep@example.org", "daily", "weekly")
    drop = add(conn, "drop@example.org", "weekly", "members")
    older = add(conn, "older@example.org", "daily")
    store.merge(conn, drop, older, at(1), "desk")
    store.unsubscribe(conn, drop, "weekly", at(2), "link")
    store.merge(conn, keep, drop, at(3), "desk")
    states = {s.list: s.state for s in store.show(conn, keep).subscriptions}
    assert states == {"daily": "confirmed", "weekly": "unsubscribed", "members": "confirmed"}
    assert who(conn, "daily", "weekly", "members") == {keep: "members"}
    added = store.add(conn, "drop@example.org", pepper=PEPPER, lists=DAILY, at=at(4), how="import")
    assert added.subscriber_id is None
    assert store.unsubscribe(conn, older, None, at(5), "a link in an old mail")
    assert who(conn, "daily", "weekly", "members") == {}


def test_a_dead_address_does_not_silence_the_one_it_is_merged_into(conn: Connection) -> None:
    """Neither by its bounce of before nor by one that comes back late."""
    keep = add(conn, "new@example.org", "daily")
    for number, address in enumerate(("old@example.org", "older@example.org")):
        drop = add(conn, address, "daily")
        if not number:
            store.suppress(conn, drop, "bounced", at(1), "provider")
        store.merge(conn, keep, drop, at(2), "desk")
        assert not store.suppress(conn, drop, "bounced", at(3), "provider")
    assert who(conn, "daily") == {keep: "public"}
    assert store.suppress(conn, drop, "complained", at(4), "provider")
    assert who(conn, "daily") == {}


def test_an_unknown_reader_is_no_reader(conn: Connection) -> None:
    assert not store.unsubscribe(conn, 77, None, NOW, "link")
    assert not store.suppress(conn, 77, "bounced", NOW, "provider")
    assert store.mailbox_to_confirm(conn, 77) is None
    for act in (lambda: store.erase(conn, 77, NOW, "desk"), lambda: store.merge(conn, 77, 78, NOW, "desk")):
        with pytest.raises(UnknownSubscriber):
            act()


def test_merging_into_oneself_is_refused(conn: Connection) -> None:
    keep = add(conn, "keep@example.org", "daily")
    drop = add(conn, "drop@example.org", "daily")
    store.merge(conn, keep, drop, at(1), "desk")
    with pytest.raises(UnknownSubscriber):
        store.merge(conn, keep, drop, at(2), "desk")


def test_another_pepper_is_refused(conn: Connection) -> None:
    add(conn, "one@example.org", "daily")
    with pytest.raises(PepperChanged):
        store.add(conn, "one@example.org", pepper="x" * 20, lists=DAILY, at=NOW, how="by hand")


def test_the_consent_log_says_what_was_done_and_how(conn: Connection) -> None:
    reader = add(conn, "one@example.org", "daily")
    store.unsubscribe(conn, reader, "daily", at(1), "one-click", network="192.0.2.0/24")
    lines = [(c.what, c.list, c.how, c.network) for c in store.show(conn, reader).consents]
    assert lines == [
        ("confirmed", "daily", "by hand", ""),
        ("unsubscribed", "daily", "one-click", "192.0.2.0/24"),
    ]


def test_those_who_never_confirm_are_forgotten_and_may_ask_again(conn: Connection) -> None:
    ask = {"pepper": PEPPER, "lists": DAILY, "how": "form"}
    idle = store.subscribe(conn, "idle@example.org", at=at(0), **ask)
    fresh = store.subscribe(conn, "fresh@example.org", at=at(100), **ask)
    reader = add(conn, "reader@example.org", "daily")
    assert store.erase_unconfirmed(conn, at(50)) == 1
    with pytest.raises(UnknownSubscriber):
        store.show(conn, idle.subscriber_id or 0)
    assert store.show(conn, fresh.subscriber_id or 0)
    assert store.show(conn, reader)
    assert store.subscribe(conn, "idle@example.org", at=at(60), **ask).to_confirm == ("daily",)


def test_a_suppression_by_address_holds_for_one_we_do_not_have(conn: Connection) -> None:
    assert store.suppress(conn, "Never@example.org", "operator", NOW, "desk", pepper=PEPPER)
    added = store.add(conn, "never@example.org", pepper=PEPPER, lists=DAILY, at=NOW, how="import")
    assert added.subscriber_id is None


def test_lists_and_testers(conn: Connection) -> None:
    add(conn, "one@example.org", "daily")
    counts = {c.list.name: c.confirmed for c in store.list_counts(conn)}
    assert counts == {"daily": 1, "members": 0, "weekly": 0}
    store.ensure_lists(conn, [("daily", "Renamed", "paid", "single")])
    assert who(conn, "daily") == {1: "paid"}
    store.add_tester(conn, "Editor@example.org", pepper=PEPPER, at=NOW, name="Ed")
    store.add_tester(conn, "editor@example.org", pepper=PEPPER, at=NOW, name="Edna")
    assert [t.name for t in store.list_testers(conn)] == ["Edna"]
    assert store.remove_tester(conn, "EDITOR@example.org", pepper=PEPPER)
    assert not store.remove_tester(conn, "editor@example.org", pepper=PEPPER)


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ("language=uk", {1}),
        ("language!=uk", {2, 3}),
        ("language=uk,en", {1, 2}),
        ("attribute.city=Kyiv", {1}),
        ("attribute.city!=Kyiv list=weekly", {2}),
        ("list!=weekly", {1, 3}),
        ("'attribute.city=Kryvyi Rih,Kyiv'", {1, 2}),
        ("timezone=Europe/Kyiv", {3}),
    ],
)
def test_a_segment_narrows_the_audience(conn: Connection, segment: str, expected: set[int]) -> None:
    add(conn, "one@example.org", "daily", language="uk", attributes={"city": "Kyiv"})
    add(conn, "two@example.org", "daily", "weekly", language="en", attributes={"city": "Kryvyi Rih"})
    add(conn, "three@example.org", "daily", timezone="Europe/Kyiv")
    assert set(who(conn, "daily", segment=segment)) == expected
    store.save_segment(conn, "some", segment, NOW)
    assert set(who(conn, "daily", segment="some")) == expected


@pytest.mark.parametrize("segment", ["", "city=Kyiv", "attribute=x", "language=", "nowhere", 'list="a'])
def test_a_segment_that_cannot_be_read_is_nobody(conn: Connection, segment: str) -> None:
    with pytest.raises(SubscribersError):
        who(conn, "daily", segment=segment)
