# ruff: noqa: E501  documents are kept on one line each
"""What single publishers do and the formats allow: read as it is meant."""

from __future__ import annotations

import gzip

import pytest

from digest.errors import NotAFeed
from digest.gather.clean import clean
from digest.gather.parse import parse
from digest.model import ParsedEntry, ParsedFeed

URL = "https://e.org/feed"


def rss(item: str, namespaces: str = "") -> ParsedEntry:
    document = f'<rss version="2.0" {namespaces}><channel><item>{item}</item></channel></rss>'
    (entry,) = parse(document.encode(), URL).entries
    return entry


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ann Lee (ann@e.org)", "Ann Lee"),
        ("ann@e.org (Ann Lee)", "Ann Lee"),
        ("Ann Lee &lt;ann@e.org&gt;", "Ann Lee"),
        ('"Ann Lee" &lt;mailto:ann@e.org&gt;', "Ann Lee"),
        ("ann@e.org", "ann@e.org"),
        ("Ann Lee (Reuters)", "Ann Lee (Reuters)"),
        ("Ann @annlee", "Ann @annlee"),
    ],
)
def test_an_author_is_a_name_before_an_address(written: str, read: str) -> None:
    assert rss(f"<author>{written}</author>").authors == (read,)


def test_a_person_with_nothing_but_an_address_of_a_page_has_no_name() -> None:
    entry = "<entry><author><uri>https://e.org/ann</uri></author><author><name>Bo</name></author></entry>"
    feed = parse(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode(), URL)
    assert feed.entries[0].authors == ("Bo",)


def test_categories_inside_categories_and_those_of_media() -> None:
    spaces = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/"'
    item = '<itunes:category text="News"><itunes:category text="Politics"/></itunes:category><media:category>World</media:category>'
    assert rss(item, spaces).categories == ("News", "Politics", "World")


def atom(inside: str) -> ParsedFeed:
    return parse(f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'.encode(), URL)


def test_an_atom_feed_without_a_link_has_its_id_for_one_but_not_as_a_base() -> None:
    feed = atom('<id>https://id.example/x/</id><entry><link href="/1"/></entry>')
    assert feed.link == "https://id.example/x/"
    assert feed.entries[0].link == "https://e.org/1"
    assert atom("<id>urn:x</id><entry><id>a</id></entry>").link is None
    assert atom('<id>https://id.example/</id><link href="https://e.org/"/>').link == "https://e.org/"


def test_the_base_of_a_channel_definition() -> None:
    document = b'<CHANNEL BASE="https://base.example/a/"><TITLE>T</TITLE><ITEM HREF="b"><TITLE>I</TITLE></ITEM></CHANNEL>'
    assert parse(document, URL).entries[0].link == "https://base.example/a/b"


def test_the_words_of_a_group_without_pictures_are_the_text_where_there_is_no_other() -> None:
    spaces = 'xmlns:media="http://search.yahoo.com/mrss/"'
    words = "<media:description>Words</media:description>"
    picture = '<media:content url="https://e.org/a.jpg" medium="image"/>'
    assert rss(f"<media:group>{words}</media:group>", spaces).text == "Words"
    assert rss(f"<media:group>{words}{picture}</media:group>", spaces).text == ""
    assert rss(f"<description>D</description><media:group>{words}</media:group>", spaces).text == "D"


@pytest.mark.parametrize(
    "opening", ['<iframe src="https://e.org/v"/>', "<object data='x'>", "<video controls>", "<AUDIO>"]
)
def test_what_follows_a_frame_that_was_never_closed_is_kept(opening: str) -> None:
    assert clean(f"<p>Before</p>{opening}<p>After <b>all</b></p>")[1] == "Before\n\nAfter all"
    assert clean(f"<p>Before</p>{opening}<p>In it</p></iframe></object></video></audio>")[1] == "Before"


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        (
            "windows-1251",
            "Президент сказал в понедельник, что переговоры будут продолжены на следующей неделе",
        ),
        ("koi8-r", "Президент сказал в понедельник, что переговоры будут продолжены на следующей неделе"),
        ("iso-8859-7", "Ο πρόεδρος δήλωσε ότι οι συνομιλίες θα συνεχιστούν την επόμενη εβδομάδα"),
        ("windows-1256", "قال الرئيس إن المحادثات ستستمر الأسبوع المقبل"),
        ("windows-1255", "הנשיא אמר ביום שני כי השיחות יימשכו בשבוע הבא"),
        ("euc-kr", "대통령은 월요일 회담이 계속될 것이라고 말했다"),
        ("gbk", "总统周一表示会谈将于下周继续"),
        ("big5", "總統週一表示會談將於下週繼續"),
        ("shift_jis", "大統領は月曜日に協議が続くと述べた"),
        ("euc-jp", "大統領は月曜日に協議が続くと述べた"),
        ("windows-1252", "Le café près de la forêt a été fermé à l’été"),
    ],
)
def test_a_charset_that_is_not_named_is_told_by_the_words(charset: str, words: str) -> None:
    document = f"<rss><channel><item><title>{words}</title></item></channel></rss>".encode(charset)
    feed = parse(document, URL)
    assert feed.entries[0].title == words
    assert any(problem.startswith("encoding") for problem in feed.problems)


def test_a_stray_byte_does_not_change_the_charset() -> None:
    words = "Президент сказал в понедельник".encode() + b" \x96 " + "переговоры".encode()
    feed = parse(b"<rss><channel><item><title>" + words + b"</title></item></channel></rss>", URL)
    assert feed.entries[0].title == "Президент сказал в понедельник – переговоры"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Wed Feb 18 10:00:00 +0200 2026", "2026-02-18T08:00:00"),
        ("2026-02-18T10:00:61Z", "2026-02-18T10:01:01"),
        ("2026-02-18T25:00:00Z", "2026-02-19T01:00:00"),
        ("2026-02-18T10:00:00-06:00 (updated)", "2026-02-18T16:00:00"),
        ("2026-02-18, a Wednesday", "2026-02-18T00:00:00"),
        ("02/18/2026 10:00", "2026-02-18T10:00:00"),
        ("18/02/2026", "2026-02-18T00:00:00"),
        ("26-02-18", "2026-02-18T00:00:00"),
        ("WED,18 FEB 2026 02:23:01", "2026-02-18T02:23:01"),
        ("Wed , 18 Feb 2026 10:00:00 GMT", "2026-02-18T10:00:00"),
        ("Wednesday, February 18, 2026 - 3:09pm", "2026-02-18T15:09:00"),
        ("18/02/2026 - 15:30", "2026-02-18T15:30:00"),
        ("2026-2-18 9:05:00", "2026-02-18T09:05:00"),
        ("20260218100000", "2026-02-18T10:00:00"),
        ("Wed, 18 Feb 2026 10:00:00 Europe/Kyiv", "2026-02-18T08:00:00"),
        ("Sat, 18 Jul 2026 10:00:00 America/New_York", "2026-07-18T14:00:00"),
        ("2026-02-18T10:00:00[Europe/Kyiv]", "2026-02-18T08:00:00"),
        ("Wed, 18 Feb 2026 10:00:00 Nowhere/At_All", "2026-02-18T10:00:00"),
        ("18 de febrero de 2026", "2026-02-18T00:00:00"),
        ("qua, 18 fev 2026 10:00:00 -0300", "2026-02-18T13:00:00"),
        ("18 lutego 2026 10:00", "2026-02-18T10:00:00"),
        ("středa, 18. února 2026", "2026-02-18T00:00:00"),
        ("Çar, 18 Şub 2026 10:00:00 +0300", "2026-02-18T07:00:00"),
        ("18 Feb 10:15:00 2026", None),
        ("02/03/2026", None),
        ("2026-02-188", None),
    ],
)
def test_dates_of_careless_servers(written: str, read: str | None) -> None:
    published = rss(f"<pubDate>{written}</pubDate>").published
    assert (published.isoformat()[:19] if published else None) == read


ITEMS = "<item><title>One</title><guid>12345</guid></item><item><title>Two</title><guid>/news/2</guid></item>"
WHOLE = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>T</title>{ITEMS}</channel></rss>'


@pytest.mark.parametrize(
    "document",
    [
        "<br />\n<b>Warning</b>: include(): failed in <b>/var/www/x.php</b> on line <b>3</b><br />\n" + WHOLE,
        "<br>Notice: Undefined index &amp; more\n" + WHOLE,
        "<html><head></head><body>" + WHOLE + "</body></html>",
        WHOLE + "\n</div></body></html>",
        WHOLE + "<script>if (a < b && c) x();</script>",
        "\ufeff \n" + WHOLE + "\n<!-- cached -- by x -->",
    ],
)
def test_what_a_server_writes_before_and_after_a_feed_is_left_out(document: str) -> None:
    feed = parse(document.encode(), URL)
    assert [(entry.title, entry.id) for entry in feed.entries] == [("One", "12345"), ("Two", "/news/2")]
    assert not any("broken" in problem for problem in feed.problems)


def test_a_document_packed_with_gzip_is_read_and_a_bomb_is_not() -> None:
    packed = gzip.compress(WHOLE.encode())
    assert len(parse(packed, URL).entries) == 2
    for bad, words in (
        (gzip.compress(b" " * 21_000_000), "longer than"),
        (b"\x1f\x8b\x08nonsense", "not XML"),
    ):
        with pytest.raises(NotAFeed, match=words):
            parse(bad, URL)


@pytest.mark.parametrize(
    "link", ["/1", "1", "http://[::1", "http://e.org:99999999/", "//", "https:", "mailto:a@e.org"]
)
def test_a_link_that_is_no_base_leaves_relative_addresses_as_they_are(link: str) -> None:
    item = f"<item><link>{link}</link><description>&lt;img src=a.jpg onclick=x>&lt;a href=b>Words&lt;/a></description></item>"
    (entry,) = parse(f"<rss><channel>{item}</channel></rss>".encode(), "").entries
    assert entry.text == "Words" and "onclick" not in entry.html and 'src="' in entry.html


def test_elements_nobody_knows_inside_a_text_leave_their_words() -> None:
    inner = '<title>A <x:em xmlns:x="urn:x">new</x:em> bridge</title><description><y href="javascript:1">Words</y> here</description>'
    entry = rss(inner)
    assert (entry.title, entry.text, entry.html) == ("A new bridge", "Words here", "Words here")


def test_a_number_is_no_address_of_a_page() -> None:
    one, two = parse(WHOLE.encode(), URL).entries
    assert (one.link, two.link) == (None, "https://e.org/news/2")


def test_an_ampersand_in_the_address_of_a_document_that_was_cut_off() -> None:
    feed = parse(b"<rss><channel><link>https://e.org/?a=1&b=2</link><item><title>A</title></item></rss", URL)
    assert feed.link == "https://e.org/?a=1&b=2"


def test_json_with_signs_it_does_not_allow() -> None:
    document = (
        rb'{"items": [{"id": "1", "title": "cut \ud83d", "content_text": "\ud83d\ude00 \\ud83d'
        + b'\n\tend"}]}'
    )
    feed = parse(document, URL)
    assert [(entry.title, entry.text) for entry in feed.entries] == [("cut \ufffd", "\U0001f600 \\ud83d end")]
    assert feed.problems[0].startswith("json: ")


def test_a_huge_document_loses_no_item_but_its_last_texts() -> None:
    words = "<p>" + "A word in a sentence. " * 3_000 + "</p>"
    item = f"<item><title>A</title><description><![CDATA[{words}]]></description></item>"
    feed = parse(f"<rss><channel>{item * 200}</channel></rss>".encode(), URL)
    assert len(feed.entries) == 200
    assert len(feed.entries[0].text) > 60_000
    assert 400 < len(feed.entries[-1].text) < 500 and feed.entries[-1].text.startswith("A word in")
    assert "only the first words" in feed.problems[0]


AUTHOR = "<author><name>{}</name></author>"


def test_an_atom_entry_without_authors_has_those_of_its_source_or_of_the_feed() -> None:
    source = f"<source><title>S</title>{AUTHOR.format('Source')}</source>"
    own = AUTHOR.format("Own")
    entries = (
        f"<entry>{own}</entry><entry>{own}{source}</entry><entry>{source}</entry><entry><id>1</id></entry>"
    )
    feed = atom(AUTHOR.format("Feed") + entries)
    assert [entry.authors for entry in feed.entries] == [("Own",), ("Own",), ("Source",), ("Feed",)]


def test_a_json_item_without_authors_has_those_of_the_feed_and_its_id_is_a_link_only_where_it_is_one() -> (
    None
):
    document = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "T", "authors": [{"name": "Feed"}], "items": [
        {"id": 7, "content_text": "a"}, {"id": "https://e.org/8", "author": {"name": "Own"}},
        {"id": "9", "authors": [{"url": "mailto:own@e.org"}, {"url": "https://e.org/me"}]}]}"""
    one, two, three = parse(document, URL).entries
    assert three.authors == ("own@e.org",)
    assert (one.id, one.link, one.authors) == ("7", None, ("Feed",))
    assert (two.id, two.link, two.authors) == ("https://e.org/8", "https://e.org/8", ("Own",))


def test_the_texts_of_old_atom_may_be_markup_and_those_of_atom_are_what_they_say() -> None:
    entry = "<entry><title>A &amp;amp; B</title><summary>&lt;b>C&lt;/b></summary></entry>"
    (old,) = parse(
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#">{entry}</feed>'.encode(), URL
    ).entries
    assert (old.title, old.text) == ("A & B", "C")
    (new,) = atom(entry).entries
    assert (new.title, new.text) == ("A &amp; B", "<b>C</b>")


def test_a_mail_address_is_an_author_only_where_nobody_has_a_name() -> None:
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    assert rss("<author>noreply@e.org</author><dc:creator>Ann Lee</dc:creator>", space).authors == (
        "Ann Lee",
    )
    assert rss("<author>ann@e.org</author>").authors == ("ann@e.org",)


def test_an_empty_address_gives_way_to_the_text_and_an_empty_title_to_another() -> None:
    spaces = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    entry = rss(
        '<title> </title><itunes:title>Episode</itunes:title><link href="">https://e.org/2</link>', spaces
    )
    assert (entry.title, entry.link) == ("Episode", "https://e.org/2")
