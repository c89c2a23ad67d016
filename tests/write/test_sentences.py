"""Where sentences begin and end, in six languages and on any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.write.language import base, detect, settle
from digest.write.sentences import split, split_range

CASES = [
    ("en", ["Dr. Lee met Sen. J. P. Ortiz on Jan. 5.", "They talked."]),
    ("en", ["He moved to the U.S. in 2019.", "The move cost $1.5 million, she said."]),
    ("en", ["“Where are they?” Mayor Ruiz asked on Friday.", "Nobody knew."]),
    ("en", ["Shares of Acme Inc. fell 3.2 percent.", "(The market closed at 4 p.m. Eastern time.)", "Why?"]),
    ("en", ["It lasted longer.", "Banks closed at noon that day."]),
    ("uk", ["Народився Т. Г. Іваненко у с. Рудня в 1914 р. у родині вчителя.", "Помер у 1980-х рр."]),
    ("uk", ["«Ми готові!» — сказав він.", "Збитки — 5 млн грн.", "Вул. Садова закрита."]),
    ("ru", ["Завод построен в 1970-х гг.", "Он работает до сих пор.", "Ул. Мира, д. 7, закрыта."]),
    ("ru", ["Город возник в III в. до н. э.", "Александр тогда ещё не родился."]),
    ("de", ["Am 3. Oktober sprach Dr. Vogt, u. a. über z. B. Kosten.", "Es kamen ca. 40 Gäste."]),
    ("de", ["„Ist das so?“, fragte sie.", "Er nickte."]),
    ("ar", ["هل وصلوا؟", "قال د. حسن إنهم وصلوا.", "ثم غادر."]),
]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_sentences_joined_by_spaces_come_apart_again(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text, language)] == sentences


def test_chinese_needs_no_spaces_and_keeps_a_quotation_with_its_verb() -> None:
    sentences = ["他走了。", "“我们很好。”他说。", "为什么？"]
    text = "".join(sentences)
    assert [text[start:end] for start, end in split(text, "zh")] == sentences


def test_a_lost_space_still_ends_a_sentence() -> None:
    text = "Rates may stay up for longer.The bank will meet in May."
    assert len(split(text, "en")) == 2


def test_a_line_wrapped_by_hand_goes_on_and_a_blank_line_ends() -> None:
    text = "The ministry has recalled\nits ambassador.\n\nA headline without a stop\n\nThe end."
    assert [text[a:b] for a, b in split(text, "en")] == [
        "The ministry has recalled\nits ambassador.",
        "A headline without a stop",
        "The end.",
    ]


def test_a_text_without_capitals_is_split_too() -> None:
    text = "the town was quiet. nobody spoke of it. rain fell."
    assert len(split(text, "en")) == 3


def test_a_range_has_positions_of_the_whole_text() -> None:
    text = "Skip this. One two. Three four."
    assert [text[a:b] for a, b in split_range(text, "en", 11, len(text))] == ["One two.", "Three four."]


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de", "ar", "zh"])
def test_the_hard_cases_of_news_come_apart_where_they_are_labelled(language: str) -> None:
    source = (Path(__file__).parent / "boundaries" / f"{language}.txt").read_text(encoding="utf-8")
    right = found = wanted = 0
    for text in source.strip().split("\n\n"):
        sentences = text.split("\n")
        joined = ("" if language == "zh" else " ").join(sentences)
        ends = {end for _, end in split(joined, language)}
        gold, at = set(), 0
        for sentence in sentences:
            at = joined.index(sentence, at) + len(sentence)
            gold.add(at)
        right, found, wanted = right + len(ends & gold), found + len(ends), wanted + len(gold)
    assert 2 * right / (found + wanted) > 0.99


@settings(max_examples=200, deadline=None)
@given(text=st.text(), language=st.sampled_from([None, "en", "uk", "ru", "de", "ar", "zh", "xx"]))
def test_any_text_is_covered_in_order(text: str, language: str | None) -> None:
    spans = split(text, language)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council met on Monday and voted for the plan.", "en"),
        ("Місцева влада повідомила про евакуацію жителів.", "uk"),
        ("Местные власти сообщили, что мосты закрыты, и объявили об этом.", "ru"),
        ("Der Stadtrat hat am Montag über die Pläne beraten und nicht abgestimmt.", "de"),
        ("أعلنت البلدية إغلاق الجسر يوم الاثنين.", "ar"),
        ("市议会周一讨论了这项计划。", "zh"),
        ("Le conseil municipal a voté pour le projet et les habitants sont contents.", None),
        ("これは日本語の文章です。", None),
        ("12345 !!", None),
    ],
)
def test_the_language_of_a_text_is_named_by_its_letters(text: str, language: str | None) -> None:
    assert detect(text) == language


def test_language_codes_are_made_alike() -> None:
    assert [base(code) for code in ("uk-UA", "EN_us", "ukr", "", None)] == ["uk", "en", "uk", None, None]


@pytest.mark.parametrize(
    ("declared", "text", "read_in"),
    [
        ("en", "Місцева влада повідомила про це.", "uk"),
        ("uk-UA", "The city said so on Monday.", "en"),
        ("zh", "Le maire et les habitants ont parlé.", None),
        ("fr", "Le maire et les habitants ont parlé.", "fr"),
        (None, "Der Rat hat die Pläne nicht beraten.", "de"),
        ("ru", "Місцева влада їх підтримала.", "uk"),
        ("de", "...", "de"),
    ],
)
def test_the_letters_overrule_a_wrongly_declared_language(
    declared: str | None, text: str, read_in: str | None
) -> None:
    assert settle(declared, text) == read_in
