"""Stories become a draft: chosen, laid out in sections, each told by an Item that says no more than its
sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from digest.model import Arrangement, Cut, Draft, Entry, Item, Section, Story, Tier
from digest.settings import Newsletter
from digest.write.assemble import Layout, assemble, sentences_of
from digest.write.item import make_item

SUBJECT_LENGTH = 90  #: characters; phones show about 40, desktops about 80


def write(
    arrangement: Arrangement,
    newsletter: Newsletter,
    *,
    edition: str,
    language: str,
    tiers: Sequence[Tier],
    due: datetime,
    now: datetime,
    window_start: datetime,
) -> Draft:
    """The machine's draft of an edition; editors' words are put in afterwards by `edit.amend`.

    Promises nothing of beauty: `render` does. Never raises on what a feed wrote.
    """
    layout = assemble(arrangement, newsletter, tiers=tiers, now=now)
    sections = _sections(layout, newsletter, language)
    items = tuple(item for section in sections for item in section.items)
    return Draft(
        edition=edition,
        newsletter=newsletter.name,
        title=newsletter.title,
        language=language,
        now=now,
        window_start=window_start,
        subject=_subject(newsletter, items, due),
        preheader=_preheader(newsletter, items),
        sections=sections,
        stories=tuple(_slim(story) for _, stories in layout.sections for story in stories),
        cut=tuple(Cut(story=_slim(cut.story), reason=cut.reason) for cut in layout.cut),
        unfit=arrangement.unfit,
    )


def _sections(layout: Layout, newsletter: Newsletter, language: str) -> tuple[Section, ...]:
    """The stories told: the edition's first gets a sentence more than its section's others."""
    first = next((story.id for _, stories in layout.sections for story in stories), None)
    return tuple(
        Section(
            name=name,
            items=tuple(
                _told(
                    story,
                    section=name,
                    sentences=sentences_of(name, story.id == first, newsletter),
                    language=story.lead.language or language,
                )
                for story in stories
            ),
        )
        for name, stories in layout.sections
    )


_told = lru_cache(maxsize=256)(make_item)  # an edit leaves most stories as they were, and reading is slow


def _subject(newsletter: Newsletter, items: Sequence[Item], due: datetime) -> str:
    """The subject template with {lead}, {title}, {date} and {count} filled, cut at a word."""
    values = {
        "lead": items[0].headline if items else newsletter.title,
        "title": newsletter.title,
        "date": f"{due:%Y-%m-%d}",
        "count": str(len(items)),
    }
    text = newsletter.subject
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return _shortened(" ".join(text.split()), SUBJECT_LENGTH)


def _preheader(newsletter: Newsletter, items: Sequence[Item]) -> str:
    """The newsletter's own, else the next headlines, so that an inbox shows more than the subject."""
    return newsletter.preheader or _shortened(" · ".join(item.headline for item in items[1:4]), 140)


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _slim(story: Story) -> Story:
    """The story without its entries' bodies: what a reason needs, and no more in the database."""

    def bare(entry: Entry) -> Entry:
        return replace(entry, html="", text="", summary="")

    bared = {member.entry.id: bare(member.entry) for member in story.members}
    members = tuple(replace(member, entry=bared[member.entry.id]) for member in story.members)
    return replace(story, lead=bared[story.lead.id], members=members)
