"""Where the sentences of a text begin and end, by rules, in six languages.

English, Ukrainian, Russian, German, Arabic, Chinese; others are split by the English rules, which hold
wherever a full stop, a space and a capital end a sentence. It changes no character and loses none but
the white space between sentences. Positions are code points. A new line ends a sentence unless the next line
plainly goes on with it (a text wrapped by hand). In a text without capitals (some archives lower-case theirs)
a sentence may begin small.
"""

from __future__ import annotations

import re

from digest.write import language as languages
from digest.write.abbreviations import MAYBE, NEVER, STARTERS

#: What may end a sentence: stops with what closes behind them, then a space; wide stops need none.
_END = re.compile(
    r"""(?P<stop>[.!?…]+)(?P<close>["'”’»“)\]›]*)(?:\[\d{1,3}\])*(?=\s|$)
      | (?P<wide>[。！？｡؟۔]+|(?<=[\u3400-\u9fff])[!?]+)(?P<shut>["'”’」』）)》]*)
      | (?P<glued>(?<=[a-zа-яіїєґ]{3})[.!?](?=[A-ZА-ЯІЇЄҐ][\w’']*\s))
      | (?P<line>\n\s*)""",
    re.VERBOSE,
)
_HIT = re.compile(r"[.!?…。！？｡؟۔\n]")  #: where _END can begin: many times faster to find
_OPENERS = "\"'“„«‘’”([‹「『（¿¡*•·#"
_DASHES = "—–-―"
_SAYS_NEXT = re.compile(
    r"(?:[A-Z][\w.'’-]*\s+){1,5}(?:said|says|asked|asks|told|tweeted|wrote|writes|added|replied|shouted|joked|"
    r"recalled|exclaimed|cried|posted|responded|continued|wondered|quipped)\b"
)
_ZH_SAYS = re.compile(
    r"[^，。！？“”「」\n]{0,14}?(?:说|說|表示|称|稱|问|問|道|告诉|告訴|写道|寫道|指出|强调|強調|补充|補充)"
)
_TOKEN = re.compile(r"[^\s\"'“”„«»()\[\]/,;:‘’]*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d{1,2}|[IVXLC]{1,6}")
_ROMAN = re.compile(r"\b[IVXLCІХ]{1,6}\b")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
#: What stands behind a year or closes a list ("1970-х гг.", "до н. э.", "і т. д.").
_AFTER_YEAR = frozenset(
    ["р", "рр", "г", "гг", "в", "вв", "ст", "н.е", "н.э", "э", "е", "т.д", "т.п", "д", "н"]
)
_AGE = re.compile(r"\d{1,2}")
_CLOSE_WITH = frozenset(["н.", "т.", "р.", "ц.", "г.", "с."])
#: Units that are other words where no number stands before them (м. is a town, прим. a note, жовт. a month).
_MEASURES = frozenset(
    [
        "с",
        "м",
        "км",
        "см",
        "мм",
        "л",
        "т",
        "ц",
        "га",
        "кг",
        "прим",
        "екз",
        "экз",
        "шт",
        "год",
        "хв",
        "чол",
        "куб",
        "кв",
    ]
)
_COUNTED = re.compile(r"(?:\d|\b(?:тис|тыс|млн|млрд|кв|куб|пог)\.?)\s?$")
_INITIAL_NEXT = re.compile(r"[A-ZА-ЯЁІЇЄҐ]\.")
_TOGETHER = frozenset([("дол", "сша"), ("долл", "сша"), ("млн", "дол")])
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ]")
_LETTER = re.compile(r"[a-zà-öø-ÿа-яёіїєґ]")

Spans = tuple[tuple[int, int], ...]


def split(text: str, language: str | None) -> Spans:
    """The [start, end) of each sentence of `text`, in order, without the white space around it."""
    code = languages.base(language) or languages.detect(text) or "en"
    return _Splitter(text, code).spans(0, len(text))


def split_range(text: str, language: str | None, start: int, end: int) -> Spans:
    """As `split`, for the part [start, end) only; positions are of the whole text."""
    return tuple((start + a, start + b) for a, b in split(text[start:end], language))


class _Splitter:
    """The rules of one language over one text."""

    def __init__(self, text: str, code: str) -> None:
        rules = code if code in NEVER else "en"
        self.text = text
        self.code = code
        self.never = NEVER[rules]
        self.maybe = MAYBE[rules]
        self.starters = STARTERS[rules]
        self.small = _is_caseless(text)  # sentences may begin with a small letter

    def spans(self, start: int, end: int) -> Spans:
        found: list[tuple[int, int]] = []
        begin = start
        done = start
        for hit in _HIT.finditer(self.text, start, end):
            match = _END.match(self.text, hit.start(), end) if hit.start() >= done else None
            if match is None:
                continue
            done = match.end()
            if not self._ends(match, begin):
                continue
            cut = match.start() if match["line"] is not None else match.end()
            if match["shut"] and not self._is_open(begin, match.start()):
                cut = match.start("shut")  # the quotation mark opens the next sentence
            self._add(found, begin, cut)
            begin = cut if match["line"] is None else match.end()
        self._add(found, begin, end)
        return tuple(found)

    def _add(self, found: list[tuple[int, int]], begin: int, end: int) -> None:
        while begin < end and self.text[begin].isspace():
            begin += 1
        while end > begin and self.text[end - 1].isspace():
            end -= 1
        if begin < end:
            found.append((begin, end))

    def _ends(self, match: re.Match[str], begin: int) -> bool:
        if match["line"] is not None:
            return self._line_ends(match)
        if match["wide"] is not None:
            return self._wide_ends(match)
        if match["glued"] is not None:  # "for longer.The bank": a lost space
            return match.start() - begin > 20
        return self._stop_ends(match, begin)

    def _line_ends(self, match: re.Match[str]) -> bool:
        """A blank line always ends; one line feed does unless the sentence plainly runs on."""
        if match[0].count("\n") > 1:
            return True
        after = self.text[match.end() : match.end() + 1]
        before = self.text[max(0, match.start() - 20) : match.start()].rstrip()[-1:]
        return not (after.islower() and (before.islower() or before in ",-–—"))

    def _wide_ends(self, match: re.Match[str]) -> bool:
        if not match["shut"]:
            return self.text[match.end() : match.end() + 1] not in "”’」』）"
        return not _ZH_SAYS.match(self.text, match.end())

    def _is_open(self, begin: int, end: int) -> bool:
        """Whether a quotation begun in [begin, end) is still open there (Chinese, without spaces)."""
        part = self.text[begin:end]
        if any(
            part.count(mark) > part.count(other)
            for mark, other in ("“”", "「」", "『』", "（）", "《》", "‘’")
        ):
            return True
        return part.count('"') % 2 == 1 or begin == 0

    def _stop_ends(self, match: re.Match[str], begin: int) -> bool:
        stop, close = match["stop"], match["close"]
        at = match.end()
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        if at == len(self.text):
            return True
        dashed = self.text[at] in _DASHES
        while at < len(self.text) and (self.text[at] in _OPENERS or self.text[at] in _DASHES):
            at += 1
        while at < len(self.text) and self.text[at] == " ":
            at += 1
        first = self.text[at : at + 1]
        if first.islower() and not (self.small and first.isalpha()):
            return False
        if dashed and close.strip(")]"):
            return False  # «…!» — Name said
        if stop == "." and not close:
            return self._dot_ends(match.start(), at, begin)
        if stop in ("...", "…", "..") and not (first.isupper() or first.isdigit()):
            return False
        quoted = close and "." not in stop and self.code == "en"
        return not (quoted and _SAYS_NEXT.match(self.text, at))

    def _dot_ends(self, dot: int, after: int, begin: int) -> bool:
        """Whether one full stop, nothing closing behind it, ends the sentence that began at `begin`."""
        near = self.text[max(begin, dot - 24) : dot]
        token = near[near.rfind(" ") + 1 :]
        if not token.isalnum():
            match = _TOKEN.search(near)
            token = match[0] if match else ""
        word_match = _WORD.match(self.text, after)
        word = word_match[0].lower() if word_match else ""
        low = token.lower()
        initial = bool(_INITIAL_NEXT.match(self.text, after))
        starts = word in self.starters and not (initial and self.code in ("uk", "ru"))
        if (low, word) in _TOGETHER:
            return False
        if self.code in ("uk", "ru") and low in _MEASURES and self._is_measured(dot - len(token), begin):
            return self.text[after : after + 1].isupper() and not initial
        if low in self.never and not (low == "ст" and self._is_century(dot, begin)):
            return False
        if _NUMBER.fullmatch(token):
            return self._number_ends(token, dot, begin, starts)
        if low in _AFTER_YEAR and (self.code in ("uk", "ru")):
            return starts or self._year_ends(dot, begin)
        if low in self.maybe:
            return starts
        if self.code == "zh" and token[-1:].isascii() and not token[-2:-1].isascii():
            return False  # an initial behind Chinese signs
        if _INITIALS.fullmatch(token):
            return starts and (len(token) > 1 or low == "i" or not self._name_before(dot - 1, begin))
        return True

    def _number_ends(self, token: str, dot: int, begin: int, starts: bool) -> bool:
        before = self.text[begin : dot - len(token)]
        if not before.strip() or before[-2:] == ": ":
            return False  # "1. The first point"
        return self.code != "de" or starts

    def _year_ends(self, dot: int, begin: int) -> bool:
        """Whether "у 2014 р." before a capital ends it: early in a sentence it dates what follows."""
        words = self.text[begin:dot].split()
        if words[-2:-1] and (words[-2] in _CLOSE_WITH or _AGE.fullmatch(words[-2])):
            return True  # "до н. э.", "и т. д.", "2015 р. н." close what they stand behind
        dated = any(character.isdigit() for character in "".join(words[-5:])) or _ROMAN.search(
            " ".join(words[-3:])
        )
        return len(words) > 6 and bool(dated)

    def _is_measured(self, at: int, begin: int) -> bool:
        """Whether what stands before position `at` is a number or a word of one: "300 м", "тис. куб. м"."""
        before = self.text[max(begin, at - 24) : at].rstrip()
        return before[-1:] == "/" or bool(_COUNTED.search(before))

    def _is_century(self, dot: int, begin: int) -> bool:
        words = self.text[begin:dot].split()
        return len(words) > 1 and bool(_ROMAN.fullmatch(words[-2]))

    def _name_before(self, at: int, begin: int) -> bool:
        """Whether the word before position `at` is a capitalised one ("Samuel L.")."""
        words = self.text[max(begin, at - 30) : at].split()
        return bool(words) and words[-1][:1].isupper()


def _is_caseless(text: str) -> bool:
    return bool(_LETTER.search(text)) and not _CAPITAL.search(text)
