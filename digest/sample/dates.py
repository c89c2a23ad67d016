"""Dates as the houses write them in a sentence: `{day-1}` in an article becomes "Tuesday".

Marks: `{day}` the weekday of publication, `{day-2}` two days before it; `{date}` the date in words;
`{short}` the date of an agency's dateline; `{month-3}` the month three months ago, in full. Ukrainian
days carry their preposition ("у вівторок"), because it depends on the day.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "uk": (
        "у понеділок", "у вівторок", "у середу", "у четвер", "у п’ятницю", "у суботу", "у неділю",
    ),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}  # fmt: skip
_MONTHS = {
    "en": (
        "Jan.", "Feb.", "March", "April", "May", "June",
        "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
    ),
    "uk": (
        "січня", "лютого", "березня", "квітня", "травня", "червня",
        "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
    ),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip
#: Months that stand alone are never shortened; only the English houses use them.
_FULL = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MARK = re.compile(r"\{(day|date|short|month)([+-]\d+)?\}")


def fill(text: str, language: str, published: datetime) -> str:
    """The text with its marks replaced for an item published then; other braces stay."""
    local = published.astimezone(ZONE)

    def word(match: re.Match[str]) -> str:
        shift = int(match[2] or 0)
        if match[1] == "month":
            return _FULL[(local.month - 1 + shift) % 12]
        when = local + timedelta(days=shift)
        if match[1] == "day":
            return _DAYS[language][when.weekday()]
        month = _MONTHS[language][when.month - 1]
        if language == "en":
            return f"{month.rstrip('.')[:3] if match[1] == 'short' else month} {when.day}"
        return f"{when.day} {month}"

    return _MARK.sub(word, text)
