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
from digest.render.theme import Theme

_READER = re.compile(r'(<p\b[^>]*class="[^"]*)\breader\b([^"]*"[^>]*>).*?</p>', re.DOTALL)
_LINK = re.compile(rf'<a\b[^>]*href="\s*{TAG.pattern}\s*"[^>]*>.*?</a>', re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>")
_HIDDEN = re.compile(r'<div\b[^>]*style="[^"]*\bdisplay:none\b[^>]*>[^<]*</div>')
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One sent edition as the archive names it."""

    url: str
    title: str
    summary: str
    when: datetime
    html: str  #: what stands in the page's body
    day: str = ""  #: the date in the archive's language, for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What the archive says of itself."""

    title: str
    url: str  #: of the page that lists the editions
    feed_url: str  #: of the feed itself
    language: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Righted:
    """A correction as the web edition shows it, in the edition's language."""

    word: str  #: "Correction"
    day: str
    headline: str
    text: str


def web_page(
    rendering: Rendering,
    *,
    canonical: str = "",
    feed: str = "",
    links: Sequence[tuple[str, str]] = (),
    righted: Sequence[Righted] = (),
) -> str:
    """The mail's HTML as a page for anyone: no reader tag, no unsubscribe link, no "why you get this".

    `canonical` is the page's own address, `feed` the archive's RSS feed; "" leaves either out. `links` are
    (words, address) of a page's visitor; they stand where the mail's reader had the first of his own. What
    was put right since stands above the mail, which is shown as it was sent.
    """
    page = _READER.sub(lambda found: f"{found[1]}{found[2]}{_links(links)}</p>", rendering.html, count=1)
    page = TAG.sub("", _LINK.sub("", _READER.sub("", page if links else rendering.html)))
    head = ""
    if canonical:
        head += f'<link rel="canonical" href="{escape(canonical)}">'
    if feed:
        head += f'<link rel="alternate" type="application/rss+xml" href="{escape(feed)}">'
    page = page.replace("</head>", f"{head}</head>", 1)
    return _BODY.sub(lambda body: body[0] + "".join(map(_note, righted)), page, count=1) if righted else page


def _content(page: str) -> str:
    """What stands in a page's body, for readers of feeds: they have a frame and a preview of their own."""
    body = _BODY.search(page)
    inner = page[body.end() if body else 0 :].partition("</body>")[0]
    return _HIDDEN.sub("", inner, count=1).strip()


def _links(links: Sequence[tuple[str, str]]) -> str:
    return " &#160; ".join(f'<a href="{escape(address)}">{escape(words)}</a>' for words, address in links)


def _note(one: Righted) -> str:
    """One correction, on its own ground so that nobody reads past it."""
    told = "".join(
        f'<p style="margin:8px 0 0">{escape(TAG.sub("", part))}</p>' for part in one.text.split("\n\n")
    )
    return (
        '<div role="note" dir="auto" style="background:#fff3c4;color:#1d1a10;padding:16px 20px;'
        'font:17px/1.5 Georgia,serif">'
        f'<div style="max-width:600px;margin:0 auto"><strong>{escape(one.word)}, {escape(one.day)}'
        f"</strong><br>{escape(TAG.sub('', one.headline))}{told}</div></div>"
    )


def issue(
    rendering: Rendering, *, url: str, when: datetime, day: str = "", righted: Sequence[Righted] = ()
) -> Issue:
    """An edition for the archive; ValueError for any but the whole public variant."""
    if (rendering.variant, rendering.tier) != (TIERS[0], TIERS[0]):
        raise ValueError(
            f"the {rendering.variant} variant for {rendering.tier} readers does not belong in the archive"
        )
    return Issue(
        url=url,
        title=TAG.sub("", rendering.subject),
        summary=TAG.sub("", rendering.preheader),
        when=when.astimezone(UTC),
        html=_content(web_page(rendering, righted=righted)),
        day=day,
    )


def archive_page(
    archive: Archive,
    issues: Sequence[Issue],
    theme: Theme,
    *,
    direction: str = "ltr",
    links: Sequence[tuple[str, str]] = (),
) -> str:
    """The list of editions as a page in the mail's own looks: date, subject and preheader, newest first.

    `links` are (words, address), above the title; the feeds stand at the end.
    """
    feeds = "".join(
        f'<link rel="alternate" type="{kind}" href="{escape(archive.url.rstrip("/"))}/{name}">'
        for kind, name in (("application/rss+xml", "feed.xml"), ("application/feed+json", "feed.json"))
    )
    rows = "".join(
        f"<li><p>{escape(one.day)}</p>"
        f'<h2><a href="{escape(one.url)}">{escape(one.title)}</a></h2><p>{escape(one.summary)}</p></li>'
        for one in _newest(issues)
    )
    title = escape(archive.title)
    return (
        f'<!doctype html><html lang="{escape(archive.language)}" dir="{direction}">'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{title}</title>{feeds}<style>{_style(theme)}</style></head>"
        f"<body><main><nav>{_links(links)}</nav><h1>{title}</h1><ol>{rows}</ol>"
        f'<p><a href="{escape(archive.feed_url)}">RSS</a></p></main></body></html>'
    )


def _style(theme: Theme) -> str:
    """The page's rules, in the theme's colours and fonts."""
    colours = [
        ";".join(f"--{name}:{pair[name]}" for name in ("paper", "ink", "muted", "rule"))
        for pair in (theme.light, theme.dark)
    ]
    return (
        f":root{{color-scheme:light dark;{colours[0]}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{colours[1]}}}}}"
        f"body{{margin:0;font:17px/{theme.leading} {theme.body};background:var(--paper);color:var(--ink)}}"
        f"main{{max-width:{theme.width - 48}px;margin:0 auto;padding:14px 24px 44px}}p{{margin:0}}"
        f"nav,main>p,li p:first-child{{font:14px/1.5 {theme.small};color:var(--muted)}}"
        "nav{min-height:21px;text-align:end}nav a{margin-inline-start:1em}"
        "main>p,ol{border-top:1px solid var(--rule)}main>p{padding-top:16px}"
        f"h1{{font:bold 46px/1.1 {theme.headline};margin:16px 0 28px;padding-top:13px;"
        "border-top:5px solid var(--ink)}@media (max-width:480px){h1{font-size:38px}}"
        "ol{list-style:none;margin:0;padding:0}li{padding:18px 0 20px}li+li{border-top:1px solid var(--rule)}"
        f"h2{{font:bold 22px/{theme.tight} {theme.headline};margin:2px 0 5px}}"
        "a{color:inherit}h2 a{text-decoration:none}h2 a:hover{text-decoration:underline}"
    )


def rss(archive: Archive, issues: Sequence[Issue]) -> str:
    """An RSS 2.0 feed, newest first (https://www.rssboard.org/rss-specification)."""
    root = Element("rss", {"version": "2.0", "xmlns:atom": _ATOM, "xmlns:content": _CONTENT})
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
        _text(item, "description", escape(one.summary, quote=False))  # readers take it for HTML
        _text(item, "content:encoded", one.html)
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
