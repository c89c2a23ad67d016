"""The newsletter's language: our strings, dates and times, and which way it runs.

Strings are templates/strings/LANGUAGE.toml; a newsroom's own file of that name is laid over ours, key by
key. A key a language lacks is said in English. A string that counts is a table of CLDR plural forms.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import Any
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

from digest.errors import TemplateError
from digest.render import looks
from digest.toml_file import line_of

NARROW = "\u202f"  #: the narrow space before AM and PM, which many fonts of mail clients do not have
String = str | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    code: str
    locale: Locale
    strings: Mapping[str, String]

    @property
    def direction(self) -> str:
        return str(self.locale.text_direction)

    def apart(self, text: str) -> str:
        """Text that may run the other way, set apart (U+2068 … U+2069) so that what stands beside it keeps
        its place; text of the language's own direction as it is."""
        turned = "ltr" if self.direction == "rtl" else "rtl"
        return f"\u2068{text}\u2069" if first_direction(text) == turned else text

    def say(self, key: str, **values: object) -> str:
        """The string of that key with its values filled in; a plural one takes its form from `n`."""
        string = self.strings[key]
        if isinstance(string, Mapping):
            string = string.get(str(self.locale.plural_form(int(str(values["n"])))), string["other"])
        return string.format(**values)

    def day(self, day: date) -> str:
        return str(format_date(day, "full", locale=self.locale))

    def moment(self, when: datetime, today: date) -> str:
        """The time of day; with day and month when it is not today's."""
        clock = str(format_time(when, "short", locale=self.locale)).replace(NARROW, "\u00a0")
        if when.date() == today:
            return clock
        return self.say("moment", day=format_skeleton("MMMd", when.date(), locale=self.locale), time=clock)


def locale_of(code: str) -> Locale | None:
    """Babel's locale for a language tag, else None."""
    try:
        return Locale.parse(code.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def direction_of(code: str) -> str:
    """ "rtl" or "ltr"; what nobody knows runs left to right."""
    locale = locale_of(code)
    return str(locale.text_direction) if locale else "ltr"


def first_direction(text: str) -> str | None:
    """The direction of the first letter that has one."""
    for letter in text:
        kind = bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return None


def load(folder: Path, code: str) -> Language:
    """The language of that code; an unknown one is English under its own code."""
    base = code.replace("_", "-").split("-")[0].lower()
    names = dict.fromkeys(("en", base, code.replace("_", "-")))
    strings: dict[str, String] = {}
    for name in names:
        for file, text in looks.source(folder, f"strings/{name}.toml"):
            strings |= _parse(text, file, strings)
    locale = locale_of(code) or Locale("en")
    return Language(code=code.replace("_", "-"), locale=locale, strings=strings)


def _parse(text: str, file: str, known: Mapping[str, String]) -> dict[str, String]:
    """The strings of one file; each may hold the values that the one it stands for holds."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(str(error), subject=file) from error
    for key, value in table.items():
        fault = _fault(value, known.get(key))
        if fault:
            raise TemplateError(f"line {line_of(text, (key,))}: {key} {fault}", subject=file)
    return table


def _fault(value: object, ours: String | None) -> str:
    forms = value if isinstance(value, dict) else {"other": value}
    if "other" not in forms or not all(isinstance(form, str) for form in forms.values()):
        return "must be a string, or a table of plural forms with `other`"
    try:
        asked = _values(forms)
    except ValueError as error:
        return f"cannot be read: {error}"
    given = _values(ours if isinstance(ours, Mapping) else {"other": ours}) if ours is not None else asked
    if asked - given:
        names = ", ".join(f"{{{name}}}" for name in sorted(given)) or "none"
        return f"has no value {{{min(asked - given)}}} (it has: {names})"
    return ""


def _values(forms: Mapping[str, Any]) -> set[str]:
    """The names in braces."""
    return {name for form in forms.values() for _, name, _, _ in Formatter().parse(form) if name is not None}
