"""Lists a page at a time, and what is given as a file."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """Which page of a list is shown."""

    page: int
    pages: int
    total: int  #: rows in all
    skip: int  #: rows before this page


def page_of(request: Request, total: int, size: int) -> Paged:
    """The page the address asks for; the nearest there is for a number that is none."""
    pages = max(1, -(-total // size))
    asked = request.query_params.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1
    page = min(max(number, 1), pages)
    return Paged(page=page, pages=pages, total=total, skip=(page - 1) * size)


def download(content: bytes, kind: str, name: str) -> Response:
    """The content as a file to save under that name; letters that a header cannot hold become "_"."""
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-._") else "_" for one in name)
    headers = {"content-disposition": f'attachment; filename="{plain}"'}
    return Response(content, media_type=kind, headers=headers)
