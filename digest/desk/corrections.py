"""What changed at its source after it was sent, and what an editor puts right about it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from digest import correcting
from digest.desk.app import Desk, Form, see
from digest.desk.forms import number, signer
from digest.desk.story import words
from digest.desk.views import about
from digest.errors import DigestError
from digest.store import balance
from digest.store import corrections as store
from digest.store.engine import read


def corrections(desk: Desk, request: Request) -> Response:
    """The items of a sent edition, those first whose source changed since, each with its difference."""
    found = desk.edition(request)
    facts = about(desk, found)
    with read(desk.engine) as conn:
        items = store.sent_items(conn, found) if found.state in ("sending", "sent") else ()
        standing = store.of(conn, found)
        seen = store.newest(conn, found)
        counts = balance.of(conn, found.id)
    return desk.page(
        request,
        "corrections.html.j2",
        **facts,
        changed=[
            (one.item, change, () if change.before is None else words(change.before, change.after))
            for one in items
            for change in one.changes
        ],
        others=[one.item for one in items],
        corrections=standing,
        answered={one.entry_id: one.revision for one in standing},
        newest=seen,
        doubt=counts.unclear + counts.held,
    )


def correct(desk: Desk, request: Request, form: Form) -> Response:
    """Stores a correction; where a mail of its own tells it, the next page is that mail's."""
    found, by = desk.edition(request), signer(request, form)
    how = next((one for one in correcting.WAYS if one == form.get("how")), None)
    entry = number(form, "entry")
    if how is None or entry is None:
        raise DigestError(
            "say which item it is about, and where the correction is to stand", subject=found.name
        )
    mail = correcting.correct(
        desk.engine,
        desk.settings,
        found,
        entry=entry,
        text=form.get("text", "").replace("\r\n", "\n"),
        how=how,
        by=by,
        at=desk.clock(),
        seen=number(form, "seen") or 0,
    )
    if how == "mail":
        return see(f"/edition/{mail.name}", "correct-mail")
    return see(f"/corrections/{found.name}", f"correct-{how}", "made")


def withdraw(desk: Desk, request: Request, form: Form) -> Response:
    """Takes a correction back."""
    found, by = desk.edition(request), signer(request, form)
    which = number(form, "correction") or 0
    correcting.withdraw(desk.engine, desk.settings, found, which, by=by, at=desk.clock())
    return see(f"/corrections/{found.name}", "withdraw", "made")
