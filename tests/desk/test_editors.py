"""The editors: kept by command, in either database."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from desk.signing import NOW, PASSWORD, set_up
from sqlalchemy import Engine

from digest import cli
from digest.errors import DigestError
from digest.store import editors
from digest.store.engine import read, write


def test_editors_are_kept_by_command(
    newsroom: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(newsroom)

    def editor(*words: str, typed: str = "", code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert cli.main(["editors", *words, "--config", str(newsroom)]) == code
        said = capsys.readouterr()
        assert PASSWORD not in said.out + said.err
        return said.err if code else said.out

    add = ("add", "Nadia", "--role", "edit", "--password-stdin")
    editor(*add, typed="too short\n", code=1)
    editor(*add, typed=f"{PASSWORD}\n")
    again = ("add", " NADIA", "--role", "approve", "--password-stdin")
    assert "already" in editor(*again, typed=PASSWORD, code=1)
    editor("role", "Nadia", "--role", "approve")
    assert "Nadia: approve" in editor()
    editor("remove", "nadia")
    editor("remove", "nadia", code=1)
    listed = editor("list")
    assert "removed" in listed
    assert "argon2" not in listed
    editor("add", "Nadia", "--role", "view", code=1)  # no terminal


def test_a_session_lasts_until_its_end_or_its_editors_change(engine: Engine) -> None:
    later = NOW + timedelta(hours=1)

    def whose(key: str, at: timedelta = timedelta()) -> str | None:
        with read(engine) as conn:
            found = editors.signed_in(conn, key, NOW + at)
        return found.name if found else None

    def begin(*keys: str) -> None:
        with write(engine) as conn:
            for key in keys:
                editors.begin(conn, editors.find(conn, "Nadia"), key, NOW, later)

    with write(engine) as conn:
        nadia = editors.add(conn, "Nadia", "edit", "hash", NOW)
        editors.begin(conn, editors.add(conn, "Ihor", "view", "hash", NOW), "his", NOW, later)
    begin("here", "there")
    assert whose("here") == whose("there") == "Nadia"
    assert whose("here", timedelta(hours=1)) is None
    with write(engine) as conn:
        editors.end(conn, "here")
    assert (whose("here"), whose("there")) == (None, "Nadia")
    with write(engine) as conn:
        editors.set_password(conn, nadia, "better hash", keep_sessions=True)
    assert whose("there") == "Nadia"
    with write(engine) as conn:
        editors.set_password(conn, nadia, "other hash")
    assert whose("there") is None
    begin("again")
    with write(engine) as conn:
        editors.set_role(conn, nadia, "approve")
    assert whose("again") is None
    begin("last")
    with write(engine) as conn:
        assert editors.approvers(conn) == {"Nadia"}
        editors.remove(conn, nadia, NOW)
        assert editors.approvers(conn) == frozenset()
        assert editors.to_check(conn, "Nadia") is None
    assert (whose("last"), whose("his")) == (None, "Ihor")


def test_a_name_is_taken_once_and_comes_back_after_its_removal(engine: Engine) -> None:
    with write(engine) as conn:
        first = editors.add(conn, "Надія", "edit", "hash", NOW)
    with write(engine) as conn, pytest.raises(DigestError, match="already"):
        editors.add(conn, " НАДІЯ ", "view", "hash", NOW)
    with write(engine) as conn:
        editors.remove(conn, first, NOW)
        back = editors.add(conn, "надія", "view", "hash", NOW)
    assert (back.id, back.name, back.role, back.disabled_at) == (first.id, "надія", "view", None)


@pytest.mark.parametrize("name", ["", "   ", "a,b", "a\nb\x00", "x" * 81])
def test_a_name_is_a_name(sqlite_engine: Engine, name: str) -> None:
    with write(sqlite_engine) as conn, pytest.raises(DigestError):
        editors.add(conn, name, "view", "hash", NOW)
