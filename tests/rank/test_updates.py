"""What is new since readers got a story, and what is not.

update_pairs.jsonl holds thirty pairs of a report that was sent and a later one, written and labelled by hand
before the rule was set: `news` is a word or number of the sentence that is news, null for a repeat.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rank.newsroom import BRIDGE, CUP, GRAIN, NOW, entry

from digest.model import Sent, Story
from digest.rank import rank
from digest.settings import Newsletter

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "update_pairs.jsonl").read_text("utf-8").splitlines()
]
EDITION = "daily/2026-03-03/0700"
#: Other entries that went out, so that the story is looked for among several.
OTHERS = (("Bridge", BRIDGE), ("Grain", GRAIN), ("Cup", CUP))


def _later(pair: dict[str, Any]) -> Story:
    sent = entry(1, pair["sent_title"], pair["sent_text"], "Post", hours=24, language=pair["language"])
    past = [
        Sent(edition=EDITION, entry=item, sent_at=NOW - timedelta(hours=22))
        for item in (sent, *(entry(50 + n, a, b) for n, (a, b) in enumerate(OTHERS)))
    ]
    later = entry(2, pair["title"], pair["text"], "Radio", hours=2, language=pair["language"])
    return rank([later], Newsletter(name="daily"), NOW, past=past)[0]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['language']}-{pair['title'][:24]}")
def test_updates_are_told_from_repeats(pair: dict[str, Any]) -> None:
    story = _later(pair)
    assert story.update_of == EDITION
    if pair["news"] is None:
        assert story.news is None
    else:
        assert story.news is not None and pair["news"] in story.news
        assert story.news in pair["text"]


def test_a_repeat_loses_more_than_an_update_and_says_where_it_was() -> None:
    update, repeat = _later(PAIRS[0]), _later(PAIRS[1])
    parts = [next(r for r in story.score.reasons if r.name == "novelty") for story in (update, repeat)]
    assert 1.0 > parts[0].value > parts[1].value
    assert parts[0].detail == f"readers got this in {EDITION}, with something new since"
    assert parts[1].detail == f"readers got this in {EDITION}, nothing new in it since"


def test_an_event_that_was_not_sent_is_new() -> None:
    past = [Sent(edition=EDITION, entry=entry(7, "Grain", GRAIN), sent_at=NOW)]
    (story,) = rank([entry(1, "Bridge", BRIDGE)], Newsletter(name="daily"), NOW, past=past)
    novelty = next(reason for reason in story.score.reasons if reason.name == "novelty")
    assert (story.update_of, novelty.value) == (None, 1.0)
