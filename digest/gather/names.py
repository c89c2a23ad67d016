"""Element names → one spelling: `title`, `dc:creator`, `media:content`, whatever prefix the document uses.

A namespace is known by its address, an undeclared or unknown one by its prefix, because publishers forget
declarations more often than they redefine `media:`.
"""

from __future__ import annotations

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
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/math/mathml": "math",
}
_KNOWN_PREFIXES = frozenset(_PREFIXES.values()) | {"atom", "a10", "rss"}


def prefix_of(address: str) -> str | None:
    """Our prefix for a namespace: "" for the feed formats' own, None for one we do not know."""
    lower = address.strip().lower()
    if lower in _CORE or lower.startswith("http://backend.userland.com/rss"):
        return ""
    return _PREFIXES.get(lower)


def canonical(name: str, declared: dict[str, str]) -> str:
    """The one spelling of an element's name, lower case; `declared` maps the document's prefixes to ours."""
    prefix, colon, local = name.rpartition(":")
    local = local.lower()
    if not colon:
        ours = declared.get("", "")
        return f"{ours}:{local}" if ours else local
    ours = declared.get(prefix, prefix.lower())
    if ours in ("", "atom", "a10", "rss"):
        return local
    return f"{ours}:{local}"


def declare(declared: dict[str, str], attrs: dict[str, str]) -> dict[str, str]:
    """The prefixes in force inside an element with these attributes."""
    inner = dict(declared)
    for key, address in attrs.items():
        if key == "xmlns" or key.startswith("xmlns:"):
            prefix = key[6:]
            ours = prefix_of(address)
            inner[prefix] = ours if ours is not None else (prefix.lower() if prefix else "")
    return inner
