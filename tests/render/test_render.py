"""A draft in, one mail a tier out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from render import drafts

from digest.errors import TemplateError
from digest.model import Draft, Rendering
from digest.render import render


def mails(
    folder: Path, draft: Draft, *tiers: str, toml: str = "", language: str = "en"
) -> tuple[Rendering, ...]:
    settings, newsletter = drafts.settings(folder, toml, language)
    return render(
        draft, settings, newsletter, tiers=tiers or ("public",), tag_prefix=drafts.PREFIX, now=drafts.NOW
    )


def test_a_draft_becomes_a_mail_in_html_and_text(tmp_path: Path) -> None:
    (mail,) = mails(tmp_path, drafts.english())
    assert mail.subject == "Power returns to the port after a night of repairs"
    assert mail.html.count(f"-{drafts.PREFIX}:unsubscribe:h-") == 2
    assert mail.text.count(f"-{drafts.PREFIX}:unsubscribe:t-") == 2
    for part in (mail.html, mail.text):
        assert "12 Quay Street" in part
        assert part.index("Power returns") < part.index("Eleven drones") < part.index("Number of damaged")
    assert "could not independently verify" in mail.html
    assert len(mail.story_ids) == 15


@pytest.mark.parametrize(("look", "budget"), [("default", 30_000), ("briefing", 15_000)])
def test_the_ordinary_mail_stays_small(tmp_path: Path, look: str, budget: int) -> None:
    (mail,) = mails(tmp_path, drafts.english(), toml=f'look = "{look}"')
    assert len(mail.html.encode()) <= budget


def test_a_tier_gets_its_own_items_only(tmp_path: Path) -> None:
    draft = drafts.english()
    first = replace(draft.items[0], tier="members")
    later = replace(draft.items[1], embargo_until=drafts.NOW + timedelta(hours=1))
    war = replace(draft.sections[0], items=(first, later, *draft.sections[0].items[2:]))
    public, members = mails(
        tmp_path, replace(draft, sections=(war, *draft.sections[1:])), "members", "public"
    )
    assert (public.variant, members.variant) == ("public", "members")
    assert len(public.story_ids) == 13 and len(members.story_ids) == 14
    for part in (public.subject, public.preheader, public.html, public.text, public.mjml):
        assert "Power returns" not in part and "Eleven drones" not in part
    assert "Power returns" in members.subject and "Eleven drones" not in members.text


def test_an_unknown_look_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"no look 'bold' \(known: .*default"):
        mails(tmp_path, drafts.english(), toml='look = "bold"')
