# ruff: noqa: E501  pieces are kept together
"""Simple markup is cleaned without nh3, and exactly as nh3 would."""

from __future__ import annotations

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.gather import simple
from digest.gather.allowed import ATTRIBUTES, DROPPED, LINK_REL, TAGS
from digest.gather.clean import clean
from digest.gather.words import plain_text, text_of

PIECES = st.sampled_from([
    *(f"<{name}>" for name in sorted(TAGS)), *(f"</{name}>" for name in sorted(TAGS)), "<br/>", "<hr />", "</img>",
    "</br>", "<p/>", "<P CLASS='x'>", "</p >", "<p", "<", ">", "&", "&amp;", "&lt;", "&lt", "&copy;", "&copy", "&copyx",
    "&#39;", "&#x3c;", "&#128;", "&#0;", "&#", "&nbsp;", "\xa0", "&quot;", '"', "'", "&bogus;", "&notit;", "&AElig;",
    '<a href="https://e.org/?a=1&b=2&copy=3">', '<a href="https://e.org/" title="it&#39;s &quot;so&quot;">',
    "<a href='https://e.org/x' target=_blank>", "<a href='#part'>", '<img src="#">', "<a href='mailto:a@e.org'>", '<a href="javascript:alert(1)">', '<a href="/relative">',
    '<a href="https://xn--a.org/">', '<a href="https://1.2.3.4.5/">', '<a href="https://e.org:1/" onclick="x()">',
    '<img src="https://e.org/a.jpg" alt="a &gt; b" width="3"/>', '<img src="data:image/png;x">', "<img alt>",
    '<img src="https://e.org/a.jpg"alt="x">', '<img alt="a>b">', "<iframe src='x'></iframe>", "<iframe><p></iframe>",
    "<script>x</script>", "<!-- c -->", "<!---->", "<!-->", "<!-- <p> -->", "<!-- a --!>", "<font>", "</font>", "<svg>",
    '<span lang="en" lang="de" dir="rtl">', '<time datetime="2026">', "<ol start='3' type=\"a\">", "word", " ", "\n", "\r\n",
    "\r", "\t", "é", "\x0c", "<li value='3'>", "<![CDATA[x]]>", "<?php x ?>", "</>", "<a/b>", "<a =x>", "\x0b",
])  # fmt: skip
NESTED = st.recursive(
    PIECES,
    lambda inner: st.tuples(
        st.sampled_from(
            [
                "p",
                "div",
                "ul",
                "ol",
                "li",
                "h2",
                "h3",
                "a",
                "em",
                "strong",
                "span",
                "blockquote",
                "figure",
                "figcaption",
                "b",
                "u",
                "dl",
                "dt",
                "dd",
                "section",
            ]
        ),
        st.lists(inner, max_size=4),
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    max_leaves=12,
)


def by_nh3(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        clean_content_tags=set(DROPPED),
        url_schemes={"http", "https", "mailto"},
        link_rel=LINK_REL,
    )


@settings(max_examples=500, deadline=None)
@given(st.lists(NESTED, max_size=6).map("".join))
def test_what_is_taken_is_cleaned_as_nh3_cleans_it(markup: str) -> None:
    ours = simple.cleaned(markup)
    if ours is not None:
        assert ours[0] == by_nh3(markup)
        assert text_of(ours[1]) == plain_text(ours[0])


@pytest.mark.parametrize(
    "markup",
    [
        '<p>It&#8217;s <a class="x" href="https://e.org/?a=1&b=2">here</a> &amp; there.</p>\n<p>Two</p>',
        "<figure class='w'><img src='https://e.org/a.jpg' alt='' /><figcaption>A caption</figcaption></figure>",
        "<ul>\n<li>one</li>\n<li><strong>two</strong></li>\n</ul><!-- end --><br/><hr>",
    ],
)
def test_usual_markup_is_taken(markup: str) -> None:
    ours = simple.cleaned(markup)
    assert ours is not None
    assert ours[0] == by_nh3(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>one<p>two",
        "<a href='https://e.org'>x<a href='https://e.org'>y</a></a>",
        "<b><i>x</b></i>",
        "<h2>x<h3>y</h3></h2>",
        "<ul><p>x<li>y</li></p></ul>",
        "<p>x</p></div>",
        "<table>x</table>",
        '<a href="java&#10;script:x">y</a>',
        '<a href="//e.org/x">y</a>',
        "<script>x</script>",
        "a < b",
    ],
)
def test_whatever_a_parser_would_move_close_or_add_is_left_to_one(markup: str) -> None:
    assert simple.cleaned(markup) is None


def test_no_caption_is_text() -> None:
    markup = "<figure><img alt='x'><figcaption>A <em>caption</em></figcaption></figure><p>Text</p>"
    assert simple.cleaned(markup) is not None
    assert clean(markup)[1] == "Text"
