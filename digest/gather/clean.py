"""Markup from strangers → markup that may be shown, and its plain text.

Kept is structure: paragraphs, lists, tables, quotes, links, pictures. Dropped is everything that acts:
scripts, handlers, forms, frames, styles, foreign schemes. nh3 (an HTML5 parser and an allow-list) does it.
Cleaning is idempotent.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.gather import simple
from digest.gather.allowed import ATTRIBUTES, DROPPED, LINK_REL, TAGS
from digest.gather.words import LINE, MAX_CHARS, PARAGRAPH, plain_text, text_of, tidy, without_invisible

if TYPE_CHECKING:
    import nh3

MAX_SIMPLE = 200_000  #: characters; what is longer is left to nh3
MAX_AMPERSANDS = 20_000
MAX_DEPTH = 2_000
MAX_TAG = 20_000  #: characters of one tag
_USUAL = frozenset({"p", "a", "strong", "em", "b", "i", "div", "br", "img", "span", "li"})
_TAG = re.compile(r"<[^<>]*>")
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
#: A tag that will be dropped; most texts have none and are cleaned once.
_NAME = re.compile(rf"<(?!/|(?:{'|'.join(sorted(TAGS, key=lambda tag: (tag not in _USUAL, tag)))})[\s/>])")
_HOLLOW = re.compile(r"<(iframe|object|audio|video|canvas|noembed|noframes)\b", re.I)
_HUGE_TAG = re.compile(rf"<[^<>]{{{MAX_TAG},}}>?")
_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);)")
_VOID = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "embed", "p", "li"}
)
#: An href or src (by its last letter: "=" is what can be searched fast) that is not absolute.
_RELATIVE = re.compile(r"=(?:(?<=[fFcC]=)|(?<=\s=))\s*[\"']?\s*(?!https?:|mailto:|#|[\"'\s])")
_HAS_MARKUP = re.compile(
    r"</?(?:p|br|a|b|strong|i|em|u|s|ul|ol|li|div|span|img|h[1-6]|table|tr|td|blockquote|font|pre|code|sup|sub|small"
    r"|strike|center|cite|q|abbr|figure|iframe|script|style|del|ins|big|tt|hr|dl|dt|dd|object|embed|svg|video|audio"
    r"|form|input|button|acronym|map|area|nobr|wbr|article|section)(?:\s[^<>]*|/)?/?>|<!--|<!\[CDATA\[",
    re.I,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def clean(markup: str, base: str = "") -> tuple[str, str]:
    """Clean markup and its plain text; relative addresses are resolved against `base` where one is given."""
    if len(markup) > MAX_CHARS:
        markup = markup[:MAX_CHARS]
    if PARAGRAPH in markup or LINE in markup:  # our own marks: a JSON document can hold them
        markup = markup.replace(PARAGRAPH, " ").replace(LINE, " ")
    markup = markup.replace("\x00", "")
    if "<" not in markup and "&" not in markup:
        return from_plain(markup)
    easily = simple.cleaned(markup) if len(markup) < MAX_SIMPLE else None
    if easily is not None:
        cleaned, text = easily[0].strip(), text_of(easily[1])
    else:
        if base and not _RELATIVE.search(markup):
            base = ""
        try:
            cleaner = _cleaner(base)
        except ValueError:  # what was given as base is no address: a link in a file whose feed names no site
            cleaner = _cleaner("")
        cleaned = _stable(cleaner, _bounded(_opened(markup)))
        text = plain_text(cleaned)
    if "<" not in cleaned and "&" not in cleaned:  # nothing of the markup was worth keeping
        return from_plain(cleaned)
    return cleaned, text


def _opened(markup: str) -> str:
    """Markup without frames and the like that were never closed: a parser would drop all that follows."""
    found = {name.lower() for name in _HOLLOW.findall(markup)}
    if found:
        lower = markup.lower()
        never = [name for name in found if lower.count(f"<{name}") > lower.count(f"</{name}")]
        if never:
            markup = re.sub(rf"<(?:{'|'.join(never)})\b[^<>]*>", " ", markup, flags=re.I)
    return markup


def _stable(cleaner: nh3.Cleaner, markup: str) -> str:
    """Cleaned markup that a second cleaning would not change: where a tag is dropped between two others,
    these may now nest as no parser lets them."""
    cleaned = cleaner.clean(markup).strip()
    if _NAME.search(markup) is not None:
        for _ in range(3):
            before, cleaned = cleaned, cleaner.clean(cleaned).strip()
            if before == cleaned:
                break
    return cleaned


def from_plain(text: str) -> tuple[str, str]:
    """Text that is no markup, as markup and tidied."""
    text = tidy(text[:MAX_CHARS])
    return _paragraphs(text), text


def has_markup(text: str) -> bool:
    """Whether text of unsaid type is meant as HTML."""
    return ("<" in text and _HAS_MARKUP.search(text) is not None) or (
        "&" in text and _REFERENCE.search(text) is not None
    )


def one_line(text: str) -> str:
    """Plain text on one line, without invisible characters."""
    return " ".join(without_invisible(text).split())


def _paragraphs(text: str) -> str:
    escaped = html.escape(text, quote=False)
    if "\n" not in escaped:
        return escaped
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in escaped.split("\n\n"))


def _bounded(markup: str) -> str:
    """Markup that nh3 takes in linear time: it is quadratic in depth and in attributes."""
    if markup.count("&") > MAX_AMPERSANDS:
        markup = _AMPERSAND.sub("&amp;", markup)
    if markup.count("<") < MAX_DEPTH and (len(markup) < MAX_TAG or not _HUGE_TAG.search(markup)):
        return markup
    markup = _HUGE_TAG.sub("", markup)
    depth = deepest = 0
    for closing, name in _ANY_TAG.findall(markup):
        depth = max(0, depth - 1) if closing else depth + (name.lower() not in _VOID)
        deepest = max(deepest, depth)
    return html.escape(_TAG.sub(" ", markup), quote=False) if deepest > MAX_DEPTH else markup


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        clean_content_tags=set(DROPPED),
        url_schemes={"http", "https", "mailto"},
        link_rel=LINK_REL,
        url_relative=("rewrite_with_base", base) if base else "pass_through",
    )
