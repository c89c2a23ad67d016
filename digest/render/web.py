"""The web edition and the archive's feeds, made from what was sent; pure.

A page is the stored mail without what belongs to one reader; nothing is rendered anew, so what readers
find at /e/NAME is what was approved. Only the public variant may enter the archive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

from digest.model import TIERS, Rendering
from digest.render.size import TAG

_READER = re.compile(r'<p\b[^>]*class="[^"]*\breader\b[^"]*"[^>]*>.*?</p>', re.DOTALL)
_LINK = re.compile(rf'<a\b[^>]*href="\s*{TAG.pattern}\s*"[^>]*>.*?</a>', re.DOTALL)
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One sent edition as the archive names it."""

    url: str
    title: str
    summary: str
    when: datetime
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What the archive says of itself."""

    title: str
    url: str  #: of the page that lists the editions
    feed_url: str  #: of the feed itself
    language: str
    description: str = ""


def web_page(rendering: Rendering, *, canonical: str = "", feed: str = "") -> str:
    """The mail's HTML as a page for anyone: no reader tag, no unsubscribe link, no "why you get this".

    `canonical` is the page's own address, `feed` the archive's RSS feed; "" leaves either out.
    """
    page = TAG.sub("", _LINK.sub("", _READER.sub("", rendering.html)))
    head = ""
    if canonical:
        head += f'<link rel="canonical" href="{escape(canonical)}">'
    if feed:
        head += f'<link rel="alternate" type="application/rss+xml" href="{escape(feed)}">'
    return page.replace("</head>", f"{head}</head>", 1)


def issue(rendering: Rendering, *, url: str, when: datetime) -> Issue:
    """An edition for the archive; ValueError for any but the public variant."""
    if rendering.tier != TIERS[0]:
        raise ValueError(f"the {rendering.tier} variant does not belong in the archive")
    return Issue(
        url=url,
        title=TAG.sub("", rendering.subject),
        summary=TAG.sub("", rendering.preheader),
        when=when.astimezone(UTC),
        html=web_page(rendering),
    )


def rss(archive: Archive, issues: Sequence[Issue]) -> str:
    """An RSS 2.0 feed, newest first (https://www.rssboard.org/rss-specification)."""
    root = Element("rss", {"version": "2.0", "xmlns:atom": _ATOM})
    channel = SubElement(root, "channel")
    _text(channel, "title", archive.title)
    _text(channel, "link", archive.url)
    _text(channel, "description", archive.description or archive.title)
    _text(channel, "language", archive.language)
    SubElement(channel, "atom:link", {"href": archive.feed_url, "rel": "self", "type": "application/rss+xml"})
    for one in _newest(issues):
        item = SubElement(channel, "item")
        _text(item, "title", one.title)
        _text(item, "link", one.url)
        _text(item, "guid", one.url)
        _text(item, "pubDate", format_datetime(one.when))
        _text(item, "description", one.summary)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def json_feed(archive: Archive, issues: Sequence[Issue]) -> str:
    """A JSON Feed 1.1, newest first (https://www.jsonfeed.org/version/1.1/)."""
    items = [
        {
            "id": one.url,
            "url": one.url,
            "title": one.title,
            "summary": one.summary,
            "content_html": one.html,
            "date_published": one.when.isoformat(),
        }
        for one in _newest(issues)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": archive.title,
        "home_page_url": archive.url,
        "feed_url": archive.feed_url,
        "language": archive.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False)


def _newest(issues: Sequence[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda one: (one.when, one.url), reverse=True)


def _text(parent: Element, tag: str, words: str) -> None:
    SubElement(parent, tag).text = words
