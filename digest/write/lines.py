"""What the words of a line, or of a sentence inside a paragraph, say it is; neighbours are not asked."""

from __future__ import annotations

import re

from digest.write import boxes, moments, people, site_lines
from digest.write.blocks import Block
from digest.write.caveats import is_caveat
from digest.write.credits import credited
from digest.write.page import Page
from digest.write.phrases import CORRECTION, SOURCE_LINE, says

_LONG = 320  #: characters from which one phrase makes no box
SHORT = 16  #: words of a line that may be a site's

_VOWELS = re.compile(r"[\u064b-\u0652\u0640]")  # signs an Arabic site may write or leave out
_SIGNS = re.compile(r"^(?:[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+\s*)+(?=\w)")  # a picture before a label
_NEWSROOM = re.compile(r"(?:we|our|мы|наш\w*|ми|wir|unser\w*)\b", re.IGNORECASE)
_WHOLE_LINES = (
    ("reading-time", moments.READING_TIME),
    ("dateline", moments.AGO),
    ("avatar", site_lines.AVATAR),
    ("ad", site_lines.AD),
    ("related", site_lines.RELATED_HEAD),
    ("share", site_lines.SHARE),
    ("label", site_lines.LABEL),
    ("dateline", moments.TIME),
    ("copyright", site_lines.COPYRIGHT),
)


def line_kind(block: Block, page: Page) -> str | None:
    """What the words of one block alone say it is; without a letter or a number it says nothing."""
    if not any(map(str.isalnum, block.text)):
        return "ornament"
    text = " ".join(block.text.split()) if block.wrapped else block.text
    if not text.isascii():
        text = _SIGNS.sub("", _VOWELS.sub("", text))
    if block.words <= SHORT:
        for kind, pattern in _WHOLE_LINES:
            if pattern.fullmatch(text):
                return kind
    if block.words <= SHORT and moments.DATELINE.fullmatch(text + " "):
        return "dateline"
    if len(text) > 1200:
        return None
    found = _caption_kind(block, text, page) or _box_kind(text) or _byline_kind(block, text, page)
    return None if found and (CORRECTION.match(text) or is_caveat(text)) else found


def _caption_kind(block: Block, text: str, page: Page) -> str | None:
    picture = credited(text, block.words)
    if picture is None:
        return None
    if picture.credit:
        page.credits.append(picture.credit)
    if not picture.caption:
        return "credit"
    page.captions.append(picture.caption)
    return "caption"


def _byline_kind(block: Block, text: str, page: Page) -> str | None:
    if block.words <= 40 and people.signs_off(text):
        return "byline"
    name, dash, rest = text.partition("—")
    if dash and people.NAME.fullmatch(name.strip()) and moments.TIME.fullmatch(rest.strip()):
        page.add_authors(name.strip())
        return "byline"
    if SOURCE_LINE.match(text):
        return None
    named = None
    if block.words <= SHORT and not block.is_ended and not says(text):
        named = people.NAMED_BYLINE.fullmatch(text) or people.ROLE_AND_NAME.fullmatch(text)
    if named:
        page.add_authors(named["names"])
        return "author"
    match = people.BYLINE.fullmatch(text) if block.words <= 14 and not block.is_ended else None
    if match and people.NAME.match(match["names"]) and not says(match["names"]):
        page.add_authors(match["names"])
        return "byline"
    return None


def _box_kind(text: str) -> str | None:
    if text[:1] == "(" and moments.DESK_NOTE.fullmatch(text):
        return "label"
    if site_lines.COPYRIGHT.fullmatch(text):
        return "copyright"
    if len(text) < 260 and site_lines.RELATED_LINE.fullmatch(text):
        return "related"
    if text[:1] in '"“«„':
        return None  # somebody's words
    cues = boxes.asks(text)
    if len(text) > _LONG and cues < 3:
        return None  # a paragraph that ends by asking: its sentences are looked at one by one
    return "promo" if cues > 1 or (cues and (not says(text) or _NEWSROOM.match(text))) else None


def aside(sentence: str, *, spaced: bool = False, boxed: bool = False, signed: bool = True) -> str | None:
    """The kind of furniture a single sentence inside a paragraph is; None: a sentence of the article.

    Texts that lost their lines have sign-offs, copyrights and headings in between; a heading is known there
    by the space some archives put before its full stop (`spaced`: this text puts one before every stop).
    `boxed`, `signed`: its paragraph holds a phrase of a box, of a sign-off.
    """
    if not spaced and sentence.endswith(" .") and len(sentence) < 90:
        return "heading"
    if boxed and len(sentence) < 240 and boxes.asks(sentence) and not says(sentence):
        return "promo"
    if signed and len(sentence) < 240 and people.signs_off(sentence):
        return "byline"
    if sentence[:1] == "(" and moments.DESK_NOTE.fullmatch(sentence):
        return "label"
    if len(sentence) < 110 and site_lines.DIRECTION.fullmatch(sentence):
        return "related"
    if ("©" in sentence or "rights reserved" in sentence) and site_lines.COPYRIGHT.fullmatch(sentence):
        return "copyright"
    return None
