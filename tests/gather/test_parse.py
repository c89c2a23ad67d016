# ruff: noqa: E501  documents are kept on one line each
"""What is read out of documents of every format, and what must never come of odd ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import FetchFailed, NotAFeed
from digest.gather import broken, mend, opml
from digest.gather.dates import parse_date
from digest.gather.finish import finish
from digest.gather.inspect import inspect_feed
from digest.gather.links import canonical_link
from digest.gather.parse import parse
from digest.model import Feed, ParsedEntry, Picture

URL = "https://example.org/feeds/all.xml"
RSS = (
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
    "<channel><title>C</title><link>https://example.org/</link>{}</channel></rss>"
)
NOON = datetime(2026, 2, 18, 12, tzinfo=UTC)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>F</title>{}</feed>'


def one(document: str) -> ParsedEntry:
    (entry,) = parse(document.encode(), URL).entries
    return entry


def rss(inner: str) -> ParsedEntry:
    return one(RSS.format(f"<item>{inner}</item>"))


def atom(inner: str) -> ParsedEntry:
    return one(ATOM.format(f"<entry>{inner}</entry>"))


def test_rss_2() -> None:
    entry = rss(
        "<title>Mayor &amp;amp; council</title><link>https://example.org/1</link><guid>https://example.org/?p=1</guid>"
        "<description>A &lt;b&gt;short&lt;/b&gt; word</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]>"
        "</content:encoded><author>jane@example.org (Jane Doe)</author><dc:creator>Joe Bloggs</dc:creator>"
        "<category>City</category><dc:subject>Roads</dc:subject><pubDate>Wed, 18 Feb 2026 05:00:00 EST</pubDate>"
        '<enclosure url="/a.mp3" type="audio/mpeg" length="1"/><source url="https://s.org/"><title>No</title></source>'
    )
    assert entry == ParsedEntry(
        id="https://example.org/?p=1",
        title="Mayor & council",
        link="https://example.org/1",
        published=datetime(2026, 2, 18, 10, tzinfo=UTC),
        authors=("Jane Doe", "Joe Bloggs"),
        categories=("City", "Roads"),
        summary="A short word",
        html="<p>One.</p><p>Two.</p>",
        text="One.\n\nTwo.",
        enclosures=("https://example.org/a.mp3",),
    )


def test_rss_1_keeps_the_identity_in_an_attribute_and_the_text_in_a_module() -> None:
    entry = one(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://e.org/"><title>C</title></channel><item rdf:about="https://e.org/1">'
        "<title>T</title><link>https://e.org/1</link><description>D</description><dc:date>2026-02-18T05:00Z</dc:date>"
        "<content:encoded>&lt;p&gt;Whole&lt;/p&gt;</content:encoded></item></rdf:RDF>"
    )
    assert (entry.id, entry.text, entry.summary) == ("https://e.org/1", "Whole", "D")
    assert entry.published == datetime(2026, 2, 18, 5, tzinfo=UTC)


def test_atom_1() -> None:
    entry = one(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://e.org/blog/" xml:lang="uk"><entry>'
        '<title type="html">A &amp;lt;b&amp;gt; &lt;i&gt;tag&lt;/i&gt;</title><id>tag:e.org,2026:1</id>'
        '<link rel="self" href="self.xml"/><link rel="alternate" type="application/pdf" href="1.pdf"/>'
        '<link href="1.html"/><updated>2026-02-18T05:00:00+02:00</updated><summary>1 &lt; 2</summary>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>See <a href="more">this</a></p></div>'
        '</content><author><name>Ann</name><email>a@e.org</email></author><category term="War" label="The war"/>'
        "<source><title>Not this</title><id>no</id></source></entry></feed>"
    )
    assert (entry.title, entry.link, entry.language) == ("A <b> tag", "https://e.org/blog/1.html", "uk")
    assert (entry.published, entry.updated) == (None, datetime(2026, 2, 18, 3, tzinfo=UTC))
    assert (entry.summary, entry.text, entry.authors, entry.categories) == (
        "1 < 2",
        "See this",
        ("Ann",),
        ("War",),
    )
    assert 'href="https://e.org/blog/more"' in entry.html


def test_atom_without_a_link_is_found_by_an_id_that_is_one() -> None:
    assert atom("<title>T</title><id>https://e.org/1</id>").link == "https://e.org/1"
    assert atom("<title>T</title><id>tag:e.org,2026:1</id>").link is None
    assert rss('<title>T</title><guid isPermaLink="false">https://e.org/1</guid>').link is None


def test_atom_03_escaped_and_in_base64() -> None:
    feed = '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>{}</entry></feed>'
    entry = one(
        feed.format(
            '<title mode="escaped" type="text/html">&lt;b&gt;T&lt;/b&gt;</title><issued>2026-02-18T05:00:00Z</issued>'
            '<modified>2026-02-18T06:00:00Z</modified><content mode="base64" type="text/html">PHA+SGk8L3A+</content>'
        )
    )
    assert (entry.title, entry.text) == ("T", "Hi")
    assert entry.published == datetime(2026, 2, 18, 5, tzinfo=UTC)
    assert entry.updated == datetime(2026, 2, 18, 6, tzinfo=UTC)


def test_json_feed_with_odd_items() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "items": [
            {"id": 7, "url": "/7", "title": "T", "content_html": "<p>Hi</p>", "authors": [{"name": "A"}, 3],
             "date_published": "2026-02-18T05:00:00Z", "tags": ["x", 1], "image": "/i.jpg"},
            {"id": "8", "content_text": "1 < 2", "title": None, "author": "nobody"},
            "no item",
        ],
    }  # fmt: skip
    feed = parse(json.dumps(document).encode(), URL)
    first, second = feed.entries
    assert (first.id, first.link, first.text, first.authors) == ("7", "https://example.org/7", "Hi", ("A",))
    assert first.picture == Picture(url="https://example.org/i.jpg")
    assert (second.text, second.html, second.title) == ("1 < 2", "1 &lt; 2", "")
    assert feed.problems


def test_cdf_rss_091_and_documents_without_a_channel() -> None:
    cdf = one(
        '<CHANNEL><ITEM HREF="https://e.org/1" LASTMOD="2026-02-18"><TITLE>T</TITLE><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>'
    )
    assert (cdf.link, cdf.text, cdf.updated) == ("https://e.org/1", "A", datetime(2026, 2, 18, tzinfo=UTC))
    old = one(
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x/rss-0.91.dtd">'
        '<rss version="0.91"><channel><item><title>&eacute;t&eacute; &amp; &nbsp;x</title></item></channel></rss>'
    )
    assert old.title == "été & x"
    assert one("<rss><item><title>T</title></item></rss>").title == "T"
    assert one("<RSS><CHANNEL><ITEM><TITLE>T</TITLE></ITEM></CHANNEL></RSS>").title == "T"


def test_captions_and_credits_are_never_text() -> None:
    entry = rss(
        "<title>T</title><description>The news.</description>"
        '<media:content url="https://e.org/1.jpg" medium="image" width="640" height="480">'
        "<media:description>A man at a desk.</media:description><media:credit>Ann Lee/Agency</media:credit>"
        "<media:title>No title</media:title></media:content>"
    )
    assert (entry.title, entry.text) == ("T", "The news.")
    assert entry.picture == Picture(
        url="https://e.org/1.jpg", caption="A man at a desk.", credit="Ann Lee/Agency", width=640, height=480
    )
    bare = rss(
        '<title>T</title><media:thumbnail url="https://e.org/t.jpg"/><media:description>Cap</media:description>'
    )
    assert (bare.text, bare.picture) == ("", Picture(url="https://e.org/t.jpg", caption="Cap"))


def test_a_figure_gives_its_caption_and_credit_to_the_picture() -> None:
    entry = rss(
        "<title>T</title><content:encoded><![CDATA[<p>One.</p><figure><img src='/a.jpg' alt='A bridge'><figcaption>The "
        "bridge in May. Photo: Ann Lee / Agency</figcaption></figure><p>Two.</p>]]></content:encoded>"
    )
    assert entry.text == "One.\n\nTwo."
    assert entry.picture == Picture(
        url="https://example.org/a.jpg",
        caption="The bridge in May.",
        credit="Ann Lee / Agency",
        alt="A bridge",
    )


def test_ghost_puts_the_title_into_the_alternative_text() -> None:
    entry = rss(
        "<title>Bridge shut</title><description>Teaser</description><content:encoded><![CDATA["
        '<img src="https://g.io/f.jpg" alt="Bridge shut"><p>Whole.</p>]]></content:encoded>'
    )
    assert (entry.text, entry.summary) == ("Whole.", "Teaser")
    assert entry.picture == Picture(url="https://g.io/f.jpg")


def test_a_videos_description_is_its_text_and_a_podcasts_summary_its_last_resort() -> None:
    video = atom(
        "<title>V</title><id>v</id><media:group><media:title>Other</media:title>"
        '<media:content url="https://v.org/1" type="application/x-shockwave-flash"/>'
        '<media:thumbnail url="https://v.org/1.jpg" width="480"/><media:description>What it shows.</media:description>'
        "</media:group>"
    )
    assert (video.title, video.text) == ("V", "What it shows.")
    assert video.picture == Picture(url="https://v.org/1.jpg", width=480)
    assert rss("<title>T</title><itunes:summary>S</itunes:summary>").text == "S"
    assert rss("<title>T</title><itunes:summary>S</itunes:summary><description>D</description>").text == "D"


def test_relative_addresses() -> None:
    entry = rss('<title>T</title><link>/a b</link><description>&lt;a href="c?d"&gt;x&lt;/a&gt;</description>')
    assert entry.link == "https://example.org/a%20b"
    assert 'href="https://example.org/c?d"' in entry.html
    assert rss("<title>T</title><link>javascript:alert(1)</link>").link is None


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ("\n\n <?xml version='1.0'?>{}", ""),
        ("<?xml version='1.0'?><?xml version='1.0'?>{}", "xml"),
        ("{}<!-- -->\n<junk/>", ""),
        ("{}trailing words", ""),
    ],
)
def test_text_around_the_document(document: str, fault: str) -> None:
    feed = parse(document.format(RSS.format("<item><title>T</title></item>")).encode(), URL)
    assert [entry.title for entry in feed.entries] == ["T"]
    assert any(fault in problem for problem in feed.problems) if fault else True


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("<title>AT&T & co</title>", "AT&T & co"),
        ("<title>a\x0bb &#x1f; &#0;</title>", "ab"),
        ("<title>caf&eacute; &bogus; &nbsp;x</title>", "café &bogus; x"),
        ("<foo:bar>1</foo:bar><title>T</title>", "T"),
        ("<title>A <b>bold</b> word</title>", "A bold word"),
        ("<title><![CDATA[a & b]]></title>", "a & b"),
    ],
)
def test_what_is_mended_keeps_its_meaning(inner: str, title: str) -> None:
    assert rss(inner).title == title


def test_a_cut_document_keeps_its_whole_items() -> None:
    document = RSS.format("<item><title>One</title></item><item><title>Two</title><descr")
    feed = parse(document[: document.index("<descr") + 6].encode(), URL)
    assert [entry.title for entry in feed.entries] == ["One", "Two"]
    assert any("broken" in problem for problem in feed.problems)


def test_tags_that_do_not_match() -> None:
    document = RSS.format(
        "<item><title>One</title><description><p>a<br>b</description></item><item><title>Two</title></item>"
    )
    feed = parse(document.encode(), URL)
    assert [(entry.title, entry.text) for entry in feed.entries] == [("One", "a\nb"), ("Two", "")]


def test_a_broken_document_loses_no_words() -> None:
    inner = (
        "<title>1 &lt; 2 &amp; AT&T</title><author>Me <me@example.org></author>"
        "<description>&lt;p&gt;A &amp;amp; b&lt;/p&gt;<![CDATA[ &lt; ]]></description><dc:date>2026-02-18</dc:date>"
    )
    feed = parse(RSS.format(f"<item>{inner}</item>").encode(), URL)
    (entry,) = feed.entries
    assert (entry.title, entry.text) == ("1 < 2 & AT&T", "A & b\n\n<")
    assert entry.published == datetime(2026, 2, 18, tzinfo=UTC)
    assert any("broken" in problem for problem in feed.problems)


@pytest.mark.parametrize("reading", ["xml", "json"])
def test_each_tolerant_parser_alone_loses_no_words(reading: str) -> None:
    document = RSS.format("<item><title>1 &lt; 2 &amp;amp; &lt;b&gt;x&lt;/b&gt;</title><b></item>").encode()
    lines = [json.loads(line) for line in broken.ask(mend.numeric(document)).splitlines()]
    feed = next(broken.reading(json.dumps(line).encode(), URL) for line in lines if line[0] == reading)
    assert feed is not None and [entry.title for entry in finish(feed, URL).entries] == ["1 < 2 & x"]


@pytest.mark.parametrize(
    ("encoding", "prolog", "header"),
    [
        ("utf-8", None, None),
        ("utf-8-sig", "iso-8859-1", None),
        ("utf-16", None, None),
        ("utf-16-le", None, None),
        ("utf-32", None, None),
        ("windows-1251", "windows-1251", None),
        ("koi8-u", None, "koi8-u"),
        ("windows-1251", "utf-8", "windows-1251"),
        ("utf-8", "windows-1251", "utf-8"),
        ("iso-8859-5", "iso-8859-5", None),
    ],
)
def test_encodings(encoding: str, prolog: str | None, header: str | None) -> None:
    declaration = f'<?xml version="1.0" encoding="{prolog}"?>' if prolog else "<?xml version='1.0'?>"
    data = (declaration + RSS.format("<item><title>Київ: новини</title></item>").replace("і", "i")).encode(
        encoding
    )
    content_type = f"text/xml; charset={header}" if header else "text/xml"
    (entry,) = parse(data, URL, content_type).entries
    assert entry.title == "Київ: новини"


def test_stray_bytes_of_another_encoding() -> None:
    data = RSS.format("<item><title>Київ Q</title></item>").encode().replace(b"Q", b"\x93x\x94")
    feed = parse(data, URL)
    assert feed.entries[0].title == "Київ “x”"
    assert any("encoding" in problem for problem in feed.problems)


def test_entities_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    files = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY good "fine">'
    document = f"<!DOCTYPE rss [{laughs}{files}]>" + RSS.format("<item><title>a&l9;&f;&good;</title></item>")
    assert one(document).title == "afine"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "empty"),
        (b"\0\0", "empty"),
        (b"<!DOCTYPE html><html><body><p>x</body></html>", "a web page"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "a web page"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<svg/>", "'svg'"),
        (b"{}", "JSON"),
        (b"[1]", "JSON"),
        (b"plain words", "not XML"),
        (b"<a>" * 600_000, "450,000 tags"),
    ],
)
def test_what_is_no_feed_is_named(document: bytes, words: str) -> None:
    with pytest.raises(NotAFeed, match=words):
        parse(document, URL)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_no_bytes_raise_anything_but_our_error(data: bytes) -> None:
    for document in (data, b"<p>" + data, b"{" + data):
        try:
            parse(document, URL, data[:20].decode("latin-1"))
        except NotAFeed:
            continue


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    st.sampled_from(["title", "description"]),
)
def test_any_text_in_a_well_formed_feed_is_read(text: str, name: str) -> None:
    inside = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert len(parse(RSS.format(f"<item><{name}>{inside}</{name}></item>").encode(), URL).entries) == 1


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Wed, 18 Feb 2026 05:00:00 EST", "2026-02-18T10:00:00"),
        ("Wed, 18 Feb 2026 05:00 GMT+0200", "2026-02-18T03:00:00"),
        ("18 Feb 26 05:00:00 PDT", "2026-02-18T12:00:00"),
        ("Wed, 18 Feb 2026 10:00 PM +0100", "2026-02-18T21:00:00"),
        ("2026-02-17T17:36:36-0500", "2026-02-17T22:36:36"),
        ("2026-02-17T24:00:00Z", "2026-02-18T00:00:00"),
        ("2026-02-17T23:59:60Z", "2026-02-18T00:00:00"),
        ("20260217", "2026-02-17T00:00:00"),
        ("2026-048", "2026-02-17T00:00:00"),
        ("Wed Feb 18 05:00:00 2026", "2026-02-18T05:00:00"),
        ("February 18, 2026 5:00 pm", "2026-02-18T17:00:00"),
        ("18 лютого 2026", "2026-02-18T00:00:00"),
        ("18.02.2026 05:30", "2026-02-18T05:30:00"),
        ("2026/02/18 05:30", "2026-02-18T05:30:00"),
        ("1771390800", "2026-02-18T05:00:00"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00"),
        ("31 Feb 2026", None),
        ("yesterday", None),
        ("", None),
        ("99999999999999999999", None),
    ],
)
def test_dates(text: str, when: str | None) -> None:
    assert parse_date(text) == (datetime.fromisoformat(when).replace(tzinfo=UTC) if when else None)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("one_link", "other", "same"),
    [
        ("https://www.e.org/a/?utm_source=x#top", "http://e.org/a", True),
        ("https://e.org/a?b=1&a=2", "https://e.org/a?a=2&b=1", True),
        ("https://e.org/a?id=1", "https://e.org/a?id=2", False),
        ("https://e.org/a?source=rss", "https://e.org/a", True),
        ("https://e.org/a?source=42", "https://e.org/a?source=43", False),
        ("https://e.org/A", "https://e.org/a", False),
        ("https://e.org/%D0%B0", "https://e.org/а", True),
        ("https://e.org:8443/a", "https://e.org/a", False),
        ("https://e.org/#!/story/1", "https://e.org/#!/story/2", False),
    ],
)
def test_one_page_one_canonical_link(one_link: str, other: str, same: bool) -> None:
    assert (canonical_link(one_link) == canonical_link(other)) is same


def test_inspect_gives_exactly_the_promised_document(tmp_path: Path) -> None:
    file = tmp_path / "f.xml"
    inner = "<title>T</title><dc:creator>A</dc:creator><dc:creator>B</dc:creator>"
    file.write_text(RSS.format(f"<item>{inner}</item>"))
    found = inspect_feed(str(file), NOON)
    assert set(found) == {"feed", "entries", "problems"}
    assert found["entries"] == [
        {"id": None, "title": "T", "link": None, "published": None, "updated": None, "author": "A, B",
         "categories": [], "text": "", "html": "", "image": None, "image_caption": None, "image_credit": None}
    ]  # fmt: skip
    assert json.loads(json.dumps(found)) == found
    with pytest.raises(FetchFailed, match="cannot be read"):
        inspect_feed(str(tmp_path / "none.xml"), NOON)
    file.write_text("plain words")
    with pytest.raises(NotAFeed) as caught:
        inspect_feed(str(file), NOON)
    assert str(caught.value).startswith(f"{file}: not XML")


def test_inspect_says_what_each_field_is(tmp_path: Path) -> None:
    file = tmp_path / "f.xml"
    file.write_text(
        RSS.format(
            "<item><guid isPermaLink='false'> 7 </guid><title>A &amp;amp; B</title><link>/1?a=1&amp;b=2</link>"
            "<pubDate>Wed, 18 Feb 2026 12:00:00 +0200</pubDate><category>War</category><author>a@e.org (Ann)</author>"
            "<description>&lt;p onclick='x'>One&amp;nbsp;&amp;lt;two>&lt;script>x()&lt;/script>&lt;p>&lt;a href='/2'>Three&lt;/a></description>"
            '<media:content url="/1.jpg" medium="image"><media:description>Smoke. (Ann/Agency)</media:description></media:content></item>'
            "<item><title>Old</title><pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate></item>"
            "<item><title>Early</title><pubDate>2027-01-01</pubDate></item>"
        )
    )
    found = inspect_feed(str(file), NOON)
    assert found["feed"] == {"title": "C", "link": "https://example.org/", "language": None}
    entry = found["entries"][0]
    assert entry.pop("html") == (
        '<p>One&nbsp;&lt;two&gt;</p><p><a href="https://example.org/2" rel="noopener noreferrer">Three</a></p>'
    )
    assert entry == {
        "id": "7", "title": "A & B", "link": "https://example.org/1?a=1&b=2", "published": "2026-02-18T10:00:00Z",
        "updated": None, "author": "Ann", "categories": ["War"], "text": "One <two>\n\nThree",
        "image": "https://example.org/1.jpg", "image_caption": "Smoke.", "image_credit": "Ann/Agency",
    }  # fmt: skip
    assert found["problems"] == [
        "item 2: date: 0001-01-01 cannot be true, first seen counts",
        "item 3: date: 2027-01-01 cannot be true, first seen counts",
    ]


def test_opml_goes_out_and_comes_back() -> None:
    feeds = (
        Feed(name='A & "B"', url="https://a.org/?x=1&y=2", publisher='A & "B"', section="World <1>"),
        Feed(name="C", url="https://c.org/", publisher="C", language="uk"),
    )
    assert opml.read(opml.write(feeds).encode()) == feeds


def test_opml_as_other_readers_export_it() -> None:
    """feed: addresses, Thunderbird's folder for each feed, a podcast's episodes, links that are no feeds."""
    document = (
        '<opml version="1.0"><head><title>x</title></head><body><outline text="Tech" title="Tech">'
        '<outline type="rss" text="A" xmlUrl="feed://a.org/rss"/>'
        '<outline type="rss" text="B" xmlUrl="feed:https://b.org/rss" language="de"/>'
        '<outline title="T"><outline type="rss" title="T" version="RSS" xmlUrl="https://t.org/f"/></outline></outline>'
        '<outline type="rss" text="P" xmlUrl="https://p.org/f"><outline type="podcast-episode" text="E" enclosureUrl="x"/></outline>'
        '<outline type="link" text="L" url="https://l.org/x.opml"/><outline text="F" xmlUrl="ftp://f.org/"/></body></opml>'
    )
    found = opml.read(document.encode("utf-16"), taken=["A"])
    assert [(one.name, one.url, one.section, one.language) for one in found] == [
        ("A (2)", "http://a.org/rss", "Tech", None), ("B", "https://b.org/rss", "Tech", "de"),
        ("T", "https://t.org/f", "Tech", None), ("P", "https://p.org/f", None, None),
    ]  # fmt: skip


def test_opml_of_other_programs() -> None:
    document = (
        '<?xml version="1.0"?><opml version="1.1"><body><outline text="News"><outline title="A" xmlUrl="https://a.org/"/>'
        '<outline text="A" xmlurl="https://b.org/"/><outline text="A again" xmlUrl="https://a.org/"/></outline>'
        '<outline text="no feed"/><outline text="AT&T" xmlUrl="https://t.org/"/><outline xmlUrl="file:///etc/passwd"/>'
        "</body></opml>"
    )
    found = opml.read(document.encode())
    assert [(one.name, one.url, one.section) for one in found] == [
        ("A", "https://a.org/", "News"), ("A (2)", "https://b.org/", "News"), ("AT&T", "https://t.org/", None),
    ]  # fmt: skip
