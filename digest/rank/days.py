"""Which days a text names: "4 May", "May 4th", "4 травня", "04.05.", "5月4日"; pure.

Does not resolve "yesterday" or weekdays, and takes no year: entries that are compared are days apart.
"""

from __future__ import annotations

import re

HEAD = 800  #: characters that are read: further down stand the days of what came before
_MONTHS = """
january jan januar jänner січня января янв يناير
february feb februar лютого февраля фев فبراير
march mar märz березня марта مارس
april apr квітня апреля апр أبريل
may mai травня мая مايو
june jun juni червня июня يونيو
july jul juli липня июля يوليو
august aug серпня августа авг أغسطس
september sep sept вересня сентября сен سبتمبر
october oct oktober okt жовтня октября окт أكتوبر
november nov листопада ноября ноя نوفمبر
december dec dezember dez грудня декабря дек ديسمبر
"""
#: From a month's name or short form in lower case to its number.
MONTHS = {
    word: number
    for number, names in enumerate(_MONTHS.strip().splitlines(), start=1)
    for word in names.split()
}
_BEFORE = re.compile(r"(?<![\d.,:])(\d\d?)(?:st|nd|rd|th|-?го|\.)? (?:of )?([^\W\d_]{3,9})\b")
_AFTER = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d\d?)(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)")
_FIGURES = re.compile(r"(?<![\d.,])(\d\d)\.(0[1-9]|1[0-2])(?:\.20\d\d)?(?![\d,])")
_SIGNS = re.compile(r"(\d\d?)月(\d\d?)日")


def days_named(text: str) -> frozenset[tuple[int, int]]:
    """The days that the first words of a text name, as month and day."""
    head = text[:HEAD]
    before = [(word, day) for day, word in _BEFORE.findall(head) if not word.isascii() or word[0].isupper()]
    named = [(MONTHS.get(word.lower()), int(day)) for word, day in before + _AFTER.findall(head)]
    named += [(int(month), int(day)) for month, day in _SIGNS.findall(head)]
    named += [(int(month), int(day)) for day, month in _FIGURES.findall(head)]
    return frozenset((month, day) for month, day in named if month and 1 <= day <= 31)
