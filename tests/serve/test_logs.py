"""What a log line looks like, and what never stands in one."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from digest import logs

SECRETS = [
    ("no mailbox for reader.one+x@post.example here", "reader.one+x@post.example"),
    ("<o'brien@mail.example>: user unknown", "o'brien@mail.example"),
    ("GET /u/k2.1F8aZ0_qqqq-wwww HTTP/1.1", "1F8aZ0_qqqq"),
    ("https://mail.example/c/abcdefgh12345678?x=1", "abcdefgh12345678"),
    ("401 for Bearer SG.abcdefghij.klmnop", "SG.abcdefghij"),
    ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA"),
    ("http://127.0.0.1:8000/?token=s3cr3t-of-the-desk", "s3cr3t"),
    ("could not connect to postgresql+psycopg://digest:hunter2@db.example/x", "hunter2"),
]


@pytest.fixture
def restored() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*logs.QUIET, *logs.SILENT)}
    yield
    root.handlers[:] = before
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def _logged(*messages: str, as_json: bool = False, error: Exception | None = None) -> list[str]:
    stream = io.StringIO()
    logs.set_up(as_json=as_json, level=logging.DEBUG, stream=stream)
    for message in messages:
        logging.getLogger("digest.work").warning(message, exc_info=error)
    return stream.getvalue().splitlines()


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_no_address_key_or_token_is_logged(text: str, secret: str, as_json: bool) -> None:
    try:
        raise ValueError(text)
    except ValueError as error:
        lines = _logged(text, logs.line("failed", why=text), as_json=as_json, error=error)
    assert any("failed" in line for line in lines)
    assert secret not in "\n".join(lines)


@pytest.mark.usefixtures("restored")
def test_a_line_has_its_time_level_place_event_and_fields() -> None:
    message = logs.line("sent", edition="daily/2026-02-18/0700", readers=1200, seconds=1.23456, why=None)
    (line,) = _logged(message)
    time, rest = line.split(" ", 1)
    assert len(time) == len("2026-02-18T05:00:01Z")
    assert rest == "WARNING digest.work sent edition=daily/2026-02-18/0700 readers=1200 seconds=1.23"


@pytest.mark.usefixtures("restored")
def test_json_has_the_fields_apart() -> None:
    (line,) = _logged(logs.line("held", edition="daily/x", why='nobody said "yes" = held'), as_json=True)
    entry = json.loads(line)
    assert entry["event"] == "held"
    assert entry["edition"] == "daily/x"
    assert entry["why"] == 'nobody said "yes" = held'


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("as_json", [False, True])
def test_a_feed_s_title_cannot_forge_a_line(as_json: bool) -> None:
    lines = _logged("title=A\n2026-02-18T05:00:01Z INFO digest.work sent\r\nB", as_json=as_json)
    assert len(lines) == 1


@pytest.mark.usefixtures("restored")
def test_a_library_that_logs_keys_stays_quiet_at_debug() -> None:
    stream = io.StringIO()
    logs.set_up(level=logging.DEBUG, stream=stream)
    logging.getLogger("python_http_client.client").debug("HEADERS: %s", {"Authorization": "Bearer k"})
    logging.getLogger("urllib3.connectionpool").debug("POST /v3/mail/send")
    logging.getLogger("digest.send").debug("batch=1.1")
    assert len(stream.getvalue().splitlines()) == 1
