"""The quick way and the careful way make the same bytes, and a changed file is seen at the next render."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from render import drafts, hostile

from digest.errors import TemplateError
from digest.model import Draft
from digest.render import edition, mjml, render
from digest.render.press import Press, press

SCRIPTS: dict[str, tuple[str, Callable[[], Draft]]] = {
    "english": ("en", drafts.english),
    "ukrainian": ("uk", drafts.ukrainian),
    "arabic": ("ar", drafts.arabic),
    "hostile": ("en", lambda: hostile.draft(1, 40)),
}


def both(templates: Press, look: str, page: edition.Page) -> tuple[str, str]:
    values = {"tag": edition.tags(drafts.PREFIX, "h"), "page": page, **templates.values}
    name = f"{look}.mjml.j2"
    return templates.quick.get_template(name).render(**values), templates.plain.get_template(name).render(
        **values
    )


@pytest.mark.parametrize("look", ["default", "briefing"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_quick_way_makes_the_same_mail(tmp_path: Path, look: str, script: str) -> None:
    code, draft = SCRIPTS[script]
    settings, newsletter = drafts.settings(tmp_path, f'look = "{look}"', code)
    templates = press(settings.templates, code)
    page = edition.page(
        draft(), settings, newsletter, templates.language, prefix=drafts.PREFIX, width=templates.theme.width
    )
    quick, plain = both(templates, look, page)
    assert quick == plain
    swept = mjml._sweep(quick)
    assert swept is not None and swept == mjml._pass(quick)[0]


def mail(folder: Path) -> str:
    settings, newsletter = drafts.settings(folder)
    (made,) = render(
        drafts.english(), settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW
    )
    return made.html


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("parts/intro.mjml.j2", "<mj-text>first word</mj-text>", "<mj-text>second word</mj-text>"),
        ("theme.toml", '[colours]\nink = ["#101011", "#f0f0f1"]', '[colours]\nink = ["#202021", "#f0f0f1"]'),
        ("strings/en.toml", 'unsubscribe = "Leave"', 'unsubscribe = "Depart"'),
    ],
)
def test_a_changed_file_is_seen_at_once(tmp_path: Path, name: str, before: str, after: str) -> None:
    file = tmp_path / "templates" / name
    file.parent.mkdir(parents=True)
    ordinary = mail(tmp_path)
    file.write_text(before)
    first = mail(tmp_path)
    file.write_text(after)
    os.utime(file, ns=(1, 1))
    second = mail(tmp_path)
    file.unlink()
    assert len({ordinary, first, second}) == 3 and mail(tmp_path) == ordinary


def test_names_of_ours_may_be_set_anew_in_a_template(tmp_path: Path) -> None:
    part = tmp_path / "templates" / "parts" / "intro.mjml.j2"
    part.parent.mkdir(parents=True)
    part.write_text('{% set theme = {"x": "of its own"} %}<mj-text>{{ theme.x }}</mj-text>')
    assert "of its own" in mail(tmp_path)


def test_a_circle_ends_in_both_ways(tmp_path: Path) -> None:
    part = tmp_path / "templates" / "parts" / "intro.mjml.j2"
    part.parent.mkdir(parents=True)
    part.write_text('{% include "parts/intro.mjml.j2" %}')
    with pytest.raises(TemplateError, match="circle: parts/intro"):
        mail(tmp_path)
