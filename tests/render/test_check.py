# ruff: noqa: E501
"""Each check has one mail that trips it and one that does not: the ordinary mail trips none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from render import drafts

from digest.model import Draft, Finding, Rendering
from digest.render import check, render
from digest.render.advice import WHAT_TO_DO
from digest.render.contrast import ratio
from digest.render.size import BUDGET, by_section, size

P = drafts.PREFIX
REACHED = {"link-dead", "link-shut", "link-moved", "picture-broken", "picture-large"}  #: see test_reach.py
Change = Callable[[Rendering], Rendering]


def found(
    folder: Path, draft: Draft, change: Change = lambda made: made, tier: str = "public", toml: str = ""
) -> tuple[Finding, ...]:
    settings, newsletter = drafts.settings(folder, toml)
    made = render(draft, settings, newsletter, tiers=[tier], tag_prefix=P, now=drafts.NOW)
    return check([change(one) for one in made], draft, settings, newsletter)


def html(old: str, new: str) -> Change:
    def change(made: Rendering) -> Rendering:
        assert old in made.html
        return replace(made, html=made.html.replace(old, new, 1))

    return change


def text(old: str, new: str) -> Change:
    def change(made: Rendering) -> Rendering:
        assert old in made.text
        return replace(made, text=made.text.replace(old, new))

    return change


def with_first(**values: object) -> Draft:
    draft = drafts.english()
    war = draft.sections[0]
    items = (replace(war.items[0], **values), *war.items[1:])  # type: ignore[arg-type]
    return replace(draft, sections=(replace(war, items=items), *draft.sections[1:]))


@pytest.mark.parametrize("draft", [drafts.english, drafts.text_only])
@pytest.mark.parametrize("look", ["default", "briefing"])
def test_the_ordinary_mail_trips_nothing(newsroom: Path, draft: Callable[[], Draft], look: str) -> None:
    assert found(newsroom, draft(), toml=f'look = "{look}"') == ()


@pytest.mark.parametrize(("draft", "language"), [(drafts.ukrainian, "uk"), (drafts.arabic, "ar")])
def test_other_scripts_trip_nothing(newsroom: Path, draft: Callable[[], Draft], language: str) -> None:
    settings, newsletter = drafts.settings(newsroom, "", language)
    made = render(draft(), settings, newsletter, tiers=["public"], tag_prefix=P, now=drafts.NOW)
    assert check(made, draft(), settings, newsletter) == ()


@pytest.mark.parametrize("look", ["default", "briefing"])
def test_a_logo_and_a_sponsor_trip_nothing(tmp_path: Path, look: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "theme.toml").write_text(
        '[logo]\nurl = "https://harbour.example/logo.png"\nalt = "The Harbour Post"\n'
        '[sponsor]\nlabel = "Paid"\ntext = "The bookshop is open."\nlink = "https://books.example/"\n'
    )
    assert found(tmp_path, drafts.english(), toml=f'look = "{look}"') == ()


TRIPPED: dict[str, tuple[str, str, Change]] = {
    "unsubscribe gone from html": ("unsubscribe", "block", lambda m: replace(m, html=m.html.replace(":unsubscribe:h", ":web:h"))),
    "one unsubscribe only": ("unsubscribe", "warn", html(f"-{P}:unsubscribe:h-", f"-{P}:web:h-")),
    "unsubscribe gone from text": ("unsubscribe", "block", text(f"-{P}:unsubscribe:t-", f"-{P}:web:t-")),
    "mjml left": ("mjml-left", "block", html("<h2", "<mj-text></mj-text><h2")),
    "jinja left in html": ("placeholder", "block", html("Good morning", "{{ greeting }}")),
    "None in text": ("placeholder", "block", text("Good morning", "None")),
    "jinja left in subject": ("placeholder", "block", lambda m: replace(m, subject="{{ lead }}")),
    "a field in the subject": ("unfinished", "block", lambda m: replace(m, subject="Good morning, {name}")),
    "a field in the preheader": ("unfinished", "block", lambda m: replace(m, preheader="For *|FNAME|* alone")),
    "a mark in the preheader": ("unfinished", "warn", lambda m: replace(m, preheader="TODO: what else?")),
    "unknown tag": ("tag", "block", html("Good morning", f"-{P}:first_name:h-")),
    "a text tag in html": ("tag", "block", html("Good morning", f"-{P}:name:t-")),
    "a tag in another form in text": ("tag", "block", text("Good morning", f"-{P}:name:h-")),
    "javascript link": ("link", "block", html("https://courier.example/a/1", "javascript:alert(1)")),
    "link without address": ("link", "block", html('<a href="https://courier.example/a/1"', "<a")),
    "plain http": ("link", "note", lambda m: replace(m, html=m.html.replace("https://nordlys", "http://nordlys"), text=m.text.replace("https://nordlys", "http://nordlys"))),
    "no text part": ("text", "block", lambda m: replace(m, text=f"-{P}:unsubscribe:t-"[:0])),
    "a headline missing in text": ("text", "block", text("Frost slows rail", "Rail")),
    "a link missing in text": ("text", "warn", text("https://courier.example/a/7", "")),
    "no subject": ("subject", "block", lambda m: replace(m, subject=" ")),
    "long subject": ("subject", "note", lambda m: replace(m, subject="x" * 80)),
    "endless subject": ("subject", "warn", lambda m: replace(m, subject="x" * 151)),
    "no preheader": ("preheader", "warn", lambda m: replace(m, preheader="")),
    "preheader repeats": ("preheader", "warn", lambda m: replace(m, preheader=m.subject)),
    "long preheader": ("preheader", "note", lambda m: replace(m, preheader="y" * 141)),
    "large": ("size", "warn", html("Good morning", "x" * 60_000)),
    "too large": ("size", "block", html("Good morning", "x" * 80_000)),
    "no lang": ("language", "warn", html('<html lang="en" dir="ltr"', "<html")),
    "wrong dir inside": ("language", "warn", html('role="article" lang="en" dir="ltr"', 'role="article" lang="en" dir="rtl"')),
    "no title": ("title", "warn", lambda m: replace(m, html=re.sub("<title>.*?</title>", "<title> </title>", m.html))),
    "no h1": ("headings", "warn", lambda m: replace(m, html=m.html.replace("h1", "h2"))),
    "level skipped": ("headings", "warn", html("<h2", "<h4>x</h4><h2")),
    "empty heading": ("headings", "warn", html("<h2", "<h2> </h2><h2")),
    "no alt": ("alt", "warn", html('alt="Two workers', 'data-x="Two workers')),
    "no src": ("alt", "warn", html("<h2", '<img alt="x"><h2')),
    "layout table": ("tables", "warn", lambda m: replace(m, html=m.html.replace('role="presentation"', ""))),
    "link without words": ("link-names", "warn", html(">Baltic Courier</a>", "></a>")),
    "read more": ("link-names", "warn", html(">Baltic Courier</a>", ">Read more …</a>")),
    "weak in light": ("contrast", "warn", lambda m: replace(m, html=m.html.replace("color:#615c54", "color:#aaa59a"))),
    "weak in dark": ("contrast", "warn", lambda m: replace(m, html=m.html.replace("#b0aaa0", "#555555"))),
    "no dark colours": ("dark", "warn", lambda m: replace(m, html=m.html.replace("prefers-color-scheme", "x"))),
    "a positioned box": ("support", "note", html("<h2", '<div style="position:absolute">x</div><h2')),
    "a flex box": ("support", "note", html("<h2", '<div style="display:flex">x</div><h2')),
    "a film": ("support", "note", html("<h2", "<video></video><h2")),
    "a font from elsewhere": ("support", "note", html("</style>", "@font-face{font-family:x}</style>")),
    "a hover": ("support", "note", html("</style>", ".t a:hover{color:#000000}</style>")),
    "small print": ("small", "warn", html("font-size:14px", "font-size:11px")),
}  # fmt: skip


@pytest.mark.parametrize("case", TRIPPED)
def test_a_faulty_mail_trips_its_check(newsroom: Path, case: str) -> None:
    name, level, change = TRIPPED[case]
    tripped = found(newsroom, drafts.english(), change)
    hits = [finding for finding in tripped if (finding.check, finding.level) == (name, level)]
    assert hits, tripped
    assert all(hit.place and hit.message and hit.todo for hit in hits)


DRAFTS: dict[str, tuple[str, str, Draft]] = {
    "picture without credit": ("credit", "warn", with_first(picture=drafts.picture(1, credit=" "))),
    "picture without alt": ("picture-alt", "warn", with_first(picture=drafts.picture(1, alt=None))),
    "same headline twice": ("twice", "warn", with_first(headline="Frost slows rail repairs east of the river")),
    "same entry twice": ("twice", "warn", with_first(entry_ids=(1, 9))),
    "same link twice": ("twice", "warn", with_first(link="https://courier.example/a/7")),
    "subject names a members' story": ("names-hidden", "warn", with_first(tier="members")),
    "subject names an embargoed story": ("names-hidden", "warn", with_first(embargo_until=drafts.NOW + timedelta(hours=1))),
    "a field in the intro": ("unfinished", "block", replace(drafts.english(), intro="Dear {{ name }}, good morning.")),
    "a field in the subject": ("unfinished", "block", replace(drafts.english(), subject="Hello {{name}}: the port has power")),
    "a field in brackets": ("unfinished", "block", replace(drafts.english(), intro="Dear [First name], good morning.")),
    "a mark in the intro": ("unfinished", "warn", replace(drafts.english(), intro="Lorem ipsum dolor sit amet.")),
    "a mark in a note": ("unfinished", "warn", with_first(note="TK: ask the lawyer")),
    "a field in an edited headline": ("unfinished", "warn", with_first(headline="Power returns to {place}", edited=("headline",))),
    "nothing": ("empty", "block", drafts.draft(())),
    "too few": ("too-few", "block", replace(drafts.english(), sections=(replace(drafts.english().sections[0], items=drafts.english().sections[0].items[:2]),))),
}  # fmt: skip


@pytest.mark.parametrize("case", DRAFTS)
def test_a_faulty_draft_trips_its_check(newsroom: Path, case: str) -> None:
    name, level, draft = DRAFTS[case]
    assert (name, level) in {(finding.check, finding.level) for finding in found(newsroom, draft)}


def test_a_tier_with_few_stories_is_warned_about(newsroom: Path) -> None:
    draft = drafts.english()
    sections = tuple(
        replace(section, items=tuple(replace(item, tier="members") for item in section.items))
        for section in draft.sections
    )
    first = replace(sections[0], items=(*draft.sections[0].items[:2], *sections[0].items[2:]))
    tripped = found(newsroom, replace(draft, sections=(first, *sections[1:])))
    assert [(finding.check, finding.level) for finding in tripped if finding.check == "too-few"] == [
        ("too-few", "warn")
    ]


def test_the_newsroom_is_told_of_a_missing_address(newsroom: Path) -> None:
    settings, newsletter = drafts.settings(newsroom)
    settings = replace(settings, newsroom=replace(settings.newsroom, postal_address=" "))
    made = render(drafts.english(), settings, newsletter, tiers=["public"], tag_prefix=P, now=drafts.NOW)
    assert [finding.check for finding in check(made, drafts.english(), settings, newsletter)] == [
        "postal-address"
    ]
    assert check((), drafts.english(), settings, newsletter)[0].check == "no-mail"


def test_news_that_reads_like_a_placeholder_is_no_fault(newsroom: Path) -> None:
    draft = with_first(headline="None of the above: {{ braces }} explained", note="{% raw %} and undefined")
    assert [finding for finding in found(newsroom, draft) if finding.level == "block"] == []


@pytest.mark.parametrize("pinned", [(), ("pin",)])
def test_a_subject_made_of_news_about_braces_is_no_fault(newsroom: Path, pinned: tuple[str, ...]) -> None:
    odd = "TODO lists: why {{ name }} reached 4,000 readers"
    draft = replace(
        with_first(headline=odd, edited=pinned), subject=odd, intro="On {{ name }}: a mishap of ours."
    )
    assert found(newsroom, draft) == ()


def test_every_advice_belongs_to_a_tested_check() -> None:
    tested = {name for name, _, _ in (*TRIPPED.values(), *DRAFTS.values())}
    assert tested | {"postal-address", "no-mail", "left-out", "nowhere", "from"} | REACHED == set(WHAT_TO_DO)


@pytest.mark.parametrize(
    ("sender", "told"),
    [
        ("desk@harbour.example", []),
        ("desk@mail.harbour.example", []),
        ("desk@localhost", []),
        ("desk@free-mail.example", [("from", "note")]),
        ("desk@notharbour.example", [("from", "note")]),
    ],
)
def test_a_sender_of_another_domain_is_noted(newsroom: Path, sender: str, told: object) -> None:
    tripped = found(newsroom, drafts.english(), toml=f'from = "{sender}"')
    assert [(one.check, one.level) for one in tripped] == told


def test_blocking_findings_stand_first(newsroom: Path) -> None:
    levels = [
        finding.level
        for finding in found(
            newsroom, with_first(picture=drafts.picture(1, alt="")), html("Good morning", "{{")
        )
    ]
    assert levels == sorted(levels, key=["block", "warn", "note"].index) and len(set(levels)) > 1


def test_sixty_stories_never_pass_the_budget(newsroom: Path) -> None:
    """The lowest fall out, the lead, the editor's picks and the footer stay, and it is told."""
    long = "A sentence that goes on about what officials said on Tuesday, and could not be verified. " * 12
    items = tuple(
        drafts.item(number, f"Story number {number}", long, edited=("pin",) if number == 60 else ())
        for number in range(1, 61)
    )
    draft = drafts.draft((drafts.Section(name="World", items=items),))
    settings, newsletter = drafts.settings(newsroom)
    (made,) = render(draft, settings, newsletter, tiers=["public"], tag_prefix=P, now=drafts.NOW)
    assert BUDGET * 0.9 < size(made.html) <= BUDGET
    assert made.story_ids[0] == "s1" and made.story_ids[-1] == "s60" and "s59" not in made.story_ids
    kept = [int(one[1:]) for one in made.story_ids[:-1]]
    assert kept == list(range(1, len(kept) + 1))
    assert f"-{P}:unsubscribe:h-" in made.html[-3000:] and f"{len(made.story_ids)}\u00a0stories" in made.html
    tripped = check([made], draft, settings, newsletter)
    names = {finding.check: finding.level for finding in tripped}
    assert names == {"size": "warn", "left-out": "warn", "nowhere": "warn"}
    gone = {item.headline for item in draft.items if item.story_id not in made.story_ids}
    assert {finding.place for finding in tripped if finding.check == "nowhere"} == gone != set()
    assert sum(count for _, count in by_section(made.html)) == size(made.html)


def test_contrast_is_wcags() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert ratio("#ffffff", "#777777") == ratio("#777777", "#ffffff")
