"""When the words of what came in are counted."""

from __future__ import annotations

from pathlib import Path

from core.making import NOW
from sqlalchemy import Engine

from digest.news import desk_feed, feeds_of, learn
from digest.settings import Settings, load
from digest.store import feeds, own, terms
from digest.store.engine import read, write

TOML = """
[newsroom]
name = "The Courier"
postal_address = "1 Press Lane"
website = "https://courier.example"
"""


def _come_in(engine: Engine, settings: Settings, first: int, last: int) -> float:
    """Items of these numbers come in; how many were counted after the look at them."""
    with write(engine) as conn:
        for number in range(first, last + 1):
            title = f"Item {number}"
            own.add_own(conn, desk_feed(settings), headline=title, text="", link=None, by="a", now=NOW)
    learn(engine, settings)
    with read(engine) as conn:
        return terms.documents(conn)


def test_words_are_counted_when_a_tenth_more_came_in(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(TOML, encoding="utf-8")
    settings = load(tmp_path, {"DIGEST_SECRETS": "k1:0123456789abcdef0123456789abcdef", "DIGEST_PEPPER": "p"})
    with write(engine) as conn:
        feeds.ensure(conn, feeds_of(settings))
    assert _come_in(engine, settings, 1, 30) == 30
    assert _come_in(engine, settings, 31, 33) == 30
    assert _come_in(engine, settings, 34, 34) == 34
    with read(engine) as conn:
        assert terms.load(conn).terms["und"]["item"] == 34
