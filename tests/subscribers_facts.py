"""The small facts that the tests of the readers' side share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

PEPPER = "pepper for the tests only"
SECRETS = "k2:the second secret of the tests,k1:the first secret of the tests"
TIERS = ("public", "members", "paid")
LISTS = (
    ("daily", "The Daily", "public", "double"),
    ("weekly", "The Weekly", "public", "single"),
    ("members", "Members", "members", "single"),
)
NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)
