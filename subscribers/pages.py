"""The door's pages as HTML: small, without scripts, without anything from elsewhere, readable at 320 px.

Text only comes in escaped. The style is one inline sheet in the house's colours and fonts,
allowed by its hash in the policy.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import NamedTuple

from subscribers.words import Words

_RULES = """
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1.125rem/1.6 var(--body) }
main { max-width: 36rem; margin: 0 auto; padding: 1.9rem 1.5rem 2.5rem }
.house { margin: 0 0 1.6rem; padding: .9rem 0 .9rem; font: 700 1rem/1.3 var(--headline);
  border-top: 5px solid var(--ink); border-bottom: 1px solid var(--line) }
h1 { margin: .25rem 0 1rem; font: 700 1.75rem/1.25 var(--headline) }
form { margin: 1.5rem 0 }
label { display: block; margin: .9rem 0 .3rem }
fieldset { margin: 1.75rem 0; padding: .4rem 1.1rem .8rem; border: 1px solid var(--line);
  border-radius: .3rem }
legend { padding: 0 .4rem; font-weight: 700 }
fieldset p { margin: .4rem 0; color: var(--muted); font-size: 1rem }
.choice { display: flex; gap: .7rem; align-items: center; margin: 0; padding: .5rem 0 }
.choice input { width: 1.3rem; height: 1.3rem; margin: 0; flex: none; accent-color: var(--accent) }
input[type=email] { width: 100%; padding: .65rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--muted); border-radius: .3rem }
button { display: block; width: 100%; min-height: 3rem; margin: 1.2rem 0 0; padding: .6rem 1rem;
  font: 600 1.0625rem/1.3 var(--small); color: var(--paper); background: var(--accent);
  border: 2px solid var(--accent); border-radius: .3rem; cursor: pointer }
button.quiet { color: var(--accent); background: transparent }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
a { color: var(--accent) }
.error { border-inline-start: .3rem solid currentColor; padding-inline-start: .8rem }
.trap { position: absolute; inset-inline-start: -10000px; height: 1px; overflow: hidden }
"""
_SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif'


class Colours(NamedTuple):
    """Hexadecimal colours of one light; accent and muted are read on paper."""

    paper: str
    ink: str
    muted: str
    line: str
    accent: str


class Style(NamedTuple):
    """How the pages look: a newsroom's colours in both lights, and its fonts as CSS stacks."""

    light: Colours = Colours("#ffffff", "#1a1a1a", "#5f5f5f", "#c9c9c9", "#0b4f9e")
    dark: Colours = Colours("#161616", "#ececec", "#a8a8a8", "#444444", "#9cc7ff")
    headline: str = _SYSTEM
    body: str = _SYSTEM
    small: str = _SYSTEM


PLAIN = Style()


HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}


class Choice(NamedTuple):
    """One list or topic on a page: its name in the form, its title, whether it is ticked."""

    name: str
    title: str
    ticked: bool = False


@lru_cache(maxsize=2)
def _sheet(style: Style) -> str:
    def named(values: Mapping[str, str]) -> str:
        return "; ".join(f"--{name}: {value}" for name, value in values.items())

    fonts = {"headline": style.headline, "body": style.body, "small": style.small}
    return (
        f":root {{ color-scheme: light dark; {named(style.light._asdict())}; {named(fonts)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {named(style.dark._asdict())} }} }}{_RULES}"
    )


@lru_cache(maxsize=2)
def policy(style: Style) -> str:
    """The Content-Security-Policy of every page of the door."""
    digest = b64encode(sha256(_sheet(style).encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def page(words: Words, house: str, style: Style, heading: str, *parts: str) -> str:
    """A whole page; `parts` are HTML that this file made."""
    return (
        f'<!doctype html><html lang="{words.language}" dir="{words.direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow">'
        f"<title>{escape(heading)} – {escape(house)}</title><style>{_sheet(style)}</style></head>"
        f'<body><main><p class="house">{escape(house)}</p><h1>{escape(heading)}</h1>'
        f"{''.join(parts)}</main></body></html>"
    )


def said(text: str, title: str = "", *, error: bool = False) -> str:
    """A paragraph; {title} in it is filled in."""
    kind = ' class="error" role="alert"' if error else ""
    return f"<p{kind}>{escape(text.replace('{title}', title))}</p>"


def link(target: str, text: str) -> str:
    """A paragraph that is a link to another page of the door."""
    return f'<p><a href="{escape(target)}">{escape(text)}</a></p>'


def deed(act: str, text: str, *, quiet: bool = False) -> str:
    """A form of one button, posted to the page's own address."""
    kind = ' class="quiet"' if quiet else ""
    return f'<form method="post"><button{kind} name="act" value="{act}">{escape(text)}</button></form>'


def preferences(
    words: Words, choices: Sequence[Choice], topics: Sequence[tuple[str, Sequence[Choice]]] = ()
) -> str:
    """The form of the lists, and of the topics under each title; it says what it showed, so that nothing
    else is touched."""
    groups = "".join(
        f"<fieldset><legend>{escape(words.topics.replace('{title}', title))}</legend>"
        f"<p>{escape(words.topics_ask)}</p>{_boxes(boxes, 'topic')}{_shown(boxes, 'shown-topic')}</fieldset>"
        for title, boxes in topics
    )
    return (
        f'<form method="post">{_boxes(choices)}{_shown(choices, "shown")}{groups}'
        f'<button name="act" value="save">{escape(words.save)}</button></form>'
    )


def _shown(choices: Sequence[Choice], field: str) -> str:
    return "".join(f'<input type="hidden" name="{field}" value="{escape(c.name)}">' for c in choices)


def subscription(words: Words, choices: Sequence[Choice], typed: str = "") -> str:
    """The form of a new reader, with a field that only a machine fills in."""
    boxes = _boxes(choices) if len(choices) > 1 else ""
    return (
        f'<form method="post"><label for="address">{escape(words.address)}</label>'
        f'<input id="address" name="address" type="email" autocomplete="email" required maxlength="254" '
        f'value="{escape(typed)}">{boxes}'
        f'<div class="trap"><label for="website">{escape(words.leave_empty)}</label>'
        '<input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></div>'
        f'<button name="act" value="subscribe">{escape(words.subscribe)}</button></form>'
    )


def _boxes(choices: Sequence[Choice], field: str = "list") -> str:
    return "".join(
        f'<label class="choice"><input type="checkbox" name="{field}" value="{escape(choice.name)}"'
        f"{' checked' if choice.ticked else ''}><span>{escape(choice.title)}</span></label>"
        for choice in choices
    )
