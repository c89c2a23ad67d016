"""What a correction looks like in a mail: an item of its own, in a section of its own; pure.

It names no entry, so that it neither counts as news given nor can be taken for the story it puts right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digest.model import (
    Correction,
    Draft,
    Edit,
    Finding,
    Item,
    Section,
    Sentence,
    Span,
    Summary,
    Tier,
    UnfitEdit,
    may_receive,
)

INBOX = 140  #: characters of a preheader that inboxes show


def item_of(correction: Correction, word: str) -> Item:
    """The item that tells it; `word` is the language's for "Correction" and makes templates set it apart."""
    span = Span(entry_id=correction.entry_id, start=0, end=0)
    sentences = tuple(
        Sentence(text=text, span=span) for text in correction.text.split("\n\n") if text.strip()
    )
    return replace(
        correction.item,
        story_id=f"c{correction.id}",
        entry_ids=(),
        lead_id=correction.entry_id,
        summary=Summary(sentences=sentences, kind="edited", by=correction.by),
        section=word,
        kicker=word,
        picture=None,
        others=(),
        source_count=1,
        reading_minutes=None,
        note=None,
        score=None,
        edited=("correction",),
    )


def with_block(draft: Draft, corrections: Sequence[Correction], word: str) -> Draft:
    """The draft with these corrections as its last section; unchanged when there are none."""
    if not corrections:
        return draft
    block = Section(name=word, items=tuple(item_of(one, word) for one in corrections))
    return replace(draft, sections=(*draft.sections, block))


def mail_of(
    correction: Correction,
    word: str,
    *,
    edition: str,
    newsletter: str,
    title: str,
    language: str,
    now: datetime,
) -> Draft:
    """The draft of the mail that tells one correction and nothing else.

    now: the news clock of the edition it is about, so that the mail does not count as newer news.
    """
    told = item_of(correction, word)
    return Draft(
        edition=edition,
        newsletter=newsletter,
        title=title,
        language=language,
        now=now,
        window_start=now,
        subject=f"{word}: {told.headline}",
        preheader=" ".join(correction.text.split())[:INBOX],
        sections=(Section(name=word, items=(told,)),),
    )


def unfit(edits: Sequence[Edit], frame: Sequence[str]) -> tuple[UnfitEdit, ...]:
    """The edits that a correction's mail cannot take: all but those of its `frame`."""
    why = "a correction's mail has only its subject, preheader and intro to change"
    return tuple(UnfitEdit(edit=edit, why=why) for edit in edits if edit.kind not in (*frame, "block"))


def for_nobody(correction: Correction) -> Finding:
    """What stops the mail of a correction whose item grew narrower than all who were sent it."""
    return Finding(
        check="for-nobody",
        level="block",
        place=correction.item.headline,
        message="nobody who was sent it may see it now: its tier or embargo has changed",
        todo="withdraw the correction, or mend the feed's tier",
    )


def shown_to(corrections: Sequence[Correction], tier: Tier, now: datetime) -> tuple[Correction, ...]:
    """Those about items that readers of `tier` may see."""
    return tuple(one for one in corrections if may_receive(one.item, tier, now))
