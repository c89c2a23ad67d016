# ruff: noqa: E501  documents are kept on one line each
"""Documents that are not XML: what can be read of them is kept, however long they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.gather.balance import balanced
from digest.gather.mend import mend
from digest.gather.parse import parse
from digest.gather.tree import read_tree

HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
TAIL = b"</channel></rss>"
ITEM = b"<item><title>A %d</title><link>https://e.org/%d</link><description>Words of %d</description></item>"

#: A long document of each kind of damage: one item of it, how often, and what each item must still say.
LONG = {
    "an element is never closed": ITEM + b"<b>",
    "a text holds a bare sign": ITEM.replace(b"A ", b"A < "),
    "a text is never closed": ITEM.replace(b"</description>", b""),
    "a section is never closed": ITEM.replace(b"Words", b"<![CDATA[Words"),
    "items are never closed": ITEM.replace(b"</item>", b""),
    "closing tags of nothing": ITEM.replace(b"</item>", b"</p></div></item></item>"),
    "an attribute has no quotes": ITEM.replace(
        b"<link>", b"<enclosure url=https://e.org/a.mp3 length=1/><link>"
    ),
    "an attribute is cut off": ITEM.replace(b"<link>", b'<category domain="x>News</category><link>'),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_broken_document_loses_no_item(name: str) -> None:
    items = b"".join(LONG[name] % (n, n, n) for n in range(1500))
    began = time.process_time()
    feed = parse(HEAD + items + TAIL, "https://e.org/f")
    assert time.process_time() - began < 1.5
    assert len(feed.entries) == 1500
    assert [entry.link for entry in feed.entries] == [f"https://e.org/{n}" for n in range(1500)]
    assert feed.entries[7].text.startswith("Words of 7")
    assert feed.entries[7].title in ("A 7", "A < 7")
    assert any(problem.startswith("xml") for problem in feed.problems)


def test_a_document_that_was_cut_off_keeps_what_came() -> None:
    items = b"".join(ITEM % (n, n, n) for n in range(500))
    feed = parse(HEAD + items + b"<item><title>The last on", "https://e.org/f")
    assert len(feed.entries) == 501
    assert feed.entries[-1].title == "The last on"


def test_a_child_of_an_item_ends_the_one_before_but_not_the_markup_of_a_text() -> None:
    document = (
        b"<item><title>One<link>https://e.org/1</link><description>Some <p>words<guid>g1</guid>"
        b"<author><name>Ann</name><title>Dr</title></author></item>"
    )
    assert balanced(document) == (
        b"<rss><item><title>One</title><link>https://e.org/1</link><description>Some <p>words</p></description>"
        b"<guid>g1</guid><author><name>Ann</name><title>Dr</title></author></item></rss>"
    )


PIECES = st.sampled_from([
    b"<rss>", b"<channel>", b"<item>", b"<entry a='1'>", b"</item>", b"</rss>", b"<title>", b"</title>", b"<p>", b"</P>",
    b"<a:b x=1 y='2' x=\"3\">", b"<br/>", b"<br>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?pi ?>", b"<!DOCTYPE x>",
    b"&amp;", b"&", b"&x;", b"<", b">", b'"', b"'", b"word", b" ", b"\xc3\xa9", b"<1>", b"<a", b"</", b"<a b='<'>",
    b"<a xml:lang='en' q=\"a'b\" r='a\"b'>", b"=", b"/", b"<link/>", b"<feed xmlns='http://www.w3.org/2005/Atom'>",
])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map(b"".join))
def test_whatever_is_balanced_is_xml(document: bytes) -> None:
    closed = balanced(document)
    if closed:
        read_tree(mend(closed))


@pytest.mark.parametrize(
    "piece", [b"<![CDATA[", b"<!--", b"<a '", b"<p>", b"</p>", b"<item>", b"<a b='", b"&", b"<"]
)
def test_balancing_takes_linear_time(piece: bytes) -> None:
    began = time.process_time()
    balanced(b"<rss>" + piece * 60_000 + b"]]>")
    assert time.process_time() - began < 1.5
