"""Odd input at the command line: one clear message and an exit code, never a traceback, nothing lost."""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from digest import cli

HUGE = "9" * 24


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample newsroom with a draft, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("odd") / "room"
    assert cli.main(["init", str(folder), "--sample"]) == 0
    assert cli.main(["draft", "daily", "--config", str(folder)]) == 0
    return folder


def typed(folder: Path, *words: str) -> int:
    try:
        return cli.main([*words, "--config", str(folder)])
    except SystemExit as end:  # argparse
        return int(str(end.code))


@pytest.mark.parametrize(
    "words",
    [
        ("editions", "--now", "2026-13-45"),
        ("draft", "daily", "--now", "0001-01-01"),
        ("draft", "daily", "--now", "9999-12-31T23:59Z"),
        ("edit", "daily", "pin", "--entry", HUGE),
        ("edit", "daily", "pin", "--entry", "-1"),
        ("edit", "daily", "move", "--entry", "1", "--before", HUGE),
        ("subscribers", "merge", HUGE, "1"),
        ("inspect", "article", "x", "--sentences", "-5"),
        ("work", "--tick", "0"),
        ("work", "--tick", "nan"),
        ("show", "d\udcff"),
        ("approve", "daily", "--by", "n" * 300, "--hash", "0" * 12),
        ("hold", "daily", "--by", "n" * 300),
        ("edit", "daily", "headline", "\udcff", "--entry", "1"),
        ("feeds", "list", "a", "b"),
        ("nothing",),
        (),
    ],
)
def test_wrong_usage_is_2_and_says_what(
    sample: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(sample, *words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(("usage:", "digest: "))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "daily/2026-99-99"), "daily/2026-99-99: there is no such edition"),
        (("show", "daily/%"), "there is no such edition"),
        (("show", "daily", "--html", "--variant", "gold"), "no variant 'gold'"),
        (("subscribers", "show", HUGE), "no @ in it"),
        (("subscribers", "show", "7"), "7: There is no such reader"),
        (("subscribers", "merge", "1", "2"), "There is no such reader"),
        (("subscribers", "topics", "1", "--without", "Nope"), "no newsletter has a section 'Nope'"),
        (("settle", "daily", "--resend", "1.x"), "batch 1.x is not in doubt"),
        (("approve", "daily", "--by", " ", "--hash", "0"), "say who you are"),
        (("approve", "daily", "--by", "Olha", "--hash", ""), "look again, then approve"),
        (("backup", "/no/such/folder/file"), "No such file or directory: /no/such/folder"),
        (("bounces", __file__), "it is no mailbox"),
        (("feeds", "import", __file__), "no OPML"),
        (("inspect", "stories", __file__), "line 1: not JSON"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    sample: Path, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(sample, *words) == 1
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.startswith("digest: ") and len(said.err.splitlines()) == 1
    assert said.out == ""


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "storage.url: is no address of a database"),
        ("no url", "storage.url: is no address of a database"),
        ("postgresql+psycopg://u:geheim@127.0.0.1:port/x", "storage.url: is no address of a database"),
        ("other://host/name", "storage.url: cannot be used"),
        ("postgresql+psycopg://u:geheim@127.0.0.1:1/x", "the database did not answer"),
        ("sqlite:///digest.toml", "file is not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_named(
    tmp_path: Path, url: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "digest.toml").write_text(f'[storage]\nurl = "{url}"\n', encoding="utf-8")
    for words in (("editions",), ("migrate",), ("prune",), ("send", "daily"), ("doctor",)):
        assert typed(tmp_path, *words) == 1
        said = capsys.readouterr()
        assert says in said.err + (said.out if words == ("doctor",) else "")
        assert "geheim" not in said.err + said.out
    if "is no address" in says:
        assert typed(tmp_path, "backup", str(tmp_path / "copy")) == 1
        assert says in capsys.readouterr().err


def test_what_only_reads_waits_for_no_writer(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(sample / ".digest/digest.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        for words in (("editions",), ("show", "daily"), ("report", "daily"), ("send", "daily", "--dry-run")):
            assert typed(sample, *words) == 0, capsys.readouterr().err


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "room"
    assert cli.main(["init", str(folder), "--sample"]) == 0

    def draft(limit: int | None) -> subprocess.CompletedProcess[str]:
        def no_more() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.run(
            [sys.executable, "-m", "digest", "draft", "daily", "--config", str(folder)],
            preexec_fn=no_more, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    for limit in (4_096, 60_000, 300_000, 700_000):
        done = draft(limit)
        assert done.returncode == 1
        assert re.fullmatch(r"digest: the database did not answer: .*(I/O|full).*\n", done.stderr)
    assert draft(None).returncode == 0


def test_each_command_gives_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "room"
    assert cli.main(["init", str(folder), "--sample", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folder": str(folder)}

    def asked(*words: str, code: int = 0) -> dict[str, object]:
        assert typed(folder, *words, "--json") == code, capsys.readouterr().err
        found = json.loads(capsys.readouterr().out)
        assert isinstance(found, dict)
        return found

    asked("subscribers", "import", str(folder / "subscribers.csv"))
    for words in ("gather", "feeds", "migrate", "editors", "prune"):
        asked(words)
    asked("feeds", "export", str(tmp_path / "feeds.opml"))
    asked("feeds", "import", str(tmp_path / "feeds.opml"))
    added = asked("subscribers", "add", "ann@readers.example", "--list", "readers", "--name", "Ann")
    assert (added["joined"], added["new"]) == (["readers"], True)
    asked("editors")
    for action in ("lists", "testers"):
        asked("subscribers", action)
    for action in ("show", "topics", "unsubscribe", "erase"):
        asked("subscribers", action, "1")
    asked("subscribers", "export", str(tmp_path / "readers.csv"))
    asked("subscribers", "merge", "2", "3")
    name, digest = (draft := asked("draft", "daily"))["edition"]["name"], draft["hash"]  # type: ignore[index]
    asked("check", name)
    for options in ((), ("--why",), ("--html",), ("--text",), ("--mjml",)):
        asked("show", name, *options)
    asked("edit", name, "intro", "Good morning.")
    digest = asked("edit", name, "intro", "")["hash"]
    for words in ("hold", "resume"):
        asked(words, name)
    asked("approve", name, "--by", "Olha", "--hash", str(digest))
    asked("reopen", name)
    asked("approve", name, "--by", "Olha", "--hash", str(asked("show", name)["hash"]))
    asked("stop", name)
    asked("resume", name)
    asked("send", name, "--test", "olha@courier.example")
    asked("send", name, "--dry-run")
    asked("send", name)
    asked("report", name, "--recipients")
    asked("settle", name)
    asked("cancel", str(asked("extra", "daily")["edition"]["name"]))  # type: ignore[index]
    asked("skip", str(asked("extra", "daily")["edition"]["name"]))  # type: ignore[index]
    asked("editions")
    asked("stop")
    asked("resume")
    asked("backup", str(tmp_path / "copy.sqlite3"))
    asked("restore", str(tmp_path / "copy.sqlite3"))
    assert asked("doctor")["findings"]


def test_every_command_stands_in_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parents[2] / "docs/commands.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z-]+", " ".join(re.findall("`([^`]+)`", text))))
    for group in ((), ("subscribers",), ("editors",), ("inspect",)):
        with pytest.raises(SystemExit):
            cli.main([*group, "--help"])
        listed = re.findall(r"^    ([a-z]+)(?: |$)", capsys.readouterr().out, re.M)
        assert len(listed) > 2 and set(listed) - {"list"} <= words
