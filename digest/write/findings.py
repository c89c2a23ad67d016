"""What an editor is told of a summary that may be short, missing or unjudged; pure.

Notes only: none of them stops an edition. Each names its entry ("entry 7") and what to do.
"""

from __future__ import annotations

from digest.model import Entry, Finding, Summary
from digest.write import language as languages
from digest.write.clip import is_cut_off
from digest.write.page import plain

_WRITE = "open the link and write the summary, or let the headline stand"


def of_text(text: str, language: str | None, summary: Summary, entry_id: int) -> tuple[Finding, ...]:
    """What is known of the text alone: no rules for its language, or cut off by its feed."""
    found = []
    if language not in languages.KNOWN and text.strip():
        rules = f"no attribution and caveat rules for {language or 'this language'}"
        message = f"{rules}: the first sentences stand as they are"
        found.append(_note("write.language", entry_id, message, "read the summary against the article"))
    if is_cut_off(text):
        left = "" if summary.sentences else "; nothing of it may stand alone"
        message = f"the feed cut this text off{left}: what is behind the cut is not known"
        found.append(_note("write.cut", entry_id, message, _WRITE))
    return tuple(found)


def of_item(lead: Entry, unlimited: Summary, summary: Summary) -> tuple[Finding, ...]:
    """Why an item is its headline and link only; nothing where it has a summary.

    `unlimited`: the summary there would be without the feed's limit of quoted words.
    """
    if summary.sentences:
        return ()
    message = f"headline and link only: {_reason(lead, unlimited)}"
    return (_note("write.headline-only", lead.id, message, _WRITE),)


def _reason(lead: Entry, unlimited: Summary) -> str:
    text = lead.text or lead.summary
    if lead.text_from == "title" or not text.strip():
        return "its feed gives no text"
    if is_cut_off(text):
        return "its feed cut the text off, and what is left may not stand alone"
    if plain(text) == plain(lead.title) or (lead.feed.own and unlimited.sentences):
        return "its text only says the headline again"
    if not unlimited.sentences:
        return "no sentence of it was taken for the article"
    limit = f"the {lead.feed.quote} words that may be quoted of {lead.feed.publisher}"
    return f"no whole thought with its speaker and its doubts fits {limit}"


def _note(check: str, entry_id: int, message: str, todo: str) -> Finding:
    return Finding(check=check, level="note", place=f"entry {entry_id}", message=message, todo=todo)
