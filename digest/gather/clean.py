"""Markup from strangers → markup that may be shown, and its plain text.

`clean_html` keeps structure (paragraphs, lists, tables, quotes, links, pictures) and drops everything that
acts: scripts, handlers, forms, frames, styles, foreign schemes. It is idempotent. `plain_text` keeps
paragraphs, one blank line apart, and leaves captions out: they belong to the picture.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

MAX_CHARS = 500_000  #: of one text; what is longer is cut before it is cleaned
MAX_TAGS = 20_000
MAX_DEPTH = 1_000
TAGS = frozenset(
    "p br hr a b strong i em u s del ins sub sup small mark abbr cite q code pre kbd samp var blockquote ul ol li"
    " dl dt dd h1 h2 h3 h4 h5 h6 table caption thead tbody tfoot tr th td figure figcaption img picture time"
    " span div section article aside header footer bdi bdo ruby rt rp wbr".split()
)
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "time": {"datetime"},
    "*": {"lang", "dir"},
}
_DROPPED = frozenset({"script", "style", "title", "textarea", "select", "noscript", "iframe", "object", "svg", "math", "template", "noembed", "noframes", "xmp", "button"})  # fmt: skip
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_HUGE_TAG = re.compile(r"<[^<>]{20000,}>?")
_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);)")
_VOID = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "embed", "p", "li"}
)
_TAG = re.compile(r'<(?:"[^"]*"|[^">])*>')
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|aside|header|footer|blockquote|ul|ol|dl|dt|dd|h[1-6]|table|caption|tr|figure|pre|hr"
    r'|thead|tbody|tfoot)\b(?:"[^"]*"|[^">])*>'
)
_LINE = re.compile(r'</?(?:br|li)\b(?:"[^"]*"|[^">])*>')
_CELL = re.compile(r'</(?:td|th)\b(?:"[^"]*"|[^">])*>')
_CAPTION = re.compile(r"<(figcaption|rp)\b[^>]*>.*?</\1>", re.S)
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0\u2028\u2029]+")
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff\u2060\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HAS_MARKUP = re.compile(
    r"</?(?:p|br|a|b|strong|i|em|u|s|ul|ol|li|div|span|img|h[1-6]|table|tr|td|blockquote|font|pre|code|sup|sub|small"
    r"|strike|center|cite|q|abbr|figure|iframe|script|style|del|ins|big|tt|hr|dl|dt|dd|object|embed|svg|video|audio"
    r"|form|input|button|acronym|map|area|nobr|wbr|article|section)(?:\s[^<>]*|/)?/?>|<!--|<!\[CDATA\[",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_RELATIVE = re.compile(
    r"""(?:href|src|cite)\s*=\s*["']?\s*(?!["']?\s*(?:https?:|mailto:|#|data:|javascript:))""", re.I
)


def clean_html(markup: str, base: str = "") -> str:
    """Markup of allowed elements only, relative addresses resolved against `base` where one is given."""
    markup = _bounded(markup[:MAX_CHARS])
    if not markup.strip():
        return ""
    if "<" not in markup and "&" not in markup:
        return html.escape(markup, quote=False)
    return _cleaner(base if base and _RELATIVE.search(markup) else "").clean(markup)


def _bounded(markup: str) -> str:
    """Markup a browser's parser can take in linear time: it is quadratic in depth and in attributes."""
    if markup.count("&") > MAX_TAGS:
        markup = _AMPERSAND.sub("&amp;", markup)
    if markup.count("<") < MAX_DEPTH and not _HUGE_TAG.search(markup):
        return markup
    markup = _HUGE_TAG.sub("", markup)
    depth = deepest = 0
    for closing, name in _ANY_TAG.findall(markup):
        depth = max(0, depth - 1) if closing else depth + (name.lower() not in _VOID)
        deepest = max(deepest, depth)
    return html.escape(_TAG.sub(" ", markup), quote=False) if deepest > MAX_DEPTH else markup


def plain_text(cleaned: str) -> str:
    """The words of cleaned markup: paragraphs apart by a blank line, lines of lists on their own."""
    text = cleaned
    if "<" in text:
        text = _CAPTION.sub("", text)
        text = _SPACES.sub(" ", text)
        text = _BLOCK.sub("\n\n", text)
        text = _LINE.sub("\n", text)
        text = _CELL.sub(" ", text)
        text = _TAG.sub("", text)
    return tidy(html.unescape(text))


def tidy(text: str) -> str:
    """Plain text with single spaces, no invisible characters, paragraphs one blank line apart."""
    text = _INVISIBLE.sub("", text)
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = [_SPACES.sub(" ", line).strip() for line in paragraph.split("\n")]
        joined = "\n".join(line for line in lines if line)
        if joined:
            paragraphs.append(joined)
    return "\n\n".join(paragraphs)


def one_line(text: str) -> str:
    """Plain text on one line."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def has_markup(text: str) -> bool:
    """Whether text of unsaid type is meant as HTML."""
    return ("<" in text and _HAS_MARKUP.search(text) is not None) or (
        "&" in text and _ENTITY.search(text) is not None
    )


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        clean_content_tags=set(_DROPPED),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        url_relative=("rewrite_with_base", base) if base else "pass_through",
    )
