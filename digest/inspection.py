"""What a draft alone does not tell: the links and pictures as the web has them, the message as it is sent.

Nothing here stops an edition, and nothing is waited for: looks at links are stored and become findings when
a draft is made again; the message is composed with sample values and goes nowhere.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from shutil import which
from typing import Any
from urllib.parse import urlsplit

from digest import pipeline
from digest.errors import DigestError
from digest.gather.look import look
from digest.model import Edition, Finding, Level, LinkLook, Rendering
from digest.notice import sample_values
from digest.render import check
from digest.render.reach import addresses
from digest.send.compose import Recipient, message_id
from digest.send.letter import letter_of
from digest.send.mime import MAX_LINE, date_of, encode, message
from digest.send.plan import read_envelope
from digest.settings import Settings
from digest.store import editions
from digest.store import looks as look_store
from digest.store.engine import Engine, read, write

GOOD_FOR = timedelta(hours=12)  #: a look that found everything in order
BAD_FOR = timedelta(hours=1)
ROUND = 200  #: addresses asked at once; the rest waits for the next round
SPAM_LIMIT = 0.5  #: of SpamAssassin's 5.0; most of it would be our own fault
SPAM_CLEAR = 2.0
PATIENCE = 60.0  #: seconds for SpamAssassin, which reads its rules first
BULK = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID", "Date", "From", "To", "Subject")


def look_at_links(engine: Engine, settings: Settings, edition: Edition, now: datetime) -> tuple[Finding, ...]:
    """Asks the addresses of the edition's mails that were not asked lately; its findings with the answers.

    A draft is made anew with them, from the news and edits it has; an edition past its draft stays as it is,
    and only the answer tells. `now` is the machine's clock: an answer's age is real.
    """
    with read(engine) as conn:
        renderings, draft = editions.renderings_of(conn, edition), editions.draft_of(conn, edition)
        links, pictures = addresses(renderings)
        known = look_store.known(conn, links | pictures)
    due = frozenset(sorted(_due(links | pictures, known, now))[:ROUND])
    if draft is None:
        return ()
    if due:
        found = look(links & due, pictures & due, settings, now)
        with write(engine) as conn:
            look_store.keep(conn, found)
        known |= {one.url: one for one in found}
        if edition.state == "draft":
            pipeline.refresh_edition(engine, settings, edition, draft.now)
            with read(engine) as conn:
                draft = editions.draft_of(conn, edition) or draft
    letter = settings.newsletter(edition.newsletter)
    seen = check(renderings, draft, settings, letter, known)
    return tuple(dict.fromkeys((*draft.findings, *seen)))


def look_on(engine: Engine, settings: Settings, now: datetime) -> None:
    """Looks at the links of every draft there is, as far as that is due."""
    if not settings.gather.look_at_links:
        return
    with read(engine) as conn:
        drafts = [one for one in editions.in_states(conn, "draft") if one.hash]
    for edition in drafts:
        if edition.newsletter in settings.newsletters:
            look_at_links(engine, settings, edition, now)


def _due(urls: Collection[str], known: Mapping[str, LinkLook], now: datetime) -> Iterator[str]:
    for url in urls:
        seen = known.get(url)
        good = seen is not None and 200 <= seen.status < 400
        if seen is None or now - seen.looked_at >= (GOOD_FOR if good else BAD_FOR):
            yield url


# --- the message -----------------------------------------------------------------------------------------


def sample_message(
    settings: Settings, edition: Edition, rendering: Rendering, envelope: Mapping[str, Any], at: datetime
) -> bytes:
    """The variant as a reader would get it by SMTP, to a made-up reader; goes nowhere."""
    letter = letter_of(edition, rendering, read_envelope(envelope, edition))
    values = sample_values(settings, edition, envelope)
    reader = Recipient(
        id="0.0.0",
        ordinal=0,
        address="reader@example.org",
        name=values["name"],
        message_id=message_id(edition.name, 0, edition.tag_prefix, letter.domain),
        values=values,
    )
    return message(encode(letter, eight_bit=True), letter, reader, date_of(at))


def message_findings(raw: bytes, variant: str, *, leaves: bool) -> Iterator[Finding]:
    """What RFC 5322, 8058 and 2919 ask for and this message lacks; `leaves`: it leaves this machine."""
    parsed = message_from_bytes(raw, policy=policy.default)
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    for name in BULK:
        if len(parsed.get_all(name, [])) != 1:
            yield _finding("headers", "block", variant, f"{len(parsed.get_all(name, []))} {name} headers")
    yield from _one_click(parsed, head, variant, leaves)
    parts = [part.get_content_type() for part in parsed.iter_parts()]
    if parts != ["text/plain", "text/html"]:
        yield _finding("headers", "warn", variant, f"its parts are {', '.join(parts) or 'none'}")
    if any(len(line) > MAX_LINE for line in raw.split(b"\r\n")):
        yield _finding("headers", "block", variant, f"a line is longer than {MAX_LINE} octets")


def _one_click(parsed: EmailMessage, head: list[bytes], variant: str, leaves: bool) -> Iterator[Finding]:
    lines = [line for line in head if line.lower().startswith(b"list-unsubscribe:")]
    value = str(parsed.get("List-Unsubscribe", ""))
    urls = [part.strip().strip("<>") for part in value.split(",")]
    web = [url for url in urls if urlsplit(url).scheme in ("http", "https")]
    if len(web) != 1 or not lines or web[0].encode() not in lines[0]:
        yield _finding("one-click", "block", variant, "List-Unsubscribe is not one web address on one line")
    elif leaves and urlsplit(web[0]).scheme != "https":
        yield _finding("one-click", "warn", variant, "one-click unsubscribing wants https (RFC 8058)")
    if str(parsed.get("List-Unsubscribe-Post", "")) != "List-Unsubscribe=One-Click":
        yield _finding(
            "one-click", "block", variant, "List-Unsubscribe-Post is not List-Unsubscribe=One-Click"
        )


def spam_score(raw: bytes) -> tuple[float, str] | None:
    """SpamAssassin's score and the rules that made it, without asking the network; None where it is not
    installed. Raises DigestError when it does not answer."""
    program = which("spamassassin")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603  found on the PATH, no shell
            [program, "--local", "--test-mode"], input=raw, capture_output=True, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise DigestError(f"gave no score ({type(error).__name__})", subject="spamassassin") from error
    status = str(message_from_bytes(done.stdout, policy=policy.default).get("X-Spam-Status", ""))
    score = re.search(r"\bscore=(-?[\d.]+)", status)
    rules = re.search(r"\btests=([\w,\s]*?)(?=\s+\w+=|$)", status)
    if score is None:
        raise DigestError("gave no score", subject="spamassassin")
    return float(score[1]), "".join(rules[1].split()) if rules else ""


def of_message(
    engine: Engine, settings: Settings, edition: Edition, at: datetime, *, spam: bool = False
) -> tuple[Finding, ...]:
    """The findings about each variant's message; with `spam` SpamAssassin's too, where it is installed."""
    if not settings.secrets.signing:
        return (_finding("secrets", "warn", "every variant", "DIGEST_SECRETS is missing: no link is signed"),)
    with read(engine) as conn:
        renderings, envelope = editions.renderings_of(conn, edition), editions.envelope_of(conn, edition)
    found: list[Finding] = []
    for rendering in renderings:
        if rendering.variant != rendering.tier:
            continue  # less of the same: nothing of a message's make differs
        raw = sample_message(settings, edition, rendering, envelope, at)
        found += message_findings(raw, rendering.variant, leaves=settings.sender.kind != "outbox")
        found += _spam(raw, rendering.variant) if spam else ()
    return tuple(found)


def _spam(raw: bytes, variant: str) -> Iterator[Finding]:
    scored = spam_score(raw)
    if scored is None:
        yield _finding("spam", "note", variant, "SpamAssassin is not installed here")
    elif scored[0] > SPAM_LIMIT:
        level: Level = "note" if scored[0] < SPAM_CLEAR else "warn"
        yield _finding("spam", level, variant, f"SpamAssassin gives {scored[0]:g} points ({scored[1]})")


_TODO = {
    "headers": "this is a fault of ours: report it",
    "one-click": "set public.url to the https address of your `digest door`",
    "secrets": "set DIGEST_SECRETS in secrets.env",
    "spam": "look the rules up; a stub of a text part and pictures alone cost the most",
}


def _finding(name: str, level: Level, variant: str, message: str) -> Finding:
    return Finding(check=name, level=level, place=f"{variant}, message", message=message, todo=_TODO[name])
