"""What a template gets: the draft as the readers of one variant may see it, cleaned and worded; pure.

Nothing here is markup. Items a tier may not receive are gone before anything else is looked at; where the
subject, preheader or intro name one of them, that variant gets its own (an editor's sentence may quote a
members' headline). So is what these readers left out; then subject and preheader are theirs, and an intro
stays as the editor wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from digest.model import LEFTOVERS, Draft, Item, Tier, may_receive
from digest.render import clean
from digest.render.language import Language
from digest.render.story import Frame, StoryView, view, words_in
from digest.settings import Newsletter, Settings

INBOX = 140  #: characters of a preheader that inboxes show
SHARED_RUN = 5  #: words in a row shared with a hidden headline that count as naming it
WORDS_A_MINUTE = (
    230  #: silent reading of prose, Brysbaert 2019 (238 for English non-fiction, less for others)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """A reader's own values, filled in at sending: each name as it must stand in HTML or in text."""

    unsubscribe: str
    preferences: str
    web: str
    name: str


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
    hidden = [item for item in draft.items if not may_receive(item, tier, now)]
    intro = "" if _named(draft.intro, hidden) else draft.intro
    return replace(_less(draft, hidden), intro=intro)


def chosen(draft: Draft, without: Collection[str]) -> Draft:
    """The draft without the stories of these sections; its subject and preheader name none of them.

    A correction stays: it is no story of a section.
    """
    sections = [section for section in draft.sections if section.name in without]
    return _less(draft, [item for section in sections for item in section.items if item.entry_ids])


def _less(draft: Draft, hidden: Sequence[Item]) -> Draft:
    gone = {item.story_id for item in hidden}
    sections = tuple(
        replace(section, items=tuple(item for item in section.items if item.story_id not in gone))
        for section in draft.sections
    )
    return replace(
        draft,
        sections=tuple(section for section in sections if section.items),
        subject="" if _named(draft.subject, hidden) else draft.subject,
        preheader="" if _named(draft.preheader, hidden) else draft.preheader,
    )


def _named(text: str, hidden: Sequence[Item]) -> bool:
    return any(names(text, item) for item in hidden)


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
    frame = Frame(
        language=language,
        prefix=prefix,
        width=width,
        day=edition_date(draft, settings, newsletter),
        zone=settings.zone(newsletter),
        campaign=draft.edition if newsletter.utm else "",
    )
    stories = [view(item, number, frame) for number, item in enumerate(draft.items, 1)]
    title = clean.words(draft.title, prefix)
    newsroom = clean.words(settings.newsroom.name, prefix)
    headlines = [story.headline for story in stories]
    minutes = round(sum(words_in(story) for story in stories) / WORDS_A_MINUTE)
    return Page(
        title=title,
        subject=clean.words(draft.subject, prefix) or _own_subject(newsletter, title, headlines),
        preheader=clean.words(draft.preheader, prefix) or _own_preheader(language, stories),
        date=language.day(frame.day),
        counted=language.say("stories", n=len(stories)),
        minutes=language.say("minutes", n=minutes) if minutes else "",
        intro=clean.paragraphs(draft.intro, prefix),
        sections=_sections(draft, stories, language, prefix),
        newsroom=newsroom,
        website=clean.link(settings.newsroom.website, prefix) or "",
        postal_address=tuple(language.apart(line) for line in _address(settings, newsroom, prefix)),
        why=language.say("why", title=language.apart(title), newsroom=language.apart(newsroom)),
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


def _own_preheader(language: Language, stories: Sequence[StoryView]) -> str:
    """What the inbox shows behind the subject: the next two headlines; of one story alone its beginning."""
    if more := [story.headline for story in stories[1:3]]:
        return f"{language.say('preview_more')} {' · '.join(more)}"
    words = " ".join(part.text for story in stories for part in story.paragraphs)
    return words if len(words) <= INBOX else f"{words[:INBOX].rsplit(' ', 1)[0]}…"


def _address(settings: Settings, newsroom: str, prefix: str) -> tuple[str, ...]:
    """The lines of the postal address; the newsroom's name, which stands above them, is not said twice."""
    lines = [clean.words(line, prefix) for line in settings.newsroom.postal_address.splitlines()]
    lines[:1] = [line.removeprefix(newsroom).lstrip(" ,;·") for line in lines[:1]]
    return tuple(line for line in lines if line)


def _sections(
    draft: Draft, stories: Sequence[StoryView], language: Language, prefix: str
) -> tuple[SectionView, ...]:
    rest = iter(stories)
    result: list[SectionView] = []
    for section in draft.sections:
        views = [next(rest) for _ in section.items]
        blocks: list[Block] = []
        for kind, group in groupby(views, key=lambda story: story.kind):
            blocks.append(Block(kind=kind, stories=tuple(group)))
        name = clean.words(section.name, prefix)
        if section.name == LEFTOVERS:
            name = language.say(_leftovers({block.kind for block in blocks}, first=not result))
        result.append(SectionView(name=name, blocks=tuple(blocks)))
    return tuple(result)


def _leftovers(kinds: Collection[str], *, first: bool) -> str:
    """The key of what the section of no name is called: by what is in it and what stands before it."""
    return "corrections" if kinds == {"correction"} else "news" if first else "more"
