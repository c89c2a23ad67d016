"""Two events of one kind stay two stories; one event under two desks' words stays one."""

from __future__ import annotations

import json

import pytest

from digest.rank.inspect import inspect_stories

#: Two reports a pair, each a title over its text.
TWINS = """
Explosion at ammunition plant in Tula kills 3
An explosion at an ammunition plant in the Tula region killed three people on Tuesday, officials said.
Explosion at chemical plant in Texas injures 3
An explosion at a chemical plant in Texas injured three people on Tuesday, officials said.

Missile attack on Brid kills 2, injures 11
A missile attack on Brid killed two people and injured 11 on Feb. 17, Governor Oleh Marchuk said.
Artillery attack on Soline kills 2, injures 5
Artillery attacks on Soline killed two people and injured five on Feb. 17, Governor Petro Hlynka said.

Drones hit oil refinery in Ryazan overnight
Long-range drones struck the Ryazan oil refinery overnight on Feb. 17, a source told the Courier.
Drones hit oil depot in Kargino overnight
Long-range drones struck an oil depot in Kargino overnight on Feb. 17, a source told the Courier.

Magnitude 5.8 earthquake shakes southern Peru
A magnitude 5.8 earthquake struck southern Peru on Monday, the geological survey said.
Magnitude 5.6 earthquake shakes eastern Turkey
A magnitude 5.6 earthquake struck eastern Turkey on Monday, the disaster agency said.

Court in Lviv jails official for bribery
A court in Lviv sentenced a former regional official to five years in prison for bribery, prosecutors said.
Court in Odesa jails judge for bribery
A court in Odesa sentenced a former judge to seven years in prison for bribery, prosecutors said.
"""
SAME = """
Missile attack on Brid kills 2, injures 11
A missile attack on Brid killed two people and injured 11 on Feb. 17, Governor Oleh Marchuk said.
Two dead, 11 hurt in missile strike on Brid
Two people were killed and eleven wounded when a missile struck a block in Brid, Governor Marchuk said.

Holub meets Delacroix in Port Maris ahead of talks
President Daryna Holub met Prime Minister Delacroix in Port Maris on Feb. 17 ahead of talks in Rasmar.
Delacroix hosts Kalinia's Holub before Rasmar negotiations
Prime Minister Delacroix received President Holub in Port Maris on Tuesday before talks in Rasmar.
"""


def pairs(listing: str) -> list[list[str]]:
    return [block.split("\n") for block in listing.strip().split("\n\n")]


def stories(pair: list[str], tail: str = "") -> int:
    first, text, second, other = pair
    rows = (
        {"id": 1, "title": first + tail, "text": text, "source": "The Courier"},
        {"id": 2, "title": second + tail, "text": other, "source": "The Courier"},
    )
    return len(inspect_stories(map(json.dumps, rows), None)["stories"])


@pytest.mark.parametrize("pair", pairs(TWINS), ids=lambda pair: pair[0])
def test_two_events_of_one_kind_are_two_stories(pair: list[str]) -> None:
    assert stories(pair) == 2


@pytest.mark.parametrize("pair", pairs(SAME), ids=lambda pair: pair[0])
def test_one_event_told_by_two_desks_is_one_story(pair: list[str]) -> None:
    assert stories(pair) == 1


@pytest.mark.parametrize("tail", [" - The Verbohrad Courier", " | Courier News Online"])
def test_a_publishers_name_behind_its_titles_joins_nothing(tail: str) -> None:
    assert [stories(pair, tail) for pair in pairs(TWINS)] == [2] * len(pairs(TWINS))
    assert [stories(pair, tail) for pair in pairs(SAME)] == [1] * len(pairs(SAME))
