"""Addresses: resolving them against a base, and the one spelling that two links of one page share.

The canonical form is a key for comparing and is never shown or requested.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

LONGEST = 5_000  #: characters of an address
LONGEST_BASE = 300  #: of one that others are relative to: each of them grows by it
_ABSOLUTE = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
#: Query parameters that say how a reader came, not what is shown.
_TRACKERS = re.compile(
    r"^(?:utm_.*|ga_.*|mc_[ce]id|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|igshid|igsh|yclid|ysclid"
    r"|_hs(?:enc|mi)|__hs.*|mkt_tok|ocid|cmpid|cmp|ns_(?:mchannel|campaign|source|linkname|fee)|at_(?:medium"
    r"|campaign|link.*|bbc.*|format|custom.*|ptr.*)|xtor|smid|smtyp|taid|partner|rss|feed|source|src|ref"
    r"|ref_src|referrer|traffic_source|campaign_id|maca|icid|ito|s_cid|wt\.mc_id|wtmc|__twitter_impression"
    r"|sh|share|st|mod|guccounter|spm|vero_id|oly_(?:anon|enc)_id|rb_clickid|wickedid|_openstat|soc_src)$",
    re.I,
)
#: Of those, names that some publishers use for the article itself: dropped only where they carry a word
#: that names a channel.
_DOUBTFUL = frozenset({"source", "src", "ref", "rss", "feed", "sh", "share", "st", "mod", "partner", "cmp"})
_CHANNEL = re.compile(
    r"^(?:\W*|1|true|rss.*|feed.*|.*rss|.*feed|twitter.*|facebook.*|email.*|newsletter.*|social.*|share.*|web"
    r"|homepage|.*\.(?:com|co|net|org|media))$",
    re.I,
)


def resolve(href: str, base: str) -> str:
    """`href` as an absolute address where that can be told, else as it is."""
    if not base or len(base) > LONGEST_BASE or len(href) > LONGEST or _ABSOLUTE.match(href):
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def base_of(link: str | None) -> str:
    """The part of an address that relative ones need; of a very long one only its host."""
    base = (link or "").partition("#")[0].partition("?")[0]
    if len(base) <= LONGEST_BASE:
        return base
    host = base.find("/", base.find("//") + 2) + 1
    return base[:host] if host <= LONGEST_BASE else ""


def web_link(href: str, base: str = "") -> str | None:
    """An http or https address without surrounding or inner line breaks; None for anything else.

    A relative one with nothing to resolve it against is returned as it is.
    """
    href = "".join(href.split("\n")).replace("\r", "").replace("\t", "").strip()
    if not href or len(href) > LONGEST:
        return None
    href = resolve(href, base)
    scheme = _ABSOLUTE.match(href)
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        return None
    return href.replace(" ", "%20") if " " in href else href


@lru_cache(maxsize=8192)
def canonical_link(link: str) -> str:
    """The spelling that copies of one address share: no scheme, www, trackers, fragment or last slash."""
    try:
        parts = urlsplit(link.strip())
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return link.strip()
    if not host:
        return link.strip()
    host = re.sub(r"^(?:www\d?|m|amp)\.(?=[^.]+\.[^.])", "", host)
    query = parts.query if parts.query.count("&") < 100 else ""
    pairs = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _is_tracker(k, v)]
    path = re.sub(r"/(?:index\.html?|amp)?$", "", quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._%"))
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return (
        host
        + (f":{port}" if port not in (None, 80, 443) else "")
        + path
        + ("?" + urlencode(sorted(pairs)) if pairs else "")
        + ("#" + fragment if fragment else "")
    )


def _is_tracker(name: str, value: str) -> bool:
    if not _TRACKERS.match(name):
        return False
    return name.lower() not in _DOUBTFUL or bool(_CHANNEL.match(value))
