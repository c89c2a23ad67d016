"""One page by its address → an item that no feed brought: an editor's find.

Asked as politely as a feed, and kept from private networks as one. What a page says of itself (title, site,
time, language, teaser) is read from its head with bounded patterns; its text is the article's.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from datetime import datetime

from digest.errors import FetchFailed
from digest.gather.article import ACCEPT, MAX_PAGE
from digest.gather.clean import from_plain, one_line
from digest.gather.dates import parse_date
from digest.gather.decode import to_utf8
from digest.gather.discover import attributes
from digest.gather.fetch import Answer, Request, fetch
from digest.gather.identity import link_key
from digest.gather.keep import keep
from digest.gather.links import web_link
from digest.gather.pages import article_texts
from digest.gather.raw import Census
from digest.gather.settle import status_words
from digest.model import Feed, ParsedEntry, ParsedFeed
from digest.settings import Settings
from digest.store import entries as store
from digest.store.engine import Connection

_HEAD = 400_000  #: characters of the page in which it says what it is
_META = re.compile(r"<meta\b([^<>]{0,5000})>", re.I)
_LINK = re.compile(r"<link\b([^<>]{0,3000})>", re.I)
_HTML = re.compile(r"<html\b([^<>]{0,3000})>", re.I)
_TIME = re.compile(r"<time\b([^<>]{0,2000})>", re.I)
_TITLE = re.compile(r"<title\b[^<>]{0,500}>([^<]{1,1000})</title", re.I)
_IN_DATA = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{8,60})"')
_TITLES = ("og:title", "twitter:title")
_TEASERS = ("og:description", "description", "twitter:description")
#: A charset that only the page itself states.
_CHARSET = re.compile(rb"<meta\b[^<>]{0,300}charset\s{0,9}=\s{0,9}[\"']?([\w-]{2,20})", re.I)
_DATES = ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "pubdate",
          "dc.date.issued", "dcterms.created", "dc.date", "date")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says: an item with its teaser, the article's text apart, the site's name for itself."""

    entry: ParsedEntry
    text: str  #: the article as plain text; "" where none was found
    site: str  #: "" where it does not say


def read_page(url: str, settings: Settings) -> Page:
    """The page at this address as an item. Follows redirects; keeps the address they lead to.

    Raises FetchRefused for an address that may not be asked, FetchFailed for what is not there, is too long
    or late, is no web page, or has no title.
    """
    limits = replace(settings.gather, max_bytes=min(settings.gather.max_bytes, MAX_PAGE))
    (answer,) = fetch([Request(key="page", url=url, accept=ACCEPT)], limits, settings.newsroom.website)
    if answer.error is not None:
        raise answer.error
    if answer.status != 200:
        raise FetchFailed(status_words(answer.status), subject=answer.url)
    if "html" not in answer.headers.get("content-type", "html").lower():
        raise FetchFailed("it is no web page", subject=answer.url)
    entry, site = describe(answer)
    if not entry.title:
        raise FetchFailed("the page has no title", subject=answer.url)
    (article,) = article_texts([(answer.body, answer.url)])
    _, text = from_plain("\n\n".join((article or "").splitlines()))
    return Page(entry=entry, text=text, site=site)


def describe(answer: Answer) -> tuple[ParsedEntry, str]:
    """What the page's head says of it, and the site's name; pure."""
    kind = answer.headers.get("content-type", "")
    stated = None if "charset" in kind.lower() else _CHARSET.search(answer.body, 0, 4096)
    kind = f"text/html; charset={stated[1].decode()}" if stated else kind
    markup = to_utf8(answer.body, kind)[0].decode("utf-8", "replace")[:_HEAD]
    meta = _meta(markup)
    title = next((meta[name] for name in _TITLES if meta.get(name)), "") or _inner(_TITLE, markup)
    teaser = next((meta[name] for name in _TEASERS if meta.get(name)), "")
    named = _HTML.search(markup)
    language = attributes(named[1]).get("lang", "") if named else ""
    entry = ParsedEntry(
        id=None,
        title=one_line(title)[:500],
        link=_own_link(markup, answer.url),
        published=_published(markup, meta),
        language=language.strip().lower()[:20] or None,
        summary=from_plain(teaser)[1],
    )
    return entry, one_line(meta.get("og:site_name", ""))[:80]


def _meta(markup: str) -> dict[str, str]:
    """The first value of each name."""
    found: dict[str, str] = {}
    for match in _META.finditer(markup):
        attrs = attributes(match[1])
        name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or ""
        if attrs.get("content", "").strip():
            found.setdefault(name.lower(), attrs["content"].strip())
    return found


def _published(markup: str, meta: dict[str, str]) -> datetime | None:
    said = [meta[name] for name in _DATES if name in meta]
    said += [html.unescape(value) for value in _IN_DATA.findall(markup)[:1]]
    said += [attributes(value).get("datetime", "") for value in _TIME.findall(markup)[:1]]
    return next((when for value in said if (when := parse_date(value)) is not None), None)


def _own_link(markup: str, url: str) -> str:
    """The address the page gives itself, where it is of the same host; else the one it was found at."""
    for match in _LINK.finditer(markup):
        attrs = attributes(match[1])
        if "canonical" in attrs.get("rel", "").lower().split():
            link = web_link(attrs.get("href", ""), url) or ""
            return link if link.split("/")[2:3] == url.split("/")[2:3] else url
    return url


def _inner(pattern: re.Pattern[str], markup: str) -> str:
    match = pattern.search(markup)
    return html.unescape(match[1]) if match else ""


def keep_page(conn: Connection, feed: Feed, feed_id: int, page: Page, now: datetime) -> int:
    """Stores the page as an item of this feed and returns its id; the feed's policy holds for it."""
    entry = page.entry
    census = Census(guids={}, links={})
    keep(conn, feed, feed_id, (), ParsedFeed(entries=(entry,), language=entry.language), census, now)
    key = link_key(entry.link or "")
    (row,) = store.candidates(conn, [feed_id], keys=(), link_keys=[key], text_keys=())
    if len(page.text) > len(entry.summary):
        store.save_page(conn, row.id, now=now, html=from_plain(page.text)[0], text=page.text)
    return int(row.id)
