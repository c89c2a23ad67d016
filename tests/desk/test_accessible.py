"""The desk for everybody: by keyboard, at phone width, in both lights.

`DIGEST_AXE` may name an axe.min.js; then axe-core judges each page too, and nothing serious may be found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk.conftest import Room

PATHS = ("/", "/edition/{name}", "/story/{lead}/{name}", "/pool/{name}", "/compare/{name}", "/weights/{name}",
         "/feeds", "/sending/{name}", "/log/{name}", "/story/999999/{name}", "/name")  # fmt: skip
AXE = os.environ.get("DIGEST_AXE")
JUDGE = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}))
  .violations.filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => v.id + ' ' + v.nodes[0].html)"""
UNLABELLED = """() =>
  [...document.querySelectorAll('input:not([type=hidden]), textarea, select, button, a[href]')]
  .filter(e => e.checkVisibility()
    && !(e.labels?.length || e.getAttribute('aria-label') || e.textContent.trim()))
  .map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture
def page(browser: Any, room: Room, request: pytest.FixtureRequest) -> Iterator[Any]:
    width, light = request.param
    size = {"width": width, "height": 844}
    context = browser.new_context(viewport=size, color_scheme=light, bypass_csp=True)
    made = context.new_page()
    made.set_default_timeout(60_000)
    made.goto(room.link)
    made.get_by_label("Your name").fill("Olena")
    made.get_by_role("button", name="To the desk").click()
    made.wait_for_selector(".card")
    yield made
    context.close()


def addresses(room: Room) -> list[str]:
    lead = room.draft.items[0].lead_id
    return [room.base + path.format(name=room.edition.name, lead=lead) for path in PATHS]


@pytest.mark.parametrize("page", [(375, "light"), (1440, "dark")], indirect=True)
def test_every_page_fits_names_its_fields_and_has_one_main(page: Any, room: Room) -> None:
    for address in addresses(room):
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
        width = page.viewport_size["width"]
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, address
        assert page.evaluate(UNLABELLED) == [], address
        assert page.locator("main").count() == 1
        assert page.locator("main h1:visible").count() >= 1, address
        assert page.locator("html[lang]").count() == 1
        if AXE:
            script = Path(AXE).read_text(encoding="utf-8")
            page.evaluate("text => document.head.append(Object.assign(document.createElement('script'), "
                          "{textContent: text}))", script)  # fmt: skip
            assert page.evaluate(JUDGE) == [], address


@pytest.mark.parametrize("page", [(1440, "light")], indirect=True)
def test_the_work_can_be_done_by_keyboard(page: Any, room: Room) -> None:
    """j, j, p pins the second story; Tab reaches the approval, Enter approves."""
    page.goto(f"{room.base}/edition/{room.edition.name}")
    second = room.draft.items[1]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.textContent.trim()") == second.headline
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("p")
    page.locator(".toast").wait_for()
    assert room.draft.items[0].lead_id == second.lead_id
    page.locator(".bar .mark").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if "Approve" in page.evaluate("() => document.activeElement.textContent"):
            break
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    page.locator("#standing .state.approved").wait_for()
    assert room.edition.state == "approved"
