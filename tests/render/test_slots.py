"""Each place of a template that others' words reach: they arrive whole, as words and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from render import drafts

from digest.model import Draft, Other, Rendering, Section
from digest.render import render
from digest.render.outline import read
from digest.render.size import TAG
from digest.settings import Settings

SAID = (
    "👩‍👩‍👧‍👦 نیم‌فاصله", "กำลังทดสอบน้ำท่วม", "مُحَمَّد", "हिन्दी क्षेत्र", "x" * 300, "{{ 7*7 }} {% raw %} {# {name}",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</td></tr></table></mj-text>", "<!-- ]]>",
    "javascript:alert(1)", "&copy= &amp; 'so' \\n",
)  # fmt: skip
PLANTED = f"-{drafts.PREFIX}:unsubscribe:h-"
WORDS = " ".join((*SAID, PLANTED))
ARRIVED = WORDS.replace(f"{drafts.PREFIX}:", f"{drafts.PREFIX}∶")


def story(**values: object) -> Draft:
    item = drafts.item(2, "Frost slows the rail repairs", "Trains run late.", own=True)
    items = (drafts.item(1, "Power returns", "It does."), replace(item, **values))  # type: ignore[arg-type]
    return drafts.draft((Section(name="World", items=items),))


def other(kind: str) -> Other:
    return Other(publisher=WORDS, link=None, text=WORDS, kind=kind)  # type: ignore[arg-type]


DRAFTS: dict[str, Draft] = {
    "headline": story(headline=WORDS),
    "brief": story(headline=WORDS, summary=drafts.summary()),
    "summary": story(summary=drafts.summary(WORDS)),
    "caveat": story(summary=drafts.summary("It is so.", (WORDS, "caveat"))),
    "correction": story(summary=drafts.summary((WORDS, "correction"))),
    "panel of a correction": story(summary=drafts.summary(WORDS), kicker="Correction"),
    "kicker": story(kicker=WORDS),
    "note": story(note=WORDS),
    "author": story(authors=(WORDS, "Olena Marchenko")),
    "publisher": story(publisher=WORDS, own=False),
    "also": story(others=(other("reports"),)),
    "adds": story(others=(other("adds"),)),
    "contradicts": story(others=(other("contradicts"),)),
    "section": replace(story(), sections=(Section(name=WORDS, items=story().items),)),
    "title": replace(story(), title=WORDS),
    "intro": replace(story(), intro=f"Good morning.\n\n{WORDS}"),
    "subject": replace(story(), subject=WORDS),
    "preheader": replace(story(), preheader=WORDS),
}
PICTURES = {
    "caption": drafts.picture(1, caption=WORDS, width=None, height=None),
    "credit": drafts.picture(1, credit=WORDS, width=0, height=0),
    "alt": drafts.picture(1, alt=WORDS, width=10**9, height=1),
}
HOUSES: dict[str, Callable[[Settings], Settings]] = {
    "newsroom": lambda found: replace(found, newsroom=replace(found.newsroom, name=WORDS)),
    "postal address": lambda found: replace(found, newsroom=replace(found.newsroom, postal_address=WORDS)),
}


def mail(
    folder: Path, draft: Draft, look: str, change: Callable[[Settings], Settings] | None = None
) -> Rendering:
    settings, newsletter = drafts.settings(folder, f'look = "{look}"')
    if change:
        settings = change(settings)
    (made,) = render(draft, settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)
    return made


def safe(made: Rendering) -> None:
    """Nothing of the words became markup, a tag of ours or a link; readers' own links are all there."""
    elements = read(made.html)
    ours = {"html", "head", "body", "title", "style", "meta", "div", "table", "tbody", "tr", "td", "span"}
    ours |= {"h1", "h2", "h3", "p", "a", "b", "br", "img"}
    assert {element.tag for element in elements} <= ours
    pictures = [element for element in elements if element.tag == "img"]
    assert all(element.attributes["src"].startswith("https://") for element in pictures)
    assert not [name for element in elements for name in element.attributes if name.startswith("on")]
    links = [element.attributes["href"] for element in elements if element.tag == "a"]
    assert all(TAG.fullmatch(link) or link.startswith("https://") for link in links)
    assert (len(TAG.findall(made.html)), len(TAG.findall(made.text))) == (5, 5)
    assert PLANTED not in made.subject + made.preheader


def flat(text: str) -> str:
    return re.sub(r"[\s\u2068\u2069]+", " ", text)


@pytest.mark.parametrize("look", ["default", "briefing"])
@pytest.mark.parametrize("slot", [*DRAFTS, *HOUSES])
def test_words_arrive_in_every_slot(newsroom: Path, slot: str, look: str) -> None:
    made = mail(newsroom, DRAFTS.get(slot, story()), look, HOUSES.get(slot))
    safe(made)
    assert made == mail(newsroom, DRAFTS.get(slot, story()), look, HOUSES.get(slot))
    shown = "\n".join(flat(element.text()) for element in read(made.html))
    assert flat(ARRIVED) in shown
    if slot not in ("subject", "preheader"):
        assert flat(ARRIVED) in flat(made.text)


@pytest.mark.parametrize("slot", PICTURES)
def test_words_arrive_beside_a_picture(newsroom: Path, slot: str) -> None:
    for picture_of in (0, 1):  # the lead's and a story's
        items = [replace(one, own=True) for one in story().items]
        items[picture_of] = replace(items[picture_of], picture=PICTURES[slot])
        made = mail(newsroom, drafts.draft((Section(name="World", items=tuple(items)),)), "default")
        safe(made)
        (picture,) = [element for element in read(made.html) if element.tag == "img"]
        shown = picture.attributes["alt"] if slot == "alt" else " ".join(e.text() for e in read(made.html))
        assert flat(ARRIVED) in flat(shown)
        assert slot == "alt" or flat(ARRIVED) in flat(made.text)


@pytest.mark.parametrize("look", ["default", "briefing"])
def test_words_arrive_in_the_sponsors_place(tmp_path: Path, look: str) -> None:
    (tmp_path / "templates").mkdir()
    said = json.dumps(WORDS, ensure_ascii=False)
    (tmp_path / "templates" / "theme.toml").write_text(f"[sponsor]\ntext = {said}\nlabel = {said}\n", "utf-8")
    made = mail(tmp_path, story(), look)
    shown = "\n".join(flat(element.text()) for element in read(made.html))
    assert shown.count(flat(WORDS.replace(PLANTED, ""))) >= 2 and "<script" not in made.html
    assert flat(WORDS.replace(PLANTED, "")) in flat(made.text)


@pytest.mark.parametrize("look", ["default", "briefing"])
def test_words_arrive_in_the_strings_of_a_newsroom(tmp_path: Path, look: str) -> None:
    """A newsroom's own sentences may hold braces only as values; the rest is escaped as everything is."""
    (tmp_path / "templates" / "strings").mkdir(parents=True)
    said = json.dumps("".join(word for word in SAID if "{" not in word), ensure_ascii=False)
    (tmp_path / "templates" / "strings" / "en.toml").write_text(f"preferences = {said}\n", "utf-8")
    made = mail(tmp_path, story(), look)
    safe(made)
    assert "<script>alert(1)</script>" in read(made.html)[0].text()
