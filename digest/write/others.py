"""What a story's other sources add to its lead, or tell otherwise: another number, a denial, a doubt; pure.

Each is one sentence of the other source, verbatim with its span, that can stand alone: it leans on nothing,
carries its own speaker and has no caveat left behind. Where none is found the source is named with its link
only. Copies of the lead and sources for a narrower audience are left out. It compares words and numbers, not
meaning: "contradicts" says the reports differ, not who is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from digest.model import TIERS, Entry, Member, Other, Sentence, Story, Summary
from digest.write.alone import stands_alone
from digest.write.caveats import is_caveat
from digest.write.clip import word_count
from digest.write.hedges import doubts
from digest.write.language import base, detect
from digest.write.novelty import adding
from digest.write.numbers import counts
from digest.write.salience import terms
from digest.write.summarize import summarize

LOOK = 8  #: sentences of another source that are read
SHOWN = 2  #: others of which more than the name is shown
STALE = timedelta(hours=6)  #: what was written so long before the lead may be overtaken
WORDS = 45  #: of another source at most

#: A plain denial; to reject a bill, a visa or a minister contradicts nobody.
_SAID = (
    r"(?:\W+[\w’'-]+){0,5}?\W+(?:claims?|reports?|allegations?|accusations?|charges?|assertions?|"
    r"suggestions?|statements?|accounts?|figures?|responsibility|involvement|wrongdoing)\b"
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)(?!\W+(?:\w+\W+)?(?:entry|access|bail|visas?|parole|permission|boarding|"
    r"asylum|aid|food|care)\b)|refut(?:es|ed|ing)|contradict(?:s|ed|ing)|"
    r"(?:reject|dismiss|disput|rebuff)(?:s|es|ed|ing)?" + _SAID + r"|"
    r"запереч(?:ує|ують|ив|ила|или)\w*|спросту(?:в|є)\w*|"
    r"відки(?:нув|нула|нули|дає|дають)(?: \w+){0,3} (?:звинувачення|твердження|заяв\w+|повідомлення|"
    r"інформаці\w+)|опроверг\w+|отрица(?:ет|ют|л|ла|ли)|"
    r"отверг\w*(?: \w+){0,3} (?:обвинени\w+|утверждени\w+|заявлени\w+|сообщени\w+|информаци\w+)|"
    r"dementier\w+|bestritt\w*|bestreite\w+|"
    r"(?:wies|weist)(?: \w+){0,6} (?:vorw\w+|berichte?|darstellung|behauptung\w*|angaben)\b.{0,40}\bzurück)\b"
    r"|(?:نفى|نفت|تنفي|ينفي|رفض(?:ت)? الاتهام)|否认|否認|驳斥|駁斥|反驳",
    re.IGNORECASE,
)
TOLD = 600  #: characters of the lead that say what it is about


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
    doubted = any(s.role == "caveat" for s in summary.sentences)
    alone = [s for s in _standing(entry, doubted) if word_count(s.text) <= limit]
    known = f"{lead.title}\n{lead.text or lead.summary}"
    against = _contradicting(alone, known) or _hedging(alone, summary, entry.language or lead.language)
    if against:
        return replace(named, text=against.text, span=against.span, kind="contradicts")
    added = adding(alone, known, f"{lead.title}\n{known[len(lead.title) : TOLD]}")
    return replace(named, text=added.text, span=added.span, kind="adds") if added else named


def _standing(entry: Entry, doubted: bool) -> list[Sentence]:
    """The first sentences of an entry that can be shown alone; none where a caveat would be left behind.

    A plain denial is shown all the same beside a summary that carries a caveat itself (`doubted`): it is what
    somebody said, and the claim it denies is doubted above it.
    """
    extract = summarize(
        entry.text or entry.summary,
        title=entry.title,
        language=entry.language,
        sentences=LOOK,
        entry_id=entry.id,
    )
    sentences = extract.summary.sentences
    if any(s.role == "correction" for s in sentences):
        return []
    caveats = any(is_caveat(s.text, extract.language) for s in sentences)
    if caveats and not doubted:
        return []
    return [
        s
        for s in sentences
        if s.role in ("lede", "body")
        and _is_whole(s.text)
        and stands_alone(s.text, extract.language)
        and (not caveats or (_DENIES.search(s.text) and not is_caveat(s.text, extract.language)))
    ]


def _is_whole(text: str) -> bool:
    """No part of a longer quotation, and not cut by its feed."""
    return not (
        text[:1] in "\"“„«「" or text.count('"') % 2 or text.count("“") > text.count("”") + text.count("„")
        or text.count("«") != text.count("»") or text.rstrip("])").endswith(("…", "..."))
    )  # fmt: skip


def _hedging(sentences: Iterable[Sentence], summary: Summary, language: str | None) -> Sentence | None:
    """A sentence that only says is believed what the summary states as a fact nobody is named for."""
    stated = [each.text for each in summary.sentences if each.role in ("lede", "body")]
    code = base(language) or detect(" ".join(stated))
    return next((each for each in sentences if any(doubts(each.text, one, code) for one in stated)), None)


def _contradicting(sentences: Iterable[Sentence], known: str) -> Sentence | None:
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
            if (
                same
                and all(other.value != count.value for other in told)
                and not (count.at_least and any(other.value >= count.value for other in same))
            ):
                return sentence
    return None
