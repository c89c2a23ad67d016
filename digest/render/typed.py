"""What an editor typed and did not finish: a field for a reader's name, "TODO", lorem ipsum; pure.

Fields block a mail where its subject, preheader or intro shows them: nothing fills them in, so every reader
would read the braces. In a story's own words they are a warning, and so is a mark like TODO anywhere: a
story may be about either. What stands in a headline or a summary of the edition is news and no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.model import Draft, Finding, Item, Level, Rendering
from digest.render.advice import finding

#: A field as newsletter tools write it: {{ name }}, {name}, *|FNAME|*, %%name%%, <%= name %>, [First name].
_FIELD = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^%]*%\}|\{[A-Za-z_][\w .|-]{0,30}\}|\*\|[\w:]+\|\*|%%\w+%%|<%.*?%>"
    r"|\[(?:your |first |last |full )?name\]|\[insert\b[^\]]*\]",
    re.I,
)
_MARK = re.compile(r"\b(?:TODO|FIXME|TK(?:TK)*|XXX+)\b|\b(?i:lorem)\b")

Found = Iterator[Finding]


def findings(rendering: Rendering, draft: Draft) -> Found:
    """Every field and mark left in the words that one mail's editor typed."""
    items = [item for item in draft.items if item.story_id in rendering.story_ids]
    news = "\n".join(words for item in items for words in _news(item))
    letter = {"subject": rendering.subject, "preheader": rendering.preheader, "intro": draft.intro}
    for part, words in letter.items():
        place = f"{rendering.variant}, {part}"
        yield from _told(_FIELD, words, news, "block", place)
        yield from _told(_MARK, words, news, "warn", place)
    for item in items:
        words = "\n".join(_typed(item))
        yield from _told(_FIELD, words, news, "warn", item.headline)
        yield from _told(_MARK, words, news, "warn", item.headline)


def _news(item: Item) -> Iterator[str]:
    """The words of a story as its source wrote them."""
    if "headline" not in item.edited:
        yield item.headline
    if item.summary.kind != "edited":
        yield item.summary.text


def _typed(item: Item) -> Iterator[str]:
    """The words of a story that an editor wrote."""
    yield item.note or ""
    if "headline" in item.edited:
        yield item.headline
    if item.summary.kind == "edited":
        yield item.summary.text
    if item.picture and "alt" in item.edited:
        yield item.picture.alt or ""


def _told(pattern: re.Pattern[str], words: str, news: str, level: Level, place: str) -> Found:
    for left in dict.fromkeys(pattern.findall(words)):
        if left not in news:
            yield finding("unfinished", level, place, f"“{left}” was typed and will be sent as it is")
