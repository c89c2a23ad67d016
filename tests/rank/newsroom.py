"""Entries to rank, written for these tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digest.model import Entry, Feed

NOW = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)

BRIDGE = (
    "KHERSON: The main road bridge over the Inhulets near Daryivka was closed to lorries on Tuesday after "
    "engineers found cracks in two of its supports, the regional road service said. Cars may still cross at "
    "20 km/h. Repairs are expected to take six weeks. Serhii Moroz, who heads the service, said the cracks "
    "were old but had widened since a strike on 2 February. He could not say whether the bridge would carry "
    "buses before Easter."
)
BRIDGE_OTHER = (
    "Lorries have been banned from the Daryivka bridge across the Inhulets river after an inspection found "
    "cracked supports, Kherson region's road service announced. Moroz, its head, put the length of repairs "
    "at six weeks and said buses would be sent round by Snihurivka. A strike a month ago shook the structure."
)
GRAIN = (
    "Farm exporters shipped 4.1 million tonnes of grain through Odesa in February, the agriculture ministry "
    "reported, the most in a month since the autumn. Maize made up more than half. Freight insurers lowered "
    "their premiums for the corridor twice in the month, brokers in London said."
)
CUP = (
    "Dnipro goalkeeper Artem Lysenko saved two penalties to put his side into the semi-final of the national "
    "cup after a goalless draw in Lviv. The winners meet Polissia on 18 March. Lysenko, 21, had played only "
    "three matches for the first team."
)


def feed(publisher: str, name: str | None = None, **rest: object) -> Feed:
    known = {"url": "https://example.org/feed", "publisher": publisher, "name": name or publisher}
    return Feed(**known | rest)  # type: ignore[arg-type]


def entry(number: int, title: str, text: str, publisher: str = "Daily", **rest: object) -> Entry:
    """An entry published `hours` (default 2) before NOW."""
    hours = rest.pop("hours", 2.0)
    when = NOW - timedelta(hours=float(hours))  # type: ignore[arg-type]
    known = {
        "id": number,
        "feed": rest.pop("feed", None) or feed(publisher),
        "title": title,
        "text": text,
        "link": f"https://example.org/{number}",
        "first_seen": when,
        "published": when,
        "language": "en",
    }
    return Entry(**known | rest)  # type: ignore[arg-type]


def a_day() -> list[Entry]:
    """Three events; the bridge is told by two publishers and copied by a third."""
    return [
        entry(1, "Bridge over the Inhulets closed to lorries", BRIDGE, "Kherson Post", hours=9),
        entry(2, "Daryivka bridge shut to lorries after cracks found", BRIDGE_OTHER, "South Radio", hours=5),
        entry(3, "Inhulets bridge closed to lorries", "From our partners.\n\n" + BRIDGE, "Metro", hours=8),
        entry(4, "Grain exports through Odesa highest since autumn", GRAIN, "Farm Weekly", hours=3),
        entry(5, "Lysenko saves two penalties as Dnipro reach cup semi-final", CUP, "Sport Today", hours=1),
    ]
