"""What `digest init` leaves in a folder, and which folders it refuses."""

from __future__ import annotations

import csv
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest import settings
from digest.errors import DigestError
from digest.sample import make_plain, make_sample

NOW = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_sample_settings_are_accepted_and_name_files_that_exist(tmp_path: Path) -> None:
    make_sample(tmp_path / "room", NOW)
    loaded = settings.load(tmp_path / "room", {})
    assert [feed.name for feed in loaded.feeds if feed.own] == ["courier"]
    assert len(loaded.feeds) == 6
    for feed in loaded.feeds:
        path = Path(feed.url.removeprefix("file://"))
        assert path.is_file() and path.is_relative_to((tmp_path / "room").resolve())
    assert loaded.sender.kind == "outbox"
    assert loaded.newsroom.postal_address


def test_plain_settings_are_accepted_and_hold_no_feeds(tmp_path: Path) -> None:
    make_plain(tmp_path / "room")
    loaded = settings.load(tmp_path / "room", {})
    assert loaded.feeds == ()
    assert loaded.newsletter("daily").approval == "required"
    assert sorted(contents(tmp_path / "room")) == ["digest.toml", "secrets.env"]


def test_what_the_plain_settings_show_commented_out_is_right_too(tmp_path: Path) -> None:
    make_plain(tmp_path / "room")
    text = (tmp_path / "room" / "digest.toml").read_text(encoding="utf-8")
    shown = re.sub(r"^# (?=\[|[a-z_]+ = |\]$|  \{)", "", text, flags=re.MULTILINE)
    assert shown.count("\n#") < text.count("\n#") - 15
    document = settings.parse(shown)
    assert [feed.name for feed in document.feeds] == ["ours", "agency"]
    assert len(document.newsletters["daily"].sections) == 2
    assert document.sender.smtp.host == "mail.example.org"


@pytest.mark.parametrize("sample", [True, False])
def test_secrets_are_fresh_strong_and_for_the_owner_only(tmp_path: Path, sample: bool) -> None:
    seen = set()
    for name in ("a", "b"):
        folder = tmp_path / name
        make_sample(folder, NOW) if sample else make_plain(folder)
        assert stat.S_IMODE((folder / "secrets.env").stat().st_mode) == 0o600
        loaded = settings.load(folder, {}).secrets
        assert loaded.signing.startswith("k1:") and len(loaded.signing) >= 40 and len(loaded.pepper) >= 40
        seen |= {loaded.signing, loaded.pepper}
    assert len(seen) == 4


def test_the_same_now_gives_the_same_files_but_for_the_secrets(tmp_path: Path) -> None:
    folder = tmp_path / "room"
    make_sample(folder, NOW)
    first = contents(folder)
    folder.rename(tmp_path / "other")
    make_sample(folder, NOW)
    second = contents(folder)
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == {"secrets.env"}


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    for make in (make_plain, lambda folder: make_sample(folder, NOW)):
        with pytest.raises(DigestError, match="is not empty"):
            make(tmp_path)
    assert contents(tmp_path) == {"mine.txt": b"keep"}


def test_a_file_or_an_unwritable_place_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(DigestError, match="is a file"):
        make_plain(file)
    with pytest.raises(DigestError, match="cannot be written"):
        make_plain(file / "below")


def test_a_naive_now_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="aware"):
        make_sample(tmp_path / "room", NOW.replace(tzinfo=None))


def test_readers_are_on_the_lists_that_the_settings_know_with_one_bad_row_and_one_twice(
    tmp_path: Path,
) -> None:
    make_sample(tmp_path / "room", NOW)
    known = {item.name for item in settings.load(tmp_path / "room", {}).lists}
    with open(tmp_path / "room" / "subscribers.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {name for row in rows for name in row["lists"].split(";")} == known == {"readers", "members"}
    addresses = [row["email"].lower() for row in rows]
    assert sum("@" not in address for address in addresses) == 1
    assert len(addresses) - len(set(addresses)) == 1
    assert len(set(addresses)) - 1 == 30
