"""The six houses' feeds, each in the format and with the habits of its publisher.

Written by hand instead of with one XML writer because they are meant to differ: CDATA here, escaped
HTML there, dates in four notations, pictures in four places.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from digest.sample import markup
from digest.sample.dates import ZONE
from digest.sample.house import Article, House

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(house: House, now: datetime) -> str:
    """The house's feed as a document of its format, as it would be served at `now`."""
    return _WRITERS[house.format](house, now)


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _text(text: str) -> str:
    return escape(text, quote=False)


def _gmt(when: datetime) -> str:
    return format_datetime(when.astimezone(UTC), usegmt=True)


def _zulu(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _each(house: House, item: Callable[[House, Article], str]) -> str:
    return "\n".join(item(house, article) for article in house.articles)


def _ghost(house: House, now: datetime) -> str:
    return (
        f'{_HEAD}<rss xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'version="2.0"><channel>'
        f"<title>{_cdata(house.publisher)}</title><description>{_cdata(house.about)}</description>"
        f"<link>{house.site}/</link><generator>Ghost 5.9</generator>"
        f"<lastBuildDate>{_gmt(now)}</lastBuildDate>"
        f'<atom:link href="{house.site}/rss/" rel="self" type="application/rss+xml"/><ttl>60</ttl>\n'
        f"{_each(house, _ghost_item)}\n</channel></rss>\n"
    )


def _ghost_item(house: House, article: Article) -> str:
    guid = hashlib.sha256(article.url.encode()).hexdigest()[:24]
    categories = "".join(f"<category>{_cdata(name)}</category>" for name in article.categories)
    authors = "".join(f"<dc:creator>{_cdata(name)}</dc:creator>" for name in article.authors)
    return (
        f"<item><title>{_cdata(article.title)}</title><description>{_cdata(article.teaser)}</description>"
        f'<link>{article.url}/</link><guid isPermaLink="false">{guid}</guid>{categories}{authors}'
        f"<pubDate>{_gmt(article.published)}</pubDate>"
        f"<content:encoded>{_cdata(markup.courier(house, article))}</content:encoded></item>"
    )


def _wire(house: House, now: datetime) -> str:
    return (
        f'{_HEAD}<rss version="2.0">\n <channel>\n  <title>{_text(house.publisher)}</title>\n'
        f"  <link>{house.site}</link>\n  <description>{_text(house.about)}</description>\n"
        f"  <language>{house.language}</language>\n  <pubDate>{_gmt(now)}</pubDate>\n  <ttl>10</ttl>\n"
        f"{_each(house, _wire_item)}\n </channel>\n</rss>\n"
    )


def _wire_item(house: House, article: Article) -> str:
    stamp = article.published.astimezone(UTC).strftime("%Y%m%d")
    guid = f"urn:newsml:meridian.example:{stamp}:{article.slug}"
    categories = "".join(f"   <category>{_text(name)}</category>\n" for name in article.categories)
    return (
        f"  <item>\n   <title>{_text(article.title)}</title>\n   <link>{article.url}</link>\n"
        f'   <guid isPermaLink="false">{guid}</guid>\n{categories}'
        f"   <pubDate>{_gmt(article.published)}</pubDate>\n"
        f"   <description>{_text(markup.meridian(house, article))}</description>\n  </item>"
    )


def _atom(house: House, now: datetime) -> str:
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
        f'xml:lang="{house.language}-gb">\n<title>{_text(house.publisher)}</title>\n'
        f"<subtitle>{_text(house.about)}</subtitle>\n<id>{house.site}/feeds/world</id>\n"
        f'<link rel="self" href="{house.site}/feeds/world.atom"/>\n<link href="{house.site}/world"/>\n'
        f"<updated>{_zulu(now)}</updated>\n{_each(house, _atom_entry)}\n</feed>\n"
    )


def _atom_entry(house: House, article: Article) -> str:
    day = article.published.astimezone(UTC).strftime("%Y-%m-%d")
    authors = "".join(f"<author><name>{_text(name)}</name></author>" for name in article.authors)
    terms = "".join(f'<category term="{escape(name)}"/>' for name in article.categories)
    return (
        f"<entry>\n<id>tag:northern-herald.example,{day}:{article.slug}</id>\n"
        f'<title type="html">{_text(_text(article.title))}</title>\n'
        f'<link rel="alternate" href="{article.url}"/>\n'
        f"<published>{_zulu(article.published)}</published>\n<updated>{_zulu(article.updated)}</updated>\n"
        f'{authors}{terms}\n<summary type="html">{_text(_text(article.teaser))}</summary>\n{_media(article)}'
        f'<content type="html">{_text(markup.herald(house, article))}</content>\n</entry>'
    )


def _media(article: Article) -> str:
    if not article.shot:
        return ""
    return (
        f'<media:content url="{article.shot.url}" type="image/jpeg" medium="image" width="1200" height="720">'
        f'<media:description type="plain">{_text(article.shot.caption)}</media:description>'
        f"<media:credit>{_text(article.shot.credit)}</media:credit></media:content>\n"
    )


def _rss(house: House, now: datetime) -> str:
    return (
        f'{_HEAD}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        f"<title>{_text(house.publisher)}</title>\n<link>{house.site}/</link>\n"
        f"<description>{_text(house.about)}</description>\n<language>{house.language}</language>\n"
        f"<lastBuildDate>{format_datetime(now.astimezone(ZONE))}</lastBuildDate>\n"
        f"{_each(house, _rss_item)}\n</channel>\n</rss>\n"
    )


def _rss_item(house: House, article: Article) -> str:
    image = f'<enclosure url="{article.shot.url}" type="image/jpeg" length="0"/>\n' if article.shot else ""
    author = (
        f"<author>news@svitanok.example ({_text(article.authors[0])})</author>\n" if article.authors else ""
    )
    return (
        f"<item>\n<title>{_text(article.title)}</title>\n<link>{article.url}</link>\n"
        f'<guid isPermaLink="true">{article.url}</guid>\n{author}'
        f"<category>{_text(', '.join(article.categories))}</category>\n{image}"
        f"<pubDate>{format_datetime(article.published.astimezone(ZONE))}</pubDate>\n"
        f"<description>{_cdata(article.teaser)}</description>\n"
        f"<content:encoded>{_cdata(markup.svitanok(house, article))}</content:encoded>\n</item>"
    )


def _rdf(house: House, now: datetime) -> str:
    order = "".join(f'<rdf:li rdf:resource="{article.url}"/>' for article in house.articles)
    return (
        f'{_HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/" xml:lang="{house.language}">\n'
        f'<channel rdf:about="{house.site}/rdf">\n<title>{_text(house.publisher)}</title>\n'
        f"<link>{house.site}/</link>\n<description>{_text(house.about)}</description>\n"
        f"<dc:language>{house.language}</dc:language>\n<dc:date>{_zulu(now)}</dc:date>\n"
        f"<items><rdf:Seq>{order}</rdf:Seq></items>\n</channel>\n{_each(house, _rdf_item)}\n</rdf:RDF>\n"
    )


def _rdf_item(house: House, article: Article) -> str:
    creators = "".join(f"<dc:creator>{_text(name)}</dc:creator>\n" for name in article.authors)
    subjects = "".join(f"<dc:subject>{_text(name)}</dc:subject>\n" for name in article.categories)
    return (
        f'<item rdf:about="{article.url}">\n<title>{_text(article.title)}</title>\n'
        f"<link>{article.url}</link>\n<description>{_text(article.teaser)}</description>\n{creators}{subjects}"
        f"<dc:date>{article.published.astimezone(ZONE).isoformat()}</dc:date>\n"
        f"<content:encoded>{_cdata(markup.marfa(house, article))}</content:encoded>\n</item>"
    )


def _json(house: House, now: datetime) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": house.publisher,
        "home_page_url": f"{house.site}/",
        "feed_url": f"{house.site}/feed.json",
        "description": house.about,
        "language": house.language,
        "items": [_json_item(house, article) for article in house.articles],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_item(house: House, article: Article) -> dict[str, object]:
    item: dict[str, object] = {
        "id": f"{house.site}/?p={int(hashlib.sha256(article.slug.encode()).hexdigest()[:6], 16)}",
        "url": f"{article.url}?utm_source=feed&utm_medium=json",
        "title": f"{article.title} - {house.publisher}",
        "date_published": article.published.astimezone(ZONE).isoformat(),
        "tags": list(article.categories),
        "authors": [{"name": name} for name in article.authors],
        "content_html": markup.soline(house, article),
    }
    if article.teaser:
        item["summary"] = article.teaser
    if article.shot:
        item["image"] = article.shot.url
    if article.updated != article.published:
        item["date_modified"] = article.updated.astimezone(ZONE).isoformat()
    return item


_WRITERS: dict[str, Callable[[House, datetime], str]] = {
    "ghost": _ghost,
    "wire": _wire,
    "atom": _atom,
    "rss": _rss,
    "rdf": _rdf,
    "json": _json,
}
