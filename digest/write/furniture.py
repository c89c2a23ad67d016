"""Tells the article on a page from what stands around it: headline again, captions, biographies, boxes.

`read_page` sorts every block of a text into body or furniture of a named kind, and keeps what is data
(headline, caption, credit, authors, reading time). It looks at words and places only, so it holds for a
feed's text and for a page copied from a browser. In doubt a block stays in the article: eating a sentence
is worse than keeping a line. It removes nothing; the text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.write import furniture_words as words
from digest.write.blocks import Block, blocks_of
from digest.write.blocks import block as cut
from digest.write.caveats import is_caveat
from digest.write.phrases import CORRECTION, says

Piece = tuple[int, int, str]  #: start, end, kind

_CREDIT_NAMES = (
    r"getty|afp|reuters|associated press|\bap\b|\bepa\b|epa-efe|\bdpa\b|bloomberg|"
    r"shutterstock|istock|anadolu|xinhua|tass|sipa|"
    r"imago|picture[- ]alliance|alamy|unsplash|wikimedia|maxar|planet labs|nurphoto|zuma|"
    r"polaris|magnum|ukrinform|unian|"
    r"global images|handout|courtesy|screenshot|via|photo|image|pool|press service|facebook|telegram|"
    r"фото|укрінформ|уніан|униан|тасс|риа|скриншот|скріншот|пресслужб|пресс-служб|пресс служб|"
    r"офіс президента|генштаб|"
    r"foto|bild|رويترز|فرانس برس|أسوشيتد برس|غيتي|صورة|الأناضول|新华社|新華社|路透|法新社|美联社|美聯社|视觉中国|图源|供图|摄"
)
_CREDIT_PAREN = re.compile(
    rf"[(（\[](?P<credit>[^()（）\[\]]{{0,120}}?(?:{_CREDIT_NAMES})[^()（）\[\]]{{0,80}})[)）\]]\s*\.?$", re.I
)
_CREDIT_TAIL = re.compile(
    r"(?:^|[\s.!?|。—–-])(?P<credit>(?:(?:photo(?:graph)?s?|image|picture|credit|file photo|"
    r"illustration|graphic|map|video|photo credit|image credit|picture credit|source|"
    r"фото|ілюстрац\w+|иллюстрац\w+|відео|видео|джерело фото|источник фото|скриншот|скріншот|"
    r"foto|bild|symbolbild|archivbild|quelle|grafik|"
    r"تصوير|الصورة|صورة|المصدر|图|圖|图片|圖片|图源|图片来源|圖片來源|摄影|攝影|摄|资料图)\s*(?:by|via|von|[:：|"
    r"/©])\s*|©\s*|(?:REUTERS|AFP|AP|EPA|dpa)/)\S.{0,90}?)\s*\.?$",
    re.I,
)
_CREDIT_LINE = re.compile(
    r"(?:(?:(?:file |stock |handout )?(?:photo(?:graph)?s?|image|picture|photo credit|"
    r"image credit|illustration|credits?)|фото|фотографія|фотография|ілюстрація|иллюстрация|"
    r"foto|bild|symbolbild|archivbild|bildquelle|fotoquelle|"
    r"صورة|الصورة|تصوير|مصدر الصورة|图|图片|圖片|图片来源|圖片來源|图源|摄影|攝影|供图|资料图片?)\s*(?:by|via|"
    r"courtesy of|von|[:：|/©])\s*\S.{0,90}|©\s?\S.{0,80}|(?:AP|AFP|REUTERS|EPA|dpa|Reuters|"
    r"Getty Images)(?:\s?(?:Photo|/).{0,60})?|.{2,50}[/|].{0,30}(?:Getty Images|AFP|Reuters|"
    r"AP|EPA|dpa|Shutterstock|УНІАН|Укрінформ|ТАСС|Anadolu).{0,30}|[（(].{0,20}(?:摄|供图|资料图|"
    r"资料图片)[）)])",
    re.I,
)
_TIME = re.compile(
    r"(?:(?:published|updated|last updated|posted|modified|first published|date|опубліковано|"
    r"оновлено|опубликовано|обновлено|veröffentlicht|aktualisiert|stand|نشر(?: في)?|"
    r"تاريخ النشر|آخر تحديث|发布时间|發布時間|更新时间|发表于|发布于|更新于)\s*(?:on|at|am|:|：)?\s*.{0,10})?"
    r"(?=.*\d)(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*|"
    r"понеділок,?|вівторок,?|середа,?|четвер,?|п['’ʼ]ятниця,?|субота,?|неділя,?|понедельник,?|"
    r"вторник,?|среда,?|четверг,?|пятница,?|суббота,?|воскресенье,?|(?:montag|dienstag|"
    r"mittwoch|donnerstag|freitag|samstag|sonntag),?|(?:الاثنين|الإثنين|الثلاثاء|الأربعاء|"
    r"الخميس|الجمعة|السبت|الأحد)،?|星期[一二三四五六日天]|\d{1,4}|[٠-٩]{1,4}|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|січня|лютого|березня|квітня|"
    r"травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|января|февраля|марта|апреля|"
    r"мая|июня|июля|августа|сентября|октября|ноября|декабря|januar|februar|märz|mai|juni|juli|"
    r"oktober|dezember|"
    r"يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|"
    r"شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|الثاني|الأول|"
    r"a\.?m\.?|p\.?m\.?|gmt|utc|est|edt|et|pst|pt|cet|eet|bst|uhr|год|hours?|minutes?|days?|"
    r"ago|at|um|об?|о|в|р\.|г\.|року|года|年|月|日|时|分|點|点|صباحا|مساء|م|ص|بتوقيت غرينتش|[\s,.:/|"
    r"·•—–-])+",
    re.I,
)
_DATELINE = re.compile(
    r"(?:"
    r"\(\s*CNN(?: \w+){0,2}\s*\)\s*(?:[—–-]+\s*)?"
    r"|[A-ZÀ-Þ][\w.'’ -]{1,30}(?:,\s*[A-Z][\w. ]{1,24})?(?:,\s*(?:Jan|Feb|March|Mar|April|Apr|"
    r"May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2})?\s*\((?:CNN|Reuters|AP|AFP|"
    r"Bloomberg|Xinhua|dpa|UPI|EFE|Interfax[\w-]*|TASS|RFE/RL)[^)]{0,30}\)\s*(?:[—–-]+\s*)?"
    r"|"
    r"[A-ZÀ-ÞА-ЯІЇЄҐ][A-ZÀ-ÞА-ЯІЇЄҐ'’. /-]{2,30}(?:,\s*[A-ZА-ЯІЇЄҐ][\w. "
    r"]{1,24})?(?:,\s*\d{1,2}\s[а-яіїє]+)?\s*[—–-]{1,2}\s+(?=\S)"
    r"|[А-ЯІЇЄҐ][\w'’ʼ-]{2,24}[.,]\s*\d{1,2}\s[а-яіїєґё]{3,10}\.?(?:\s*\d{4}\s*(?:р|г|року|"
    r"года)?\.?)?(?:\s*[/(]?[\w.-]{3,24}[/)]?)?(?:\.\s+|\s*[—–-]\s+)"
    r"|[A-ZÀ-Þ][\wäöüß/ .-]{2,30}\s*\((?:dpa|AFP|epd|KNA|Reuters|AP|dts|taz)[^)]{0,20}\)\s*[.:—–-]*\s*"
    r"|[\u0600-\u06ff]{2,14}(?:\s[\u0600-\u06ff]{2,14}){0,3}\s*\((?:رويترز|أ\s?ف\s?ب|أ ب|"
    r"د ب أ|فرانس برس|الأناضول|CNN)\)\s*[—–-]*\s*"
    r"|(?:新华社|新華社|中新社|中新网|中央社|人民网|路透社?|法新社|美联社)[\u4e00-\u9fff]{0,12}\d{1,2}月\d{1,2}日(?:电|電|讯|"
    r"訊)?(?:\s*[（(][^）)]{1,30}[）)])?\s*"
    r"|[（(](?:中央社|本报|本報|记者|記者)[^）)]{2,40}[）)]\s*"
    r")"
)
_NAME = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ-]+|[A-ZА-Я]\.|van|von|de|da|al|el|"
    r"bin)(?:\s+(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ-]+|[A-ZА-Я]\.|van|von|de|da|al|el|bin)){1,3}"
)
_PLAIN = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Page:
    """What was read: pieces of body and furniture in order, and the data found on the way."""

    headline: str = ""
    body: list[Block] = field(default_factory=list)
    furniture: list[Piece] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)


def read_page(text: str, title: str = "") -> Page:
    """The page in `text`; `title` is its headline where the caller knows it."""
    return _Reader(text, title).read()


def plain(text: str) -> str:
    """The letters and digits of a line, for comparing two lines that say the same."""
    return _PLAIN.sub("", text).casefold()


class _Reader:
    """One page being sorted: `kinds[i]` is the kind of block i, None while it is body."""

    def __init__(self, text: str, title: str) -> None:
        self.text = text
        self.blocks: Sequence[Block] = blocks_of(text)
        self.kinds: list[str | None] = [None] * len(self.blocks)
        self.page = Page(headline=title.strip())

    def read(self) -> Page:
        self._mark_lines()
        self._mark_headline()
        self._mark_authors()
        self._mark_tail()
        self._mark_labels()
        self._mark_between()
        for block, kind in zip(self.blocks, self.kinds, strict=True):
            if kind is None:
                self._take_body(block)
            else:
                self.page.furniture.append((block.start, block.end, kind))
        return self.page

    def _take_body(self, block: Block) -> None:
        dateline = _DATELINE.match(block.text)
        if dateline and len(block.text) - dateline.end() > 20:
            start = block.start + dateline.end()
            end = block.start + len(dateline[0].rstrip())
            self.page.furniture.append((block.start, end, "dateline"))
            block = cut(self.text, start, block.end, block.wrapped)
        self.page.body.append(block)

    # --- line by line -----------------------------------------------------------------------------------

    def _mark_lines(self) -> None:
        for index, block in enumerate(self.blocks):
            self.kinds[index] = self._line_kind(block)

    def _line_kind(self, block: Block) -> str | None:
        """What the words of one block alone say it is."""
        text = " ".join(block.text.split()) if block.wrapped else block.text
        if block.words <= 16:
            kind = _short_kind(text)
            if kind:
                return kind
        if len(text) > 1200:
            return None
        kind = self._caption_kind(block, text) or self._byline_kind(block, text) or _box_kind(text)
        return None if kind and (CORRECTION.match(text) or is_caveat(text)) else kind

    def _caption_kind(self, block: Block, text: str) -> str | None:
        if block.words <= 18 and _CREDIT_LINE.fullmatch(text):
            self.page.credits.append(_credit(text))
            return "credit"
        if block.words > 70:
            return None
        match = _CREDIT_PAREN.search(text) if text[-2:].strip(".")[-1:] in ")）]" else None
        match = match or _CREDIT_TAIL.search(text, max(0, len(text) - 130))
        if not match or not _is_credit(match["credit"], text[: match.start()]):
            return None
        caption = text[: match.start("credit")].rstrip(" (（[|—–-").strip()
        if caption:
            self.page.captions.append(caption)
        self.page.credits.append(_credit(match["credit"]))
        return "caption"

    def _byline_kind(self, block: Block, text: str) -> str | None:
        if block.words <= 40 and words.SIGN_OFF.fullmatch(text):
            return "byline"
        match = words.BYLINE.fullmatch(text) if block.words <= 14 else None
        if match and not block.is_ended and _NAME.match(match["names"]) and not says(text):
            self._add_authors(match["names"])
            return "byline"
        return None

    def _add_authors(self, names: str) -> None:
        for name in re.split(r"\s*(?:,|;|、|\band\b|\bund\b|\bта\b|\bі\b|\bи\b|\bй\b|\bو)\s*", names):
            if _NAME.fullmatch(name) and name not in self.page.authors:
                self.page.authors.append(name)

    # --- headline ---------------------------------------------------------------------------------------

    def _mark_headline(self) -> None:
        """The headline is furniture wherever it stands: the summary has its own place for it."""
        if not self.page.headline:
            self.page.headline = self._find_headline()
        wanted = plain(self.page.headline)
        if len(wanted) < 4:
            return
        for index, block in enumerate(self.blocks):
            if len(block.text) <= 2 * len(self.page.headline) + 40 and _is_headline(
                plain(block.text), wanted
            ):
                self.kinds[index] = "headline"

    def _find_headline(self) -> str:
        top = [index for index in range(min(14, len(self.blocks)))]
        seen: dict[str, int] = {}
        for index in top:
            key = plain(self.blocks[index].text)
            if self.blocks[index].words >= 3 and key in seen:
                return self.blocks[seen[key]].text
            seen.setdefault(key, index)
        for index in top:
            block = self.blocks[index]
            if self.kinds[index] is not None:
                continue
            if block.text[-1:] in ".。؛;" or block.words > 32 or (block.is_ended and block.words > 18):
                return ""
            if block.words >= 3 and any(later.is_ended for later in self.blocks[index + 1 :]):
                return block.text
        return ""

    # --- authors and the end of the page ----------------------------------------------------------------

    def _mark_authors(self) -> None:
        """Name, role and biography near an avatar, a byline or each other."""
        for index, block in enumerate(self.blocks):
            if self.kinds[index] is not None or block.words > 8 or block.is_ended:
                continue
            before = self.kinds[index - 1] if index else None
            after = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
            is_role = bool(words.ROLE.fullmatch(block.text))
            named = _NAME.fullmatch(block.text) is not None
            follows = after is not None and (
                bool(words.ROLE.fullmatch(after.text))
                or (after.is_ended and plain(after.text).startswith(plain(block.text)))
            )
            if (is_role and before in ("avatar", "author", "byline")) or (
                named and (before == "avatar" or follows)
            ):
                self.kinds[index] = "author"
                if named and not is_role:
                    self._add_authors(block.text)
        for index, block in enumerate(self.blocks):
            if self.kinds[index] is None and block.is_ended and self._is_biography(index, block):
                self.kinds[index] = "biography"

    def _is_biography(self, index: int, block: Block) -> bool:
        near = index > 0 and self.kinds[index - 1] in ("author", "avatar", "biography")
        if not words.BIOGRAPHY.search(block.text[:600]) or (says(block.text) and not near):
            return False
        starts = any(block.text.startswith(name) for name in self.page.authors)
        last = all(kind is not None or not later.is_ended or later.words < 6
                   for kind, later in zip(self.kinds[index + 1 :], self.blocks[index + 1 :], strict=True))  # fmt: skip
        return near or starts or (last and index > 1 and _NAME.match(block.text) is not None)

    def _mark_tail(self) -> None:
        """What comes after the article has ended belongs to other articles or to the site."""
        end = self._tail_start()
        for index in range(end, len(self.blocks)):
            if self.kinds[index] is None:
                text = self.blocks[index].text
                self.kinds[index] = None if CORRECTION.match(text) else "related"

    def _tail_start(self) -> int:
        sizes = [
            0 if kind or not block.is_ended else len(block.text)
            for kind, block in zip(self.kinds, self.blocks, strict=True)
        ]
        whole = sum(sizes)
        before = 0
        for index, kind in enumerate(self.kinds):
            after = whole - before
            if before and kind in ("avatar", "author", "biography") and before > after:
                return index
            if before and kind == "related" and self._ends_here(index, before, after):
                return index
            before += sizes[index]
        return len(self.blocks)

    def _ends_here(self, index: int, before: int, after: int) -> bool:
        """Whether a line like "Read more" ends the article: little follows, and no two "
        "paragraphs in a row."""
        if not words.RELATED_HEAD.fullmatch(self.blocks[index].text) or after > 0.4 * before:
            return False
        run = 0
        for block, kind in zip(self.blocks[index + 1 :], self.kinds[index + 1 :], strict=True):
            run = run + 1 if kind is None and block.is_ended and block.words > 8 else 0
            if run > 1 or (run and is_caveat(block.text)):
                return False
        return True

    # --- what its neighbours say ------------------------------------------------------------------------

    def _mark_labels(self) -> None:
        """Short lines: labels above the headline, headlines below "Read more", headings inside the body."""
        ended = sum(
            block.is_ended for block, kind in zip(self.blocks, self.kinds, strict=True) if kind is None
        )
        loose = sum(
            not block.is_ended for block, kind in zip(self.blocks, self.kinds, strict=True) if kind is None
        )
        if ended < 2 or loose > 2 * ended:
            return  # a text that ends its lines without stops: too odd to judge a line by that
        first = next((i for i, b in enumerate(self.blocks) if self.kinds[i] is None and b.is_ended), 0)
        for index, block in enumerate(self.blocks):
            if self.kinds[index] is not None or block.is_ended or block.words > 14:
                continue
            before = self.kinds[index - 1] if index else None
            if before == "related" and block.words > 2:
                self.kinds[index] = "related"
            elif index < first and (block.words <= 3 or words.LABEL.fullmatch(block.text)):
                self.kinds[index] = "label"
            elif index > first and self._is_heading(index):
                self.kinds[index] = "heading"

    def _is_heading(self, index: int) -> bool:
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        text = self.blocks[index].text
        if text[:1] in "-–—•*·\"“«„'" or text[:1].isdigit() or text[:1].islower():
            return False
        return following is None or (following.is_ended and following.words > self.blocks[index].words)

    def _mark_between(self) -> None:
        """The lines of a box between two lines that plainly belong to it."""
        for index in range(1, len(self.blocks) - 1):
            if self.kinds[index] is None and self.kinds[index - 1] == self.kinds[index + 1] == "promo":
                if words.READER.search(self.blocks[index].text) and not says(self.blocks[index].text):
                    self.kinds[index] = "promo"


def _short_kind(text: str) -> str | None:
    for kind, pattern in (
        ("reading-time", words.READING_TIME),
        ("avatar", words.AVATAR),
        ("ad", words.AD),
        ("related", words.RELATED_HEAD),
        ("share", words.SHARE),
        ("label", words.LABEL),
        ("dateline", _TIME),
        ("copyright", words.COPYRIGHT),
    ):
        if pattern.fullmatch(text):
            return kind
    return None


def _box_kind(text: str) -> str | None:
    if words.COPYRIGHT.fullmatch(text):
        return "copyright"
    if words.RELATED_LINE.fullmatch(text) and len(text) < 260:
        return "related"
    low = text.lower()
    if len(text) < 900 and any(key in low for key in words.PROMO_KEYS):
        cues = {match[0] for match in words.PROMO.finditer(text)}
        if len(cues) > 1 or (cues and not says(text)):
            return "promo"
    return None


def _is_credit(credit: str, before: str) -> bool:
    """Whether what stands in brackets at a line's end is a picture's credit, not a wire's "
    "sign or an aside."""
    if len(credit) > 110 or len(re.findall(r"\w+", credit)) > 12:
        return False
    whole = before.rstrip()
    if re.search(r"[/©|]|getty|photo|image|фото|foto|摄|图|صورة|via|handout|courtesy", credit, re.I):
        return True
    return bool(whole) and whole[-1] not in ".!?。" and len(whole.split()) < 30


def _credit(text: str) -> str:
    return re.sub(
        r"^(?:file |stock |handout )?(?:photos?|image|picture|photo credit|image credit|credits?|"
        r"фото|foto|bild|图片来源|图源|图片|صورة|تصوير)\s*(?:by|von|[:：|])\s*",
        "",
        text.strip(" ()（）[]."),
        flags=re.I,
    ).strip()


def _is_headline(line: str, headline: str) -> bool:
    """The same words, perhaps with a publisher's name or a label around them."""
    if line == headline:
        return True
    return len(headline) > 24 and headline in line and len(line) < 1.35 * len(headline)
