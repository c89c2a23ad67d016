"""Tells people that something needs them: by mail, by a command, by a monitoring address; each thing once.

[alerts] mail = addresses; command = a program that gets the text on stdin, the subject first; ping_url =
an address asked after every good tick, so that its silence is the alarm when the whole machine is gone,
and with "/fail" added when something is wrong (what healthchecks.io and its like understand).

An alert names editions, states and numbers; never a reader.
"""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from digest.errors import DigestError, StoreError
from digest.logs import clean, line
from digest.settings import Settings, child_environ
from digest.store import feeds, runs
from digest.store.engine import Engine, read, write

log = logging.getLogger(__name__)
COMMAND_TIMEOUT = 30.0  #: seconds
PING_TIMEOUT = 10.0  #: seconds

#: Mails (settings, address, subject, text, kind); `mail` is the real one.
Mail = Callable[[Settings, str, str, str, str], None]


def once(engine: Engine, key: str, now: datetime, do: Callable[[], bool]) -> bool:
    """Does it unless it was done before under this key, by any process; True when this call did it.

    What could not be done is tried again by a later call. Where the database does not answer it is done
    anyway: better twice than not.
    """
    try:
        with write(engine) as conn:
            if not runs.may_tell(conn, key[:200], now):
                return False
    except StoreError as error:
        log.error(line("unrecorded", key=key, why=error))
    if not do():
        return False
    try:
        with write(engine) as conn:
            runs.told(conn, key[:200], now)
    except StoreError as error:
        log.error(line("unrecorded", key=key, why=error))
    return True


def alert(
    engine: Engine,
    settings: Settings,
    key: str,
    subject: str,
    text: str,
    now: datetime,
    *,
    to: Sequence[str] = (),
    mail: Mail | None = None,
) -> bool:
    """Tells it once under this key; True when this call told it.

    to: addresses beside [alerts].mail, such as a newsletter's editors. A failure to tell is logged and
    tried again later, never raised.
    """
    return once(engine, key, now, lambda: tell(settings, subject, text, to=to, mail=mail))


def silent_feeds(engine: Engine, settings: Settings, now: datetime, mail: Mail | None = None) -> None:
    """Tells of feeds that fail again and again: once, all together, and again only after they were good."""
    with read(engine) as conn:
        silent = feeds.to_tell(conn, [feed.name for feed in settings.feeds])
    if not silent:
        return
    names = [one.name for one in silent]
    lines = "\n".join(f"{one.name}: {one.silent}\n  {one.url}" for one in silent)
    subject = f"{names[0]} does not answer" if len(names) == 1 else f"{len(names)} feeds do not answer"
    alert(
        engine,
        settings,
        f"feeds:{now.isoformat()}",
        subject,
        f"{lines}\n\nAll feeds: digest feeds",
        now,
        mail=mail,
    )
    with write(engine) as conn:
        feeds.told(conn, names, now)


def tell(
    settings: Settings, subject: str, text: str, *, to: Sequence[str] = (), mail: Mail | None = None
) -> bool:
    """Tells it on every channel there is, now; True when one of them took it, or none is set up."""
    log.warning(line("alert", subject=subject))
    ways: list[tuple[str, Callable[[], None]]] = [
        (f"mail-{number}", partial(mail or send_mail, settings, address, subject, text, "alert"))
        for number, address in enumerate(dict.fromkeys((*settings.alerts.mail, *to)), 1)
    ]
    if settings.alerts.command:
        ways.append(("command", lambda: _command(settings, subject, text)))
    if settings.alerts.ping_url:
        ways.append(("ping", lambda: _ping(settings, f"{subject}\n\n{text}")))
    took = [attempt(name, do) for name, do in ways]
    if not ways:
        log.warning(line("alert-unheard", todo="set [alerts] mail, command or ping_url"))
    return any(took) or not ways


def ping(settings: Settings) -> None:
    """Tells the monitoring address that all is well; a failure is logged."""
    if settings.alerts.ping_url:
        attempt("ping", lambda: _ping(settings, None))


def attempt(channel: str, do: Callable[[], None]) -> bool:
    """Tries one channel; a failure is logged without the address it was for."""
    try:
        do()
    except (DigestError, OSError, subprocess.SubprocessError) as error:
        log.error(line("alert-failed", channel=channel, error=type(error).__name__, why=clean(str(error))))
        return False
    return True


def send_mail(settings: Settings, address: str, subject: str, text: str, kind: str) -> None:
    """Hands one mail to the newsroom's sender now; raises DigestError when it was not taken."""
    from digest.notice import notice

    notice(settings, address, subject, text, kind=kind)


def _command(settings: Settings, subject: str, text: str) -> None:
    """Runs the newsroom's own program, in its folder, without the provider's keys."""
    subprocess.run(  # noqa: S603 - the operator wrote it into digest.toml
        settings.alerts.command,
        input=f"{subject}\n\n{text}\n".encode(),
        stdout=subprocess.DEVNULL,
        cwd=settings.folder,
        env=child_environ(),
        timeout=COMMAND_TIMEOUT,
        check=True,
    )


def _ping(settings: Settings, text: str | None) -> None:
    import urllib3

    url = settings.alerts.ping_url.rstrip("/")
    timeout = urllib3.Timeout(total=PING_TIMEOUT)
    try:
        with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
            if text is None:
                answer = pool.request("GET", url)
            else:
                answer = pool.request("POST", f"{url}/fail", body=text.encode())
    except urllib3.exceptions.HTTPError as error:
        raise DigestError(f"no answer ({type(error).__name__})", subject="alerts.ping_url") from error
    if answer.status >= 400:
        raise DigestError(f"status {answer.status}", subject="alerts.ping_url")
