"""The command line: what can be typed, and how an answer is printed.

Exit codes: 0 done, 1 could not (one clear message on stderr), 2 wrong usage. With --json one JSON
document goes to stdout and nothing else. --now sets the news clock only.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from digest.commands import inspecting
from digest.commands.answer import Answer, Call, signer, whole
from digest.errors import DigestError
from digest.model import EDIT_KINDS
from subscribers.errors import SubscribersError

EARLIEST, LATEST = 1970, 9000  #: years of --now, so that a window of any length fits around it
Run = Callable[[Any], Answer]  #: takes a Call, or the Context that adds the newsroom


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; only this reads the clock and prints."""
    words = sys.argv[1:] if argv is None else list(argv)
    for word in words:
        if not _is_text(word):
            print(f"digest: {word!a} is no UTF-8 text", file=sys.stderr)
            return 2
    args = _parser(words[:1]).parse_args(words)
    run: Run = args.run
    call = _call(args)
    try:
        answer = run(call)
    except (DigestError, SubscribersError) as error:
        print(f"digest: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"digest: {error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
        return 1
    except sqlite3.Error as error:
        print(f"digest: the database file cannot be read: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("digest: interrupted", file=sys.stderr)
        return 130
    finally:
        call.close()
    return _printed(answer, as_json=args.json)


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:  # bytes of another encoding, which could neither be stored nor printed
        return False
    return True


def _call(args: argparse.Namespace) -> Call:
    """What the command is given; one that inspects a document loads no database."""
    if args.command == "inspect":
        return Call(args=args)
    from digest.commands.context import Context

    return Context(args=args)


def _printed(answer: Answer, *, as_json: bool) -> int:
    """Prints an answer; a reader that went away (`| head`) is no error."""
    try:
        if as_json:
            print(to_json(answer.document).decode())
        elif answer.text:
            print(answer.text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush at the end
    if answer.problem:
        print(f"digest: {answer.problem}", file=sys.stderr)
        return 1
    return 0


def to_json(document: Any) -> bytes:
    """The document as JSON: what has named parts as an object, sets as sorted lists, times as ISO 8601."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS
    return orjson.dumps(document, default=_plain, option=options)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):  # dataclasses orjson knows itself
        return value._asdict()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Path | timedelta):
        return str(value)
    raise TypeError(f"{type(value).__name__} in a command's document")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write 2026-02-18T05:00Z") from error
    if not EARLIEST <= moment.year <= LATEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not between the years {EARLIEST} and {LATEST}")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Commands:
    """The table of commands: each gets the options all share."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._shared = argparse.ArgumentParser(add_help=False)
        _shared(self._shared, argparse.SUPPRESS)
        self._table = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(
        self, name: str, run: Run, words: str, *arguments: tuple[tuple[str, ...], dict[str, Any]]
    ) -> None:
        parser = self._table.add_parser(name, help=words, description=words, parents=[self._shared])
        for flags, options in arguments:
            parser.add_argument(*flags, **options)
        parser.set_defaults(run=run)

    def group(self, name: str, words: str, alone: Run | None = None) -> _Commands:
        """Commands under one name; `alone` runs where the name stands by itself."""
        shared = [self._shared] if alone else []
        parser = self._table.add_parser(name, help=words, description=words, parents=shared)
        parser.set_defaults(run=alone)
        inner = _Commands.__new__(_Commands)
        inner._shared = self._shared
        inner._table = parser.add_subparsers(dest="action", required=alone is None, metavar="WHAT")
        return inner


def _shared(parser: argparse.ArgumentParser, default: Any = None) -> None:
    config = default if default is argparse.SUPPRESS else "."
    flag = default if default is argparse.SUPPRESS else False
    parser.add_argument(
        "--config", default=config, metavar="PATH", help="the newsroom's folder or digest.toml"
    )
    parser.add_argument("--now", type=_moment, default=default, metavar="TIME", help="the news clock")
    parser.add_argument("--json", action="store_true", default=flag, help="one JSON document on stdout")


def arg(*flags: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, options


_EDITION = arg("edition", metavar="EDITION", help="daily/2026-02-18/0700, or its beginning")
_ANY_EDITION = arg("edition", metavar="EDITION", nargs="?", help="without one: all sending")
_BY = arg("--by", type=signer, metavar="NAME", help="who decides this (your login name)")
_VARIANT = arg("--variant", metavar="NAME", help="a variant other than the first")


def _parser(first: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Everything that can be typed; after a first word that reads or polls feeds only what begins with it:
    the other commands take a second and 30 MB to load."""
    parser = argparse.ArgumentParser(
        prog="digest",
        description="Gathers a newsroom's feeds and sends one well-made mail each morning, once.",
    )
    _shared(parser)
    commands = _Commands(parser)
    parts = (_inspecting, _gathering, _editing, _sending, _people, _operation)
    light = {"inspect": _inspecting, "gather": _gathering, "feeds": _gathering}
    for part in [light[word] for word in first if word in light] or parts:
        part(commands)
    return parser


def _gathering(commands: _Commands) -> None:
    from digest.commands import gathering

    commands.add(
        "gather", gathering.gather, "fetch what is due",
        arg("--feed", action="append", metavar="NAME", help="this feed, due or not"),
    )  # fmt: skip
    commands.add(
        "feeds", gathering.feeds, "list the feeds with their health; import or export OPML",
        arg("action", nargs="?", choices=("list", "import", "export"), default="list"),
        arg("file", nargs="?", metavar="FILE.opml"),
    )  # fmt: skip


def _inspecting(commands: _Commands) -> None:
    look = commands.group("inspect", "what the stages make of a feed, an article, entries")
    look.add("feed", inspecting.feed, "parse a feed", arg("source", metavar="URL-or-FILE"))
    look.add(
        "article", inspecting.article, "summarize an article",
        arg("source", metavar="FILE"),
        arg("--title"),
        arg("--sentences", type=whole, default=3),
        arg("--lang"),
    )  # fmt: skip
    look.add("stories", inspecting.stories, "rank entries", arg("source", metavar="FILE.jsonl"))


def _editing(commands: _Commands) -> None:
    from digest.commands import editing, showing

    newsletter = arg("newsletter", metavar="NEWSLETTER")
    commands.add("draft", editing.draft, "make or refresh the draft of the next edition", newsletter)
    commands.add("extra", editing.extra, "a breaking-news edition by hand", newsletter)
    commands.add("editions", editing.listed, "list the editions")
    commands.add(
        "show", showing.show, "one edition, its hash, the reasons", _EDITION, _VARIANT,
        arg("--html", action="store_true"), arg("--text", action="store_true"),
        arg("--mjml", action="store_true"), arg("--why", action="store_true"),
    )  # fmt: skip
    commands.add(
        "check", editing.check, "the findings; exit 1 on any that blocks", _EDITION,
        arg("--links", action="store_true", help="ask every address in it first"),
        arg("--spam", action="store_true", help="let SpamAssassin score it, where it is installed"),
    )  # fmt: skip
    commands.add(
        "edit", editing.edit, "change a draft: pin, drop, move, headline, subject …", _EDITION,
        arg("kind", choices=(*EDIT_KINDS, "undo")),
        arg("value", nargs="?", help="the new words, or a section's name"),
        arg("--entry", type=whole, metavar="N", help="any entry of the story (undo: the edit's number)"),
        arg("--other", "--before", type=whole, metavar="N", help="the second entry of move and merge"),
        _BY,
    )  # fmt: skip
    commands.add(
        "approve", editing.approve, "approve exactly what was shown", _EDITION,
        arg("--by", type=signer, required=True, metavar="NAME"),
        arg("--hash", required=True, metavar="H", help="the hash that was shown, 12 digits at least"),
    )  # fmt: skip
    commands.add("reopen", editing.reopen, "take an approval back", _EDITION, _BY)
    for name, words in (("hold", "keep it back"), ("skip", "leave this one out"), ("cancel", "give it up")):
        commands.add(name, editing.decide, words, _EDITION, _BY, arg("--why", metavar="TEXT"))
    commands.add("stop", editing.stop, "stop before the next batch", _ANY_EDITION, _BY)
    commands.add(
        "resume", editing.resume, "let a held edition, or all sending, go on", _ANY_EDITION, _BY,
        arg("--accept-lost", action="store_true", help="take editions only sent.log knows as sent"),
    )  # fmt: skip


def _sending(commands: _Commands) -> None:
    from digest.commands import sending

    commands.add(
        "send", sending.send, "send an approved edition, or go on with it", _EDITION, _VARIANT,
        arg("--test", metavar="ADDRESS", help="one mail to this address, counted nowhere"),
        arg("--dry-run", action="store_true", help="only count"),
        arg("--rest", action="store_true", help="those who did not get it"),
    )  # fmt: skip
    commands.add(
        "report", sending.report, "the balance and what came back", _EDITION,
        arg("--recipients", action="store_true"),
    )  # fmt: skip
    commands.add(
        "settle", sending.settle, "what is in doubt, and your word on it", _EDITION, _BY,
        arg("--resend", action="append", metavar="BATCH"),
        arg("--accept", action="append", metavar="BATCH"),
    )  # fmt: skip
    commands.add("bounces", sending.bounces, "read a mailbox of bounces", arg("file", metavar="FILE"))


def _people(commands: _Commands) -> None:
    from digest.commands import editors, readers

    people = commands.group("subscribers", "the readers")
    for name, run, words, arguments in readers.COMMANDS:
        people.add(name, run, words, *arguments)
    desk = commands.group("editors", "who may sign in at the desk", editors.listed)
    for name, run, words, arguments in editors.COMMANDS:
        desk.add(name, run, words, *arguments)


def _operation(commands: _Commands) -> None:
    from digest.commands import newsroom, serving

    for name, run, words, arguments in (*newsroom.COMMANDS, *serving.COMMANDS):
        commands.add(name, run, words, *arguments)
