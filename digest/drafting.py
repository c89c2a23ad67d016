"""News becomes a draft: ranked, arranged, written, told in the editors' words; pure but for its memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from digest import block, correction, edit
from digest.lately import lately
from digest.model import Draft, Edition, Entry, Frequencies, Sent, Sentence, Story, Tier
from digest.news import News
from digest.rank import Window, rank, rescore
from digest.render import language
from digest.settings import Newsletter, Settings
from digest.write import write
from digest.write.reading import read_source


def drafted(
    settings: Settings,
    letter: Newsletter,
    edition: Edition,
    news: News,
    now: datetime,
    tiers: Sequence[Tier],
) -> Draft:
    """The draft of this news with the edits that stand; the same news and edits give the same draft."""

    def scored(story: Story) -> Story:
        window = _window(letter.name)
        return rescore(story, letter, now, past=news.past, frequencies=news.frequencies, window=window)

    told, blocked = block.without_blocked(news.edits, tuple(news.entries))
    draft = write(
        edit.apply(news.edits, _ranked(letter, told, news.past, news.frequencies, now), scored),
        letter,
        edition=edition.name,
        language=settings.language(letter),
        tiers=tiers,
        due=edition.due_at.astimezone(settings.zone(letter)),
        now=now,
        window_start=news.window_start,
    )
    draft = correction.with_block(draft, news.corrections, correction_word(settings, letter))
    entries = {entry.id: entry for entry in news.entries}

    def known(entry_id: int) -> Sequence[Sentence]:
        entry = entries.get(entry_id)
        return read_source(entry, settings.language(letter)).sentences if entry else ()

    return block.told(edit.amend(news.edits, draft, known), news.entries, blocked)


@lately(2)
def _ranked(
    letter: Newsletter,
    entries: Sequence[Entry],
    past: Sequence[Sent],
    frequencies: Frequencies,
    now: datetime,
) -> tuple[Story, ...]:
    """Most of what an edit costs, and it changes nothing here: the same news at the same time."""
    window = _window(letter.name)
    return rank(entries, letter, now, past=past, frequencies=frequencies, window=window)


@lru_cache(maxsize=2)
def _window(newsletter: str) -> Window:
    """What the last ranking of a newsletter left, so that the next costs what is new; two are kept."""
    return Window()


def correction_word(settings: Settings, letter: Newsletter) -> str:
    """What the newsletter's language calls a correction."""
    return language.load(settings.templates, settings.language(letter)).say("corrections")
