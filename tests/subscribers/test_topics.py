"""Topics a reader does not want: her choice is kept, asked for, brought along, joined and erased."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers.http_app import Client, serving
from sqlalchemy import Connection, text
from starlette.applications import Starlette
from subscribers_facts import NOW, PEPPER, SECRETS, TIERS, at

from subscribers import store
from subscribers.csv_file import export_csv, import_csv
from subscribers.door import Door, make_door
from subscribers.errors import SubscribersError, TopicRefused, UnknownSubscriber
from subscribers.preferences import Newsletter
from subscribers.tokens import Tokens
from subscribers.topics import packed, unpacked
from subscribers.words import ARABIC, ENGLISH, GERMAN, UKRAINIAN, Words

Begin = Callable[[], AbstractContextManager[Connection]]
LISTS = ["daily", "weekly", "members"]
tokens = Tokens(SECRETS)


def add(conn: Connection, name: str, *lists: str) -> int:
    added = store.add(
        conn, f"{name}@example.org", pepper=PEPPER, lists=lists or ["daily"], at=NOW, how="test"
    )
    return added.subscriber_id or 0


def leave_out(conn: Connection, reader: int, name: str, *topics: str) -> bool:
    return store.leave_out(conn, reader, name, topics, NOW, "test")


def by_choice(conn: Connection) -> dict[int, tuple[str, set[str]]]:
    return {one: (tier, set(out)) for one, tier, out in store.audience_by_choice(conn, LISTS, TIERS)}


def test_the_audience_names_what_each_reader_left_out_on_any_list(conn: Connection) -> None:
    one, two, three = add(conn, "a"), add(conn, "b", "daily", "members"), add(conn, "c")
    assert leave_out(conn, one, "daily", "Sport")
    assert leave_out(conn, two, "daily", "Sport", "Culture")
    assert leave_out(conn, two, "members", "War", "Sport")
    assert by_choice(conn) == {
        one: ("public", {"Sport"}),
        two: ("members", {"Sport", "Culture", "War"}),
        three: ("public", set()),
    }
    assert dict(store.audience(conn, LISTS, TIERS)) == {one: "public", two: "members", three: "public"}
    assert store.count_choices(conn, LISTS, TIERS) == {
        ("public", frozenset({"Sport"})): 1,
        ("members", frozenset({"Sport", "Culture", "War"})): 1,
    }
    assert store.count_audience(conn, LISTS, TIERS) == {"public": 2, "members": 1}


def test_one_who_is_on_two_lists_and_chose_alike_is_counted_once(conn: Connection) -> None:
    for name, order in (("a", ["daily", "weekly"]), ("b", ["weekly", "daily"])):
        reader = add(conn, name, *order)
        leave_out(conn, reader, order[0], "Sport")
        leave_out(conn, reader, order[1], "War")
    assert store.count_choices(conn, LISTS, TIERS) == {("public", frozenset({"Sport", "War"})): 2}


def test_a_list_that_was_left_has_no_say_and_its_choice_comes_back_with_it(conn: Connection) -> None:
    reader = add(conn, "a", "daily", "weekly")
    leave_out(conn, reader, "weekly", "Sport")
    store.unsubscribe(conn, reader, "weekly", at(1), "link")
    assert by_choice(conn) == {reader: ("public", set())}
    assert store.unwanted(conn, reader) == {"daily": frozenset()}
    store.confirm(conn, reader, ["weekly"], at(3), "link", asked_at=at(2))
    assert by_choice(conn) == {reader: ("public", {"Sport"})}


def test_who_wants_everything_again_is_counted_no_more(conn: Connection) -> None:
    reader = add(conn, "a")
    assert not leave_out(conn, reader, "daily")
    assert leave_out(conn, reader, "daily", "Sport")
    assert not leave_out(conn, reader, "daily", "Sport")
    assert leave_out(conn, reader, "daily")
    assert store.count_choices(conn, LISTS, TIERS) == {}
    said = [one.how for one in store.show(conn, reader).consents if one.what == "topics"]
    assert said == ["test: without Sport", "test: every topic"]


def test_a_choice_is_an_opt_out_of_nothing(conn: Connection) -> None:
    reader = add(conn, "a")
    leave_out(conn, reader, "daily", "Sport")
    person = store.show(conn, reader)
    assert [(one.state, one.unwanted) for one in person.subscriptions] == [("confirmed", ("Sport",))]
    assert person.suppressions == ()
    store.unsubscribe(conn, reader, "daily", at(1), "link")
    leave_out(conn, reader, "daily")
    assert [one.state for one in store.show(conn, reader).subscriptions] == ["unsubscribed"]


def test_a_merge_keeps_what_either_did_not_want(conn: Connection) -> None:
    keep, drop = add(conn, "a", "daily"), add(conn, "b", "daily", "weekly")
    leave_out(conn, keep, "daily", "Sport")
    leave_out(conn, drop, "daily", "War")
    leave_out(conn, drop, "weekly", "Culture")
    store.merge(conn, keep, drop, at(1), "desk")
    assert store.unwanted(conn, keep) == {"daily": {"Sport", "War"}, "weekly": {"Culture"}}


def test_an_erasure_leaves_no_trace_of_a_choice(conn: Connection) -> None:
    reader = add(conn, "a")
    leave_out(conn, reader, "daily", "Sport")
    store.erase(conn, reader, at(1), "desk")
    for table in ("subscriptions", "consents"):
        assert conn.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608
    with pytest.raises(UnknownSubscriber):
        leave_out(conn, reader, "daily", "Sport")


def test_what_is_no_topic_is_refused(conn: Connection) -> None:
    reader = add(conn, "a")
    for bad in ("", "War; Sport", "two\nlines", "x" * 101, " War"):
        with pytest.raises(TopicRefused):
            leave_out(conn, reader, "daily", bad)
    with pytest.raises(SubscribersError):
        leave_out(conn, reader, "weekly", "Sport")


@given(st.frozensets(st.sampled_from(("War", "Бізнес", "Top: news", "Kultur & Co", "رياضة", "0"))))
def test_what_is_stored_is_what_was_chosen(names: frozenset[str]) -> None:
    assert unpacked(packed(names)) == names


# --- import and export ---------------------------------------------------------------------------------


def take(begin: Begin, folder: Path, content: str) -> None:
    file = folder / "in.csv"
    file.write_text(content, encoding="utf-8")
    refused = folder / "refused.csv"
    import_csv(begin, file, pepper=PEPPER, lists=["daily"], now=NOW, refused=refused)


def chosen(begin: Begin, number: int) -> dict[str, set[str]]:
    with begin() as conn:
        return {name: set(out) for name, out in store.unwanted(conn, number).items()}


def test_a_file_brings_choices_and_takes_none_back(begin: Begin, tmp_path: Path) -> None:
    take(
        begin,
        tmp_path,
        "email,lists,without\n"
        "a@example.org,daily;weekly,Sport\n"
        "b@example.org,daily;weekly,daily:Sport;weekly:Top: news\n"
        "c@example.org,daily,\n"
        "d@example.org,daily,War\nd@example.org,weekly,weekly:Sport\n",
    )
    assert chosen(begin, 1) == {"daily": {"Sport"}, "weekly": {"Sport"}}
    assert chosen(begin, 2) == {"daily": {"Sport"}, "weekly": {"Top: news"}}
    assert chosen(begin, 3) == {"daily": set()}
    assert chosen(begin, 4) == {"daily": {"War"}, "weekly": {"War", "Sport"}}
    take(
        begin, tmp_path, "email,lists,without\na@example.org,daily,Culture\nc@example.org,daily;weekly,War\n"
    )
    assert chosen(begin, 1) == {"daily": {"Sport"}, "weekly": {"Sport"}}
    assert chosen(begin, 3) == {"daily": set(), "weekly": {"War"}}


def test_a_row_whose_topic_cannot_be_is_refused(begin: Begin, tmp_path: Path) -> None:
    take(begin, tmp_path, f"email,without\na@example.org,{'x' * 101}\nb@example.org,Sport\n")
    assert "no topic" in (tmp_path / "refused.csv").read_text()
    with begin() as conn:
        assert [one for one, _ in store.audience(conn, ["daily"], TIERS)] == [1]


def test_an_export_brings_the_choices_along(begin: Begin, tmp_path: Path) -> None:
    with begin() as conn:
        one, two = add(conn, "a", "daily", "weekly"), add(conn, "b")
        leave_out(conn, one, "daily", "Sport", "-War")
        leave_out(conn, one, "weekly", "=1+1")
        leave_out(conn, two, "daily", "Kultur & Co")
        before = Counter((tier, out) for _, tier, out in store.audience_by_choice(conn, LISTS, TIERS))
        export_csv(conn, tmp_path / "out.csv")
        for reader in (one, two):
            store.erase(conn, reader, at(1), "desk")
        conn.exec_driver_sql("DELETE FROM suppressions")
    take(begin, tmp_path, (tmp_path / "out.csv").read_text(encoding="utf-8"))
    with begin() as conn:
        after = Counter((tier, out) for _, tier, out in store.audience_by_choice(conn, LISTS, TIERS))
    assert after == before


# --- her own page --------------------------------------------------------------------------------------

NEWSLETTERS = (
    Newsletter("daily", "The Daily", ["daily", "members"], ["War", "Business", "Sport"]),
    Newsletter("weekly", "The Weekly", ["weekly"], ["Essays", "Films & books"]),
)


def door(begin: Begin, look: Begin, words: Words = ENGLISH) -> Starlette:
    made = Door(
        begin=begin,
        look=look,
        tokens=tokens,
        pepper=PEPPER,
        house="The Room",
        words=words,
        lists={"daily": "The Daily", "weekly": "The Weekly", "members": "Members"},
        open=("daily", "weekly"),
        newsletters=NEWSLETTERS,
        send_confirmation=lambda conn, reader, lists: None,
        after=lambda: None,
        clock=lambda: NOW,
        visitor=lambda request: "192.0.2.7",
    )
    return Starlette(routes=make_door(made))


@pytest.fixture
def client(begin: Begin, look: Begin) -> Iterator[Client]:
    with serving(door(begin, look)) as client:
        yield client


@pytest.fixture
def reader(begin: Begin) -> int:
    with begin() as conn:
        return add(conn, "reader", "daily", "members")


def path_of(reader: int) -> str:
    return f"/p/{tokens.sign('p', reader, '')}"


def ticks(page: str) -> dict[str, bool]:
    """Every topic on the page and whether it is ticked."""
    return {name: bool(on) for name, on in re.findall(r'name="topic" value="([^"]*)"( checked)?', page)}


def form(page: str, *topics: str, lists: tuple[str, ...] = ("daily", "members")) -> dict[str, object]:
    """What a browser posts from this page with these topics ticked."""
    shown = [re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("shown", "shown-topic")]
    return {"act": "save", "list": lists, "shown": shown[0], "shown-topic": shown[1], "topic": topics}


def test_she_unticks_a_topic_and_ticks_it_again(client: Client, begin: Begin, reader: int) -> None:
    path = path_of(reader)
    page = client.get(path).text
    assert ticks(page) == {"daily/War": True, "daily/Business": True, "daily/Sport": True}
    assert "<legend>The Daily: topics</legend>" in page
    page = client.post(path, form(page, "daily/War", "daily/Business")).text
    assert ENGLISH.saved in page
    assert ticks(page) == {"daily/War": True, "daily/Business": True, "daily/Sport": False}
    assert chosen(begin, reader) == {"daily": {"Sport"}, "members": {"Sport"}}
    client.post(path, form(page, "daily/War", "daily/Business", "daily/Sport"))
    assert chosen(begin, reader) == {"daily": set(), "members": set()}


def test_opening_the_page_changes_nothing(client: Client, begin: Begin, reader: int) -> None:
    with begin() as conn:
        leave_out(conn, reader, "daily", "Sport")
    assert not ticks(client.get(path_of(reader)).text)["daily/Sport"]
    assert chosen(begin, reader) == {"daily": {"Sport"}, "members": set()}


def test_what_the_page_did_not_show_stays(client: Client, begin: Begin, reader: int) -> None:
    with begin() as conn:
        leave_out(conn, reader, "daily", "Gone", "Sport")
    path = path_of(reader)
    client.post(path, {"act": "save", "list": ("daily", "members"), "shown": ("daily", "members")})
    assert chosen(begin, reader)["daily"] == {"Gone", "Sport"}
    client.post(path, form(client.get(path).text, "daily/War", "daily/Sport"))
    assert chosen(begin, reader) == {"daily": {"Gone", "Business"}, "members": {"Business"}}


def test_no_topic_at_all_is_refused_and_nothing_is_saved(client: Client, begin: Begin, reader: int) -> None:
    path = path_of(reader)
    page = client.get(path).text
    answer = client.post(path, form(page, lists=("daily", "members", "weekly")))
    assert answer.status == 422
    assert 'role="alert"' in answer.text and ENGLISH.no_topic in answer.text
    assert chosen(begin, reader) == {"daily": set(), "members": set()}
    assert client.post(path, form(page, lists=())).status == 200  # she leaves: no topic is needed
    assert chosen(begin, reader) == {}


def test_a_list_she_joins_brings_its_topics(client: Client, begin: Begin, reader: int) -> None:
    path = path_of(reader)
    page = client.get(path).text
    page = client.post(path, form(page, "daily/War", lists=("daily", "members", "weekly"))).text
    assert {name for name, on in ticks(page).items() if on} == {
        "daily/War", "weekly/Essays", "weekly/Films &amp; books",
    }  # fmt: skip
    client.post(path, form(page.replace("&amp;", "&"), "daily/War", "weekly/Films & books", lists=LISTS))
    assert chosen(begin, reader)["weekly"] == {"Essays"}


def test_a_merged_readers_old_link_changes_the_one_who_is_kept(
    client: Client, begin: Begin, reader: int
) -> None:
    with begin() as conn:
        old = add(conn, "old")
        store.merge(conn, reader, old, NOW, "desk")
    path = path_of(old)
    client.post(path, form(client.get(path).text, "daily/War"))
    assert chosen(begin, reader)["daily"] == {"Business", "Sport"}


@pytest.mark.parametrize("words", [ENGLISH, UKRAINIAN, GERMAN, ARABIC], ids=lambda words: words.language)
def test_each_language_has_the_words(begin: Begin, look: Begin, reader: int, words: Words) -> None:
    with serving(door(begin, look, words)) as client:
        page = client.get(path_of(reader)).text
    assert words.topics.replace("{title}", "The Daily") in page
    assert words.topics_ask in page
    assert "{" not in re.sub(r"<style>.*</style>", "", page, flags=re.DOTALL)
