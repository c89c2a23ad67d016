"""How an edition's sending goes."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from digest.desk.app import Desk
from digest.desk.views import about
from digest.send import report as reports
from digest.store import balance
from digest.store.engine import read

STEPS = 60  #: points of the curve


def sending(desk: Desk, request: Request) -> Response:
    """The balance, the curve, what came back and what is in doubt."""
    found = desk.edition(request)
    facts = about(desk, found)
    with read(desk.engine) as conn:
        report = reports.report(conn, found, now=desk.clock())
        handed = balance.handed(conn, found.id)
    return desk.page(
        request,
        "sending.html.j2",
        **facts,
        report=report,
        parts=[
            (name, getattr(report.balance, name))
            for name in ("sent", "waiting", "claimed", "skipped", "refused", "unclear", "held", "cancelled")
        ],
        curve=curve(handed, report.balance.planned),
        began=min((at for at, _ in handed), default=None),
        ended=max((at for at, _ in handed), default=None),
    )


def curve(handed: list[tuple[datetime, int]], planned: int) -> str:
    """Points "x,y" of an SVG line in a box of 100 × 40: readers handed over up to each moment; pure.

    "" where all of it took less than a second.
    """
    if not handed or planned < 1:
        return ""
    times = sorted(handed)
    first, last = times[0][0], times[-1][0]
    span = (last - first).total_seconds()
    if span < 1:
        return ""  # there is no course to show
    points, total, place = [(0.0, 0)], 0, 0
    for step in range(1, STEPS + 1):
        while place < len(times) and (times[place][0] - first).total_seconds() <= span * step / STEPS:
            total += times[place][1]
            place += 1
        points.append((100 * step / STEPS, total))
    return " ".join(f"{x:.1f},{40 - 40 * min(total, planned) / planned:.1f}" for x, total in points)
