"""Others' work within a number of words: whole sentences, or the first cut at a clause; pure.

A cut is marked with "…" outside the span and never drops who says so, a doubt or a negation: where that
would be lost nothing is shown but the headline. Words are counted as white space parts them; two signs of
Chinese count as one.
"""

from __future__ import annotations

import re

from digest.model import Sentence, Span, Summary
from digest.write import phrases
from digest.write.caveats import is_caveat

_CLAUSE = re.compile(r"[,;:，；：،]|\s[—–-]\s")
_CUT_OFF = re.compile(r"(?:…|\.{3,}|\[(?:…|\.{3})\])[\s\])]*$")
_WIDE = re.compile(r"[\u3400-\u9fff]")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|neither|nor|without|un(?:able|likely|clear|confirmed|"
    r"verified)|\w+n['’]t|cannot|fail(?:s|ed|ing)? to|"
    r"не|ні|ніхто|ніколи|без|нет|ни|никто|никогда|nicht|kein\w*|nie|ohne|weder)\b|[不没未无無]|"
    r"(?:^|\s)(?:لم|لا|لن|ليس|ليست|غير)\s",
    re.IGNORECASE,
)


def word_count(text: str) -> int:
    """Words of a text as a reader of its language counts them."""
    wide = len(_WIDE.findall(text))
    return wide // 2 + len(_WIDE.sub(" ", text).split())


def clip(summary: Summary, limit: int, language: str | None) -> Summary:
    """`summary` with at most `limit` words: caveats first, then sentences from the first on.

    What is not known and who did not answer come beside the first sentence, if there is room for it.
    """
    must = [s for s in summary.sentences if s.role in ("caveat", "correction")]
    rest = [s for s in summary.sentences if s.role not in ("caveat", "correction")]
    over = sum(word_count(s.text) for s in (*must, *rest[:1])) - limit
    for sentence in [s for s in must if s.role == "caveat" and not is_caveat(s.text, language)]:
        if over > 0:
            must.remove(sentence)
            over -= word_count(sentence.text)
    kept: list[Sentence] = []
    room = limit - sum(word_count(s.text) for s in must)
    for sentence in rest:
        size = word_count(sentence.text)
        if size > room:
            while sentence.role == "attribution" and kept and _is_quoted(kept[-1].text):
                kept.pop()  # its speaker does not fit
            break
        kept.append(sentence)
        room -= size
    if not kept and rest:
        cut = cut_sentence(rest[0], room, language)
        kept = [cut] if cut else []
    if not kept:
        return Summary(sentences=())
    return Summary(sentences=tuple(sorted([*kept, *must], key=lambda s: s.span.start)))


def _is_quoted(text: str) -> bool:
    return text[:1] in '"“„«「' or text.count('"') % 2 == 1 or text[-1:] in '"”»」'


def is_cut_off(text: str) -> bool:
    """Whether a text ends as a feed's teaser does that was cut in a sentence."""
    return bool(_CUT_OFF.search(text[-40:].rstrip()))


def trim(summary: Summary) -> Summary:
    """`summary` without a last sentence its feed cut off: nobody knows what doubt or speaker stood behind.

    A sentence that is all there is stays.
    """
    *whole, last = summary.sentences or (None,)
    if last is None or not whole or last.role not in ("lede", "body") or not _CUT_OFF.search(last.text):
        return summary
    return Summary(sentences=tuple(each for each in whole if each is not None))


def mend(summary: Summary, source: str, language: str | None) -> Summary:
    """`summary` with an only sentence, cut off by its feed, cut back to its last clause; else without it."""
    if len(summary.sentences) != 1:
        return summary
    only = summary.sentences[0]
    if not _CUT_OFF.search(source[only.span.start : only.span.end]):
        return summary
    cut = cut_sentence(only, word_count(only.text), language)
    return Summary(sentences=(cut,) if cut else ())


def cut_sentence(sentence: Sentence, limit: int, language: str | None) -> Sentence | None:
    """The longest start of a sentence that ends at a clause and keeps its speaker, doubt and negation."""
    text = sentence.text
    for match in reversed(list(_CLAUSE.finditer(text))):
        head, tail = text[: match.start()].rstrip(), text[match.start() :]
        if word_count(head) > limit:
            continue
        if word_count(head) < 5:
            return None
        if _loses(head, tail, language):
            continue
        span = Span(
            entry_id=sentence.span.entry_id, start=sentence.span.start, end=sentence.span.start + len(head)
        )
        return Sentence(text=head + "…", span=span, role=sentence.role)
    return None


def _loses(head: str, tail: str, language: str | None) -> bool:
    """Whether the tail holds what the head may not stand without."""
    if head.count('"') % 2 or head.count("“") != head.count("”") or head.count("«") != head.count("»"):
        return True
    if NEGATION.search(tail):
        return True
    return bool(phrases.attribution(language).search(tail))
