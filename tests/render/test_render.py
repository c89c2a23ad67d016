"""A draft in, one mail a tier out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render import drafts

from digest.errors import TemplateError
from digest.model import Draft, Item, Rendering, Section, Sentence, Span, Summary
from digest.render import render, story
from digest.render.outline import read as elements_of


def mails(
    folder: Path, draft: Draft, *tiers: str, toml: str = "", language: str = "en"
) -> tuple[Rendering, ...]:
    settings, newsletter = drafts.settings(folder, toml, language)
    return render(
        draft, settings, newsletter, tiers=tiers or ("public",), tag_prefix=drafts.PREFIX, now=drafts.NOW
    )


def test_a_draft_becomes_a_mail_in_html_and_text(newsroom: Path) -> None:
    (mail,) = mails(newsroom, drafts.english())
    assert mail.subject == "Power returns to the port after a night of repairs"
    assert mail.html.count(f"-{drafts.PREFIX}:unsubscribe:h-") == 2
    assert mail.text.count(f"-{drafts.PREFIX}:unsubscribe:t-") == 2
    for part in (mail.html, mail.text):
        assert "12 Quay Street" in part
        assert part.index("Power returns") < part.index("Eleven drones") < part.index("Number of damaged")
    assert "could not independently verify" in mail.html
    assert len(mail.story_ids) == 15


@pytest.mark.parametrize(("look", "budget"), [("default", 30_000), ("briefing", 15_000)])
def test_the_ordinary_mail_stays_small(newsroom: Path, look: str, budget: int) -> None:
    (mail,) = mails(newsroom, drafts.english(), toml=f'look = "{look}"')
    assert len(mail.html.encode()) <= budget


def test_a_tier_gets_its_own_items_only(newsroom: Path) -> None:
    draft = drafts.english()
    first = replace(draft.items[0], tier="members")
    later = replace(draft.items[1], embargo_until=drafts.NOW + timedelta(hours=1))
    war = replace(draft.sections[0], items=(first, later, *draft.sections[0].items[2:]))
    public, members = mails(
        newsroom, replace(draft, sections=(war, *draft.sections[1:])), "members", "public"
    )
    assert (public.variant, members.variant) == ("public", "members")
    assert len(public.story_ids) == 13 and len(members.story_ids) == 14
    for part in (public.subject, public.preheader, public.html, public.text, public.mjml):
        assert "Power returns" not in part and "Eleven drones" not in part
    assert "Power returns" in members.subject and "Eleven drones" not in members.text


def test_an_unknown_look_is_named_with_the_known_ones(newsroom: Path) -> None:
    with pytest.raises(TemplateError, match=r"no look 'bold' \(known: .*default"):
        mails(newsroom, drafts.english(), toml='look = "bold"')


def with_first(draft: Draft, **values: object) -> Draft:
    section = draft.sections[0]
    items = (replace(section.items[0], **values), *section.items[1:])  # type: ignore[arg-type]
    return replace(draft, sections=(replace(section, items=items), *draft.sections[1:]))


@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        ("The harbour", "The harbour. Photo: A. Bila"),
        ("The harbour!", "The harbour! Photo: A. Bila"),
        (None, ">Photo: A. Bila"),
    ],
)
def test_a_picture_stands_with_its_caption_and_credit(
    newsroom: Path, caption: str | None, shown: str
) -> None:
    picture = drafts.picture(1, caption=caption, credit="A. Bila")
    (mail,) = mails(newsroom, with_first(drafts.english(), picture=picture))
    assert shown in mail.html and shown.lstrip(">") in mail.text


def test_no_picture_without_credit_and_none_of_others(newsroom: Path) -> None:
    picture = drafts.picture(99, credit="")
    (mail,) = mails(newsroom, with_first(drafts.english(), picture=picture))
    assert "99.jpg" not in mail.html
    theirs = with_first(drafts.english(), picture=drafts.picture(99), own=False)
    (mail,) = mails(newsroom, theirs)
    assert "99.jpg" not in mail.html and "99.jpg" not in mail.mjml


def test_the_source_of_an_item_that_is_not_ours_is_a_link(newsroom: Path) -> None:
    for look in ("default", "briefing"):
        (mail,) = mails(newsroom, drafts.english(), toml=f'look = "{look}"')
        assert '<a href="https://courier.example/a/7">Baltic Courier</a>' in mail.html


def test_our_links_carry_utm_only_when_asked_and_others_never(newsroom: Path) -> None:
    (plain,) = mails(newsroom, drafts.english())
    (mail,) = mails(newsroom, drafts.english(), toml="utm = true")
    assert "utm_" not in plain.html
    marks = "utm_source=newsletter&utm_medium=email&utm_campaign=daily%2F2026-02-18%2F0700"
    assert f"/port-power?{marks}\n" in mail.text and "/port-power?utm_source" in mail.html
    flagged = with_first(drafts.english(), link="https://harbour.example/a?b#c")
    (mail,) = mails(newsroom, flagged, toml="utm = true")
    assert f"https://harbour.example/a?b&{marks}#c\n" in mail.text
    assert not [link for link in mail.text.split() if "utm_" in link and "harbour.example" not in link]


def test_the_newsrooms_name_is_not_said_twice_above_its_address(newsroom: Path) -> None:
    settings, newsletter = drafts.settings(newsroom)
    room = replace(settings.newsroom, postal_address="The Harbour Post, 12 Quay Street, Odesa")
    (mail,) = render(
        drafts.english(), replace(settings, newsroom=room), newsletter,
        tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW,
    )  # fmt: skip
    assert mail.text.endswith("\nThe Harbour Post\n12 Quay Street, Odesa\nhttps://harbour.example/\n")


def test_a_story_that_runs_the_other_way_says_so(newsroom: Path) -> None:
    (mail,) = mails(newsroom, with_first(drafts.english(), language="ar", headline="القمح يصعد"))
    assert 'lang="ar" dir="rtl"' in mail.html and "text-align:right" in mail.html
    (mail,) = mails(newsroom, drafts.arabic(), language="ar")
    assert '<html lang="ar" dir="rtl"' in mail.html and 'lang="en" dir="ltr"' in mail.html


def test_a_wrong_tag_prefix_is_refused(newsroom: Path) -> None:
    settings, newsletter = drafts.settings(newsroom)
    for prefix in ("", "a", "x y", "-x-"):
        with pytest.raises(TemplateError, match="tag prefix"):
            render(
                drafts.english(), settings, newsletter, tiers=["public"], tag_prefix=prefix, now=drafts.NOW
            )


def test_the_edition_names_its_day_and_the_draft_where_it_does_not(newsroom: Path) -> None:
    (mail,) = mails(newsroom, replace(drafts.english(), edition="daily/2026-03-01/extra-1"))
    assert "Sunday, March 1, 2026" in mail.text
    late = replace(drafts.english(), edition="preview", now=drafts.NOW.replace(hour=23))
    (mail,) = mails(newsroom, late)  # 23:00 UTC is the next day in Kyiv
    assert "Thursday, February 19, 2026" in mail.text


def test_an_unknown_language_speaks_english_under_its_own_name(newsroom: Path) -> None:
    (mail,) = mails(newsroom, drafts.english(), language="fr")
    assert '<html lang="fr" dir="ltr"' in mail.html and "View in browser" in mail.text
    assert "mercredi 18 février 2026" in mail.text


def only(*items: Item, name: str = "more") -> Draft:
    return drafts.draft((Section(name=name, items=items),))


@pytest.mark.parametrize(("language", "named"), [("en", "The news"), ("uk", "Новини"), ("ar", "الأخبار")])
def test_stories_of_no_section_stand_under_a_name(newsroom: Path, language: str, named: str) -> None:
    (mail,) = mails(newsroom, only(drafts.item(1, "Frost", "Trains run late.")), language=language)
    assert f">{named}</h2>" in mail.html and f"\n{named}\n---" in mail.text


def test_the_last_section_says_what_is_in_it(newsroom: Path) -> None:
    first = Section(name="World", items=(drafts.item(1, "Frost", "Trains run late."),))
    story, put_right = (
        drafts.item(2, "Buses", "They run."),
        drafts.item(3, "41", "It is 14.", kicker="Correction"),
    )
    for items, named in (((story, put_right), "More news"), ((put_right,), "Correction")):
        (mail,) = mails(newsroom, drafts.draft((first, Section(name="more", items=items))))
        assert f">{named}</h2>" in mail.html and ">more<" not in mail.html


def test_a_long_summary_is_told_in_paragraphs(newsroom: Path) -> None:
    """It parts where the source does, never between a claim and its caveat, and leaves no crumb."""
    text = ["a" * 200 + ".", "b" * 120 + ".", "c" * 150 + ".", "It could not be verified.", "d" * 100 + "."]
    starts = [0, 202, 900, 1052, 1079]
    sentences = tuple(
        Sentence(text=words, span=Span(entry_id=1, start=at, end=at + len(words)))
        for words, at in zip(text, starts, strict=True)
    )
    (mail,) = mails(newsroom, only(drafts.item(1, "Long", summary=Summary(sentences=sentences))))
    paragraphs = re.findall(r"<p style=[^>]*>([a-d]+\..*?)</p>", mail.html)
    assert paragraphs == [" ".join(text[:2]), " ".join(text[2:])]
    assert " ".join(text[2:4]) in " ".join(mail.text.split())


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-5, 900), st.booleans()), max_size=12))
def test_no_sentence_is_lost_between_paragraphs(parts: list[tuple[int, int, bool]]) -> None:
    """Whatever the spans say: every sentence once, in order, no empty paragraph."""
    sentences = tuple(
        Sentence(
            text=f"{number} {'x' * length}",
            span=Span(entry_id=int(other), start=max(0, at), end=max(0, at) + 1),
        )
        for number, (length, at, other) in enumerate(parts)
    )
    parted = list(story._parted(sentences))
    assert [one for part in parted for one in part] == list(sentences)
    assert all(parted) or not sentences


@pytest.mark.parametrize("look", ["default", "briefing"])
def test_what_was_put_right_stands_out(newsroom: Path, look: str) -> None:
    """A correction of ours on a ground of its own, a source's own in bold, both where they were written."""
    ours = drafts.item(2, "It was 14, not 41", "It is 14.", kicker="Correction", own=True)
    theirs = drafts.item(3, "Frost", "Trains run late.", ("An earlier version said Friday.", "correction"))
    (mail,) = mails(
        newsroom,
        only(drafts.item(1, "Power", "It is back."), ours, theirs, name="World"),
        toml=f'look = "{look}"',
    )
    elements = elements_of(mail.html)
    (panel,) = [one for one in elements if "panel" in one.classes]
    assert "It was 14, not 41" in panel.text() and "It is 14." in panel.text() and "Frost" not in panel.text()
    (bold,) = [one for one in elements if one.words == "An earlier version said Friday."]
    assert bold.tag == "b" or bold.style.get("font-weight") == "bold"
