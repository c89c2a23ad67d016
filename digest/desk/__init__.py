"""The editors' desk: the edition as it will be sent, the reasons for every choice, the way to change it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from digest.settings import Settings
from digest.store.engine import Engine


def serve_desk(engine: Engine, settings: Settings, *, logged: bool = False) -> None:
    """Serves the desk until it is stopped; prints where, without sign_in with the session's token.

    logged: what is printed may be kept as a log, so unless it goes to a terminal the token stays out of it;
    the whole link then stands in `.digest/private/desk.link`, for its owner's eyes only.
    SettingsError when it is to listen beyond this machine without `sign_in` and TLS or a stated proxy.
    """
    import uvicorn

    from digest.desk.app import make_desk
    from digest.desk.guard import token_of
    from digest.desk.listening import options, refuse_unsafe

    refuse_unsafe(settings)
    desk = settings.desk
    token = token_of(settings.private, datetime.now(UTC))
    base = desk.url.rstrip("/") or f"http://{'[::1]' if desk.host == '::1' else desk.host}:{desk.port}"
    if desk.sign_in:
        print(f"The desk: {base}/", flush=True)
    else:
        kept = logged and not sys.stdout.isatty()
        _tell_link(f"{base}/?token={token}", settings.private / "desk.link", kept)
    uvicorn.run(
        make_desk(engine, settings, token=token),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,  # open pages hold their line for news
        **options(settings),
    )


def _tell_link(link: str, file: Path, kept: bool) -> None:
    """Prints the link that opens the desk, or, where what is printed is kept, the file it was written to."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(link + "\n", encoding="ascii")
    print(f"The desk: its link is in {file}" if kept else f"The desk: {link}", flush=True)
