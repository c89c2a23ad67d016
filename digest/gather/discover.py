"""A web page where a feed was expected → the feeds it points to (RSS autodiscovery)."""

from __future__ import annotations

import html
import re

from digest.gather.decode import to_utf8
from digest.gather.links import web_link

_LINK = re.compile(r"<link\b([^<>]{0,3000})>", re.I)
_BASE = re.compile(r"<base\b([^<>]{0,3000})>", re.I)
_ATTRIBUTE = re.compile(r"([a-z-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_HEAD = 200_000  #: bytes of the page that are looked at


def feed_links(page: bytes, url: str, content_type: str | None = None) -> tuple[str, ...]:
    """The addresses of the feeds a page announces in its head, in its order."""
    text = to_utf8(page[:_HEAD], content_type)[0].decode("utf-8", "replace")
    if base := _BASE.search(text):
        url = web_link(attributes(base[1]).get("href", ""), url) or url
    found = []
    for match in _LINK.finditer(text):
        attrs = attributes(match[1])
        kind = attrs.get("type", "").strip().lower().partition(";")[0]
        if "alternate" in attrs.get("rel", "").lower().split() and kind in _TYPES:
            link = web_link(attrs.get("href", ""), url)
            if link:
                found.append(link)
    return tuple(dict.fromkeys(found))


def attributes(inside: str) -> dict[str, str]:
    """The attributes written in a tag, names in lower case."""
    return {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(inside)}
