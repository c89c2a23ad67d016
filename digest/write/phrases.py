"""The words that carry attribution, doubt and correction, and those that lean on the sentence before.

One pattern per language and purpose; the union of all where the language is not yet known. Written by hand
from labelled articles. They find words, not meaning: "he said nothing" counts as attribution, and a doubt put
in words not listed here is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: A note of the newsroom on its own text.
CORRECTIONS: Mapping[str, str] = {
    "en": r"\s*[\[(*_—–-]*\s*(?:(?:editor['’]?s?['’]?|editorial|author['’]s) note|corrections?|"
    r"clarifications?|correction and clarification|update(?:d)?(?: \d[^:]{0,20})?|"
    r"editors['’] note)\s*(?:\([^)]{0,40}\))?\s*(?:[:：—–-]|,? \w+ \d{1,2}[^:]{0,14}:)|"
    r"\s*[\[(*_]*(?:an? (?:earlier|previous|original) version of this (?:article|story|report|"
    r"post)|this (?:article|story|report|post|headline|piece) (?:has been|was|"
    r"had been) (?:updated|corrected|amended|edited|changed|clarified|modified)|"
    r"due to an editing error|we (?:have|'ve) (?:corrected|updated|removed))",
    "uk": r"\s*[\[(*_]*\s*(?:виправлення|уточнення|спростування|оновлено|"
    r"примітка(?: від)? редакці[їі]|редакційна примітка|від редакції|примітка редактора|"
    r"поправка|upd\.?)\s*[\w .,:]{0,20}[:：.—–-]|\s*(?:у попередній версії|у першій версії|"
    r"раніше у (?:цій )?(?:новині|статті)|(?:цю|цей) (?:статтю|новину|матеріал|"
    r"текст) (?:було )?(?:оновлено|виправлено|змінено))",
    "ru": r"\s*[\[(*_]*\s*(?:исправление|уточнение|опровержение|обновлено|примечание редакции|"
    r"от редакции|редакционное примечание|поправка|upd\.?)\s*[\w .,:]{0,20}[:：.—–-]|"
    r"\s*(?:в предыдущей версии|в первой версии|ранее в (?:этой )?(?:новости|статье)|(?:эта|"
    r"этот) (?:статья|новость|материал|текст) (?:была? |был )?(?:обновл|исправл|измен)\w+)",
    "de": r"\s*[\[(*_]*\s*(?:korrektur(?:hinweis)?|richtigstellung|anmerkung|anm(?:erkung|\.) d(?:er|"
    r"\.) red(?:aktion|\.)?|hinweis der redaktion|aktualisierung|update|berichtigung|hinweis|"
    r"klarstellung|transparenzhinweis)\s*(?:\([^)]{0,40}\)|vom [^:]{0,20})?\s*[:：—–-]|"
    r"\s*(?:in einer (?:früheren|vorherigen|ersten) (?:version|fassung)|(?:dieser|"
    r"der) (?:artikel|text|beitrag) wurde (?:aktualisiert|korrigiert|geändert|nachträglich))",
    "ar": r"\s*[\[(*]*\s*(?:تصحيح|تصويب|توضيح|ملاحظة (?:المحرر|من المحرر|التحرير|تحريرية)|تنويه|"
    r"تحديث|استدراك)\s*[:：—–-]|\s*(?:ورد في نسخة سابقة|تم (?:تحديث|تعديل|تصحيح) (?:هذا|هذه))",
    "zh": r"\s*[\[【（(]*\s*(?:更正|勘误|更正启事|编者按|"
    r"編者按|编者注|編者註|编辑注|订正|訂正|更新|澄清|说明)(?:说明|啟事|"
    r"启事)?\s*[】\])）]*\s*[:：—]|\s*(?:本文(?:此前|早前|较早|先前|最初)[^。]{0,20}(?:版本|误|有误)|本文已(?:更新|更正|修订|"
    r"修改)|此前版本)",
}

#: How the next paragraph of such a note begins.
CORRECTS_ON = re.compile(
    r"\s*(?:(?:the|this|our) (?:article|story|report|headline|piece|post|caption|text)(?: of \w+ \d+)? "
    r"(?:also|further|in addition|incorrectly|wrongly|mistakenly|misstated|has been)\b|"
    r"it also (?:said|stated|gave|"
    r"named|misstated)|the correct (?:\w+ )?(?:is|are|was|were)\b"
    r"|(?:у|в) (?:цій |цьому |той же )?(?:статті|матеріалі|новині|тексті|публікації) також|"
    r"правильн\w+ (?:є|цифра|дата|ім)"
    r"|(?:в) (?:этой |этом )?(?:статье|материале|новости|тексте|публикации) также"
    r"|(?:außerdem|zudem|auch) (?:hieß es|stand|war)\b|richtig (?:ist|muss)\b"
    r"|(?:كما|أيضا) (?:ورد|جاء)|والصحيح|(?:文章|报道|報道|文中)(?:还|還|亦|也)(?:误|誤|称|稱))",
    re.IGNORECASE,
)

#: Who says so. Words that also mean other things ("added") are here because losing a speaker is worse.
ATTRIBUTIONS: Mapping[str, str] = {
    "en": (
        r"\b(?:said|says?|saying|told|tells|according to|reported|reportedly|reports?(?= (?:that|"
        r"say|said|the|on|in|from|of))|reporting|announc(?:ed|es|ing)|claim(?:ed|s|ing)?|"
        r"alleged(?:ly)?|alleg(?:es?|ing)|accus(?:ed|es|ing)|stated?|states|stating|add(?:ed|"
        r"s)(?= ?[,.:\"“”]| that| in| on)|wrote|writes|tweeted|posted|confirm(?:ed|s)|den(?:ied|"
        r"ies|ying)|warn(?:ed|s|ing)|argu(?:ed|es|ing)|believ(?:e|es|ed)|explain(?:ed|s)|"
        r"insist(?:ed|s|ing)|acknowledg(?:ed|es)|not(?:ed|es)(?= that|,|\.| in)|suggest(?:ed|s)|"
        r"estimat(?:ed|es?)|testif(?:ied|ies)|quot(?:ed|ing)|cit(?:ed|es|ing)|asked|asks|"
        r"reveal(?:ed|s)|disclos(?:ed|es)|describ(?:ed|es|ing)|declar(?:ed|es)|admitt(?:ed|ing)|"
        r"admits|recall(?:ed|s)|vow(?:ed|s)|conced(?:ed|es)|call(?:ed|s|ing) (?:it|the|him|her|"
        r"for|on)|urg(?:ed|es)|complain(?:ed|s)|caution(?:ed|s)|conclud(?:ed|es)|point(?:ed|"
        r"s) out|joked|replied|responded|pleaded|apparently|purported(?:ly)?|supposed(?:ly)?|"
        r"suspected|in (?:a|an|his|her|their|its) (?:\w+ )?(?:statement|interview|tweet|post|"
        r"report|letter|email|blog post|affidavit|complaint|indictment)|officials? say|"
        r"sources? (?:say|said|told)|believed to|thought to|seem(?:s|ed) to|appear(?:s|ed) to|"
        r"understood to|in the words of|per the)\b"
    ),
    "uk": (
        r"(?:повідом(?:и|ля)\w+|повідомлен\w+|заяв(?:и|ля)\w+|за (?:даними|словами|інформацією|"
        r"повідомленням|оцінк\w+|твердженням|версією|попередніми)|каже|кажуть|казав|казала|казали|"
        r"сказа(?:в|ла|ли|но)|розпов(?:і|іда)\w+|наголос\w+|зазнач\w+|дода(?:в|ла|ли|є|ють)\b|"
        r"підкресл\w+|пояснив\w*|пояснює|пише|пишуть|написа(?:в|ла|ли|но)|стверджу\w+|"
        r"підтверд(?:и|жу)\w+|спросту\w+|запере\w+|визна(?:в|ла|ли|є|ють)\b|попере(?:див|джа|"
        r"дил)\w*|запевн\w+|повід(?:ав|ала)|інформу\w+|оголос\w+|вважа\w+|посила\w+|посиланням|"
        r"нібито|імовірно|ймовірно|мовляв|начебто|як (?:пише|повідом|заяв|каж)|на думку|цит\w+|"
        r"у (?:звіті|зведенні|заяві|коментарі|інтерв)|звинува\w+|закли\w+|процит\w+|відпов(?:ів|"
        r"іла|іли)|відзнач\w+|згідно з|відповідно до|прокомент\w+|оціню\w+|припуст\w+|припуска\w+|"
        r"йдеться|зауваж\w+|свідч\w+)"
    ),
    "ru": (
        r"(?:сообщ(?:и|а|е)\w+|заяв(?:и|ля|л)\w+|по (?:данным|словам|информации|сообщени\w+|"
        r"оценк\w+|утверждению|версии|предварительн\w+|мнению)|говор\w+|сказа(?:л|но)\w*|"
        r"рассказ\w+|подчерк\w+|отме(?:ти|ча)\w+|добав(?:и|ля)\w+|поясни\w+|объясни\w+|пишет|"
        r"пишут|написа(?:л|но)\w*|утвержда\w+|подтверд\w+|подтвержда\w+|опроверг\w+|отриц\w+|"
        r"призна(?:л|ё|е)\w*|предупре(?:ди|жд)\w+|заверил\w*|информиру\w+|объяв(?:и|ля)\w+|"
        r"счита\w+|ссыл\w+|якобы|предположительно|вероятно|по-видимому|цит\w+|в (?:отч[её]те|"
        r"сводке|заявлении|комментарии|интервью)|обвини\w+|призва\w+|ответил\w*|согласно|"
        r"прокоммент\w+|оцени\w+|предполож\w+|предполага\w+|заметил\w*|говорится|сообщается|"
        r"уточни\w+|свидетельств\w+)"
    ),
    "de": (
        r"\b(?:sagte?n?|sagt|laut|nach angaben|angaben zufolge|zufolge|berichtete?n?|berichtet|"
        r"berichten|teilte?n?|mitgeteilt|mitteilte?n?|erklärte?n?|erklärt|betonte?n?|hieß es|"
        r"heißt es|schrieb(?:en)?|schreibt|behauptete?n?|behauptet|bestätigte?n?|bestätigt|"
        r"dementierte?n?|bestritt(?:en)?|warnte?n?|warnt|kündigte?n?|gab(?:en)? bekannt|"
        r"angeblich\w*|mutmaßlich\w*|offenbar|wohl|vermutlich|demnach|soll(?:en|te|ten)?|"
        r"sprach(?:en)?|meinte?n?|fügte?n?|nannte?n?|zitierte?n?|räumte?n?|meldete?n?|meldet|"
        r"verwies(?:en)?|forderte?n?|äußerte?n?|so (?:der|die|das)|einschätzung|"
        r"nach informationen|kritisierte?n?|vermutete?n?|glaubt|hält|sieht|beschuldigte?n?|"
        r"warf(?:en)?)\b"
    ),
    "ar": (
        r"(?:قال(?:ت|وا)?|وقال(?:ت)?|يقول(?:ون)?|تقول|أعلن(?:ت|وا)?|وأعلن(?:ت)?|أكد(?:ت|وا)?|"
        r"وأكد(?:ت)?|ذكر(?:ت|وا)?|وذكر(?:ت)?|أفاد(?:ت|وا)?|وأفاد(?:ت)?|أضاف(?:ت)?|وأضاف(?:ت)?|"
        r"صرح(?:ت)?|أوضح(?:ت)?|وأوضح(?:ت)?|أشار(?:ت)?|وأشار(?:ت)?|بحسب|وبحسب|وفق(?:ا|اً)?|"
        r"ووفق(?:ا|اً)?|حسب|نقل(?:ت|ا|اً)?|نفى|نفت|زعم(?:ت)?|اتهم(?:ت)?|حذر(?:ت)?|كتب(?:ت)?|يزعم|"
        r"مزاعم|ادعى|تعتقد|يعتقد|رجح(?:ت)?|يبدو|كشف(?:ت)?|على حد (?:قول|تعبير)|في بيان|مصادر|مصدر|"
        r"نحو ما|ورد)"
    ),
    "zh": (
        r"(?:说|說|表示|称|稱|据|據|根据|根據|报道|報道|報導|透露|指出|宣布|宣佈|强调|強調|告诉|告訴|认为|認為|声称|聲稱|指控|否认|否認|警告|回应|回應|"
        r"写道|寫道|援引|引述|消息人士|疑似|涉嫌|可能|据悉|據悉|承认|承認|证实|證實|公布|介绍|介紹|通报|通報|坦言|呼吁|呼籲|补充|補充|解释|解釋|估计|估計)"
    ),
}

#: Words at a sentence's start that mean what was said before.
LEANERS: Mapping[str, str] = {
    "en": (
        r"[\"“‘(]?(?:(?:he|she|they|his|her|hers|their|theirs|its|him|them|these|those|such|both|neither|"
        r"either|others?|another|then|but|yet|however|nevertheless|nonetheless|instead|still|also|too|"
        r"moreover|furthermore|besides|otherwise|thus|hence|therefore|consequently|similarly|likewise|"
        r"indeed|accordingly|and|or|nor|so(?! far)|(?:one|two|three|some|most|all|none|many) of (?:them|"
        r"these|those|the)|because of (?:this|that|it)|as a result|in (?:addition|response|contrast|turn|"
        r"other words|fact)|for (?:example|instance)|by (?:contrast|comparison)|on the other hand|"
        r"at the same time|that|that['’]s|he['’]s|she['’]s|they['’]re|there(?=,)|"
        r"this(?! (?:week|month|year|morning|afternoon|evening|weekend|spring|summer|autumn|fall|winter|"
        r"season|time)\b)|"
        r"it(?!(?:['’]s|\W+(?:is|was|remains|remained|will be|has been))(?:n['’]t)?(?: not| also| still|"
        r" so far|"
        r" immediately| yet| entirely){0,3} (?:unclear|clear|unknown|known|possible|impossible|likely|"
        r"unlikely|uncertain|certain|too early|too soon)\b))\b"
        r"|the (?:move|moves|decision|announcement|incident|attack|attacks|statement|claims?|remarks?|"
        r"comments?|report|reports|news|two|three|pair|duo|couple|group|suspects?|victims?|man|woman|men|"
        r"women|boy|girl|officer|latter|former|same|latest|other|others|ruling|deal|plan|agreement|visit|"
        r"meeting|talks|call|video|footage|post|message|crash|blast|explosion|strike|shooting|accident|vote|"
        r"measure|bill|proposal|law|case|trial|lawsuit|charges|allegations?|accusations?|document|letter|"
        r"findings|figures?|company|agency|ministry|spokes(?:man|woman|person)|official|officials|team|"
        r"aircraft|plane|ship|vessel|storm|quake|fire|actor|singer|teenager|student|driver|pilot|pontiff|"
        r"lawmaker|senator|minister|author|study|researchers|scientists|club|striker|defender|midfielder|"
        r"season|film|show|series|city|country|region|area|site|building|school|hospital)"
        r"(?! (?:of|in|that|who|which|for|from|to|at|on|has|behind)\b)\b)"
    ),
    "uk": r"[«\"„(—– ]*(?:він|вона|воно|вони|його|її|їх|їхн\w+|це|цей|ця|ці|цього|цієї|цих|цим|"
    r"цьому|той|та|ті|такий|така|таке|такі|тож|отже|проте|однак|але|натомість|утім|втім|"
    r"водночас|тоді|потім|також|крім того|окрім того|зокрема|таким чином|через це|тому|"
    r"при цьому|до того ж|більше того|інш(?:ий|а|і|ого|их)|обидв[аі]|зі свого боку|"
    r"у відповідь|відтак|там|тут|після (?:цього|того)|за (?:його|її|їхніми) словами)\b",
    "ru": r"[«\"„(—– ]*(?:он|она|оно|они|его|её|ее|их|это|этот|эта|эти|этого|этой|этих|этим|этому|"
    r"тот|та|те|такой|такая|такое|такие|однако|но|поэтому|впрочем|тогда|затем|также|"
    r"кроме того|в частности|таким образом|из-за этого|при этом|к тому же|более того|"
    r"друг(?:ой|ая|ие|ого|их)|оба|обе|в свою очередь|в ответ|там|тут|здесь|после (?:этого|"
    r"того)|по (?:его|её|ее|их) словам|вместо этого|зато|а|и)\b",
    "de": r"[\"„»(]*(?:er|sie|es|ihre?[nmrs]?|sein(?:e[nmrs]?)?|dies(?:e[nmrs]?)?|das(?=\s+(?:ist|"
    r"war|sei|wäre|hat|habe|hatte|wird|wurde|sagte|teilte|gilt|geht|bedeutet))|jene[nmrs]?|"
    r"beide|solche|dabei|damit|dadurch|danach|dann|daraufhin|dagegen|dazu|dafür|darauf|"
    r"deshalb|deswegen|daher|dennoch|jedoch|allerdings|aber|doch|außerdem|zudem|auch|dort|"
    r"hierbei|hierzu|stattdessen|trotzdem|somit|so|demnach|andere|weitere|letztere[rs]?|"
    r"infolgedessen|im gegenzug|gleichzeitig|zugleich|und|oder|denn|der (?:angriff|vorfall|"
    r"mann|minister|sprecher|beschluss|schritt)|die (?:entscheidung|frau|beiden|behörde|"
    r"maßnahme|tat))\b",
    "ar": r"[\"«“(]*(?:و|ف)?(?:هو|هي|هم|هما|هذا|هذه|هؤلاء|ذلك|تلك|كما|لكن|ولكن|غير أن|إلا أن|بيد أن|"
    r"لذلك|ولذلك|أيضا|أيضاً|في المقابل|من جهته|من جهتها|من جانبه|من جانبها|بدوره|بدورها|"
    r"بالمقابل|إضافة إلى ذلك|وأضاف(?:ت)?|وتابع(?:ت)?|وأوضح(?:ت)?|وأشار(?:ت)?|وأكد(?:ت)?|"
    r"وقال(?:ت)?(?= (?:إن|في|إنه|إنها)))\b",
    "zh": r"[“\"「（]*(?:他们|她们|它们|他們|她們|牠們|"
    r"他(?!国|國|山)|她|它|这(?:一|些|个|項|项|起|次|名|位|是|种|也|样)?|"
    r"這(?:一|些|個|項|"
    r"起|次|名|位|是|種|也|樣)?|那(?:些|个|個|次|是)|该(?!国)|該|此(?:前|外|次|举|事|後|后)?|其(?!他)|但|但是|然而|不过|不過|因此|"
    r"所以|同时|同時|另外|并且|而且|此外|于是|於是|对此|對此|随后|隨後|两人|二人|兩人|双方|雙方|另一)",
}

#: A line of its own that names the source of the paragraph above, as Ukrainian sites write it.
SOURCE_LINE = re.compile(r"(?:джерело|джерела|источник|источники)\s*:\s*\S", re.IGNORECASE)

_SENTINEL = r"(?!)"


def _compile(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {code: re.compile(pattern, re.IGNORECASE) for code, pattern in table.items()}


_CORRECTIONS = _compile(CORRECTIONS)
_ATTRIBUTIONS, _LEANERS = _compile(ATTRIBUTIONS), _compile(LEANERS)
_NEVER = re.compile(_SENTINEL)

#: Any language's note of correction, at a paragraph's start.
CORRECTION = re.compile("|".join(f"(?:{pattern})" for pattern in CORRECTIONS.values()), re.IGNORECASE)
_SAYS = tuple(_ATTRIBUTIONS[code] for code in ("en", "de", "uk", "ru", "ar"))  # one after the other: faster
_SAYS_ASCII = _SAYS[:2]
_SAYS_ZH = re.compile(r"(?:他|她|[\u4e00-\u9fff]{2,4})(?:说|說|表示|称|指出|告诉|告訴)[，：:]")


def correction(language: str | None) -> re.Pattern[str]:
    """Matches at the start of a newsroom's note on its own text."""
    return _CORRECTIONS.get(language or "", CORRECTION)


def attribution(language: str | None) -> re.Pattern[str]:
    """Finds words that say who says so, or that it is only said; finds nothing in an unknown language."""
    return _ATTRIBUTIONS.get(language or "", _NEVER)


def leaner(language: str | None) -> re.Pattern[str]:
    """Matches at the start of a sentence that leans on the one before."""
    return _LEANERS.get(language or "", _NEVER)


def says(text: str) -> bool:
    """Whether anyone is said to say anything in `text`, in any known language."""
    if text.isascii():
        return any(pattern.search(text) for pattern in _SAYS_ASCII)
    return any(pattern.search(text) for pattern in _SAYS) or bool(_SAYS_ZH.search(text))
