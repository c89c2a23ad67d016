"""Markup of the simple kind that most feeds carry → exactly what nh3 would make of it, in a fraction of the
time.

Taken is only markup whose every tag is written out in full and closed in order, with nothing in it that an
HTML parser would move, close or add; for anything else the answer is None, and nh3 cleans. What is written
here consists of allowed names, of attributes that were read whole and of text without `<`: it is safe
whether or not the two agree. That they agree `tests/gather/test_simple.py` holds against made-up markup.
"""

from __future__ import annotations

import html.entities
import re
from functools import lru_cache

from digest.gather.allowed import ATTRIBUTES, LINK_REL, TAGS
from digest.gather.words import mark_of

MAX_DEPTH = 100
_SPLIT = re.compile(r"<([^<>]*)>")
_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9]*)((?:[ \t\n][^<>]*|/)?)", re.A)
_ATTRIBUTE = re.compile(
    r"[ \t\n]+([A-Za-z][A-Za-z0-9:_-]*)(?:=(?:\"([^\"]*)\"|'([^'\"]*)'))?(?=[ \t\n]|$)", re.A
)
_ADDRESS = re.compile(
    r"https?://(?:(?!xn--)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,20}(?:[/?#][^\s<>\"\\]*)?"
    r"|mailto:[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+",
    re.A | re.I,
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|#|[A-Za-z][A-Za-z0-9]*;?)?", re.A)
_COMMENT = re.compile(r"!--(?!>|->)(?:-?[^-])*--")
_FRAME = re.compile(r"<iframe(?:[ \t\n][^<>]*)?></iframe>", re.A)
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\xa0": "&nbsp;"}
_OLD_NAMES = tuple(name for name in html.entities.html5 if not name.endswith(";"))
_TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "ruby", "rt", "rp", "pre"}
_VOID = frozenset({"br", "img", "hr", "wbr"})
_PAIRED = TAGS - _TABLES - _VOID
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: What ends an open paragraph.
_BLOCKS = _HEADINGS | {
    "p", "div", "section", "article", "aside", "header", "footer", "blockquote", "ul", "ol", "dl", "figure",
    "figcaption", "hr", "li", "dt", "dd",
}  # fmt: skip
_PARENTS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}

Tag = tuple[str, str, str, str]  #: its markup, its mark in the text, the element it opens, the one it closes


class _Complex(Exception):
    """Not markup that can be judged here."""


def cleaned(markup: str) -> tuple[str, str] | None:
    """Clean markup, its addresses none relative, and its words with marks for its paragraphs and lines; None
    where that is not simple."""
    try:
        return _cleaned(markup)
    except _Complex:
        return None


def _cleaned(markup: str) -> tuple[str, str]:
    if "\r" in markup:
        markup = markup.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in markup:
        markup = _REFERENCE.sub(_rewritten, markup)
    if "\xa0" in markup:
        markup = markup.replace("\xa0", "&nbsp;")
    if "<iframe" in markup:
        markup = _FRAME.sub("", markup)
    parts = _SPLIT.split(markup)
    if (
        "&quot;" in markup
        or "&#39;" in markup
        or not markup.count("<") == markup.count(">") == len(parts) // 2
    ):
        parts[::2] = map(_words, parts[::2])
    words = parts.copy()
    open_: list[str] = []
    for place in range(1, len(parts), 2):
        parts[place], words[place], opens, closes = _tag(parts[place])
        if opens:
            _check_place(opens, open_)
            if opens not in _VOID:
                open_.append(opens)
                if opens == "figcaption":
                    caption = place
        elif closes:
            if not open_ or open_.pop() != closes:
                raise _Complex
            if closes == "figcaption":  # it belongs to the picture
                words[caption:place] = [""] * (place - caption)
    if open_:
        raise _Complex
    return "".join(parts), "".join(words)


def _check_place(name: str, open_: list[str]) -> None:
    """Raises where an HTML parser would close something before it opens this element."""
    if len(open_) > MAX_DEPTH or (name == "figcaption" and name in open_):
        raise _Complex
    if name in _BLOCKS:
        parent = open_[-1] if open_ else ""
        if "p" in open_ or (name in _HEADINGS and parent in _HEADINGS):
            raise _Complex
        if name in _PARENTS and parent not in _PARENTS[name]:
            raise _Complex
    elif name == "a" and "a" in open_:
        raise _Complex


def _words(text: str) -> str:
    """The text between two tags, its references already rewritten."""
    if "<" in text:
        raise _Complex
    if "&" in text:
        text = text.replace("&quot;", '"').replace("&#39;", "'")
    return text.replace(">", "&gt;") if ">" in text else text


def _rewritten(reference: re.Match[str]) -> str:
    return _reference(reference[0])


@lru_cache(maxsize=4096)
def _reference(written: str) -> str:
    """A reference as nh3 writes what it stands for; quotes stay references until it is known where they
    stand."""
    if written.endswith(";"):
        sign = html.unescape(written)
        if len(sign) == 1 and (sign in _WRITTEN or " " <= sign < "\x7f" or sign > "\xa0" or sign in "\t\n"):
            return _WRITTEN.get(sign, sign)
    elif written == "&" or not (written == "&#" or written[1:].startswith(_OLD_NAMES)):
        return "&amp;" + written[1:]
    raise _Complex


@lru_cache(maxsize=8192)
def _tag(written: str) -> Tag:
    """What stands between `<` and `>`."""
    found = _TAG.fullmatch(written)
    if found is None:
        if _COMMENT.fullmatch(written):
            return "", "", "", ""
        raise _Complex
    end, name, rest = found[1], found[2].lower(), found[3]
    if end:
        if rest.strip(" \t\n") or (name not in _PAIRED and name not in ("img", "hr", "wbr")):
            raise _Complex
        return (f"</{name}>", mark_of(f"/{name}"), "", name) if name in _PAIRED else ("", "", "", "")
    if name not in _VOID and (name not in _PAIRED or rest.endswith("/")):
        raise _Complex
    attributes = _attributes(name, rest.removesuffix("/")) if rest else ""
    if name == "a":
        attributes += f' rel="{LINK_REL}"'
    return f"<{name}{attributes}>", mark_of(name), name, ""


def _attributes(name: str, written: str) -> str:
    """The allowed attributes of an element; the first of a name counts."""
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(name, set())
    position, kept = 0, dict[str, str]()
    while match := _ATTRIBUTE.match(written, position):
        position = match.end()
        key, value = match[1].lower(), match[2] or match[3] or ""
        if key in allowed and key not in kept:
            if key in ("href", "src") and not _ADDRESS.fullmatch(value):
                raise _Complex
            kept[key] = value.replace("&#39;", "'")
    if written[position:].strip(" \t\n"):
        raise _Complex
    return "".join(f' {key}="{value}"' for key, value in kept.items())
