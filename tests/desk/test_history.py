"""Past editions: the bytes that were sent, who approved them, what became of them; and the log."""

from __future__ import annotations

import csv
import email
import email.policy
import hashlib
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk.conftest import TOKEN, Room, served
from desk.visitor import Visitor
from sqlalchemy import Engine, insert, update

from digest import approval, pipeline
from digest.desk.frame import Look, shown
from digest.model import Edition
from digest.store import balance, editions, edits, history, tables
from digest.store.engine import read, write

NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def sent(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A newsroom whose daily was approved by Olena and sent; then its templates changed."""
    import shutil

    for room in served(Path(shutil.copytree(sample, tmp_path_factory.mktemp("sent") / "newsroom"))):
        found = room.edition
        approved = approval.approve(
            room.engine, room.settings, found, found.hash or "", by="Olena", at=clock()
        )
        pipeline.send_edition(room.engine, room.settings, approved, clock)
        room.settings.templates.mkdir(exist_ok=True)
        (room.settings.templates / "theme.toml").write_text('[colours]\naccent = ["#005f5f", "#8fd6d6"]\n')
        yield room


@pytest.fixture
def olena(sent: Room) -> Visitor:
    return Visitor(sent.base).enter(f"/?token={TOKEN}")


def test_the_record_gives_the_bytes_that_were_sent(sent: Room, olena: Visitor) -> None:
    name = sent.edition.name
    page = olena.get(f"/history/{name}").text
    assert "Approved by <b>Olena</b>" in page
    assert f'<code class="whole">{sent.edition.hash}</code>' in page
    assert "What is stored has this hash" in page
    for stored in sent.renderings:
        asked = f"/history/{name}?variant={stored.variant}"
        html, text = (olena.ask("GET", f"{asked}&as={kind}") for kind in ("html", "text"))
        assert (html.body, text.body) == (stored.html.encode(), stored.text.encode())
        assert html.headers["content-disposition"].startswith('attachment; filename="daily-')
        assert html.headers["content-type"] == "application/octet-stream"
        assert all(hashlib.sha256(part).hexdigest() in page for part in (html.body, text.body))
    public = next(one for one in sent.renderings if one.variant == "public")
    frame = re.search(r'<iframe[^>]* src="([^"]+)"', page)
    assert frame is not None
    picture = olena.ask("GET", frame[1].replace("&amp;", "&")).text
    assert picture == shown(public, sent.edition, sent.settings, Look())


def test_the_stored_bytes_are_those_of_the_mails(sent: Room, olena: Visitor) -> None:
    """The mails in the outbox against the files the desk gives, each reader's own values taken out."""
    address = f"/history/{sent.edition.name}?variant=public"
    mails = [message(file) for file in (sent.settings.private / "outbox").rglob("*.eml")]
    assert len(mails) == 30
    for kind, part in (("html", "html"), ("text", "plain")):
        stored = olena.ask("GET", f"{address}&as={kind}").text.rstrip()
        between = re.split(rf"-{sent.edition.tag_prefix}:\w+:[ht]-", stored)
        assert len(between) > 2
        pattern = re.compile(".*?".join(re.escape(piece) for piece in between), re.DOTALL)
        bodies = [mail.get_body((part,)).get_content().replace("\r\n", "\n") for mail in mails]
        assert sum(pattern.fullmatch(body.rstrip()) is not None for body in bodies) == 21


def message(file: Path) -> Any:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def test_the_record_tells_when_the_store_was_changed_past_the_program(sent: Room, olena: Visitor) -> None:
    address = f"/history/{sent.edition.name}"
    public = tables.variants.c.name == "public"
    before = next(one for one in sent.renderings if one.variant == "public").text.encode()
    with write(sent.engine) as conn:
        conn.execute(update(tables.variants).where(public).values(text=b"Something else was sent."))
    assert "What is stored does not have this hash" in olena.get(address).text
    with write(sent.engine) as conn:
        conn.execute(update(tables.variants).where(public).values(text=before))
    assert "What is stored has this hash" in olena.get(address).text


def test_what_became_of_it_is_told(sent: Room, olena: Visitor) -> None:
    page = olena.get(f"/history/{sent.edition.name}").text
    assert '<th scope="row">sent</th><td class="number">30</td>' in page
    assert '<th scope="row">in doubt</th><td class="number">0</td>' in page
    assert '<th scope="row">bounced</th>' in page
    listed = olena.get("/history").text
    assert "<b>30</b> sent" in listed
    assert "approved by Olena" in listed
    assert (sent.edition.hash or "")[:12] in listed


def test_a_draft_has_no_bytes_that_were_sent(room: Room) -> None:
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    assert "Nothing was sent yet" in olena.get("/history").text
    page = olena.get(f"/history/{room.edition.name}").text
    assert "Nobody approved it" in page
    assert "were sent" not in page
    with write(room.engine) as conn:
        empty = made(conn, "daily", 1, "skipped")
    assert "It was sent to nobody" in olena.get(f"/history/{empty.name}").text
    assert olena.ask("GET", f"/history/{empty.name}?as=html").status == 409


def made(conn: object, newsletter: str, number: int, state: str) -> Edition:
    """An edition that is over, without content."""
    due = NOW - timedelta(days=number)
    edition = editions.create(
        conn,  # type: ignore[arg-type]
        newsletter=newsletter,
        local_date=due.date().isoformat(),
        slot="0700",
        due_at=due,
        cutoff_at=None,
        now=due,
    )
    where = tables.editions.c.id == edition.id
    conn.execute(
        update(tables.editions).where(where).values(state=state, approved_by="Olena", approved_at=due)
    )  # type: ignore[attr-defined]
    return edition


def test_a_thousand_editions_are_shown_page_by_page(room: Room) -> None:
    """Also those of a newsletter that is no longer set up."""
    with write(room.engine) as conn:
        for number in range(500):
            made(conn, "daily", number, "skipped" if number % 5 == 0 else "sent")
            made(conn, "evening", number, "sent")
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    begun = datetime.now(UTC)
    page = olena.get("/history").text
    assert datetime.now(UTC) - begun < timedelta(seconds=5)
    assert page.count('<p class="when">') == 25
    assert "1,000 editions" in page
    assert "1 of 40" in page
    names: list[str] = []
    for number in range(1, 41):
        names += re.findall(
            r'class="subject" href="/history/([^"]+)"', olena.get(f"/history?page={number}").text
        )
    assert len(names) == len(set(names)) == 1000
    dates = [name.split("/")[1] for name in names]
    assert dates == sorted(dates, reverse=True)
    assert "100 editions" in olena.get("/history?newsletter=daily&state=skipped").text
    assert "40 of 40" in olena.get("/history?page=99999").text
    assert "1 of 40" in olena.get("/history?page=x&newsletter=&state=nonsense").text
    gone = olena.get("/history?newsletter=evening").text
    assert "500 editions" in gone
    name = re.findall(r'href="/history/(evening/[^"]+)"', gone)[0]
    assert olena.get(f"/history/{name}").status == 200
    assert olena.get(f"/log?edition={name}").status == 200


def test_balances_of_many_are_those_of_each(engine: Engine) -> None:
    """Added up by the database, the bitmaps taken off, in either database."""
    with write(engine) as conn:
        found = [made(conn, "daily", number, "sent") for number in range(3)]
        for edition in found[:2]:
            conn.execute(
                insert(tables.variants).values(
                    edition_id=edition.id,
                    name="public",
                    tier="public",
                    story_ids=[],
                    subject="A subject",
                    preheader="",
                    mjml="",
                    html=b"",
                    text=b"",
                )
            )
            conn.execute(update(tables.editions).where(tables.editions.c.id == edition.id).values(planned=30))
            for number, (state, skipped, refused) in enumerate(
                [
                    ("sent", b"\x03", None),
                    ("sent", None, b"\x01"),
                    ("held", None, None),
                    ("replaced", None, None),
                ]
            ):
                conn.execute(
                    insert(tables.batches).values(
                        edition_id=edition.id,
                        variant_id=edition.id,
                        number=number,
                        state=state,
                        size=10,
                        ids=b"",
                        skipped=skipped,
                        refused=refused,
                    )
                )
    with read(engine) as conn:
        many = balance.of_each(conn, [one.id for one in found])
        rows = history.past(conn, "daily", "sent", limit=10)
        assert history.length(conn) == 3
    first = many[found[0].id]
    assert (first.sent, first.skipped, first.refused, first.held) == (17, 2, 1, 10)
    assert first.balanced
    assert many[found[1].id] == first
    assert many[found[2].id].planned == 0
    assert [row.subject for row in rows] == ["A subject", "A subject", ""]


def test_the_whole_log_is_filtered_paged_and_exported(engine: Engine, room: Room) -> None:
    for where in (engine, room.engine):
        with write(where) as conn:
            for number in range(230):
                at = NOW + timedelta(minutes=number)
                edits.record(conn, at=at, by="Olena" if number % 2 else "Eve", what="sign-in")
            edits.record(conn, at=NOW, by="Ihor", what="editor-add", detail={"editor": "Olena"})
    with read(engine) as conn:
        assert edits.log_length(conn) == 231
        assert edits.log_length(conn, by="Eve") == 115
        assert edits.log_names(conn) == (("Eve", "Ihor", "Olena"), ("editor-add", "sign-in"))
        assert [one.by for one in edits.log_of(conn, limit=2, what="sign-in", skip=1)] == ["Eve", "Olena"]
    olena = Visitor(room.base).enter(f"/?token={TOKEN}")
    page = olena.get("/log").text
    assert "231 lines" in page
    assert "1 of 3" in page
    assert page.count('<span class="act">') == 100
    assert olena.get("/log?page=3").text.count('<span class="act">') == 31
    assert "115 lines" in olena.get("/log?by=Eve&what=sign-in").text
    assert "fits these filters" in olena.get("/log?by=Nobody").text
    lines = list(csv.reader(io.StringIO(olena.get("/log?by=Eve&as=csv").text)))
    assert (len(lines), {line[2] for line in lines[1:]}) == (116, {"Eve"})
    assert len(json.loads(olena.get("/log?what=editor-add&as=json").body)) == 1
    assert "0 lines" in olena.get(f"/log?edition={room.edition.name}").text
