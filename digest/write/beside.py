"""What stands beside a summary: the open ends of what it tells, if they can be understood there; pure.

What is not known yet, who did not answer, who denies it. Only what means nothing that is not shown, of a
denial only one of an accusation the summary tells, and never more sentences than the summary was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from digest.write import phrases
from digest.write.alone import capitals, harks_back, points_out, stands_alone
from digest.write.article import Article
from digest.write.caveats import Kind, asks_of_event
from digest.write.salience import terms

#: Sentences of each kind at most.
_ROOM: Mapping[Kind, int] = {"unknown": 2, "silence": 1, "denial": 1}
_SUBJECT = 8  #: words in which a sentence names whom it is about
#: Words that say nothing of what a sentence is about, cut to stems.
_EMPTY = frozenset(
    terms(
        "about after also been before being between could does during from have into more most other over "
        "said says some such than that their them then there they this were what when where which while will "
        "with would"
    )
)
_TURN = re.compile(r"(?:But|And|Yet|Still|Also|However,|Але|Проте|Однак|Но|Однако) (?=\w)")
_IMPERSONAL = re.compile(
    r"(?:it(?:['’]s| is| was| remains)|there|no\b|whether|police|authorities|officials) ", re.IGNORECASE
)
_ACCUSED = re.compile(
    r"\b(?:accus|alleg|arrest|blam|charg|claim|convict|fraud|indict|investigat|lawsuit|probe|respons|sue[ds]|"
    r"suspect|trial|wrongdoing)\w*",
    re.IGNORECASE,
)


def beside(article: Article, taken: Collection[int], budget: int) -> list[int]:
    """The sentences left open that belong beside `taken`, by index, the nearest first; at most `budget`."""
    room = dict(_ROOM)
    kept: list[int] = []
    for *_, index, kind in sorted(_near(article, taken)):
        if room[kind] and len(kept) < budget:
            room[kind] -= 1
            kept.append(index)
    return kept


def _near(article: Article, taken: Collection[int]) -> Iterator[tuple[bool, float, int, Kind]]:
    text = " ".join(article.sentences[index] for index in taken)
    told = frozenset(terms(text)) - _EMPTY
    for index, kind in article.left_open.items():
        if index in taken or _hangs(article, index, kind, taken):
            continue
        sentence, shared = article.sentences[index], article.words[index] & told
        if kind == "denial" and not _answers(sentence, text, article.code):
            continue
        asks = kind == "unknown" and asks_of_event(sentence)
        yield not asks, -len(shared) / (len(article.words[index]) or 1), index, kind


def _answers(denial: str, told: str, code: str | None) -> bool:
    """English: whether who denies is named in the summary, beside an accusation; elsewhere every denial."""
    subject = " ".join(denial.split()[:_SUBJECT])
    return code != "en" or bool(capitals(subject) & capitals(told) and _ACCUSED.search(told))


def _hangs(article: Article, index: int, kind: Kind, taken: Collection[int]) -> bool:
    """Whether a sentence shown there would point at something that is not shown."""
    if not article.speaks_alone(index):
        return True
    if index - 1 in taken:
        return False
    sentence = _TURN.sub("", article.sentences[index])
    if article.quotes[index][0] or phrases.leaner(article.code).match(sentence):
        return True
    if _IMPERSONAL.match(sentence):
        return harks_back(sentence, article.code)  # "who is holding him": whom the story is about
    return (
        points_out(sentence, article.code) if kind == "unknown" else not stands_alone(sentence, article.code)
    )
