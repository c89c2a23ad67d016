"""400 generated items that want to break the mail: none does, none plants a tag, bytes repeat."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from render import drafts, hostile

from digest.model import Draft, Rendering
from digest.render import render
from digest.render.outline import read
from digest.render.size import TAG

#: The reader tags our own templates put into each part.
OURS = {"default": (5, 5), "briefing": (5, 5)}


def mail(folder: Path, draft: Draft, look: str, language: str) -> Rendering:
    settings, newsletter = drafts.settings(folder, f'look = "{look}"', language)
    (one,) = render(draft, settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)
    return one


@pytest.mark.parametrize("seed", range(20))
def test_no_item_breaks_the_mail(newsroom: Path, seed: int) -> None:
    look, language = (("default", "en"), ("briefing", "ar"), ("default", "ar"), ("briefing", "en"))[seed % 4]
    draft = hostile.draft(seed, 20)
    made = mail(newsroom, draft, look, language)
    assert made == mail(newsroom, draft, look, language)
    assert len(made.story_ids) == 20

    assert (len(TAG.findall(made.html)), len(TAG.findall(made.text))) == OURS[look]
    assert {name for _, name, _ in TAG.findall(made.html)} == {"unsubscribe", "preferences", "web"}
    assert not TAG.search(made.subject + made.preheader)

    elements = read(made.html)
    assert not {element.tag for element in elements} & {"script", "mj-text", "mj-include", "iframe", "b2"}
    assert len([element for element in elements if element.tag == "h3"]) == 20
    assert all(not name.startswith("on") for element in elements for name in element.attributes)
    for element in elements:
        if element.tag == "a":
            assert re.match(r"https?://[^\s\"<>\\]+$|mailto:|-dg7f3a9c:\w+:h-$", element.attributes["href"])
    assert "<mj-" not in made.html.lower()

    for part in (made.html, made.text, made.subject, made.preheader):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\ufffe\uffff]", part)
    assert "\n" not in made.subject + made.preheader
    message = EmailMessage(policy=SMTP)
    message["Subject"] = made.subject
    message.set_content(made.text)
    message.add_alternative(made.html, subtype="html")
    assert set(message_from_bytes(message.as_bytes()).keys()) == {"Subject", "MIME-Version", "Content-Type"}


def test_the_words_arrive_as_they_were_written(newsroom: Path) -> None:
    said = "กำลังทดสอบ “quoted” שָׁלוֹם نِيمه‌فاصله 👩‍👩‍👧‍👦 ﬁ a\\b {{x}} <b> &amp; 5 > 3 & 'so'"
    draft = drafts.draft(
        (
            hostile.Section(
                name="S", items=(drafts.item(1, said, said, picture=drafts.picture(1, alt=said), own=True),)
            ),
        )
    )
    made = mail(newsroom, draft, "default", "en")
    elements = read(made.html)
    assert next(element for element in elements if element.tag == "h3").text() == said
    assert [element.attributes["alt"] for element in elements if element.tag == "img"] == [said]
    assert said in " ".join(made.text.split("\n"))
