# ruff: noqa: E501
"""The mail in Chromium: four widths, light and dark, pictures off, both looks, three scripts.

Skipped where no Chromium is found. `DIGEST_AXE` may name an axe.min.js; then axe-core judges each mail too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from render import drafts, hostile

from digest.model import Draft
from digest.render import render
from digest.render.contrast import ratio

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = (320, 375, 600, 800)
MAILS: dict[str, tuple[str, str, Callable[[], Draft]]] = {
    f"{look}-{language}": (look, language, draft)
    for look in ("default", "briefing")
    for language, draft in (("en", drafts.english), ("uk", drafts.ukrainian), ("ar", drafts.arabic))
}
MAILS["default-hostile"] = ("default", "en", lambda: hostile.draft(7, 20))
MAILS["briefing-hostile"] = ("briefing", "ar", lambda: hostile.draft(8, 20))

SMALL = """() => [...document.querySelectorAll('body *')].filter(e =>
  [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) && e.checkVisibility()
  && parseFloat(getComputedStyle(e).fontSize) < 13).map(e => e.outerHTML.slice(0, 80))"""
PAINTED = """() => {
  const hex = c => '#' + c.match(/\\d+/g).slice(0, 3).map(n => (+n).toString(16).padStart(2, '0')).join('');
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!c.startsWith('rgba(') || !c.endsWith(' 0)')) return hex(c); } return '#ffffff'; };
  return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
    && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
    .map(e => [hex(getComputedStyle(e).color), ground(e), e.textContent.slice(0, 40)]) }"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def opened(browser: Any, html: str, scheme: str, pictures: bool) -> Any:
    """A page with the mail; its pictures are grey boxes, or fail as where a client blocks them."""
    page = browser.new_page(color_scheme=scheme)
    box = '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000"><rect width="100%" height="100%"/></svg>'
    page.route(
        "**/*",
        lambda route: route.fulfill(content_type="image/svg+xml", body=box) if pictures else route.abort(),
    )
    page.set_content(html)
    return page


@pytest.mark.parametrize("name", MAILS)
def test_it_reads_well_at_every_width_and_in_every_light(tmp_path: Path, browser: Any, name: str) -> None:
    look, language, draft = MAILS[name]
    settings, newsletter = drafts.settings(tmp_path, f'look = "{look}"', language)
    (made,) = render(
        draft(), settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW
    )
    for scheme, pictures in (("light", True), ("dark", True), ("light", False)):
        page = opened(browser, made.html, scheme, pictures)
        for width in WIDTHS if scheme == "light" else ():  # dark changes colours only
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, width)
            assert page.evaluate(SMALL) == [], (scheme, width)
        weak = [pair for pair in page.evaluate(PAINTED) if ratio(pair[0], pair[1]) < 4.5]
        assert weak == [], scheme
        if os.environ.get("DIGEST_AXE"):
            page.add_script_tag(path=os.environ["DIGEST_AXE"])
            report = page.evaluate("axe.run()")
            serious = [one["id"] for one in report["violations"] if one["impact"] in ("serious", "critical")]
            assert serious == [], scheme
        page.close()
