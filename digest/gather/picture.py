"""The one picture of an item, with its caption and its credit kept apart from the text and each other.

Order: media:content, enclosure, the body's first picture, thumbnail. An alternative text that only repeats
the title (Ghost overwrites it) says nothing and is dropped. A credit is what the feed marks as credit, or
what a caption ends with in one of the usual ways.
"""

from __future__ import annotations

import html
import re
from itertools import islice

from digest.gather.clean import clean, one_line
from digest.gather.links import web_link
from digest.gather.raw import RawEntry, RawMedia
from digest.gather.words import plain_text
from digest.model import Picture

MAX_CAPTION = 2_000  #: characters
MAX_TRIED = 50  #: pictures of a text, in search of one that is no tracker
LONGEST_CREDIT = 200  #: characters at a caption's end
_MAX_MARKUP = 20  #: tags of a caption; the words of one with more are taken as they stand
_ORDER = {"media:content": 0, "enclosure": 1, "image": 2, "media:thumbnail": 4, "itunes:image": 5}
_FIGURE = re.compile(r"<figure\b[^>]*>(.*?)</figure>", re.S)
_TAG = re.compile(r"<[^<>]*>")
_IMG = re.compile(r"<img\b([^>]*)>")
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.S)
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_PIXEL = re.compile(
    r"pixel|feedburner|doubleclick|/tracker|stats\.|count(?:er)?\.(?:gif|png)|blank\.gif|spacer", re.I
)
_CREDIT_WORD = (
    r"photo(?:graph)?(?:s|er)?(?: courtesy| credit)?|image(?:s)?(?: credit)?|credit|picture|illustration"
    r"|foto|bild|crédit|fotografía|imagen|фото|світлина|ілюстрація|صورة|تصوير"
)
#: How captions end with a credit, each with signs it cannot be without (which are found much faster).
_CREDIT = (
    (
        (":", "/", "by", "By", "BY"),
        re.compile(
            rf"(?:^|[\s(\[|—–-])(?:{_CREDIT_WORD})\s*(?:by\s+|[:/]\s*)([^()\[\]]{{2,120}}?)[)\].\s]*$", re.I
        ),
    ),
    (("/", "|"), re.compile(r"[(\[]((?:[^()\[\]]{2,60}[/|])[^()\[\]]{2,60})[)\]]\s*\.?\s*$")),
    (("©",), re.compile(r"©\s*([^()\[\]©]{2,100}?)\s*\.?\s*$")),
)


def choose(raw: RawEntry, body: str, base: str) -> Picture | None:
    """The item's best picture; None when it has none with a web address."""
    found = [m for m in raw.media if m.url and m.kind in _ORDER and m.is_picture]
    found.sort(key=lambda m: (_ORDER[m.kind], -(m.width or 0)))
    title = one_line(html.unescape(raw.title.value)) if raw.title else ""
    for media in found:
        url = web_link(media.url, media.base or base)
        if url and _ORDER[media.kind] < 4 and not _PIXEL.search(url):
            return _from_media(media, raw, url, title)
    inline = _from_body(body, title)
    if inline is not None:
        return inline
    for media in found:
        url = web_link(media.url, media.base or base)
        if url:
            return _from_media(media, raw, url, title)
    return None


def _from_media(media: RawMedia, raw: RawEntry, url: str, title: str) -> Picture:
    group = media.inside if media.inside is not None and not _is_video(media.inside, raw) else None
    holders = [m for m in (media, group, *(m for m in raw.media if m.kind == "words")) if m]
    caption = _words(next((m.caption for m in holders if m.caption), None))
    credit = _words(next((m.credit for m in holders if m.credit), None))
    if caption == title:
        caption = None
    caption, credit = split_credit(caption, credit)
    return Picture(url=url, caption=caption, credit=credit, width=media.width, height=media.height)


def _is_video(group: RawMedia, raw: RawEntry) -> bool:
    """Whether a group's words are about something else than a picture."""
    return any(m.inside is group and m.kind == "media:content" and not m.is_picture for m in raw.media)


def _from_body(body: str, title: str) -> Picture | None:
    for match in islice(_IMG.finditer(body), MAX_TRIED):
        attrs = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}
        url = web_link(attrs.get("src", ""))
        width, height = _size(attrs.get("width")), _size(attrs.get("height"))
        if (
            not url
            or _PIXEL.search(url)
            or (width is not None and width < 50)
            or (height is not None and height < 50)
        ):
            continue
        caption, credit = split_credit(_caption_of(body, match.start()), None)
        alt = one_line(attrs.get("alt", "")) or None
        alt = None if alt == title else alt
        return Picture(url=url, caption=caption, credit=credit, alt=alt, width=width, height=height)
    return None


def _caption_of(body: str, position: int) -> str | None:
    """The figcaption of the figure that holds this position."""
    for figure in _FIGURE.finditer(body):
        if figure.start() <= position < figure.end():
            found = _CAPTION.search(figure[1])
            return one_line(plain_text(found[1])) or None if found else None
    return None


def split_credit(caption: str | None, credit: str | None) -> tuple[str | None, str | None]:
    """The caption without its closing credit, and the credit; a marked credit is never replaced."""
    if not caption:
        return None, credit
    caption = caption[:MAX_CAPTION]
    start = max(0, len(caption) - LONGEST_CREDIT)
    for signs, pattern in _CREDIT:
        found = pattern.search(caption, start) if any(sign in caption for sign in signs) else None
        if found:
            rest = caption[: found.start()].strip(" \t|—–-") or None
            return rest, credit or found[1].strip(" .")
    return caption, credit


def _words(text: str | None) -> str | None:
    if not text:
        return None
    if text.count("<") > _MAX_MARKUP:
        text = html.unescape(_TAG.sub(" ", text[:MAX_CAPTION]))
    elif "<" in text or "&" in text:
        text = clean(text)[1]
    return one_line(text[:MAX_CAPTION]) or None


def _size(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 6 else None
