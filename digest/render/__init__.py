"""Render: a draft becomes one mail per variant, HTML and text from the same words, reader tags unfilled.

`render` is the stage's function; `check` judges what it made; `web`
(digest.render.web) makes the public page and the archive's feeds from it. Nothing here asks the network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from digest.errors import TemplateError
from digest.model import Draft, Item, Rendering, Tier
from digest.render.check import check as check
from digest.render.size import BUDGET, size
from digest.settings import Newsletter, Settings
from digest.variants import Choice, Wanted, topics_in, wanted


def render(
    draft: Draft,
    settings: Settings,
    newsletter: Newsletter,
    *,
    tiers: Sequence[Tier],
    tag_prefix: str,
    now: datetime,
    choices: Mapping[Choice, int] | None = None,
) -> tuple[Rendering, ...]:
    """The whole mail of each tier, named by it, widest first, then those of its readers' choices; each holds
    only what its readers may get and did not leave out, in the order of the draft.

    choices: how many readers of a tier left out which sections. At most `max_variants` mails, see
    `digest.variants`; none is made of which another has the very stories.

    A mail above 100 KB loses its lowest stories until it fits (never the footer): those without an
    editor's hand on them, lowest score first. Raises TemplateError with the template's file and line.
    """
    if not re.fullmatch(r"[A-Za-z0-9._]{3,}", tag_prefix):
        raise TemplateError(f"{tag_prefix!r} is no tag prefix: three or more letters and digits")
    from digest.render.edition import chosen, visible

    seen = {tier: visible(draft, tier, now) for tier in tiers}
    topics = {tier: topics_in(one) for tier, one in seen.items()}
    made: dict[tuple[str, ...], Rendering] = {}
    for one in wanted(tiers, topics, choices or {}, most=newsletter.max_variants):
        shown = chosen(seen[one.tier], one.without)
        mail = _fitting(shown, settings, newsletter, one, tag_prefix)
        made.setdefault((one.tier, *mail.story_ids), mail)
    return tuple(made.values())


def _fitting(
    shown: Draft, settings: Settings, newsletter: Newsletter, variant: Wanted, prefix: str
) -> Rendering:
    while True:
        made = _one(shown, settings, newsletter, variant, prefix)
        over = size(made.html) - BUDGET
        if over <= 0 or len(shown.items) <= 1:
            return made
        per_story = max(1, len(made.html) // len(shown.items))
        shown = _without_lowest(shown, max(1, over // (2 * per_story)))


def _without_lowest(draft: Draft, count: int) -> Draft:
    """The draft less its `count` lowest stories; always keeps the first one."""
    ranked = sorted(enumerate(draft.items), key=lambda pair: (_worth(pair[1]), -pair[0]))
    gone = {index for index, _ in [pair for pair in ranked if pair[0]][:count]}
    positions = iter(range(len(draft.items)))
    sections = tuple(
        replace(section, items=tuple(item for item in section.items if next(positions) not in gone))
        for section in draft.sections
    )
    return replace(draft, sections=tuple(section for section in sections if section.items))


def _worth(item: Item) -> tuple[bool, float]:
    return bool(item.edited) or item.score is None, item.score.total if item.score else 0.0


def _one(draft: Draft, settings: Settings, newsletter: Newsletter, variant: Wanted, prefix: str) -> Rendering:
    from digest.render import edition, looks, mjml, text
    from digest.render.press import press

    templates = press(settings.templates, settings.language(newsletter))
    width = templates.theme.width - 48
    with looks.told():
        page = edition.page(draft, settings, newsletter, templates.language, prefix=prefix, width=width)
    source = templates.mjml(newsletter.look, page, prefix)
    plain = templates.plain_text(newsletter.look, page, prefix)
    with looks.told():
        marked, html = mjml.to_html(source)
    return Rendering(
        variant=variant.name,
        tier=variant.tier,
        story_ids=tuple(item.story_id for item in draft.items),
        sections=topics_in(draft),
        subject=page.subject,
        preheader=page.preheader,
        html=html,
        text=text.finish(plain),
        mjml=marked,
    )
