"""Three feeds in, two mails out: the whole way of a news item in one place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from digest import approval, pipeline
from digest.errors import Blocked, StaleApproval, WrongState
from digest.model import Edition
from digest.settings import Settings, load
from digest.store import editions
from digest.store import edits as edit_store
from digest.store.engine import read, write
from subscribers import store as people

NOW = datetime(2026, 2, 18, 4, 30, tzinfo=UTC)
PEPPER = "a pepper for the tests"

OURS = (
    ("Bridge at Lanivka closed after strike", 3, "", "The bridge at Lanivka was closed to traffic on Tuesday "
     "after a strike damaged two of its spans, the regional governor Ivan Petrenko said. More than 40 trucks "
     "wait on the eastern bank. The claim that ammunition was on the bridge could not be verified."),
    ("Members' letter: how we count", 4, "Members", "Our editors count every report twice before it is "
     "published, and this letter to members says how it is done on a normal day in the newsroom."),
    ("Power returns to Lysa district", 5, "", "Power returned to 12,000 homes in the Lysa district on "
     "Tuesday evening, the grid operator said. Repairs took nine days."),
)  # fmt: skip
WIRE = (
    ("Strike closes Lanivka bridge, governor says", 2, "", "LANIVKA - A strike closed the Lanivka bridge on "
     "Tuesday, damaging two spans, governor Ivan Petrenko said, and stopped more than 40 trucks on the "
     "eastern bank."),
    ("Central bank keeps rate at 14 percent", 6, "", "The central bank kept its key rate at 14 percent on "
     "Tuesday, saying that inflation had slowed to 9.8 percent in January."),
)  # fmt: skip
LATE = (
    ("Museum opens hall of maps", 7, "", "The city museum opened a hall of 300 maps on Tuesday, the oldest "
     "of them drawn in 1648, its director Nadia Hrin said."),
)  # fmt: skip


def rss(items: tuple[tuple[str, int, str, str], ...], host: str) -> str:
    """A feed of (title, hours ago, category, text)."""
    entries = "".join(
        f"<item><title>{title}</title><guid>{host}-{number}</guid><link>https://{host}/{number}</link>"
        f"<category>{category}</category><pubDate>{format_datetime(NOW - timedelta(hours=hours))}</pubDate>"
        f"<description>{text}</description></item>"
        for number, (title, hours, category, text) in enumerate(items)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{entries}</channel></rss>'


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    feeds = {"ours": OURS, "wire": WIRE, "late": LATE}
    for name, items in feeds.items():
        (tmp_path / f"{name}.xml").write_text(rss(items, f"{name}.example"), encoding="utf-8")
    tables = "".join(
        f'[[feeds]]\nname = "{name}"\nurl = "{(tmp_path / f"{name}.xml").as_uri()}"\nlanguage = "en"\n'
        + ('own = true\ntier_when = [{ category = "Members", tier = "members" }]\n' if name == "ours" else "")
        + ('embargo = "12h"\n' if name == "late" else "")
        for name in feeds
    )
    (tmp_path / "digest.toml").write_text(
        f"""
[newsroom]
name = "The Courier"
postal_address = "1 Press Lane"
website = "https://courier.example"
[storage]
url = "{database_url}"
{tables}
[[lists]]
name = "readers"
opt_in = "single"
[[lists]]
name = "members"
tier = "members"
opt_in = "single"
[newsletters.daily]
title = "The Daily"
lists = ["readers", "members"]
from = "The Courier <news@courier.example>"
minimum = 1
timezone = "UTC"
""",
        encoding="utf-8",
    )
    (tmp_path / "secrets.env").write_text(
        f"DIGEST_SECRETS=k1:0123456789abcdef0123456789abcdef\nDIGEST_PEPPER={PEPPER}\n"
    )
    return load(tmp_path, environ={})


@pytest.fixture
def readers(engine: Engine, settings: Settings) -> None:
    with write(engine) as conn:
        people.ensure_lists(conn, [(it.name, it.title, it.tier, it.opt_in) for it in settings.lists])
        for address, name in (("ann@readers.example", "readers"), ("mia@readers.example", "members")):
            people.add(conn, address, pepper=PEPPER, lists=[name], at=NOW, how="test")


def drafted(engine: Engine, settings: Settings, now: datetime = NOW) -> Edition:
    edition, results = pipeline.prepare_edition(engine, settings, "daily", now)
    assert [result.problem for result in results] == [None, None, None]
    return edition


def approved(engine: Engine, settings: Settings) -> Edition:
    edition = drafted(engine, settings)
    assert edition.hash is not None
    return approval.approve(engine, settings, edition, edition.hash, by="Olha", at=NOW)


def outbox(settings: Settings) -> dict[str, Message]:
    mails = [message_from_bytes(file.read_bytes()) for file in settings.private.rglob("*.eml")]
    return {str(mail["To"]): mail for mail in mails}


def body(mail: Message, kind: str) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == kind)
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return " ".join(payload.decode().split())


@pytest.mark.usefixtures("readers")
def test_three_feeds_in_two_mails_out(engine: Engine, settings: Settings) -> None:
    edition = approved(engine, settings)
    balance = pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
    mails = outbox(settings)
    assert (balance.planned, balance.sent) == (2, 2)
    assert set(mails) == {"ann@readers.example", "mia@readers.example"}
    public, members = mails["ann@readers.example"], mails["mia@readers.example"]
    for mail in (public, members):
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for kind in ("text/plain", "text/html"):
            assert "40 trucks" in body(mail, kind)
            assert "could not be verified" in body(mail, kind)
            assert "Museum" not in body(mail, kind)
    assert "how we count" not in body(public, "text/html")
    assert "how we count" not in body(public, "text/plain")
    assert "how we count" in body(members, "text/html")
    with read(engine) as conn:
        assert editions.find(conn, edition.name).state == "sent"


def test_one_event_is_one_story_with_both_sources(engine: Engine, settings: Settings) -> None:
    edition = drafted(engine, settings)
    with read(engine) as conn:
        draft = editions.draft_of(conn, edition)
    assert draft is not None
    bridge = next(item for item in draft.items if "Lanivka" in item.headline)
    assert len(bridge.entry_ids) == 2
    assert bridge.publisher == "ours"
    told = next(story for story in draft.stories if story.id == bridge.story_id)
    assert {source.publisher for source in told.sources} == {"ours", "wire"}
    assert told.score.total == pytest.approx(sum(reason.value for reason in told.score.reasons))
    assert {cut.reason.split(" until")[0] for cut in draft.cut} == {"under embargo"}


def test_the_same_news_and_edits_give_the_same_bytes(engine: Engine, settings: Settings) -> None:
    first = drafted(engine, settings)
    assert drafted(engine, settings).hash == first.hash


def test_an_approval_takes_only_the_hash_that_was_shown(engine: Engine, settings: Settings) -> None:
    shown = drafted(engine, settings)
    assert shown.hash is not None
    pipeline.edit_edition(engine, settings, shown, "subject", by="Ira", at=NOW, value="Another subject")
    with pytest.raises(StaleApproval, match="look again"):
        approval.approve(engine, settings, shown, shown.hash, by="Olha", at=NOW)


@pytest.mark.usefixtures("readers")
def test_nothing_changes_an_approved_edition_but_its_reopening(engine: Engine, settings: Settings) -> None:
    edition = approved(engine, settings)
    with read(engine) as conn:
        before = editions.renderings_of(conn, edition)
    (settings.folder / "wire.xml").write_text(
        rss(
            (*WIRE, ("Late breaking item", 0, "", "Something happened late, officials said.")), "wire.example"
        )
    )
    later = NOW + timedelta(minutes=10)
    again, _ = pipeline.prepare_edition(engine, settings, "daily", later)
    assert (again.state, again.hash) == ("approved", edition.hash)
    with read(engine) as conn:
        assert editions.renderings_of(conn, edition) == before
    with pytest.raises(WrongState):
        pipeline.edit_edition(engine, settings, again, "subject", by="Ira", at=later, value="No")
    reopened = approval.reopen(engine, again, by="Ira", at=later)
    assert reopened.state == "draft"
    with read(engine) as conn:
        assert edit_store.approvals_of(conn, reopened) == ()


@pytest.mark.usefixtures("readers")
def test_what_readers_got_is_not_news_the_next_day(engine: Engine, settings: Settings) -> None:
    edition = approved(engine, settings)
    pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
    tomorrow, _ = pipeline.prepare_edition(engine, settings, "daily", NOW + timedelta(days=1))
    with read(engine) as conn:
        draft = editions.draft_of(conn, tomorrow)
    assert draft is not None
    assert [item.headline for item in draft.items] == ["Museum opens hall of maps"]


def test_an_edition_without_stories_is_blocked(engine: Engine, settings: Settings) -> None:
    for name in ("ours", "wire", "late"):
        (settings.folder / f"{name}.xml").write_text(rss((), f"{name}.example"))
    edition = drafted(engine, settings)
    assert edition.hash is not None
    with pytest.raises(Blocked):
        approval.approve(engine, settings, edition, edition.hash, by="Olha", at=NOW)


@pytest.mark.usefixtures("readers")
def test_an_item_of_our_own_goes_out(engine: Engine, settings: Settings) -> None:
    edition = pipeline.add_own_item(
        engine, settings, drafted(engine, settings), headline="We moved", text="We are at 2 Press Lane now.",
        link=None, section=None, by="Olha", at=NOW,
    )  # fmt: skip
    assert edition.hash is not None
    approval.approve(engine, settings, edition, edition.hash, by="Olha", at=NOW)
    pipeline.send_edition(engine, settings, edition, lambda: datetime.now(UTC))
    assert all("2 Press Lane now" in body(mail, "text/plain") for mail in outbox(settings).values())
