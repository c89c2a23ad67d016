"""Boxes that ask the reader for something (a newsletter, a membership, a gift), in six languages.

They may match anywhere in a paragraph; whoever uses it must see to it that no one is quoted there, for news
is written about newsletters too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from digest.write.patterns import boxes, keys

_PERSONAL = r"\b(?:our|(?-i:us)|we|you|your|my|me|i)\b"

#: Boxes that ask the reader for something; only where no one is quoted.
LATIN = boxes(
    r"^(?:sign ?up|subscribe|donate|register|join (?:(?-i:us)|our|the (?:community|conversation))|"
    r"follow (?:(?-i:us)|our|@|the .{2,40} on )|download (?:our|the .{2,20}) app|support (?:(?-i:us)|our|"
    r"independent|quality|the .{2,40}(?:journalism|independent|newsroom))|become (?:a|an|"
    r"our) (?:member|supporter|patron|subscriber|sponsor)|make a (?:donation|contribution)|"
    r"give (?:today|now)|click here|log ?in|get (?:the|our|your|all|more|unlimited|"
    r"breaking).{0,60}(?:newsletter|inbox|delivered|email|alerts?|access|app)|"
    r"enter your e-?mail|try .{2,40} for free|already (?:a|have).{2,30}|"
    r"don['’]t (?:have an account|miss (?:a|an|our|out)).*|not a (?:member|subscriber).*|"
    r"we use cookies|thank(?:s| you) for (?:reading|your support|subscribing|signing up).*|"
    r"want (?:to|more) .{2,60}\?)",
    r"\b(?:sign ?up|subscribe|signing up|subscribing|register) (?:now |here |today )?(?:for|"
    r"to) (?:our|the|this|my|a|free).{0,60}\b(?:newsletter|briefing|inbox|podcast|channel|"
    r"list|updates?|alerts?|digest|email)",
    r"\b(?:in|to|into) your inbox\b",
    r"\b(?:our|this|the|its|free|daily|weekly|morning|evening) newsletters?\b"
    r".{0,80}\b(?:our|(?-i:us)|you|your)\b",
    r"\b(?:our|your|my)\b.{0,60}\bnewsletters?\b",
    r"\bmembership (?:benefit|program|perk|box|drive)",
    r"\b(?:please )?consider (?:supporting|becoming|making|donating|subscribing|joining|"
    r"a (?:donation|contribution))",
    r"\b(?:become|becoming) (?:a|an|our) (?:[\w-]+ )?(?:member|patron|supporter|"
    r"subscriber)s? (?:of (?:the|our)|today|now|and|to|for)",
    r"\bsupport (?:(?-i:us)|independent journalism|"
    r"our (?:work|journalism|reporting|newsroom|team|mission))\b",
    r"\b(?:if you|you) (?:like|enjoy(?:ed)?|found|appreciate|value)\b.{0,60}\b(?:article|"
    r"story|reporting|journalism|work|newsletter)",
    r"\bour (?:community|members|readers|supporters|patrons)(?:['’]s?)? (?:keeps?|has|have|of|make|"
    r"help|is|are|request)",
    r"\bour community['’]s\b",
    r"\bthank you for (?:reading|supporting|your support)\b",
    r"\bi['’]?(?:m| am) .{2,50}(?:author of (?:this|the)|who wrote this|reporter (?:at|for|"
    r"with) (?:the|this)).*",
    r"^(?:hi|hey,|hey there|hello|dear reader),? (?:there|this is|i['’]m|reader|my name is)\b",
    r"\bauthor of this (?:article|piece|story)\b",
    r"\b(?:this|our) (?:journalism|reporting|work|article) (?:is|was|would).{0,50}(?:possible|"
    r"free|funded|supported|paywall)",
    r"\b(?:contact|email|e-mail|reach|write to|text) (?:(?-i:us)|me|the (?:author|reporter|editor|"
    r"newsroom)) (?:at|via|on)\b",
    r"\bfollow (?:(?-i:us)|me|him|her|them|@\w+) on (?:x|twitter|facebook|instagram|telegram|"
    r"youtube|whatsapp|google|bluesky|threads|tiktok|linkedin)\b",
    r"\bonly to (?:members|subscribers)\b|\b(?:members|subscribers)[- ]only\b|\bbehind (?:a|"
    r"the|our) paywall\b.*" + _PERSONAL,
    r"\bcookie (?:policy|settings|preferences)\b|\bprivacy policy\b|\bterms (?:of (?:use|"
    r"service)|and conditions)\b",
    r"\b(?:download|get) (?:our|the .{2,20}) app\b",
    r"\b(?:listeners|viewers|readers|supporters) like you\b|\bmake your (?:gift|donation|contribution)\b",
    r"\b(?:unlimited|full|free) (?:digital )?access\b.{0,60}(?:subscri|\$|€|£|month|today|now)",
    r"\b(?:send|got) (?:us |a )?(?:a )?(?:news )?tips?\b.{0,40}(?:\bto\b|@|\bus\b|\?)",
    r"\b(?:unser(?:en|em|e|er)?|den|täglichen|kostenlosen?|zum|im|per) newsletter\b",
    r"\bnewsletter (?:abonnieren|bestellen|anmelden)\b|^newsletter\b",
    r"\b(?:abonnieren sie|jetzt (?:abonnieren|registrieren|anmelden|testen|bestellen|lesen|"
    r"mitglied)|hier (?:anmelden|abonnieren|bestellen|klicken))\b",
    r"\bunterstützen sie (?:uns|unsere|unabhängigen)\b",
    r"\b(?:werden|werde) (?:sie )?(?:mitglied|unterstützer|abonnent|teil (?:unserer|der))",
    r"\bfolgen sie uns\b|\bfolge uns\b",
    r"\bin ihr(?:em)? postfach\b|\bin ihr e-?mail",
    r"\b(?:unsere|laden sie).{0,20} app\b",
    r"\bsie (?:haben|sind) (?:bereits|schon|noch (?:kein|nicht))\b.{0,40}(?:abo|ein konto|"
    r"mitglied|abonnent|registriert|angemeldet)",
    r"\bin eigener sache\b",
    r"\bdatenschutz(?:erklärung|bestimmungen)\b",
    r"\bkostenlos (?:testen|registrieren|lesen)\b",
    r"\bmit (?:ihrer|deiner) (?:spende|unterstützung)\b",
    r"\bdanke,? dass sie\b",
    r"^dieses thema im programm\b|\büber dieses thema berichtete|\bschreiben sie uns\b|^hier finden sie\b|"
    r"^haben sie (?:anregungen|hinweise|fragen)\b",
)
CYRILLIC = boxes(
    r"передплат(?:іть|и(?:ти)?)\b",
    r"підпи(?:шіться|суйтесь|суйтеся|сатися|шись|суйся)\b",
    r"(?:наш|нашу|нашої|нашого|наші|нашому|щоденн\w+|тижнев\w+)\s+(?:телеграм|telegram|"
    r"канал\w*|розсилк\w*|ютуб|youtube|фейсбук|facebook|instagram|інстаграм|вайбер|viber|"
    r"whatsapp|подкаст\w*|спільнот\w*|застосунок)",
    r"підтрима(?:йте|ти|й) (?:нас|нашу|роботу|редакці|незалежн|якісн|українську правду|"
    r"[«\"]?\w+[»\"]? (?:донатом|гривнею))",
    r"(?:цей|цього|этот) (?:текст|матеріал|материал)\w* (?:з['’ʼ]явився|існує|"
    r"став можливим|появился|стал возможен) (?:завдяки|благодаря)|(?:підтримують|поддерживают) нас",
    r"ста(?:ньте|ти|вайте|вай|нь) (?:частиною|учасни\w+|нашим|членом|читачем|патроном|"
    r"підписником|передплатни\w+)(?:.{0,30}(?:спільнот|клуб|редакц|нас))?",
    r"(?:зробіть|робіть|надішліть|надсилайте) (?:свій )?(?:внесок|донат)|задонат",
    r"долуча(?:йтесь|йтеся|йся)",
    r"(?:помітили|знайшли|побачили) (?:помилку|описку)",
    r"ctrl\s?\+\s?enter",
    r"вид[іе]л[іи]ть?(?:е)? (?:його|її|помилков|фрагмент|текст|ошибк)",
    r"приєдну(?:йтесь|йтеся|йся)",
    r"стежте за нами|слідкуйте за (?:нами|нашими)|читайте нас|ми в (?:telegram|телеграм|"
    r"соцмережах|facebook)",
    r"надходити(?:муть)? (?:на|до) (?:вашу|вашої) (?:пошту|скриньк)|"
    r"на вашу (?:електронну )?пошту",
    r"дякуємо,? що (?:читаєте|ви з нами|підтримуєте)",
    r"завантаж(?:те|уйте) (?:наш )?(?:застосунок|додаток)",
    r"подпи(?:шитесь|сывайтесь|саться|шись)\b",
    r"(?:наш|нашу|нашей|нашего|наши|нашем|ежедневн\w+|еженедельн\w+)\s+(?:телеграм|telegram|"
    r"канал\w*|рассылк\w*|ютуб|youtube|фейсбук|facebook|instagram|вайбер|whatsapp|подкаст\w*|"
    r"приложени\w+)",
    r"поддерж(?:ите|ать|и) (?:нас|нашу|работу|редакци|независим)",
    r"ста(?:ньте|новитесь|ть) (?:частью|участни\w+|нашим|патроном|"
    r"подписчиком)(?:.{0,30}(?:сообществ|клуб|редакц|нас))?",
    r"(?:сделайте|оформите) (?:взнос|пожертвование|подписку|донат)",
    r"(?:заметили|нашли) (?:ошибку|опечатку)",
    r"следите за нами|читайте нас|мы в (?:telegram|телеграм|соцсетях)",
    r"на вашу (?:электронную )?почту|на ваш e-?mail",
    r"спасибо,? что (?:читаете|вы с нами)",
    r"скача(?:йте|ть) (?:наше )?приложение",
    r"присоединя(?:йтесь|йся)",
)
ARABIC = boxes(
    r"اشترك(?:وا|ي)? (?:في|الآن|ب|مجانا)",
    r"(?:نشرتنا|النشرة) (?:البريدية|الإخبارية|اليومية|الأسبوعية)",
    r"تابع(?:ونا|نا|وا)\b",
    r"ادعم(?:وا|نا|ونا)?\b.{0,30}(?:الصحافة|عملنا|المستقل)",
    r"انضم(?:وا|ي)? (?:إلى|الى|إلينا)",
    r"كن (?:عضوا|جزءا|داعما)",
    r"إلى بريدك|بريدك الإلكتروني",
    r"حمل(?:وا)? (?:تطبيق|التطبيق)",
    r"تبرع(?:وا)? (?:الآن|ل)",
    r"(?:انقر|اضغط)(?:وا|ي)? هنا|للاشتراك (?:في|اضغط|انقر)|نقدم لكم",
    r"شكرا(?:ً)? (?:لقراءتك|لدعمك|على)",
)
HAN = boxes(
    r"(?:订阅|訂閱)(?:我们|我們|本|每日|免费|免費|电子|電子|.{0,8}(?:通讯|通訊|邮件|郵件|周报|頻道|频道|电子报|電子報))",
    r"(?:关注|關注|追蹤)(?:我们|我們|本报|.{0,10}(?:公众号|微信|微博|频道|頻道))",
    r"(?:扫描|掃描|扫码|掃碼|长按).{0,10}(?:二维码|二維碼|关注|下载|識別|识别)?",
    r"(?:支持|赞助|資助|捐助)(?:我们|我們|独立|獨立|本报)",
    r"(?:成为|成為)(?:我们的|我們的|本站|付费)?(?:会员|會員|订户|訂戶|支持者)",
    r"(?:下载|下載).{0,12}(?:客户端|用戶端|APP|应用|應用)",
    r"(?:点击|點擊|请点|戳)(?:这里|這裡|此处|此處|链接|查看|阅读|下方)",
    r"您的(?:邮箱|郵箱|收件箱|信箱)",
    r"感谢(?:您的)?(?:阅读|支持)|感謝(?:您的)?(?:閱讀|支持)",
    r"(?:会员|會員|订户)(?:专享|專享|专属)|仅限(?:会员|订户)",
    r"打开.{0,4}(?:APP|客户端)|阅读体验",
    r"欢迎(?:投稿|爆料|加入|订阅|关注)",
)

#: Words that speak to the reader or of the newsroom as "we".
READER = boxes(
    _PERSONAL,
    r"\b(?:наш\w*|ви|вас|вам|ваш\w*|ми|нас|нам)\b",
    r"\b(?:вы|мы)\b",
    r"\b(?:wir|uns|unser\w*|ihnen|ihr\w*)\b",
    r"[您我你]们?",
    r"(?:كم|نا)\b",
)

#: One of these stands in whatever the pattern finds; looked for first, because most paragraphs hold none.
_LATIN_KEYS = keys(
    "sign up|signup|signing up|subscri|donat|register|join (?-i:us)|join our|join the|"
    "follow (?-i:us)|follow our|follow the|follow @|follow me|follow him|follow her|follow them|"
    "download|support (?-i:us)|support our|support indep|support qual|support the|support free|"
    "become a|becoming a|becoming our|become our|contribution|give today|give now|click here|"
    "log in|login|newsletter|inbox|briefing|delivered|alerts|e-mail|email|for free|already|"
    "an account|don't miss|don’t miss|member of|members|membership|a member|cookie|thank|want to|"
    "want more|consider |community|our readers|patrons|author of th|hi,|hi there|hey,|hey there|hello|"
    "dear reader|my name is|i'm |i’m |i am |journalism|our reporting|this reporting|our work|"
    "like you|make your|you like|you enjoy|you found|you value|you appreciate|contact (?-i:us)|contact me|"
    "reach (?-i:us)|reach me|write to (?-i:us)|text (?-i:us)|paywall|privacy policy|terms of|"
    "terms and|our app|app now|the app|access|tips|abonn|registr|jetzt |hier |unterstütz|werden sie|werde |"
    "dieses thema|schreiben sie|anregungen|haben sie |folge uns|folgen sie uns|postfach|"
    "eigener sache|datenschutz|kostenlos|spende|danke|anmelden|"
    "ein konto"
)
_CYRILLIC_KEYS = keys(
    "підпи|передплат|наш|щоден|тижнев|підтрим|стань|стати |став|внесок|донат|долуча|помил|"
    "описк|ctrl|виділ|выдел|"
    "приєдну|стежте|слідку|читайте|ми в |пошту|дякуємо|завантаж|подпи|рассыл|ежен|ежедн|поддерж|"
    "взнос|пожертв|заметил|нашли|следите|мы в |почту|спасибо|скача|присоед"
)
_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), _CYRILLIC_KEYS, CYRILLIC),
    (re.compile(r"[\u0600-\u06ff]"), (), ARABIC),
    (re.compile(r"[\u3400-\u9fff]"), (), HAN),
)
_LONGEST = 900  #: characters of a box


@lru_cache(maxsize=256)  # a paragraph is asked once as a line and once for its sentences
def asks(text: str) -> int:
    """How many different phrases of a box a paragraph holds."""
    if len(text) > _LONGEST:
        return 0
    low = text.lower()
    found: set[str] = set()
    if any(key in low for key in _LATIN_KEYS):
        found |= {match[0] for match in LATIN.finditer(text)}
    if not text.isascii():
        for script, keys, pattern in _SCRIPTS:
            if script.search(text) and (not keys or any(key in low for key in keys)):
                found |= {match[0] for match in pattern.finditer(text)}
    return len(found)
