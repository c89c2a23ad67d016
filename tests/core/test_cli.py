"""The command line: exit codes, one clear message, one JSON document, and bad input that loses nothing."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest import cli
from digest.settings import Weights


class Newsroom:
    """A sample newsroom whose commands are typed one by one."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def type(self, *words: str, code: int = 0) -> str:
        assert cli.main([*words, "--config", str(self.folder)]) == code, self._capsys.readouterr().err
        said = self._capsys.readouterr()
        return said.out if code == 0 else said.err

    def json(self, *words: str) -> dict[str, object]:
        found = json.loads(self.type(*words, "--json"))
        assert isinstance(found, dict)
        return found


@pytest.fixture
def room(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Newsroom:
    folder = tmp_path / "room"
    assert cli.main(["init", str(folder), "--sample"]) == 0
    capsys.readouterr()
    return Newsroom(folder, capsys)


def approve(room: Newsroom) -> str:
    drafted = room.json("draft", "daily")
    edition = drafted["edition"]
    assert isinstance(edition, dict)
    room.type("approve", edition["name"], "--by", "Olha", "--hash", str(drafted["hash"]))
    return str(edition["name"])


def test_from_init_to_outbox(room: Newsroom) -> None:
    imported = room.type("subscribers", "import", str(room.folder / "subscribers.csv"))
    assert "30 new" in imported
    assert "line 15: " in imported
    name = approve(room)
    assert "30 readers would get it" in room.type("send", "daily", "--dry-run")
    assert "30 planned = 30 sent" in room.type("send", name)
    assert "30 planned = 30 sent" in room.type("send", name)
    assert len(list((room.folder / ".digest/private/outbox").rglob("*.eml"))) == 30
    assert len(room.type("report", name, "--recipients").splitlines()) == 32


def test_why_names_every_part_and_the_parts_are_the_sum(room: Newsroom) -> None:
    room.type("draft", "daily")
    parts: dict[str, float] = {}
    sums = 0
    for line in room.type("show", "daily", "--why").splitlines():
        part = re.fullmatch(r" {7}( *[+-]\d+\.\d{3})  (\w+): (\S.*)", line)
        if part:
            parts[part[2]] = float(part[1])
        elif line.endswith("  the sum"):
            assert set(parts) == {field.name for field in fields(Weights)}
            assert float(line.split()[0]) == pytest.approx(sum(parts.values()), abs=0.006)
            parts, sums = {}, sums + 1
    assert sums > 2 and not parts


def test_an_edit_by_command_is_in_the_mail(room: Newsroom) -> None:
    room.type("draft", "daily")
    draft = room.json("show", "daily")["draft"]
    assert isinstance(draft, dict)
    first, last = draft["sections"][0]["items"][0], draft["sections"][0]["items"][-1]
    room.type("edit", "daily", "drop", "--entry", str(first["lead_id"]), "--by", "Olha")
    room.type(
        "edit", "daily", "headline", "A line of our own", "--entry", str(last["lead_id"]), "--by", "Olha"
    )
    room.type("edit", "daily", "subject", "Ours today", "--by", "Olha")
    text = room.type("show", "daily", "--text")
    assert "A line of our own" in text
    assert first["headline"] not in text
    assert "Subject:   Ours today" in room.type("show", "daily")
    assert "dropped by Olha" in room.type("show", "daily", "--why")
    undone = re.search(r"edit (\d+), Olha: drop of entry \d+", room.type("show", "daily"))
    assert undone is not None
    room.type("edit", "daily", "undo", "--entry", undone[1], "--by", "Olha")
    assert first["headline"].split()[0] in room.type("show", "daily", "--text")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("pin", "--entry", "99999"), "there is no entry 99999"),
        (("undo", "--entry", "777"), "no edit 777 of it stands"),
        (("undo",), "no edit 0 of it stands"),
        (("merge", "--entry", "1"), "merge joins two items"),
        (("headline", "--entry", "1"), "headline needs its words"),
        (("drop",), "drop is about an item"),
    ],
)
def test_an_edit_of_nothing_is_refused(room: Newsroom, words: tuple[str, ...], says: str) -> None:
    room.type("draft", "daily")
    assert says in room.type("edit", "daily", *words, "--by", "Olha", code=1)


def test_names_on_the_command_line_are_no_two_approvals(room: Newsroom) -> None:
    file = room.folder / "digest.toml"
    text = file.read_text(encoding="utf-8").replace("stories = 15", "stories = 15\napprovals = 2", 1)
    file.write_text(text.replace("[desk]", "[desk]\nsign_in = true"), encoding="utf-8")
    digest = str(room.json("draft", "daily")["hash"])
    for name in ("Ann", " ann ", "Bob"):
        said = room.type("approve", "daily", "--by", name, "--hash", digest, code=1)
        assert "signed in at the desk" in said


def test_two_open_drafts_do_not_give_the_same_items_twice(room: Newsroom) -> None:
    room.type("draft", "daily")
    extra = room.json("extra", "daily")
    name = str(extra["edition"]["name"])  # type: ignore[index]
    approve(room)
    said = room.type("approve", name, "--by", "Olha", "--hash", str(extra["hash"]), code=1)
    assert "went into another edition" in said
    room.type("draft", name)
    draft = room.json("show", name)["draft"]
    assert isinstance(draft, dict)
    assert draft["sections"] == []


def test_unsubscribing_nobody_is_said(room: Newsroom) -> None:
    room.type("subscribers", "add", "ann@readers.example", "--list", "readers")
    assert "unsubscribed" in room.type("subscribers", "unsubscribe", "1")
    assert "was off already" in room.type("subscribers", "unsubscribe", "1")
    assert "99999" in room.type("subscribers", "unsubscribe", "99999", code=1)


def test_a_complaint_is_lifted_with_a_reason_and_an_opt_out_is_not(room: Newsroom) -> None:
    from digest.settings import load
    from digest.store.engine import open_engine, write
    from subscribers import store

    room.type("subscribers", "import", str(room.folder / "subscribers.csv"))
    reader = room.json("subscribers", "add", "ann@readers.example", "--list", "readers")["subscriber_id"]
    settings = load(room.folder)
    engine = open_engine(settings.storage_url)
    with write(engine) as conn:
        store.suppress(conn, int(str(reader)), "complained", datetime.now(UTC), "provider")
    engine.dispose()
    assert "never mail anything: complained" in room.type("subscribers", "show", str(reader))
    room.type("subscribers", "lift", "ann@readers.example", "--why", "she wrote to us")
    assert "she wrote to us" in room.type("subscribers", "show", str(reader))
    assert "no order stands" in room.type("subscribers", "lift", str(reader), "--why", "again", code=1)
    room.type("subscribers", "unsubscribe", str(reader))
    assert "only she takes back" in room.type("subscribers", "lift", str(reader), "--why", "x", code=1)
    assert (room.folder / ".digest/optouts.log").read_text().count("complained") >= 1


def test_resume_of_what_is_not_held_is_refused(room: Newsroom) -> None:
    room.type("draft", "daily")
    room.type("skip", "daily")
    assert "this needs held" in room.type("resume", "daily", code=1)


@pytest.mark.parametrize("content", [b"", b"not a database, but longer than a header of one needs to be" * 9])
def test_what_is_no_backup_is_not_restored(room: Newsroom, tmp_path: Path, content: bytes) -> None:
    room.type("subscribers", "import", str(room.folder / "subscribers.csv"))
    (tmp_path / "copy").write_bytes(content)
    assert "it is no" in room.type("restore", str(tmp_path / "copy"), code=1)
    assert "there is no such file" in room.type("restore", str(tmp_path / "none"), code=1)
    assert "readers" in room.type("subscribers", "lists")


def test_a_restore_never_mails_anybody_again(room: Newsroom, tmp_path: Path) -> None:
    room.type("subscribers", "import", str(room.folder / "subscribers.csv"))
    name = approve(room)
    room.type("backup", str(tmp_path / "copy"))
    room.type("send", name)
    room.type("restore", str(tmp_path / "copy"))
    room.type("send", name, code=1)
    assert "--accept-lost" in room.type("resume", code=1)
    assert f"taken as sent: {name}" in room.type("resume", "--accept-lost")
    room.type("send", name, code=1)
    assert len(list((room.folder / ".digest/private/outbox").rglob("*.eml"))) == 30


def test_an_old_hash_approves_nothing(room: Newsroom) -> None:
    old = str(room.json("draft", "daily")["hash"])
    room.type("edit", "daily", "subject", "Changed", "--by", "Olha")
    said = room.type("approve", "daily", "--by", "Olha", "--hash", old, code=1)
    assert "look again, then approve" in said


def test_sending_needs_an_approval(room: Newsroom) -> None:
    room.type("draft", "daily")
    assert "approve it first" in room.type("send", "daily", code=1)


def test_nobody_to_send_to_is_said(room: Newsroom) -> None:
    name = approve(room)
    assert "no reader would get it" in room.type("send", name, code=1)


def test_who_stopped_and_who_let_go_stands_in_the_log(room: Newsroom) -> None:
    name = approve(room)
    for words in (("stop", name), ("resume", name), ("stop",), ("resume",)):
        room.type(*words, "--by", "Ivan")
    with closing(sqlite3.connect(room.folder / ".digest/digest.sqlite3")) as db:
        rows = db.execute("SELECT what FROM actions WHERE by = 'Ivan' ORDER BY id").fetchall()
    assert [what for (what,) in rows] == ["stop", "resume", "stop", "resume"]


def test_an_unknown_key_names_file_line_and_key(room: Newsroom) -> None:
    file = room.folder / "digest.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("stories = 15", "storis = 15"), encoding="utf-8")
    said = room.type("draft", "daily", code=1)
    assert "digest.toml" in said
    assert "did you mean 'stories'" in said
    assert "line " in said


def test_a_missing_secret_is_named(room: Newsroom) -> None:
    (room.folder / "secrets.env").write_text("", encoding="utf-8")
    said = room.type("subscribers", "add", "ann@readers.example", "--list", "readers", code=1)
    assert "DIGEST_PEPPER is missing" in said
    assert "ann@" not in said


def test_a_template_fault_names_its_file_and_line(room: Newsroom) -> None:
    own = room.folder / "templates"
    own.mkdir()
    shipped = Path(cli.__file__).parent.parent / "templates"
    (own / "base.mjml.j2").write_text(
        (shipped / "base.mjml.j2").read_text(encoding="utf-8") + "\n{{ nothing_of_this_name }}\n",
        encoding="utf-8",
    )
    said = room.type("draft", "daily", code=1)
    assert "base.mjml.j2" in said
    assert "nothing_of_this_name" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "weekly"), "weekly: there is no such edition"),
        (("draft", "dayly"), "there is no newsletter 'dayly' (did you mean 'daily'?)"),
        (("gather", "--feed", "nobody"), "nobody: there is no such feed"),
        (("send", "daily", "--now", "2026-02-18T05:00Z"), "daily: there is no such edition"),
        (("editors", "remove", "Olha"), "no editor has this name"),
        (("subscribers", "show", "nobody@readers.example"), "no reader has this address"),
        (("subscribers", "import", "/no/such/file.csv"), "/no/such/file.csv"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(room: Newsroom, words: tuple[str, ...], says: str) -> None:
    said = room.type(*words, code=1)
    assert says in said
    assert len(said.splitlines()) == 1


def test_wrong_usage_is_2(room: Newsroom) -> None:
    with pytest.raises(SystemExit) as caught:
        room.type("draft")
    assert caught.value.code == 2


def test_inspect_needs_no_newsroom(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Two people were killed, the mayor said.\n\nThe claim could not be verified.\n", encoding="utf-8"
    )
    assert cli.main(["inspect", "article", str(article), "--sentences", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    for sentence in found["summary"]:
        assert found["text"][sentence["start"] : sentence["end"]] == sentence["text"]
    assert "could not be verified" in found["summary"][-1]["text"]
    stories = tmp_path / "stories.jsonl"
    stories.write_text(
        '{"id": "a", "title": "T", "text": "x", "published": "2026-02-18T05:00:00Z", "source": "S"}\n'
    )
    assert cli.main(["inspect", "stories", str(stories), "--json"]) == 0
    assert [story["ids"] for story in json.loads(capsys.readouterr().out)["stories"]] == [["a"]]
    feed = tmp_path / "feed.xml"
    feed.write_text("<rss version='2.0'><channel><item><title>One</title></item></channel></rss>")
    assert cli.main(["inspect", "feed", str(feed), "--json"]) == 0
    assert [entry["title"] for entry in json.loads(capsys.readouterr().out)["entries"]] == ["One"]


def test_a_backup_comes_back_without_undoing_an_opt_out(room: Newsroom, tmp_path: Path) -> None:
    room.type("subscribers", "import", str(room.folder / "subscribers.csv"))
    copy = tmp_path / "copy.sqlite3"
    room.type("backup", str(copy))
    reader = room.json("subscribers", "show", "1")
    room.type("subscribers", "unsubscribe", "1")
    assert "opt-out set again" in room.type("restore", str(copy))
    after = room.type("subscribers", "show", str(reader["id"]))
    assert "never mail anything: unsubscribed" in after


def test_opml_goes_out_and_comes_in(room: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="News"><outline type="rss" text="A &amp; B" '
        'xmlUrl="https://ab.example/feed"/></outline></body></opml>'
    )
    assert "1 new" in room.type("feeds", "import", str(file))
    assert "0 new" in room.type("feeds", "import", str(file))
    out = tmp_path / "out.opml"
    room.type("feeds", "export", str(out))
    assert "https://ab.example/feed" in out.read_text(encoding="utf-8")
    file.write_text(file.read_text().replace("/feed", "/another"))
    assert "1 new" in room.type("feeds", "import", str(file))
    assert "A & B (2)" in room.type("feeds")


def test_the_list_of_feeds_says_how_often_one_failed_and_why(room: Newsroom) -> None:
    with (room.folder / "digest.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[feeds]]\nname = "Gone"\nurl = "file:gone.xml"\n')
    for _ in range(2):
        assert "FAILED" in room.type("gather", "--feed", "Gone")
    (line,) = (line for line in room.type("feeds").splitlines() if line.startswith("Gone"))
    assert "2 failures in a row: " in line and "No such file" in line


def test_a_reader_of_the_output_who_goes_away_is_no_error(room: Newsroom) -> None:
    """`digest show … | head -1`: the pipe is closed while the command still works."""
    room.type("draft", "daily")
    command = [sys.executable, "-m", "digest", "show", "daily", "--html", "--config", str(room.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stderr is not None
        child.stdout.close()
        said = child.stderr.read()
        assert child.wait(60) == 0
    assert said == ""
