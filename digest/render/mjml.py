"""The one door to the MJML engine (mjml-python, which is mrml 6).

`to_html` takes what the templates made, marks and all, and gives the clean MJML and its HTML. Before the
engine sees it, one pass reads every tag: an unknown MJML tag or attribute, a tag left open or closed
twice, or nesting deeper than 200 (the engine dies at some thousands, with the process) is a TemplateError
that names the template's file and line. The same pass rewrites every attribute value, and the title, with
numeric references, because the engine writes attributes in a debug format that breaks quotes, backslashes,
line breaks, joined emoji and combining marks.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from digest.errors import TemplateError
from digest.render.grammar import ATTRIBUTES, REFUSED, VOID
from digest.render.looks import END, MARK

DEEPEST = 200

_MARKS = re.compile(f"{MARK}([^{END}]*){END}")
_TOKEN = re.compile(
    rf"""<!--.*?-->|<!\[CDATA\[.*?\]\]>
    |</(?P<close>[a-zA-Z][\w:-]*)\s*>
    |<(?P<open>[a-zA-Z][\w:-]*)(?:{MARK}(?P<mark>[^{END}]*){END})?
      (?P<attributes>(?:\s+[^\s=/>"'<]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*(?P<empty>/?)>""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_ODD = re.compile(r"[^\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\x5b\x5d-\x7e]")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")  #: `?a&copy=1` is none, as in browsers
_SPAN = re.compile(r"position (\d+):(\d+)")


def to_html(marked: str) -> tuple[str, str]:
    """The MJML as the engine gets it, and its HTML."""
    from mjml import mjml2html

    lines = marked.replace("\r", "\n").split("\n")
    whole = "\n".join(filter(None, [line.strip(" \t") for line in lines]))
    mjml = _sweep(whole)
    if mjml is None:
        mjml, _ = _pass(whole)
    try:
        page: str = mjml2html(mjml, disable_comments=True, fonts={}, include_loader=_no_include)
    except ValueError as error:
        place = _near(error, *_pass(whole))
        raise TemplateError(f"the MJML cannot be read: {error}", subject=place) from error
    return mjml, page


def _no_include(path: str) -> str:
    raise ValueError(f"mj-include {path!r}: write {{% include %}} instead")


def _sweep(marked: str) -> str | None:
    """The MJML that `_pass` makes, in a third of its time; None where it must look closer, faults included.

    A mail repeats most of its tags many times, so each is read once.
    """
    before, *pieces = marked.split("<")
    out = [before]
    stack: list[str] = []
    for piece in pieces:
        tag, end, text = piece.partition(">")
        try:
            opening, name, step = _swept(tag)
        except (_Unknown, _Odd):
            return None  # a comment, CDATA, a stray < or one in an attribute, a fault
        if not end:
            return None
        if step > 0:
            stack.append(name)
            if name in _OWN_TEXT:
                text = _OWN_TEXT[name](text)
        elif step < 0 and (not stack or stack.pop() != name):
            return None
        if len(stack) > DEEPEST:
            return None
        out += (opening, text)
    return None if stack else "".join(out)


class _Odd(ValueError):
    """No tag as templates have them."""


@lru_cache(maxsize=4096)
def _swept(tag: str) -> tuple[str, str, int]:
    """What stands between < and > as a tag rewritten, its name, and whether it opens (1), closes (-1) or
    stands alone (0)."""
    token = _TOKEN.fullmatch(f"<{tag}>")
    if token is None or not (token["open"] or token["close"]):
        raise _Odd
    if token["close"]:
        return token[0], token["close"], -1
    name = token["open"]
    opening = _rewritten(name, token["attributes"])
    if token["empty"] or name.lower() in VOID:
        return f"{opening} />", name, 0
    return f"{opening}>", name, 1


def _pass(marked: str) -> tuple[str, list[tuple[int, str]]]:
    """The MJML without marks, attributes rewritten, and (position in it, mark) of each tag."""
    out: list[str] = []
    places: list[tuple[int, str]] = []
    stack: list[tuple[str, str]] = []
    size = last = 0
    for token in _TOKEN.finditer(marked):
        piece = _text(marked[last : token.start()], stack)
        tag = token["open"]
        if tag:
            mark = token["mark"] or (stack[-1][1] if stack else "")
            piece += _open(tag, mark, token["attributes"], token["empty"], stack)
            places.append((size + len(piece), mark))
        else:
            _close(token["close"], stack)
            piece += _MARKS.sub("", token[0])
        out.append(piece)
        size, last = size + len(piece), token.end()
    if stack:
        raise TemplateError(f"<{stack[-1][0]}> is never closed", subject=_place(stack[-1][1]))
    out.append(_text(marked[last:], stack))
    return "".join(out), places


def _text(text: str, stack: list[tuple[str, str]]) -> str:
    tag, mark = stack[-1] if stack else ("", "")
    stray = _MARKS.search(text) if MARK in text else None
    if stray:
        raise TemplateError("this tag cannot be read (a quote or a > is missing)", subject=_place(stray[1]))
    if "<" in text and tag not in ("style", "mj-style"):
        raise TemplateError("a < that begins no tag: write &lt;", subject=_place(mark))
    return _OWN_TEXT[tag](text) if tag in _OWN_TEXT else text


def _open(tag: str, mark: str, attributes: str, empty: str, stack: list[tuple[str, str]]) -> str:
    if len(stack) >= DEEPEST:
        raise TemplateError(f"tags are nested deeper than {DEEPEST}", subject=_place(mark))
    try:
        opening = _rewritten(tag, attributes)
    except _Unknown as error:
        raise TemplateError(str(error), subject=_place(mark)) from error
    if empty or tag.lower() in VOID:
        return f"{opening} />"
    stack.append((tag, mark))
    return f"{opening}>"


class _Unknown(ValueError):
    """MJML knows no such tag or attribute."""


def _rewritten(tag: str, attributes: str) -> str:
    """The tag's opening with its attributes rewritten."""
    if tag.lower().startswith(("mj-", "mjml")):
        if tag in REFUSED:
            raise _Unknown(f"<{tag}> is not taken: {REFUSED[tag]}")
        if tag not in ATTRIBUTES:
            raise _Unknown(f"unknown tag <{tag}>{_nearest(tag, ATTRIBUTES)}")
    return "<" + " ".join((tag, *(_attribute(tag, match) for match in _ATTRIBUTE.finditer(attributes))))


def _attribute(tag: str, match: re.Match[str]) -> str:
    name = match[1]
    if tag in ATTRIBUTES and name not in ATTRIBUTES[tag]:
        raise _Unknown(f"<{tag}> has no attribute {name!r}{_nearest(name, ATTRIBUTES[tag])}")
    value = next((group for group in match.groups()[1:] if group is not None), "")
    return f'{name}="{numeric(value)}"'


def numeric(value: str) -> str:
    """An attribute value or title with all but plain ASCII as numeric references, on one line."""
    text = _REFERENCE.sub(lambda match: html.unescape(match[0]), value) if "&" in value else value
    if "\n" in text:
        text = re.sub(r"\s*\n\s*", " ", text)
    return _ODD.sub(lambda odd: f"&#{ord(odd[0])};", text)


def _style(text: str) -> str:
    """CSS knows no references."""
    return text.replace("&#39;", "'").replace("&#34;", '"')


_OWN_TEXT = {"style": _style, "mj-style": _style, "mj-title": numeric}


def _close(tag: str | None, stack: list[tuple[str, str]]) -> None:
    if tag is None:
        return
    if not stack or stack[-1][0] != tag:
        open_tag = f": <{stack[-1][0]}> is open here" if stack else ""
        raise TemplateError(
            f"</{tag}> closes nothing{open_tag}", subject=_place(stack[-1][1]) if stack else None
        )
    stack.pop()


def _place(mark: str) -> str | None:
    name, _, line = mark.rpartition(":")
    return f"{name}, line {line}" if name else None


def _near(error: ValueError, mjml: str, places: list[tuple[int, str]]) -> str | None:
    """The place of the last tag that ends before the engine's byte position."""
    span = _SPAN.search(str(error))
    if not span:
        return None
    position = len(mjml.encode()[: int(span[1]) + 1].decode(errors="ignore"))
    before = [mark for end, mark in places if end <= position]
    return _place(before[-1]) if before else None


def _nearest(word: str, known: object) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, sorted(known), n=1, cutoff=0.5)  # type: ignore[call-overload]
    return f" (did you mean {close[0]!r}?)" if close else ""
