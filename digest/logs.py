"""The log: one line per stage and subject, with fields, and nobody's address in it.

    2026-02-18T05:00:01Z INFO digest.work draft edition=daily/2026-02-18/0700 stories=15 seconds=1.3

As JSON the same line is one object with its fields beside "event". Every line passes `clean` last, also
a library's and a traceback's, so that an address or a key that slipped into an error text stays out. It
is the second line of defence: code of ours never hands one to a logger.
"""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

import orjson

#: Libraries that tell too much: requests, payloads, and at DEBUG the provider's key in a header
#: (python_http_client). They stay at WARNING whatever our own level is.
QUIET = (
    "python_http_client", "sendgrid", "urllib3", "aiohttp", "asyncio", "alembic", "sqlalchemy", "smtplib",
    "trafilatura", "htmldate", "uvicorn.access",
)  # fmt: skip
#: "Skipped: maximum number of running instances reached" is what a long tick is meant to give.
SILENT = ("apscheduler",)

_SECRETS = (
    (re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*"), "<address>"),
    (re.compile(r"\bSG\.[\w.-]{8,}"), "<key>"),
    (re.compile(r"(?i)\b(bearer|basic) [\w.~+/=-]{8,}"), r"\1 <key>"),
    (re.compile(r"/(u|p|c|v)/[\w.~%=-]{8,}"), r"/\1/<token>"),
    (re.compile(r"(?i)\b(token|password|secret|api_key)=[^\s&\"']+"), r"\1=<hidden>"),
)
_FIELD = re.compile(r"(?:^|\s)([a-z_]+)=(\"(?:[^\"\\]|\\.)*\"|\S+)")


def set_up(*, as_json: bool = False, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Sends the log of this process to stderr (or `stream`), in place of what stood before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json() if as_json else _Line())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.ERROR)


def line(event: str, **fields: object) -> str:
    """An event with its fields as one line: `sent edition=daily/2026-02-18/0700 readers=1200`."""
    shown = (f"{name}={_value(value)}" for name, value in fields.items() if value is not None)
    return " ".join((event, *shown))


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    text = " ".join(str(value).split())
    return text if re.fullmatch(r"[^\s\"=]+", text) else orjson.dumps(text).decode()


def clean(text: str) -> str:
    """The text without mail addresses, keys, and the tokens of readers' links."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class _Line(logging.Formatter):
    """time level logger event field=value …; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{_time(record)} {record.levelname} {record.name} {_one_line(record)}"
        return clean("\n".join((head, *_trace(self, record))))


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        text = clean(_one_line(record))
        fields = {name: _plain(value) for name, value in _FIELD.findall(text)}
        entry: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "event": _FIELD.sub("", text).strip(),
            **fields,
        }
        if trace := _trace(self, record):
            entry["traceback"] = clean("\n".join(trace))
        return orjson.dumps(entry).decode()


def _one_line(record: logging.LogRecord) -> str:
    """The message; a line break in it (a feed's title, a provider's answer) starts no line of its own."""
    return record.getMessage().replace("\r", " ").replace("\n", " ")


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    if not record.exc_info:
        return []
    return formatter.formatException(record.exc_info).splitlines()


def _plain(value: str) -> object:
    try:
        return orjson.loads(value) if value.startswith('"') else value
    except orjson.JSONDecodeError:  # quoted by somebody else, by other rules
        return value


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
