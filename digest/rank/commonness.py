"""How common a word is before anything was counted: short lists written by hand, in shares of articles.

They make a threshold mean the same for two entries as for two thousand: without them every word of a
small batch looks rare. A word that is in no list counts as rare. Words are in the form `terms` gives them.
"""

from __future__ import annotations

from functools import cache

EVERYWHERE = 0.5  #: share of the articles that hold a function word
OFTEN = 0.12  #: share that hold a word of the news trade, a weekday, a month

_FUNCTION = """
a about after again against all also an and any are as at be been before being between both but by can could
did do does down during each few first for from had has have he her here him his how i if in into is it its
just last like made many may more most much no not now of off on one only or other our out over own said same
say she should so some such than that the their them then there these they this those three through to too two
under until up very was we were what when where which while who whose will with would you your
der die das den dem des ein eine einen einem einer eines und oder aber nicht auch auf aus bei bis für gegen im
in ist sind war waren wird werden wurde wurden worden haben hat hatte hatten sein sich sie er es wir ich mit
nach noch nur ohne über um unter von vor wie zu zum zur als am an dass durch mehr sei seine seinen seiner ihre
ihren ihrer dies diese dieser dieses schon kann können soll sollen muss müssen so wenn dann da bereits zwei
le la les un une de du et est en que qui dans pour pa sur au aux avec ce cette il elle ont été plu par son se
el los las una y es por con su para del al lo como más pero sus fue ha este esta entre no si o
що й і та не на за до від що як це для по про з із зі у в ві о об або але чи а б би ж же він вона воно вони
ми ви я його її їх їй йому нас вас нам вам цей ця ці того тому той та те ті також ще вже був була було були
бути є буде будуть який яка яке які якого якої яких після під час через між при над без лише тільки дуже коли
де там тут так ні може можуть має мають сказав
и что не на за до от как это для по про с со из у в во о об или но ли а б бы ж же он она оно они мы вы я его
её их ей ему нас вас нам вам этот эта эти этого того тому той те также еще ещё уже был была было были быть
есть будет будут который которая которое которые которого которой которых после под время через между при над
без лишь только очень когда где там тут так нет может могут имеет также более чтобы своей своих свои
في من على ان أن إلى عن مع هذا هذه ذلك التي الذي الذين كان كانت قد لا ما لم لن بعد قبل بين كما كل او أو ثم
حتى عند منذ هو هي هم وقال قال أنه انه إنه خلال غير حيث أي عليه فيه به له لها بها اليوم أمس
"""
_NEWS = """
according according added after agency ago amid announced asked back because become began called came case
cities city come confirmed countries country court day december earlier early eight end even expected
february five four found friday full get go going government group head held help high home hour house
including information international january july june kill killed later leader leading least left local long
major man march media meeting member men met million minister minute monday month morning national near need
new news next nine night november number october office officer official often once part party people per
place police political president press public put reached read region released report reported reporter right
saturday second security see september set seven several since six some source spokesman spokesperson
spokeswoman state statement still story sunday take taken talk team tell ten than think thursday time today
told took tuesday united us used using video wa want war way wednesday week week went without woman women
work working world year yesterday yet
uhr jahr jahre jahren montag dienstag mittwoch donnerstag freitag samstag sonntag land regierung prozent
menschen gestern heute morgen laut sagte teilte angaben polizei
року рік роки років день днів дня тиждень понеділок вівторок середа четвер пятниця субота неділя січня лютого
березня квітня травня червня липня серпня вересня жовтня листопада грудня повідомив повідомила повідомляє
повідомили словами даними область області міста місті україни україні україна людей людини президент країни
заявив заявила зазначив сьогодні вчора раніше інформацію новини
года год году лет день дней дня неделю понедельник вторник среда среду четверг пятница пятницу суббота субботу
воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября декабря сообщил сообщила
сообщает сообщили сообщается словам данным область области города городе россии россия российский людей
человек президент страны стране заявил заявила отметил отметила сегодня вчера ранее информация информации
новости рассказал рассказала подчеркнул тысяч млн также
الرئيس الحكومة رئيس وزير الوزير يوم عام عاما شخص دولة البلاد مدينة الاثنين الثلاثاء الأربعاء الخميس الجمعة
السبت الأحد وكالة أعلن أعلنت أكد مصدر بيان
"""
_CHINESE_FUNCTION = frozenset("的了是在和不有这與与及也就都而对對为為于於等其中上下个個人一日月年")


@cache
def shares() -> dict[str, float]:
    """The share of articles that hold a term, for the terms in the lists."""
    from digest.rank.terms import Stems

    stems = Stems()
    found: dict[str, float] = {}
    for listing, share in ((_NEWS, OFTEN), (_FUNCTION, EVERYWHERE)):
        for word in listing.split():
            for term in stems[word]:
                found[term] = share
    return found


def share_of(term: str) -> float:
    """The share of articles expected to hold a term: 0 for a term nothing is known of."""
    known = shares().get(term)
    if known is not None:
        return known
    if len(term) <= 2 and "\u3400" <= term[0] <= "\u9fff" and not _CHINESE_FUNCTION.isdisjoint(term):
        return 0.02
    return 0.0
