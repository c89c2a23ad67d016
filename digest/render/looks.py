"""Where templates come from and how their faults are told: by file and line.

A newsroom's own folder is looked up first, then the package's; `ours/NAME` always means the package's, so
that a newsroom can extend the very template it replaces. MJML is escaped by hand-set autoescape (Jinja's
own choice by ending does not cover `.j2`), text is not. A value that is missing or None is an error, never
an empty place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from traceback import walk_tb
from typing import TypeVar

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
    meta,
)
from jinja2 import TemplateError as JinjaError
from jinja2.ext import Extension

from digest.errors import TemplateError
from digest.render import text as plain

MARK, END = "\x01", "\x02"  #: around "file:line" behind each tag of a template's source
Env = TypeVar("Env", bound=Environment)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TAG_OR_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->|<([a-zA-Z][\w:-]*)", re.DOTALL)


class Marks(Extension):
    """Puts each tag's file and line behind its name, for the engine's pass to read and take out."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        where, line, last = name or "?", 1, 0

        def mark(match: re.Match[str]) -> str:
            nonlocal line, last
            line, last = line + source.count("\n", last, match.start()), match.start()
            return f"{match[0]}{MARK}{where}:{line}{END}" if match[1] else match[0]

        return _TAG_OR_JINJA.sub(mark, source)


class _Own(FileSystemLoader):
    """The newsroom's own templates."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, encoding="latin-1")  # every byte is a letter there: decoded below

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        text, file, fresh = super().get_source(environment, template)
        return _decoded(text.encode("latin-1"), file), file, fresh


def _decoded(raw: bytes, file: str) -> str:
    """The text of a newsroom's file, its byte order mark taken off.

    TemplateError with file and line where it is not UTF-8, or holds what no mail can.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"{file}, line {raw.count(bytes([10]), 0, error.start) + 1}"
        raise TemplateError("this is not UTF-8: save the file as UTF-8", subject=place) from error
    if odd := _CONTROL.search(text):
        place = f"{file}, line {text.count(chr(10), 0, odd.start()) + 1}"
        raise TemplateError(f"a control character, U+{ord(odd[0]):04X}: take it out", subject=place)
    return text


def _no_none(value: object) -> object:
    if value is None:
        raise JinjaError("a value is None here: ask {% if %} first")
    return value


def environment(folder: Path, kind: str, make: type[Env]) -> Env:
    """The Jinja environment of a newsroom's folder for `kind` "mjml" or "txt".

    It never looks whether a file changed: the press that holds it does, for all of them at once.
    """
    ours = PackageLoader("digest.templates", "")
    env = make(
        loader=ChoiceLoader([_Own(folder), PrefixLoader({"ours": ours}), ours]),
        autoescape=kind == "mjml",
        undefined=StrictUndefined,
        finalize=_no_none,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[Marks] if kind == "mjml" else [],
    )
    env.filters |= {"wrap": plain.wrap, "heading": plain.heading, "whole": plain.whole}
    return env


def known(env: Environment, look: str, names: Sequence[str]) -> Template:
    """The first template there is of these; TemplateError with the looks there are when there is none."""
    try:
        return env.select_template(list(names))
    except TemplatesNotFound as error:
        others = sorted({n.split(".")[0] for n in env.list_templates() if _is_look(n)})
        raise TemplateError(f"there is no look {look!r} (known: {', '.join(others)})") from error


def _is_look(name: str) -> bool:
    return name.endswith(".mjml.j2") and "/" not in name and not name.startswith("base.")


def _loader(env: Environment) -> BaseLoader:
    if env.loader is None:
        raise TemplateError("this environment has no templates")
    return env.loader


def refuse_cycles(env: Environment) -> None:
    """Raises when any template includes, extends or imports itself, by whatever way."""
    for name in env.list_templates(extensions=["j2"]):
        _follow(env, name, ())


def _follow(env: Environment, name: str, path: tuple[str, ...]) -> None:
    if name in path:
        circle = " > ".join((*path[path.index(name) :], name))
        raise TemplateError(f"templates include each other in a circle: {circle}", subject=name)
    try:
        source, _, _ = _loader(env).get_source(env, name)
        inner = meta.find_referenced_templates(env.parse(source, name))
    except TemplateNotFound:
        return
    except TemplateSyntaxError as error:
        raise _told(error) from error
    for other in inner:
        if other is not None:
            _follow(env, other, (*path, name))


#: What a template's fault is raised as.
TOLD = (JinjaError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


@contextmanager
def told() -> Iterator[None]:
    """Turns what Jinja raises into TemplateError with the template's file and line."""
    try:
        yield
    except TOLD as error:
        raise _told(error) from error


def _told(error: Exception) -> TemplateError:
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(
            str(error.message), subject=f"{error.filename or error.name}, line {error.lineno}"
        )
    place = None
    for frame, line in walk_tb(error.__traceback__):
        if frame.f_code.co_filename.endswith(".j2"):
            place = f"{frame.f_code.co_filename}, line {line}"
    return TemplateError(f"{error}" or type(error).__name__, subject=place)


def source(folder: Path, name: str) -> tuple[tuple[str, str], ...]:
    """(file, text) of a non-template file such as theme.toml: ours first, then the newsroom's own."""
    found: list[tuple[str, str]] = []
    packaged = files("digest.templates").joinpath(name)
    if packaged.is_file():
        found.append((f"digest/templates/{name}", packaged.read_text(encoding="utf-8")))
    own = folder / name
    if own.is_file():
        found.append((str(own), _decoded(own.read_bytes(), str(own))))
    return tuple(found)
