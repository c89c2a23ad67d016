"""The theme: colours as (light, dark) pairs, fonts, logo, width; a newsroom edits it without MJML.

Ours is templates/theme.toml; the newsroom's templates/theme.toml is laid over it, key by key. An unknown
key or a wrong value is a TemplateError with the file and line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.errors import TemplateError
from digest.render import clean, looks
from digest.toml_file import line_of

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_SAFE = re.compile(r"[^<>&{}\"\\\x00-\x1f]*")
_SCRIPTS = {
    "ar": "arabic",
    "fa": "arabic",
    "ur": "arabic",
    "ps": "arabic",
    "ckb": "arabic",
    "he": "hebrew",
    "yi": "hebrew",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    width: int
    light: Mapping[str, str]
    dark: Mapping[str, str]
    headline: str  #: font stacks
    body: str
    small: str
    spaced: str  #: letter-spacing of small capitals; joined scripts take none
    case: str  #: text-transform of labels
    leading: str  #: line-height of running text
    tight: str  #: line-height of headlines
    logo: Mapping[str, Any]
    sponsor: Mapping[str, str]


def load(folder: Path, language: str) -> Theme:
    """The theme for mails in that language."""
    merged: dict[str, Any] = {}
    for file, text in looks.source(folder, "theme.toml"):
        table = _read(text, file)
        merged = table if not merged else _over(merged, table, file, text)
    fonts = merged["fonts"]
    script = _SCRIPTS.get(language.split("-")[0].lower(), "")
    joined = script == "arabic"
    return Theme(
        width=merged["width"],
        light={name: pair[0] for name, pair in merged["colours"].items()},
        dark={name: pair[1] for name, pair in merged["colours"].items()},
        **{name: fonts.get(f"{script}_{name}") or fonts[name] for name in ("headline", "body", "small")},
        spaced="0" if joined else "0.08em",
        case="none" if joined else "uppercase",
        leading="1.75" if joined else "1.55",
        tight="1.5" if joined else "1.22",
        logo=merged["logo"],
        sponsor=merged["sponsor"],
    )


def _read(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(str(error), subject=file) from error


def _over(ours: Mapping[str, Any], own: Mapping[str, Any], file: str, text: str) -> dict[str, Any]:
    """`ours` with the newsroom's values over it, each of them checked."""
    result: dict[str, Any] = dict(ours)
    for table, values in own.items():
        if table not in ours:
            _wrong(f"unknown key {table} (known: {', '.join(ours)})", (table,), file, text)
        if not isinstance(values, dict):
            result[table] = _checked(table, (table,), values, ours[table], file, text)
            continue
        result[table] = dict(ours[table])
        for key, value in values.items():
            if key not in ours[table]:
                _wrong(
                    f"unknown key {table}.{key} (known: {', '.join(ours[table])})", (table, key), file, text
                )
            result[table][key] = _checked(table, (table, key), value, ours[table][key], file, text)
    return result


def _checked(table: str, path: tuple[str, ...], value: Any, like: Any, file: str, text: str) -> Any:
    name = ".".join(path)
    if table == "colours":
        if not (isinstance(value, list) and len(value) == 2 and all(_HEX.fullmatch(str(v)) for v in value)):
            _wrong(f'{name} must be a pair ["#light", "#dark"] like ["#1a1a1a", "#eeeeee"]', path, file, text)
    elif type(value) is not type(like):
        _wrong(f"{name} must be a {'number' if isinstance(like, int) else 'text'}", path, file, text)
    elif isinstance(value, str) and table == "fonts" and not _SAFE.fullmatch(value):
        _wrong(f"{name} holds a character no font name has (use ' around names)", path, file, text)
    elif path[-1] in ("url", "link") and value and clean.link(value, "") != value:
        _wrong(f"{name} must be an address that begins with https://", path, file, text)
    elif name == "width" and not 320 <= value <= 800:
        _wrong("width must be between 320 and 800 px", path, file, text)
    return value


def _wrong(message: str, path: tuple[str, ...], file: str, text: str) -> None:
    raise TemplateError(f"line {line_of(text, path)}: {message}", subject=file)
