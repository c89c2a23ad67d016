# ruff: noqa: E501
"""The door to the MJML engine: attributes survive it, and a template's faults are told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from render import drafts

from digest.errors import TemplateError
from digest.model import Rendering
from digest.render import check, render
from digest.render.mjml import DEEPEST, to_html
from digest.render.outline import read

WRONG_BY_THE_ENGINE = (
    'a "quoted" word', "back\\slash", "no\u00a0break", "soft\u00adhyphen", "👩‍👩‍👧‍👦", "❤️", "กำลังทดสอบ",
    "हिन्दी", "שָׁלוֹם", "مُحَمَّد", "نیم‌فاصله", "ä “ €", "tab\there", "<b> & 'so'",
)  # fmt: skip


def body(inner: str) -> str:
    return f"<mjml><mj-body><mj-section><mj-column>{inner}</mj-column></mj-section></mj-body></mjml>"


@pytest.mark.parametrize("value", WRONG_BY_THE_ENGINE)
def test_attributes_arrive_as_they_were_written(value: str) -> None:
    from html import escape

    inner = f'<mj-image src="https://x.example/a.png" alt="{escape(value)}" />'
    inner += f'<mj-text><img src="b.png" alt="{escape(value)}"><p title="{escape(value)}">p</p></mj-text>'
    title = f"<mj-head><mj-title>{escape(value, quote=False)}</mj-title></mj-head>"
    _, html = to_html(body(inner).replace("<mj-body>", f"{title}<mj-body>"))
    elements = read(html)
    assert [e.attributes["alt"] for e in elements if e.tag == "img"] == [value, value]
    assert next(e for e in elements if e.tag == "p").attributes["title"] == value
    assert next(e for e in elements if "aria-label" in e.attributes).attributes["aria-label"] == value


def test_line_breaks_in_an_attribute_become_spaces() -> None:
    _, html = to_html(body('<mj-text><p style="color:#111111;\r\n   margin:0">x</p></mj-text>'))
    assert 'style="color:#111111; margin:0"' in html


def test_an_address_with_a_bare_ampersand_keeps_it() -> None:
    _, html = to_html(body('<mj-text><a href="https://x.example/?a=1&copy=2&amp;b=3">x</a></mj-text>'))
    assert (
        next(e for e in read(html) if e.tag == "a").attributes["href"] == "https://x.example/?a=1&copy=2&b=3"
    )


def test_deep_nesting_is_refused_before_the_engine_dies() -> None:
    deep = "<div>" * 20_000 + "</div>" * 20_000
    with pytest.raises(TemplateError, match=f"deeper than {DEEPEST}"):
        to_html(body(f"<mj-text>{deep}</mj-text>"))


def mail(folder: Path, **files: str) -> Rendering:
    """A mail with the newsroom's own templates laid over ours."""
    settings, newsletter = drafts.settings(folder)
    for name, text in files.items():
        file = folder / "templates" / name.replace("__", "/").replace("_j2", ".j2").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    (one,) = render(
        drafts.text_only(), settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW
    )
    return one


@pytest.mark.parametrize(
    ("story", "place", "told"),
    [
        (
            "<mj-text>\n<mj-txt>x</mj-txt>\n</mj-text>",
            "line 2",
            "unknown tag <mj-txt> .did you mean 'mj-text'",
        ),
        ("\n\n<mj-text colour='red'>x</mj-text>", "line 3", "no attribute 'colour' .did you mean 'color'"),
        ("<MJ-TEXT>x</MJ-TEXT>", "line 1", "unknown tag <MJ-TEXT>"),
        ("<mj-text>\n<p>\n<b>x</p></mj-text>", "line 3", "</p> closes nothing: <b> is open here"),
        ("<mj-text>\nx", "", "closes nothing: <mj-text> is open here"),
        ("<mj-text>\n3 < 5</mj-text>", "line 1", "a < that begins no tag"),
        ('<mj-text>\n<p style="x>y</p></mj-text>', "line 2", "cannot be read"),
        ("<mj-text>\na</br></mj-text>", "line 1", "</br> closes nothing: <mj-text> is open here"),
        ("<mj-include path='x.mjml' />", "line 1", "write {% include %}"),
        ("<mj-text>\n{% if %}\n</mj-text>", "line 2", "xpected"),
        ("<mj-text>\n\n{{ story.headlin }}</mj-text>", "line 3", "no attribute 'headlin'"),
        ("<mj-text>{{ story.picture }}</mj-text>", "line 1", "None"),
        ("\n{% include 'parts/nowhere.mjml.j2' %}", "line 2", "nowhere"),
        ("\n{{ 1 // 0 }}", "line 2", "zero"),
    ],
)
def test_a_templates_fault_names_its_file_and_line(tmp_path: Path, story: str, place: str, told: str) -> None:
    with pytest.raises(TemplateError, match=told) as caught:
        mail(tmp_path, parts__story_mjml_j2=story)
    assert "parts/story.mjml.j2" in (caught.value.subject or "")
    assert place in (caught.value.subject or "")


def test_templates_in_a_circle_are_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(
        TemplateError, match=r"circle: parts/story\.mjml\.j2 > parts/a\.mjml\.j2 > parts/story\."
    ):
        mail(
            tmp_path,
            parts__story_mjml_j2="{% include 'parts/a.mjml.j2' %}",
            parts__a_mjml_j2="{% include 'parts/story.mjml.j2' %}",
        )


def test_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    story = "<mj-text>\n<p\nclass='t'>{{ story.headline }}</p>\n</mj-text>\n"
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    unix = mail(tmp_path / "a", parts__story_mjml_j2=story)
    windows = mail(tmp_path / "b", parts__story_mjml_j2=story.replace("\n", "\r\n"))
    assert unix.html == windows.html


def test_the_newsrooms_own_part_is_taken_first(tmp_path: Path) -> None:
    own = "{% extends 'ours/parts/footer.mjml.j2' %}"
    made = mail(tmp_path, parts__intro_mjml_j2="<mj-text><p>Ahoy</p></mj-text>", parts__footer_mjml_j2=own)
    assert "Ahoy" in made.html and "12 Quay Street" in made.html
    assert "Good morning" in made.text


def test_strings_and_theme_are_laid_over_ours(tmp_path: Path) -> None:
    made = mail(
        tmp_path,
        strings__en_toml='unsubscribe = "Leave us"\n',
        theme_toml='width = 640\n[colours]\naccent = ["#00504f", "#8fd8d0"]\n[sponsor]\ntext = "Rope"\nlabel = "Paid"\n',
    )
    assert "Leave\u00a0us" in made.html and "Leave us" in made.text and "View in browser" in made.text
    assert "#00504f" in made.html and "#8fd8d0" in made.html and "640px" in made.html
    assert "Rope" in made.html and "Paid\nRope" in made.text


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[colours]\naccnt = ['#000000', '#ffffff']", "line 2: unknown key colours.accnt"),
        ("[colours]\nink = '#000000'", "line 2: colours.ink must be a pair"),
        ("[colours]\nink = ['red', '#ffffff']", "line 2: colours.ink must be a pair"),
        ("width = 20", "line 1: width must be between"),
        ("\nwidth = 'x'", "line 2: width must be a number"),
        ("[fonts]\nbody = 'A<b>'", "line 2: fonts.body holds a character"),
        ("[sponsor]\nlink = 'javascript:alert(1)'", "line 2: sponsor.link must be an address"),
        ("[logo]\nurl = 'https://x.example/a\" b.png'", "line 2: logo.url must be an address"),
        ("[font]\nbody = 'A'", "unknown key font"),
        ("width = ", "Invalid value"),
    ],
)
def test_a_wrong_theme_names_file_line_and_key(tmp_path: Path, toml: str, told: str) -> None:
    with pytest.raises(TemplateError, match=told) as caught:
        mail(tmp_path, theme_toml=toml)
    assert str(caught.value).startswith(str(tmp_path))


@pytest.mark.parametrize(
    "name", ["theme.toml", "strings/en.toml", "parts/intro.mjml.j2", "parts/story.txt.j2"]
)
@pytest.mark.parametrize(
    ("bad", "told"), [("caf\xe9".encode("latin-1"), "not UTF-8"), (b"a\x01b", r"control character, U\+0001")]
)
def test_a_file_that_no_mail_can_hold_is_told_by_its_line(
    tmp_path: Path, name: str, bad: bytes, told: str
) -> None:
    file = tmp_path / "templates" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\n\n" + bad)
    with pytest.raises(TemplateError, match=told) as caught:
        mail(tmp_path)
    assert caught.value.subject == f"{file}, line 3"


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    made = mail(
        tmp_path,
        theme_toml="\ufeffwidth = 640\n",
        strings__en_toml="\ufeffunsubscribe = 'Leave us'\n",
        parts__intro_mjml_j2="\ufeff<mj-text><p>Ahoy</p></mj-text>",
    )
    assert "640px" in made.html and "Leave\u00a0us" in made.html and "Ahoy" in made.html
    assert "\ufeff" not in made.html + made.text


def test_a_look_of_ones_own_needs_no_class_to_be_read_in_the_dark(tmp_path: Path) -> None:
    settings, newsletter = drafts.settings(tmp_path, 'look = "plain"')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plain.mjml.j2").write_text(
        """{% extends "base.mjml.j2" %}{% block body %}{% for section in page.sections %}<mj-text>
<h2>{{ section.name }}</h2>{% for block in section.blocks %}{% for story in block.stories %}
<h3><a href="{{ story.link }}">{{ story.headline }}</a></h3>{% for other in story.also + story.others %}
{% if other.link %}<a href="{{ other.link }}">{{ other.publisher }}</a>{% endif %}{% endfor %}
{% endfor %}{% endfor %}</mj-text>{% endfor %}{% endblock %}"""
    )
    draft = drafts.text_only()
    made = render(draft, settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)
    assert check(made, draft, settings, newsletter) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("minutes = 3", "minutes must be a string"),
        ("minutes = { one = 'x' }", "minutes must be a string"),
        ("why = '{nobody}'", r"why has no value {nobody} \(it has: {newsroom}, {title}\)"),
        ("by = 'by {names'", "by cannot be read"),
        ("own = 'read {'", "own cannot be read"),
    ],
)
def test_a_wrong_string_is_told_by_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(TemplateError, match=f"line 2: {told}"):
        mail(tmp_path, strings__en_toml=f"web = 'Here'\n{line}\n")
    assert "Here" in mail(tmp_path, strings__en_toml="web = 'Here'\nown = 'for a template of ours'\n").text
