"""The mail in its frame: the stored rendering as a reader gets it, and the other ways to look at it.

As it is sent, the frame holds the stored bytes with the reader's tags filled and nothing else changed, but
that pictures of the newsroom's own folder come from the desk. What simulates (dark, Gmail's dark, no
pictures) changes the copy that is shown, never what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from digest.desk.app import Desk
from digest.desk.reader import READER, name_of
from digest.errors import EditionError
from digest.model import Edition, Rendering
from digest.render import outline
from digest.render.size import BUDGET, by_section, size
from digest.send import mime
from digest.send.compose import TAGS, Recipient, filled, message_id, tag
from digest.send.letter import letter_of
from digest.send.plan import Envelope
from digest.settings import Settings
from digest.store import editions
from digest.store.engine import read

WIDTHS = ("320", "375", "600", "800")
LIGHTS = {
    "as-sent": "As sent",
    "light": "Light",
    "dark": "Dark",
    "gmail": "Gmail dark",
    "beside": "All three",
}
AS = {
    "mail": "Mail",
    "text": "Text",
    "source": "Source",
    "headers": "Headers",
    "size": "Size",
    "links": "Links",
}
_DARK_ONLY = re.compile(r"\(prefers-color-scheme:\s*dark\)")
ADDRESS = "reader@example.org"
_INVERTED = (
    "<style>html{filter:invert(1) hue-rotate(180deg);background:#fff}"
    "img{filter:invert(1) hue-rotate(180deg)}</style>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the mail is looked at."""

    as_: str = "mail"
    width: str = "600"
    light: str = "as-sent"
    pictures: str = "on"
    variant: str = ""
    tester: str = ""  #: by number

    @property
    def query(self) -> str:
        """The look as the frame's address carries it."""
        return self.query_in(self.light)

    def query_in(self, light: str) -> str:
        """The same look in another light."""
        from urllib.parse import urlencode

        return urlencode({"light": light, "pictures": self.pictures, "tester": self.tester})


def look_of(request: Request) -> Look:
    """The look the address asks for, else the one this browser had last; what is unknown is the usual."""
    from urllib.parse import parse_qs

    last = {key: values[0] for key, values in parse_qs(request.cookies.get("look", "")).items()}
    asked = {**last, **request.query_params}
    return Look(
        as_=_one(asked.get("as"), AS, "mail"),
        width=_one(asked.get("width"), WIDTHS, "600"),
        light=_one(asked.get("light"), LIGHTS, "as-sent"),
        pictures=_one(asked.get("pictures"), ("on", "off"), "on"),
        variant=asked.get("variant", "")[:40],
        tester=asked.get("tester", "")[:20],
    )


def remember(answer: Response, look: Look) -> None:
    """Lets the browser keep the look from page to page."""
    from urllib.parse import urlencode

    kept = {"as": look.as_, "width": look.width, "light": look.light, "pictures": look.pictures}
    kept |= {"variant": look.variant, "tester": look.tester}
    answer.set_cookie("look", urlencode(kept), samesite="strict", httponly=True)


def _one(value: str | None, known: Sequence[str] | Mapping[str, str], usual: str) -> str:
    return value if value is not None and value in known else usual


def chosen(renderings: Sequence[Rendering], name: str) -> Rendering | None:
    """The variant of that name, else the first."""
    return next((r for r in renderings if r.variant == name), renderings[0] if renderings else None)


def frame(desk: Desk, request: Request) -> Response:
    """The mail alone, with nothing that runs; `light` and `pictures` simulate."""
    with read(desk.engine) as conn:
        found = editions.find(conn, request.path_params["name"])
        renderings = editions.renderings_of(conn, found)
    rendering = chosen(renderings, request.path_params["variant"])
    if rendering is None:
        raise EditionError("it has no draft yet", subject=found.name)
    look = look_of(request)
    html = shown(rendering, found, desk.settings, look, name_of(desk, found, look.tester))
    return HTMLResponse(html, headers={"content-security-policy": policy(look)})


def shown(rendering: Rendering, found: Edition, settings: Settings, look: Look, reader: str = READER) -> str:
    """The HTML this look shows a reader of this name."""
    html = fill(rendering.html, found, settings, reader)
    html = html.replace(f"{settings.public.url.rstrip('/')}/pictures/", "/pictures/")
    if look.light in ("light", "dark", "gmail"):  # whatever the editor's own screen prefers
        html = _DARK_ONLY.sub("all" if look.light == "dark" else "not all", html)
        html = html.replace(
            'content="light dark"', f'content="{"dark" if look.light == "dark" else "light"}"'
        )
    if look.light == "gmail":
        html = html.replace("</head>", f"{_INVERTED}</head>", 1)
    return html


def policy(look: Look) -> str:
    """What a frame may load: the mail's own styles and pictures, no script, no form."""
    pictures = "'none'" if look.pictures == "off" else "http: https: data:"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox"
    )


def fill(content: str, found: Edition, settings: Settings, reader: str) -> str:
    """The content with an example reader's values in the place of tags."""
    for name, value in values_of(found, settings, reader).items():
        for form in ("h", "t"):
            content = content.replace(tag(found.tag_prefix, name, form), filled(value, form))
    return content


def values_of(found: Edition, settings: Settings, reader: str) -> Mapping[str, str]:
    """What an example reader's tags are filled with; its links lead nowhere."""
    url = settings.public.url.rstrip("/")
    values = {
        "unsubscribe": f"{url}/u/example",
        "preferences": f"{url}/p/example",
        "web": f"{url}/e/{found.name}",
        "name": reader,
    }
    return {name: values[name] for name in TAGS}


def panel(
    rendering: Rendering,
    found: Edition,
    settings: Settings,
    envelope: Mapping[str, Any],
    look: Look,
    reader: str,
    now: datetime,
) -> dict[str, Any]:
    """What the edition's page needs to show the mail in this look to a reader of this name."""
    html = fill(rendering.html, found, settings, reader)
    total = size(rendering.html)
    facts: dict[str, Any] = {"size": total, "budget": BUDGET, "full": min(100, round(100 * total / BUDGET))}
    if look.as_ == "text":
        facts["text"] = fill(rendering.text, found, settings, reader)
    elif look.as_ == "source":
        facts["text"] = html
    elif look.as_ == "headers":
        facts["text"] = headers(rendering, found, settings, envelope, reader, now)
    elif look.as_ == "size":
        facts["sections"] = by_section(rendering.html)
    elif look.as_ == "links":
        facts["links"] = links(html)
    return facts


def headers(
    rendering: Rendering,
    found: Edition,
    settings: Settings,
    raw: Mapping[str, Any],
    reader: str,
    now: datetime,
) -> str:
    """The message's headers as the outbox and SMTP write them for an example reader."""
    envelope = Envelope(
        sender=raw["sender"],
        reply_to=raw["reply_to"],
        list_id=raw["list_id"],
        lists=tuple(raw["lists"]),
        tiers=tuple(raw["tiers"]),
        segment=raw["segment"],
    )
    letter = letter_of(found, rendering, envelope)
    recipient = Recipient(
        id="1.1.1",
        ordinal=1,
        address=ADDRESS,
        name=reader,
        message_id=message_id(found.name, 0, "example", letter.domain),
        values=values_of(found, settings, reader),
    )
    whole = mime.message(mime.encode(letter, eight_bit=True), letter, recipient, mime.date_of(now))
    return whole.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n", "\n")


def links(html: str) -> tuple[tuple[str, str], ...]:
    """(words, address) of every link, in order."""
    return tuple(
        (element.text() or "(no words)", element.attributes.get("href", ""))
        for element in outline.read(html)
        if element.tag == "a" and element.attributes.get("href")
    )


class Pictures(StaticFiles):
    """The newsroom's own pictures, also for the sandboxed frame, which has no origin."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        answer = super().file_response(*args, **kwargs)
        answer.headers["cross-origin-resource-policy"] = "cross-origin"
        answer.headers["content-security-policy"] = "default-src 'none'; sandbox"
        return answer
