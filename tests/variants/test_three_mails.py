"""Readers who left out different topics: the whole way, from feeds to the mails in the outbox."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime
from pathlib import Path

import pytest
from servers.http_app import serving
from sqlalchemy import Engine

from digest import approval, pipeline
from digest.correcting import correct
from digest.errors import EditionError
from digest.model import Edition
from digest.settings import Settings, load
from digest.store import archive, editions
from digest.store.engine import read, write
from digest.web import make_app
from subscribers import store as people

NOW = datetime(2026, 2, 18, 4, 30, tzinfo=UTC)
PEPPER = "a pepper for the tests"
SECTIONS = ("War", "Business", "Sport")
ITEMS = (
    ("War", "Bridge at Lanivka closed after a strike", "The bridge at Lanivka was closed on Tuesday "
     "after a strike damaged two of its spans, the governor Ivan Petrenko said."),
    ("War", "Power returns to Lysa district", "Power returned to 12,000 homes in Lysa district on Tuesday, "
     "the grid operator said. Repairs took nine days."),
    ("Business", "Central bank keeps its rate at 14 percent", "The central bank kept its rate at 14 percent "
     "on Tuesday, saying that inflation had slowed to 9.8 percent in January."),
    ("Sport", "Dynamo win the cup on penalties", "Dynamo won the cup on penalties on Tuesday after a dull "
     "final before 30,000 people in the capital, the league said."),
    ("Members", "Letter to members: how we count", "Our editors count every report twice, "
     "and this letter to members says how that is done on a normal day."),
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    entries = "".join(
        f"<item><title>{title}</title><guid>g{number}</guid><link>https://ours.example/{number}</link>"
        f"<category>{category}</category><description>{text}</description>"
        f"<pubDate>{format_datetime(NOW - timedelta(hours=number + 1))}</pubDate></item>"
        for number, (category, title, text) in enumerate(ITEMS)
    )
    feed = f'<rss version="2.0"><channel><title>ours</title>{entries}</channel></rss>'
    (tmp_path / "ours.xml").write_text(feed, encoding="utf-8")
    rules = ", ".join(f'{{ name = "{name}", match = ["category:{name}"] }}' for name in SECTIONS)
    (tmp_path / "digest.toml").write_text(
        f"""
[newsroom]
name = "The Courier"
postal_address = "1 Press Lane"
[storage]
url = "{database_url}"
[[feeds]]
name = "ours"
url = "{(tmp_path / "ours.xml").as_uri()}"
own = true
language = "en"
tier_when = [{{ category = "Members", tier = "members" }}]
[[lists]]
name = "readers"
[[lists]]
name = "members"
tier = "members"
[newsletters.daily]
title = "The Daily"
lists = ["readers", "members"]
timezone = "UTC"
minimum = 1
sections = [{rules}]
""",
        encoding="utf-8",
    )
    (tmp_path / "secrets.env").write_text(
        f"DIGEST_SECRETS=k1:0123456789abcdef0123456789abcdef\nDIGEST_PEPPER={PEPPER}\n"
    )
    return load(tmp_path, environ={})


@pytest.fixture
def readers(engine: Engine, settings: Settings) -> dict[str, int]:
    """By name; each on the readers' list, but for mia, who is a member."""
    with write(engine) as conn:
        people.ensure_lists(conn, [(it.name, it.title, it.tier, it.opt_in) for it in settings.lists])
        return {
            name: people.add(
                conn, f"{name}@readers.example", pepper=PEPPER, at=NOW, how="test",
                lists=["members" if name == "mia" else "readers"],
            ).subscriber_id or 0
            for name in ("ann", "bob", "cyd", "dov", "mia")
        }  # fmt: skip


def leave_out(engine: Engine, reader: int, *topics: str, of: str = "readers") -> None:
    with write(engine) as conn:
        people.leave_out(conn, reader, of, topics, NOW, "test")


def drafted(engine: Engine, settings: Settings) -> Edition:
    edition, results = pipeline.prepare_edition(engine, settings, "daily", NOW)
    assert [result.problem for result in results] == [None]
    return edition


def approved(engine: Engine, settings: Settings, edition: Edition) -> Edition:
    assert edition.hash is not None
    return approval.approve(engine, settings, edition, edition.hash, by="Olha", at=NOW)


def variants(engine: Engine, edition: Edition) -> dict[str, tuple[str, ...]]:
    with read(engine) as conn:
        return {one.variant: one.sections for one in editions.renderings_of(conn, edition)}


def mails(settings: Settings) -> dict[str, dict[str, str]]:
    """By reader: subject, text and HTML of her mail."""
    found = {}
    for file in settings.private.rglob("*.eml"):
        mail = message_from_bytes(file.read_bytes())
        parts = {part.get_content_type(): part.get_payload(decode=True) for part in mail.walk()}
        text, html = (" ".join(parts[f"text/{kind}"].decode().split()) for kind in ("plain", "html"))
        found[str(mail["To"]).partition("@")[0]] = {"subject": mail["Subject"], "text": text, "html": html}
    return found


def holds(mail: dict[str, str]) -> set[str]:
    """The categories of the items in a mail; HTML and text must agree, and no item is named elsewhere."""
    inside = {category for category, title, _ in ITEMS if title in mail["html"]}
    assert inside == {category for category, title, _ in ITEMS if title in mail["text"]}
    assert all(category in inside for category, title, _ in ITEMS if title in mail["subject"])
    return inside


def test_three_readers_get_three_mails_and_one_who_changes_her_mind_gets_less(
    engine: Engine, settings: Settings, readers: dict[str, int]
) -> None:
    leave_out(engine, readers["bob"], "War")
    leave_out(engine, readers["cyd"], "Business", "Sport")
    leave_out(engine, readers["mia"], "War", of="members")
    edition = approved(engine, settings, drafted(engine, settings))
    assert variants(engine, edition) == {
        "public": ("War", "Business", "Sport"),
        "members": ("War", "Business", "Sport", "more"),
        "public-1": ("War",),
        "public-2": ("Business", "Sport"),
        "members-1": ("Business", "Sport", "more"),
    }
    leave_out(engine, readers["dov"], "Sport")  # nothing approved is just that: War alone is within it
    balance = pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
    assert (balance.planned, balance.sent) == (5, 5)
    got = mails(settings)
    assert {name: holds(mail) for name, mail in got.items()} == {
        "ann": {"War", "Business", "Sport"},
        "bob": {"Business", "Sport"},
        "cyd": {"War"},
        "dov": {"War"},
        "mia": {"Business", "Sport", "Members"},
    }
    assert got["bob"]["subject"] != got["ann"]["subject"]
    links = {name: set(re.findall(r'"(http[^"]*/[ev]/[^"]*)"', mail["html"])) for name, mail in got.items()}
    assert {link.split("/")[3] for link in links["ann"]} == {"e"}
    assert {link.split("/")[3] for link in links["bob"]} == {"v"}
    with read(engine) as conn:
        (public,) = archive.published(conn, "public", limit=10)
        assert public.rendering.variant == "public"


def test_each_mails_link_to_the_web_shows_that_mail_and_the_archive_the_whole_one(
    engine: Engine, settings: Settings, readers: dict[str, int]
) -> None:
    leave_out(engine, readers["bob"], "War")
    edition = approved(engine, settings, drafted(engine, settings))
    pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
    html = mails(settings)["bob"]["html"]
    (link,) = set(re.findall(r'"http[^"/]*//[^"/]*(/v/[^"]*)"', html))
    with serving(make_app(settings, engine)) as client:
        page, whole = client.get(link).text, client.get(f"/e/{edition.name}").text
        feed = client.get("/e/daily/feed.xml").text
    assert "Bridge at Lanivka" not in page and "Dynamo win the cup" in page
    assert "Bridge at Lanivka" in whole and "Dynamo win the cup" in whole
    assert feed.count("<item>") == 1


def test_a_correction_goes_to_those_who_had_the_item_whatever_they_leave_out_now(
    engine: Engine, settings: Settings, readers: dict[str, int]
) -> None:
    leave_out(engine, readers["bob"], "Sport")
    leave_out(engine, readers["mia"], "Sport", of="members")
    edition = approved(engine, settings, drafted(engine, settings))
    pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
    for file in settings.private.rglob("*.eml"):
        file.unlink()
    leave_out(engine, readers["cyd"], *SECTIONS)
    with read(engine) as conn:
        draft = editions.draft_of(conn, edition)
        edition = editions.find(conn, edition.name)
    item = next(one for one in draft.items if one.section == "Sport")
    mail = correct(
        engine, settings, edition, entry=item.lead_id, text="It was not on penalties.", how="mail",
        by="Ira", at=NOW, seen=0,
    )  # fmt: skip
    assert variants(engine, mail) == {"public": (), "members": ()}
    pipeline.send_edition(engine, settings, approved(engine, settings, mail), lambda: datetime.now(UTC))
    got = mails(settings)
    assert got.keys() == {"ann", "cyd", "dov"}
    assert "It was not on penalties." in got["cyd"]["text"]


def test_what_readers_choose_is_part_of_the_next_draft_and_not_of_an_approved_edition(
    engine: Engine, settings: Settings, readers: dict[str, int]
) -> None:
    first = drafted(engine, settings)
    leave_out(engine, readers["ann"], "Sport")
    second = drafted(engine, settings)
    assert (variants(engine, second).keys(), first.hash == second.hash) == (
        {"public", "members", "public-1"}, False,
    )  # fmt: skip
    assert drafted(engine, settings).hash == second.hash
    edition = approved(engine, settings, second)
    leave_out(engine, readers["bob"], "War")
    assert drafted(engine, settings).hash == edition.hash
    balance = pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
    assert balance.sent == 4
    assert holds(mails(settings)["ann"]) == {"War", "Business"}
    assert "bob" not in mails(settings)


def test_a_subject_that_names_what_a_reader_left_out_is_not_hers(
    engine: Engine, settings: Settings, readers: dict[str, int]
) -> None:
    leave_out(engine, readers["bob"], "Sport")
    edition = drafted(engine, settings)
    for kind in ("subject", "intro"):
        edition = pipeline.edit_edition(
            engine, settings, edition, kind, by="Ira", at=NOW, value="Dynamo win the cup on penalties"
        )
    with read(engine) as conn:
        made = {one.variant: one for one in editions.renderings_of(conn, edition)}
        findings = editions.draft_of(conn, edition).findings
    assert made["public"].subject == "Dynamo win the cup on penalties"
    assert "Dynamo" not in made["public-1"].subject
    assert "Dynamo win the cup on penalties" in made["public-1"].html  # what the editor wrote to all stays
    assert not [one for one in findings if one.place.startswith("public-1")]


def test_an_edition_whose_readers_cannot_be_asked_for_is_not_made(
    engine: Engine, settings: Settings, readers: dict[str, int]
) -> None:
    text = (settings.folder / "digest.toml").read_text()
    (settings.folder / "digest.toml").write_text(
        text.replace('timezone = "UTC"', 'timezone = "UTC"\nsegment = "no such"')
    )
    with pytest.raises(EditionError, match="nobody can say who gets it"):
        drafted(engine, load(settings.folder, environ={}))
