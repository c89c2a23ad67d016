"""What a template gets: the draft as one tier's readers may see it, cleaned and worded; pure.

Nothing here is markup. Items a tier may not receive are gone before anything else is looked at; where the
subject, preheader or intro name one of them, that variant gets its own (an editor's sentence may quote a
members' headline).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from urllib.parse import parse_qsl, urlencode, urlsplit

from digest.model import Draft, Item, Other, Picture, Sentence, Tier, may_receive
from digest.render import clean
from digest.render.language import Language, direction_of
from digest.settings import Newsletter, Settings

SHARED_RUN = 5  #: words in a row shared with a hidden headline that count as naming it
MOST_SOURCES = 6  #: names in "also reported by"; the rest are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """A reader's own values, filled in at sending: each name as it must stand in HTML or in text."""

    unsubscribe: str
    preferences: str
    web: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    url: str
    alt: str
    caption: str  #: with the credit
    width: int
    height: int | None
    natural: bool  #: smaller than its place: shown at its own width


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    publisher: str
    link: str
    text: str
    label: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Neighbouring stories of one kind; briefs share a block."""

    kind: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    title: str
    subject: str
    preheader: str
    date: str
    counted: str  #: "15 stories"
    minutes: str
    intro: tuple[str, ...]
    sections: tuple[SectionView, ...]
    newsroom: str
    website: str
    postal_address: tuple[str, ...]
    why: str


def tags(prefix: str, form: str) -> Tags:
    """Every reader tag in one form: "h" escaped for HTML, "t" for text and subject."""
    names = ("unsubscribe", "preferences", "web", "name")
    return Tags(**{name: f"-{prefix}:{name}:{form}-" for name in names})


def visible(draft: Draft, tier: Tier, now: datetime) -> Draft:
    """The draft without what readers of `tier` may not get, and without naming it."""
    sections = tuple(
        replace(section, items=tuple(item for item in section.items if may_receive(item, tier, now)))
        for section in draft.sections
    )
    shown = replace(draft, sections=tuple(section for section in sections if section.items))
    hidden = [item for item in draft.items if not may_receive(item, tier, now)]

    def unless_named(text: str) -> str:
        return "" if any(names(text, item) for item in hidden) else text

    return replace(
        shown,
        subject=unless_named(draft.subject),
        preheader=unless_named(draft.preheader),
        intro=unless_named(draft.intro),
    )


def names(text: str, item: Item) -> bool:
    """True when the text holds the item's headline or a run of five of its words."""
    said, headline = _tokens(text), _tokens(item.headline)
    size = min(SHARED_RUN, len(headline))
    if not size:
        return False
    runs = {tuple(said[i : i + size]) for i in range(len(said) - size + 1)}
    return any(tuple(headline[i : i + size]) in runs for i in range(len(headline) - size + 1))


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def page(
    draft: Draft, settings: Settings, newsletter: Newsletter, language: Language, *, prefix: str, width: int
) -> Page:
    """The words of one variant; `draft` is already what its readers may see."""
    day = edition_date(draft, settings, newsletter)
    stories = _stories(draft, settings, newsletter, language, prefix, width, day)
    title = clean.words(draft.title, prefix)
    newsroom = clean.words(settings.newsroom.name, prefix)
    headlines = [story.headline for story in stories]
    minutes = sum(item.reading_minutes or 0 for item in draft.items)
    return Page(
        title=title,
        subject=clean.words(draft.subject, prefix) or _own_subject(newsletter, title, headlines),
        preheader=clean.words(draft.preheader, prefix) or _own_preheader(language, headlines),
        date=language.day(day),
        counted=language.say("stories", n=len(stories)),
        minutes=language.say("minutes", n=minutes) if minutes else "",
        intro=clean.paragraphs(draft.intro, prefix),
        sections=_sections(draft, stories, prefix),
        newsroom=newsroom,
        website=clean.link(settings.newsroom.website, prefix) or "",
        postal_address=_address(settings.newsroom.postal_address, prefix),
        why=language.say("why", title=title, newsroom=newsroom),
    )


def edition_date(draft: Draft, settings: Settings, newsletter: Newsletter) -> date:
    """The day in the edition's name; without one, the local day of the draft's clock."""
    match = re.search(r"/(\d{4}-\d{2}-\d{2})(?:/|$)", draft.edition)
    if match:
        return date.fromisoformat(match[1])
    return draft.now.astimezone(settings.zone(newsletter)).date()


def _own_subject(newsletter: Newsletter, title: str, headlines: Sequence[str]) -> str:
    lead = headlines[0] if headlines else title
    return newsletter.subject.replace("{lead}", lead).replace("{title}", title).strip() or title


def _own_preheader(language: Language, headlines: Sequence[str]) -> str:
    """What the inbox shows behind the subject: the next two headlines."""
    more = headlines[1:3]
    return f"{language.say('preview_more')} {' · '.join(more)}" if more else ""


def _address(value: str, prefix: str) -> tuple[str, ...]:
    lines = (clean.words(line, prefix) for line in value.splitlines())
    return tuple(line for line in lines if line)


def _stories(
    draft: Draft,
    settings: Settings,
    newsletter: Newsletter,
    language: Language,
    prefix: str,
    width: int,
    day: date,
) -> tuple[StoryView, ...]:
    zone = settings.zone(newsletter)
    campaign = draft.edition if newsletter.utm else ""
    return tuple(
        _story(
            item, number, language, prefix, width, language.moment(item.when.astimezone(zone), day), campaign
        )
        for number, item in enumerate(draft.items, 1)
    )


def _story(
    item: Item, number: int, language: Language, prefix: str, width: int, moment: str, campaign: str
) -> StoryView:
    kicker = clean.words(item.kicker or "", prefix)
    kind = _kind(item, number, kicker, language)
    also = [other for other in item.others if other.kind == "reports" or not other.text.strip()]
    address = clean.link(item.link, prefix) or ""
    foreign = item.language.split("-")[0].lower() != language.code.split("-")[0].lower()
    return StoryView(
        id=item.story_id,
        kind=kind,
        number=number,
        headline=clean.words(item.headline, prefix),
        link=_marked(address, campaign) if item.own and campaign else address,
        publisher=clean.words(item.publisher, prefix),
        own=item.own,
        members=item.tier != "public",
        kicker=kicker,
        paragraphs=_paragraphs(item.summary.sentences, prefix),
        byline=_byline(item, language, prefix),
        moment=moment,
        minutes=language.say("minutes", n=item.reading_minutes) if item.reading_minutes else "",
        note=clean.words(item.note or "", prefix),
        picture=_picture(item, language, prefix, width),
        also=tuple(_source(other, language, prefix) for other in also[:MOST_SOURCES]),
        more_sources=_more(len(also) - MOST_SOURCES, language),
        others=tuple(_source(other, language, prefix) for other in item.others if other not in also),
        lang=clean.words(item.language, prefix) if foreign and item.language else "",
        dir=direction_of(item.language) if foreign and item.language else language.direction,
    )


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
        text = clean.words(" ".join(sentence.text for sentence in group), prefix)
        if text:
            result.append(Paragraph(text=text, kind="correction" if corrected else "text"))
    return tuple(result)


def _byline(item: Item, language: Language, prefix: str) -> str:
    authors = [clean.words(author, prefix) for author in item.authors[:3]]
    return language.say("by", names=", ".join(authors)) if item.own and any(authors) else ""


def _more(count: int, language: Language) -> str:
    return language.say("more_sources", n=count) if count > 0 else ""


def _source(other: Other, language: Language, prefix: str) -> SourceView:
    publisher = clean.words(other.publisher, prefix)
    label = "" if other.kind == "reports" else language.say(other.kind, publisher=publisher)
    return SourceView(
        publisher=publisher,
        link=clean.link(other.link, prefix) or "",
        text=clean.words(other.text, prefix),
        label=label,
    )


def _picture(item: Item, language: Language, prefix: str, width: int) -> PictureView | None:
    """The picture, only of our own items, only with its credit, only from an http(s) address."""
    picture = item.picture
    if picture is None or not item.own or not (picture.credit or "").strip():
        return None
    url = clean.link(picture.url, prefix)
    if url is None or not url.startswith("http"):
        return None
    caption = clean.words(picture.caption or "", prefix)
    credit = language.say("credit", credit=clean.words(picture.credit or "", prefix))
    shown = min(width, picture.width) if picture.width and picture.width > 0 else width
    return PictureView(
        url=url,
        alt=clean.words(picture.alt or "", prefix),
        caption=f"{caption} {credit}".strip(),
        width=shown,
        height=_height(picture, shown),
        natural=shown < width,
    )


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
    marks = [("utm_source", "newsletter"), ("utm_medium", "email"), ("utm_campaign", campaign)]
    query = urlencode(parse_qsl(parts.query, keep_blank_values=True) + marks)
    return parts._replace(query=query).geturl()


def _sections(draft: Draft, stories: Sequence[StoryView], prefix: str) -> tuple[SectionView, ...]:
    rest = iter(stories)
    result = []
    for section in draft.sections:
        views = [next(rest) for _ in section.items]
        blocks: list[Block] = []
        for kind, group in groupby(views, key=lambda story: story.kind):
            blocks.append(Block(kind=kind, stories=tuple(group)))
        result.append(SectionView(name=clean.words(section.name, prefix), blocks=tuple(blocks)))
    return tuple(result)
