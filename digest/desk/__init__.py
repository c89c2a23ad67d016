"""The editors' desk: the edition as it will be sent, the reasons for every choice, and the way to change it."""

from __future__ import annotations

from sqlalchemy import Engine

from digest.settings import Settings


def serve_desk(engine: Engine, settings: Settings) -> None:
    """Serves the desk until it is stopped; prints the first link, which holds the session's token."""
    import uvicorn

    from digest.desk.app import make_desk
    from digest.desk.guard import new_token

    token = new_token()
    desk = settings.desk
    base = desk.url or f"http://{desk.host}:{desk.port}"
    print(f"The desk: {base}/?token={token}", flush=True)
    app = make_desk(engine, settings, token=token)
    uvicorn.run(app, host=desk.host, port=desk.port, log_level="warning", server_header=False)
