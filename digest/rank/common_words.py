"""Words that are in the news most days and so say little about which event it is; written by hand.

Three lists by the share of articles that hold such a word, in all languages at once. A word that is common in
one language and telling in another counts as common: that costs a little, a wrong guess of the language more.
"""

from __future__ import annotations

FUNCTION = """
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
к то г м тем том этом этой этих этим эту тот тех чем кто себя себе собой мне меня мой моя тебя нас них ним
ней нее
него нем ни да ну вот даже раз потом теперь тоже здесь тогда хотя ведь либо кроме затем какой какие такой
свой свое свою своим своем такое всем сам сама сами сразу вообще иногда далее вдруг опять около
мене мені мій моя себе собі тебе них ним ній нею цього цьому цим цією ці цих того тих тією хто чим хоча тоді
тепер тобто адже навіть отже інколи тощо якась якийсь свої свою своїх своєї своєму сам сама самі щойно поза
هذه تلك هؤلاء لكن لدى لدي ليس نحو أمام ضمن وسط حول دون وهو وهي ولم وقد وكان وكانت ولا وفي ومن وعلى فقد إذا كل
بعض أحد إحدى اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشر عشرين ثلاثين
"""
NEWS = """
according added after agency ago amid announced asked back because become began called came case
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
رفع ارتفاع ارتفع ارتفعت انخفاض بالمئة درجات حسب وفق وفقا بحسب أوضح أضاف أضافت ذكرت ذكر أشار صباح مساء فجر ليلة
شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين كانون فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
نوفمبر ديسمبر يناير السلطات وزارة مجلس البلد المنطقة أشخاص الماضي الجاري المقبل العام الشهر الأسبوع الاول
周一 周二 周三 周四 周五 周六 周日 星期 表示 宣布 报道 消息 据报 今天 昨天 去年 今年 明年 政府 总统 总理
部长 发言 言人 国家
"""
#: Nouns and verbs of many kinds of news: officials, courts, money, weather, sport, illness, war.
OFTEN_SEEN = """
able accept accepted accident account accused across act action activity actor actress actually address
administration adult advice affected afternoon age agree agreed agreement ahead aid aim aimed air airport
alive alleged allegedly allow allowed almost alone along already although always america american among
amount analyst anger angry anniversary announce announcement annual another answer anyone anything
apparently appeal appear appeared appearance application appointed approach approved area arm army around
arrest arrested arrived article asking assault assembly assistant association attack attacked attempt
attempted attended attention attorney audience authorities authority autumn available average award aware
away baby bad ball ban bank base based battle beach bear beat became bed begin beginning behaviour behind
believe believed below best better beyond bid big bigger biggest bill billion bit black blame blamed block
blood blue board boat body bomb book border born boss box boy branch break breaking brief bring britain
british broke broken brother brought budget build building built burn bus business buy call calling camera
camp campaign campus cancer candidate capital captain car card care career carried carry cash cast caught
cause caused celebrate celebration central centre center century certain chair chairman challenge champion
championship chance change changed channel charge charged chief child children choice choose chosen church
citizen civil civilian claim claimed class clear clearly client close closed club coach coalition coast cold
collapse colleague college comment commission committed committee common community company compared complete
completed computer concern concerned condition conduct conducted conference conflict congress connection
consider considered contact continue continued continuing contract control convicted corner corporate cost
council county couple course cover create created crew crime criminal crisis critic critical criticism crowd
current currently customer cut damage damaged danger dangerous dark data date daughter dead deal dealing
death debate debt decade decide decided decision declared declined deep defeat defence defense degree delay
delayed demand department deputy described design despite detail detained detective develop development
device died different difficult digital dinner direct director disaster discovered discuss discussed disease
district doctor document dollar domestic door double doubt dozen draw drive driven driver driving drop
dropped drug due earth east easy economic economy edition education effect effort either elected election
electric else emergency employee enough ensure enter entire environment episode equipment especially
estimated europe european evening event eventually ever every everyone everything evidence exactly example
executive existing expect experience expert explain explained express extra eye face facebook facility fact
failed failure fall fallen family famous fan far fast father fear feature featured federal feel fell felt
female field fight fighting figure file filed film final finally financial find finding fine finish finished
fire fired firm fit fix flight floor follow followed following food football force forced foreign form
formal former forward founder frame france free french friend front fuel fund funding funeral further future
gain game gave general german germany getting girl give given giving global goal god gone good got governor
great green ground grow growing growth guard guest guide guilty gun guy hair half hall hand happen happened
happy hard hate having health hear heard hearing heart heavy height hero hill historic history hit hold
holding holiday hope hoped hoping hospital host hot hotel however huge human hundred hurt husband idea
identified illegal image immediate immediately impact important improve inch incident include included
increase increased increasing independent individual industry injured injuries injury inquiry inside instead
intelligence intended interest interior internal internet interview introduced investigate investigating
investigation investigator investment investor involved involving island issue issued item jail job join
joined joint journalist judge jump jury justice keep kept key kid kind knew know known lack landed large
largest late latest launch launched law lawmaker lawyer lead league learn learned leave leaving led legal
legislation less let letter level lie life light likely limit limited line link list listed little live
lived living london longer look looked looking lose loss lost lot love low lower main maintain majority make
maker making male management manager map mark market married mass massive master match material matter maybe
mayor mean meant measure medical meet mental message metre mid middle might mile military mind minor miss
missed missing mission mobile model modern moment money mother motion mountain move moved movement movie
moving multiple murder music must myself name named nation nearby nearly necessary needed network never nice
noon normal north northern note noted nothing notice nuclear numerous objective obtained obvious occurred
ocean offer offered offering officially old older oil open opened opening operate operating operation
opinion opportunity opposition option order ordered organisation organization original others outside
overall overnight owned owner pace page paid pain paper parent park parliament participate particularly
partner past patient pay paying payment peace performance perhaps period permanent person personal phone
photo photograph pick picked picture piece pilot plan plane planned planning plant platform play played
player playing plea plus point pole policies policy poll poor popular population position positive possible
possibly post posted potential power powerful practice prepare prepared presence present pressure pretty
prevent previous previously price primary prime prison prisoner private probably problem process produce
produced product production professional professor profit program programme progress project promise
promised promotion property proposal proposed prosecution prosecutor protect protection protest protester
proud prove provide provided providing province published pull pulled purchase push pushed quality quarter
question quick quickly quite race radio raise raised ran range rate rather reach reaction ready real reality
really reason receive received recent recently record recorded recovery red reduce reference reform refused
regarding regional regular regulation related relationship release relief remain remained remains remember
removed repeat repeatedly replace reply representative republic request require required rescue research
researcher resident resource respect respond response responsible rest restaurant result resulting return
returned reveal revealed revenue review rise rising risk river road role room round route rule ruled ruling
run running russia russian safe safety sale sanction saw saying scale scene schedule scheduled school
science scientist score scored scoring screen script sea search season seat secret secretary section seek
seeking seem seemed seen sell senate senator send senior sense sent sentence sentenced separate series
serious serve served service serving session settlement severe sexual share shared ship shooting shop short
shortly shot show showed showing shown shut side sign signed significant similar simple simply single sister
site situation size small smaller social society software sold soldier solution somebody someone something
sometimes song soon sort sought sound south southern space speak speaker speaking special specific speech
spend spending spent sport spread spring staff stage stand standard standing star stars start started
starting station status stay stayed step stock stop stopped store storm straight strategy street strength
strike strong struck student studio study style subject submit success successful suffered suggest suggested
suit summer support supported supporter supreme sure surface surgery surprise surrounding survey survive
suspect suspected suspended system table target targeted task tax teacher tech technical technology
television term terrible test text thank thanks themselves therefore thing thinking third though thought
thousand threat threatened threw throughout throw tie ties title together tonight top total touch tough tour
toward towards town track trade traffic train training transfer transport travel treated treatment trial
tried trip troop trouble true trust truth try trying turn turned twice twitter type typically ultimately
unclear understand understanding union unit university unknown unless update upon urged use user usually
value various vehicle version via victim victory view village violence violent visit visited visitor voice
vote voted voter wait waiting wake walk walked wall wanted warned warning watch watched watching water
weapon wear wearing weather web website weekend weight welcome well west western whatever whether white
whole wide wife win wind window winner winning winter wish witness wonder word worker worldwide worse worst
worth wounded write writer writing written wrong wrote york young younger
allem allerdings alle alles andere anderen anfang angriff antwort anzahl arbeit aufgrund außerdem ausland
auto bau bayern beamte bedeutung beginn behörden beiden bekannt bereich bericht berichtet berlin besonders
beste bild bislang bleibt bundesregierung bundestag chef damit daran darauf darüber davon dazu dabei dafür
danach deutsche deutschen deutschland deutscher drei druck eigenen einfach einige einmal einsatz ende
entscheidung erklärte erneut ersten erst etwa etwas euro europa europäischen fahrer fälle familie fest
feuerwehr folgen frage frau frauen führen fünf ganz geben gebe gegeben geht gehen geld gemeinsam gemeinde
gericht gesellschaft gesetz gesagt gewalt gibt gilt grenze groß große großen grund gruppe gut hält haus
hause heißt helfen hilfe hinter hoch ihm ihn ihnen immer insgesamt innen internationale jetzt jeder jedoch
jüngste kaum kein keine kinder klar kleine kommen kommt konnte konnten könnte konzern kosten kraft krieg
kritik künftig kunden kurz länder lange lassen lässt leben leicht leiter letzten leute liegt macht machen
mal mann männer markt mehrere mehreren meist menge milliarden millionen mitarbeiter mitglieder mittel
möglich monat monate monaten musste müsse nächsten namen neben nehmen neue neuen neuer nichts nie niemand
nun ob obwohl öffentlichen ort paar partei personen platz politik politische politischen präsident probleme
projekt rund sagt sagen schnell schule schüler schwer sechs sehen sehr seien seit seite selbst sicher
sicherheit sieht soldaten sollte sonst sowie spiel sprach sprecher sprecherin staat stadt stark statt stehen
steht stellen stelle stellt straße stunden suche tag tage tagen täter teil tote toten trotz tun unfall
unternehmen unterstützung usa verfahren verletzt verletzte vergangenen verletzten viel viele vielen vier
völlig vorsitzende während wahl warum wasser weg wegen weil weiter weitere weiteren welt weniger wenige
wieder wirtschaft woche wochen wohl wollen wollte zahl zehn zeit zuletzt zukunft zunächst zurück zusammen
zwar zwischen
автор автомобиль агентство адвокат администрация акция актер активисты альянс америка американский анализ
аналитик апрель аренда арест армия арт артист атака аэропорт банк база безопасность бизнес благодаря близкие
боевой больница больше больной борьба брат британский будущее бюджет быстро бывший вариант введение ввести
великий версия вертолет верховный вес весна вести взрыв вечер вещество видео виде вирус владелец владимир
власти власть внешний внимание внутренний вода водитель военный возбуждено возможность возможный возраст
война вокруг вопрос восток врач врачи временный все всего всех всегда встреча вся второй входить выборы
вывод выдать выпуск вырасти высокий выступить выставка выходные газ газета германия глава главный говорить
голос гора город господин госдума гость государство государственный готов граждане гражданин граница группа
губернатор давать далее дальнейший данные два две движение двигатель девочка девушка действие действия
действовать дело делать деньги депутат депутаты дети деятельность директор договор доклад документ документы
долг доллар доля дом дома должен должны дополнительный дорога достать достигнуть доступ доход друг другие
другой думать евро европа европейский единый ежедневно если жена женщина женщины жертва жизнь жилой жители
житель журналист заболевание зависеть завод завтра задача задержан задержать заключить закон законопроект
закрыть заместитель занять заниматься запад запрет запустить зарплата защита здание здоровье земля зима
знать значит игра игрок идти известно известный издание изменение израиль именно иметь имущество инвестиции
индекс интервью интернет интерес инцидент информационный иностранный искать использовать использование
исследование исследователь история итог каждый казахстан камера кандидат капитан карантин квартал квартира
киев китай китайский клиент клуб ключевой книга количество колонна команда комиссия комитет коммент
комментарий компания конец конкурс конституция контакт контракт контроль конференция конфликт концерт
корабль коронавирус космический красный кремль кризис кровь крупный крым кто куда культура курс лавров
легкий лекарство лето лидер линия личный лучший любой люди магазин максимальный мало мальчик маленький март
маршрут маска масса мастер матч машина медицинский международный менее мера меры мероприятие место местный
месяц метод метр миллион миллиард министр министерство мир мировой минский минута много многие мнение
мобильный модель можно молодой момент море москва московский мужчина музей музыка надо название назвать
назначить найти накануне налог направить направление народ население насилие наступить настоящий находиться
научный начать начало начальник наш невозможно недавно независимый несколько нефть ничего новый норма ночь
нужно обвинение обеспечить обнаружить образ образование обратить обсудить общаться общество общий объект
объем объявить обычный обязательный один однако одна одной оказать оказаться окно около округ октябрь
операция опасность описать определить опубликовать оружие организация организм орган освободить основа
основной особый остаться ответ ответственность открыть открытие отказ отказаться отношение отношения
отправить отпуск официальный ошибка палата пандемия парень парк парламент партия партнер пациент певец
певица первый перевод переговоры передать период пенсия песня петербург план плата платить площадь победа
повод повысить погибнуть погибли погода подать поддержать поддержка подготовка подписать подозреваемый пожар
позволить поездка поезд позиция пока показать показатель покупатель полагать полет политик политика
политический полиция полицейский полный половина положение получить пользователь помощь помочь понять
популярный порядок пособие последний последствия пост поставить поставка пострадать построить поступить
похож почему почти появиться правда правило право правительство практика праздник предложить предложение
представитель представить предприятие председатель премия премьер препарат преступление прибыть привести
пригласить признать пример принять принимать приложение приехать причина проблема проверить провести
проводить программа продажа продолжить продукт продукция проект произойти произошло производство
происшествие прокуратура пройти просто против процесс процент пункт пусть путин путь пытаться работа
работать работник рабочий равно развитие различный размер разрешить район рамках раньше распространение
рассказ расследование рассмотреть растущий расход реальный ребенок регион режим результат реклама рекорд
республика ресторан рейс решить решение риск родители родной роль российские ростов рост рубль рублей
руководитель руководство рука русский рынок ряд самолет самый санкции сбор сборная свет свобода связанный
связь связи сделать сделка сезон сейчас секретарь семья сергей серия серьезный сеть сила силы симптом
система ситуация скандал сколько скорость скорый следователь следственный следствие следующий служба служить
случай слово смерть смочь снег снизить снова снять собака собрание собственный событие совет совершить
современный согласно создать солдат соглашение сообщество состав состояться состояние сотрудник соцсеть
соцсети союз специалист список спорт спортивный способ спустя среди средний средства ссср срок ссылаться
стать становиться статья стоимость стоить столица сторона стрелять строительство студент судебный судья
сумма сутки суд считать сценарий съемка сын такой такие телевидение телефон тело температура территория
террорист тест техника технический технология тип товар торговля точка точно традиция тренер трасса три трое
труд туризм турист турция убийство увеличить увидеть угроза уголовный удалось удар узнать указать украинский
улица улучшить умер университет упасть управление уровень условие услуга успех установить устройство утро
участие участник ученый учитель учреждение федеральный фильм финал финансовый фонд форма формат фото
фотография франция функция футбол футболист ходе хороший хотеть храм художник цель цена центр центральный
церковь часть часто частный чемпионат чиновник член чрезвычайный шаг школа школьник штаб штраф экипаж
экономика экономический эксперт экс электронный энергия эпидемия этап юрист язык январь япония
автомобіль адміністрація активіст акція американський армія багато безпека більше бізнес близько бойовий
британський будинок будівля будівництво важливий вартість вбивство весь вибори вибух версія верховний вечір
взяти вивчити вигляд виграти видання використання викрити вимога винний випадок виробництво вирок виступ
висновок високий витрати відбутися відбулося відділ відкрити відмова відмовитися відносини відомий відомо
відповідь відповідальність відновлення військовий військові війна війни вірус влада влади власник водій
ворог ворожий вранці всього всіх втрати вулиця генеральний голова головний гості готовий громада громади
громадський громадяни гривень гроші група дані далі дві двоє депутати держава державний десять дитина діти
дівчина дія діяльність довідка договір документи долар допомога допомогти допоміг досі достатньо дослідження
дрон дрони другий друга думка євро європа європейський європейського єдиний жінка жінки життя жителі
житловий журналіст журналісти завдання загальний загинути загинув загинули загроза задля законодавство
закрити залишити залишитися заступник затримати затримали захід захист заходи зброя збройних збільшити збори
збути звернення звинувачення звільнити здоров'я зміна зміни знайти знати значний зокрема зробити зупинити
зустріч ізраїль інвестиції інтерв'ю інцидент історія інший інші їхній капітан карта керівник керівництво
київ києва кілька кількість кінець код кожний колишній командир комісія комітет компанія компанії
конференція конфлікт кордон кордону корупція країна кримінальне крім крим крок лідер лікар лікарня лікарні
літо літак лінія людина майже майно майбутнє матеріал матеріали медичний менше мережа мер мешканці мешканець
міжнародний мільйон мільйонів мільярд міністр міністерство місто місце місцевий місцеві місяць місяців
молодий можливість можливий навчання наголосив надати надзвичайний назва назвати найбільший наказ напад
напередодні напрямок населений населення наслідок наслідки наступний наприклад народний нафта національний
наша наші невідомий негайно нині ніч нічого новий нова обвинувачений об'єкт обговорити обласний обмеження
обстріл обстріли оборона оборони окремий окупований окупанти операція опублікувати організація освіта
основний особа особи останній отримати отримав отримали офіс офіційний охорона оцінка партія пацієнт
перевірка переговори перед передати перемога перший перша період підозра підозрюваний підприємство
підтримати підтримка підтримки підготовка пенсія плани площа податок подія події пожежа пожежу показати поки
поліція поліції поліцейські політика політичний польща пора поранення поранений поранено посада посадовець
посол послуга постраждалий постраждали постійний потім потреба потрібно початок почати права правоохоронці
представник премія прем'єр пресслужба працівник працювати приблизно привід прийняти прикордонники програма
продаж продовжити проєкт проживати проти протягом противник процес процедура публікація рада ради районі
разом ракета ракети регіон результаті реформа речник решта рішення робити робота роботи робочий родина
розвиток розмір розповів розслідування рослина росія росії російський російські росіяни рятувальники саме
самий санкції світ світовий свідчать сектор семеро серія серед середній сили ситуація сказано склад складі
скоро слідство слідчі слова служби соціальний спеціальний співробітник спільний спочатку справа справи
спроба ставка стало стан статті стаття стати столиця стосується строк суду суддя сума сучасний сша територія
території техніка тисяча тисяч тіло тоді торгівля транспорт треба троє турнір туреччина убити угода
українець українська український українські українці укр указ умови унаслідок університет управління уряд
уряду урядовий установа учасник учора фахівці федеральний фільм фінансовий франція хлопець центральний
церква цивільний ціна ціни частина частини четверо чемпіонат чинний чоловік чоловіки чому шість школи щодо
щоб щодня якщо якраз
المدير المتحدث الرئيسية الوطنية الدولية العربية الأمن الشرطة الجيش القوات الحدود الاقتصاد الأسعار أسعار دولار
ملايين مليون مليار المياه الكهرباء المدارس المستشفى الاتفاق اتفاق قانون البرلمان النواب المحكمة الانتخابات
اللجنة
زيارة محادثات لقاء يلتقي التقى بحث تعاون العلاقات إصابة أصيب قتل مقتل قتلى جرحى حادث حريق انفجار هجوم غارة
زلزال
إنقاذ سيارة طائرة مطار ميناء سفينة شركة مشروع برنامج الخارجية الداخلية الدفاع المالية الصحة التعليم نظيره
نقابة
إضراب احتجاج مظاهرة عدد زيادة خلال ضرب جنوب شمال شرق غرب وسط العاصمة أضرار ضحايا بجروح الهدنة المساعدات
公司 部门 官员 警方 法院 议会 外交 外长 国防 经济 市场 投资 银行 利率 预计 通胀 百分 分之 分点 人民 军队
袭击 死亡 受伤 事故 火灾 爆炸
地震 医院 学校 机场 地铁 航班 会议 会见 访问 讨论 合作 协议 问题 地区 城市 居民 工人 调查 嫌疑 疑人 目前
已经 可能 其中 进行 开始
恢复 取消 影响 造成 一名 两名 人受 人死 万人 时间 小时 凌晨 晚上 上午 下午 市长 州长 无人 人机 导弹
außenminister autobahn autofahrer bahn behörde bürgermeister bundesland fahrbahn fahrzeug gesperrt gestiegen
getötet gemeldet hamburg innenminister innenministerin jahres kilometer kilogramm köln kontrollen kosten lkw
mittwochmorgen münchen polizist polizisten prozess regen richtung schnee sprach stadtrat staatsanwaltschaft
strecke streik sturm stimmten teilten temperaturen ums unbekannt ursache verletzte verzögert vier
vorgestellt warnt wetter wetterdienst zoll zug züge zusammenstoß
"""
