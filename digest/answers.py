"""What the worker does for web processes, which hold no provider's key and only write down what they want."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from digest import pipeline
from digest.errors import DigestError
from digest.model import Edition
from digest.store import editions, runs
from digest.store.engine import read
from digest.tick import Worker


def test(worker: Worker, request: runs.Request) -> str:
    """Mails the edition as it stands to the newsletter's testers; counted nowhere."""
    from digest.notice import test_send

    edition = _edition(worker, request)
    letter = worker.settings.newsletter(edition.newsletter)
    if not letter.testers:
        raise DigestError("this newsletter has no testers in digest.toml", subject=letter.name)
    with read(worker.engine) as conn:
        renderings = editions.renderings_of(conn, edition)
        envelope = editions.envelope_of(conn, edition)
    chosen = [one for one in renderings if request.data.get("variant") in (None, one.variant)]
    if not chosen:
        raise DigestError("it has no such variant, or no draft yet", subject=edition.name)
    for address in letter.testers:
        test_send(worker.settings, chosen[0], edition, envelope, to=address)
    same = request.data.get("hash") in (None, edition.hash)
    return f"handed over for {len(letter.testers)} testers" + ("" if same else "; it has changed since")


def refresh(worker: Worker, request: runs.Request) -> str:
    """Gathers what is due and makes the draft anew."""
    edition = _edition(worker, request)
    if edition.state != "draft":
        return f"it is {edition.state}: left as it is"
    worker.gather()
    pipeline.refresh_edition(worker.engine, worker.settings, edition, worker.clock())
    return "the draft is made anew"


def _edition(worker: Worker, request: runs.Request) -> Edition:
    if request.edition is None:
        raise DigestError(f"a request for {request.kind!r} names its edition")
    with read(worker.engine) as conn:
        return editions.find(conn, request.edition)


ANSWERS: Mapping[str, Callable[[Worker, runs.Request], str]] = {"test": test, "refresh": refresh}
