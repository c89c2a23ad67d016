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

    mjml, places = _pass(marked.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        page: str = mjml2html(mjml, disable_comments=True, fonts={}, include_loader=_no_include)
    except ValueError as error:
        raise TemplateError(
            f"the MJML cannot be read: {error}", subject=_near(error, mjml, places)
        ) from error
    return mjml, page


def _no_include(path: str) -> str:
    raise ValueError(f"mj-include {path!r}: write {{% include %}} instead")


def _pass(marked: str) -> tuple[str, list[tuple[int, str]]]:
    """The MJML without marks, attributes rewritten, and (position in it, file and line) of each tag."""
    out: list[str] = []
    places: list[tuple[int, str]] = []
    stack: list[tuple[str, str]] = []
    size = last = 0
    for token in _TOKEN.finditer(marked):
        piece = _text(marked[last : token.start()], stack)
        if token["open"]:
            where = _place(token["mark"]) or (stack[-1][1] if stack else "")
            piece += _open(token, where, stack)
            places.append((size + len(piece), where))
        else:
            if token["close"]:
                _close(token["close"], stack)
            piece += _MARKS.sub("", token[0])
        out.append(piece)
        size, last = size + len(piece), token.end()
    if stack:
        raise TemplateError(f"<{stack[-1][0]}> is never closed", subject=stack[-1][1])
    out.append(_text(marked[last:], stack))
    return "".join(out), places


def _text(text: str, stack: list[tuple[str, str]]) -> str:
    stray = _MARKS.search(text)
    if stray:
        raise TemplateError("this tag cannot be read (a quote or a > is missing)", subject=_place(stray[1]))
    if stack and stack[-1][0] in ("style", "mj-style"):
        text = text.replace("&#39;", "'").replace("&#34;", '"')  # CSS knows no references
    elif "<" in text:
        raise TemplateError("a < that begins no tag: write &lt;", subject=stack[-1][1] if stack else None)
    if stack and stack[-1][0] == "mj-title":
        return numeric(text)
    return re.sub(r"[ \t]*\n\s*", "\n", text)


def _open(token: re.Match[str], where: str, stack: list[tuple[str, str]]) -> str:
    tag = token["open"]
    inside = any(name == "mj-attributes" for name, _ in stack)
    if tag.lower().startswith(("mj-", "mjml")):
        _know(tag, where)
    if len(stack) >= DEEPEST:
        raise TemplateError(f"tags are nested deeper than {DEEPEST}", subject=where)
    attributes = [
        _attribute(tag, match, where, inside) for match in _ATTRIBUTE.finditer(token["attributes"] or "")
    ]
    empty = bool(token["empty"]) or tag.lower() in VOID
    if not empty:
        stack.append((tag, where))
    return f"<{' '.join((tag, *attributes))}{' /' if empty else ''}>"


def _know(tag: str, where: str) -> None:
    if tag in REFUSED:
        raise TemplateError(f"<{tag}> is not taken: {REFUSED[tag]}", subject=where)
    if tag not in ATTRIBUTES:
        raise TemplateError(f"unknown tag <{tag}>{_nearest(tag, ATTRIBUTES)}", subject=where)


def _attribute(tag: str, match: re.Match[str], where: str, inside: bool) -> str:
    name = match[1]
    if tag in ATTRIBUTES and name not in ATTRIBUTES[tag] and not (inside and tag == "mj-class"):
        near = _nearest(name, ATTRIBUTES[tag])
        raise TemplateError(f"<{tag}> has no attribute {name!r}{near}", subject=where)
    value = next((group for group in match.groups()[1:] if group is not None), "")
    return f'{name}="{numeric(value)}"'


def numeric(value: str) -> str:
    """An attribute value or title with all but plain ASCII as numeric references, on one line."""
    text = re.sub(r"\s*\n\s*", " ", _REFERENCE.sub(lambda match: html.unescape(match[0]), value))
    return _ODD.sub(lambda odd: f"&#{ord(odd[0])};", text)


def _close(tag: str, stack: list[tuple[str, str]]) -> None:
    if tag.lower() in VOID:
        return
    if not stack or stack[-1][0] != tag:
        open_tag = f": <{stack[-1][0]}> is open here" if stack else ""
        raise TemplateError(f"</{tag}> closes nothing{open_tag}", subject=stack[-1][1] if stack else None)
    stack.pop()


def _place(mark: str | None) -> str:
    name, _, line = (mark or "").rpartition(":")
    return f"{name}, line {line}" if name else ""


def _near(error: ValueError, mjml: str, places: list[tuple[int, str]]) -> str | None:
    """The place of the last tag that ends before the engine's byte position."""
    span = _SPAN.search(str(error))
    if not span:
        return None
    position = len(mjml.encode()[: int(span[1]) + 1].decode(errors="ignore"))
    before = [where for end, where in places if end <= position]
    return before[-1] if before else (places[0][1] if places else None)


def _nearest(word: str, known: object) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, sorted(known), n=1, cutoff=0.5)  # type: ignore[call-overload]
    return f" (did you mean {close[0]!r}?)" if close else ""
