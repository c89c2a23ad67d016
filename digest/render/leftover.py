"""The half of the checks that finds what a template left over or left out: tags, links, the text part.

What the news itself says ("None of the above", "{{") is no fault of a template. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.model import Draft, Finding, Item, Level, Rendering
from digest.render import clean
from digest.render.advice import finding
from digest.render.outline import Element
from digest.render.size import TAG
from digest.settings import Settings

TAGS = ("unsubscribe", "preferences", "web", "name")
MOST_NAMED = 3
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\b(?:None|undefined|nan)\b")

Found = Iterator[Finding]


def findings(rendering: Rendering, draft: Draft, settings: Settings, elements: Sequence[Element]) -> Found:
    """Every finding about one rendering's tags, placeholders, links and text part."""
    yield from _unsubscribe(rendering, elements)
    yield from _mjml(rendering)
    yield from _placeholders(rendering, draft, settings, elements)
    yield from _tags(rendering)
    yield from _unsafe_links(elements, rendering.variant)
    yield from _plain_links(elements, rendering.variant)
    yield from _text(rendering, draft)
    yield from _text_links(rendering, elements)


def some(values: Sequence[str]) -> str:
    """The first three, and how many more."""
    more = f" and {len(values) - MOST_NAMED} more" if len(values) > MOST_NAMED else ""
    return ", ".join(value[:70] for value in values[:MOST_NAMED]) + more


def _unsubscribe(rendering: Rendering, elements: Sequence[Element]) -> Found:
    found = [e for e in elements if e.tag == "a" and _tag_name(_href(e)) == "unsubscribe"]
    if len(found) < 2:
        level: Level = "warn" if found else "block"
        message = f"{'only one' if found else 'no'} unsubscribe link; one near the top, one in the footer"
        yield finding("unsubscribe", level, f"{rendering.variant}, HTML", message)
    if not re.search(r"-[A-Za-z0-9._]{3,}:unsubscribe:t-", rendering.text):
        yield finding("unsubscribe", "block", f"{rendering.variant}, text", "no unsubscribe address")


def _mjml(rendering: Rendering) -> Found:
    found = re.search(r"<mj-[\w-]*", rendering.html, re.I)
    if found:
        yield finding("mjml-left", "block", f"{rendering.variant}, HTML", f"{found[0]}> was left as it is")


def _placeholders(
    rendering: Rendering, draft: Draft, settings: Settings, elements: Sequence[Element]
) -> Found:
    said = "\n".join(_said(draft, settings))
    html = " ".join(element.words for element in elements if element.tag not in ("style", "title"))
    for part, words in (("HTML", html), ("text", rendering.text), ("subject", rendering.subject)):
        for left in sorted(set(_PLACEHOLDER.findall(words))):
            if left not in said:
                message = f"{left!r} is left over from a template"
                yield finding("placeholder", "block", f"{rendering.variant}, {part}", message)


def _said(draft: Draft, settings: Settings) -> Iterator[str]:
    """All words that are the news's own."""
    yield from (draft.subject, draft.preheader, draft.intro, draft.title)
    yield from (settings.newsroom.name, settings.newsroom.postal_address)
    for section in draft.sections:
        yield section.name
        for item in section.items:
            yield from _words_of(item)


def _words_of(item: Item) -> Iterator[str]:
    yield from (item.headline, item.publisher, item.summary.text, *item.authors)
    yield from (item.note or "", item.kicker or "", item.link or "")
    for other in item.others:
        yield from (other.publisher, other.text, other.link or "")
    if item.picture:
        yield from (item.picture.caption or "", item.picture.credit or "", item.picture.alt or "")


def _tags(rendering: Rendering) -> Found:
    parts = (
        ("HTML", rendering.html, "h"),
        ("text", rendering.text, "t"),
        ("subject", rendering.subject, "t"),
    )
    for part, content, form in parts:
        for name, used in sorted({(tag[2], tag[3]) for tag in TAG.finditer(content)}):
            if name not in TAGS or used != form:
                message = f"{name}:{used} is no reader tag of this part"
                yield finding("tag", "block", f"{rendering.variant}, {part}", message)


def _tag_name(href: str) -> str | None:
    match = TAG.fullmatch(href)
    return match[2] if match else None


def _href(element: Element) -> str:
    return element.attributes.get("href", "").strip()


def _unsafe_links(elements: Sequence[Element], variant: str) -> Found:
    for element in elements:
        if element.tag != "a" or _tag_name(_href(element)) or clean.link(_href(element), ""):
            continue
        scheme = _href(element).partition(":")[0][:20]
        message = f"its address may not begin with {scheme}:" if scheme else "it has no address"
        yield finding("link", "block", f"{variant}, “{element.text()[:60]}”", message)


def _plain_links(elements: Sequence[Element], variant: str) -> Found:
    plain = [element.text()[:60] for element in elements if _href(element).startswith("http:")]
    if plain:
        yield finding("link", "note", f"{variant}, HTML", f"{len(plain)} links are not https: {some(plain)}")


def _text(rendering: Rendering, draft: Draft) -> Found:
    place = f"{rendering.variant}, text"
    if not rendering.text.strip():
        yield finding("text", "block", place, "there is no text part")
        return
    flat = re.sub(r"\s+", " ", rendering.text)
    prefix = next((match[1] for match in TAG.finditer(rendering.text)), "")
    shown = [item.headline for item in draft.items if item.story_id in rendering.story_ids]
    missing = [headline for headline in shown if clean.words(headline, prefix) not in flat]
    if missing:
        yield finding("text", "block", place, f"{len(missing)} headlines are missing: {some(missing)}")


def _text_links(rendering: Rendering, elements: Sequence[Element]) -> Found:
    hrefs = dict.fromkeys(_href(element) for element in elements if element.tag == "a")
    lost = [href for href in hrefs if href.startswith("http") and href not in rendering.text]
    if lost:
        message = f"{len(lost)} links are only in the HTML: {some(lost)}"
        yield finding("text", "warn", f"{rendering.variant}, text", message)
