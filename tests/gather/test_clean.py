# ruff: noqa: E501  documents are kept on one line each
"""Strangers' markup: nothing that acts comes through, and cleaning twice is cleaning once."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.gather.clean import TAGS, clean

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<script>alert(1)</script>", "<style>p{}</style>", "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>", "<a href=\"https://e.org/?a=1&b=2\">", "</a>", "<form action=/x><input name=q>",
    "<iframe src=//e.org>", "<svg/onload=alert(1)>", "<math><mi xlink:href='data:x'>", "<!--", "-->", "<![CDATA[",
    "<table><tr><td>", "</table>", "<li>", "<ul>", "&lt;script&gt;", "&amp;", "&#106;avascript:", "\u00a0", "\u200b",
    "<a href=' data:text/html,x'>", "<object data=x>", "<base href=//evil>", "<meta http-equiv=refresh>", "x > y",
    "<p style='x:expression(1)' onclick=1 class=c id=d>", "<a title='\"><script>'>", "<noscript><p title=\"</noscript>",
    "<template>", "<xmp>", "<plaintext>", "<video src=x>", "<blockquote cite='vbscript:x'>", "words", "\n\n", "<", ">",
]  # fmt: skip


class Judge(HTMLParser):
    """Collects what is left of the markup as a browser would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0] if ":" in (value or "") else ""
            if name.startswith("on") or name in ("style", "class", "id", "action", "srcdoc"):
                self.faults.append(name)
            foreign = scheme not in ("", "http", "https", "mailto") and not set("/?#") & set(scheme)
            if name in ("href", "src") and foreign:
                self.faults.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=25).map("".join))
def test_nothing_that_acts_is_left_and_a_second_cleaning_changes_nothing(markup: str) -> None:
    cleaned, text = clean(markup, "https://example.org/a/")
    judge = Judge()
    judge.feed(cleaned)
    assert judge.faults == []
    again, text_again = clean(cleaned, "https://example.org/a/")
    assert (again, text_again) == (cleaned, text)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br><br>Two.<br>Three.", "One.\nTwo.\nThree."),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<h2>H</h2>a<table><tr><td>1</td><td>2</td></tr></table>", "H\n\na\n\n1 2"),
        ("a<script>x</script>b<style>y</style>", "ab"),
        ("<figure><img src=x><figcaption>Cap</figcaption></figure><p>T</p>", "T"),
        ("a&nbsp;&nbsp;b &lt;i&gt; &amp;amp;", "a b <i> &amp;"),
        ("<p>in\nter\n\nvals</p>", "in ter vals"),
        ("soft\u00adhyphen <b>b</b>old", "softhyphen bold"),
        ("no markup\n\nat all", "no markup\n\nat all"),
        ("<p></p> <p> </p>", ""),
    ],
)
def test_text_keeps_paragraphs_and_leaves_captions_out(markup: str, text: str) -> None:
    assert clean(markup)[1] == text


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000,
        "<b><p>" * 20_000,
        "<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</a>",
        "&" * 300_000,
        "<" * 300_000,
        "<!--" * 100_000,
        "<figure><figcaption>" * 20_000,
    ],
    ids=["depth", "misnested", "attributes", "ampersands", "brackets", "comments", "figures"],
)
def test_hostile_markup_is_cleaned_in_linear_time(markup: str) -> None:
    began = time.process_time()
    clean(markup, "https://example.org/")
    assert time.process_time() - began < 1.5
