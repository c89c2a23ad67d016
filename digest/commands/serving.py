"""run, work, door, desk, preview."""

from __future__ import annotations

from typing import Any

from digest.commands.context import Answer, Context
from digest.errors import NotYet


def run(context: Context) -> Answer:
    """Starts and watches work, desk and door until it is told to stop."""
    from digest.serve import serve

    return Answer(document={"ended": True}, text="", code=serve(context.settings))


def work(context: Context) -> Answer:
    """The worker alone: the only process that talks to a provider."""
    from digest.work import work as work_on

    work_on(context.engine, context.settings, tick=context.args.tick)
    return Answer(document={"ended": True}, text="")


def door(context: Context) -> Answer:
    """The readers' door alone: unsubscribe, preferences, confirm, subscribe, web editions, webhook."""
    import uvicorn

    from digest.web import make_app

    public = context.settings.public
    uvicorn.run(
        make_app(context.settings, context.engine), host=public.host, port=public.port, log_level="warning"
    )
    return Answer(document={"ended": True}, text="")


def desk(context: Context) -> Answer:
    """The desk in the browser."""
    from digest.desk import serve_desk

    serve_desk(context.engine, context.settings)
    return Answer(document={"ended": True}, text="")


def not_yet(context: Context) -> Answer:
    """A command that is named in the design and not built."""
    words = f"{context.args.command} {getattr(context.args, 'action', '')}".strip()
    raise NotYet(f"`digest {words}` is not built yet")


def _arg(*flags: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, options


COMMANDS = (
    ("run", run, "work, desk and door as watched child processes", ()),
    (
        "work",
        work,
        "the worker alone",
        (_arg("--tick", type=float, default=20.0, metavar="SECONDS", help="how often it looks"),),
    ),
    ("door", door, "the readers' door alone", ()),
    ("desk", desk, "the desk in the browser", ()),
    ("preview", desk, "the desk in the browser, with a worker that sends only to outbox and testers", ()),
)
