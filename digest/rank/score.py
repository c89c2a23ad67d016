"""The score of a story as named parts that are shown and that sum to it; pure.

Each part is a measure times the newsletter's weight for it:

- sources: log2(1 + independent sources): the second counts more than the tenth.
- recency: RECENCY x 0.5^(age of the latest report / half-life): a story that is still reported is news.
  Decay from the latest report ordered front pages better than from the first in every formula tried.
- feed: the best feed weight among its own reports, less one.
- novelty: +1 for an event no edition gave, down to -3 for one that readers already have as it stands.
- length: the lead's words, full at 300.
- boosts: what the newsletter's boosts say of its words, categories and feeds.
- picture: one with a credit.
- report: less for a story of galleries, live pages, schedules and opinion (`digest.rank.form`).
- variety: less for a story like a bigger one (`digest.rank.variety`).

Data that is missing is a part of value 0 whose detail says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache
from math import log2

from digest.model import Entry, Member, Reason, Score, Source
from digest.rank.novelty import Told
from digest.rank.terms import split_words
from digest.rank.weigh import body_of
from digest.settings import Weights

Boosts = Mapping[str, float]  #: what each rule adds

PARTS = tuple(field.name for field in fields(Weights))
RECENCY = 2.0
TOLD = 4.0  #: points between an event never told and one told as it stands
FULL_LENGTH = 300
MOSTLY = 0.5  #: share of a story's entries that are no reports over which it is hardly an event


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One part of a score before it is weighed."""

    name: str
    value: float
    detail: str


def measures(
    members: Sequence[Member],
    sources: Sequence[Source],
    told: Told,
    boosts: Boosts,
    reports: Sequence[bool],
) -> tuple[Measure, ...]:
    """The parts a story has by itself, at any time; `reports`: which of its own entries are reports."""
    entries = [member.entry for member in members if member.copy_of is None]
    lead = members[0].entry
    found = {
        "sources": _sources(sources),
        "feed": _feed(entries),
        "novelty": _novelty(told),
        "length": _length(lead),
        "boosts": _boosts(entries, boosts),
        "picture": _picture(lead),
        "report": _report(reports),
    }
    return tuple(Measure(name=name, value=value, detail=detail) for name, (value, detail) in found.items())


def recency(latest: datetime | None, now: datetime, half_life: timedelta) -> Measure:
    """How new a story is whose newest report is of that time, None when none has one."""
    value, detail = _recency(latest, now, half_life)
    return Measure(name="recency", value=value, detail=detail)


def score(parts: Iterable[Measure], weights: Weights) -> Score:
    """The parts weighed, in the order of the weights: what is shown and summed."""
    found = {part.name: part for part in parts}
    return Score(reasons=tuple(_part(found[name], getattr(weights, name)) for name in PARTS))


@lru_cache(maxsize=256)  # most stories have some parts alike: no picture, in no edition yet
def _part(part: Measure, weight: float) -> Reason:
    shown = part.detail if weight == 1.0 else f"{part.detail}; weight {weight:g}"
    return Reason(name=part.name, value=round(weight * part.value, 6) + 0.0, detail=shown)


def _report(reports: Sequence[bool]) -> tuple[float, str]:
    beside = reports.count(False)
    share = beside / len(reports)
    if share <= MOSTLY:
        return 0.0, "reports of an event"
    said = f"{beside} of {len(reports)} are no reports" if len(reports) > 1 else "it is no report"
    return -share, f"{said} but a gallery, a live page, a schedule or opinion"


def _sources(sources: Sequence[Source]) -> tuple[float, str]:
    if not sources:
        return 0.0, "no source is named"
    independent = sum(source.independent for source in sources)
    detail = f"{independent} independent source{'' if independent == 1 else 's'}"
    if independent < len(sources):
        detail += f" of {len(sources)} publishers (copies and one agency's text count once)"
    return log2(1 + independent), detail


def _recency(latest: datetime | None, now: datetime, half_life: timedelta) -> tuple[float, str]:
    if latest is None:
        return 0.0, "no time of publication is known"
    hours = max((now - latest) / timedelta(hours=1), 0.0)
    half = half_life / timedelta(hours=1)
    value = RECENCY * 0.5 ** (hours / half) if half > 0 else 0.0
    return value, f"latest report {hours:.1f} h ago, half-life {half:g} h"


def _feed(entries: Sequence[Entry]) -> tuple[float, str]:
    best = max(entries, key=lambda entry: (entry.feed.weight, entry.feed.name))
    return best.feed.weight - 1.0, f"feed {best.feed.name} has weight {best.feed.weight:g}"


def _novelty(told: Told) -> tuple[float, str]:
    if told.nothing_sent:
        return 0.0, "nothing was sent to these readers yet"
    if told.edition is None:
        return 1.0, "in none of the editions these readers got"
    said = "with something new since" if told.news else "nothing new in it since"
    return 1.0 - TOLD * told.share, f"readers got this in {told.edition}, {said}"


def _length(lead: Entry) -> tuple[float, str]:
    number = len(split_words(body_of(lead)))
    if not number:
        return 0.0, "the lead entry has a title only"
    return min(number / FULL_LENGTH, 1.0), f"{number} words"


def _boosts(entries: Sequence[Entry], boosts: Boosts) -> tuple[float, str]:
    found = [(rule, value) for rule, value in sorted(boosts.items()) if any(fits(rule, e) for e in entries)]
    if not found:
        return 0.0, "no boost applies" if boosts else "no boosts are set"
    return sum(value for _, value in found), ", ".join(f"{rule} {value:+g}" for rule, value in found)


def fits(rule: str, entry: Entry) -> bool:
    """Whether a rule ("feed:NAME", "category:NAME", "language:xx" or a keyword) names this entry.

    A keyword fits whole words of title and text; one that ends in * fits their beginnings.
    """
    kind, _, name = rule.partition(":")
    name = name.strip().casefold()
    if kind == "feed":
        return name in (entry.feed.name.casefold(), entry.feed.publisher.casefold())
    if kind == "category":
        return name in [category.casefold() for category in entry.categories]
    if kind == "language":
        return (entry.language or entry.feed.language or "").casefold().split("-")[0] == name
    return _says(rule, f"{entry.title}\n{body_of(entry)}")


def _says(keyword: str, text: str) -> bool:
    wanted = split_words(keyword.removesuffix("*"))
    if not wanted:
        return False
    said = f" {' '.join(split_words(text))} "
    return f" {' '.join(wanted)}{'' if keyword.endswith('*') else ' '}" in said


def _picture(lead: Entry) -> tuple[float, str]:
    if lead.picture is None:
        return 0.0, "no picture"
    if not lead.picture.credit:
        return 0.0, "its picture has no credit"
    return 1.0, "a picture with a credit"
