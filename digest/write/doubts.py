"""The words of doubt in English, put together from its grammar; what the kinds mean stands in `caveats`.

A "not" of any kind, a verb of making sure, a thing that would show it. Each pattern stands beside the
beginnings of the words it cannot do without: tried only in a sentence that holds one, because most hold none.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The parts of the grammar; `<name>` in a pattern stands for one of them.
PARTS: Mapping[str, str] = {
    "not": (
        r"(?:\b(?:n(?:o|ot|ever|or|either|one|othing|obody)|cannot|unable|without|impossible|difficult|hard|"
        r"yet to|failed to|declined to|refused to)\b|n['’]t\b)"
    ),
    "sure": r"(?:verif|confirm|authenticat|corroborat|substantiat|vouch|geolocat)\w*",
    "shown": r"(?:proven|proved|demonstrated|audited|peer[- ]reviewed|replicated|reviewed by|tested in)\b",
    "what": (
        r"(?:whether|how|who|what|where|when|why|if|the (?:\w+ )?(?:number|cause|extent|identity|"
        r"location|origin|source))\b"
    ),
    "certain": r"(?:(?:for )?(?:sure|certain)|(?:with|to a) (?:\w+ )?certainty|definitively|conclusively)\b",
    "findout": r"(?:(?:determine|ascertain|prove)\b|check\b|establish <what>|(?:say|tell|know) <certain>)",
    "proof": r"(?:evidence|proof)\b",
    "basis": r"(?:[\w'’-]+\W+){0,3}?(?:evidence|proof|basis|test)\b",
    "give": r"(?:provid|offer|present|giv|gave|produc|releas|publish|show|cit|ma[dk]|emerg|found|find)\w*",
    "truth": (
        r"\b(?:verification|confirmation|authenticity|accuracy|veracity|legitimacy|validity|"
        r"provenance)\b"
    ),
    "reports": (
        r"(?:reports?|accounts?|versions?|claims?|information|statements?|figures|estimates|testimony|"
        r"stories)"
    ),
    "papers": (
        r"(?:documents?|indictment|complaint|letters?|videos?|footage|reports?|recordings?|files?|"
        r"warrants?|transcripts?|contracts?|data|evidence|images?|audio|site)"
    ),
    "didnot": (
        r"\b(?:did|has|have|had|would|could|was|were)(?: not|n['’]t)(?: yet| immediately|"
        r" publicly){0,2} "
    ),
    "false": (
        r"(?:false|baseless|groundless|unfounded|untrue|nonsense|fabricated|fake|wrong|"
        r"politically motivated)\b"
    ),
    "words": r"(?:\W++\w[\w’'-]*+){0,6}?\W+",
    "few": r"(?:\W++\w[\w’'-]*+){0,4}?\W+",
}

#: By kind: the beginnings of words one of which must stand in the sentence, and the pattern.
ENGLISH: Mapping[str, tuple[tuple[str, str], ...]] = {
    "doubt": (
        (
            "verif|confir|authen|corrob|substa|vouch|geoloc",
            r"<not>(?!\W+only\b)<words><sure>|\bnone of\b[^.;]{0,60}?\W<sure>",
        ),
        (
            "unconf|unveri|unauth|uncorr|unsubs|unprov|confir|verifi|authen|genuin|true|indepe|hypoth|checke",
            r"\bun(?:confirmed|verified|verifiable|authenticated|corroborated|substantiated|proven)\b|"
            r"\bnot (?:been )?independently\b|\b(?:purely|still|only|entirely) hypothetical\b|"
            r"\b(?:still|yet|currently) (?:being |to be )(?:checked|verified|confirmed)\b|\b(?:needs?|"
            r"has|have|remains?) to be (?:confirmed|verified)\b|(?:^|[.,;]\s|\b(?:which|"
            r"that)\W+)if (?:authentic|true|confirmed|verified|genuine)\b",
        ),
        (
            "eviden|proof|basis|test",
            r"\bno\W+<basis>[^.;]{0,60}?\W<sure>|"
            r"\bno\W+<basis>[^.;,]{0,30}?\b(?:to (?:support|back|prove|suggest|show)|supporting|backing|"
            r"suggesting|indicating|showing|linking|behind|of|that|for (?:the|his|her|their|its|this|that|"
            r"these|those|such|any)\b)",
        ),
        (
            "eviden|proof",
            r"\bno (?:\w+ ){0,2}?<proof> (?:supports?|backs?|shows?|suggests?|proves?|indicates?)\b|"
            r"(?:\bnot|n['’]t) (?:\w+ )?(?:supported|backed) by (?:\w+ ){0,2}?<proof>|"
            r"\b(?:little|scant|insufficient|not (?:enough|sufficient)|lack of|lacks|"
            r"absence of)\W+(?:\w+\W+)?<proof>|<not><few><give>\W+(?:\w+\W+){0,2}?<proof>|"
            r"\b<give> no (?:\w+ )?<proof>|\b(?:no (?:\w+ )?<proof>|"
            r"<proof>(?:\W+\w+){0,3}?(?:\W+not(?! to)|n['’]t|\W+yet to))(?:\W+\w+){0,3}?\W+<give>",
        ),
        (
            "proven|proved|demons|audite|peer|review|replic|repeat|tested|backed",
            r"(?:\bnot|n['’]t|\bnever|\byet to|\bnothing|\bneeds? to|\bha(?:ve|s) to|"
            r"\bremains? to)(?:\W+\w+){0,2}?\W+(?:be|been|being)\W+(?:\w+\W+)?(?:<shown>|(?:backed|"
            r"supported) (?:up )?by\b)|(?:\bnot|n['’]t) (?:yet )?(?:been )?peer[- ]reviewed\b|"
            r"\b(?:needs?|ha(?:ve|s)|remains?) to be repeated\b",
        ),
        (
            "checke|establ|determ|ascert|check|prove|sure|certai|defini|conclu",
            r"\b(?:(?:could|can) ?not|(?:could|ca)n['’]t)(?: immediately|"
            r" independently)* (?:be (?:\w+ly )?(?:(?:cross-)?checked|established|determined|ascertained)\b|"
            r"<findout>)|\bnothing\b[^.;]{0,20}? prove[sdn]?\b|"
            r"\bneither(?: \w+)? (?:could|can) be (?:checked|established)\b|(?:\bnot|n['’]t|"
            r"\bun)(?: (?:immediately|yet|independently|been))* ?able to <findout>|(?:\bimpossible|"
            r"\bdifficult|\bhard|\bnot (?:yet |currently )?(?:been )?possible|"
            r"\bno way)(?: \w+){0,2}? (?:to|of) (?:\w+ly )?<findout>|(?:\bneeded|\brequired|\bnot|"
            r"n['’]t|\bcannot)(?: \w+){0,3}? (?:(?:know|say|tell) <certain>|be certain\b)(?! (?:to|you))",
        ),
        (
            "verifi|confir|authen|accura|veraci|legiti|validi|proven",
            r"<truth>[^.;]{0,60}(?:\bnot\b|n['’]t\b|\bcannot\b|\bimpossible\b|\bdifficult\b|\bpending\b|"
            r"\bawaited\b|\bquestion|\bdoubt|\bdisput|\buncertain\b|\bunclear\b|\bunknown\b)|"
            r"\b(?:question|doubt|disput)\w*\b[^.;]{0,20}?<truth>",
        ),
        (
            "staged|edited|doctor|altere|fabric|manipu",
            r"\b(?:may|might|could) have been (?:\w+ )?(?:staged|edited|doctored|altered|fabricated|"
            r"manipulated)\b",
        ),
        (
            "confli|contra|differ|incons|vary|varie",
            r"\b(?:conflicting|contradictory|differing|inconsistent)(?: \w+){0,2}? <reports>\b|"
            r"\b<reports> (?:\w+ )?(?:differ|var(?:y|ied)|conflict)(?:s|ed)?\b",
        ),
        (
            "seen|view|review|obtain|access|examin|heard|docume|indict|footag|record|video|letter",
            r"(?-i:\b(?:[A-Z]{2,}|We|we|Reuters|The [A-Z]\w+(?: [A-Z]\w+){0,3}))(?: (?:has|have|had|did|"
            r"could|was|were))(?: not|n['’]t)(?: \w+){0,4}? (?:see|seen|viewe?d?|reviewe?d?|obtain|"
            r"obtained|access|examined?|heard?) (?:\w+ ){0,3}?<papers>\b",
        ),
    ),
    "uncharged": (
        (
            "charge|convic|indict|guilty|prosec",
            r"(?:(?:\bnot|n['’]t|\bnever|\byet to|\bwithout)\W+(?:yet\W+|so far\W+)?be(?:en|ing)?|"
            r"\b(?:was|were|is|are)(?: not| never|n['’]t))\W+(?:\w+ly\W+)?(?:charged|convicted|indicted|"
            r"found guilty)\b(?! (?:an?|any(?! charges?\b)|for|extra|more|up|\W?\d)\b)|"
            r"\bnever (?:\w+ly )?(?:charged|convicted|indicted|found guilty)\b|"
            r"\bno (?:\w+ )?charges (?:have|had|has|were|are)\b|(?:\bnot|n['’]t|\bnever) face(?:s|"
            r"d)? (?:\w+ )?charges\b|\b(?:not|declined|refused) to (?:charge|prosecute|indict|(?:file|"
            r"bring|press) charges)\b|"
            r"\bno (?:court has|(?:cause|grounds) to (?:prosecute|charge|indict))\b",
        ),
        (
            "charge|convic|indict|guilty|prosec|accuse|suspec|defend|innoce|sugges",
            r"\b(?:none|no one|nobody|neither)\b[^.;]{0,60}?\b(?:has|have|had|was|were|been|is|"
            r"are)\W+(?:been\W+)?(?:\w+ly\W+)?(?:charged|convicted|indicted|found guilty|prosecuted|"
            r"accused of)\b|(?:\bnot|n['’]t|\bnever)\W+(?:been\W+)?(?:\w+ly\W+)?(?:accused|"
            r"suspected) of\b|\bno suggestion (?:that|of)\b|\bnot (?:been )?(?:named|"
            r"identified) as an? (?:\w+ )?(?:defendant|suspect|accused)\b|\b(?:is|was|are|"
            r"were) not (?:considered )?(?:an? )?suspects?\b|\bpresum(?:ed|ption of) innocen|"
            r"\binnocent (?:until|unless)\b",
        ),
    ),
    "unknown": (
        (
            "clear|known|determ|establ|sure|unclea|unknow|unsure|myster|open",
            r"(?:\bnot\b|n['’]t\b)(?: yet| immediately| entirely| exactly| completely| fully| publicly|"
            r" been| be| so far){0,3} (?:clear(?! enough\b)|known(?! (?:for|to|as)\b)|determined|"
            r"established|sure (?:how|who|what|why|where|when|if|whether|they|that))\b|\bunclear\b|\b(?:is|"
            r"was|"
            r"are|were|remains?|remained|still|it['’]s) (?:\w+ ){0,2}?unknown\b|\b(?:big|main|"
            r"great) unknown\b|\bunknown\b[^.;,]{0,30} (?:is|was|are) (?:whether|what|how|who|when|"
            r"where|why|if)\b|\bunsure\b (?:\w+ ){0,3}?(?:it|they|whether|if|what|who|how|when|where)\b|"
            r"\b(?:an open question|remains? (?:\w+ )?a mystery)\b",
        ),
        (
            "early|soon|know|before",
            r"\btoo (?:early|soon)\b[^.;]{0,40}? to (?:say|tell|know|determine|judge|assess|draw|"
            r"speculate)\b|\b(?:do|does)(?: not|n['’]t) (?:yet |really |even |still |"
            r"exactly ){0,2}know (?:who|what|why|how (?:many|much|long|it|the|they|he|she)|when|where|"
            r"whether|if|which|much|the (?:cause|reason|motive|extent|number|identity))\b|\b(?:days|"
            r"weeks|months|years|time)\b[^.;]{0,20}? before [^.;]{0,80}?\b(?:known|clear|understand|"
            r"know)\b",
        ),
        (
            "claime|respon|arrest|word|inform|detail|indica|explan|motive",
            r"\bno(?: \w+){1,4}?(?: has| have| had)?(?: immediately|"
            r" yet)?(?: been)? claimed responsibility|\bno(?: \w+){0,2}? arrests\b|\b(?:no (?:one|group|"
            r"party)|nobody)\b[^.;]{0,20} (?:claimed|arrested)\b|\bno (?:immediate |known |clear |"
            r"official |further )*(?:word|information|details|indications?|explanation|"
            r"motive)\b(?! of (?:any )?(?:his|her|their|my))|\bhad no motive\b",
        ),
        (
            "rise|change|climb|increa|grow|revise|higher|lower|greate|prelim|provis|incomp|subjec|"
            "emergi|sketch|scarce|limite",
            r"\b(?:toll|number|figures?|counts?|deaths?|casualties|losses|"
            r"estimates?)\b[^.;]{0,40}? (?:may|might|could|(?:(?:is|are|was|were) )?(?:likely|expected|"
            r"bound) to) (?:\w+ ){0,2}?(?:rise|change|climb|increase|grow|go up|be (?:revised|higher|"
            r"lower|greater))\b|\b(?:figures?|results|data|counts?|findings|numbers?|information|"
            r"reports?|tolls?|estimates?|assessments?|details) (?:is|are|was|were|remain(?:ed|"
            r"s)?) (?:\w+ )?(?:preliminary|provisional|incomplete|subject to|emerging|sketchy|scarce|"
            r"limited)\b",
        ),
        (
            "determ|establ|identi|say|reveal|releas|disclo|announ|explai|found|find",
            r"\b(?:yet to|(?:have|has|had|did|do|does)(?: not|n['’]t)(?: yet| publicly|"
            r" immediately){0,2}) (?:determined?|establish(?:ed)?|identif(?:y|ied)|find out|found out|"
            r"said|say|released?|reveal(?:ed)?|disclosed?|announced?) (?:\w+ ){0,2}?(?:what|why|how|who|"
            r"whether|if|when|where|causes?|motives?|names?|identit(?:y|ies)|reasons?|suspects?)\b|"
            r"\b(?:not|n['’]t)(?: yet)? been (?:\w+ly )?(?:identified|announced|disclosed|released|"
            r"explained|found|located)\b",
        ),
        (
            "invest|probin|trying|examin|clarif",
            r"\b(?:still|is|are|was|were) being clarified\b|"
            r"\b(?:cause|motive|circumstances|reasons?|origin)\b[^.;]{0,40}? (?:under investigation|"
            r"(?:being )?investigated|(?:being )?examined)\b|\b(?:investigating|probing|"
            r"trying to (?:determine|establish|find out)) (?:whether|if|what|how|why|who|the (?:cause|"
            r"motive))\b",
        ),
        (
            "uncert|disput|contes|doubt|seen|ruled|ruling|rule|skepti|scepti",
            r"\b(?:is|are|was|were|remain(?:s|ed)?) (?:(?:\w+ly|still|very|far from) )?(?:uncertain|"
            r"disputed|in dispute|contested(?! by)|in question|in doubt)\b|\bremain(?:s|"
            r"ed)? to be seen\b|(?:\bnot|n['’]t|cannot|never) (?:been |be |yet )*rul(?:ed?|ing) out\b|"
            r"\b(?:cast|raise|express|voice|ha[sd]|have)\w*\b(?: \w+){0,3} (?:doubts?|"
            r"s[kc]epticism) (?:\w+ )?(?:on|about|over|as to)\b|\bs[kc]eptical (?:of|"
            r"about) the \w*(?:claim|account|report|version)",
        ),
    ),
    "silence": (
        (
            "reacte|react|reache|touch|hear|heard|commen|elabor|respon|reply|replie|answer|return",
            r"<didnot>(?:be reached|get in touch|hear(?:d)? back|comment(?:ed)?|react(?:ed)?|elaborate(?:d)?|"
            r"respond(?:ed)?|repl(?:y|ied)|answer(?:ed)? (?:\w+ )?(?:questions?|calls?|emails?|"
            r"requests?|messages?)|return(?:ed)? [^.;]{0,25}(?:calls?|emails?|requests?|messages?)|"
            r"available for comment)\b|\b(?:neither|none|no one|nobody)\b[^.;]{0,60}? (?:responded|"
            r"replied|commented|answered|returned (?:calls|messages))\b|\bno (?:response|reply|"
            r"answer)\b|\b(?:not|n['’]t) (?:immediately )?available for comment\b",
        ),
        (
            "say|acknow|commen|elabor|mentio|specif|disclo|detail|reason|explan|motive|inform|commen|"
            "statem|answer",
            r"\bwould only say\b|"
            r"(?:<didnot>|\b(?:does|do)(?: not|n['’]t) )(?:say|comment|elaborate|acknowledged?|"
            r"explain(?:ed)?|mention(?:ed)?|specif(?:y|ied)|disclosed?|"
            r"(?:give|given|provided?|offer(?:ed)?|issued?|made?|released?) (?:an? |any |the |further |"
            r"more |other |firm |clear |public |official )*(?:details?|reasons?|explanation|motives?|"
            r"information|comment|statement|answer))\b",
        ),
        (
            "declin|refuse|refusi|turned|anonym|named|identi|quoted",
            r"\b(?:declin|refus)(?:ed|es|ing)\b[^.;]{0,40}?\b(?:comment|respond|elaborate|say|speak|"
            r"talk|discuss|answer|(?:an|request for|be) interview(?:ed)?|specify|disclose|give|"
            r"provide)\b|\bturned down\b[^.;]{0,30}\b(?:requests?|interview)\b|(?<!who )\b(?:spoke|"
            r"talked)\b[^.;]{0,30}\banonymity\b|(?<!who )\b(?:declined|asked|wished|refused|requested|"
            r"(?:did|does) not want|didn['’]t want) (?:not )?to be (?:named|identified|quoted)\b",
        ),
        (
            "respon|commen|reply|reacti|elabor|specif|detail|inform|update|availa",
            r"\b(?:no|yet to (?:receive|get)(?: an?| any)?) (?:immediate |official |further |"
            r"public )?(?:response|comment|reply|reaction)\b|\bwithout (?:elaborating|specifying)\b|"
            r"\bcomment on\b[^.;]{0,40}\bmatters\b|\b(?:response|comment|reply|"
            r"reaction)\b[^.;]{0,60}?(?: not|n['’]t) (?:been )?(?:immediately )?(?:available|provided|"
            r"received|returned|answered)\b|\b(?:no|not|other|further|more)\b[^.;]{0,30}?\b(?:details?|"
            r"information|updates?)\b[^.;]{0,30}?\b(?:was|were|been|not|n['’]t) (?:provided|given|"
            r"released|immediately available|available)\b|\bhad no information\b|\bdon['’]t comment\b",
        ),
        (
            "silent|tight|keeps|reach|contac|touch|seekin|saying",
            r"\b(?:attempts|efforts|calls|messages|emails) (?:to (?:reach|contact)|"
            r"seeking)\b[^.;]{0,80}(?:unsuccessful|failed|\bnot\b|n['’]t\b|unanswered)|\b(?:could not|"
            r"couldn['’]t|unable to) (?:immediately )?(?:reach|contact|get in touch with)\b|"
            r"\b(?:keep|kept|stay|remain)(?:s|ed)? (?:mum|silent|tight-lipped)\b|"
            r"\b(?:they|he|she|officials|police)(?:['’]re|['’]s| are| is) not saying\b",
        ),
    ),
    "denial": (
        (
            "lawyer|attorn|defens|defenc",
            r"\b(?:lawyers?|attorneys?|defen[sc]e)\b[^.;]{0,60}? (?:said|says|told|argued?|insist(?:ed|"
            r"s)?)\b[^.;]{0,60}?(?:\bnot\b|n['’]t\b|\binnocent\b|\bfalse\b)",
        ),
        (
            "deny|denies|denied|denyin",
            r"(?<!was )(?<!were )(?<!been )(?<!being )(?<!not )\bden(?:y|ies|ied|ying)\b(?:[,.;]|"
            r" (?:[\w’'-]+ ){0,4}?(?:accus\w+|alleg\w+|claims?|charges?|reports?|suggestions?|"
            r"involvement|responsibility|wrongdoing|guilt|knowledge|role|links?|ties|connections?|"
            r"rumou?rs?|assertions?|that|it|this|any|all|\w{2,}ing|"
            r"is|was|are|were|has|had|did)\b)",
        ),
        (
            "reject|dismis|refut|disput|rebuff|contes|disavo",
            r"\b(?:reject|dismiss|refut|disput|rebuff|contest|disavow)(?:s|es|ed|"
            r"ing)?\b (?:[\w’'-]+ ){0,4}?(?:accusations?|allegations?|claims?|reports?|suggestions?|"
            r"assertions?|accounts?|rumou?rs|idea|version|criticism|ties|involvement|links?)\b",
        ),
        (
            "guilty|innoce|false|basele|ground|unfoun|untrue|nonsen|fabric|fake|wrong|politi|nothin|lies|"
            "true",
            r"\bnot guilty\b|\b(?:maintain|insist|profess)\w*\b[^.;]{0,30} innocen|\bcall(?:s|"
            r"ed)\b[^.;]{0,40} (?:lies\b|a lie\b|<false>)|\b(?:allegations?|claims?|charges|reports?|"
            r"accusations?|stor(?:y|ies)|rumou?rs)(?: \w+){0,6}? (?:is|are|was|"
            r"were) (?:\w+ )?(?:not true\b|<false>)|\bnothing to do with\b",
        ),
    ),
}
