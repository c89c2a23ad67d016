"""Per language: words with a full stop that does not end a sentence, and words that begin one.

NEVER: what follows belongs to it (a name after a title, a number after a sign), so no sentence ends there.
MAYBE: a sentence ends there only if the next word is one of STARTERS, words that seldom stand inside.
All in lower case and without the last full stop.
"""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER: Mapping[str, frozenset[str]] = {
    "en": _words(
        "mr mrs ms messrs mx dr prof gen sen rep reps sens gov govs lt col cmdr sgt cpl pvt capt "
        "maj brig adm "
        "hon rev fr pres vp supt det insp amb atty mt ft e.g i.e cf viz approx dept est fig figs "
        "pfc spc lcpl ssgt cwo radm vadm lt.col lt.gen maj.gen brig.gen sgt.maj lt.cmdr lt.gov "
        "staff.sgt vs v esp al-"
    ),
    "uk": _words(
        "серж корп кал прибл дод дж пд пн зх сх півн півд бат бриг куб ген.-м ген.-лейт ген.-полк ген.-майор "
        "віце-адм контр-адм ім вул просп пр-т бул пл пров обл р-н див напр гр гр-н акад проф "
        "доц канд лейт кап полк ген підполк "
        "ст.лейт сер св тов п пп ч стор т.зв т.е зам заст нач дир ред перекл упоряд вид англ нім "
        "фр рос укр пол лат "
        "грец тур о д-р мол буд кв оф тел с смт ст о.т пор мал рис табл б"
    ),
    "ru": _words(
        "корп кал прибл прил дж юж сев зап вост куб ген.-м ген.-лейт ген.-полк ген.-майор "
        "им ул просп пр-т бул пл пер обл р-н см напр гр гр-н акад проф доц канд лейт кап полк "
        "ген св тов ч стр т.н "
        "т.е зам нач дир ред англ нем фр рус лат греч тур д-р дом кв оф тел пос дер ст рис табл ср о"
    ),
    "de": _words(
        "dr prof hr fr frl st z.b d.h u.a i.d.r v.a bzw ca dipl ing geb gen gest hrsg inkl exkl "
        "kfm lt max min "
        "az rd nr sog str tel vgl z zb art abs bd verf zzgl z.t m.e o.ä ggf evtl vs phil med "
        "rer nat jur dipl.-ing "
        "chr a.d i.e u.u z.z z.zt bspw d v kard ms mr mrs"
    ),
    "ar": _words("د م أ ص ت ج ا.د أ.د"),
    "zh": _words("mr mrs ms dr st no"),
}

MAYBE: Mapping[str, frozenset[str]] = {
    "en": _words(
        "inc corp co ltd jr sr bros llc plc etc a.m p.m u.s u.k u.n e.u d.c l.a n.y u.s.a u.s.s.r u.a.e ph.d "
        "m.d b.a m.a no nos art sec ave blvd rd st sq pp p vol ed eds dist jan feb mar apr jun jul aug sept "
        "sep oct nov dec mon tue tues wed thu thurs fri sat sun calif fla tex conn mass pa ga va wash ariz "
        "colo ill ind mich minn miss mo okla ore tenn wis ala ark del kan ky la md me mont neb nev n.h n.j "
        "n.m n.c n.d s.c s.d r.i vt w.va wyo b.c a.d hrs min km kg lb oz ft in m bn mln al p.a m.p"
    ),
    "uk": _words(
        "січ лют бер берез квіт трав черв лип серп вер верес жовт лист груд р рр м г ст т.д "
        "т.п ц л тзов тов прим ред кін поч с.г"
    ),
    "ru": _words(
        "янв фев февр мар апр авг сен сент окт ноя нояб дек г гг в вв м ст т.д т.п др пр проч "
        "ц л прим ред кон нач"
    ),
    "de": _words(
        "usw etc u.s.w mio mrd tsd co inc corp jr sr jan feb mär apr jun jul aug sep sept okt "
        "nov dez mo di mi "
        "do fr sa so std sek km kg e.v u.s n.chr v.chr jh jhd s bd o.g u.a.m ff f"
    ),
    "ar": _words("م هـ كم ق.م"),
    "zh": _words("u.s inc co ltd jr"),
}

STARTERS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "the a an he she it they we i you this that these those his her its their our my there here in on at "
        "by for from with after before since when while as if but and or so yet however although though "
        "meanwhile also both many most some several one two what who how why where not no all each every "
        "another during according last still now then under despite following earlier later president "
        "everyone everybody nobody someone nothing neither officials police authorities "
        "experts critics people once because until between among"
    ),
    "uk": _words(
        "він вона воно вони це цей ця ці той та ті у в на з із за до від під після перед про при "
        "по але а і й "
        "також однак проте водночас тоді тепер зараз якщо коли хоча через як так ми ви я їх його її наразі "
        "раніше пізніше згодом крім окрім зокрема для наступного торік того серед між якби там тут усі всі "
        "жоден ніхто сьогодні вчора завтра загалом відтак отже нагадаємо"
    ),
    "ru": _words(
        "он она оно они это этот эта эти тот та те у в на с со из за до от под после перед о об "
        "при по но а и "
        "также однако тогда теперь сейчас если когда хотя через как так мы вы я их его ее её ранее раньше "
        "позже кроме для вместе того среди между там тут здесь все никто сегодня вчера завтра всего итак при"
    ),
    "de": _words(
        "der die das er sie es wir ich ihr ein eine einen einem einer dies diese dieser dieses "
        "in im am an auf "
        "aus bei beim mit nach seit von vor zu zum zur für gegen ohne um über unter durch "
        "während wegen trotz "
        "aber und oder doch denn sondern jedoch auch allerdings dennoch dabei damit dann danach dort da hier "
        "heute gestern morgen nun so wenn als ob weil obwohl wie was wer wo warum laut zudem außerdem "
        "inzwischen zuvor bisher man viele alle einige manche kein keine nicht sein seine ihre unser"
    ),
    "ar": frozenset(),
    "zh": _words("the he she it they in on"),
}
