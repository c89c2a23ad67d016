"""run, work, door, desk, preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from digest.commands.answer import seconds
from digest.commands.context import Answer, Context
from digest.commands.preview import preview
from digest.settings import load


def run(context: Context) -> Answer:
    """Starts and watches work, desk and door until it is told to stop."""
    from digest.serve import serve

    context.engine.dispose()  # its tables are there before three processes ask for them
    args = context.args
    serve(context.settings, config=Path(args.config), tick=args.tick, as_json=args.json)
    return Answer(document={"ended": True}, text="")


def work(context: Context) -> Answer:
    """The worker alone: the only process that talks to a provider."""
    from digest.work import work as work_on

    args = context.args
    work_on(context.engine, context.settings, tick=args.tick, config=Path(args.config), as_json=args.json)
    return Answer(document={"ended": True}, text="")


def door(context: Context) -> Answer:
    """The readers' door alone: unsubscribe, preferences, confirm, subscribe, web editions, webhook."""
    import uvicorn

    from digest.web import make_app

    _leave_keys(context)
    public = context.settings.public
    uvicorn.run(
        make_app(context.settings, context.engine),
        host=public.host,
        port=public.port,
        log_level="warning",
        access_log=False,  # its lines would hold readers' tokens
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return Answer(document={"ended": True}, text="")


def desk(context: Context) -> Answer:
    """The desk in the browser."""
    from digest.desk import serve_desk

    _leave_keys(context)
    serve_desk(context.engine, context.settings, logged=context.args.logged)
    return Answer(document={"ended": True}, text="")


def _leave_keys(context: Context) -> None:
    """A web process reads its settings without the keys of mail providers: it sends nothing itself."""
    context.settings = load(Path(context.args.config), provider_keys=False)


def _arg(*flags: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, options


_TICK = _arg("--tick", type=seconds, default=20.0, metavar="SECONDS", help="how often the worker looks")
_LOGGED = _arg("--logged", action="store_true", help="leave the link's token out of what is printed")
COMMANDS = (
    ("run", run, "work, desk and door as watched child processes", (_TICK,)),
    (
        "work",
        work,
        "the worker alone",
        (_TICK,),
    ),
    ("door", door, "the readers' door alone", ()),
    ("desk", desk, "the desk in the browser", (_LOGGED,)),
    ("preview", preview, "the desk in the browser, with a worker that sends only to outbox and testers", ()),
)
