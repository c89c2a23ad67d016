"""Links as the web has them, and the message as it would be sent: found, stored, told, never in the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from render import drafts
from servers.feeds import FeedServer, Reply, item, rss
from sqlalchemy import Engine

from digest import cli, inspection, news, pipeline
from digest.errors import DigestError
from digest.model import Edition
from digest.settings import Settings, load
from digest.store import editions, feeds
from digest.store.engine import read, write

NOW = drafts.NOW


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def newsroom(folder: Path, server: FeedServer, more: str = "") -> Settings:
    (folder / "digest.toml").write_text(
        f"""[newsroom]
name = "The Harbour Post"
postal_address = "12 Quay Street"
website = "{server.url("/")}"
[gather]
allow_private_networks = true
[[feeds]]
name = "f"
url = "{server.url("/feed")}"
publisher = "Northern Wire"
[[lists]]
name = "morning"
[newsletters.daily]
lists = ["morning"]
minimum = 1
{more}
"""
    )
    return load(folder, {"DIGEST_SECRETS": "k1:" + "s" * 40, "DIGEST_PEPPER": "p" * 40})


def drafted(engine: Engine, settings: Settings, server: FeedServer) -> Edition:
    texts = ("The bridge over the Lyma was closed on Tuesday.", "Parliament voted on the budget on Tuesday.")
    server.play("/", Reply(body=b"the newsroom's own"))
    server.play("/good", Reply(body=b"a page"))
    entries = [
        item(title, guid=path, link=server.url(path), text=f"{text} It was said at length.")
        for title, path, text in zip(
            ("Bridge closed", "Budget voted"), ("/good", "/gone"), texts, strict=True
        )
    ]
    server.play("/feed", Reply(body=rss(*entries)))
    with write(engine) as conn:
        feeds.ensure(conn, news.feeds_of(settings))
    return pipeline.prepare_edition(engine, settings, "daily", NOW)[0]


def told(engine: Engine, edition: Edition) -> set[str]:
    with read(engine) as conn:
        draft = editions.draft_of(conn, edition)
    return {finding.check for finding in draft.findings} if draft else set()


def test_a_dead_link_is_told_in_the_draft_and_asked_again_later(
    engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    settings = newsroom(tmp_path, server)
    edition = drafted(engine, settings, server)
    before = edition.hash
    assert "link-dead" not in told(engine, edition)
    found = inspection.look_at_links(engine, settings, edition, NOW)
    assert [one.place for one in found if one.check == "link-dead"] == [f"public, {server.url('/gone')}"]
    assert "link-dead" in told(engine, edition)
    with read(engine) as conn:
        assert editions.find(conn, edition.name).hash == before  # what is approved is not touched by looking
    asked = len(server.asked)
    inspection.look_at_links(engine, settings, edition, NOW + timedelta(minutes=30))
    assert len(server.asked) == asked
    server.play("/gone", Reply(body=b"back again"))
    inspection.look_at_links(engine, settings, edition, NOW + timedelta(hours=2))
    assert len(server.asked) == asked + 1
    assert "link-dead" not in told(engine, edition)


def test_the_worker_looks_at_drafts_unless_it_is_told_not_to(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    settings = newsroom(tmp_path, server)
    edition = drafted(sqlite_engine, settings, server)
    off = replace(settings, gather=replace(settings.gather, look_at_links=False))
    inspection.look_on(sqlite_engine, off, NOW)
    assert server.count("/gone") == 0
    inspection.look_on(sqlite_engine, settings, NOW)
    assert server.count("/gone") == 1 and "link-dead" in told(sqlite_engine, edition)


def test_an_approved_edition_is_looked_at_and_left_alone(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    settings = newsroom(tmp_path, server)
    edition = drafted(sqlite_engine, settings, server)
    with write(sqlite_engine) as conn:
        editions.move(conn, edition, "approved", since=["draft"])
        edition = editions.find(conn, edition.name)
    found = inspection.look_at_links(sqlite_engine, settings, edition, NOW)
    assert "link-dead" in {one.check for one in found}
    assert "link-dead" not in told(sqlite_engine, edition)


def test_the_message_has_every_header(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    settings = newsroom(tmp_path, server)
    edition = drafted(sqlite_engine, settings, server)
    assert inspection.of_message(sqlite_engine, settings, edition, NOW) == ()
    keyless = replace(settings, secrets=replace(settings.secrets, signing=None))
    found = inspection.of_message(sqlite_engine, keyless, edition, NOW)
    assert [(one.check, one.level) for one in found] == [("secrets", "warn")]


def raw(engine: Engine, settings: Settings, edition: Edition) -> bytes:
    with read(engine) as conn:
        rendering = editions.renderings_of(conn, edition)[0]
        envelope = editions.envelope_of(conn, edition)
    return inspection.sample_message(settings, edition, rendering, envelope, NOW)


def without(name: bytes, message: bytes) -> bytes:
    head, _, body = message.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.startswith(name + b":")]
    assert len(kept) < len(head.split(b"\r\n"))
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


@pytest.mark.parametrize("name", inspection.BULK)
def test_a_missing_header_is_told(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, name: str
) -> None:
    settings = newsroom(tmp_path, server)
    message = raw(sqlite_engine, settings, drafted(sqlite_engine, settings, server))
    lacking = without(name.encode(), message)
    found = list(inspection.message_findings(lacking, "public", leaves=False))
    assert ("headers", "block") in [(one.check, one.level) for one in found]
    assert name in found[0].message


def test_one_click_wants_one_https_address_on_one_line(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    settings = newsroom(tmp_path, server)
    message = raw(sqlite_engine, settings, drafted(sqlite_engine, settings, server))
    url = message_from_bytes(message)["List-Unsubscribe"].strip("<>").encode()

    def judged(changed: bytes, leaves: bool = True) -> list[tuple[str, str]]:
        found = inspection.message_findings(changed, "public", leaves=leaves)
        return [(one.check, one.level) for one in found]

    assert judged(message) == [("one-click", "warn")]  # the sample's door is http
    assert judged(message.replace(b"<" + url, b"<https" + url[4:])) == []
    folded = message.replace(b"<" + url, b"\r\n <" + url)
    assert ("one-click", "block") in judged(folded, leaves=False)
    wrong = message.replace(b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Yes")
    assert judged(wrong, leaves=False) == [("one-click", "block")]
    longer = message.replace(b"The bridge", b"x" * 1000 + b"The bridge")
    assert ("headers", "block") in judged(longer, leaves=False)


def test_check_with_links_by_command(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom(tmp_path, server)
    (tmp_path / "secrets.env").write_text(f'DIGEST_SECRETS="k1:{"s" * 40}"\nDIGEST_PEPPER="{"p" * 40}"\n')
    (tmp_path / "secrets.env").chmod(0o600)
    where = ["--config", str(tmp_path), "--now", NOW.isoformat()]
    server.play("/feed", Reply(body=rss(item("Bridge closed", guid="1", link=server.url("/gone")))))
    assert cli.main(["draft", "daily", *where]) == 0
    capsys.readouterr()
    cli.main(["check", "daily", "--links", "--json", *where])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert "link-dead" in {one["check"] for one in found}


def assassin(folder: Path, status: str, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> None:
    """A program of that name, which says this of every message."""
    program = folder / "spamassassin"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\nprintf '{status}'\nexit {code}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_the_spam_score_is_told_with_its_rules(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = newsroom(tmp_path, server)
    edition = drafted(sqlite_engine, settings, server)

    def judged() -> list[tuple[str, str]]:
        found = inspection.of_message(sqlite_engine, settings, edition, NOW, spam=True)
        return [(one.level, one.message) for one in found]

    line = (
        "X-Spam-Status: No, score=%s required=5.0 tests=HTML_MESSAGE,\\n\\tMPART_ALT_DIFF autolearn=no\\n\\nx"
    )
    assassin(tmp_path, line % "-1.0", monkeypatch)
    assert judged() == []
    assassin(tmp_path, line % "0.7", monkeypatch)
    assert judged() == [("note", "SpamAssassin gives 0.7 points (HTML_MESSAGE,MPART_ALT_DIFF)")]
    assassin(tmp_path, line % "6.1", monkeypatch)
    assert judged()[0][0] == "warn"
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert judged() == [("note", "SpamAssassin is not installed here")]


@pytest.mark.parametrize(("said", "code"), [("", 0), ("X-Spam-Status: No, score=1", 3)])
def test_a_spam_judge_that_fails_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, code: int
) -> None:
    assassin(tmp_path, said, monkeypatch, code)
    with pytest.raises(DigestError, match="gave no score"):
        inspection.spam_score(b"Subject: x\r\n\r\nx")
