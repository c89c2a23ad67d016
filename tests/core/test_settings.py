"""digest.toml: every fault is named with its line; secrets never stand in it or in a repr."""

import re
from dataclasses import fields
from datetime import time, timedelta
from pathlib import Path

import pytest

from digest.document import (
    Alerts,
    Desk,
    FeedTable,
    Gather,
    ListTable,
    Newsletter,
    Newsroom,
    Public,
    SenderTable,
    SendGridTable,
    SmtpTable,
    Storage,
)
from digest.errors import SettingsError
from digest.settings import load, parse

GOOD = """
[newsroom]
name = "The Courier"
timezone = "Europe/Kyiv"

[[feeds]]
name = "ours"
url = "https://example.org/feed"
own = true
every = "30m"
tier_when = [{ category = "Members", tier = "members" }]

[[lists]]
name = "readers"

[newsletters.daily]
lists = ["readers"]
from = "The Courier <news@example.org>"
schedule = ["18:00", "07:00"]
window = "24h"
sections = [{ name = "War", match = ["category:War"], limit = 4 }]
"""


def test_a_whole_document_becomes_settings(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(GOOD, encoding="utf-8")
    settings = load(tmp_path, environ={})
    letter = settings.newsletter("daily")
    assert settings.feeds[0].publisher == "ours"
    assert settings.feeds[0].every == timedelta(minutes=30)
    assert settings.feeds[0].tier_when == (("Members", "members"),)
    assert letter.slots == (time(7), time(18))
    assert letter.window == timedelta(hours=24)
    assert settings.sender_address(letter) == "The Courier <news@example.org>"
    assert settings.storage_url == f"sqlite:///{tmp_path.resolve()}/.digest/digest.sqlite3"


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        ("own = true\nweigth = 2", 10, "did you mean 'weight'"),
        ('own = "yes"', 9, "feeds.0.own"),
        ('own = true\nevery = "often"', 10, "a duration is written like"),
        ('own = true\ntier = "gold"', 10, "a tier is one of"),
    ],
)
def test_a_fault_in_a_feed_is_named_with_its_line(wrong: str, line: int, says: str) -> None:
    lines = GOOD.splitlines()
    place = lines.index("own = true")
    document = "\n".join([*lines[:place], wrong, *lines[place + 1 :]])
    document = document.replace('every = "30m"\n', "") if "every =" in wrong else document
    with pytest.raises(SettingsError, match=says) as caught:
        parse(document)
    assert f"line {line}:" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "The Courier"', 'nmae = "The Courier"', "unknown key newsroom.nmae .did you mean 'name'"),
        ('"Europe/Kyiv"', '"Europe/Kiew"', "is no time zone"),
        ('lists = ["readers"]', 'lists = ["reader"]', "no list 'reader' .did you mean 'readers'"),
        ('"18:00"', '"25:00"', "a time of day is written like"),
        ("<news@example.org>", "<news>", "an address is written like"),
        ("limit = 4", "limt = 4", "did you mean 'limit'"),
        ("[newsroom]", "[newsroom", "line 2"),
    ],
)
def test_a_fault_anywhere_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = tmp_path / "digest.toml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsError, match=says) as caught:
        load(file, environ={})
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('[retention]\narticles = "99999999999d"', "line 25: retention.articles: a duration is at most"),
        ('[retention]\narticles = "9999999d"', "line 25: retention.articles: a duration is at most"),
        ('[sender]\ntimeout = "0s"', r"line 25: sender.timeout: a duration of nothing"),
        ("[gather]\nconcurrency = 99999999999999999999", "line 25: .*larger than any setting takes"),
        ('[newsletters."a/b"]', "newsletters.a/b: .*letters, digits"),
        ('[newsletters.""]', "newsletters.: .*letters, digits"),
        ('[newsletters."a\\nb"]', "letters, digits"),
        ('[[lists]]\nname = ""', r"line 25: lists.1.name: a list's name is one line"),
        ('[[lists]]\nname = "a\\nb"', r"line 25: lists.1.name: a list's name is one line"),
        ('[[lists]]\nname = "a;b"', r"line 25: lists.1.name: a list's name is one line"),
        ('[[feeds]]\nname = "desk"\nurl = "https://x.example"', r"line 25: feeds.1.name: .*the editors' own"),
        ('[[feeds]]\nname = ""\nurl = "https://x.example"', r"line 25: feeds.1.name: "),
    ],
)
def test_what_could_not_be_worked_with_is_refused(more: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        parse(GOOD.rstrip() + "\n\n\n" + more + "\n")


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        parse(GOOD.replace("own = true", "onw = true").replace("limit = 4", 'limit = "4"'))
    assert "onw" in str(caught.value)
    assert "limit" in str(caught.value)


def test_the_same_feed_name_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(
        GOOD + '\n[[feeds]]\nname = "ours"\nurl = "https://example.org/2"\n', encoding="utf-8"
    )
    with pytest.raises(SettingsError, match="'ours' stands twice"):
        load(tmp_path, environ={})


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="digest init"):
        load(tmp_path, environ={})


def test_secrets_come_from_their_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secrets.env").write_text(
        "# keys\nDIGEST_PEPPER=salt\nSENDGRID_API_KEY='file'\n", encoding="utf-8"
    )
    settings = load(tmp_path, environ={"SENDGRID_API_KEY": "environment"})
    assert settings.require_secret("pepper") == "salt"
    assert settings.require_secret("sendgrid_api_key") == "environment"
    assert "salt" not in repr(settings)
    assert "environment" not in repr(settings)
    with pytest.raises(SettingsError, match="DIGEST_SMTP_PASSWORD is missing"):
        settings.require_secret("smtp_password")


def test_an_unknown_secret_is_an_error_without_its_value(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secrets.env").write_text("DIGEST_PEPER=hidden\n", encoding="utf-8")
    with pytest.raises(
        SettingsError, match=r"line 1: unknown name 'DIGEST_PEPER' .did you mean 'DIGEST_PEPPER'"
    ) as caught:
        load(tmp_path, environ={})
    assert "hidden" not in str(caught.value)


def test_a_lease_must_outlast_a_request(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(GOOD + '\n[sender]\ntimeout = "5m"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sender\.timeout must be shorter than sender.lease"):
        load(tmp_path, environ={})


def test_secrets_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secrets.env").write_bytes(b"DIGEST_PEPPER=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"secrets\.env: cannot be read"):
        load(tmp_path, environ={})


def test_every_key_stands_in_the_documentation() -> None:
    """Each table's keys, under its own heading or with its own name."""
    text = (Path(__file__).parents[2] / "docs/configuration.md").read_text(encoding="utf-8")
    parts = {part.partition("\n")[0]: part for part in text.split("\n## ")}
    for heading, table in {
        "`[newsroom]`": Newsroom, "`[storage]`": Storage, "`[gather]`": Gather, "`[[feeds]]`": FeedTable,
        "`[[lists]]`": ListTable, "`[newsletters.NAME]`": Newsletter, "`[sender]`": SenderTable,
        "`[sender.sendgrid]`": SendGridTable, "`[sender.smtp]`": SmtpTable, "`[public]`": Public,
        "`[desk]`": Desk, "`[alerts]`, `[retention]`, `[llm]`": Alerts,
    }.items():  # fmt: skip
        named = set(re.findall(r"`([a-z_.]+)`", parts[heading])) | {"name", "sendgrid", "smtp"}
        keys = {"from" if field.name == "from_" else field.name for field in fields(table)}
        assert {key for key in keys if key not in named and f"alerts.{key}" not in named} == set(), heading
