"""Lines a site puts around an article, whole and in six languages: shares, labels, lists of other stories.

Each pattern is for one line, case folded, and must match all of it: a line that is only like these stays in
the article. Written from how news pages are built, not from any one site.
"""

from __future__ import annotations

import re

from digest.write.patterns import lines

AVATAR = lines(
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
RELATED_HEAD = lines(
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
    r"(?:list of \d+ items|list \d+ of \d+|end of list)",
    r"(?:головне|главное)(?: за .{2,20})?",
    r"(?:recommended|featured|top|must[- ]read) (?:stories|reads?)",
    r"(?:key|latest) (?:developments|updates)",
    r"(?:seguir leyendo|continue reading|keep reading|leer más|lire la suite)",
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
    r".{0,25}(?:abonnenten|leser(?:innen)?(?: und leser)?) (?:lesen|lasen) auch",
    r"подробнее(?: по теме)?|детальніше(?: (?:за|по) темою?)?",
    r"(?:другие|інші) (?:материалы|матеріали) (?:рубрики|розділу)",
    r"mehr lesen über|die redaktion empfiehlt|unsere empfehlungen?",
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
    r"更多(?:相关|相關|精彩)?(?:内容|內容|报道|報道|新闻|新聞)?",
    r"(?:猜你喜欢|你可能(?:也|还)(?:会)?(?:喜欢|感兴趣)|大家都在看|热点排行|编辑推荐|編輯推薦|点击排行|阅读排行|熱門排行)",
)

#: Where a list of other stories ends.
LIST_END = lines(r"end of (?:list|recommended|promotion)", r"نهاية(?: القائمة)?", r"(?:конец|кінець) .{2,30}")

#: The same words, a colon or dash, and the other story's headline on the same line.
RELATED_LINE = re.compile(
    r"(?:[►▶→»•\-–—*👉📌]\s*)*(?:read (?:more|also|next)|also read|see also|related(?: (?:story|"
    r"article|coverage|reading))?|more on this|more|watch|listen|"
    r"читай(?:те)? (?:також|ще|більше|также|ещё|еще|далі|далее)|дивіться також|смотрите также|"
    r"по темі|по теме|за темою|більше на тему|"
    r"lesen sie (?:auch|mehr|dazu|hier)|lies auch|mehr zum thema|siehe auch|auch interessant|mehr dazu|"
    r"اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|شاهد أيضا|ذات صلة|"
    r"(?:相关|相關|延伸|推荐)(?:阅读|閱讀|新闻|新聞|报道|"
    r"報道|報導|链接)|更多阅读|另请参阅|另見)(?:\s+(?:on|at|hier|тут|про це|"
    r"по темі))?\s*[:：|–—-]\s*\S.*",
    re.IGNORECASE,
)

SHARE = lines(
    r"(?:share|share (?:this|on|via|with|article|story|full article).{0,40}|tweet(?: this)?|"
    r"facebook|twitter|x|telegram|whats ?app|linkedin|reddit|pinterest|email|e-mail|viber|"
    r"messenger|instagram|tiktok|youtube|flipboard|rss|bluesky|threads|copy (?:link|url)|"
    r"link copied|print(?: this| article)?|save(?: article| this| for later)?|bookmark|"
    r"listen(?: to (?:this )?article)?|gift(?: this)? article|add to .{2,20})",
    r"(?:\d+ )?comments?(?: \(\d+\))?",
    r"(?:leave|post|add|write) a comment",
    r"(?:view|show|read|join the) (?:comments|conversation|discussion)",
    r"(?:skip|jump) to (?:content|main content|navigation|.{2,20})",
    r"[\d.,]+ ?k? (?:shares?|(?:view )?comments?|likes?|views?|просмотр\w*|перегляд\w*)",
    r"listen\s*[•·|:]?\s*\d{1,2}:\d{2}|poll:.{5,100}\?|yes|no|not sure",
    r"підтримати(?: нас)?|поддержать(?: нас)?|задонатити|unterstützen",
    r"(?:надіслати|отправить) другу|send to a friend|[小中大]|(?:#\w+\s*)+|открыть комментарии",
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
    r"this (?:audio|article was translated|translation|text) .{0,80}",
    r"save articles? (?:to|for) .{2,60}",
    r"e-?mail address",
    r"(?:tags?|topics?|related topics|теми|теги|темы|schlagwörter|themen|标签|標籤|关键词|關鍵詞)"
    r"\s*[:：].{2,120}",
    r"this is a (?:developing|breaking)(?: news)? story\b.{0,60}",
    r"more (?:details )?to follow",
    r"(?:новина|новость|матеріал|текст) (?:оновлюється|доповнюється|обновляется|дополняется)",
    r"(?:note|a note|message|a message) from (?:the|our) (?:author|editor|newsroom|reporter)s?",
    r"\[[\w-]+(?: [^\]]*)?\]",
    r"(?:media|video) playback (?:is )?(?:not supported|unsupported).*",
    r"(?:this|your) (?:video|browser|device) (?:cannot|can ?not|does not|can['’]t|doesn['’]t) .{2,60}",
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
    r"zur merkliste.{0,20}|artikel (?:zum hören|anhören|vorlesen).{0,20}|schrift(?:größe)?.{0,20}",
    r"our standards\s*:.{2,60}|(?:теги|тэги|теми|темы|tags|topics|themen|标签|الوسوم|كلمات مفتاحية)\s*[:：]?",
    r"(?:end of|конец|кінець) (?:list|promotion|истории|історії|рекомендац\w+|.{2,30} podcast)|نهاية",
    r"(?:字体|字號|字号|字体大小)\s*[:：].{1,12}",
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

AD = lines(
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
LABEL = lines(
    r"[^>›»]{1,16}(?:\s+[>›»]\s+[^>›»]{1,30}){1,4}",
    r"key (?:points|takeaways|facts)|at a glance|what we know(?: so far)?|auf einen blick|"
    r"das wichtigste(?: in kürze| auf einen blick)?|коротко|основне|ключові (?:події|моменти)|"
    r"ключевые события",
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
    r"регіони|фінанси|бізнес|ринки|право|місто|корупція|кримінал|надзвичайне|україна|ексклюзив",
    r"новости|главное|лента|новости дня|политика|экономика|общество|мир|война|культура|спорт|"
    r"финансы|бизнес|рынки|право|город|криминал|наука|здоровье|технологии|интервью|аналитика|мнение|мнения|регионы|происшествия|россия|"
    r"эксклюзив|в мире",
    r"nachrichten|politik|wirtschaft|panorama|ausland|inland|kultur|sport|wissen(?:schaft)?|"
    r"gesundheit|meinung|kommentar|analyse|interview|eilmeldung|liveticker|newsticker|ticker|"
    r"newsblog|welt|regional|gesellschaft|deutschland|europa|exklusiv",
    r"عربي|محلي|عالمي|أخبار|الأخبار|سياسة|اقتصاد|رياضة|ثقافة|منوعات|العالم|الشرق الأوسط|رأي|آراء|تحليل|عاجل|"
    r"تقارير|علوم|صحة|تكنولوجيا|مقالات|محليات|حوادث|دولي",
    r"新闻|新聞|要闻|要聞|国际|國際|国内|國內|时政|財經|财经|体育|體育|社会|社會|科技|文化|娱乐|娛樂|评论|評論|观点|觀點|独家|獨家|快讯|快訊|首页|军事|"
    r"軍事|健康|视频|滚动新闻|即时新闻|即時新聞|中国|港澳台|政治|经济",
)

#: A sentence that tells the reader where to click, inside a paragraph.
DIRECTION = re.compile(
    r"(?:click|tap|scroll|swipe|keep reading|continue reading|read more|read the (?:full|rest|original)|"
    r"listen to this|watch the (?:full )?video)\b.{0,90}",
    re.IGNORECASE,
)
