"""The desk for everybody: by keyboard, at phone width, in both lights, with less motion.

`DIGEST_AXE` may name an axe.min.js; then axe-core judges each page too, and nothing serious may be found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk.conftest import Room
from desk.crawl import pages, send
from desk.signing import PASSWORD, subject

AXE = os.environ.get("DIGEST_AXE")
LOOKS = ((375, "light", "reduce"), (1440, "dark", None), (375, "dark", "reduce"), (1440, "light", None))
JUDGE = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}))
  .violations.filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => v.id + ' ' + v.nodes.map(node => node.html.slice(0, 200)).slice(0, 3).join(' | '))"""
UNLABELLED = """() =>
  [...document.querySelectorAll('input:not([type=hidden]), textarea, select, button, a[href], iframe')]
  .filter(e => e.checkVisibility()
    && !(e.labels?.length || e.getAttribute('aria-label') || e.title || e.textContent.trim()))
  .map(e => e.outerHTML.slice(0, 100))"""
OPENED = "() => document.querySelectorAll('details').forEach(one => one.open = true)"
#: Elements that move by themselves or with the pointer, though less motion was asked for.
MOVING = """() => [...document.querySelectorAll('*')].filter(e => {
  const s = getComputedStyle(e);
  return s.animationName !== 'none' || s.scrollBehavior === 'smooth'
    || s.transitionDuration.split(',').some(one => parseFloat(one) > 0);
}).map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture
def page(browser: Any, signed: Room, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of Olena, who signed in; CSP is left out so that axe-core can be put in."""
    width, light, motion = request.param
    size = {"width": width, "height": 844}
    context = browser.new_context(
        viewport=size, color_scheme=light, bypass_csp=True, reduced_motion=motion, has_touch=width < 500
    )
    made = context.new_page()
    made.set_default_timeout(60_000)
    made.goto(f"{signed.base}/")
    made.get_by_label("Your name").fill("Olena")
    made.get_by_label("Password").fill(PASSWORD)
    made.get_by_role("button", name="Sign in").click()
    made.wait_for_selector(".card")
    yield made
    context.close()


@pytest.mark.parametrize("page", LOOKS if AXE else LOOKS[:2], indirect=True)
def test_every_page_fits_names_its_fields_and_has_one_main(page: Any, signed: Room) -> None:
    """As a draft, and sent and corrected; what is folded is opened. A page that is refused is one too."""
    faults: list[str] = []
    draft = signed.edition
    addresses = [path for path in pages(signed, draft) if not path.startswith("/frame/")]
    for path in (*addresses, f"/story/999999/{draft.name}"):
        faults += looked_at(page, signed.base + path)
    faults += [f"conflict: {one}" for one in _conflict(page, signed)]
    sent = send(signed)
    for path in (f"/{one}/{sent.name}" for one in ("edition", "sending", "corrections", "history", "log")):
        faults += looked_at(page, signed.base + path)
    assert faults == []


def looked_at(page: Any, address: str = "") -> list[str]:
    """What is wrong with a page, each with its address."""
    if address:
        page.goto(address)
    page.evaluate(OPENED)
    width = page.viewport_size["width"]
    reduced = page.evaluate("() => matchMedia('(prefers-reduced-motion: reduce)').matches")
    found = [f"no label: {one}" for one in page.evaluate(UNLABELLED)]
    found += [f"moves: {one}" for one in (page.evaluate(MOVING) if reduced else [])]
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    found += [f"{wide} px wide"] if wide > width else []
    found += ["not one main"] if page.locator("main").count() != 1 else []
    found += ["no heading"] if page.locator("main h1:visible").count() < 1 else []
    found += ["no language"] if page.locator("html[lang]").count() != 1 else []
    if AXE:
        script = Path(AXE).read_text(encoding="utf-8")
        page.evaluate("text => document.head.append(Object.assign(document.createElement('script'), "
                      "{textContent: text}))", script)  # fmt: skip
        found += page.evaluate(JUDGE)
    return [f"{page.url}: {one}" for one in found]


def _conflict(page: Any, room: Room) -> list[str]:
    """The page that sets two wordings side by side."""
    from desk.signing import enter

    page.goto(f"{room.base}/edition/{room.edition.name}")
    page.get_by_text("Subject, preheader, intro").click()
    page.locator("#f-subject").fill("Hers")
    assert subject(room, enter(room.base, "Edda"), "Somebody else's").status == 303
    page.get_by_role("button", name="Save subject").click()
    page.get_by_role("heading", name="The subject changed while you wrote").wait_for()
    found = looked_at(page)
    page.get_by_role("button", name="Save mine").click()
    page.wait_for_selector("#stories")
    return found


@pytest.mark.parametrize("page", [(1440, "light", None)], indirect=True)
def test_the_work_can_be_done_by_keyboard(page: Any, signed: Room) -> None:
    """j, j, p pins the second story; a typed subject is saved by Enter; Tab reaches the approval."""
    page.goto(f"{signed.base}/edition/{signed.edition.name}")
    second = signed.draft.items[1]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.textContent.trim()") == second.headline
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("p")
    page.locator(".toast").wait_for()
    assert signed.draft.items[0].lead_id == second.lead_id
    _tab_to(page, "Subject, preheader, intro", 400)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Written without a mouse")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    page.locator(".inbox.light .phone").get_by_text("Written without a mouse").wait_for()
    assert signed.draft.subject == "Written without a mouse"
    page.locator(".bar .mark").focus()
    _tab_to(page, "Approve as Olena", 20)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    page.locator("#standing .state.approved").wait_for()
    assert signed.edition.state == "approved"


def _tab_to(page: Any, words: str, most: int) -> None:
    """Presses Tab until the focus stands on what says this, and sees that the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in page.evaluate("() => document.activeElement.textContent"):
            break
    else:
        raise AssertionError(f"{words!r} is not reached by Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize(("width", "light"), [(375, "light"), (1440, "dark")])
def test_the_pages_before_the_desk_are_for_everybody_too(
    browser: Any, signed: Room, room: Room, width: int, light: str
) -> None:
    """Signing in, a wrong password, too many; and without passwords the question for a name."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=light, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    faults = looked_at(page, f"{signed.base}/sign-in")
    for _ in range(6):
        page.get_by_label("Your name").fill("Vera")
        page.get_by_label("Password").fill("a wrong password")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("alert").wait_for()
    assert "Too many attempts" in page.get_by_role("alert").inner_text()
    faults += looked_at(page)
    page.goto(room.link)
    page.get_by_role("heading", name="Who are you?").wait_for()
    faults += looked_at(page)
    assert faults == []
    context.close()
