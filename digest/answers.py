"""What the worker does for web processes, which hold no provider's key and only write down what they want."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.utils import formataddr

from digest import pipeline
from digest.errors import DigestError, SendError
from digest.gather import gather
from digest.model import Edition
from digest.store import editions, runs
from digest.store.engine import read
from digest.worker import Later, Worker
from subscribers import store as people
from subscribers.tokens import Tokens
from subscribers.words import words_of


def test(worker: Worker, request: runs.Request) -> str:
    """Mails the edition as it stands to the newsletter's testers; counted nowhere."""
    from digest.notice import test_send

    edition = _edition(worker, request)
    letter = worker.settings.newsletter(edition.newsletter)
    with read(worker.engine) as conn:
        renderings = editions.renderings_of(conn, edition)
        envelope = editions.envelope_of(conn, edition)
        known = tuple(formataddr((one.name, one.address)) for one in people.list_testers(conn))
    testers = tuple(dict.fromkeys((*letter.testers, *known)))
    if not testers:
        raise DigestError("it has no testers: `digest subscribers testers` adds one", subject=letter.name)
    chosen = [one for one in renderings if request.data.get("variant") in (None, one.variant)]
    if not chosen:
        raise DigestError("it has no such variant, or no draft yet", subject=edition.name)
    test_send(worker.settings, chosen[0], edition, envelope, to=testers)
    same = request.data.get("hash") in (None, edition.hash)
    return f"handed over for {len(testers)} testers" + ("" if same else "; it has changed since")


def refresh(worker: Worker, request: runs.Request) -> str:
    """Gathers what is due and makes the draft anew."""
    edition = _edition(worker, request)
    if edition.state != "draft":
        return f"it is {edition.state}: left as it is"
    worker.gather()
    pipeline.refresh_edition(worker.engine, worker.settings, edition, worker.clock())
    return "the draft is made anew"


def fetch(worker: Worker, request: runs.Request) -> str:
    """Asks one feed, due or not."""
    name = str(request.data.get("feed"))
    if name not in {feed.name for feed in worker.settings.feeds}:
        raise DigestError("digest.toml has no such feed", subject=name)
    (result,) = gather(worker.engine, worker.settings, worker.clock(), names=[name])
    return f"{name}: {result.problem or result.outcome}"


def confirmation(worker: Worker, request: runs.Request) -> str:
    """Mails the link that confirms a subscription, to the address that asked for it."""
    settings, words = worker.settings, words_of(worker.settings.newsroom.language)
    names = tuple(request.data["lists"])
    with read(worker.engine) as conn:
        box = people.mailbox_to_confirm(conn, int(request.data["subscriber"]))
    if box is None:
        return "gone, or may not be asked"
    tokens = Tokens(settings.require_secret("signing"))
    token = tokens.sign_confirmation(box.subscriber_id, names, request.asked_at)
    titles = {one.name: one.title or one.name for one in settings.lists}
    asked = words.confirm_ask.format(title=", ".join(titles.get(name, name) for name in names))
    link = f"{settings.public.url.rstrip('/')}/c/{token}"
    text = f"{asked}\n\n{words.confirm_do}:\n{link}\n\n{settings.newsroom.name}\n"
    try:
        worker.mail(settings, box.address, f"{words.confirm}: {settings.newsroom.name}", text, "confirm")
    except SendError as error:
        return Later(error.message)
    return "handed over"


def _edition(worker: Worker, request: runs.Request) -> Edition:
    if request.edition is None:
        raise DigestError(f"a request for {request.kind!r} names its edition")
    with read(worker.engine) as conn:
        return editions.find(conn, request.edition)


ANSWERS: Mapping[str, Callable[[Worker, runs.Request], str]] = {
    "test": test,
    "refresh": refresh,
    "fetch": fetch,
    "confirmation": confirmation,
}
