"""The editors' desk: the edition as it will be sent, the reasons for every choice, the way to change it."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.settings import Settings
from digest.store.engine import Engine


def serve_desk(engine: Engine, settings: Settings) -> None:
    """Serves the desk until it is stopped; prints where, without sign_in with the session's token.

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
    print(f"The desk: {base}/" if desk.sign_in else f"The desk: {base}/?token={token}", flush=True)
    uvicorn.run(
        make_desk(engine, settings, token=token),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,  # open pages hold their line for news
        **options(settings),
    )
