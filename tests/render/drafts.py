# ruff: noqa: E501
"""Drafts for the render tests: English here, Ukrainian and Arabic beside it, and what all are built with."""

from __future__ import annotations

from dataclasses import replace

from render.build import NOW as NOW
from render.build import OTHERS as OTHERS
from render.build import PREFIX as PREFIX
from render.build import draft as draft
from render.build import item as item
from render.build import message as message
from render.build import picture as picture
from render.build import settings as settings
from render.build import summary as summary
from render.scripts import arabic as arabic
from render.scripts import ukrainian as ukrainian

from digest.model import Draft, Other, Section


def english() -> Draft:
    """Fifteen stories in three sections, five pictures: what a newsroom sends on an ordinary day."""
    own = {"own": True, "publisher": "The Harbour Post", "authors": ("Iryna Savchuk", "Tom Adeyemi")}
    war = Section(
        name="The war",
        items=(
            item(
                1,
                "Power returns to the port after a night of repairs",
                "Electricity was restored to most of the port district at 04:20 on Wednesday after crews replaced "
                "two transformers hit in Monday’s attack, the grid operator said.",
                "About 11,000 households remained without heating, according to the city administration.",
                (
                    "The Harbour Post could not independently verify the operator’s account of the damage.",
                    "caveat",
                ),
                picture=picture(1),
                others=OTHERS,
                source_count=4,
                link="https://harbour.example/2026/02/18/port-power",
                **own,
            ),
            item(
                2,
                "Eleven drones shot down over the estuary, air force says",
                "The air force said it had shot down 11 of 14 drones launched overnight.",
                "Debris fell on a warehouse in Ovidiopol; no injuries were reported.",
                ("The claim could not be verified.", "caveat"),
                kicker="Update",
                others=(
                    OTHERS[0],
                    Other(
                        publisher="Radio Lyman",
                        link="https://lyman.example/r/9",
                        text="the regional governor spoke of nine drones and two injured.",
                        kind="contradicts",
                    ),
                ),
                source_count=3,
            ),
            item(
                3,
                "Families wait for word as prisoner lists are exchanged",
                "Negotiators exchanged lists of 300 prisoners each, the coordination staff said on Tuesday evening.",
                "It did not say when a swap might take place.",
                picture=picture(3, caption="Relatives outside the coordination office on Tuesday."),
                link="https://harbour.example/2026/02/18/lists",
                note="We do not name prisoners until their families have been told.",
                **own,
            ),
            item(
                4,
                "Frost slows rail repairs east of the river",
                "Trains to the east run up to three hours late because of frozen points, the railway said.",
                "It expects normal service by Friday.",
            ),
            item(
                5,
                "What is known about the blast at the Kryva depot",
                "A blast was heard near the Kryva fuel depot shortly after 23:00; officials have not confirmed a cause.",
                "Residents reported a second explosion, which officials denied.",
                tier="public",
                others=(
                    Other(
                        publisher="Baltic Courier",
                        link="https://courier.example/a/5",
                        text="satellite pictures show one burnt tank.",
                        kind="adds",
                    ),
                ),
            ),
        ),
    )
    world = Section(
        name="World",
        items=(
            item(
                6,
                "Grain corridor talks to resume in Istanbul next week",
                "Delegations will meet on 24 February, Turkey’s foreign ministry said.",
                "An earlier round ended without agreement.",
                others=OTHERS[:2],
                source_count=3,
            ),
            item(
                7,
                "Parliament in Vilnius votes to extend border controls",
                "Lithuania’s parliament voted 81 to 22 to keep controls at the border until September.",
                publisher="Baltic Courier",
                link="https://courier.example/a/7",
            ),
            item(
                8,
                "Three ferries collide in fog off Constanța, no one badly hurt",
                "Three ferries collided at low speed in thick fog on Tuesday; six passengers were treated for bruises.",
                picture=picture(8, caption="One of the ferries in Constanța harbour."),
                link="https://harbour.example/2026/02/18/ferries",
                **own,
            ),
            item(
                9,
                "Aid agencies ask for $140 million for winter shelter",
                "The appeal covers five countries and is 12 percent funded, the agencies said in a joint statement.",
            ),
            item(10, "Court in The Hague sets date for jurisdiction hearing"),
            item(
                11,
                "Norway lends two mobile gas turbines",
                publisher="Nordlys",
                link="https://nordlys.example/t",
            ),
        ),
    )
    city = Section(
        name="City and region",
        items=(
            item(
                12,
                "Court: draft offices may not stop people in hospitals",
                "The regional court of appeal ruled that call-up papers handed over in hospital wards are void.",
                "The ministry said it would study the ruling.",
                picture=picture(12, caption="The court of appeal on Pushkinska Street."),
                link="https://harbour.example/2026/02/18/court",
                **own,
            ),
            item(
                13,
                "School buses run again from Thursday",
                "Twelve of nineteen routes resume on Thursday, the education office said.",
                link="https://harbour.example/2026/02/18/buses",
                **own,
            ),
            item(
                14,
                "The baker who kept one oven lit",
                "For nine nights Halyna Bondar baked by the light of a bicycle lamp; on Wednesday she gave the bread away.",
                picture=picture(14, caption="Halyna Bondar in her bakery.", width=1200, height=1500),
                link="https://harbour.example/2026/02/18/baker",
                **own,
            ),
            item(
                15,
                "Number of damaged boiler houses was 14, not 41",
                (
                    "An earlier edition gave the number of damaged boiler houses as 41. It is 14.",
                    "correction",
                ),
                kicker="Correction",
                link="https://harbour.example/2026/02/17/boilers",
                reading_minutes=None,
                **own,
            ),
        ),
    )
    return draft(
        (war, world, city),
        intro="Good morning. The lights are back on in most of the port; the frost is staying until Friday.",
    )


def text_only() -> Draft:
    """The same without pictures."""
    whole = english()
    return replace(
        whole,
        sections=tuple(
            replace(section, items=tuple(replace(entry, picture=None) for entry in section.items))
            for section in whole.sections
        ),
    )
