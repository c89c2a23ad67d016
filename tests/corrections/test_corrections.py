"""What was sent and then changed at its source: shown, put right on the web and by mail, each reader once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from servers.http_app import serving
from sqlalchemy import Engine, update
from test_pipeline import NOW, OURS, PEPPER, approved, body, outbox, readers, rss, settings

from digest import approval, correcting, pipeline
from digest.errors import Blocked, EditConflict, EditionError, StaleApproval, WrongState
from digest.model import Draft, Edition, Item
from digest.send import send
from digest.settings import Settings
from digest.store import corrections, editions, freezing, tables
from digest.store import edits as edit_store
from digest.store import given as given_store
from digest.store.corrections import How, SentItem
from digest.store.engine import read, write
from digest.web import make_app
from subscribers import store as people

__all__ = ["readers", "settings"]
LATER = NOW + timedelta(hours=6)
TOMORROW = NOW + timedelta(days=1)
TEXT = "An earlier edition said that more than 40 trucks waited. The governor now says 14."
pytestmark = pytest.mark.usefixtures("readers")


def clock() -> datetime:
    return datetime.now(UTC)


def sent(engine: Engine, settings: Settings) -> Edition:
    """This morning's edition, sent; then its lead's source says 14 trucks where it had said 40."""
    edition = approved(engine, settings)
    pipeline.send_edition(engine, settings, edition, clock)
    changed = tuple(
        (t, h, c, text.replace("More than 40 trucks", "Some 14 trucks")) for t, h, c, text in OURS
    )
    (settings.folder / "ours.xml").write_text(rss(changed, "ours.example"), encoding="utf-8")
    pipeline.prepare_edition(engine, settings, "daily", LATER)
    with read(engine) as conn:
        return editions.find(conn, edition.name)


def items(engine: Engine, edition: Edition) -> tuple[SentItem, ...]:
    with read(engine) as conn:
        return corrections.sent_items(conn, edition)


def bridge(engine: Engine, edition: Edition) -> int:
    [(_, change)] = [(one.item, change) for one in items(engine, edition) for change in one.changes]
    return change.entry_id


def members_item(engine: Engine, edition: Edition) -> Item:
    return next(one.item for one in items(engine, edition) if one.item.tier == "members")


def correct(
    engine: Engine, settings: Settings, edition: Edition, how: How, *, entry: int | None = None, seen: int = 0
) -> Edition:
    about = entry or bridge(engine, edition)
    return correcting.correct(
        engine, settings, edition, entry=about, text=TEXT, how=how, by="Olha", at=LATER, seen=seen
    )


def draft_of(engine: Engine, edition: Edition) -> Draft:
    with read(engine) as conn:
        found = editions.draft_of(conn, edition)
    assert found is not None
    return found


def corrections_in(draft: Draft) -> list[str]:
    return [item.summary.text for item in draft.items if not item.entry_ids]


def approve(engine: Engine, settings: Settings, edition: Edition) -> Edition:
    return approval.approve(engine, settings, edition, edition.hash or "", by="Olha", at=LATER)


def page(engine: Engine, settings: Settings, edition: Edition) -> str:
    with serving(make_app(settings, engine)) as client:
        answer = client.get(f"/e/{edition.name}")
    assert answer.status == 200
    return answer.text


def test_a_change_at_the_source_is_listed_with_what_was_sent_and_what_stands_now(
    engine: Engine, settings: Settings
) -> None:
    edition = sent(engine, settings)
    [change] = [change for one in items(engine, edition) for change in one.changes]
    assert (change.sent_revision, change.revision) == (1, 2)
    assert change.before is not None
    assert "More than 40 trucks" in change.before and "Some 14 trucks" in change.after
    with read(engine) as conn:
        assert corrections.unanswered(conn, edition) == 1
    correct(engine, settings, edition, "web")
    with read(engine) as conn:
        assert corrections.unanswered(conn, edition) == 0


def test_on_the_web_it_stands_above_the_edition_whose_bytes_stay(engine: Engine, settings: Settings) -> None:
    edition = sent(engine, settings)
    with read(engine) as conn:
        before = editions.renderings_of(conn, edition)
    untouched = page(engine, settings, edition)
    assert TEXT not in untouched
    correct(engine, settings, edition, "web")
    shown = page(engine, settings, edition)
    assert shown.index(TEXT) < shown.index("40 trucks wait")
    with read(engine) as conn:
        assert editions.renderings_of(conn, edition) == before
        [found] = corrections.of(conn, edition)
    correcting.withdraw(engine, settings, edition, found.id, by="Olha", at=LATER)
    assert page(engine, settings, edition) == untouched
    with read(engine) as conn:
        assert [line.what for line in edit_store.log_of(conn, edition)][:2] == ["withdraw", "correct"]


def test_words_of_a_members_item_do_not_reach_the_public_page_or_mail(
    engine: Engine, settings: Settings
) -> None:
    edition = sent(engine, settings)
    item = members_item(engine, edition)
    correct(engine, settings, edition, "next", entry=item.lead_id)
    assert TEXT not in page(engine, settings, edition)
    tomorrow, _ = pipeline.prepare_edition(engine, settings, "daily", TOMORROW)
    with read(engine) as conn:
        mails = {one.tier: one.html + one.text for one in editions.renderings_of(conn, tomorrow)}
    assert {tier: "14" in mail and item.headline in mail for tier, mail in mails.items()} == {
        "public": False,
        "members": True,
    }


def test_the_next_edition_tells_it_once(engine: Engine, settings: Settings) -> None:
    edition = sent(engine, settings)
    tomorrow, _ = pipeline.prepare_edition(engine, settings, "daily", TOMORROW)
    assert corrections_in(draft_of(engine, tomorrow)) == []
    correct(engine, settings, edition, "next")
    assert corrections_in(draft_of(engine, tomorrow)) == [TEXT], "an open draft has it at once"
    with read(engine) as conn:
        tomorrow = editions.find(conn, tomorrow.name)
        for one in editions.renderings_of(conn, tomorrow):
            assert TEXT in one.html and "The governor now says 14." in " ".join(one.text.split())
    tomorrow = approve(engine, settings, tomorrow)
    extra, _ = pipeline.prepare_extra(engine, settings, "daily", TOMORROW)
    assert corrections_in(draft_of(engine, extra)) == []
    with read(engine) as conn:
        [found] = corrections.of(conn, edition)
    assert found.carried_by == tomorrow.name
    with pytest.raises(WrongState, match="approved or was sent"):
        correcting.withdraw(engine, settings, edition, found.id, by="Olha", at=LATER)
    approval.decide(engine, tomorrow, "cancelled", by="Olha", at=LATER)
    extra = pipeline.refresh_edition(engine, settings, extra, TOMORROW)
    assert corrections_in(draft_of(engine, extra)) == [TEXT], "what was not sent is not told"


def test_two_drafts_cannot_both_tell_it(engine: Engine, settings: Settings) -> None:
    edition = sent(engine, settings)
    correct(engine, settings, edition, "next")
    later = NOW + timedelta(hours=20)
    texts = (*OURS, ("A dam holds", 0, "", "The dam at Orel held on Tuesday night, its keeper said."))
    (settings.folder / "ours.xml").write_text(rss(texts, "ours.example"), encoding="utf-8")
    first, _ = pipeline.prepare_extra(engine, settings, "daily", later)
    second, _ = pipeline.prepare_extra(engine, settings, "daily", later)
    assert corrections_in(draft_of(engine, first)) == corrections_in(draft_of(engine, second)) == [TEXT]
    approve(engine, settings, first)
    with pytest.raises(StaleApproval):
        approve(engine, settings, second)


def test_a_mail_reaches_those_who_were_sent_the_item_and_are_still_readers(
    engine: Engine, settings: Settings
) -> None:
    with write(engine) as conn:
        for name in ("bea", "cid"):
            people.add(conn, f"{name}@readers.example", pepper=PEPPER, lists=["readers"], at=NOW, how="test")
    edition = sent(engine, settings)
    mail = correct(engine, settings, edition, "mail")
    assert mail.name.endswith("/correction-1") and mail.state == "draft"
    with write(engine) as conn:
        people.add(conn, "new@readers.example", pepper=PEPPER, lists=["readers"], at=NOW, how="test")
        gone = people.add(conn, "cid@readers.example", pepper=PEPPER, lists=["readers"], at=NOW, how="test")
        people.unsubscribe(conn, gone.subscriber_id or 0, None, LATER, "test")
    forget(settings)
    mail = approve(engine, settings, mail)
    counts = pipeline.send_edition(engine, settings, mail, clock)
    assert counts.planned == counts.sent == 3
    mails = outbox(settings)
    assert set(mails) == {"ann@readers.example", "mia@readers.example", "bea@readers.example"}
    for one in mails.values():
        assert str(one["Subject"]).startswith("Correction: Bridge at Lanivka")
        assert TEXT in body(one, "text/plain") and TEXT in body(one, "text/html")
        assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert TEXT in page(engine, settings, edition)


def test_a_mail_about_a_members_item_goes_to_members_alone(engine: Engine, settings: Settings) -> None:
    edition = sent(engine, settings)
    mail = correct(engine, settings, edition, "mail", entry=members_item(engine, edition).lead_id)
    forget(settings)
    pipeline.send_edition(engine, settings, approve(engine, settings, mail), clock)
    assert set(outbox(settings)) == {"mia@readers.example"}
    with serving(make_app(settings, engine)) as client:
        assert client.get(f"/e/{mail.name}").status == 404


def test_nobody_gets_a_correction_twice_however_often_its_sending_dies(
    engine: Engine, settings: Settings
) -> None:
    edition = sent(engine, settings)
    mail = approve(engine, settings, correct(engine, settings, edition, "mail"))
    forget(settings)

    def dies(point: str) -> None:
        if point in deadly:
            deadly.remove(point)
            raise Died(point)

    deadly = ["before-freeze-commit", "after-freeze-commit", "before-log", "before-finish-commit"]
    for _ in range(len(deadly)):
        with pytest.raises(Died):
            send(engine, settings, mail.name, now=clock, point=dies)
    counts = send(engine, settings, mail.name, now=clock, point=dies)
    assert deadly == [] and counts.sent == counts.planned == 2
    got = Counter(
        path.read_text().count(f"To: {name}") for path in files(settings) for name in ("ann@", "mia@")
    )
    assert got[1] == 2 and got[2] == 0 and len(files(settings)) == 2


def files(settings: Settings) -> list[Path]:
    return list(settings.private.rglob("*.eml"))


def forget(settings: Settings) -> None:
    """Empties the outbox of this morning's mails."""
    for file in files(settings):
        file.unlink()


class Died(Exception):
    """In place of a killed process."""


def test_the_mail_does_not_move_the_news_of_the_next_edition(engine: Engine, settings: Settings) -> None:
    edition = sent(engine, settings)
    approve(engine, settings, correct(engine, settings, edition, "mail"))
    with read(engine) as conn:
        assert given_store.last_cut(conn, "daily") == edition.cut_at


def test_what_is_not_to_be_corrected_so_is_refused(engine: Engine, settings: Settings) -> None:
    edition = approved(engine, settings)
    with pytest.raises(WrongState):
        correcting.correct(
            engine, settings, edition, entry=1, text=TEXT, how="web", by="Olha", at=LATER, seen=0
        )
    approval.reopen(engine, edition, by="Olha", at=NOW)
    edition = sent(engine, settings)
    with pytest.raises(EditionError, match="no item"):
        correct(engine, settings, edition, "web", entry=999)
    with pytest.raises(EditionError, match="text"):
        correcting.correct(
            engine, settings, edition, entry=1, text=" ", how="web", by="Olha", at=LATER, seen=0
        )
    correct(engine, settings, edition, "web")
    with pytest.raises(EditConflict, match="Olha wrote a correction"):
        correct(engine, settings, edition, "mail")
    with read(engine) as conn:
        assert not [one for one in editions.listed(conn) if "correction" in one.name]


def test_an_item_that_became_members_only_is_not_mailed_to_the_public(
    engine: Engine, settings: Settings
) -> None:
    edition = sent(engine, settings)
    mail = approve(engine, settings, correct(engine, settings, edition, "mail"))
    entry = bridge(engine, edition)
    with write(engine) as conn:
        conn.execute(update(tables.entries).where(tables.entries.c.id == entry).values(tier="members"))
    with pytest.raises(Blocked):
        pipeline.send_edition(engine, settings, mail, clock)
    with read(engine) as conn:
        assert not freezing.is_frozen(conn, mail)
    assert TEXT not in page(engine, settings, edition)
