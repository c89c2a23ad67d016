"""The publisher's headline without what is not part of it: its name behind, LIVE before; pure."""

from __future__ import annotations

import re

_PREFIX = re.compile(
    r"^\s*(?:[\[(]?(?:live(?: updates?| blog)?|watch(?: live)?|video|photos?|in pictures|"
    r"breaking(?: news)?|just in|exclusive|updated?|listen|"
    r"наживо|онлайн|відео|фото|терміново|оновлено|ексклюзив|срочно|видео|эксклюзив|обновлено|молния|"
    r"eilmeldung|liveticker|live-?blog|video|exklusiv|عاجل|مباشر|بالفيديو|بالصور|حصري|快讯|快訊|"
    r"直播|视频|視頻|突发|突發|独家|獨家|组图)\s*[\])]?\s*(?:[:：|•!]|\s[—–-]\s|/+)\s*|[\[【](?:视频|直播|快讯|独家|组图|"
    r"突发|видео|відео|фото|live|video|watch)[\]】]\s*)+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"\s*(?:[\[(](?:video|photos?|pictures|live|updated?|watch|фото|відео|видео|оновлено|"
    r"обновлено|оновлюється|обновляется|"
    r"fotos?|视频|组图|图)(?:\s*[,+/]\s*\w+)*[\])]|[-–—|]\s*(?:live(?: updates?)?|as it happened|video))\s*$",
    re.IGNORECASE,
)
#: An agency's slug: "UPDATE 2-", "WRAPUP 1-", "Soccer-"; a hyphen with no space behind, before a capital.
_SLUG = re.compile(
    r"^(?:(?:(?:UPDATE|WRAPUP|RPT|REPEAT|REFILE|EXCLUSIVE|CORRECTED|INSIGHT|ANALYSIS|FACTBOX|TIMELINE|EXPLAINER|"
    r"BREAKINGVIEWS|FEATURE|FOCUS|PREVIEW|POLL|INTERVIEW|SPECIAL REPORT|URGENT|ADVISORY|GRAPHIC|WITNESS|"
    r"Wrapup|Exclusive|Analysis|Insight|Factbox|Explainer)(?: \d{1,2})?"
    r"|Soccer|SOCCER|Athletics|Cycling|Swimming|Gymnastics|Rowing|Sailing|Alpine skiing|Figure skating|"
    r"Speed skating|Ice hockey|Motor racing|Motorcycling|Formula One|Horse racing|Wrestling|Olympics|"
    r"Paralympics"
    # words of German too, where "Golf-Staaten" is one word
    r"|(?:Football|Rugby|Cricket|Tennis|Golf|Basketball|Baseball|Boxing|Curling|Biathlon|Hockey|Handball|"
    r"Volleyball|Judo|Chess|NBA|NFL|NHL|MLB|MLS)(?=-.*\b(?:the|to|of|for|at|after|with|by|from|beats?|wins?|says)\b)"
    r")-(?=[\"“'‘$€£]?[A-Z\d]))+"
)
_TAIL = re.compile(r"\s+[-–—|·•»]\s+(?P<name>[^-–—|·•»]{2,60})$|\s*[|｜_]\s*(?P<bar>[^|｜_]{2,40})$")


def clean_headline(title: str, publisher: str = "", names: tuple[str, ...] = ()) -> str:
    """`title` without the publisher's name and the feed's labels.

    The name is taken off where it is the feed's publisher (or one of `names`), or behind a bar, or plainly
    a site's; a dash inside a headline stays. Never empty unless the title is.
    """
    text = " ".join(title.split())
    cleaned = _strip_tail(text, (publisher, *names))
    cleaned = _SUFFIX.sub("", cleaned)
    cleaned = _SLUG.sub("", cleaned) or cleaned
    cleaned = _PREFIX.sub("", cleaned) or cleaned
    if cleaned and cleaned != text and cleaned[0].islower() and text[0].isupper():
        cleaned = cleaned[0].upper() + cleaned[1:]
    return cleaned.strip() or text


def _strip_tail(text: str, names: tuple[str, ...]) -> str:
    known = {_plain(name) for name in names if name}
    for _ in range(3):
        match = _TAIL.search(text)
        if not match or match.start() < 8:
            return text
        name = match["name"] or match["bar"] or ""
        head = text[: match.start()].split()
        barred = "|" in match[0] and len(head) > max(3, len(name.split()))
        if not (barred or _is_known(_plain(name), known) or _looks_like_site(name, match[0])):
            return text
        text = text[: match.start()].rstrip()
    return text


def _plain(name: str) -> str:
    return re.sub(r"^(?:the)|(?:com|org|net|co|uk|ua)$", "", re.sub(r"[\W_]+", "", name).casefold())


def _is_known(name: str, known: set[str]) -> bool:
    return any(
        name == other or (len(name) > 3 and len(other) > 3 and (name in other or other in name))
        for other in known
    )


def _looks_like_site(name: str, whole: str) -> bool:
    """A domain, or a well-known form of a newspaper's name."""
    if re.fullmatch(
        r"(?:www\.)?[\w-]+\.(?:com|org|net|ua|de|ru|uk|co\.uk|cn|info|news|media|tv|eu|io)", name, re.I
    ):
        return True
    return bool(
        re.fullmatch(
            r"(?:the )?(?:[A-Z][\w.&']* ){0,3}(?:News|Times|Post|Guardian|Independent|Journal|Herald|"
            r"Tribune|Telegraph|Today|Magazine|Chronicle|Observer|Gazette|Mail|Press|Radio|TV|"
            r"Standard)|"
            r"(?:BBC|CNN|AP|AFP|NPR|CBS|NBC|ABC|DW|RFI|RFE/RL|Reuters|Bloomberg|Politico|Axios|"
            r"Al Jazeera|Euronews|Le Monde|El País|Der Spiegel|Tagesschau)(?: [A-Z][\w]+){0,2}",
            name.strip(),
        )
    ) and not whole.strip().startswith("·")
