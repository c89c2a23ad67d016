"""Past editions: each with the bytes that were sent, what became of them, who approved them and when.

What was sent is read back from the store and shown; nothing here renders.
"""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from digest.desk.app import Desk
from digest.desk.paging import download, page_of
from digest.errors import DigestError
from digest.model import Edition, Rendering
from digest.send import report as reports
from digest.store import balance, corrections, editions
from digest.store import edits as edit_store
from digest.store import history as store
from digest.store.engine import read

PAGE = 25  #: editions shown at once


def history(desk: Desk, request: Request) -> Response:
    """The editions that are over, latest first, by newsletter and state."""
    asked = {key: request.query_params.get(key, "")[:100] for key in ("newsletter", "state")}
    with read(desk.engine) as conn:
        paged = page_of(request, store.length(conn, **asked), PAGE)
        rows = store.past(conn, **asked, limit=PAGE, skip=paged.skip)
        balances = balance.of_each(conn, [row.edition.id for row in rows])
        newsletters = store.newsletters(conn)
    titles = {letter.name: letter.title for letter in desk.settings.newsletters.values()}
    return desk.page(
        request,
        "history.html.j2",
        rows=rows,
        balances=balances,
        newsletters={name: titles.get(name, name) for name in newsletters},
        states=store.OVER,
        asked=asked,
        paged=paged,
        query=urlencode({key: value for key, value in asked.items() if value}),
    )


def record(desk: Desk, request: Request) -> Response:
    """One edition as it was sent; `as=html` or `as=text` gives the stored bytes of a variant as a file."""
    found = desk.edition(request)
    with read(desk.engine) as conn:
        renderings = editions.renderings_of(conn, found)
    wanted = request.query_params.get("variant", "")
    one = next((each for each in renderings if each.variant == wanted), next(iter(renderings), None))
    kind = request.query_params.get("as")
    if kind in ("html", "text"):
        return _bytes(found, one, kind)
    return _record(desk, request, found, renderings, one)


def _record(
    desk: Desk, request: Request, found: Edition, renderings: tuple[Rendering, ...], one: Rendering | None
) -> Response:
    with read(desk.engine) as conn:
        envelope = editions.envelope_of(conn, found)
        approvals = edit_store.approvals_of(conn, found)
        report = reports.report(conn, found, now=desk.clock())
        corrected = corrections.of(conn, found)
    return desk.page(
        request,
        "record.html.j2",
        edition=found,
        title=_title(desk, found),
        variants=renderings,
        one=one,
        sums={each.variant: _sums(each) for each in renderings},
        whole=found.hash == editions.edition_hash(found.name, renderings, envelope),
        envelope=envelope,
        approvals=[each for each in approvals if each.hash == found.hash],
        report=report,
        corrected=len(corrected),
        listed=found.newsletter in desk.settings.newsletters,
    )


def _title(desk: Desk, found: Edition) -> str:
    letter = desk.settings.newsletters.get(found.newsletter)
    return letter.title if letter else found.newsletter


def _sums(one: Rendering) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of each part as it is stored."""
    parts = {"html": one.html.encode(), "text": one.text.encode()}
    return {kind: (len(part), hashlib.sha256(part).hexdigest()) for kind, part in parts.items()}


def _bytes(found: Edition, one: Rendering | None, kind: str) -> Response:
    if one is None:
        raise DigestError("nothing is stored of it", subject=found.name)
    content = (one.html if kind == "html" else one.text).encode()
    name = f"{found.name.replace('/', '-')}-{one.variant}.{'html' if kind == 'html' else 'txt'}"
    return download(content, "application/octet-stream", name)
