"""The stream of news for open pages: not more of them than the desk can bear, none for a page nobody sees."""

from __future__ import annotations

import http.client
import time
from typing import Any

import pytest
from desk.browsing import desk
from desk.conftest import TOKEN, Room
from desk.visitor import Visitor

from digest.desk import live


def stream(visitor: Visitor, room: Room) -> tuple[http.client.HTTPConnection, int]:
    connection = visitor._connection()
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    connection.request("GET", f"/live/{room.edition.name}", headers={"Host": visitor.host, "Cookie": cookie})
    answer = connection.getresponse()
    if answer.status == 200:
        answer.readline()  # it has begun
    return connection, answer.status


def test_a_thousand_streams_are_not_begun_and_the_desk_still_answers(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST", 8)
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    opened = [stream(olena, room) for _ in range(12)]
    assert sorted(status for _, status in opened) == [200] * 8 + [503] * 4
    assert olena.get("/edition/daily").status == 200
    for connection, _ in opened:
        connection.close()
    end = time.monotonic() + 20
    while (again := stream(olena, room))[1] != 200 and time.monotonic() < end:
        again[0].close()
        time.sleep(0.1)
    assert again[1] == 200
    again[0].close()


HIDE = """hidden => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_page_that_nobody_sees_does_not_listen_and_catches_up(browser: Any, room: Room) -> None:
    with desk(browser, room) as page:
        with page.expect_response(lambda answer: "/live/" in answer.url):
            page.reload()
        with page.expect_event("requestfailed", lambda request: "/live/" in request.url):
            page.evaluate(HIDE, True)
        mykola = Visitor(room.base).enter(f"/?token={TOKEN}", "Mykola")
        mykola.send(mykola.get("/edition/daily").form(kind="subject"), value="While nobody looked")
        with page.expect_request(lambda request: "/live/" in request.url):
            page.evaluate(HIDE, False)
        page.locator(".inbox.light .phone").get_by_text("While nobody looked").wait_for()


def test_many_tabs_of_one_browser_all_open(browser: Any, room: Room) -> None:
    """With a stream for each, the seventh would wait for ever."""
    with desk(browser, room) as page:
        page.evaluate(HIDE, True)
        where, tabs = page.url, []
        for _ in range(8):
            tab = page.context.new_page()
            tab.set_default_timeout(30_000)
            tab.goto(where)
            tab.wait_for_selector("html.scripts #stories")
            tab.evaluate(HIDE, True)
            tabs.append(tab)
        assert len(tabs) == 8
