"""The text of digest.toml checked: each fault is named with its line and the nearest right key; pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_origin, get_type_hints

import orjson
from pydantic import TypeAdapter, ValidationError

from digest.document import FILE, Document
from digest.errors import SettingsError


def parse(source: str, name: str = FILE) -> Document:
    """The document, checked; every fault in it is named in one SettingsError, first line first."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(str(error), subject=name) from error
    try:
        written = orjson.dumps(raw, default=str)
    except TypeError as error:  # an integer beyond 64 bits
        line = next((n for n, text in enumerate(source.splitlines(), 1) if re.search(r"\d{19}", text)), 0)
        raise SettingsError(f"line {line}: a number larger than any setting takes", subject=name) from error
    try:
        return TypeAdapter(Document).validate_json(written, strict=True)
    except ValidationError as error:
        faults = sorted({_fault(item, source) for item in error.errors(include_url=False)})
        lines = [f"line {line}: {text}" if line else text for line, text in faults]
        raise SettingsError("; ".join(lines), subject=name) from error


def _fault(error: Mapping[str, Any], source: str) -> tuple[int, str]:
    path = tuple(part for part in error["loc"] if not _is_branch(part))
    shown = ".".join(str(part) for part in path)
    line = line_of(source, path)
    if error["type"] == "unexpected_keyword_argument":
        return line, f"unknown key {shown}{nearest(str(path[-1]), _known(path[:-1]))}"
    message = str(error["msg"]).removeprefix("Value error, ")
    return line, f"{shown}: {message[:1].lower()}{message[1:]}"


def _is_branch(part: object) -> bool:
    """pydantic names the branch of a union in its path; the reader of a message does not want it."""
    return isinstance(part, str) and ("[" in part or part in ("timedelta", "time", "function-before"))


def _known(path: tuple[object, ...]) -> tuple[str, ...]:
    """The keys allowed at this path of the document."""
    kind: Any = Document
    for part in path:
        if get_origin(kind) in (tuple, dict):  # this part is an index or a name
            kind = next((arg for arg in get_args(kind) if is_dataclass(arg)), None)
        elif is_dataclass(kind) and isinstance(kind, type):
            kind = get_type_hints(kind).get(str(part))
    if not is_dataclass(kind):
        return ()
    return tuple("from" if f.name == "from_" else f.name for f in fields(kind))


def nearest(word: str, known: Any) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return (
        f" (did you mean {close[0]!r}?)"
        if close
        else f" (known: {', '.join(sorted(known))})"
        if known
        else ""
    )


def line_of(source: str, path: tuple[object, ...]) -> int:
    """The 1-based line where the key of this path stands, as near as a scan by line tells; 0 if nowhere."""
    best, depth = 0, 0
    table: tuple[object, ...] = ()
    counts: dict[tuple[object, ...], int] = {}
    for number, text in enumerate(source.splitlines(), 1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", text)
        if header:
            names: tuple[object, ...] = tuple(n.strip().strip("\"'") for n in header[2].split("."))
            if header[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
                names = (*names, counts[names])
            table, here = names, names
        else:
            key = re.match(r"\s*([\w.\"'-]+?)\s*=", text)
            if not key:
                continue
            here = (*table, *(n.strip("\"'") for n in key[1].split(".")))
        shared = len(here) if path[: len(here)] == here else 0
        if shared > depth:
            best, depth = number, shared
    return best
