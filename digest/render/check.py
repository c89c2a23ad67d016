"""Checks: what is wrong with a mail before anyone gets it, each with its level, place and what to do.

`check` is pure: it asks neither the network nor the disk. "block" stops the edition, "warn" is shown to
the editors, "note" is worth knowing. The accessibility rules are the Email Markup Consortium's
(https://emailmarkup.org/en/reports/accessibility/2026/); the sizes are Gmail's, which clips near 102 KB.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit

from digest.model import Draft, Finding, Level, LinkLook, Rendering, may_receive
from digest.render import accessible, leftover, reach, support, typed
from digest.render.advice import finding
from digest.render.edition import names
from digest.render.outline import read
from digest.render.size import BUDGET, WARN, by_section, size
from digest.settings import Newsletter, Settings

LONG_SUBJECT = 70  #: characters; phones show 35 to 50, desktops some 70
LONGEST_SUBJECT = 150
LONG_PREHEADER = 140

Found = Iterator[Finding]


def check(
    renderings: Sequence[Rendering],
    draft: Draft,
    settings: Settings,
    newsletter: Newsletter,
    looks: Mapping[str, LinkLook] | None = None,
) -> tuple[Finding, ...]:
    """Every finding, the blocking ones first, then in the order of the mail.

    Of a variant that its readers chose only what blocks it: the rest is said of the whole one of its tier,
    which has the same templates and every story of it.
    looks: what was found at the addresses in it, as far as somebody looked.
    """
    found = [*_number(draft, newsletter), *_address(settings), *_sender(settings, newsletter)]
    found += [*_pictures(draft), *_twice(draft)]
    if not renderings:
        found.append(finding("no-mail", "block", "edition", "there is no mail to send"))
    else:
        found += _nowhere(renderings, draft)
    for rendering in renderings:
        told = _of_rendering(rendering, draft, settings, newsletter, looks or {})
        whole = rendering.variant == rendering.tier
        found += [one for one in told if whole or one.level == "block"]
    order = {"block": 0, "warn": 1, "note": 2}
    return tuple(sorted(dict.fromkeys(found), key=lambda one: order[one.level]))


def _number(draft: Draft, newsletter: Newsletter) -> Found:
    count, least = len(draft.items), max(newsletter.minimum, 1)
    if count < least:
        yield finding("too-few", "block", "edition", f"{count} of at least {least} stories")


def _address(settings: Settings) -> Found:
    if not settings.newsroom.postal_address.strip():
        yield finding("postal-address", "warn", "footer", "no postal address, which many countries ask for")


def _sender(settings: Settings, newsletter: Newsletter) -> Found:
    """DMARC wants From under the domain that signs, and readers want the newsroom's own."""
    domain = parseaddr(settings.sender_address(newsletter))[1].rpartition("@")[2].lower()
    ours = [urlsplit(url).hostname or "" for url in (settings.newsroom.website, settings.public.url)]
    ours = [host for host in ours if host not in ("", "localhost", "127.0.0.1", "::1")]
    if domain != "localhost" and ours and not any(_akin(domain, host) for host in ours):
        message = f"mail comes from {domain}, the newsroom is at {' and '.join(dict.fromkeys(ours))}"
        yield finding("from", "note", "sender", message)


def _akin(one: str, other: str) -> bool:
    """Whether one is the other's domain or below it."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _pictures(draft: Draft) -> Found:
    for item in draft.items:
        picture = item.picture if item.own else None
        if picture and not (picture.credit or "").strip():
            yield finding("credit", "warn", item.headline, "its picture has no credit and is not shown")
        elif picture and not (picture.alt or "").strip():
            yield finding("picture-alt", "warn", item.headline, "nothing tells what its picture shows")


def _twice(draft: Draft) -> Found:
    """The same story in two places: by entry, by address, by headline."""
    seen: dict[object, str] = {}
    for item in draft.items:
        keys = [*item.entry_ids, item.headline.casefold().strip(), *([item.link] if item.link else [])]
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            yield finding("twice", "warn", item.headline, f"it is also in as “{first}”")
        seen |= {key: item.headline for key in keys if key not in seen}


def _of_rendering(
    rendering: Rendering,
    draft: Draft,
    settings: Settings,
    newsletter: Newsletter,
    looks: Mapping[str, LinkLook],
) -> Found:
    elements = read(rendering.html)
    yield from _stories(rendering, newsletter)
    yield from _size(rendering)
    yield from _left_out(rendering, draft)
    yield from _subject(rendering)
    yield from _preheader(rendering)
    yield from _hidden(rendering, draft)
    yield from leftover.findings(rendering, draft, settings, elements)
    yield from typed.findings(rendering, draft)
    if rendering.variant == rendering.tier:  # most of the cost of a check, and nothing that blocks
        yield from accessible.findings(elements, settings.language(newsletter), rendering.variant)
        yield from support.findings(elements, rendering.variant)
        yield from reach.findings(elements, looks, rendering.variant)


def _stories(rendering: Rendering, newsletter: Newsletter) -> Found:
    count = len(rendering.story_ids)
    if not count:
        yield finding("empty", "block", rendering.variant, "there is no story in this mail")
    elif count < newsletter.minimum:
        yield finding("too-few", "warn", rendering.variant, f"{count} of {newsletter.minimum} stories")


def _size(rendering: Rendering) -> Found:
    total = size(rendering.html)
    if total > WARN:
        largest = sorted(by_section(rendering.html), key=lambda pair: -pair[1])[:3]
        where = ", ".join(f"{name} {count // 1000} KB" for name, count in largest)
        message = f"{total / 1000:.0f} KB ({where}); Gmail cuts at 102 KB, and the footer with it"
        yield finding("size", "block" if total > BUDGET else "warn", f"{rendering.variant}, HTML", message)


def _left_out(rendering: Rendering, draft: Draft) -> Found:
    wanted = (item for item in draft.items if may_receive(item, rendering.tier, draft.now))
    missing = [item.headline for item in wanted if item.story_id not in rendering.story_ids]
    if missing and rendering.story_ids:
        message = f"{len(missing)} stories did not fit in {BUDGET // 1000} KB: {leftover.some(missing)}"
        yield finding("left-out", "warn", rendering.variant, message)


def _nowhere(renderings: Sequence[Rendering], draft: Draft) -> Found:
    """An item of the draft that stands in no mail at all: it is given to nobody and stays news."""
    carried = {story_id for rendering in renderings for story_id in rendering.story_ids}
    for item in draft.items:
        if item.story_id not in carried:
            meant = any(may_receive(item, rendering.tier, draft.now) for rendering in renderings)
            why = "no mail has room for it" if meant else "no reader of this newsletter may get it now"
            yield finding("nowhere", "warn", item.headline, f"{why}: it goes to nobody")


def _subject(rendering: Rendering) -> Found:
    place, length = f"{rendering.variant}, subject", len(rendering.subject.strip())
    if not length:
        yield finding("subject", "block", place, "it is empty")
    elif length > LONG_SUBJECT:
        level: Level = "warn" if length > LONGEST_SUBJECT else "note"
        yield finding("subject", level, place, f"{length} characters; phones show the first 35 to 50")


def _preheader(rendering: Rendering) -> Found:
    place, length = f"{rendering.variant}, preheader", len(rendering.preheader.strip())
    if not length:
        yield finding("preheader", "warn", place, "it is empty, so the inbox shows whatever comes first")
    elif rendering.preheader.strip() == rendering.subject.strip():
        yield finding("preheader", "warn", place, "it repeats the subject")
    elif length > LONG_PREHEADER:
        yield finding("preheader", "note", place, f"{length} characters; inboxes show up to {LONG_PREHEADER}")


def _hidden(rendering: Rendering, draft: Draft) -> Found:
    hidden = [item for item in draft.items if not may_receive(item, rendering.tier, draft.now)]
    for field in ("subject", "preheader", "intro"):
        told = next((item for item in hidden if names(getattr(draft, field), item)), None)
        if told is not None:
            message = f"it names “{told.headline}”, which these readers may not get; theirs is another"
            yield finding("names-hidden", "warn", f"{rendering.variant}, {field}", message)
