"""Every sentence stands in every language, with its place for a title."""

from __future__ import annotations

from dataclasses import fields

import pytest

from subscribers.pages import PLAIN, Choice, page, policy, preferences, said, subscription
from subscribers.words import ENGLISH, Words, words_of


@pytest.mark.parametrize("language", ["uk", "de", "ar"])
def test_a_language_says_everything_in_its_own_words(language: str) -> None:
    words = words_of(language)
    assert words.language == language
    for field in fields(Words):
        ours, english = getattr(words, field.name), getattr(ENGLISH, field.name)
        assert ours.strip()
        assert ("{title}" in ours) == ("{title}" in english)
        if field.name != "direction":
            assert ours != english


def test_a_language_is_found_by_its_code_and_english_stands_in() -> None:
    assert words_of("uk-UA").language == words_of("UK").language == "uk"
    assert words_of("ar").direction == "rtl"
    assert words_of("tlh").language == "en"


def test_whatever_is_put_into_a_page_is_text() -> None:
    evil = '"><script>alert(1)</script>{title}'
    html = page(
        ENGLISH,
        evil,
        PLAIN,
        evil,
        said("About {title}", evil),
        preferences(ENGLISH, [Choice(evil, evil, True)]),
        subscription(ENGLISH, [Choice(evil, evil), Choice("b", "B")], evil),
    )
    assert "<script" not in html
    assert html.count("&lt;script") == 11  # each place once
    assert "unsafe" not in policy(PLAIN)
