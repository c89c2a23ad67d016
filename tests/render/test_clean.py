"""Words and links of strangers, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render import clean
from digest.render.size import TAG

P = "dg7f3a9c"


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("https://x.example/a?b=1&c=2#d", "https://x.example/a?b=1&c=2#d"),
        (" https://x.example/a b\n", "https://x.example/a%20b"),
        ('https://x.example/"><b>', "https://x.example/%22%3E%3Cb%3E"),
        (
            "https://приклад.укр/новина",
            "https://xn--80aikifvh.xn--j1amh/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B0",
        ),
        ("https://x.example/%D0%BD", "https://x.example/%D0%BD"),
        (f"https://x.example/-{P}:web:h-", f"https://x.example/-{P}%3Aweb:h-"),
        ("mailto:desk@example.org?subject=a b", "mailto:desk@example.org?subject=a%20b"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("javascript:alert(1)", None),
        ("JAVA\nSCRIPT:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.example/", None),
        ("x.example/a", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://x.example:port/", None),
        ("https://x y.example/", None),
        ("mailto:", None),
        ("", None),
        (None, None),
        ("https://x.example/" + "y" * 2000, None),
    ],
)
def test_links(written: str | None, safe: str | None) -> None:
    assert clean.link(written, P) == safe


def test_words_keep_every_letter_and_lose_what_breaks() -> None:
    said = "«Гавань» نیم‌فاصله 👩‍👩‍👧 กำลัง ﬁ İ don’t \u200fمن"
    assert clean.words(said, P) == said
    assert clean.words(" a\x00b\r\n\tc\u202ed\u2066e\ud800 ", P) == "ab cde"
    assert clean.words("a" + "\u0301" * 50, P) == "a" + "\u0301" * 8
    assert clean.paragraphs("a\nb\r\n\r\nc\n \n", P) == ("a b", "c")


@given(st.text(st.sampled_from(f"-{P}:web\x00\u202e h"), max_size=60))
def test_no_text_can_hold_a_tag_of_this_edition(text: str) -> None:
    for made in (
        clean.words(text, P),
        clean.words(f"-{P}:{text}:h-", P),
        clean.link(f"https://x.example/{text}", P) or "",
    ):
        assert not [match for match in TAG.finditer(made) if match[1] == P]
