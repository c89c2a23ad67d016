"""Lists of feeds as other readers keep them (OPML 2.0, http://opml.org/spec2.opml), in and out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import unescape
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from digest.errors import FeedError
from digest.gather.decode import to_utf8
from digest.gather.links import web_link
from digest.gather.mend import mend
from digest.model import Feed

MAX_FEEDS = 10_000
_FEED_SCHEME = re.compile(r"^feed:(//)?(?=\S)", re.I)
_WEB = re.compile(r"https?://", re.I)


def read(data: bytes, taken: Collection[str] = ()) -> tuple[Feed, ...]:
    """The feeds of an OPML document, each address once; its folders become sections.

    Names are made unique by a number, also beside those already `taken`. Raises FeedError for what is no
    OPML. Declared entities are not expanded.
    """
    text = to_utf8(data)[0].strip()
    try:
        outlines = _outlines(text)
    except expat.ExpatError:
        try:
            outlines = _outlines(mend(text))
        except expat.ExpatError as error:
            raise FeedError(f"no OPML: {error}") from error
    feeds: dict[str, Feed] = {}
    names = set(taken)
    for attrs, section in outlines:
        url = web_link(_FEED_SCHEME.sub(_web_scheme, attrs.get("xmlurl", "").strip()))
        if url and url not in feeds and _WEB.match(url) and len(feeds) < MAX_FEEDS:
            title = " ".join((attrs.get("title") or attrs.get("text") or url).split())
            name = _unique(title[:180], names)
            feeds[url] = Feed(name=name, url=url, publisher=title[:180], section=section,
                              language=attrs.get("language") or None)  # fmt: skip
    return tuple(feeds.values())


def _web_scheme(found: re.Match[str]) -> str:
    """feed:https://… means https://…, and feed://… means http://…"""
    return "" if found[1] is None else "http://"


def _outlines(text: bytes) -> list[tuple[dict[str, str], str | None]]:
    """Every outline's attributes (names in lower case) with the title of the folder it stands in."""
    found: list[tuple[dict[str, str], str | None]] = []
    path: list[str | None] = []
    roots: list[str] = []

    def start(name: str, attrs: dict[str, str]) -> None:
        if not roots:
            roots.append(name.lower())
        if name.lower() == "outline":
            lower = {key.lower(): unescape(value) for key, value in attrs.items()}
            title = lower.get("title") or lower.get("text")
            # Thunderbird puts each feed into a folder of its own name
            folder = next((above for above in reversed(path) if above and above != title), None)
            found.append((lower, folder))
            path.append(None if "xmlurl" in lower else title)

    def end(name: str) -> None:
        if name.lower() == "outline" and path:
            path.pop()

    parser = expat.ParserCreate("utf-8")
    parser.UseForeignDTD(True)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.DefaultHandler = lambda text: None  # keeps expat from expanding entities
    parser.Parse(text, True)
    if roots != ["opml"]:
        raise FeedError(f"no OPML: its root is {roots[0]!r}")
    return found


def _unique(name: str, names: set[str]) -> str:
    number, candidate = 2, name
    while candidate in names:
        candidate, number = f"{name} ({number})", number + 1
    names.add(candidate)
    return candidate


def write(feeds: Iterable[Feed], title: str = "Feeds") -> str:
    """The feeds as an OPML 2.0 document, grouped by section in the order of their first feed."""
    groups: dict[str | None, list[Feed]] = {}
    for feed in feeds:
        groups.setdefault(feed.section, []).append(feed)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head><title>{_text(title)}</title></head>", "  <body>"]
    for section, members in groups.items():
        if section is None:
            lines += [f"    {_outline(feed)}" for feed in members]
        else:
            lines.append(f"    <outline text={_quoted(section)} title={_quoted(section)}>")
            lines += [f"      {_outline(feed)}" for feed in members]
            lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(feed: Feed) -> str:
    language = f" language={_quoted(feed.language)}" if feed.language else ""
    return (
        f'<outline type="rss" text={_quoted(feed.name)} title={_quoted(feed.name)} '
        f"xmlUrl={_quoted(feed.url)}{language}/>"
    )


def _quoted(value: str) -> str:
    return quoteattr("".join(c for c in value if c >= " "))


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;")
