"""What the guard sees in a rewritten summary, and what it lets pass."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.write.guard import check

SOURCE = (
    "More than 3,000 soldiers were reportedly wounded near Rudnia in December, the "
    "intelligence agency HUR said. "
    "“We will hold the town,” Colonel Marin told reporters. The army did not say how many men it had lost. "
    "Larkton lies 40 kilometres from the border."
)


def found(summary: str, source: str = SOURCE, language: str = "en") -> set[str]:
    return {finding.check.removeprefix("guard.") for finding in check(summary, source, language)}


@pytest.mark.parametrize(
    ("summary", "rule"),
    [
        ("Larkton lies 60 kilometres from the border.", "number"),
        ("Larkton lies forty-one kilometres from the border.", "number"),
        ("Colonel Savchuk told reporters that Larkton lies 40 kilometres from the border.", "name"),
        ("“We will leave the town at once,” Colonel Marin told reporters.", "quote"),
        ("The army did say how many men it had lost.", "negation"),
        ("More than 3,000 soldiers were reportedly wounded near Rudnia in December.", "attribution"),
        ("More than 3,000 soldiers were wounded near Rudnia in December, the agency HUR said.", "hedge"),
        ("3,000 soldiers were reportedly wounded near Rudnia in December, the agency HUR said.", "bound"),
    ],
)
def test_each_rule_sees_its_fault(summary: str, rule: str) -> None:
    assert rule in found(summary)


def test_verbatim_sentences_pass() -> None:
    assert found(SOURCE) == set()


def test_a_wrong_relation_between_true_things_is_not_seen() -> None:
    assert found("Colonel Marin told reporters Larkton lies 40 kilometres from Rudnia in December.") == set()


def test_a_dropped_caveat_is_seen() -> None:
    source = SOURCE + " The Courier could not verify these claims."
    assert found("Larkton lies 40 kilometres from the border.", source) == {"caveat"}


def test_attribution_and_hedge_are_seen_in_ukrainian() -> None:
    source = "Понад 300 солдатів, ймовірно, поранено біля Рудні, повідомили в розвідці."
    assert {"attribution", "hedge", "bound"} <= found("300 солдатів поранено біля Рудні.", source, "uk")


@settings(max_examples=150, deadline=None)
@given(summary=st.text(), source=st.text())
def test_any_two_texts_can_be_compared(summary: str, source: str) -> None:
    assert all(finding.level == "warn" for finding in check(summary, source))
