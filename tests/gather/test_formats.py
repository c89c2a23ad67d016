# ruff: noqa: E501  elements are kept on one line each
"""Every format of the last 25 years with every element that publishers put into its items, own or borrowed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.gather.parse import parse
from digest.model import ParsedEntry

SPACES = (
    'xmlns:a03="http://purl.org/atom/ns#" xmlns:a10="http://www.w3.org/2005/Atom"'
    ' xmlns:dc10="http://purl.org/dc/elements/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:terms="http://purl.org/dc/terms/" xmlns:body="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:pod="http://www.itunes.com/DTDs/PodCast-1.0.dtd" xmlns:m="http://search.yahoo.com/mrss/"'
    ' xmlns:play="http://www.google.com/schemas/play-podcasts/1.0" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
)
NETSCAPE = '<!DOCTYPE rss SYSTEM "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
RSS = "<channel><title>Feed</title><link>https://e.org/</link><item>{}</item></channel>"
FORMATS = {
    "RSS 0.90": f'<rdf:RDF xmlns="http://my.netscape.com/rdf/simple/0.9/" {SPACES}><channel><title>Feed</title></channel><item>{{}}</item></rdf:RDF>',
    "RSS 0.91 of Netscape": f'{NETSCAPE}<rss version="0.91" {SPACES}>{RSS}</rss>',
    "RSS 0.92": f'<rss version="0.92" {SPACES}>{RSS}</rss>',
    "RSS 1.0": f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {SPACES}><channel><title>Feed</title></channel><item>{{}}</item></rdf:RDF>',
    "RSS 2.0": f'<rss version="2.0" {SPACES}>{RSS}</rss>',
    "RSS 2.0 in a namespace": f'<rss version="2.0" xmlns="http://backend.userland.com/rss2" {SPACES}>{RSS}</rss>',
    "RSS 2.0 in Atom's namespace": f'<rss version="2.0" xmlns="http://www.w3.org/2005/Atom" {SPACES}>{RSS}</rss>',
    "Atom 0.3": f'<feed version="0.3" xmlns="http://purl.org/atom/ns#" {SPACES}><title>Feed</title><entry>{{}}</entry></feed>',
    "Atom 1.0": f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}><title>Feed</title><entry>{{}}</entry></feed>',
    "Atom 1.0 with a prefix": f"<a10:feed {SPACES}><a10:title>Feed</a10:title><a10:entry>{{}}</a10:entry></a10:feed>",
}
TEXTS = (
    "<a03:content>Words</a03:content>", "<a03:summary>Words</a03:summary>", "<a10:content>Words</a10:content>",
    "<a10:summary>Words</a10:summary>", '<a10:content type="html">&lt;p>Words&lt;/p></a10:content>',
    '<a10:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words</p></div></a10:content>',
    "<dc10:description>Words</dc10:description>", "<dc:description>Words</dc:description>",
    "<terms:abstract>Words</terms:abstract>", "<body:encoded><![CDATA[<p>Words</p>]]></body:encoded>",
    "<pod:summary>Words</pod:summary>", "<pod:subtitle>Words</pod:subtitle>", "<play:description>Words</play:description>",
    "<description>Words</description>",
    '<m:group><m:content url="https://e.org/v.mp4" type="video/mp4"/><m:description>Words</m:description></m:group>',
)  # fmt: skip
DATE = "2026-02-18T05:00:00Z"
DATES = (
    "a03:created", "a03:issued", "a03:modified", "a10:published", "a10:updated", "dc10:date", "dc:date", "terms:created",
    "terms:issued", "terms:modified", "pubDate",
)  # fmt: skip
NAMES = ("a03:id", "a10:id", "dc10:identifier", "dc:identifier", "guid")
TITLES = ("a03:title", "a10:title", "dc10:title", "dc:title", "pod:title", "m:title", "title")
LINKS = (
    '<a03:link rel="alternate" href="https://e.org/1"/>', '<a10:link href="https://e.org/1"/>',
    '<a10:link a10:rel="alternate" a10:href="https://e.org/1"/>', "<link>https://e.org/1</link>",
    "<link> https://e.org/1\n</link>", '<link xmlns="http://apache.org/cocoon/i18n/2.1">https://e.org/1</link>',
    "<guid>https://e.org/1</guid>", "<a10:id>https://e.org/1</a10:id>",
)  # fmt: skip
AUTHORS = (
    "<a03:author><a03:name>Ann</a03:name></a03:author>", "<a10:author><a10:name>Ann</a10:name></a10:author>",
    "<dc10:creator>Ann</dc10:creator>", "<dc:creator>Ann</dc:creator>", "<pod:author>Ann</pod:author>",
    "<play:author>Ann</play:author>", "<author>ann@e.org (Ann)</author>", "<author><![CDATA[Ann]]></author>",
)  # fmt: skip
CATEGORIES = (
    "<category>War</category>", '<a10:category term="War"/>', "<dc:subject>War</dc:subject>", "<pod:keywords>War</pod:keywords>",
    '<a10:category term="https://e.org/topics/1" label="War"/>',
)  # fmt: skip
PICTURES = (
    '<m:content url="https://e.org/1.jpg" medium="image"/>', '<m:thumbnail url="https://e.org/1.jpg"/>',
    '<m:group><m:content url="https://e.org/1.jpg" type="image/jpeg"/></m:group>', '<pod:image href="https://e.org/1.jpg"/>',
    '<enclosure url="https://e.org/1.jpg" type="image/jpeg" length="1"/>',
    '<a10:link rel="enclosure" type="image/jpeg" href="https://e.org/1.jpg"/>',
    '<description>&lt;img src="https://e.org/1.jpg"></description>',
)  # fmt: skip


def item(form: str, inside: str) -> ParsedEntry:
    feed = parse(FORMATS[form].format(inside).encode(), "https://e.org/feed")
    assert feed.title == "Feed" and not feed.problems
    (entry,) = feed.entries
    return entry


every_format = pytest.mark.parametrize("form", FORMATS)


@every_format
def test_texts(form: str) -> None:
    assert {written: item(form, written).text for written in TEXTS} == dict.fromkeys(TEXTS, "Words")


@every_format
def test_dates(form: str) -> None:
    found = {name: item(form, f"<{name}>{DATE}</{name}>") for name in DATES}
    moment = datetime(2026, 2, 18, 5, tzinfo=UTC)
    assert {name: entry.published or entry.updated for name, entry in found.items()} == dict.fromkeys(
        DATES, moment
    )


@every_format
def test_ids_and_titles(form: str) -> None:
    assert {name: item(form, f"<{name}> tag:1 </{name}>").id for name in NAMES} == dict.fromkeys(
        NAMES, "tag:1"
    )
    titles = {name: item(form, f"<{name}>\n A  title\n</{name}>").title for name in TITLES}
    assert titles == dict.fromkeys(TITLES, "A title")


@every_format
def test_links(form: str) -> None:
    assert {written: item(form, written).link for written in LINKS} == dict.fromkeys(LINKS, "https://e.org/1")


@every_format
def test_authors_and_categories(form: str) -> None:
    assert {written: item(form, written).authors for written in AUTHORS} == dict.fromkeys(AUTHORS, ("Ann",))
    found = {written: item(form, written).categories for written in CATEGORIES}
    assert found == dict.fromkeys(CATEGORIES, ("War",))


@every_format
def test_pictures(form: str) -> None:
    found = {written: item(form, written).picture for written in PICTURES}
    assert {written: picture and picture.url for written, picture in found.items()} == dict.fromkeys(
        PICTURES, "https://e.org/1.jpg"
    )


ODD = (
    "", " ", "x", "//e", "/a b", "http://[::1", "http://e.org:99999999/", "javascript:1", "mailto:a@e.org", "tag:1", "https://e.org/1.jpg",
    "99999999999999", "2026-99-99", "Wed, 99 Foo 2026", "a@e.org (Ann)", "&lt;p>x", "&lt;img src=a>&lt;a href='//['>b&lt;/a>", "&amp;#xD800;",
    "html", "text", "xhtml", "base64", "image", "image/jpeg", "true", "en_US", "\u202e", "iVBORw0KGgo=",
)  # fmt: skip
ELEMENTS = (
    "title", "link", "guid", "description", "pubDate", "author", "category", "m:content", "m:group", "m:thumbnail", "m:credit", "enclosure",
    "body:encoded", "dc:date", "source", "image", "a10:summary", "a10:content", "a10:id", "a10:updated", "a10:author", "a10:name", "pod:image",
)  # fmt: skip
NAMED = (
    "url",
    "href",
    "type",
    "rel",
    "isPermaLink",
    "mode",
    "width",
    "medium",
    "role",
    "xml:base",
    "xml:lang",
    "term",
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    """Any element with any attributes and, two levels deep, others inside it."""
    name, words = draw(st.sampled_from(ELEMENTS)), draw(st.sampled_from(ODD))
    pairs = draw(st.dictionaries(st.sampled_from(NAMED), st.sampled_from(ODD), max_size=3))
    inner = "".join(draw(st.lists(elements(depth + 1), max_size=2))) if depth < 2 else ""
    attributes = "".join(f' {key}="{value.replace("<", "&lt;")}"' for key, value in pairs.items())
    return f"<{name}{attributes}>{words}{inner}</{name}>"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(elements(), max_size=5),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from(["", "https://e.org/f"]),
)
def test_no_elements_in_any_place_break_the_reading(inside: list[str], form: str, url: str) -> None:
    document = FORMATS[form].format("".join(inside))
    (entry,) = parse(document.encode(), url).entries
    addresses = (entry.link or "", entry.picture.url if entry.picture else "", *entry.enclosures)
    assert not any(address.startswith("javascript") for address in addresses)
    assert '"javascript' not in entry.html


def test_what_a_format_says_itself_counts_before_what_it_borrows() -> None:
    inside = (
        "<dc:identifier>doi:1</dc:identifier><guid>g1</guid><dc:identifier>doi:2</dc:identifier>"
        "<m:title>Video</m:title><dc:title>Borrowed</dc:title><title>Own</title>"
        "<dc:description>Borrowed</dc:description><pod:summary>Borrowed words</pod:summary><description>Own</description>"
    )
    entry = item("RSS 2.0", inside)
    assert (entry.id, entry.title, entry.text) == ("g1", "Own", "Own")


def test_a_file_in_the_place_of_a_text_is_no_text() -> None:
    entry = item("Atom 1.0", '<a10:content type="image/png">iVBORw0KGgoAAAANSUhEUg==</a10:content>')
    assert (entry.text, entry.html) == ("", "")
    assert (
        item("Atom 1.0", '<a10:content type="application/octet-stream">V29yZHM=</a10:content>').text
        == "Words"
    )
