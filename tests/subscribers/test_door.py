"""The readers' own pages over HTTP: a GET changes nothing, a POST acts at once, nobody is found out."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from servers.http_app import Client, serving
from sqlalchemy import Connection
from starlette.applications import Starlette
from subscribers_facts import NOW, PEPPER, SECRETS, TIERS, at

from subscribers import store
from subscribers.door import Door, make_door
from subscribers.tokens import Tokens
from subscribers.words import ENGLISH

Begin = Callable[[], AbstractContextManager[Connection]]
tokens = Tokens(SECRETS)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@dataclass
class House:
    """What the door's callables saw."""

    now: datetime = NOW
    mails: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    after: int = 0
    visitor: str = "192.0.2.7"

    def count(self) -> None:
        self.after += 1


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def client(begin: Begin, look: Begin, house: House) -> Iterator[Client]:
    door = Door(
        begin=begin,
        look=look,
        tokens=tokens,
        pepper=PEPPER,
        house="The <News> Room",
        words=ENGLISH,
        lists={"daily": "The Daily", "weekly": "The Weekly", "members": "Members"},
        open=("daily", "weekly"),
        send_confirmation=lambda conn, reader, lists: house.mails.append((reader, lists)),
        after=house.count,
        clock=lambda: house.now,
        visitor=lambda request: house.visitor,
    )
    with serving(Starlette(routes=make_door(door))) as client:
        yield client


@pytest.fixture
def reader(begin: Begin) -> int:
    with begin() as conn:
        added = store.add(
            conn, "reader@example.org", pepper=PEPPER, lists=["daily", "weekly"], at=NOW, how="import"
        )
    assert added.subscriber_id is not None
    return added.subscriber_id


def on(begin: Begin, reader: int) -> set[str]:
    with begin() as conn:
        return {
            name
            for name in ("daily", "weekly", "members")
            if reader in dict(store.audience(conn, [name], TIERS))
        }


def until(true: Callable[[], object]) -> None:
    """Waits for what the door does after its answer."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def link(purpose: str, reader: int, scope: str = "daily") -> str:
    return f"/{purpose}/{tokens.sign(purpose, reader, scope)}"  # type: ignore[arg-type]


# --- unsubscribe ---------------------------------------------------------------------------------------


def test_a_get_shows_a_page_and_changes_nothing(
    client: Client, begin: Begin, house: House, reader: int
) -> None:
    path = link("u", reader)
    for _ in range(100):
        answer = client.get(path)
    assert answer.status == 200
    assert "The Daily" in answer.text
    assert '<form method="post">' in answer.text
    assert client.ask("HEAD", path).status == 200
    assert on(begin, reader) == {"daily", "weekly"}
    assert house.after == 0


@pytest.mark.slow
def test_a_thousand_gets_change_nothing(client: Client, begin: Begin, reader: int) -> None:
    with begin() as conn:
        before = store.show(conn, reader)
    paths = (link("u", reader), link("p", reader))
    for number in range(1_000):
        assert client.get(paths[number % 2]).status == 200
    with begin() as conn:
        assert store.show(conn, reader) == before


def test_one_click_unsubscribes_at_once_without_cookie_or_redirect(
    client: Client, begin: Begin, house: House, reader: int
) -> None:
    answer = client.post(link("u", reader), ONE_CLICK)
    assert answer.status == 200
    assert "set-cookie" not in answer.headers
    assert "location" not in answer.headers
    assert on(begin, reader) == {"weekly"}
    with begin() as conn:
        assert store.recheck(conn, [reader], ["daily"], TIERS, "public") == {reader: "unsubscribed"}
        consent = store.show(conn, reader).consents[-1]
    assert (consent.what, consent.how, consent.network) == ("unsubscribed", "one-click", "192.0.2.0/24")
    assert client.post(link("u", reader), ONE_CLICK).status == 200
    assert on(begin, reader) == {"weekly"}
    assert house.after == 2


def test_one_click_may_come_as_multipart(client: Client, begin: Begin, reader: int) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    answer = client.ask("POST", link("u", reader), body, content_type="multipart/form-data; boundary=x")
    assert answer.status == 200
    assert on(begin, reader) == {"weekly"}


def test_the_page_unsubscribes_from_its_lists_or_from_everything(
    client: Client, begin: Begin, reader: int
) -> None:
    assert "not get The Daily" in client.post(link("u", reader), {"act": "leave"}).text
    assert on(begin, reader) == {"weekly"}
    assert client.post(link("u", reader), {"act": "leave-all"}).status == 200
    assert on(begin, reader) == set()
    with begin() as conn:
        assert store.recheck(conn, [reader], ["weekly"], TIERS, "public") == {reader: "suppressed"}


def test_a_scope_may_hold_several_lists_or_none(client: Client, begin: Begin, reader: int) -> None:
    client.post(link("u", reader, "daily\nweekly"), ONE_CLICK)
    assert on(begin, reader) == set()
    with begin() as conn:
        other = store.add(
            conn, "b@example.org", pepper=PEPPER, lists=["daily"], at=NOW, how="x"
        ).subscriber_id
    client.post(link("u", other or 0, ""), ONE_CLICK)
    assert on(begin, other or 0) == set()


def test_a_list_that_is_gone_still_unsubscribes(client: Client, begin: Begin, reader: int) -> None:
    assert client.get(link("u", reader, "nightly")).status == 200
    assert client.post(link("u", reader, "nightly"), ONE_CLICK).status == 200
    assert on(begin, reader) == set()


def test_the_link_of_an_erased_reader_still_answers(client: Client, begin: Begin, reader: int) -> None:
    with begin() as conn:
        store.erase(conn, reader, NOW, "desk")
    assert client.get(link("u", reader)).status == 200
    assert client.post(link("u", reader), ONE_CLICK).status == 200


def test_a_post_that_asks_for_nothing_does_nothing(client: Client, begin: Begin, reader: int) -> None:
    for fields in ({}, {"List-Unsubscribe": "Two-Click"}, {"act": "save"}):
        assert client.post(link("u", reader), fields).status == 400
    assert client.ask("PUT", link("u", reader)).status == 405
    assert client.post(link("u", reader), {"x": "y" * 70_000}).status == 413
    assert on(begin, reader) == {"daily", "weekly"}


def test_a_link_that_is_not_ours_does_nothing(client: Client, begin: Begin, reader: int) -> None:
    good = tokens.sign("u", reader, "daily")
    bent = good[:-1] + ("A" if good[-1] != "A" else "B")
    for bad in (good[:-1], bent, "x", tokens.sign("p", reader, "daily")):
        assert client.get(f"/u/{bad}").status == 404
        assert client.post(f"/u/{bad}", ONE_CLICK).status == 404
    assert on(begin, reader) == {"daily", "weekly"}


# --- preferences ---------------------------------------------------------------------------------------


def save(*names: str, shown: tuple[str, ...] = ("daily", "weekly")) -> dict[str, object]:
    return {"act": "save", "list": names, "shown": shown}


def test_preferences_join_and_leave(client: Client, begin: Begin, reader: int) -> None:
    path = link("p", reader, "")
    page = client.get(path).text
    assert re.findall(r'value="(\w+)" checked', page) == ["daily", "weekly"]
    assert "Members" not in page
    client.post(path, save("weekly"))
    assert on(begin, reader) == {"weekly"}
    page = client.post(path, save("daily")).text
    assert on(begin, reader) == {"daily"}
    assert re.findall(r'value="(\w+)" checked', page) == ["daily"]
    client.post(path, {"act": "leave-all"})
    assert on(begin, reader) == set()
    client.post(path, save("daily"))
    assert on(begin, reader) == {"daily"}


def test_preferences_give_no_tier_and_touch_no_list_that_was_not_shown(
    client: Client, begin: Begin, reader: int
) -> None:
    path = link("p", reader, "")
    client.post(path, save("daily", "weekly", "members", shown=("daily", "weekly", "members")))
    assert on(begin, reader) == {"daily", "weekly"}
    client.post(path, save(shown=("daily",)))
    assert on(begin, reader) == {"weekly"}


def test_a_complaint_is_not_lifted_by_a_tick(client: Client, begin: Begin, reader: int) -> None:
    with begin() as conn:
        store.suppress(conn, reader, "complained", NOW, "provider")
    client.post(link("p", reader, ""), save("daily", "weekly"))
    assert on(begin, reader) == set()


def test_preferences_of_the_erased_are_gone(client: Client, begin: Begin, reader: int) -> None:
    with begin() as conn:
        store.erase(conn, reader, NOW, "desk")
    assert client.get(link("p", reader, "")).status == 404
    assert client.post(link("p", reader, ""), save("daily")).status == 404


# --- subscribe and confirm -----------------------------------------------------------------------------


def ask(client: Client, address: str, *lists: str, **more: str) -> int:
    return client.post("/s", {"address": address, "list": lists or ("daily",), **more}).status


def test_who_asks_gets_one_mail_and_confirms_by_a_post(client: Client, begin: Begin, house: House) -> None:
    assert client.get("/s").status == 200
    assert ask(client, "New@example.org") == 200
    until(lambda: house.mails)
    ((reader, lists),) = house.mails
    assert lists == ("daily",)
    assert on(begin, reader) == set()
    path = f"/c/{tokens.sign_confirmation(reader, lists, house.now)}"
    assert "The Daily" in client.get(path).text
    assert on(begin, reader) == set()
    assert client.post(path, {"act": "confirm"}).status == 200
    assert on(begin, reader) == {"daily"}
    assert client.post(path, {"act": "confirm"}).status == 200


def test_a_confirmation_is_good_for_48_hours_and_undoes_no_later_opt_out(
    client: Client, begin: Begin, house: House, reader: int
) -> None:
    path = f"/c/{tokens.sign_confirmation(reader, ['daily'], house.now)}"
    house.now = at(60)
    client.post(link("u", reader), ONE_CLICK)
    assert client.post(path, {}).status == 410
    assert on(begin, reader) == {"weekly"}
    house.now = NOW + timedelta(hours=49)
    assert client.get(path).status == 410
    assert client.get("/c/x").status == 404


def test_the_answer_is_the_same_for_known_unknown_and_suppressed(
    client: Client, begin: Begin, house: House, reader: int
) -> None:
    with begin() as conn:
        store.suppress(conn, "never@example.org", "complained", NOW, "desk", pepper=PEPPER)
    pages = {
        client.post("/s", {"address": address, "list": "daily"}).text
        for address in ("reader@example.org", "never@example.org", "stranger@example.org")
    }
    assert len(pages) == 1
    until(lambda: house.mails)
    with begin() as conn:
        stranger = store.find(conn, "stranger@example.org", PEPPER)
        assert store.find(conn, "never@example.org", PEPPER) is None
    assert house.mails == [(stranger, ("daily",))]


def test_an_address_is_mailed_once_a_day_whoever_asks(client: Client, house: House) -> None:
    for number in range(15):
        house.visitor = f"198.51.{number}.1"
        assert ask(client, f"{'Victim' if number % 2 else 'victim'}@example.org") == 200
    until(lambda: house.mails)
    house.now = NOW + timedelta(hours=23)
    ask(client, "victim@example.org")
    house.now = NOW + timedelta(hours=25)
    ask(client, "victim@example.org")
    until(lambda: len(house.mails) >= 2)
    assert len(house.mails) == 2


def test_a_network_may_ask_twenty_times_an_hour(client: Client, house: House) -> None:
    answers = []
    for number in range(25):
        house.visitor = f"2001:db8:1:2::{number:x}"
        answers.append(ask(client, f"r{number}@example.org"))
    assert answers == [200] * 20 + [429] * 5
    house.visitor = "2001:db8:1:3::1"
    assert ask(client, "other@example.org") == 200
    house.now = at(61)
    house.visitor = "2001:db8:1:2::1"
    assert ask(client, "later@example.org") == 200


def test_a_machine_that_fills_the_hidden_field_gets_the_same_page_and_no_mail(
    client: Client, begin: Begin, house: House
) -> None:
    human = client.post("/s", {"address": "a@example.org", "list": "daily"}).text
    until(lambda: house.mails)
    fields = {"address": "bot@example.org", "list": "daily", "website": "http://example.org"}
    assert client.post("/s", fields).text == human
    ask(client, "another@example.org")
    until(lambda: len(house.mails) == 2)
    with begin() as conn:
        assert store.find(conn, "bot@example.org", PEPPER) is None


def test_what_cannot_be_asked_says_so(client: Client, house: House) -> None:
    answer = client.post("/s", {"address": '"><script>x</script>@example', "list": "daily"})
    assert answer.status == 422
    assert "<script" not in answer.text
    assert ask(client, "a@example.org\r\nBcc: b@example.org") == 422
    assert client.post("/s", {"address": "a@example.org"}).status == 422
    assert ask(client, "a@example.org", "members") == 422
    assert house.mails == []


def test_the_answer_does_not_wait_for_the_look_whether_an_address_is_known(
    client: Client, house: House, reader: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, looked = threading.Event(), threading.Event()
    subscribe = store.subscribe

    def patient(*arguments: object, **options: object) -> object:
        assert answered.wait(20)
        looked.set()
        return subscribe(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("subscribers.store.subscribe", patient)
    for address in ("reader@example.org", "stranger@example.org"):
        answered.clear()
        looked.clear()
        assert ask(client, address) == 200
        assert not looked.is_set()
        answered.set()
        assert looked.wait(20)
    until(lambda: house.mails)


# --- every page ----------------------------------------------------------------------------------------


def test_every_page_is_sealed_and_asks_nothing_of_others(client: Client, reader: int) -> None:
    for path in (link("u", reader), link("p", reader, ""), "/s", "/u/x", "/c/x"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "set-cookie" not in answer.headers
        assert "http" not in answer.text.replace("http-equiv", "")
        assert "<script" not in answer.text
        assert "The &lt;News&gt; Room" in answer.text
        assert '<html lang="en"' in answer.text


def test_no_page_shows_an_address(client: Client, reader: int) -> None:
    for path in (link("u", reader), link("p", reader, "")):
        assert "reader@" not in client.get(path).text
