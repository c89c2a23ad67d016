"""A picture's caption and credit as a line of text, told from a paragraph that ends in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.write.phrases import says

_CREDIT_NAMES = (
    r"getty|afp|reuters|associated press|\bap\b|\bepa\b|epa-efe|\bdpa\b|bloomberg|"
    r"shutterstock|istock|anadolu|xinhua|tass|sipa|"
    r"imago|picture[- ]alliance|alamy|unsplash|wikimedia|maxar|planet labs|nurphoto|zuma|"
    r"polaris|magnum|ukrinform|unian|"
    r"global images|handout|courtesy|screenshot|via|photo|image|pool|press service|facebook|telegram|"
    r"фото|укрінформ|уніан|униан|тасс|риа|скриншот|скріншот|пресслужб|пресс-служб|пресс служб|"
    r"офіс президента|генштаб|"
    r"foto|bild|رويترز|فرانس برس|الفرنسية|الأوروبية|أسوشيتد برس|غيتي|صورة|الأناضول|"
    r"أ\s?ف\s?ب|د\s?ب\s?أ|وكالات|مواقع التواصل|"
    r"新华社|新華社|路透|法新社|美联社|美聯社|视觉中国|图源|供图|摄"
)

_CREDIT_PAREN = re.compile(
    rf"[(（\[](?P<credit>[^()（）\[\]]{{0,120}}?(?:{_CREDIT_NAMES})[^()（）\[\]]{{0,80}}"
    r"|(?-i:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}\s?/\s?[A-Z][\w.'’ -]{2,40}))[)）\]]\s*\.?$",
    re.I,
)

_CREDIT_TAIL = re.compile(
    r"(?:^|[\s.!?|。—–-])(?P<credit>(?:(?:photo(?:graph)?s?|image|picture|credit|file photo|"
    r"illustration|graphic|map|video|photo credit|image credit|picture credit|source|"
    r"фото|ілюстрац\w+|иллюстрац\w+|відео|видео|джерело фото|источник фото|скриншот|скріншот|"
    r"foto|bild|symbolbild|archivbild|bildquelle|fotoquelle|bildrechte|quelle|grafik|світлин[аи]|снимок|"
    r"تصوير|الصورة|صورة|المصدر|图|圖|图片|圖片|图源|图片来源|圖片來源|摄影|攝影|摄|资料图)\s*(?:by|via|von|[:：|"
    r"/©])\s*|©\s*|(?:REUTERS|AFP|AP|EPA|dpa)/)\S.{0,90}?"
    r"|"
    r"(?<=[.!?] )(?-i:[A-ZА-ЯІЇЄҐ][\w.'’«»-]+(?: "
    r"[A-ZА-ЯІЇЄҐ][\w.'’«»-]+){0,3}\s?/\s?[A-ZА-ЯІЇЄҐ][\w.'’«» -]{2,40}))\s*\.?$",
    re.I,
)

_CREDIT_LINE = re.compile(
    r"(?:(?:(?:file |stock |handout )?(?:photo(?:graph)?s?|image|picture|photo credit|"
    r"image credit|illustration|credits?)|фото|фотографія|фотография|ілюстрація|иллюстрация|"
    r"foto|bild|symbolbild|archivbild|bildquelle|fotoquelle|"
    r"صورة|الصورة|تصوير|مصدر الصورة|"
    r"图|图片|圖片|图片来源|圖片來源|图源|摄影|攝影|供图|资料图片?)\s*(?:by|via|"
    r"courtesy of|von|[:：|/©])\s*\S.{0,90}|©\s?\S.{0,80}|(?:AP|AFP|REUTERS|EPA|dpa|Reuters|"
    r"Getty Images)(?:\s?(?:Photo|/).{0,60})?|[^.!?]{2,50}[/|][^.!?]{0,30}\b(?:Getty Images|AFP|Reuters|"
    r"AP|EPA|dpa|Shutterstock|УНІАН|Укрінформ|ТАСС|Anadolu)\b[^.!?]{0,30}|[（(].{0,20}(?:摄|供图|资料图|"
    r"资料图片)[）)])",
    re.I,
)

#: A line that begins by saying it is a picture's caption or credit ("Image caption, …", «Подпись к фото, …»).
_NAMED_CAPTION = re.compile(
    r"(?:image caption|photo caption|caption|подпись к фото|підпис до фото|фото до матеріалу|"
    r"bildunterschrift|"
    r"bildtext|التعليق على الصورة|تعليق الصورة|图像加注文字|圖像加註文字|图片说明|圖片說明|图说|图注)"
    r"\s*[,،，:：]\s*(?P<text>\S.*)",
    re.I,
)
_NAMED_CREDIT = re.compile(
    r"(?:image source|image credit|photo source|picture source|автор фото|джерело фото|источник фото|"
    r"источник изображения|bildquelle|صدر الصورة|مصدر الصورة|图像来源|圖像來源|图片来源|"
    r"圖片來源)\s*[,،，:：]\s*(?P<text>\S.{0,90})",
    re.I,
)
#: Whose picture, by slashes alone: «Пётр Лось / Агентство «Восток» / Scanpix».
_SLASHED = re.compile(
    r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’«»\"-]+(?: [A-ZÀ-ÞА-ЯІЇЄҐ«\"][\w.'’«»\"-]+){0,3}"
    r"(?: / [A-ZÀ-ÞА-ЯІЇЄҐ«\"][\w.'’«»\"-]*(?: [\w.'’«»\"-]+){0,3}){1,3}"
)

_LABEL = re.compile(
    r"^(?:file |stock |handout )?(?:photos?|image|picture|photo credit|image credit|credits?|"
    r"фото|foto|bild|图片来源|图源|图片|صورة|تصوير)\s*(?:by|von|[:：|])\s*",
    re.I,
)
_SURE = re.compile(
    r"[/©|]|getty|photo|image|фото|foto|bild|摄|图|صورة|تصوير|via|handout|courtesy|світлин|снимок", re.I
)
_STOCK = re.compile(
    r"\((?:archivbild|symbolbild|archivfoto|file photo|file|архівне фото|архивное фото|ілюстративне фото|"
    r"资料图片?|أرشيف(?:ية)?)\)\.?$",
    re.I,
)
_NEXT = re.compile(r"[^\W\d_]{3}[.!?]\s+[^\Wa-zа-яіїєґ]|。(?=.)")
_SIGNS = (":", "：", "|", "/", "©", " by ", " via ", " von ")  #: one stands in every credit outside brackets
_LONGEST_LINE, _LONGEST_CAPTION = 18, 70  #: words


@dataclass(frozen=True, slots=True)
class Credited:
    """A caption ("" for a credit alone) and whose picture it is."""

    caption: str
    credit: str


def credited(text: str, words: int) -> Credited | None:
    """The caption and credit a line of `words` words is, or None where it is anything else."""
    named = _NAMED_CAPTION.fullmatch(text)
    if named and words <= _LONGEST_CAPTION:
        return Credited(named["text"], "")
    named = _NAMED_CREDIT.fullmatch(text)
    if named:
        return Credited("", _bare(named["text"]))
    if words <= _LONGEST_LINE and (_CREDIT_LINE.fullmatch(text) or _SLASHED.fullmatch(text)):
        return Credited("", _bare(text))
    if words > _LONGEST_CAPTION:
        return None
    match = _CREDIT_PAREN.search(text) if text[-2:].strip(".")[-1:] in ")）]" else None
    if match is None and any(sign in text[-130:] for sign in _SIGNS):
        match = _CREDIT_TAIL.search(text, max(0, len(text) - 130))
    if not match or not _is_credit(match["credit"], text[: match.start()].rstrip()):
        return None
    caption = text[: match.start("credit")].rstrip(" (（[|—–-").strip()
    if len(_NEXT.findall(caption)) > 1:
        return None  # a paragraph with a credit behind it
    return Credited(caption, _bare(match["credit"]))


def _is_credit(credit: str, before: str) -> bool:
    """Whether a line's end is a picture's credit, not a wire's sign or an aside."""
    if len(credit) > 110 or len(re.findall(r"\w+", credit)) > 12:
        return False
    if _SURE.search(credit) or _STOCK.search(before) or _SLASHED.fullmatch(re.sub(r"\s?/\s?", " / ", credit)):
        return True
    return bool(before) and before[-1] not in ".!?。" and len(before.split()) < 30 and not says(before)


def _bare(text: str) -> str:
    return _LABEL.sub("", text.strip(" ()（）[].")).strip()
