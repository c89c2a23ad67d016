"""The checks of what a mail points to, from looks that were taken before; pure, and none stops the news.

An address nobody has looked at yet says nothing. A 401, 403 or 429 is a note: many publishers refuse
programs and serve readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from digest.model import Finding, Level, LinkLook, Rendering
from digest.render.advice import finding
from digest.render.outline import Element, read
from digest.render.size import TAG

HEAVY = 300_000  #: bytes of one picture; a slow phone line loads it in some seconds
TOO_HEAVY = 1_000_000
SHUT = (401, 403, 429)  #: refused to a program, not gone
SHOWN = ("jpeg", "png", "gif", "webp")  #: what mail clients show, nearly all of them

Found = Iterator[Finding]


def addresses(renderings: Sequence[Rendering]) -> tuple[frozenset[str], frozenset[str]]:
    """The web addresses of all links, and of all pictures; a reader's own links are none of them."""
    links: set[str] = set()
    pictures: set[str] = set()
    for rendering in renderings:
        elements = read(rendering.html)
        links |= _of(elements, "a", "href")
        pictures |= _of(elements, "img", "src")
    return frozenset(links), frozenset(pictures)


def findings(elements: Sequence[Element], looks: Mapping[str, LinkLook], variant: str) -> Found:
    """What is wrong with the links and pictures of one mail, as they were found."""
    for url in sorted(_of(elements, "a", "href") & looks.keys()):
        yield from _link(looks[url], f"{variant}, {_short(url)}")
    for url in sorted(_of(elements, "img", "src") & looks.keys()):
        yield from _picture(looks[url], f"{variant}, {_short(url)}")


def _of(elements: Sequence[Element], tag: str, attribute: str) -> set[str]:
    found = {e.attributes.get(attribute, "").strip() for e in elements if e.tag == tag}
    return {url for url in found if url.startswith(("http://", "https://")) and not TAG.search(url)}


def _link(look: LinkLook, place: str) -> Found:
    if look.status in SHUT:
        yield finding(
            "link-shut", "note", place, f"it answers {look.status} to a program; readers may get in"
        )
    elif look.status == 0 or look.status >= 400:
        yield finding("link-dead", "warn", place, look.problem or f"it answers {look.status}")
    elif _front_page(look):
        yield finding("link-moved", "warn", place, f"it leads to a front page, {_short(look.leads_to)}")
    elif _plain(look.url) != _plain(look.leads_to):
        yield finding("link-moved", "note", place, f"it leads on to {_short(look.leads_to)}")


def _picture(look: LinkLook, place: str) -> Found:
    if look.status == 0 or look.status >= 400:
        yield finding("picture-broken", "warn", place, look.problem or f"it answers {look.status}")
    elif look.picture not in SHOWN:
        kind = look.picture.upper() or "no picture"
        yield finding("picture-broken", "warn", place, f"what comes is {kind}, which mails do not show")
    elif look.size > HEAVY:
        level: Level = "warn" if look.size > TOO_HEAVY else "note"
        message = f"{look.size / 1000:,.0f} KB ({look.width} × {look.height} px)"
        yield finding("picture-large", level, place, message)


def _front_page(look: LinkLook) -> bool:
    """A story's address that ends at the publisher's front page: the story is gone."""
    asked, got = urlsplit(look.url), urlsplit(look.leads_to)
    return len(asked.path.strip("/")) > 1 and not got.path.strip("/") and not got.query


def _plain(url: str) -> str:
    """The address without scheme, "www." and last slash: what redirects change without moving anything."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _short(url: str) -> str:
    return url if len(url) <= 90 else f"{url[:89]}…"
