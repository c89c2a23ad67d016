"""The editors' desk: the edition as it will be sent, the reasons for every choice, the way to change it."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.errors import SettingsError
from digest.settings import Settings
from digest.store.engine import Engine

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve_desk(engine: Engine, settings: Settings) -> None:
    """Serves the desk until it is stopped; prints the first link, which holds the session's token.

    Listens on this machine only; SettingsError for any other host. From elsewhere: `ssh -L`.
    """
    import uvicorn

    from digest.desk.app import make_desk
    from digest.desk.guard import token_of

    desk = settings.desk
    if desk.host not in LOOPBACK:
        raise SettingsError(
            f"desk.host is {desk.host!r}; the desk listens on this machine only: keep 127.0.0.1 and "
            f"reach it with `ssh -L {desk.port}:127.0.0.1:{desk.port} HOST`",
            subject="digest.toml",
        )
    token = token_of(settings.private, datetime.now(UTC))
    base = desk.url.rstrip("/") or f"http://{'[::1]' if desk.host == '::1' else desk.host}:{desk.port}"
    print(f"The desk: {base}/?token={token}", flush=True)
    uvicorn.run(
        make_desk(engine, settings, token=token),
        host=desk.host,
        port=desk.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,  # open pages hold their line for news
    )
