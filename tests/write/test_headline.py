"""Headlines without what is not part of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.headline import clean_headline


@pytest.mark.parametrize(
    ("title", "publisher", "cleaned"),
    [
        ("Bridge reopens - The Courier", "The Courier", "Bridge reopens"),
        (
            "Bridge reopens after nine months | Courier News | courier.com",
            "Courier",
            "Bridge reopens after nine months",
        ),
        ("Bridge reopens after nine months – BBC News", "Anyone", "Bridge reopens after nine months"),
        ("LIVE: Talks resume in Larkton", "Courier", "Talks resume in Larkton"),
        ("WATCH | Talks resume in Larkton (VIDEO)", "Courier", "Talks resume in Larkton"),
        ("BREAKING NEWS: LIVE: Dam bursts", "Courier", "Dam bursts"),
        ("ВІДЕО: Міст відкрили — Світанок", "Світанок", "Міст відкрили"),
        ("Eilmeldung: Damm gebrochen - Rheinblick", "Rheinblick", "Damm gebrochen"),
        ("【视频】大桥重新开放_滨城新闻", "滨城新闻", "大桥重新开放"),
        ("عاجل: إعادة فتح الجسر", "المرفأ", "إعادة فتح الجسر"),
        ("Larkton - a town in waiting", "Courier", "Larkton - a town in waiting"),
        ("Prices rise 3% - more than expected", "Courier", "Prices rise 3% - more than expected"),
        ("Live music returns to the harbour", "Courier", "Live music returns to the harbour"),
        ("The Courier", "The Courier", "The Courier"),
        ("Soccer-Larkton beat Orlec on penalties", "Wire", "Larkton beat Orlec on penalties"),
        ("UPDATE 2-Wheat rises after strike", "Wire", "Wheat rises after strike"),
        ("RPT-WRAPUP 1-Talks end without a deal", "Wire", "Talks end without a deal"),
        ("EXCLUSIVE-Chips went by way of a kitchen", "Wire", "Chips went by way of a kitchen"),
        ("Golf-Marsh wins at the last hole", "Wire", "Marsh wins at the last hole"),
        ("Golf-Staaten fordern Waffenruhe", "Draht", "Golf-Staaten fordern Waffenruhe"),
        ("Soccer-mad town builds a stand", "Wire", "Soccer-mad town builds a stand"),
        ("Post-war plan agreed", "Wire", "Post-war plan agreed"),
    ],
)
def test_publisher_and_labels_go_and_the_headline_stays(title: str, publisher: str, cleaned: str) -> None:
    assert clean_headline(title, publisher) == cleaned


@given(title=st.text(), publisher=st.text(max_size=20))
def test_a_headline_is_never_emptied(title: str, publisher: str) -> None:
    assert bool(clean_headline(title, publisher)) == bool(title.split())
