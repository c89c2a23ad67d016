"""Who made an article, in six languages: bylines, roles, sign-offs and biographies."""

from __future__ import annotations

import re

from digest.write.patterns import boxes, keys

#: Someone's role, alone on the line below their name.
ROLE = re.compile(
    r"(?:(?:senior|staff|chief|deputy|managing|executive|associate|assistant|junior|freelance|"
    r"foreign|defen[cs]e|war|political|national|international|investigative|news|video|data|"
    r"special|lead|kyiv|london|moscow|washington|u\.s\.|white house|business|sports?|science|"
    r"health|digital|contributing|world|europe|culture|energy|climate|diplomatic)[\s,-]+){0,3}"
    r"(?:reporter|editor|journalist|correspondent|writer|contributor|columnist|producer|"
    r"photographer|author|news editor|editor[- ]in[- ]chief|bureau chief|analyst|"
    r"intern)(?:[, ]+(?:at |for |in )?[\w .'’-]{0,30})?"
    r"|(?:головн(?:ий|а) |старш(?:ий|а) |випусков(?:ий|а) |військов(?:ий|а) |спеціальн(?:ий|"
    r"а) |власн(?:ий|а) )?(?:журналіст(?:ка)?|кореспондент(?:ка)?|редактор(?:ка)?|"
    r"репортер(?:ка)?|автор(?:ка)?|оглядач(?:ка)?|колумніст(?:ка)?|"
    r"фотограф(?:иня)?)(?: [\w .'’ʼ-]{0,30})?"
    r"|(?:главный |старший |выпускающий |военный |специальный )?(?:журналист(?:ка)?|"
    r"корреспондент(?:ка)?|редактор|репортер|репортёр|автор|обозреватель(?:ница)?|колумнист|"
    r"фотограф)(?: [\w .-]{0,30})?"
    r"|(?:chef|leitende[r]? |politik|auslands|freie[r]? |"
    r"verantwortliche[r]? )?\s?(?:redakteur(?:in)?|reporter(?:in)?|journalist(?:in)?|"
    r"korrespondent(?:in)?|autor(?:in)?|redaktor(?:in)?|"
    r"volontär(?:in)?)(?:[, ]+[\w .äöüß-]{0,30})?"
    r"|(?:كاتب|كاتبة|مراسل|مراسلة|صحفي|صحفية|صحافي|صحافية|محرر|محررة|رئيس التحرير|"
    r"رئيسة التحرير)(?: [\w ]{0,30})?"
    r"|(?:高级|资深|首席|特约|本报|本刊|驻外|資深|特約)?(?:记者|編輯|编辑|记者、编辑|主编|撰稿人|作者|評論員|评论员|記者)",
    re.IGNORECASE,
)

#: A site's own name for what follows: "Author, …", «Место работы, …».
NAMED_BYLINE = re.compile(
    r"(?:author|role|reporting from|автор(?:ка)?|место работы|роль|місце роботи|посада|الكاتب|作者)"
    r"\s*[,،，]\s*(?P<names>[^.!?。！？؟]{2,70})",
    re.IGNORECASE,
)

#: A role and a name on one line: "Senior Reporter Kim Dale".
ROLE_AND_NAME = re.compile(
    r"(?:(?:[A-Z][\w.-]+ ){0,3}(?:[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Jj]ournalist|[Ww]riter|"
    r"[Cc]olumnist|[Pp]roducer|[Pp]hotographer)|"
    r"(?:\w+ )?(?:журналіст(?:ка)?|кореспондент(?:ка)?|журналист(?:ка)?|корреспондент))"
    r",? (?P<names>[A-ZА-ЯІЇЄҐ][\w’'-]+(?: [A-ZА-ЯІЇЄҐ][\w’'.-]+){1,2})"
)

BYLINE = re.compile(
    r"(?:[^|•·.!?]{2,30}\s[|•·]\s)?(?:(?:by|written by|words by|reported by|story by|text by|author|authors|"
    r"reporter|editor|edited by|fact[- ]check(?:ed)? by|"
    r"автор(?:и|ка|ы)?|текст|редактор(?:ка)?|журналіст(?:ка)?|журналист(?:ка)?|"
    r"кореспондент(?:ка)?|корреспондент(?:ка)?|підготува(?:в|ла)|подготовил[аи]?|von|"
    r"редагува(?:в|ла)|записа(?:в|ла)|розмовля(?:в|ла)|спілкува(?:вся|лася)|переклала?|"
    r"записал[аи]?|беседовал[аи]?|"
    r"autor(?:in|en)?|redaktion|text|ein (?:beitrag|bericht|artikel|kommentar) von|"
    r"بقلم|كتب(?:ت|ه)?|إعداد|تحرير|تقرير|作者|记者|記者|文|撰文|编辑|編輯|责任编辑|責任編輯|责编|責編|来源|來源|编译|翻译|"
    r"校对)\s*[:：|/／丨—–-]?\s*)"
    r"(?P<names>[^.!?。！？؟]{2,90})\.?",
    re.IGNORECASE,
)

#: A closing line about who made the report.
SIGN_OFF = re.compile(
    r"[(（]?\s*(?:(?:additional |with )?(?:reporting|writing|editing|compiled|translated|"
    r"produced|photographs?|graphics?|research)(?: and (?:writing|editing|reporting))? by\b.*"
    r"|.{2,160}\bcontribut(?:ed|ing|es) (?:reporting |"
    r"additional reporting )?to this (?:report|story|article|post)\b.*"
    r"|.{2,100}\bcontributed (?:reporting|from|additional reporting)\b.{0,60}"
    r"|(?:the )?(?:associated press|reuters|afp|cnn) contributed\b.*|this (?:story|article|"
    r"report|piece|post) (?:was|has been) (?:originally |first )?(?:published|produced|"
    r"reported|supported|republished|syndicated|translated)\b.*"
    r"|(?:редактор|редактура|переклад|перевод|за участі|при участии|у підготовці|"
    r"в подготовке)\b.{2,120}|(?:mit material von|bearbeitet von|"
    r"aus dem .{3,20} (?:übersetzt )?von|quellen?)\b.{2,120}"
    r"|(?:责任编辑|責任編輯|责编|责任校对|编辑|编译|来源|來源|稿源|转自|原标题)\s*[:：].{1,80}[）)]?|(?:تحرير|إعداد|ترجمة|المصدر|"
    r"شارك في (?:التغطية|إعداد|التقرير))\s*[:：].{2,100})\s*\)?\.?",
    re.IGNORECASE,
)

#: A paragraph about the writer, not the news.
BIOGRAPHY = boxes(
    r"\b(?:is|was) (?:a|an|the|our) (?:[\w’'.,&-]+ ){0,8}(?:reporter|journalist|editor|"
    r"correspondent|writer|columnist|contributor|photojournalist|news producer|bureau chief|"
    r"fellow)\b(?! (?:who|was|were|shot|killed|detained|arrested|jailed))",
    r"\b(?:covers|has covered|reports on|writes about|specializ(?:es|ing) in|"
    r"previously (?:worked|reported|wrote|covered)|joined (?:the|our) (?:[\w.]+ ){1,4}(?:in|"
    r"as)|holds a (?:bachelor|master|degree|ma|ba)|his work has appeared|"
    r"her work has appeared|their work has appeared|the opinions expressed|"
    r"the views expressed)\b",
    r"[\s—–-](?:журналіст(?:ка)?|редактор(?:ка)?|кореспондент(?:ка)?|репортер(?:ка)?|"
    r"оглядач(?:ка)?|колумніст(?:ка)?)\b.{0,120}(?:пише|працю(?:є|вав|вала)|спеціалізу|"
    r"висвітлю|видання|редакці|закінчи|навча)",
    r"\b(?:пише (?:про|на теми)|спеціалізується на|висвітлює)\b",
    r"[\s—–-](?:журналист(?:ка)?|редактор|корреспондент(?:ка)?|репорт[её]р|обозреватель|"
    r"колумнист)\b.{0,120}(?:пишет|работа(?:ет|л|ла)|специализиру|освеща|издани|редакци|"
    r"окончил|учил)",
    r"\b(?:пишет (?:о|об|про)|специализируется на|освещает)\b",
    r"\b(?:ist|arbeitet als|war) (?:[\wäöüß-]+ ){0,6}(?:redakteur(?:in)?|reporter(?:in)?|"
    r"journalist(?:in)?|korrespondent(?:in)?|autor(?:in)?|volontär(?:in)?)\b",
    r"\b(?:schreibt (?:über|für|vor allem|seit)|berichtet (?:seit|für|über .{2,60} für)|"
    r"studierte .{2,60}(?:und|in|an))\b",
    r"(?:صحفي|صحفية|صحافي|صحافية|مراسل|مراسلة|كاتب|كاتبة|محرر|محررة).{0,100}(?:يغطي|تغطي|"
    r"متخصص|يكتب|تكتب|يعمل|تعمل|مقيم|حاصل|حاصلة|درس|انضم)",
    r"(?:是|系|现任|現任).{0,24}(?:记者|記者|编辑|編輯|撰稿人|专栏作家|特约).{0,80}(?:报道|報道|负责|負責|关注|曾|毕业|畢業|常驻|常駐|"
    r"专注|撰写|。)",
)

NAME = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ-]+|[A-ZА-Я]\.|van|von|de|da|al|el|bin)"
    r"(?:\s+(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ-]+|[A-ZА-Я]\.|van|von|de|da|al|el|bin)){1,3}"
    r"|[\u0600-\u06ff]{2,}(?:\s[\u0600-\u06ff]{2,}){1,3}|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})*"
)
_ENDS_BEFORE = re.compile(r"[a-z]{3}[.!?][\"”]?\s(?!and\b|writing|editing|reporting|additional|with)", re.I)
_AND = re.compile(r"\s*(?:,|;|、|،|\band\b|\bund\b|\bта\b|\bі\b|\bи\b|\bй\b|\sو)\s*")


def names_in(text: str) -> list[str]:
    """The people named in a byline's list."""
    return [name for name in _AND.split(text) if NAME.fullmatch(name)]


_HAS_DETAILS = re.compile(
    r"(?:[\w.’']+ (?:News['’]?s? )?)?[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3} (?:has|have) "
    r"(?:more(?: details?)?|details|the (?:latest|story|details))(?: (?:on|from|in) .{2,40})?\."
    r"|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,4} reports(?: (?:from|for|on) .{2,40})?\."
    r"|This is a (?:photo gallery|collection of photos|list|live blog)\b.{0,60}"
    r"|Sources?: .{3,60}\b(?:agencies|staff|news|reports?)\b.{0,30}"
    r"|The post .{3,200} (?:appeared first|first appeared) on .{2,60}"
)


#: One of these stands in every sign-off: asked of a paragraph before its sentences are.
_SIGN_OFF_KEYS = keys(
    "ontribut|ource: |ources: |eporting by|riting by|diting by|ompiled by|ranslated by|roduced by|hotograph|"
    "raphic|esearch by|details|more on|more from|has more|have more|the latest|the story|"
    " reports.| reports f| reports o|"
    "This is a|The post |This story|This article|This report|This piece|This post|this story|"
    "this report|this article|"
    "едактор|едактур|ереклад|еревод|участи|участі|підготов|подготов|aterial von|earbeitet|us dem |"
    "uellen|Quelle|编|校|来源|來源|稿源|转自|原标题|تحرير|إعداد|ترجمة|المصدر|شارك"
)


_ASCII_KEYS = tuple(key for key in _SIGN_OFF_KEYS if key.isascii())


def sign_off_words(text: str) -> tuple[str, ...]:
    """What of every sign-off's words stands in a text; none: no sign-off can stand in it."""
    return tuple(filter(text.__contains__, _ASCII_KEYS if text.isascii() else _SIGN_OFF_KEYS))


def signs_off(text: str) -> bool:
    """Whether a line or sentence is nothing but a closing word about who made the report."""
    if not sign_off_words(text):
        return False
    if _HAS_DETAILS.fullmatch(text):
        return True
    return bool(SIGN_OFF.fullmatch(text)) and not _ENDS_BEFORE.search(text[:-12])
