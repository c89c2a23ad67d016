"""The contrast of every text in a mail, on a light screen and on a dark one; pure.

Reads inline colours, the style sheets' plain rules and those inside `@media (prefers-color-scheme: dark)`,
as far as mails use them: selectors of tags and classes, one inside the other; in a dark rule a colour is
taken as `!important`. It knows no pictures behind text and no opacity.
The ratio is WCAG 2.2's (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.render.outline import Element, declarations

ENOUGH = 4.5
_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", re.I)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")

Rules = Sequence[tuple[tuple[str, ...], Mapping[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """A text that is hard to read: its colours, their ratio, on which screen, and some of its words."""

    scheme: str
    colour: str
    ground: str
    ratio: float
    words: str


def weak(elements: Sequence[Element]) -> tuple[Weak, ...]:
    """Each pair of colours below 4.5 in light or dark, once, with the first words set in it."""
    dark = dark_rules(elements)
    plain = _plain_rules(elements)
    found: dict[tuple[str, str, str], Weak] = {}
    for scheme, over in (("light", ()), ("dark", dark)) if dark else (("light", ()),):
        for element, colour, ground in _painted(elements, plain, over):
            value = ratio(colour, ground)
            if value < ENOUGH:
                words = _shown(element)[:60]
                pair = Weak(scheme=scheme, colour=colour, ground=ground, ratio=value, words=words)
                found.setdefault((scheme, colour, ground), pair)
    return tuple(found.values())


def _painted(elements: Sequence[Element], plain: Rules, over: Rules) -> Iterator[tuple[Element, str, str]]:
    """(element, colour, ground) of each element that shows words of its own, a picture's alt among them."""
    seen: dict[int, tuple[str, str]] = {}
    below, above = _Sheet(plain), _Sheet(over)
    for element in elements:
        values = {**below.of(element), **element.style, **above.of(element)}
        seen[id(element)] = _colours(element, values, seen)
        if _shown(element) and element.tag not in ("style", "title") and not element.hidden:
            yield element, *seen[id(element)]


def _shown(element: Element) -> str:
    return element.words.strip() or element.attributes.get("alt", "").strip()


@lru_cache(maxsize=256)
def ratio(first: str, second: str) -> float:
    """WCAG's contrast ratio of two #rrggbb colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def dark_rules(elements: Sequence[Element]) -> Rules:
    """The mail's own rules for dark screens, each selector on its own, the weightiest last."""
    blocks = (block[1] for css in _sheets(elements) for block in _DARK.finditer(css))
    return _rules(" ".join(blocks))


def _plain_rules(elements: Sequence[Element]) -> Rules:
    """The rules outside any media query."""
    return _rules(" ".join(_MEDIA.sub("", css) for css in _sheets(elements)))


def _sheets(elements: Sequence[Element]) -> Iterator[str]:
    return (element.words for element in elements if element.tag == "style")


def _rules(css: str) -> Rules:
    rules = [
        (tuple(selector.split()), declarations(match[2]))
        for match in _RULE.finditer(css)
        for selector in match[1].split(",")
        if not re.search(r"[:\[>+~#@]", selector)
    ]
    return sorted(rules, key=lambda rule: _weight(rule[0]))


def _colours(
    element: Element, values: Mapping[str, str], seen: Mapping[int, tuple[str, str]]
) -> tuple[str, str]:
    """(text colour, ground) of an element with these declarations, whose parents are done."""
    inherited, ground = seen.get(id(element.parent), ("#000000", "#ffffff"))
    colour = "#0000ee" if element.tag == "a" else inherited  # a link without a colour is the client's blue
    colour = _colour(values.get("color")) or (inherited if values.get("color") == "inherit" else colour)
    ground = _colour(values.get("background-color")) or _colour(values.get("background")) or ground
    return colour, ground


class _Sheet:
    """Rules, asked element by element; a mail repeats a few tags with their classes many times."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.likely: dict[tuple[str, str], Rules] = {}  #: those whose last part fits the tag and its classes

    def of(self, element: Element) -> dict[str, str]:
        """What the rules declare for it."""
        key = element.tag, element.attributes.get("class", "")
        if key not in self.likely:
            self.likely[key] = [rule for rule in self.rules if _matches(element, rule[0][-1])]
        fitting = (declared for selector, declared in self.likely[key] if _inside(element, selector[:-1]))
        return {name: value for declared in fitting for name, value in declared.items()}


def _weight(selector: tuple[str, ...]) -> tuple[int, int]:
    text = " ".join(selector)
    return text.count("."), len(selector)


def _colour(value: str | None) -> str | None:
    match = _COLOUR.search(value or "")
    if not match:
        return None
    digits = match[1] if len(match[1]) == 6 else "".join(c * 2 for c in match[1])
    return f"#{digits.lower()}"


def _inside(element: Element, outer: tuple[str, ...]) -> bool:
    """Whether each part of a selector like (".t", "li.m") fits something above the element."""
    return all(
        any(_matches(parent, part) for parent in element.above() if parent is not element) for part in outer
    )


def _matches(element: Element, part: str) -> bool:
    tag, classes = _asked(part)
    return tag in ("", "*", element.tag) and (not classes or element.classes.issuperset(classes))


@lru_cache(maxsize=256)
def _asked(part: str) -> tuple[str, frozenset[str]]:
    """The tag and the classes that one part of a selector asks for."""
    tag, *classes = part.split(".")
    return tag, frozenset(classes)
