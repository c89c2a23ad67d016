"""What a mail points to: each fault of a link or picture is told, and what is in order is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from render import drafts

from digest.model import LinkLook
from digest.render import check, render
from digest.render.reach import addresses

LINK = "https://harbour.example/2026/02/18/port-power"
PICTURE = "https://harbour.example/pictures/1.jpg"


def look(url: str, **values: object) -> LinkLook:
    fields: dict[str, object] = {"status": 200, "leads_to": url}
    if url == PICTURE:
        fields |= {"picture": "jpeg", "size": 120_000, "width": 1600, "height": 1000}
    return LinkLook(url=url, looked_at=drafts.NOW, **(fields | values))  # type: ignore[arg-type]


def told(folder: Path, *looks: LinkLook) -> list[tuple[str, str]]:
    settings, newsletter = drafts.settings(folder)
    draft = drafts.english()
    made = render(draft, settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)
    found = check(made, draft, settings, newsletter, {one.url: one for one in looks})
    return [(one.check, one.level) for one in found]


FAULTS = [
    (LINK, {"status": 404}, "link-dead", "warn"),
    (LINK, {"status": 500}, "link-dead", "warn"),
    (LINK, {"status": 0, "problem": "no whole answer within 30 s"}, "link-dead", "warn"),
    (LINK, {"status": 403}, "link-shut", "note"),
    (LINK, {"status": 429}, "link-shut", "note"),
    (LINK, {"leads_to": "https://harbour.example/archive/port-power"}, "link-moved", "note"),
    (LINK, {"leads_to": "https://harbour.example/"}, "link-moved", "warn"),
    (PICTURE, {"status": 404}, "picture-broken", "warn"),
    (PICTURE, {"picture": ""}, "picture-broken", "warn"),
    (PICTURE, {"picture": "svg"}, "picture-broken", "warn"),
    (PICTURE, {"size": 400_000}, "picture-large", "note"),
    (PICTURE, {"size": 1_400_000}, "picture-large", "warn"),
]


@pytest.mark.parametrize(("url", "values", "name", "level"), FAULTS)
def test_a_fault_is_told(tmp_path: Path, url: str, values: dict[str, object], name: str, level: str) -> None:
    assert told(tmp_path, look(url, **values)) == [(name, level)]


@pytest.mark.parametrize(
    "fine",
    [
        look(LINK),
        look(LINK, leads_to="https://www.harbour.example/2026/02/18/port-power/"),
        look(PICTURE),
        look("https://nobody-points-here.example/x", status=404),
    ],
)
def test_what_is_in_order_is_not(tmp_path: Path, fine: LinkLook) -> None:
    assert told(tmp_path, fine) == []


def test_a_readers_own_links_are_no_addresses(tmp_path: Path) -> None:
    settings, newsletter = drafts.settings(tmp_path)
    made = render(
        drafts.english(), settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW
    )
    links, pictures = addresses(made)
    assert LINK in links and PICTURE in pictures and len(pictures) == 5
    assert not [url for url in links | pictures if drafts.PREFIX in url]
