"""The text of an article: from the feed when it carries it, else from its page, else its teaser.

The page is asked only for entries it is asked for (those that can make the edition) and only where the
feed says `full_text = "page"`; `Entry.text_from` says which text it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digest.gather.clean import from_plain
from digest.gather.fetch import Request, fetch
from digest.gather.pages import article_texts
from digest.model import Entry
from digest.settings import Settings
from digest.store import entries as store
from digest.store.engine import Engine, read, write

AGAIN = timedelta(hours=3)  #: before a page that gave nothing is asked again
MAX_PAGE = 5_000_000  #: bytes
ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


def complete_texts(
    engine: Engine, settings: Settings, entries: Sequence[Entry], now: datetime
) -> tuple[Entry, ...]:
    """The entries in their order, those of page feeds with their article's text where it could be had.

    What was found is stored, so no page is asked twice. A page that is refused, late or without an article
    leaves its entry as it is.
    """
    wanted = [e for e in entries if e.feed.full_text == "page" and e.text_from != "page" and e.link]
    if not wanted:
        return tuple(entries)
    with read(engine) as conn:
        tried = store.pages_tried(conn, [entry.id for entry in wanted])
    due = [e for e in wanted if e.id not in tried or not timedelta(0) <= now - tried[e.id] < AGAIN]
    texts = _texts(due, settings)
    with write(engine) as conn:
        for entry in due:
            markup, text = texts.get(entry.id, ("", ""))
            store.save_page(conn, entry.id, now=now, html=markup, text=text)
    return tuple(
        replace(entry, html=texts[entry.id][0], text=texts[entry.id][1], text_from="page")
        if entry.id in texts
        else entry
        for entry in entries
    )


def _texts(entries: Sequence[Entry], settings: Settings) -> dict[int, tuple[str, str]]:
    """Markup and text by entry id, for the pages that hold more than the feed did."""
    by_key = {str(entry.id): entry for entry in entries}
    limits = replace(settings.gather, max_bytes=min(settings.gather.max_bytes, MAX_PAGE))
    requests = [Request(key=key, url=entry.link or "", accept=ACCEPT) for key, entry in by_key.items()]
    found = [
        (by_key[answer.key], answer)
        for answer in fetch(requests, limits, settings.newsroom.website)
        if answer.status == 200 and answer.body
    ]
    texts = article_texts([(answer.body, answer.url) for _, answer in found])
    result = {}
    for (entry, _), text in zip(found, texts, strict=True):
        markup, words = from_plain("\n\n".join((text or "").splitlines()))
        if len(words) > len(entry.text):
            result[entry.id] = (markup, words)
    return result
