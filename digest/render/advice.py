"""What to do about each kind of finding, in the words editors see; pure."""

from __future__ import annotations

from digest.model import Finding, Level

WHAT_TO_DO = {
    "too-few": "wait for more news, add an item, or lower `minimum`",
    "empty": "add a story for these readers, or leave their list out",
    "no-mail": "give the newsletter a list",
    "postal-address": "set newsroom.postal_address in digest.toml",
    "credit": "add the credit",
    "picture-alt": "describe the picture with `edit alt`",
    "twice": "merge them or drop one",
    "size": "drop stories or shorten summaries",
    "left-out": "drop others first, or lower `stories`",
    "nowhere": "pin it, drop others, or shorten their summaries",
    "subject": "put the news first, or shorten it",
    "preheader": "say in one line what the subject leaves out",
    "names-hidden": "write one that suits every tier",
    "unsubscribe": "put {{ tag.unsubscribe }} in the masthead, the footer and the text template",
    "mjml-left": "look for a misspelt tag in the template",
    "placeholder": "mend the template",
    "unfinished": "write what belongs there, or take it out",
    "tag": "use tag.unsubscribe, tag.preferences, tag.web or tag.name",
    "link": "give it an https address",
    "link-dead": "open it; replace the link or drop the story",
    "link-shut": "open it yourself",
    "link-moved": "link where it leads, or drop the story if it is gone",
    "picture-broken": "replace the picture or drop it with `edit picture`",
    "picture-large": "let the feed give a smaller one, 1,200 px wide at most",
    "from": "send from the newsroom's domain, with SPF and DKIM for it",
    "text": "mend the text template",
    "language": 'write <mjml lang="{{ lang.code }}" dir="{{ lang.direction }}">',
    "title": "write <mj-title>{{ page.subject }}</mj-title> in the head",
    "headings": "h1 for the title, h2 for sections, h3 for stories",
    "alt": 'write alt, or alt="" for decoration',
    "tables": 'write role="presentation" on each',
    "link-names": "let the headline or the publisher be the link",
    "support": "see that the mail reads well without it",
    "contrast": "change the pair in theme.toml",
    "dark": "keep parts/styles.css.j2 in the head",
    "small": "make it 13 px or more",
}


def finding(check: str, level: Level, place: str, message: str) -> Finding:
    """The finding with its advice."""
    return Finding(check=check, level=level, place=place, message=message, todo=WHAT_TO_DO[check])
