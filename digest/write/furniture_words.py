"""What page furniture says of itself, by kind, in six languages: the words `furniture` looks for.

Each pattern is for one line with its spaces and case folded. LINE patterns must match the whole line; BOX
patterns may match anywhere in a paragraph that has no speaker. Written from how news pages are built, not
from any one site; a line that is only like these is left in the article.
"""

from __future__ import annotations

import re


def _lines(*parts: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(parts) + r")[\s.:…»›→>!]*", re.IGNORECASE)


def _boxes(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


READING_TIME = _lines(
    r"(?:~|about |approx\.? )?\d{1,3}[\s-]*min(?:ute)?s?\.?(?:[\s-]*read(?:ing)?(?: time)?)?",
    r"(?:est(?:imated|\.)? )?read(?:ing)?(?: time)?\s*:?\s*(?:~|about )?\d{1,3}\s*min(?:ute)?s?\.?",
    r"(?:час (?:на )?(?:про)?читання|час читати|читати)\s*:?\s*(?:~|до |"
    r"близько )?\d{1,3}\s*(?:хв|хвилин[иау]?)\.?",
    r"\d{1,3}\s*(?:хв|хвилин[иау]?)\.?(?: (?:на )?(?:про)?читання| читати)?",
    r"(?:время (?:на )?(?:про)?чтени[ея]|читать)\s*:?\s*(?:~|до |около )?\d{1,3}\s*(?:мин|минут[ыау]?)\.?",
    r"\d{1,3}\s*(?:мин|минут[ыау]?)\.?(?: (?:на )?(?:про)?чтени[ея]| читать)?",
    r"(?:lesezeit|lesedauer)\s*:?\s*(?:ca\.? |etwa )?\d{1,3}\s*(?:min|minuten?)\.?",
    r"\d{1,3}\s*(?:min|minuten?)\.?(?: (?:lesezeit|lesedauer|lesen))?",
    r"(?:阅读|閱讀|预计阅读|預計閱讀)(?:时间|時間|时长|時長|约需|約需)?\s*[:：]?\s*(?:约|約|大约|大約)?\s*\d{1,3}\s*分[钟鐘]",
    r"(?:约|約|全文约|需)?\s*\d{1,3}\s*分[钟鐘](?:阅读|閱讀|读完|讀完|可读完)?",
    r"(?:مدة|وقت|زمن)?\s*(?:ال)?قراءة\s*:?\s*(?:\d{1,3}|[٠-٩]{1,3})?\s*(?:دقيقة|دقائق|دقيقتان|"
    r"دقيقتين)(?: واحدة)?",
    r"(?:\d{1,3}|[٠-٩]{1,3})\s*(?:دقيقة|دقائق|د)(?: (?:لل)?قراءة)?",
)
AVATAR = _lines(
    r"avatar",
    r"(?:author|profile|staff|user)(?:'s|’s)? (?:avatar|photo|picture|image|headshot)",
    r"headshot",
    r"аватар(?:ка)?",
    r"фото (?:автора|авторки|профілю|профиля)",
    r"profilbild",
    r"autorenbild",
    r"autorenfoto",
    r"头像",
    r"頭像",
    r"作者(?:头像|照片|頭像)",
    r"صورة (?:الكاتب|الكاتبة|المؤلف|شخصية|المراسل)",
    r"الصورة الرمزية",
)
#: Stands alone above or below what is not this article.
RELATED_HEAD = _lines(
    r"(?:read|see|show|load|view|find out|learn|get|watch|explore)(?: (?:all|"
    r"some))? more(?: (?:news|stories|articles|here|on this(?: story| topic)?))?",
    r"(?:also|further|more) (?:read(?:ing)?|stories|news|coverage|on this (?:story|topic)|"
    r"like this|from .{2,40}|in .{2,30}|about .{2,30})",
    r"read (?:also|next|this next|on)",
    r"see also",
    r"related(?: (?:articles?|stories|stor(?:y|ies)|news|topics?|coverage|content|posts?|"
    r"links?|items?))?",
    r"(?:you (?:may|might) also|you'll|readers also) (?:like|enjoy|be interested in|read)",
    r"recommended(?: (?:for you|stories|articles|reading))?",
    r"most (?:read|popular|viewed|shared|recent)(?: stories| news| articles)?",
    r"(?:trending|popular)(?: (?:now|stories|news|articles))?",
    r"up next",
    r"what to read next",
    r"editors?['’]?s?['’]? (?:picks?|choice)",
    r"(?:latest|top|breaking|other|more)(?: (?:top|latest))? (?:news|stories|headlines|"
    r"articles)",
    r"don['’]t miss",
    r"in case you missed it",
    r"from our partners",
    r"(?:explore )?more on .{2,40}",
    r"key reading",
    r"читай(?:те)? (?:також|ще|більше|далі)(?: (?:на|по|за) темою?)?",
    r"більше (?:новин|на тему|за темою|по темі|про це|читайте тут)",
    r"(?:показати|завантажити|дивитися|дізнатися|переглянути) (?:більше|ще|всі|"
    r"усі)(?: новини?)?",
    r"(?:схожі|пов['’ʼ]язані|інші|останні|головні|популярні|свіжі|актуальні) (?:новини|статті|"
    r"матеріали|публікації|теми)",
    r"(?:по|за) темі?о?ю?",
    r"матеріали (?:по|за) темою?",
    r"матеріали по темі",
    r"найпопулярніше",
    r"вибір редакції",
    r"дивіться також",
    r"рекомендуємо(?: прочитати)?",
    r"вас (?:також )?може зацікавити",
    r"стрічка новин",
    r"читай(?:те)? (?:также|еще|ещё|далее|больше)(?: по теме)?",
    r"(?:показать|загрузить|смотреть|узнать) (?:больше|ещё|еще|все|всё)(?: новости)?",
    r"(?:ещё|еще|больше|материалы|новости)? ?по теме",
    r"(?:похожие|связанные|другие|последние|главные|популярные|свежие|"
    r"самые читаемые) (?:новости|статьи|материалы|публикации)",
    r"самое (?:читаемое|популярное|интересное)",
    r"выбор редакции",
    r"смотрите также",
    r"рекомендуем(?: прочитать)?",
    r"вам (?:также )?может быть интересно",
    r"лента новостей",
    r"(?:lesen sie|lies) (?:auch|mehr|dazu|weiter)(?: zum thema| dazu)?",
    r"mehr (?:zum thema|anzeigen|laden|lesen|dazu|nachrichten|artikel|aus .{2,30}|zu .{2,30}|"
    r"von .{2,30})",
    r"weiterlesen",
    r"weitere (?:artikel|nachrichten|meldungen|themen|beiträge|informationen)",
    r"(?:auch|ebenfalls) interessant",
    r"das könnte (?:sie|dich) (?:auch )?interessieren",
    r"(?:meist|meist)gelesen(?:e artikel)?",
    r"verwandte (?:artikel|themen|beiträge)",
    r"(?:ähnliche|passende|empfohlene) (?:artikel|beiträge|themen)",
    r"zum thema",
    r"siehe auch",
    r"top[- ]?(?:themen|artikel|news)",
    r"(?:alle|neueste) (?:nachrichten|meldungen|artikel)",
    r"empfehlungen(?: der redaktion)?",
    r"اقرأ(?:وا|ي)? (?:أيضا|أيضاً|ايضا|المزيد|كذلك)",
    r"إقرأ (?:أيضا|أيضاً|المزيد)",
    r"(?:عرض|تحميل|قراءة|شاهد) المزيد",
    r"المزيد(?: من (?:الأخبار|المقالات|.{2,30}))?",
    r"(?:مواضيع|أخبار|مقالات|موضوعات|قصص) (?:ذات صلة|مشابهة|متعلقة|أخرى)",
    r"ذات صلة",
    r"(?:الأكثر|الاكثر) (?:قراءة|مشاهدة|شيوعا|تداولا)",
    r"قد يعجبك أيضا",
    r"قد يهمك(?: أيضا)?",
    r"شاهد أيضا",
    r"آخر الأخبار",
    r"أحدث الأخبار",
    r"اخترنا لك(?:م)?",
    r"(?:相关|相關|延伸|推荐|推薦|扩展|更多|热门|熱門|最新|其他|往期|精彩)(?:阅读|閱讀|新闻|新聞|报道|報道|報導|文章|内容|內容|推荐|推薦|链接|連結|"
    r"资讯|資訊|回顾)",
    r"(?:显示|顯示|查看|阅读|閱讀|加载|載入|了解|展开)(?:更多|全文|原文)",
    r"更多",
    r"(?:猜你喜欢|你可能(?:也|还)(?:会)?(?:喜欢|感兴趣)|大家都在看|热点排行|编辑推荐|編輯推薦|点击排行|阅读排行|熱門排行)",
)
#: The same words, a colon or dash, and the other story's headline on the same line.
RELATED_LINE = re.compile(
    r"(?:[►▶→»•\-–—*👉📌]\s*)*(?:read (?:more|also|next)|also read|see also|related(?: (?:story|"
    r"article|coverage|reading))?|more on this|more|watch|listen|"
    r"читай(?:те)? (?:також|ще|більше|также|ещё|еще|далі|далее)|дивіться також|смотрите также|"
    r"по темі|по теме|за темою|більше на тему|"
    r"lesen sie (?:auch|mehr|dazu|hier)|lies auch|mehr zum thema|siehe auch|auch interessant|mehr dazu|"
    r"اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|شاهد أيضا|ذات صلة|"
    r"(?:相关|相關|延伸|推荐)(?:阅读|閱讀|新闻|新聞|报道|報道|報導|链接)|更多阅读|另请参阅|另見)(?:\s+(?:on|at|hier|тут|про це|"
    r"по темі))?\s*[:：|–—-]\s*\S.*",
    re.IGNORECASE,
)
SHARE = _lines(
    r"(?:share|share (?:this|on|via|with|article|story|full article).{0,40}|tweet(?: this)?|"
    r"facebook|twitter|x|telegram|whats ?app|linkedin|reddit|pinterest|email|e-mail|viber|"
    r"messenger|instagram|tiktok|youtube|flipboard|rss|bluesky|threads|copy (?:link|url)|"
    r"link copied|print(?: this| article)?|save(?: article| this| for later)?|bookmark|"
    r"listen(?: to (?:this )?article)?|gift(?: this)? article|add to .{2,20})",
    r"(?:\d+ )?comments?(?: \(\d+\))?",
    r"(?:leave|post|add|write) a comment",
    r"(?:view|show|read|join the) (?:comments|conversation|discussion)",
    r"(?:skip|jump) to (?:content|main content|navigation|.{2,20})",
    r"\d+ shares?",
    r"back to top",
    r"close",
    r"menu",
    r"search",
    r"log ?in",
    r"sign ?in",
    r"register",
    r"home",
    r"follow",
    r"view(?:ing)? profile",
    r"play(?: video)?",
    r"video|photos?|gallery|audio|image",
    r"loading",
    r"report (?:a |an )?(?:typo|error|mistake)",
    r"поділитися(?: .{0,40})?",
    r"(?:скопіювати|копіювати) посилання",
    r"посилання скопійовано",
    r"коментарі?в?(?: \(?\d+\)?)?",
    r"(?:залишити|додати|написати) коментар",
    r"роздрукувати|друкувати|зберегти|слухати|прослухати|увійти|меню|пошук|головна|відео|"
    r"галерея",
    r"поделиться(?: .{0,40})?",
    r"(?:скопировать|копировать) ссылку",
    r"комментари(?:и|ев|й)(?: \(?\d+\)?)?",
    r"(?:оставить|добавить|написать) комментарий",
    r"распечатать|сохранить|слушать|войти|поиск|главная|видео|галерея",
    r"(?:artikel )?teilen(?: .{0,40})?",
    r"(?:link|url) kopieren",
    r"kommentare?(?: \(?\d+\)?)?",
    r"kommentieren|kommentar (?:schreiben|verfassen)",
    r"(?:artikel )?(?:drucken|merken|vorlesen|anhören|speichern)",
    r"anmelden|einloggen|suche|startseite|menü|zur startseite|schließen",
    r"(?:شارك|شاركوا|مشاركة)(?: .{0,40})?",
    r"(?:نسخ|انسخ) الرابط",
    r"(?:ال)?تعليقات?(?: \(?\d+\)?)?",
    r"(?:أضف|اترك|اكتب) تعليق(?:ا|اً|ك)?",
    r"طباعة|حفظ|استمع|الرئيسية|بحث|القائمة|فيديو|تسجيل الدخول|فيسبوك|تويتر|واتساب|تلغرام",
    r"分享(?:到|至|给)?.{0,12}",
    r"(?:复制|複製)(?:链接|連結)",
    r"(?:评论|評論|留言)(?:\s*[（(]?\d+[)）]?)?",
    r"(?:发表|發表|查看)(?:评论|評論)",
    r"打印|收藏|登录|登入|首页|首頁|搜索|菜单|视频|微信|微博|点赞|举报|转发",
)
AD = _lines(
    r"advertis(?:e|ing|ement)s?",
    r"ad",
    r"sponsored(?: content)?",
    r"paid (?:content|post|for by .+)",
    r"story continues below(?: advertisement)?",
    r"(?:article|story) continues (?:below|after).{0,30}",
    r"промо",
    r"реклама(?: на сайт[іе])?",
    r"партнерський матеріал",
    r"партнёрский материал",
    r"anzeige",
    r"werbung",
    r"إعلان(?:ات)?",
    r"广告|廣告|推广|赞助内容",
)
COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s|copyright\b).{0,160}|.{0,120}\b(?:all rights reserved|(?:усі|"
    r"всі) права захищен[іо]|все права защищены|"
    r"alle rechte vorbehalten)\b.{0,120}|.{0,80}(?:جميع الحقوق محفوظة|حقوق النشر محفوظة|版权所有|"
    r"版權所有|未经(?:授权|许可)|著作權所有).{0,80}",
    re.IGNORECASE,
)
#: Stands alone above a headline or between items of a list: the name of a part of the site.
LABEL = _lines(
    r"news ?feed",
    r"(?:latest |breaking |live |top |world |local |national )?news",
    r"live(?: updates?| blog)?",
    r"breaking",
    r"exclusive",
    r"opinion|analysis|explainer|feature|investigation|interview|video|podcast|fact[- ]?check|"
    r"editorial|commentary|world|europe|asia|africa|americas|middle east|ukraine|russia|war|"
    r"war in ukraine|politics|business|economy|sports?|culture|science|health|tech(?:nology)?|"
    r"climate|society|national|international|local",
    r"новини|головні новини|стрічка|новини дня|політика|економіка|суспільство|світ|війна|"
    r"культура|спорт|наука|здоров['’ʼ]я|технології|інтерв['’ʼ]ю|аналітика|думка|погляд|"
    r"регіони|надзвичайне|україна|ексклюзив",
    r"новости|главное|лента|новости дня|политика|экономика|общество|мир|война|культура|спорт|"
    r"наука|здоровье|технологии|интервью|аналитика|мнение|мнения|регионы|происшествия|россия|"
    r"эксклюзив|в мире",
    r"nachrichten|politik|wirtschaft|panorama|ausland|inland|kultur|sport|wissen(?:schaft)?|"
    r"gesundheit|meinung|kommentar|analyse|interview|eilmeldung|liveticker|newsticker|ticker|"
    r"newsblog|welt|regional|gesellschaft|deutschland|europa|exklusiv",
    r"أخبار|الأخبار|سياسة|اقتصاد|رياضة|ثقافة|منوعات|العالم|الشرق الأوسط|رأي|آراء|تحليل|عاجل|"
    r"تقارير|علوم|صحة|تكنولوجيا|مقالات|محليات|حوادث|دولي",
    r"新闻|新聞|要闻|要聞|国际|國際|国内|國內|时政|財經|财经|体育|體育|社会|社會|科技|文化|娱乐|娛樂|评论|評論|观点|觀點|独家|獨家|快讯|快訊|首页|军事|"
    r"軍事|健康|视频|滚动新闻|即时新闻|即時新聞|中国|港澳台|政治|经济",
)
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
BYLINE = re.compile(
    r"(?:(?:by|written by|words by|reported by|story by|text by|author|authors|reporter|"
    r"editor|edited by|fact[- ]check(?:ed)? by|"
    r"автор(?:и|ка|ы)?|текст|редактор(?:ка)?|журналіст(?:ка)?|журналист(?:ка)?|"
    r"кореспондент(?:ка)?|корреспондент(?:ка)?|підготува(?:в|ла)|подготовил[аи]?|von|"
    r"autor(?:in|en)?|redaktion|text|ein (?:beitrag|bericht|artikel|kommentar) von|"
    r"بقلم|كتب(?:ت|ه)?|إعداد|تحرير|تقرير|作者|记者|記者|文|撰文|编辑|編輯|责任编辑|責任編輯|责编|責編|来源|來源|编译|翻译|"
    r"校对)\s*[:：|/／丨—–-]?\s*)"
    r"(?P<names>[^.!?。！？؟]{2,90})\.?",
    re.IGNORECASE,
)
#: A closing line about who made the report.
SIGN_OFF = re.compile(
    r"\(?\s*(?:(?:additional |with )?(?:reporting|writing|editing|compiled|translated|"
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
    r"|(?:责任编辑|責任編輯|责编|责任校对|编辑|编译|来源|來源|稿源|转自|原标题)\s*[:：].{1,80}|(?:تحرير|إعداد|ترجمة|المصدر|"
    r"شارك في (?:التغطية|إعداد|التقرير))\s*[:：].{2,100})\s*\)?\.?",
    re.IGNORECASE,
)
_PERSONAL = r"\b(?:our|us|we|you|your|my|me|i)\b"
#: Boxes that ask the reader for something; only where no one is quoted.
PROMO = _boxes(
    r"^(?:sign ?up|subscribe|donate|register|join (?:us|our|the (?:community|conversation))|"
    r"follow (?:us|our|@|the .{2,40} on )|download (?:our|the .{2,20}) app|support (?:us|our|"
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
    r"\b(?:our|this|the|its|free|daily|weekly|morning|evening) newsletters?\b.{0,80}" + _PERSONAL,
    _PERSONAL + r".{0,80}\bnewsletters?\b",
    r"\bmembership (?:benefit|program|perk|box|drive)",
    r"\b(?:please )?consider (?:supporting|becoming|making|donating|subscribing|joining|"
    r"a (?:donation|contribution))",
    r"\b(?:become|becoming) (?:a|an|our) (?:[\w-]+ )?(?:member|patron|supporter|"
    r"subscriber)s? (?:of (?:the|our)|today|now|and|to|for)",
    r"\bsupport (?:our|us|independent journalism|our (?:work|journalism|reporting|newsroom))\b",
    r"\b(?:if you|you) (?:like|enjoy(?:ed)?|found|appreciate|value)\b.{0,60}\b(?:article|"
    r"story|reporting|journalism|work|newsletter)",
    r"\bour (?:community|members|readers|supporters|patrons)(?:['’]s?)? (?:has|have|of|make|"
    r"help|is|are|request)",
    r"\bour community['’]s\b",
    r"\bthank you for (?:reading|supporting|your support)\b",
    r"\bi['’]?(?:m| am) .{2,50}(?:author of (?:this|the)|who wrote this|reporter (?:at|for|"
    r"with) (?:the|this)).*",
    r"^(?:hi|hey|hello|dear reader),? (?:there|this is|i['’]m|reader|my name is)\b",
    r"\bauthor of this (?:article|piece|story)\b",
    r"\b(?:this|our) (?:journalism|reporting|work|article) (?:is|was|would).{0,50}(?:possible|"
    r"free|funded|supported|paywall)",
    r"\b(?:contact|email|e-mail|reach|write to|text) (?:us|me|the (?:author|reporter|editor|"
    r"newsroom)) (?:at|via|on)\b",
    r"\bfollow (?:us|me|him|her|them|@\w+) on (?:x|twitter|facebook|instagram|telegram|"
    r"youtube|whatsapp|google|bluesky|threads|tiktok|linkedin)\b",
    r"\bonly to (?:members|subscribers)\b|\b(?:members|subscribers)[- ]only\b|\bbehind (?:a|"
    r"the|our) paywall\b.*" + _PERSONAL,
    r"\bcookie (?:policy|settings|preferences)\b|\bprivacy policy\b|\bterms (?:of (?:use|"
    r"service)|and conditions)\b",
    r"\b(?:download|get) (?:our|the .{2,20}) app\b",
    r"\b(?:unlimited|full|free) (?:digital )?access\b.{0,60}(?:subscri|\$|€|£|month|today|now)",
    r"\b(?:send|got) (?:us |a )?(?:a )?(?:news )?tips?\b.{0,40}(?:\bto\b|@|\bus\b|\?)",
    r"підпи(?:шіться|суйтесь|суйтеся|сатися|шись|суйся)\b",
    r"(?:наш|нашу|нашої|нашого|наші|нашому|щоденн\w+|тижнев\w+)\s+(?:телеграм|telegram|"
    r"канал\w*|розсилк\w*|ютуб|youtube|фейсбук|facebook|instagram|інстаграм|вайбер|viber|"
    r"whatsapp|подкаст\w*|спільнот\w*|застосунок)",
    r"підтрима(?:йте|ти|й) (?:нас|нашу|роботу|редакці|незалежн|якісн|українську правду|"
    r"[«\"]?\w+[»\"]? (?:донатом|гривнею))",
    r"ста(?:ньте|ти|вайте|вай|нь) (?:частиною|учасни\w+|нашим|членом|читачем|патроном|"
    r"підписником|передплатни\w+)(?:.{0,30}(?:спільнот|клуб|редакц|нас))?",
    r"(?:зробіть|робіть|надішліть|надсилайте) (?:свій )?(?:внесок|донат)|задонат",
    r"долуча(?:йтесь|йтеся|йся)",
    r"(?:помітили|знайшли|побачили) (?:помилку|описку)",
    r"ctrl\s?\+\s?enter",
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
    r"\b(?:unser(?:en|em|e|er)?|den|täglichen|kostenlosen?|zum|im|per) newsletter\b",
    r"\bnewsletter (?:abonnieren|bestellen|anmelden)\b|^newsletter\b",
    r"\b(?:abonnieren sie|jetzt (?:abonnieren|registrieren|anmelden|testen|bestellen|lesen|"
    r"mitglied)|hier (?:anmelden|abonnieren|bestellen|klicken))\b",
    r"\bunterstützen sie (?:uns|unsere|unabhängigen)\b",
    r"\b(?:werden|werde) (?:sie )?(?:mitglied|unterstützer|abonnent|teil (?:unserer|der))",
    r"\bfolgen sie uns\b|\bfolge uns\b",
    r"\bin ihr(?:em)? postfach\b|\bin ihr e-?mail",
    r"\b(?:unsere|laden sie).{0,20} app\b",
    r"\bsie (?:haben|sind) (?:bereits|schon|noch (?:kein|nicht))\b.{0,40}(?:abo|konto|"
    r"mitglied|abonnent|registriert|angemeldet)",
    r"\bin eigener sache\b",
    r"\bdatenschutz(?:erklärung|bestimmungen)\b",
    r"\bkostenlos (?:testen|registrieren|lesen)\b",
    r"\bmit (?:ihrer|deiner) (?:spende|unterstützung)\b",
    r"\bdanke,? dass sie\b",
    r"اشترك(?:وا|ي)? (?:في|الآن|ب|مجانا)",
    r"(?:نشرتنا|النشرة) (?:البريدية|الإخبارية|اليومية|الأسبوعية)",
    r"تابع(?:ونا|نا|وا)\b",
    r"ادعم(?:وا|نا|ونا)?\b.{0,30}(?:الصحافة|عملنا|المستقل)",
    r"انضم(?:وا|ي)? (?:إلى|الى|إلينا)",
    r"كن (?:عضوا|جزءا|داعما)",
    r"إلى بريدك|بريدك الإلكتروني",
    r"حمل(?:وا)? (?:تطبيق|التطبيق)",
    r"تبرع(?:وا)? (?:الآن|ل)",
    r"شكرا(?:ً)? (?:لقراءتك|لدعمك|على)",
    r"(?:订阅|訂閱)(?:我们|我們|本|每日|免费|免費|电子|電子|.{0,8}(?:通讯|通訊|邮件|郵件|周报|頻道|频道|电子报|電子報))",
    r"(?:关注|關注|追蹤)(?:我们|我們|本报|.{0,10}(?:公众号|微信|微博|频道|頻道))",
    r"(?:扫描|掃描|扫码|掃碼|长按).{0,10}(?:二维码|二維碼|关注|下载|識別|识别)?",
    r"(?:支持|赞助|資助|捐助)(?:我们|我們|独立|獨立|本报)",
    r"(?:成为|成為)(?:我们的|我們的|本站|付费)?(?:会员|會員|订户|訂戶|支持者)",
    r"(?:下载|下載).{0,12}(?:客户端|用戶端|APP|应用|應用)",
    r"(?:点击|點擊|请点|戳)(?:这里|這裡|此处|此處|链接|查看|阅读|下方)",
    r"您的(?:邮箱|郵箱|收件箱|信箱)",
    r"感谢(?:您的)?(?:阅读|支持)|感謝(?:您的)?(?:閱讀|支持)",
    r"欢迎(?:投稿|爆料|加入|订阅|关注)",
)
#: A paragraph about the writer, not the news.
BIOGRAPHY = _boxes(
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
#: Words that speak to the reader or of the newsroom as "we".
READER = _boxes(
    _PERSONAL,
    r"\b(?:наш\w*|ви|вас|вам|ваш\w*|ми|нас|нам)\b",
    r"\b(?:вы|мы)\b",
    r"\b(?:wir|uns|unser\w*|ihnen|ihr\w*)\b",
    r"[您我你]们?",
    r"(?:كم|نا)\b",
)
#: One of these stands in whatever PROMO finds; looked for first, because most paragraphs hold none.
PROMO_KEYS = tuple(
    "sign up|signup|signing|subscri|donat|register|join|follow|download|support|become|becoming|contribution|give |"
    "click|log in|login|newsletter|inbox|briefing|e-mail|email|try |already|account|miss |member|cookie|thank|want |"
    "consider|community|readers|author of|hi,|hey|hello|journalism|reporting|contact|reach us|write to|text us|"
    "paywall|privacy|terms|app|access|tips|підпи|наш|щоден|тижнев|підтрим|ста|внесок|донат|долуча|помил|описк|ctrl|приєдну|"
    "стежте|слідку|читайте|ми в |пошту|дякуємо|завантаж|подпи|рассыл|ежен|ежедн|поддерж|заметил|нашли|следите|"
    "мы в |почту|спасибо|скача|присоед|abonn|registr|jetzt|hier |unterstütz|werden|werde|folge|postfach|eigener|"
    "datenschutz|kostenlos|spende|danke|اشترك|نشرت|النشرة|تابع|ادعم|انضم|كن |بريدك|حمل|تبرع|شكر|订阅|訂閱|关注|"
    "關注|追蹤|扫|掃|长按|支持|赞助|資助|捐助|成为|成為|下载|下載|点击|點擊|请点|戳|您的|感谢|感謝|欢迎".split(
        "|"
    )
)
