"""What holds beyond one edition or one moment: blocks, embargoes, edits on their way into a draft, tiers that
grew narrower after an approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from test_pipeline import NOW, approved, drafted, outbox, readers, settings

from digest import approval, pipeline
from digest.errors import Blocked, EditionError, StaleApproval
from digest.model import Edition
from digest.news import items_since
from digest.settings import Retention, Settings
from digest.store import editions, given, retention
from digest.store import edits as edit_store
from digest.store.engine import read, write

__all__ = ["readers", "settings"]
TOMORROW = NOW + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("readers")


def clock() -> datetime:
    return datetime.now(UTC)


def headlines(engine: Engine, edition: Edition) -> set[str]:
    with read(engine) as conn:
        draft = editions.draft_of(conn, edition)
    assert draft is not None
    return {item.headline for item in draft.items}


def block(engine: Engine, settings: Settings, edition: Edition, value: str) -> Edition:
    return pipeline.edit_edition(engine, settings, edition, "block", by="Olha", at=NOW, value=value)


def test_a_block_holds_after_its_edition_is_gone_until_a_later_one_undoes_it(
    engine: Engine, settings: Settings
) -> None:
    first = block(engine, settings, drafted(engine, settings), "publisher: wire")
    approval.decide(engine, first, "skipped", by="Olha", at=NOW)
    table = Retention(editions=timedelta(hours=1), articles=timedelta(days=900))
    with write(engine) as conn:
        retention.prune(conn, table, TOMORROW, dry_run=False)
    second = drafted(engine, settings, TOMORROW)
    assert second.name != first.name
    assert not any("Central bank" in one for one in headlines(engine, second))
    with write(engine) as conn:
        [standing] = edit_store.edits_of(conn, second)
        edit_store.undo_edit(conn, second, standing.id, by="Ivan", at=TOMORROW)
    second = pipeline.refresh_edition(engine, settings, second, TOMORROW)
    assert any("Central bank" in one for one in headlines(engine, second))
    with write(engine) as conn:
        retention.prune(conn, table, TOMORROW, dry_run=False)
        assert first.name not in {one.name for one in editions.listed(conn)}


def test_an_embargo_longer_than_the_window_keeps_nothing_out_for_good(
    engine: Engine, settings: Settings
) -> None:
    """`late` is under embargo for 12 hours, its item 7 hours old, and the window is shorter than both."""
    letter = replace(settings.newsletter("daily"), window_max=timedelta(hours=6))
    short = replace(settings, newsletters={"daily": letter})
    assert "Museum opens hall of maps" not in headlines(engine, drafted(engine, short))
    after = NOW + timedelta(hours=5, minutes=1)
    edition = drafted(engine, short, after)
    assert headlines(engine, edition) == {"Museum opens hall of maps"}
    assert items_since(engine, short, NOW, after) == 1


def test_an_edit_that_is_not_in_the_draft_yet_lets_nobody_approve(engine: Engine, settings: Settings) -> None:
    """The process that took the edit died, or is still at it, and another editor approves what she saw."""
    edition = drafted(engine, settings)
    with write(engine) as conn:
        edit_store.add_edit(conn, edition, "intro", by="Ivan", at=NOW, value="Good morning.")
    with pytest.raises(StaleApproval, match="an edit of it"):
        approval.approve(engine, settings, edition, edition.hash or "", by="Olha", at=NOW)
    edition = pipeline.refresh_edition(engine, settings, edition, NOW)
    assert (
        approval.approve(engine, settings, edition, edition.hash or "", by="Olha", at=NOW).state == "approved"
    )


def test_a_feed_that_became_members_only_after_the_approval_stops_the_freeze(
    engine: Engine, settings: Settings
) -> None:
    edition = approved(engine, settings)
    feeds = tuple(replace(feed, tier="members") for feed in settings.feeds)
    with pytest.raises(Blocked, match="may not go to public readers"):
        pipeline.send_edition(engine, replace(settings, feeds=feeds), edition, clock)
    assert outbox(settings) == {}


def test_one_block_is_about_one_newsletter_and_can_be_undone_once(engine: Engine, settings: Settings) -> None:
    edition = block(engine, settings, drafted(engine, settings), "feed: wire")
    with write(engine) as conn:
        [standing] = edit_store.edits_of(conn, edition)
        edit_store.undo_edit(conn, edition, standing.id, by="Ivan", at=NOW)
    with pytest.raises(EditionError), write(engine) as conn:
        edit_store.undo_edit(conn, edition, standing.id, by="Ivan", at=NOW)
    with write(engine) as conn:
        assert [one.what for one in edit_store.log_of(conn, edition)][:2] == ["undo", "block"]
        assert given.given_ids(conn, "daily") == frozenset()


@pytest.mark.parametrize("first", ["merge", "words"])
def test_what_was_written_about_a_members_item_stays_with_members(
    engine: Engine, settings: Settings, first: str
) -> None:
    """Its words, and then a merge with a public story, or the other way round."""
    edition = drafted(engine, settings)
    with read(engine) as conn:
        draft = editions.draft_of(conn, edition)
    assert draft is not None
    items = {item.headline: item.lead_id for item in draft.items}
    members, bridge = items["Members' letter: how we count"], items["Bridge at Lanivka closed after strike"]
    words = [("headline", "Secret one"), ("summary", "Secret two."), ("note", "Secret three"), ("pin", None)]
    merge = [("merge", None)]
    for kind, value in merge + words if first == "merge" else words + merge:
        other = bridge if kind == "merge" else None
        edition = pipeline.edit_edition(
            engine, settings, edition, kind, by="Olha", at=NOW, entry=members, other=other, value=value
        )
    with read(engine) as conn:
        for one in editions.renderings_of(conn, edition):
            whole = f"{one.subject} {one.preheader} {one.html} {one.text}"
            assert ("Secret" in whole or "Our editors count" in whole) <= (one.tier == "members"), one.tier
