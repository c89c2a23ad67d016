"""Looks at everything an edition needs, before it is needed.

Each check gives findings: block (no edition can go out, or it would go wrong), warn, note. It changes
nothing but a temporary file; it sends no mail. The DNS records of the sender's domain are not looked at.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from digest import schedule
from digest.audience import tiers_of
from digest.errors import DigestError, EditionError
from digest.model import Draft, Finding, Item, Level, Section, Sentence, Span, Summary
from digest.send import sentlog
from digest.settings import SECRETS_FILE, Newsletter, Settings
from digest.store import runs, switches
from digest.store.engine import open_engine, read
from digest.store.migrate import check_version

ASLEEP = timedelta(minutes=2)  #: a worker not seen for so long is not there
LITTLE, TOO_LITTLE = 1_000_000_000, 200_000_000  #: bytes free on the disk
OFF, FAR_OFF = timedelta(seconds=5), timedelta(minutes=1)  #: between two clocks
Check = Callable[[Settings, datetime], Iterator[Finding]]


def doctor(settings: Settings, now: datetime | None = None) -> tuple[Finding, ...]:
    """The findings, the worst first. A check that fails itself is a finding that blocks."""
    now = now or datetime.now(UTC)
    found: list[Finding] = []
    for check in CHECKS:
        name = check.__name__.strip("_")
        try:
            found.extend(check(settings, now))
        except DigestError as error:
            found.append(_finding(name, "block", error.subject or name, error.message))
        except OSError as error:
            place = str(error.filename or name)
            found.append(_finding(name, "block", place, error.strerror or type(error).__name__))
    order: tuple[Level, ...] = ("block", "warn", "note")
    return tuple(sorted(found, key=lambda one: order.index(one.level)))


def _finding(check: str, level: Level, place: str, message: str, todo: str = "") -> Finding:
    return Finding(check=check, level=level, place=place, message=message, todo=todo)


def _settings(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not settings.feeds:
        yield _finding("settings", "block", "feeds", "there is no feed", "add [[feeds]] to digest.toml")
    if not settings.newsletters:
        todo = "add [newsletters.NAME] to digest.toml"
        yield _finding("settings", "block", "newsletters", "there is no newsletter", todo)
    if not settings.newsroom.postal_address:
        message = "no postal address: the law of many countries wants one in every such mail"
        yield _finding("settings", "warn", "newsroom.postal_address", message)
    alerts = settings.alerts
    if not (alerts.mail or alerts.command or alerts.ping_url):
        message = "nobody is told when an edition is held or sending stops"
        yield _finding("settings", "warn", "alerts", message, "set alerts.mail, command or ping_url")
    if settings.newsroom.logo:
        todo = "put it into templates/theme.toml: [logo] url"
        yield _finding("settings", "warn", "newsroom.logo", "no mail shows it", todo)
    if settings.llm.base_url:
        yield _finding(
            "settings", "warn", "llm", "models are not asked: summaries are the sources' sentences"
        )
    for letter in settings.newsletters.values():
        yield from _newsletter(settings, letter, now)


def _newsletter(settings: Settings, letter: Newsletter, now: datetime) -> Iterator[Finding]:
    place = f"newsletters.{letter.name}"
    if not letter.lists:
        yield _finding("settings", "block", f"{place}.lists", "it goes to no list")
    if letter.approval == "required" and not letter.editors:
        message = "approval is required and no editor is told of a draft"
        yield _finding("settings", "warn", f"{place}.editors", message)
    if letter.delivery == "reader":
        message = "delivery by the reader's clock is not built: all get it at the newsroom's time"
        yield _finding("settings", "warn", f"{place}.delivery", message)
    if letter.canary:
        message = "a canary is not built: all get it at once"
        yield _finding("settings", "warn", f"{place}.canary", message)
    try:
        found = schedule.next_edition(letter, settings.zone(letter), now)
        yield _finding("schedule", "note", place, f"the next is {found.name}, at {found.wall(found.at)}")
    except EditionError as error:
        yield _finding("schedule", "warn", place, error.message)


def _public(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Mail that leaves this machine needs links that readers can reach and a sender that exists."""
    if settings.sender.kind == "outbox":
        return
    url = urlsplit(settings.public.url)
    if url.hostname in ("localhost", "127.0.0.1", "::1"):
        message = "readers cannot reach this address to unsubscribe"
        yield _finding("public", "block", "public.url", message, "set the address of your `digest door`")
    elif url.scheme != "https":
        yield _finding("public", "warn", "public.url", "one-click unsubscribing wants https (RFC 8058)")
    for letter in settings.newsletters.values():
        if parseaddr(settings.sender_address(letter))[1].endswith("@localhost"):
            place = f"newsletters.{letter.name}.from"
            yield _finding("public", "block", place, "the sender is nobody's address", "set sender.from")


def _secrets(settings: Settings, now: datetime) -> Iterator[Finding]:
    for name in ("signing", "pepper"):
        try:
            settings.require_secret(name)
        except DigestError as error:
            yield _finding("secrets", "block", error.subject or SECRETS_FILE, error.message)
    file = settings.folder / SECRETS_FILE
    if file.exists() and file.stat().st_mode & 0o077:
        yield _finding("secrets", "warn", SECRETS_FILE, "others may read it", f"chmod 600 {file}")


def _database(settings: Settings, now: datetime) -> Iterator[Finding]:
    file = settings.storage_url.partition("sqlite:///")[2]
    if file and not Path(file).exists():
        yield _finding("database", "note", "storage.url", "there is none yet: the first command makes it")
        return
    engine = open_engine(settings.storage_url)
    try:
        with read(engine) as conn:
            theirs = runs.clock(conn)
        check_version(engine)
        with read(engine) as conn:
            seen, waiting = runs.last_seen(conn, "work"), runs.open_requests(conn)
            stopped, lost = switches.why_stopped(conn, ""), sentlog.unknown(conn, settings)
    finally:
        engine.dispose()
    if theirs is not None:
        yield from _clocks("the database's clock", theirs - datetime.now(UTC))
    if seen is None or datetime.now(UTC) - seen > ASLEEP:
        since = "none was ever here" if seen is None else f"the last was seen {seen:%Y-%m-%d %H:%M} UTC"
        message = f"no worker is alive ({since}), {waiting} requests wait"
        yield _finding("worker", "warn", "worker", message, "start `digest run`")
    if stopped is not None:
        yield _finding("worker", "warn", "stop", f"all sending stands still: {stopped}", "`digest resume`")
    if lost:
        message = f"{', '.join(lost)} went out and this database does not know it: it is an older copy"
        yield _finding("database", "block", "sent.log", message, "look into it, then `digest resume`")


def _files(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether the folder can be written, what its file system thinks the time is, and how much is free."""
    folder = settings.folder / ".digest"
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="doctor-") as file:
        written = datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)
    yield from _clocks("the file system's clock", written - datetime.now(UTC))
    free = shutil.disk_usage(folder).free
    if free < LITTLE:
        level: Level = "block" if free < TOO_LITTLE else "warn"
        yield _finding("disk", level, str(folder), f"only {free // 1_000_000} MB are free")


def _clocks(place: str, difference: timedelta) -> Iterator[Finding]:
    if abs(difference) > OFF:
        level: Level = "block" if abs(difference) > FAR_OFF else "warn"
        message = (
            f"it is {difference.total_seconds():+.0f} s from this machine's: leases and due times go wrong"
        )
        yield _finding("clock", level, place, message, "let NTP set both")


def _provider(settings: Settings, now: datetime) -> Iterator[Finding]:
    from digest.probe import probe

    yield _finding("provider", "note", f"sender.{settings.sender.kind}", probe(settings))


def _templates(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Each newsletter's look is rendered once with a made-up story."""
    from digest.render import render

    for letter in settings.newsletters.values():
        tiers = tiers_of(settings, letter)
        made = render(
            _made_up(settings, letter, now), settings, letter, tiers=tiers, tag_prefix="d0c70d0c70d0", now=now
        )
        sizes = ", ".join(f"{one.variant} {len(one.html.encode()) // 1000} KB" for one in made)
        yield _finding("templates", "note", f"newsletters.{letter.name}", f"its look renders: {sizes}")


def _made_up(settings: Settings, letter: Newsletter, now: datetime) -> Draft:
    text = "A sentence as any other."
    language = settings.language(letter)
    item = Item(
        story_id="s1",
        entry_ids=(1,),
        lead_id=1,
        headline="A headline & its <marks>",
        link="https://example.org/story",
        publisher=settings.newsroom.name,
        own=True,
        language=language,
        summary=Summary(
            sentences=(Sentence(text=text, span=Span(entry_id=1, start=0, end=len(text)), role="lede"),)
        ),
        when=now,
        section="News",
    )
    return Draft(
        edition=f"{letter.name}/2000-01-01/0000",
        newsletter=letter.name,
        title=letter.title,
        language=language,
        now=now,
        window_start=now,
        subject="A subject",
        preheader="",
        sections=(Section(name="News", items=(item,)),),
    )


CHECKS: tuple[Check, ...] = (_settings, _public, _secrets, _database, _files, _provider, _templates)
