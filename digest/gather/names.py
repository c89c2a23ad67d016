"""Element names → one spelling: `title`, `dc:creator`, `media:content`, whatever prefix the document uses.

A namespace is known by its address, an undeclared or unknown one by its prefix, because publishers forget
declarations more often than they redefine `media:`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DECLARATION = re.compile(rb"\bxmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"']*)[\"']")
#: Namespaces whose elements are the feed's own words: they lose their prefix.
_CORE = frozenset(
    {
        "", "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss",
        "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/publish/formats/rss-0.91.dtd",
        "http://example.com/newformat#", "http://example.com/necho", "http://purl.org/echo/",
        "uri/of/echo/namespace#", "http://purl.org/pie/", "http://purl.org/atom/ns#",
        "http://www.w3.org/2005/atom", "http://purl.org/rss/1.0/modules/rss091#",
        "http://www.w3.org/2005/atom/", "https://www.w3.org/2005/atom", "http://purl.org/net/rss1.1#",
    }
)  # fmt: skip
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "https://search.yahoo.com/mrss/": "media",
    "http://www.rssboard.org/media-rss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/math/mathml": "math",
}
#: An address for each prefix we know, for documents that forgot to declare it.
ADDRESSES = {prefix: address for address, prefix in _PREFIXES.items()} | dict.fromkeys(
    ("atom", "a10", "atom10", "rss"), "http://www.w3.org/2005/atom"
)


def prefix_of(address: str) -> str | None:
    """Our prefix for a namespace: "" for the feed formats' own, None for one we do not know."""
    lower = address.strip().lower()
    if lower in _CORE or lower.startswith("http://backend.userland.com/rss"):
        return ""
    return _PREFIXES.get(lower)


def canonical(tag: str, document: bytes) -> str:
    """The one spelling of a tag "address}local", lower case. For an address we do not know the prefix that
    the document gives it decides."""
    address, brace, local = tag.rpartition("}")
    if not brace:
        return tag.lower()
    local = local.lower()
    ours = prefix_of(address)
    if ours is None:
        ours = _declared_prefixes(document[:5_000]).get(address, address)
        ours = ours.lower() if ours.lower() in ADDRESSES else ours
        ours = "" if ours in ("atom", "a10", "atom10", "rss") else ours
    return f"{ours}:{local}" if ours else local


@lru_cache(maxsize=4)
def _declared_prefixes(head: bytes) -> dict[str, str]:
    """The document's own prefix for each namespace address, its default one being ""."""
    found = _DECLARATION.findall(head)
    return {address.decode("utf-8", "replace"): prefix.decode() for prefix, address in found}
