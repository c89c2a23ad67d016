"""The accessibility half of the checks: headings, alternatives, language, tables, link names, contrast.

One function per rule of the Email Markup Consortium that HTML alone can answer. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from digest.model import Finding
from digest.render import contrast
from digest.render.advice import finding
from digest.render.language import direction_of
from digest.render.outline import Element

SMALLEST = 13  #: px
EMPTY_NAMES = {"here", "click here", "read more", "more", "link", "this", "continue reading", "mehr", "тут"}

Found = Iterator[Finding]
Told = Iterator[str]


def findings(elements: Sequence[Element], language: str, variant: str) -> Found:
    """Every finding of one mail's HTML; all are warnings, none stops the news."""
    for name, rule in _RULES.items():
        for message in rule(elements, language):
            yield finding(name, "warn", f"{variant}, HTML", message)


def _language(elements: Sequence[Element], language: str) -> Told:
    want = (language.replace("_", "-"), direction_of(language))
    page = next((e for e in elements if e.tag == "html"), None)
    inner = next((e for e in elements if e.tag != "html" and e.attributes.get("lang")), None)
    for name, element in (("html", page), ("body", inner)):
        got = (element.attributes.get("lang"), element.attributes.get("dir")) if element else (None, None)
        if got != want:
            yield f"lang and dir in the {name} are {got[0]} and {got[1]}, not {want[0]} and {want[1]}"


def _title(elements: Sequence[Element], language: str) -> Told:
    if not any(element.tag == "title" and element.text() for element in elements):
        yield "the mail has no title, which readers of the screen and browsers say first"


def _headings(elements: Sequence[Element], language: str) -> Told:
    levels = [(int(e.tag[1]), e.text()) for e in elements if re.fullmatch(r"h[1-6]", e.tag)]
    count = sum(level == 1 for level, _ in levels)
    if count != 1:
        yield f"{count} headings of the first level, not one"
    for (before, _), (level, words) in pairwise([(0, ""), *levels]):
        if level > before + 1:
            yield f"“{words[:60]}” is an h{level} " + (f"after an h{before}" if before else "at the top")
    if any(not words for _, words in levels):
        yield "a heading is empty"


def _alternatives(elements: Sequence[Element], language: str) -> Told:
    pictures = [e for e in elements if e.tag == "img"]
    missing = [e.attributes.get("src", "")[:80] for e in pictures if "alt" not in e.attributes]
    if missing:
        yield f"{len(missing)} pictures have no alt: {missing[0]}"
    if any(not e.attributes.get("src") for e in pictures):
        yield "a picture has no address"


def _tables(elements: Sequence[Element], language: str) -> Told:
    roles = [e.attributes.get("role") for e in elements if e.tag == "table"]
    bare = sum(role not in ("presentation", "none") for role in roles)
    if bare:
        yield f"{bare} layout tables are read out as tables"


def _link_names(elements: Sequence[Element], language: str) -> Told:
    for element in elements:
        if element.tag != "a":
            continue
        pictures = " ".join(e.attributes.get("alt", "") for e in element.all() if e.tag == "img")
        name = (element.text() or pictures or element.attributes.get("aria-label", "")).strip()
        if not name:
            yield f"a link to {element.attributes.get('href', '')[:80]} has no words"
        elif name.casefold().strip(" .…→»>") in EMPTY_NAMES:
            yield f"a link says only “{name}”"


def _contrast(elements: Sequence[Element], language: str) -> Told:
    for pair in contrast.weak(elements):
        yield (
            f"“{pair.words}” is hard to read on a {pair.scheme} screen: {pair.colour} on {pair.ground} "
            f"is {pair.ratio:.1f}, and {contrast.ENOUGH} is needed"
        )


def _dark(elements: Sequence[Element], language: str) -> Told:
    if not contrast.dark_rules(elements):
        yield "there are no colours for dark screens"


def _small(elements: Sequence[Element], language: str) -> Told:
    sizes: Counter[float] = Counter()
    for element in elements:
        if element.words.strip() and element.tag not in ("style", "title") and not element.hidden:
            sizes[_font_size(element)] += 1
    for size, count in sizes.items():
        if size < SMALLEST:
            yield f"{count} texts are {size:g} px; below {SMALLEST} px many cannot read"


def _font_size(element: Element) -> float:
    """The nearest size in px written on it or above it; 16 where none is."""
    for above in element.above():
        match = re.search(r"([\d.]+)px", above.style.get("font-size", ""))
        if match:
            return float(match[1])
    return 16.0


_RULES: dict[str, Callable[[Sequence[Element], str], Told]] = {
    "language": _language,
    "title": _title,
    "headings": _headings,
    "alt": _alternatives,
    "tables": _tables,
    "link-names": _link_names,
    "contrast": _contrast,
    "dark": _dark,
    "small": _small,
}
