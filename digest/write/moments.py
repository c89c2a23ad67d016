"""Lines and line beginnings that say when and where: datelines, dates of publishing, reading times."""

from __future__ import annotations

import re

from digest.write.patterns import lines

READING_TIME = lines(
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

#: How long ago, as live blogs and lists say it.
AGO = lines(
    r"(?:published |updated )?(?:\d{1,2}|an?) ?(?:s|m|h|d|w|secs?|mins?|hrs?|seconds?|"
    r"minutes?|hours?|days?|weeks?) ago",
    r"(?:\d{1,2} )?(?:хв|хвилин\w*|год|годин\w*|дн\w*|день) тому",
    r"(?:\d{1,2} )?(?:мин|минут\w*|ч|час\w*|дн\w*|день) назад",
    r"vor (?:\d{1,2}|einer|einem) (?:sek|min|std|sekunden?|minuten?|stunden?|tage?n?|tag)\.?",
    r"(?:قبل|منذ) (?:\d{1,2} |[٠-٩]{1,2} )?(?:ثوان|دقيقة|دقيقتين|دقائق|ساعة|ساعتين|ساعات|يوم|يومين|أيام)",
    r"\d{1,2}\s*(?:秒|分钟|分鐘|小时|小時|天|周)前",
)

TIME = re.compile(
    r"[(\[]?(?:(?:published|updated|last updated|zuletzt aktualisiert|posted|modified|"
    r"first published|date|опубліковано|"
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
    r"ago|published|updated|last updated|опубліковано|оновлено|опубликовано|обновлено|aktualisiert|"
    r"at|um|об?|о|в|р\.|г\.|року|года|年|月|日|时|分|點|点|صباحا|مساء|م|ص|"
    r"(?:ب?توقيت|"
    r"بتوقيت) (?:غرينتش|مكة|القدس|القاهرة|دمشق|بغداد|العاصمة)|[\s,.:/|()"
    r"·•—–-])+[)\]]?",
    re.I,
)

DATELINE = re.compile(
    r"(?:"
    r"\(\s*CNN(?: \w+){0,2}\s*\)\s*(?:[—–-]+\s*)?"
    r"|[A-ZÀ-Þ][\w.'’ -]{1,30}(?:,\s*[A-Z][\w. ]{1,24})?(?:,\s*(?:Jan|Feb|March|Mar|April|Apr|"
    r"May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2})?\s*\((?:CNN|Reuters|AP|AFP|"
    r"Bloomberg|Xinhua|dpa|UPI|EFE|Interfax[\w-]*|TASS|RFE/RL)[^)]{0,30}\)\s*(?:[—–-]+\s*|(?=[\"“‘A-Z]))"
    r"|"
    r"[A-ZÀ-ÞА-ЯІЇЄҐ][A-ZÀ-ÞА-ЯІЇЄҐ'’. /-]{2,30}(?:,\s*[A-ZА-ЯІЇЄҐ][\w. "
    r"]{1,24}){0,2}(?:,\s*\d{1,2}\.?\s[^\W\d_]+\.?(?:\s\d{4})?)?(?:\s*\([^\W\d_][^()]{1,30}\))?"
    r"\s*[—–-]{1,2}\s+(?=[^\Wa-zа-яіїєґ]|[\"“«‘„])"
    r"|(?:[A-ZÀ-Þ][\w.'’-]{1,20}(?: [A-ZÀ-Þ][\w.'’-]{1,20}){0,2},? )?"
    r"(?:Jan|Feb|March|Mar|April|Apr|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})? "
    r"\([A-Z][^()]{1,30}\)\s*[—–-]{1,2}\s+"
    r"|(?!(?:LIVE|UPDATED?|BREAKING|WATCH|VIDEO|PHOTOS?|NOTE|ANALYSIS|OPINION|EXCLUSIVE|CORRECTION|"
    r"CLARIFICATION|QUESTION|ANSWER|NATO|NASA|UNHCR|UNICEF|UNESCO|OPEC|IAEA|OSCE|INTERPOL|CDC|FBI|CIA)\b)"
    r"(?=[A-ZÀ-Þ /-]{4})[A-ZÀ-Þ]{2,16}(?:[ /-][A-ZÀ-Þ]{2,16}){0,2}(?:\s\([A-Z][^()]{1,30}\))?:\s+"
    r"(?=(?:[A-Z][\w’'-]*[ ,]|[A-Z] )(?!(?:am|was|have|had|will|think|don)\b))"
    r"|[А-ЯІЇЄҐ][\w'’ʼ-]{2,24}[.,]\s*\d{1,2}\s[а-яіїєґё]{3,10}\.?(?:\s*\d{4}\s*(?:р|г|року|"
    r"года)?\.?)?(?:\s*[/(][\w. -]{3,30}[/)]|\s*[\w.-]{3,24})?(?:\.\s+|\s*[—–-]\s+)"
    r"|[A-ZÀ-Þ][\wäöüß/ .-]{2,30}\s*\((?:dpa|AFP|epd|KNA|Reuters|AP|dts|taz)[^)]{0,20}\)\s*[.:—–-]+\s*"
    r"|[\u0600-\u06ff]{2,14}(?:\s[\u0600-\u06ff]{2,14}){0,3}\s*\((?:رويترز|أ\s?ف\s?ب|أ ب|"
    r"د ب أ|فرانس برس|الأناضول|CNN)\)\s*[—–-]+\s*"
    r"|(?:新华社|新華社|中新社|中新网|中央社|人民网|路透社?|法新社|美联社|[\u4e00-\u9fff]{2,6}(?:通讯社|通訊社|新闻网|日报|日報|电视台|廣播公司|广播电台))"
    r"[\u4e00-\u9fff]{0,12}\d{1,2}月\d{1,2}日(?:电|電|讯|訊)?(?:\s*[（(][^）)]{1,30}[）)])?\s*"
    r"|[（(](?:中央社|本报|本報|记者|記者)[^）)]{2,40}[）)]\s*"
    r")"
)

#: A word in capitals with a colon: a place before a story, a speaker in a transcript.
CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ /-]{2,40}:\s")

#: An agency's word to its editors: "(Adds denial in paragraphs 1-3)", "(Recasts, updates toll)".
DESK_NOTE = re.compile(
    r"\((?:(?:adds|updates|recasts|rewrites|corrects|refiles|repeats|removes|changes|fixes|clarifies|releads|"
    r"leads|writes through|wraps|combines)\b|(?:with|by|new throughout|embargoed)\b.{0,40}"
    r"\b(?:quotes?|details?|background|comments?|graphics?|pictures?|paragraphs?|throughout)\b).{0,160}\)\.?"
    r"|\((?:editing|reporting|writing|additional reporting|compiled) by .{0,160}\)\.?",
    re.IGNORECASE,
)
