"""An edition that takes two approvals takes two people, signed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk.conftest import Room
from desk.signing import NOW, decide, enter, set_up, subject

from digest import cli
from digest.errors import SettingsError
from digest.settings import load
from digest.store import editors
from digest.store.engine import write


def test_two_approvals_take_two_people(pair: Room) -> None:
    olena, piotr = enter(pair.base, "Olena"), enter(pair.base, "Piotr")
    assert decide(pair, olena, "approve").status == 303
    assert decide(pair, olena, "approve", by="Piotr").status == 303  # once more, under another's name
    assert decide(pair, enter(pair.base, "olena"), "approve").status == 303  # and from another session
    assert pair.edition.state == "draft"
    assert decide(pair, piotr, "approve").status == 303
    assert pair.edition.state == "approved"
    assert pair.edition.approved_by == "Olena, Piotr"


def test_a_removed_editors_approval_counts_no_more(pair: Room) -> None:
    assert decide(pair, enter(pair.base, "Olena"), "approve").status == 303
    with write(pair.engine) as conn:
        editors.remove(conn, editors.find(conn, "Olena"), NOW)
    assert decide(pair, enter(pair.base, "Piotr"), "approve").status == 303
    assert pair.edition.state == "draft"


def test_an_edit_between_two_approvals_starts_anew(pair: Room) -> None:
    olena, piotr = enter(pair.base, "Olena"), enter(pair.base, "Piotr")
    decide(pair, olena, "approve")
    assert subject(pair, olena, "Changed after the first approval").status == 303
    decide(pair, piotr, "approve")
    assert pair.edition.state == "draft"


def test_a_name_on_the_command_line_is_no_second_editor(
    pair: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(pair, enter(pair.base, "Olena"), "approve")
    hash_ = pair.edition.hash or ""
    at = ["--config", str(pair.settings.folder)]
    assert cli.main(["approve", "daily", "--by", "Piotr", "--hash", hash_, *at]) == 1
    assert "signed in at the desk" in capsys.readouterr().err
    assert pair.edition.state == "draft"


def test_two_approvals_without_sign_in_are_refused_with_the_line(newsroom: Path) -> None:
    set_up(newsroom, approvals=2)
    file = newsroom / "digest.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("sign_in = true", ""), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()
    with pytest.raises(SettingsError, match=rf"line {lines.index('approvals = 2') + 1}: .*sign_in = true"):
        load(newsroom)
