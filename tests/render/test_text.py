"""The text part: 72 columns, every link whole on its own line, the order of the HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from render import drafts

from digest.render import render, text
from digest.render.outline import read

SCRIPTS = {"en": drafts.english, "uk": drafts.ukrainian, "ar": drafts.arabic}


@pytest.mark.parametrize("length", range(40, 80))
def test_a_captions_brackets_fit_its_72_columns_too(newsroom: Path, length: int) -> None:
    settings, newsletter = drafts.settings(newsroom)
    draft = drafts.english()
    section = next(one for one in draft.sections if any(item.picture for item in one.items))
    shown = next(item for item in section.items if item.picture)
    assert shown.picture
    caption = ("word " * 20)[: length - 1] + "."
    item = replace(shown, picture=replace(shown.picture, caption=caption))
    changed = replace(section, items=(item,))
    draft = replace(draft, sections=(changed,))
    (made,) = render(draft, settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)
    assert "[word" in made.text
    assert max(text.width(line) for line in made.text.splitlines() if "http" not in line) <= 72


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("look", ["default", "briefing"])
def test_same_words_same_order_every_link_72_columns(newsroom: Path, language: str, look: str) -> None:
    settings, newsletter = drafts.settings(newsroom, f'look = "{look}"', language)
    draft = SCRIPTS[language]()
    (made,) = render(draft, settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)
    lines = made.text.splitlines()
    assert all(text.width(line) <= 72 or re.fullmatch(r"\s*https?://\S+", line) for line in lines)
    assert not re.search(r"\n{4}|[ \t]\n", made.text)
    assert made.text.count("\n\n\n") == len(draft.sections) + 1  # above each section, and above the footer

    links = [e.attributes["href"] for e in read(made.html) if e.tag == "a"]
    links = [link.replace(":h-", ":t-") for link in links]
    assert {line.strip() for line in lines} >= set(links)

    flat = re.sub(r"\s+", " ", made.text)
    places = [flat.index(part) for item in draft.items for part in (item.headline, item.summary.text) if part]
    assert places == sorted(places)
    for item in draft.items:
        for part in (item.note, *(other.text for other in item.others)):
            assert part is None or part in flat


def test_wrapping_counts_columns_not_characters() -> None:
    assert text.width("e\u0301") == 1 and text.width("新聞") == 4 and text.width("a\u200db") == 2
    assert all(text.width(line) <= 72 for line in text.wrap("新聞を 読む " * 30).splitlines())
    address = "https://x.example/" + "y" * 100
    assert address in text.wrap(f"see {address} there").splitlines()
    assert text.wrap("a b", "  ", "- ") == "- a b" and text.wrap("") == ""
