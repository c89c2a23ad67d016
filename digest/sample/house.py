"""The fictional houses and their articles, read from the data files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from digest.sample.dates import fill

#: The order of digest.toml; the agency comes first because others carry its copy.
NAMES = ("meridian", "courier", "herald", "svitanok", "marfa", "soline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture as a house publishes it."""

    url: str
    caption: str
    credit: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One item, dated; paragraphs are plain text, "## " marks a subhead and "> " a pulled quote."""

    slug: str
    url: str
    title: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    teaser: str
    paragraphs: tuple[str, ...]
    shot: Shot | None
    related: tuple[str, ...]  #: slugs for "Read more"
    full: bool  #: False: the feed shows the teaser and a link


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A publisher with its articles, newest first; `format` names its writer in feeds.py."""

    name: str
    publisher: str
    about: str
    site: str
    language: str
    format: str
    file: str
    bios: Mapping[str, str]
    articles: tuple[Article, ...]

    def article(self, slug: str) -> Article:
        return next(article for article in self.articles if article.slug == slug)


def load_houses(now: datetime, public_url: str) -> tuple[House, ...]:
    """All houses; an article marked `wire = SLUG` carries the agency's text of that slug."""
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    houses: dict[str, House] = {}
    for name in NAMES:
        source = files("digest.sample").joinpath("houses", f"{name}.toml").read_text(encoding="utf-8")
        houses[name] = _house(name, tomllib.loads(source), now, public_url, houses.get(NAMES[0]))
    return tuple(houses.values())


def _house(name: str, data: dict[str, Any], now: datetime, public_url: str, agency: House | None) -> House:
    house = House(
        name=name,
        publisher=data["publisher"],
        about=data["about"],
        site=data["site"],
        language=data["language"],
        format=data["format"],
        file=data["file"],
        bios=data.get("bios", {}),
        articles=(),
    )
    pictures = public_url + "/pictures" if data.get("own_pictures") else house.site + "/media"
    articles = [_article(house, item, now, pictures, agency) for item in data["items"]]
    return replace(house, articles=tuple(sorted(articles, key=lambda a: a.published, reverse=True)))


def _article(
    house: House, item: dict[str, Any], now: datetime, pictures: str, agency: House | None
) -> Article:
    published = (now - timedelta(hours=item["hours"])).replace(microsecond=0)
    body = item.get("body", "")
    if "wire" in item and agency is not None:
        body = "\n\n".join((*agency.article(item["wire"]).paragraphs[: item.get("keep")], body))
    paragraphs = tuple(" ".join(part.split("\n")) for part in body.strip().split("\n\n") if part)
    return Article(
        slug=item["slug"],
        url=f"{house.site}{item.get('path', '/')}{item['slug']}",
        title=fill(item["title"], house.language, published),
        published=published,
        updated=published + timedelta(hours=item.get("updated_after", 0)),
        authors=tuple(item.get("authors", ())),
        categories=tuple(item.get("categories", ())),
        teaser=fill(item.get("teaser", ""), house.language, published),
        paragraphs=tuple(fill(text, house.language, published) for text in paragraphs),
        shot=_shot(house, item, published, pictures),
        related=tuple(item.get("related", ())),
        full=item.get("full", True),
    )


def _shot(house: House, item: dict[str, Any], published: datetime, pictures: str) -> Shot | None:
    if "picture" not in item:
        return None
    return Shot(
        url=f"{pictures}/{item['picture']}",
        caption=fill(item.get("caption", ""), house.language, published),
        credit=item.get("credit", ""),
        alt=item.get("alt", ""),
    )
