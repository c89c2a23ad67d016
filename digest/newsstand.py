"""What anyone may read on the web: sent editions, the list of them and its feeds, as text.

Only the whole public variant, and only of what went out; another variant is asked for by name, by whoever
holds its signed link. It knows no request and no reader, so it can name none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from digest import correction
from digest.errors import UnknownEdition
from digest.model import TIERS, Rendering
from digest.render import language, theme
from digest.render.web import Archive, Issue, Righted, archive_page, issue, json_feed, rss, web_page
from digest.settings import Settings
from digest.store import archive, corrections, editions, freezing
from digest.store.engine import Engine, read

#: The feeds below each list of editions, with their media types.
FEEDS = {"feed.xml": "application/rss+xml", "feed.json": "application/feed+json"}
ON_PAGE = 200  #: editions the archive's list goes back
IN_FEED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsstand:
    """The shelf of one newsroom. Every text is made anew from what is stored; nothing is rendered again."""

    settings: Settings
    engine: Engine
    clock: Callable[[], datetime]

    def edition(self, name: str) -> str | None:
        """The page of the edition of exactly this name; None where the public got none."""
        public = next((one for one in self._sent(name) if one.variant == TIERS[0]), None)
        if public is None:
            return None
        newsletter = name.split("/")[0]
        shelf = newsletter if newsletter in self.settings.newsletters else ""
        return web_page(
            public,
            canonical=f"{self._base}/{name}",
            feed=f"{self._base}/feed.xml",
            links=self._links(newsletter, f"{self._base}/{shelf}"),
            righted=self._righted(name, public),
        )

    def variant(self, name: str, variant: str) -> str | None:
        """The page of any variant; None where there is none."""
        found = next((one for one in self._sent(name) if one.variant == variant), None)
        return None if found is None else web_page(found, righted=self._righted(name, found))

    def shelf(self, path: str) -> tuple[str, str] | None:
        """(text, media type) of the list at "", "NEWSLETTER" or a feed of FEEDS below; None elsewhere."""
        newsletter, _, form = path.strip("/").rpartition("/")
        if form not in FEEDS:
            newsletter, form = path.strip("/"), ""
        letter = self.settings.newsletters.get(newsletter)
        if newsletter and letter is None:
            return None
        tongue = self._tongue(newsletter)
        url = f"{self._base}/{newsletter}"
        about = Archive(
            title=letter.title if letter else self.settings.newsroom.name,
            url=url,
            feed_url=f"{url.rstrip('/')}/{form or 'feed.xml'}",
            language=tongue.code,
        )
        issues = self._issues(newsletter, form, tongue)
        if form:
            return (rss if form == "feed.xml" else json_feed)(about, issues), FEEDS[form]
        look = theme.load(self.settings.templates, tongue.code)
        links = self._links(newsletter)
        return archive_page(about, issues, look, direction=tongue.direction, links=links), "text/html"

    @property
    def _base(self) -> str:
        return f"{self.settings.public.url.rstrip('/')}/e"

    def _issues(self, newsletter: str, form: str, tongue: language.Language) -> list[Issue]:
        with read(self.engine) as conn:
            found = archive.published(
                conn, TIERS[0], newsletter=newsletter or None, limit=IN_FEED if form else ON_PAGE
            )
        return [
            issue(
                one.rendering,
                url=f"{self._base}/{one.name}",
                when=one.when,
                day=tongue.day(date.fromisoformat(one.local_date)),
                righted=self._righted(one.name, one.rendering) if form else (),
            )
            for one in found
        ]

    def _tongue(self, newsletter: str) -> language.Language:
        """The newsletter's language; the newsroom's where there is no such newsletter any more."""
        letter = self.settings.newsletters.get(newsletter)
        code = self.settings.language(letter) if letter else self.settings.newsroom.language
        return language.load(self.settings.templates, code)

    def _links(self, newsletter: str, shelf: str = "") -> tuple[tuple[str, str], ...]:
        """(words, address) of what a visitor may want next: the other editions, and to sign up."""
        say = self._tongue(newsletter).say
        links = [(say("archive"), shelf)] if shelf else []
        if any(item.tier == TIERS[0] for item in self.settings.lists):
            links.append((say("subscribe"), f"{self.settings.public.url.rstrip('/')}/s"))
        return tuple(links)

    def _righted(self, name: str, shown: Rendering) -> tuple[Righted, ...]:
        """What was put right since, of this variant's items that its readers may see, newest first."""
        with read(self.engine) as conn:
            edition = editions.find(conn, name)
            found = correction.shown_to(corrections.of(conn, edition), shown.tier, self.clock())
        found = tuple(one for one in found if one.item.story_id in shown.story_ids)
        letter = self.settings.newsletters.get(edition.newsletter)
        tongue = self._tongue(edition.newsletter)
        zone = self.settings.zone(letter) if letter else UTC
        return tuple(
            Righted(
                word=tongue.say("corrections"),
                day=tongue.day(one.at.astimezone(zone).date()),
                headline=one.item.headline,
                text=one.text,
            )
            for one in reversed(found)
        )

    def _sent(self, name: str) -> tuple[Rendering, ...]:
        """The variants of the edition of exactly this name, once mails of it may be out; else none."""
        with read(self.engine) as conn:
            try:
                edition = editions.find(conn, name)
            except UnknownEdition:
                return ()
            if edition.name != name or edition.state == "cancelled" or not freezing.is_frozen(conn, edition):
                return ()
            return editions.renderings_of(conn, edition)
