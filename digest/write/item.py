"""A story as it stands in an edition: headline, summary, picture, what other sources add; pure."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from digest.headline import clean_headline
from digest.model import Entry, Item, Picture, Story, Summary
from digest.write.clip import mend
from digest.write.findings import of_item
from digest.write.others import others_of
from digest.write.page import plain
from digest.write.summarize import Extract, summarize

READING_SPEED = 238  #: words a minute: silent reading of English non-fiction, Brysbaert 2019
_SHORT = 100  #: words; what is shorter has no reading time worth saying
_AND = re.compile(r"\s*[,|;\n]\s*|\s+(?:and|und|та|и)\s+")
_CORRECTED = re.compile(
    r"\s*(?:correction|виправлення|спростування|исправление|опровержение|korrektur|"
    r"richtigstellung|berichtigung|تصحيح|更正|勘误)\b",
    re.IGNORECASE,
)


def make_item(story: Story, *, section: str, sentences: int, language: str) -> Item:
    """The item of `story` with a summary of about `sentences` sentences of its lead entry.

    `language` stands in where the entry names none. A feed that is not ours is quoted within its limit of
    words; where that allows no whole thought the item is its headline and link. A picture is shown only if
    ours and credited. Never raises on what a feed wrote.
    """
    lead = story.lead
    headline = clean_headline(lead.title, lead.feed.publisher)
    extract = _extract(lead, sentences, language)
    summary = _without_headline(extract.summary, headline)
    return Item(
        story_id=story.id,
        entry_ids=story.entry_ids,
        lead_id=lead.id,
        headline=headline,
        link=lead.link,
        publisher=lead.feed.publisher,
        own=lead.feed.own,
        language=extract.language or language,
        summary=summary,
        when=lead.when,
        section=section,
        authors=_authors(lead, extract),
        picture=_picture(lead, extract, headline),
        others=others_of(story, summary),
        source_count=sum(source.independent for source in story.sources) or 1,
        reading_minutes=_minutes(lead, extract),
        kicker=_kicker(story, extract),
        tier=lead.tier,
        embargo_until=lead.embargo_until,
        score=story.score,
        findings=(*extract.findings, *of_item(lead, extract.unlimited, summary)),
    )


def _extract(lead: Entry, sentences: int, language: str) -> Extract:
    text = lead.text or lead.summary
    extract = summarize(
        text,
        title=lead.title,
        language=lead.language or language,
        sentences=0 if lead.text_from == "title" else sentences,
        entry_id=lead.id,
        quote=None if lead.feed.own else lead.feed.quote,
    )
    return replace(extract, summary=mend(extract.summary, text, extract.language))


def _without_headline(summary: Summary, headline: str) -> Summary:
    """A teaser that only says the headline again is no summary."""
    if len(summary.sentences) == 1 and plain(summary.text) == plain(headline):
        return replace(summary, sentences=())
    return summary


def _authors(lead: Entry, extract: Extract) -> tuple[str, ...]:
    names = []
    for raw in _AND.split("\n".join(lead.authors or extract.authors)):
        name = re.sub(r"\S+@\S+|^\s*by\s+", "", raw, flags=re.IGNORECASE).strip(" ()<>,;")
        if name and plain(name) != plain(lead.feed.publisher) and name not in names:
            names.append(name)
    return tuple(names)


def _picture(lead: Entry, extract: Extract, headline: str) -> Picture | None:
    """Ours and credited, else none; the alternative text never only says the headline again."""
    picture = lead.picture
    if picture is None or not lead.feed.own or not lead.feed.images:
        return None
    credit = picture.credit or extract.credit
    if not credit:
        return None
    caption = picture.caption or extract.caption
    said = {plain(headline), plain(lead.title), ""}
    alt = next(
        (text for text in (picture.alt, caption) if text and plain(text) not in said and not _is_file(text)),
        None,
    )
    return replace(picture, credit=credit, caption=caption, alt=alt)


def _is_file(alt: str) -> bool:
    return bool(
        re.fullmatch(r"\S+\.(?:jpe?g|png|gif|webp)|(?:img|dsc|image)[\W_]*\d*", alt.strip(), re.IGNORECASE)
    )


def _minutes(lead: Entry, extract: Extract) -> int | None:
    if lead.text_from not in ("feed", "page") or extract.words < _SHORT:
        return None
    return max(1, math.ceil(extract.words / READING_SPEED))


def _kicker(story: Story, extract: Extract) -> str | None:
    noted = " ".join(s.text for s in extract.summary.sentences if s.role == "correction")
    if extract.has_correction and not re.match(
        r"\s*[\[(]?(?:update|оновлено|обновлено|aktualisierung|تحديث)", noted, re.IGNORECASE
    ):
        return "Correction"
    if _CORRECTED.match(story.lead.title):
        return "Correction"
    return "Update" if story.update_of or extract.has_correction else None
