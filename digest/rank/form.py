"""What stands beside the reports of events: galleries, live pages, schedules, opinion, round-ups; pure.

Told by a title's own words, a category, or a part of the address. A report that only mentions a gallery or a
schedule is a report. English first, with a few words of the other languages.
"""

from __future__ import annotations

import re

from digest.model import Entry
from digest.rank.terms import split_words

_BEGINS = re.compile(
    r"(?:photos?|pictures|gallery|video|watch|listen|live|opinion|analysis|explainer|explained|quiz|timeline"
    r"|comment|editorial|letters?|review|podcast|newsletter|in brief|cartoon|horoscopes?|фото|відео|видео"
    r"|подкаст|думка|мнение|огляд|обзор|гороскоп|fotos|meinung|kommentar|horoskop|صور|شاهد|رأي|图集|评论)"
    r"\s*[:|–—-]"
    r"|(?:photos?|pictures|videos?) of\b"
    r"|(?:see the|how to watch|what (?:we|to) know|key takeaways|takeaways from|a look at|all about"
    r"|everything (?:we|you)|what (?:is|are) the|mapping|що відомо|что известно|гороскоп)\b"
    r"|(?:the )?\d+ (?:things|takeaways|photos|ways|questions|best|worst|most|biggest)\b"
    r"|[\w’' ]{1,40} (?:reviews?|updates|explained|огляд|обзор)\s*:",
    re.IGNORECASE,
)
_PHRASES = """
in photos|in pictures|in maps|in charts|medal count|medal table|full schedule|schedule for|schedule of
as it happened|live updates|live blog|highlights|roundup|round up|news briefing|morning briefing
evening briefing|weekly quiz|news quiz|weekly digest|news digest|horoscope|week in review
crossword|sudoku|wordle|news briefs|printables|box office|live stream|betting odds|fixtures|standings
line ups|lineups
головне за|головні новини|підсумки дня|прогноз погоди|курс валют|курс долара|дайджест
главное за|главные новости|итоги дня|прогноз погоды|курс доллара
celebrations around the world|celebration around the world|list of events|list of key events
"""
#: These tell wherever they stand in a title.
_ANYWHERE = tuple(f" {words} " for line in _PHRASES.strip().splitlines() for words in line.split("|"))
_FIRST = frozenset(words.split()[0] for words in _ANYWHERE)
_ADDRESSES = """
opinion opinions editorial editorials commentisfree columns columnists gallery galleries pictures in-pictures
inpictures photos video videos live liveblog live-news podcast podcasts newsletter newsletters quiz quizzes
horoscope horoscopes crosswords letters program
"""
#: A title that asks is an explainer's, a quiz's or opinion's.
_ASKS = ("?", "؟", "？")
_PLACES = frozenset(_ADDRESSES.split())
_CATEGORIES = _PLACES | {
    "photo gallery",
    "photo galleries",
    "live blog",
    "in pictures",
    "comment",
    "думка",
    "мнение",
}


def is_report(entry: Entry) -> bool:
    """Whether nothing says that an entry is something else than a report of an event."""
    headline = entry.title.strip()
    if _BEGINS.match(headline) or headline.rstrip("\"'”’»)").endswith(_ASKS):
        return False
    said = split_words(entry.title)
    title = f" {' '.join(said)} "
    if not _FIRST.isdisjoint(said) and any(words in title for words in _ANYWHERE):
        return False
    if any(category.strip().casefold() in _CATEGORIES for category in entry.categories):
        return False
    address = (entry.link or "").partition("?")[0].casefold().split("/")
    return _PLACES.isdisjoint(address[3:-1])
