"""A newsroom with an approved edition and readers, for the tests of sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert

from digest import settings as settings_module
from digest.model import Draft, Edition, Item, Rendering, Section, Sentence, Span, Summary
from digest.settings import Settings
from digest.store import editions, edits, tables
from digest.store import given as given_store
from digest.store.engine import open_engine, write
from subscribers import store as people
from subscribers.address import address_key
from subscribers.model import NewReader

AT = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
NAME = "daily/2026-02-18/0700"
PEPPER = "a pepper that never changes"
SECRETS = {
    "DIGEST_SECRETS": "k1:0123456789abcdef0123456789abcdef",
    "DIGEST_PEPPER": PEPPER,
    "SENDGRID_API_KEY": "SG.key-of-a-test",
    "DIGEST_SMTP_PASSWORD": "password-of-a-test",
}
TOML = """
[newsroom]
name = "The Courier"
website = "https://courier.example"
postal_address = "1 Harbour Street"
[[lists]]
name = "daily"
[[lists]]
name = "inner"
tier = "members"
[newsletters.daily]
title = "The Courier Daily"
lists = ["daily", "inner"]
from = "The Courier <news@courier.example>"
reply_to = "desk@courier.example"
[public]
url = "https://mail.courier.example"
"""
SENDER = '[sender]\nkind = "outbox"\ntimeout = "4s"\nlease = "8s"\nconnections = 2\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    settings: Settings
    engine: Engine
    edition: Edition
    ids: tuple[int, ...]  #: of the readers, in order


def clock() -> datetime:
    return datetime.now(UTC)


def load(folder: Path, sender: str = SENDER, environ: Mapping[str, str] | None = None) -> Settings:
    (folder / "digest.toml").write_text(TOML + sender, encoding="utf-8")
    return settings_module.load(folder, SECRETS if environ is None else environ)


def make(
    folder: Path,
    *,
    readers: int = 25,
    members: int = 0,
    sender: str = SENDER,
    url: str | None = None,
    html: str | None = None,
    subject: str = "Harbour reopens, for -P:name:t-",
) -> Newsroom:
    """A fresh newsroom: `readers` public readers, then `members` ones; one approved edition."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = load(folder, sender)
    engine = open_engine(url or settings.storage_url)
    tables.metadata.create_all(engine)
    people.metadata.create_all(engine)
    ids = add_readers(engine, readers, members)
    edition = approve(engine, members=members > 0, html=html, subject=subject)
    return Newsroom(settings=settings, engine=engine, edition=edition, ids=ids)


def address(number: int) -> str:
    return f"reader{number}@readers.example"


def add_readers(engine: Engine, readers: int, members: int = 0) -> tuple[int, ...]:
    ids: list[int] = []
    with write(engine) as conn:
        people.ensure_lists(
            conn, [("daily", "Daily", "public", "single"), ("inner", "Inner", "members", "single")]
        )
        people.check_pepper(conn, PEPPER)
    numbers = range(readers + members)
    for start in range(0, len(numbers), 5000):
        new = [
            NewReader(
                address=address(number),
                key=address_key(PEPPER, address(number)),
                name=f"Reader {number}",
                lists=("inner",) if number >= readers else ("daily",),
            )
            for number in numbers[start : start + 5000]
        ]
        with write(engine) as conn:
            ids += [added.subscriber_id or 0 for added in people.take_in(conn, new, AT, "test")]
    return tuple(ids)


def item(story: int, tier: str = "public", embargo: datetime | None = None) -> Item:
    sentence = Sentence(text="The harbour reopened.", span=Span(entry_id=story, start=0, end=21))
    return Item(
        story_id=f"s{story}",
        entry_ids=(story,),
        lead_id=story,
        headline=f"Story {story}",
        link="https://courier.example/a",
        publisher="The Courier",
        own=True,
        language="en",
        summary=Summary(sentences=(sentence,)),
        when=AT,
        section="News",
        tier=tier,
        embargo_until=embargo,
    )


def rendering(prefix: str, tier: str, stories: tuple[str, ...], html: str | None, subject: str) -> Rendering:
    body = html or (
        "<html><body><p>Hello -P:name:h-</p><p>Łódź — “could not verify”</p>\n"
        '<a href="-P:web:h-">web</a>\n<a href="-P:preferences:h-">choose</a>\n'
        '<a href="-P:unsubscribe:h-">stop</a>'
        f"<!-- {tier} --></body></html>\n"
    )
    text = f"Hello -P:name:t-\n\nŁódź {tier}\n\nStop: -P:unsubscribe:t-\n.leading dot\nFrom here\n"
    return Rendering(
        variant=tier,
        tier=tier,
        story_ids=stories,
        sections=("News",),
        subject=subject.replace("-P:", f"-{prefix}:"),
        preheader="",
        html=body.replace("-P:", f"-{prefix}:"),
        text=text.replace("-P:", f"-{prefix}:"),
    )


def approve(
    engine: Engine,
    *,
    name: str = NAME,
    members: bool = False,
    html: str | None = None,
    subject: str = "Harbour reopens",
) -> Edition:
    """Stores and approves an edition with a public item, and a members' one where there are members."""
    with write(engine) as conn:
        entries = [add_entry(conn, "public"), *([add_entry(conn, "members")] if members else [])]
        newsletter, date, slot = name.split("/")
        edition = editions.create(
            conn, newsletter=newsletter, local_date=date, slot=slot, due_at=AT, cutoff_at=None, now=AT
        )  # fmt: skip
        items = tuple(item(entry, tier) for entry, tier in zip(entries, ("public", "members"), strict=False))
        stories = tuple(one.story_id for one in items)
        renderings = [rendering(edition.tag_prefix, "public", stories[:1], html, subject)]
        if members:
            renderings.append(rendering(edition.tag_prefix, "members", stories, html, subject))
        draft = Draft(
            edition=name, newsletter=newsletter, title="Daily", language="en", now=AT,
            window_start=AT - timedelta(days=1), subject=subject, preheader="",
            sections=(Section(name="News", items=items),),
        )  # fmt: skip
        envelope = {
            "sender": "The Courier <news@courier.example>",
            "reply_to": "desk@courier.example",
            "list_id": "The Courier Daily <daily.courier.example>",
            "lists": ["daily", "inner"],
            "tiers": ["public", "members"],
            "segment": None,
        }
        digest = editions.save_content(conn, edition, draft, renderings, envelope)
        edits.add_approval(conn, edition, digest, by="ana", at=AT)
        given_store.give(conn, edition, draft, renderings)
        editions.move(conn, edition, "approved", since=["draft"], approved_at=AT, cut_at=AT)
        return editions.find(conn, name)


def add_entry(conn, tier: str, embargo: datetime | None = None) -> int:
    known = conn.execute(tables.feeds.select()).first()
    feed_id = known.id if known else conn.execute(
        insert(tables.feeds).values(name="courier", url="https://courier.example/rss")
    ).inserted_primary_key[0]  # fmt: skip
    number = len(conn.execute(tables.entries.select()).all())
    return conn.execute(
        insert(tables.entries).values(
            feed_id=feed_id, key=f"k{number}", title="Story", authors=[], categories=[], summary="", html="",
            text="The harbour reopened.", text_from="feed", first_seen=AT, last_seen=AT, tier=tier,
            embargo_until=embargo, problems=[],
        )
    ).inserted_primary_key[0]  # fmt: skip


def outbox_files(newsroom: Newsroom) -> list[Path]:
    return sorted((newsroom.settings.private / "outbox").rglob("*.eml"))
