"""One story as a template shows it: the item's words cleaned, its links judged, its labels worded; pure.

Nothing here is markup, and nothing is reworded: the summary's sentences stand as they were chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from digest.model import Item, Other, Picture, Sentence, Span
from digest.render import clean
from digest.render.language import Language, direction_of, locale_of

MOST_SOURCES = 6  #: names in "also reported by"; the rest are counted
PARAGRAPH = 300  #: characters of a summary's paragraph, eight lines on a phone; much longer is a grey block


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all stories of one mail are worded with."""

    language: Language
    prefix: str  #: of the reader tags, so that no story can hold one
    width: int  #: px a picture may take
    day: date  #: the edition's own
    zone: ZoneInfo
    campaign: str  #: for utm parameters on our own links; "" is none


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    url: str
    alt: str
    caption: str  #: with the credit
    width: int
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    publisher: str
    link: str
    text: str
    label: str
    differs: bool  #: it contradicts the story


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    text: str
    kind: str  #: "text", or "correction" for what the source itself corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    id: str
    kind: str  #: lead, story, brief, correction
    number: int
    headline: str
    link: str
    publisher: str
    own: bool
    members: bool
    kicker: str
    paragraphs: tuple[Paragraph, ...]
    byline: str
    moment: str
    minutes: str
    note: str
    picture: PictureView | None
    also: tuple[SourceView, ...]
    more_sources: str
    others: tuple[SourceView, ...]
    lang: str  #: "" when it is the newsletter's
    dir: str


def view(item: Item, number: int, frame: Frame) -> StoryView:
    """The item as a template shows it; `number` counts from 1 through the mail."""
    prefix, language = frame.prefix, frame.language
    address = clean.link(item.link, prefix) or ""
    kicker = clean.words(item.kicker or "", prefix)
    headline = clean.label(item.headline, address, prefix)
    also = [other for other in item.others if other.kind == "reports" or not other.text.strip()]
    lang = _other_language(item.language, language)
    return StoryView(
        id=item.story_id,
        kind=_kind(item, number, kicker, language),
        number=number,
        headline=headline,
        link=_link(address, item, frame),
        publisher=language.apart(clean.label(item.publisher, address, prefix)),
        own=item.own,
        members=item.tier != "public",
        kicker="" if headline.casefold().startswith(kicker.casefold()) else kicker,  # nothing twice
        paragraphs=_paragraphs(item.summary.sentences, prefix),
        byline=_byline(item, frame),
        moment=language.moment(item.when.astimezone(frame.zone), frame.day),
        minutes=language.say("minutes", n=item.reading_minutes) if item.reading_minutes else "",
        note=clean.words(item.note or "", prefix),
        picture=_picture(item, frame),
        also=tuple(_source(other, frame) for other in also[:MOST_SOURCES]),
        more_sources=_more(len(also) - MOST_SOURCES, language),
        others=tuple(_source(other, frame) for other in item.others if other not in also),
        lang=lang,
        dir=direction_of(lang) if lang else language.direction,
    )


def words_in(story: StoryView) -> int:
    """The words of its headline and summary."""
    return sum(len(text.split()) for text in (story.headline, *(p.text for p in story.paragraphs)))


def _other_language(code: str, language: Language) -> str:
    """The item's language tag when it is a known one, and not the newsletter's language."""
    tag = code.replace("_", "-")
    known = re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag) and locale_of(tag)
    return tag if known and tag.split("-")[0].lower() != language.code.split("-")[0].lower() else ""


def _kind(item: Item, number: int, kicker: str, language: Language) -> str:
    if kicker.casefold() in ("correction", language.say("corrections").casefold()):
        return "correction"
    if number == 1:
        return "lead"
    return "story" if item.summary.sentences or item.note or item.others or item.picture else "brief"


def _paragraphs(sentences: Iterable[Sentence], prefix: str) -> tuple[Paragraph, ...]:
    """The summary's sentences as they are, in order; a correction stands in a paragraph of its own."""
    result = []
    for corrected, group in groupby(sentences, key=lambda sentence: sentence.role == "correction"):
        for part in _parted(tuple(group)):
            text = clean.words(" ".join(sentence.text for sentence in part), prefix)
            if text:
                result.append(Paragraph(text=text, kind="correction" if corrected else "text"))
    return tuple(result)


def _parted(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """The sentences in paragraphs of about one length.

    What stands side by side in the source stays together: a claim and "this could not be verified".
    """
    left = sum(len(sentence.text) for sentence in sentences)
    share = left / max(1, round(left / PARAGRAPH))
    begun = length = 0
    for at, sentence in enumerate(sentences):
        if min(length, left) >= 0.7 * share and _apart(sentences[at - 1].span, sentence.span):
            yield sentences[begun:at]
            begun, length = at, 0
        length, left = length + len(sentence.text), left - len(sentence.text)
    yield sentences[begun:]


def _apart(one: Span, other: Span) -> bool:
    """Whether a paragraph's end, or what was not taken, lies between the two in the source."""
    return one.entry_id != other.entry_id or not 0 <= other.start - one.end <= 1


def _link(address: str, item: Item, frame: Frame) -> str:
    return _marked(address, frame.campaign) if item.own and frame.campaign else address


def _byline(item: Item, frame: Frame) -> str:
    authors = [frame.language.apart(clean.words(author, frame.prefix)) for author in item.authors]
    return (
        frame.language.say("by", names=frame.language.say("comma").join(authors))
        if item.own and any(authors)
        else ""
    )


def _more(count: int, language: Language) -> str:
    return language.say("more_sources", n=count) if count > 0 else ""


def _source(other: Other, frame: Frame) -> SourceView:
    link = clean.link(other.link, frame.prefix) or ""
    publisher = frame.language.apart(clean.label(other.publisher, link, frame.prefix))
    return SourceView(
        publisher=publisher,
        link=link,
        text=clean.words(other.text, frame.prefix),
        label="" if other.kind == "reports" else frame.language.say(other.kind, publisher=publisher),
        differs=other.kind == "contradicts",
    )


def _picture(item: Item, frame: Frame) -> PictureView | None:
    """The picture, only of our own items, only with its credit, only from an http(s) address."""
    picture = item.picture
    if picture is None or not item.own or not (picture.credit or "").strip():
        return None
    url = clean.link(picture.url, frame.prefix)
    if url is None or not url.startswith("http"):
        return None
    shown = min(frame.width, picture.width) if picture.width and picture.width > 0 else frame.width
    return PictureView(
        url=url,
        alt=clean.words(picture.alt or "", frame.prefix),
        caption=_caption(picture, frame),
        width=shown,
        height=_height(picture, shown),
    )


def _caption(picture: Picture, frame: Frame) -> str:
    credit = frame.language.apart(clean.words(picture.credit or "", frame.prefix))
    caption = clean.words(picture.caption or "", frame.prefix)
    if caption and caption[-1].isalnum():
        caption += "."
    return f"{caption} {frame.language.say('credit', credit=credit)}".strip()


def _height(picture: Picture, shown: int) -> int | None:
    if not picture.width or not picture.height or picture.width <= 0 or picture.height <= 0:
        return None
    height = round(picture.height * shown / picture.width)
    return height if 0 < height <= 4 * shown else None


def _marked(url: str, campaign: str) -> str:
    """The address with utm parameters, unless it carries some."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or "utm_" in parts.query:
        return url
    marks = urlencode({"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": campaign})
    return parts._replace(query=f"{parts.query}&{marks}" if parts.query else marks).geturl()
