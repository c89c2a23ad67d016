"""Topics by command: seen, set, counted; and editions that were approved before there were any."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from core.test_cli import Newsroom
from sqlalchemy import text

from digest import cli
from digest.store.engine import open_engine, read, write
from digest.store.migrate import migrate

WORK = "Economy and energy"  #: a section of the sample newsroom


@pytest.fixture
def room(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Newsroom:
    folder = tmp_path / "room"
    assert cli.main(["init", str(folder), "--sample"]) == 0
    room = Newsroom(folder, capsys)
    capsys.readouterr()
    room.type("subscribers", "import", str(folder / "subscribers.csv"))
    return room


def test_topics_are_set_shown_exported_and_counted(room: Newsroom, tmp_path: Path) -> None:
    assert "every topic" in room.type("subscribers", "topics", "1")
    said = room.type("subscribers", "topics", "1", "--without", "The war", "--without", WORK)
    assert f"without {WORK}, The war" in said
    assert f"without {WORK}, The war" in room.type("subscribers", "show", "1")
    found = room.json("subscribers", "topics", "1")
    assert next(iter(found["without"].values())) == [WORK, "The war"]
    room.type("subscribers", "export", str(tmp_path / "out.csv"))
    assert f":{WORK};" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    shown = room.json("draft", "daily")
    by_name = {one["name"]: one for one in shown["variants"]}
    assert by_name["public-1"]["readers"] == 1
    assert {"The war", WORK}.isdisjoint(by_name["public-1"]["sections"])
    assert sum(one["readers"] for one in shown["variants"]) == 30
    assert "for 1 reader" in room.type("show", "daily")
    room.type("subscribers", "topics", "1", "--all")
    assert "public-1" not in room.type("draft", "daily")


def test_a_topic_that_no_newsletter_has_is_refused(room: Newsroom) -> None:
    said = room.type("subscribers", "topics", "1", "--without", "The wars", code=1)
    assert "no newsletter has a section 'The wars' (did you mean 'The war'?)" in said


def test_who_left_everything_out_is_counted_in_every_count(room: Newsroom) -> None:
    file, last = room.folder / "digest.toml", 'match = ["language:ar"], limit = 1 },'
    file.write_text(file.read_text().replace(last, f'{last}\n  {{ name = "The rest" }},'))
    shown = room.json("draft", "daily")
    sections = shown["variants"][0]["sections"]
    room.type("subscribers", "topics", "1", *(word for name in sections for word in ("--without", name)))
    assert "no mail: 1 reader left out every section of it" in room.type("draft", "daily")
    name = shown["edition"]["name"]
    room.type("approve", name, "--by", "Olha", "--hash", str(room.json("show", name)["hash"]))
    assert "29 readers would get it" in room.type("send", name, "--dry-run")
    assert "1 reader left out every section of it" in room.type("send", name, "--dry-run")
    assert "29 planned = 29 sent" in room.type("send", name)
    assert "29 planned = 29 sent; 1 reader left out every section of it" in room.type("report", name)


def test_a_sections_name_is_one_that_can_be_a_topic(room: Newsroom) -> None:
    file = room.folder / "digest.toml"
    file.write_text(file.read_text().replace('name = "The war"', 'name = "The war; Front"', 1))
    assert "without a semicolon" in room.type("editions", code=1)


def test_editions_of_before_topics_are_told_what_they_hold(database_url: str) -> None:
    from alembic import command

    from digest.store import migrate as migrations

    engine = open_engine(database_url)
    folder = Path(migrations.__file__).parent / "migrations"
    items = [{"story_id": "s1", "entry_ids": [1]}, {"story_id": "s2", "entry_ids": [2]}]
    draft = {
        "sections": [
            {"name": "War", "items": items[:1]},
            {"name": "Sport", "items": items[1:]},
            {"name": "Corrections", "items": [{"story_id": "c1", "entry_ids": []}]},
        ]
    }
    with write(engine) as conn:
        config = migrations._config(folder)
        config.attributes["connection"] = conn
        command.upgrade(config, "0004")
        conn.execute(
            text(
                "INSERT INTO editions (id, name, newsletter, local_date, slot, state, due_at, created_at, "
                "tag_prefix, draft) VALUES (1, 'daily/1/1', 'daily', '1', '1', 'approved', :at, :at, "
                "'d', :draft)"
            ),
            {"at": "2026-02-18 05:00:00", "draft": json.dumps(draft)},
        )
        for number, (name, stories) in enumerate((("public", ["s2", "c1"]), ("members", ["s1", "s2"])), 1):
            conn.execute(
                text(
                    "INSERT INTO variants (id, edition_id, name, tier, story_ids, subject, preheader, mjml, "
                    "html, text) VALUES (:id, 1, :name, :name, :stories, '', '', '', :empty, :empty)"
                ),
                {"id": number, "name": name, "stories": json.dumps(stories), "empty": b""},
            )
    migrate(engine)
    with read(engine) as conn:
        rows = conn.execute(text("SELECT name, CAST(sections AS TEXT) FROM variants ORDER BY id")).all()
    engine.dispose()
    assert [(name, json.loads(held)) for name, held in rows] == [
        ("public", ["Sport"]),
        ("members", ["War", "Sport"]),
    ]
