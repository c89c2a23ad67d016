# ruff: noqa: E501
"""Items whose every field wants to break a mail, made from a seed."""

from __future__ import annotations

from random import Random

from render import drafts

from digest.model import Draft, Item, Other, Picture, Section

P = drafts.PREFIX
NASTY = (
    '"', "'", "<", ">", "&", "\\", "`", "\x00", "\x01", "\x02", "\x0b", "\x1b[31m", "\r\n", "\n\n", "\t", "\u2028",
    "<script>alert(1)</script>", "</td></tr></table>", "<mj-text>", "</mj-text></mj-column>", "<!--", "-->", "<![CDATA[",
    "]]>", "<!--[if mso]>", "<![endif]-->", "<?xml version='1.0'?>", "<!DOCTYPE html>", "<mj-include path='/etc/passwd'/>",
    "{{ 7*7 }}", "{% raw %}", "{#", "}}", "${x}", "%s %(a)s {0} {n} {publisher}", "&amp;", "&#60;", "&nbsp;", "&copy=", "&#x1F600;",
    f"-{P}:unsubscribe:h-", f"-{P}:unsubscribe:t-", f"-{P}:name:h-", f"{P}:web:t-", f"-\x00{P}:web:h-", f"-{P}\u200b:web:h-",
    "None", "undefined", "' onmouseover='alert(1)", '" style="display:none', "style=\"x\">", "/>", "=\"", "--!>",
    "\u200d", "\u200c", "\ufe0f", "👩‍👩‍👧‍👦", "🏳️‍🌈", "กำลังทดสอบน้ำท่วม", "हिन्दी क्षेत्र", "שָׁלוֹם", "مُحَمَّد نِيمه‌فاصله", "Z̸̡̛̮͚͖a̷͎̓l̶̫̿g̵̙̈́o̸͍̐" * 3,
    "\u202e reversed", "\u2066 open", "\u2069", "\u00a0", "\u00ad", "\ufeff", "\ufffe", "\uffff", "\ud800", "ǅ", "ﬁ", "İ",
    "a" * 300, "ж" * 300, "م" * 300, "https://" + "x" * 280, "=?utf-8?q?x?=", "Bcc: x@example.org", "\r\nBcc: x@example.org",
)  # fmt: skip
LINKS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd",
    "//evil.example/x", "/relative", "", "http://", "https://[::1", "https://a b/c d", "https://x.example/\"onclick=\"a", "https://x.example/<b>",
    "https://x.example/?a=1&copy=2&amp;b='", "https://x.example/\\x", "https://приклад.укр/новина", "https://x.example:99999/", "mailto:a@example.org",
    f"https://x.example/-{P}:unsubscribe:h-", "https://x.example/" + "y" * 3000, "https://x.example/%zz", "https://x.example/{{x}}", "https://x.example/\u202e",
)  # fmt: skip


def words(random: Random) -> str:
    """A few plain words with nasty ones between them."""
    plain = ("officials", "said", "could not verify", "Мешканці", "повідомили", "قال", "on Tuesday", "11,000")
    parts = [random.choice(NASTY if random.random() < 0.5 else plain) for _ in range(random.randint(1, 7))]
    return random.choice(("", " ")).join(parts)


def item(number: int, random: Random) -> Item:
    sentences = [words(random) for _ in range(random.randint(0, 3))]
    others = tuple(
        Other(
            publisher=words(random),
            link=random.choice((*LINKS, None)),
            text=words(random),
            kind=random.choice(("adds", "contradicts", "reports")),
        )
        for _ in range(random.randint(0, 3))
    )
    picture = Picture(
        url=random.choice(LINKS),
        caption=random.choice((None, words(random))),
        credit=random.choice((None, words(random))),
        alt=random.choice((None, words(random))),
        width=random.choice((None, 0, -5, 1, 90, 1600, 10**9)),
        height=random.choice((None, 0, -5, 1, 1000, 10**9)),
    )
    return drafts.item(
        number,
        words(random),
        *sentences,
        link=random.choice((*LINKS, None)),
        publisher=words(random),
        own=random.random() < 0.5,
        language=random.choice(("en", "ar", "xx", "", '"><script>', "zh-Hant", "en_GB")),
        authors=(words(random),),
        picture=random.choice((None, picture)),
        others=others,
        note=random.choice((None, words(random))),
        kicker=random.choice((None, words(random), "Correction")),
        reading_minutes=random.choice((None, 0, 3)),
        score=None,
    )


def draft(seed: int, count: int) -> Draft:
    random = Random(seed)
    items = tuple(item(number, random) for number in range(1, count + 1))
    half = count // 2
    return drafts.draft(
        (Section(name=words(random), items=items[:half]), Section(name=words(random), items=items[half:])),
        subject=words(random),
        preheader=words(random),
        intro=words(random) + "\n\n" + words(random),
        title=random.choice(("Morning Tide", words(random))),
    )
