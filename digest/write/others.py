"""What a story's other sources add to its lead, or contradict in it: another number, a denial; pure.

Each is one sentence of the other source, verbatim with its span, that can stand alone: it leans on nothing,
carries its own speaker and has no caveat left behind. Where none is found the source is named with its link
only. Copies of the lead and sources for a narrower audience are left out. It compares words and numbers, not
meaning: "contradicts" says the reports differ, not who is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from digest.model import TIERS, Entry, Member, Other, Sentence, Story, Summary
from digest.write import phrases
from digest.write.caveats import is_caveat
from digest.write.clip import word_count
from digest.write.numbers import counts
from digest.write.salience import terms
from digest.write.summarize import summarize

LOOK = 8  #: sentences of another source that are read
SHOWN = 2  #: others of which more than the name is shown
STALE = timedelta(hours=6)  #: what was written so long before the lead may be overtaken
WORDS = 45  #: of another source at most

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es|ed|"
    r"ing)|refut(?:es|ed|ing)|contradict(?:s|ed|ing)?|rebuff(?:s|ed)|"
    r"запереч\w+|спросту\w+|відкида\w+|відкину\w+|опроверг\w+|отрица\w+|отверг\w+|"
    r"dementier\w+|bestritt\w*|bestreite\w+|wies\b.{0,60}\bzurück|weist\b.{0,60}\bzurück)\b"
    r"|(?:نفى|نفت|تنفي|ينفي|رفض(?:ت)? الاتهام)|否认|否認|驳斥|駁斥|反驳",
    re.IGNORECASE,
)


def others_of(story: Story, summary: Summary) -> tuple[Other, ...]:
    """The story's other publishers in order, at most one `Other` each; contradictions first."""
    lead = story.lead
    seen = {lead.feed.publisher}
    found: list[Other] = []
    for member in story.members:
        entry = member.entry
        if entry.id == lead.id or entry.feed.publisher in seen or not _may_stand_beside(entry, lead):
            continue
        seen.add(entry.feed.publisher)
        found.append(_other(member, lead, summary))
    order = {"contradicts": 0, "adds": 1, "reports": 2}
    found.sort(key=lambda other: order[other.kind])
    return tuple(_named(other) if index >= SHOWN else other for index, other in enumerate(found))


def _named(other: Other) -> Other:
    return Other(publisher=other.publisher, link=other.link)


def _may_stand_beside(entry: Entry, lead: Entry) -> bool:
    """Whether whoever may read the lead may read this too: tier and embargo no narrower."""
    if TIERS.index(entry.tier) > TIERS.index(lead.tier):
        return False
    return entry.embargo_until is None or (
        lead.embargo_until is not None and entry.embargo_until <= lead.embargo_until
    )


def _other(member: Member, lead: Entry, summary: Summary) -> Other:
    entry = member.entry
    named = Other(publisher=entry.feed.publisher, link=entry.link)
    if member.copy_of is not None or member.wire is not None or entry.when < lead.when - STALE:
        return named
    limit = WORDS if entry.feed.own else min(WORDS, entry.feed.quote)
    alone = [s for s in _standing(entry) if word_count(s.text) <= limit]
    known = f"{lead.title}\n{lead.text or lead.summary}"
    against = _contradicting(alone, known, summary)
    if against:
        return Other(
            publisher=named.publisher,
            link=named.link,
            text=against.text,
            span=against.span,
            kind="contradicts",
        )
    adding = _adding(alone, known)
    if adding:
        return Other(
            publisher=named.publisher, link=named.link, text=adding.text, span=adding.span, kind="adds"
        )
    return named


def _standing(entry: Entry) -> list[Sentence]:
    """The first sentences of an entry that can be shown alone; none where a caveat would be left behind."""
    extract = summarize(
        entry.text or entry.summary,
        title=entry.title,
        language=entry.language,
        sentences=LOOK,
        entry_id=entry.id,
    )
    sentences = extract.summary.sentences
    if any(s.role in ("caveat", "correction") for s in sentences):
        return []
    leaner = phrases.leaner(extract.language)
    if any(is_caveat(s.text, extract.language) for s in sentences):
        return []
    return [
        s for s in sentences if not leaner.match(s.text) and s.role != "attribution" and _is_whole(s.text)
    ]


def _is_whole(text: str) -> bool:
    """No part of a longer quotation, and not cut by its feed."""
    return not (
        text[:1] in "\"“„«「" or text.count('"') % 2 or text.count("“") > text.count("”") + text.count("„")
        or text.count("«") != text.count("»") or text.rstrip("])").endswith(("…", "..."))
    )  # fmt: skip


def _contradicting(sentences: Iterable[Sentence], known: str, summary: Summary) -> Sentence | None:
    told = counts(known)
    topic = frozenset(terms(known))
    denied = bool(_DENIES.search(known))
    for sentence in sentences:
        words = frozenset(terms(sentence.text))
        if not denied and _DENIES.search(sentence.text) and len(words & topic) >= 2:
            return sentence
        for count in counts(sentence.text):
            same = [
                other for other in told if other.unit == count.unit and count.unit and other.near & count.near
            ]
            if same and all(other.value != count.value for other in told):
                return sentence
    return None


def _adding(sentences: Sequence[Sentence], known: str) -> Sentence | None:
    """The first sentence of the same matter with most words the lead does not have, if it is new enough."""
    topic = frozenset(terms(known))
    best: tuple[float, Sentence] | None = None
    for sentence in sentences[:5]:
        words = frozenset(terms(sentence.text))
        new = words - topic
        if len(words) < 6 or len(words & topic) < 2:
            continue
        share = len(new) / len(words)
        if share >= 0.5 and len(new) >= 4 and (best is None or share > best[0] + 0.1):
            best = (share, sentence)
    return best[1] if best else None
