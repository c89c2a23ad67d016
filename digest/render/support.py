"""What a mail uses that some mail programs do not know, beyond what every MJML mail uses; pure.

MJML's own output holds what many programs lack and copes with it; so a count of unknown features says
nothing, a feature that a template brought along does. Colours for dark screens are no finding either:
a program without them shows the light ones.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from digest.model import Finding
from digest.render.advice import finding
from digest.render.clients import LACKING
from digest.render.outline import Element, declarations

#: What every mail program takes out, and the web page of the mail too.
NOWHERE = dict.fromkeys(("<script>", "<iframe>", "<embed>", "<object>"), "any mail program")
_AT_RULE = re.compile(r"@[\w-]+(?: ?\([\w-]+)?")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_PSEUDO = re.compile(r"::?[a-z][\w-]*")
_FUNCTION = re.compile(r"([a-z-]+)\(")


def findings(elements: Sequence[Element], variant: str) -> Iterator[Finding]:
    """One note for each set of programs: what of this mail does nothing there."""
    lacking: defaultdict[str, list[str]] = defaultdict(list)
    for feature, times in sorted(used(elements).items()):
        if programs := NOWHERE.get(feature) or LACKING.get(feature):
            lacking[programs].append(f"{feature} ({times}×)" if times > 1 else feature)
    for programs, features in lacking.items():
        message = f"{', '.join(features)} will do nothing in {programs}"
        yield finding("support", "note", f"{variant}, HTML", message)


def used(elements: Sequence[Element]) -> Counter[str]:
    """Every feature by the name the table has it under: `position`, `display:flex`, `@font-face`, `:hover`,
    `calc()`, `<video>`, `[loading]`; how often. What stands inside `@media` is only ever an improvement."""
    found: Counter[str] = Counter()
    for element in elements:
        found[f"<{element.tag}>"] += 1
        found.update(f"[{name}]" for name in element.attributes)
        found.update(_declared(element.style))
        if element.tag == "style":
            found.update(_sheet(element.words))
    return found


def _sheet(css: str) -> Iterator[str]:
    for rule in _AT_RULE.findall(css):
        yield f"{rule})" if "(" in rule else rule
    for selector, body in _BLOCK.findall(_MEDIA.sub("", css)):
        yield from _PSEUDO.findall(re.sub(r"\([^)]*\)", "", selector))
        yield from _declared(declarations(body))


def _declared(style: Mapping[str, str]) -> Iterator[str]:
    for name, value in style.items():
        yield name
        yield f"{name}:{value}"
        yield from (f"{function}()" for function in _FUNCTION.findall(value))
