# ruff: noqa: E501  readings are kept together
"""Where digest reads a feed as independent parsers do, and where not: items, titles, links, ids, dates, words.

    python benchmarks/gather/agree.py [--data DIR] [--node FOLDER] [--show]

Of Python's parsers those count that are installed: feedparser, fastfeedparser, atoma (pip install
feedparser fastfeedparser atoma). With --node a folder where `npm install rss-parser feedsmith` was run. A
field is compared in the items both have, in order; a rival's field that is missing is counted apart, because
it contradicts nobody. Without --data the feeds are those of `parse.py`. --show prints each contradiction.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import struct_time
from typing import Any

from parse import made

from digest.gather.dates import parse_date
from digest.gather.parse import parse

Item = dict[str, Any]
FIELDS = ("title", "link", "id", "date", "words")
NODE = """
const fs = require('fs'), Parser = require('rss-parser'), {parseFeed} = require('feedsmith');
const text = fs.readFileSync(0, 'utf8'), out = {};
const first = (...values) => values.find(value => value !== undefined && value !== null && value !== '') ?? null;
const link = item => first(item.link, ...(item.links || []).filter(l => !l.rel || l.rel == 'alternate').map(l => l.href));
(async () => {
  try {
    out['rss-parser'] = (await new Parser().parseString(text)).items.map(i => ({title: i.title, link: i.link,
      id: first(i.guid, i.id), date: first(i.isoDate, i.pubDate), words: first(i['content:encoded'], i.content)}));
  } catch (error) { out['rss-parser'] = null; }
  try {
    const feed = parseFeed(text).feed;
    out['feedsmith'] = (feed.items || feed.entries).map(i => ({title: first(i.title?.value, i.title), link: link(i),
      id: first(i.guid?.value, i.guid, i.id, i.rdf?.about), date: first(i.pubDate, i.published, i.updated, i.dc?.dates?.[0],
      i.dc?.date), words: first(i.content?.encoded, i.content?.value, i.content, i.description, i.summary?.value, i.summary)}));
  } catch (error) { out['feedsmith'] = null; }
  process.stdout.write(JSON.stringify(out));
})();
"""


def ours(data: bytes) -> list[Item]:
    return [
        {
            "title": entry.title,
            "link": entry.link,
            "id": entry.id,
            "date": entry.published or entry.updated,
            "words": (entry.html, entry.summary),
        }
        for entry in parse(data, "").entries
    ]


def by_feedparser(data: bytes) -> list[Item]:
    import feedparser

    def when(entry: Any) -> datetime | None:
        found: struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
        return datetime(*found[:6], tzinfo=UTC) if found else None

    return [
        {
            "title": entry.get("title"),
            "link": entry.get("link"),
            "id": entry.get("id"),
            "date": when(entry),
            "words": max(
                (part or "" for part in (entry.get("summary"), *(c.value for c in entry.get("content", ())))), key=len
            ),
        }
        for entry in feedparser.parse(data).entries
    ]  # fmt: skip


def by_fastfeedparser(data: bytes) -> list[Item]:
    import fastfeedparser

    return [
        {
            "title": entry.get("title"),
            "link": entry.get("link"),
            "id": entry.get("id"),
            "date": entry.get("published") or entry.get("updated"),
            "words": max(
                (part or "" for part in (entry.get("description"), *(c["value"] for c in entry.get("content") or ()))),
                key=len,
            ),
        }
        for entry in fastfeedparser.parse(data).entries
    ]  # fmt: skip


def by_atoma(data: bytes) -> list[Item]:
    import atoma

    try:
        return [
            {
                "title": item.title,
                "link": item.link,
                "id": item.guid,
                "date": item.pub_date,
                "words": item.content_encoded or item.description,
            }
            for item in atoma.parse_rss_bytes(data).items
        ]
    except atoma.FeedXMLError:
        return [
            {
                "title": entry.title.value,
                "link": next((link.href for link in entry.links), None),
                "id": entry.id_,
                "date": entry.published or entry.updated,
                "words": (entry.content or entry.summary).value if entry.content or entry.summary else None,
            }
            for entry in atoma.parse_atom_bytes(data).entries
        ]


RIVALS: dict[str, Callable[[bytes], list[Item]]] = {
    "feedparser": by_feedparser,
    "fastfeedparser": by_fastfeedparser,
    "atoma": by_atoma,
}


def by_node(data: bytes, folder: Path) -> dict[str, list[Item] | None]:
    done = subprocess.run(["node", "-e", NODE], input=data, capture_output=True, check=True, cwd=folder)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def plain(field: str, value: Any) -> Any:
    """What is compared: letters and digits of texts, the second of dates, addresses as they are."""
    if not value:
        return None
    if field == "date":
        return parse_date(value) if isinstance(value, str) else value.astimezone(UTC).replace(microsecond=0)
    if field in ("title", "words"):
        text = re.sub(r"<(script|style|iframe)\b.*?</\1>|<!--.*?-->|<[^>]*>", "", str(value), flags=re.S)
        return re.sub(r"\W+", "", html.unescape(html.unescape(text))) or None
    return html.unescape(str(value)).strip()


def verdict(field: str, mine: Any, theirs: Any) -> str:
    """same, other, or that one of the two has nothing."""
    if field == "words":  # which of an item's texts is the text differs; that it is one of them is asked
        choices = {plain(field, one) for one in mine or ()}
        found = plain(field, theirs)
        return "theirs missing" if not found else "same" if found in choices else "other"
    one, two = plain(field, mine), plain(field, theirs)
    if one == two:
        return "same"
    return "ours missing" if one is None else "theirs missing" if two is None else "other"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--node", type=Path)
    arguments.add_argument("--show", action="store_true")
    options = arguments.parse_args()
    files = sorted(path for path in options.data.rglob("*") if path.is_file()) if options.data else []
    named = {path.name: path.read_bytes() for path in files} or {str(n): d for n, d in enumerate(made())}
    rivals = {name: read for name, read in RIVALS.items() if importlib.util.find_spec(name)}
    counts: Counter[tuple[str, str, str]] = Counter()
    for name, data in named.items():
        readings: dict[str, list[Item] | None] = {}
        for rival, read in rivals.items():
            try:
                readings[rival] = read(data)
            except Exception as error:  # a rival's failure is what this table is about
                readings[rival] = None
                print(f"{name}: {rival} raised {type(error).__name__}: {str(error)[:80]}")
        if options.node:
            readings |= by_node(data, options.node)
        mine = ours(data)
        for rival, items in readings.items():
            count_one(name, rival, mine, items, counts, options.show)
    print(f"{len(named)} documents, {sum(len(ours(data)) for data in named.values())} items of ours\n")
    table(counts)


def count_one(
    name: str, rival: str, mine: list[Item], items: list[Item] | None, counts: Counter[tuple[str, str, str]], show: bool
) -> None:  # fmt: skip
    """Adds one document's comparison."""
    if items is None or len(items) != len(mine):
        counts[rival, "documents", "other"] += 1
        print(f"{name}: {len(mine)} items, {rival}: {'none, it raised' if items is None else len(items)}")
        return
    counts[rival, "documents", "same"] += 1
    for number, (one, two) in enumerate(zip(mine, items, strict=True)):
        for field in FIELDS:
            found = verdict(field, one[field], two[field])
            counts[rival, field, found] += 1
            if show and found in ("other", "ours missing"):
                print(
                    f"{name} {number} {field}: {str(one[field])[:150]!r} | {rival}: {str(two[field])[:150]!r}"
                )


def table(counts: Counter[tuple[str, str, str]]) -> None:
    """One line per rival and field."""
    print(f"{'rival':16}{'field':12}{'same':>7}{'other':>7}{'theirs missing':>16}{'ours missing':>14}")
    for rival in dict.fromkeys(rival for rival, _, _ in counts):
        for field in ("documents", *FIELDS):
            row = [
                counts[rival, field, found] for found in ("same", "other", "theirs missing", "ours missing")
            ]
            print(f"{rival:16}{field:12}{row[0]:7}{row[1]:7}{row[2]:16}{row[3]:14}")


if __name__ == "__main__":
    main()
