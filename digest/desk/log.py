"""Who did what: of one edition, or of all and of the desk itself; by name and kind of act; as a file.

Lines are only ever added; nothing here changes one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response

from digest.desk.app import Desk
from digest.desk.paging import download, page_of
from digest.desk.views import about
from digest.model import Edition
from digest.store import editions
from digest.store import edits as edit_store
from digest.store.edits import Action
from digest.store.engine import read

PAGE = 100  #: lines shown at once
ALL = 1_000_000  #: lines of an exported log


def of_edition(desk: Desk, request: Request) -> Response:
    """Who did what with this edition, newest first, among its other pages."""
    found = desk.edition(request)
    return _log(desk, request, found, "log.html.j2", lambda: about(desk, found))


def of_all(desk: Desk, request: Request) -> Response:
    """Who did what, with any edition and with none: who signed in, which editors were added.

    `edition` asks for one edition alone, also one whose newsletter is no longer set up.
    """
    whose = request.query_params.get("edition", "")[:200]
    with read(desk.engine) as conn:
        found = editions.find(conn, whose) if whose else None
    return _log(desk, request, found, "log_of_all.html.j2", lambda: {"edition": None, "titles": {}})


def _log(
    desk: Desk, request: Request, found: Edition | None, template: str, about: Callable[[], dict[str, Any]]
) -> Response:
    """`as=csv` or `as=json` gives all that the filters let through as a file."""
    asked = {key: request.query_params.get(key, "")[:200] for key in ("by", "what")}
    kind = request.query_params.get("as")
    with read(desk.engine) as conn:
        paged = page_of(request, edit_store.log_length(conn, found, **asked), PAGE)
        lines = edit_store.log_of(conn, found, ALL if kind else PAGE, **asked, skip=0 if kind else paged.skip)
        names, acts = edit_store.log_names(conn, found)
    if kind == "csv":
        return download(as_csv(lines), "text/csv; charset=utf-8", "log.csv")
    if kind == "json":
        return download(orjson.dumps(list(lines), option=orjson.OPT_INDENT_2), "application/json", "log.json")
    whose = found.name if found else ""
    return desk.page(
        request,
        template,
        **about(),
        whose=whose,
        lines=lines,
        paged=paged,
        asked=asked,
        names=names,
        acts=acts,
        query=urlencode({key: value for key, value in ({"edition": whose} | asked).items() if value}),
    )


def as_csv(lines: tuple[Action, ...]) -> bytes:
    """The log as CSV, oldest first; a cell that a spreadsheet would take for a formula begins with '."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["at", "edition", "by", "what", "detail"])
    for line in reversed(lines):
        detail = orjson.dumps(dict(line.detail or {})).decode()
        cells = (line.at.isoformat(), line.edition or "", line.by, line.what, detail)
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells])
    return out.getvalue().encode()
