"""What the door says to readers, in each language it speaks; others read English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of the door's pages; {title} is the newsroom's or the lists' name."""

    language: str
    leave: str
    leave_ask: str
    leave_this: str
    leave_all: str
    left: str
    left_said: str
    left_all_said: str
    preferences: str
    preferences_ask: str
    save: str
    saved: str
    topics: str
    topics_ask: str
    no_topic: str
    confirm: str
    confirm_ask: str
    confirm_do: str
    confirmed: str
    confirmed_said: str
    subscribe: str
    subscribe_ask: str
    address: str
    leave_empty: str
    asked: str
    asked_said: str
    broken: str
    broken_said: str
    expired_said: str
    gone_said: str
    too_many: str
    too_many_said: str
    bad_address: str
    no_list: str
    direction: str = "ltr"


ENGLISH = Words(
    language="en",
    leave="Unsubscribe",
    leave_ask="Do you want to stop getting {title}?",
    leave_this="Unsubscribe",
    leave_all="Stop all our newsletters",
    left="You are unsubscribed",
    left_said="You will not get {title} any more. A mail that is already on its way may still arrive.",
    left_all_said="You will get no more newsletters from us. "
    "A mail that is already on its way may still arrive.",
    preferences="Your newsletters",
    preferences_ask="Choose what you want to get.",
    save="Save",
    saved="Your choice is saved.",
    topics="{title}: topics",
    topics_ask="What you untick is left out of your mail, from the next edition on.",
    no_topic="Nothing was saved: choose at least one topic. To get no mail, untick the newsletter.",
    confirm="Confirm your subscription",
    confirm_ask="Do you want to get {title}?",
    confirm_do="Yes, subscribe me",
    confirmed="You are subscribed",
    confirmed_said="You will get {title}. Every mail has a link to unsubscribe.",
    subscribe="Subscribe",
    subscribe_ask="Enter your e-mail address. We send you one mail with a link to confirm.",
    address="E-mail address",
    leave_empty="Leave this field empty",
    asked="Check your mailbox",
    asked_said="If this address can be subscribed, a mail with a link to confirm is on its way. "
    "The link works for 48 hours.",
    broken="This link does not work",
    broken_said="It may be cut off. Open it from the mail again, or copy it whole.",
    expired_said="It is more than 48 hours old, or was used before you unsubscribed. "
    "Subscribe again to get a new one.",
    gone_said="There is no subscription behind it any more. You get no mail from us.",
    too_many="Too many requests",
    too_many_said="Please try again in an hour.",
    bad_address="This is not an address that we can mail.",
    no_list="Choose at least one newsletter.",
)

UKRAINIAN = Words(
    language="uk",
    leave="Відписатися",
    leave_ask="Більше не надсилати вам «{title}»?",
    leave_this="Відписатися",
    leave_all="Відписатися від усіх наших розсилок",
    left="Вас відписано",
    left_said="«{title}» більше не надходитиме. Лист, який уже надіслано, ще може прийти.",
    left_all_said="Ми більше не надсилатимемо вам розсилок. Лист, який уже надіслано, ще може прийти.",
    preferences="Ваші розсилки",
    preferences_ask="Оберіть, що ви хочете отримувати.",
    save="Зберегти",
    saved="Ваш вибір збережено.",
    topics="{title}: теми",
    topics_ask="Тем, із яких ви знімете позначку, не буде у ваших листах, починаючи з наступного випуску.",
    no_topic="Нічого не збережено: оберіть хоча б одну тему. Щоб не отримувати листів, "
    "зніміть позначку з розсилки.",
    confirm="Підтвердьте підписку",
    confirm_ask="Надсилати вам «{title}»?",
    confirm_do="Так, підписати мене",
    confirmed="Вас підписано",
    confirmed_said="Ви отримуватимете «{title}». У кожному листі є посилання, щоб відписатися.",
    subscribe="Підписатися",
    subscribe_ask="Введіть свою електронну адресу. Ми надішлемо один лист із посиланням для підтвердження.",
    address="Електронна адреса",
    leave_empty="Залиште це поле порожнім",
    asked="Перевірте пошту",
    asked_said="Якщо цю адресу можна підписати, лист із посиланням для підтвердження вже в дорозі. "
    "Посилання діє 48 годин.",
    broken="Це посилання не працює",
    broken_said="Можливо, воно обрізане. Відкрийте його з листа ще раз або скопіюйте повністю.",
    expired_said="Йому понад 48 годин, або ви відписалися після нього. "
    "Підпишіться ще раз, щоб отримати нове.",
    gone_said="За ним уже немає підписки. Ми не надсилаємо вам листів.",
    too_many="Забагато запитів",
    too_many_said="Спробуйте ще раз за годину.",
    bad_address="На таку адресу ми не можемо надсилати листи.",
    no_list="Оберіть хоча б одну розсилку.",
)

GERMAN = Words(
    language="de",
    leave="Abmelden",
    leave_ask="Möchten Sie {title} nicht mehr bekommen?",
    leave_this="Abmelden",
    leave_all="Alle unsere Newsletter abbestellen",
    left="Sie sind abgemeldet",
    left_said="Sie bekommen {title} nicht mehr. Eine Mail, die schon unterwegs ist, kann noch ankommen.",
    left_all_said="Sie bekommen keine Newsletter mehr von uns. "
    "Eine Mail, die schon unterwegs ist, kann noch ankommen.",
    preferences="Ihre Newsletter",
    preferences_ask="Wählen Sie, was Sie bekommen möchten.",
    save="Speichern",
    saved="Ihre Wahl ist gespeichert.",
    topics="{title}: Themen",
    topics_ask="Themen ohne Häkchen lassen wir ab der nächsten Ausgabe in Ihren Mails weg.",
    no_topic="Nichts wurde gespeichert: Wählen Sie mindestens ein Thema. "
    "Wenn Sie keine Mail möchten, nehmen Sie das Häkchen beim Newsletter weg.",
    confirm="Anmeldung bestätigen",
    confirm_ask="Möchten Sie {title} bekommen?",
    confirm_do="Ja, anmelden",
    confirmed="Sie sind angemeldet",
    confirmed_said="Sie bekommen {title}. In jeder Mail steht ein Link zum Abmelden.",
    subscribe="Anmelden",
    subscribe_ask="Geben Sie Ihre E-Mail-Adresse ein. "
    "Wir schicken Ihnen eine Mail mit einem Link zum Bestätigen.",
    address="E-Mail-Adresse",
    leave_empty="Dieses Feld leer lassen",
    asked="Sehen Sie in Ihr Postfach",
    asked_said="Wenn diese Adresse angemeldet werden kann, ist eine Mail mit einem Link zum Bestätigen "
    "unterwegs. Der Link gilt 48 Stunden.",
    broken="Dieser Link geht nicht",
    broken_said="Vielleicht ist er abgeschnitten. "
    "Öffnen Sie ihn noch einmal aus der Mail oder kopieren Sie ihn ganz.",
    expired_said="Er ist älter als 48 Stunden, oder Sie haben sich danach abgemeldet. "
    "Melden Sie sich neu an.",
    gone_said="Dahinter steht keine Anmeldung mehr. Sie bekommen keine Mail von uns.",
    too_many="Zu viele Anfragen",
    too_many_said="Bitte versuchen Sie es in einer Stunde wieder.",
    bad_address="An diese Adresse können wir nicht schreiben.",
    no_list="Wählen Sie mindestens einen Newsletter.",
)

ARABIC = Words(
    language="ar",
    direction="rtl",
    leave="إلغاء الاشتراك",
    leave_ask="هل تريد التوقف عن تلقي {title}؟",
    leave_this="إلغاء الاشتراك",
    leave_all="إيقاف جميع نشراتنا",
    left="تم إلغاء اشتراكك",
    left_said="لن تصلك {title} بعد الآن. قد تصلك رسالة أُرسلت بالفعل.",
    left_all_said="لن تصلك أي نشرة منا بعد الآن. قد تصلك رسالة أُرسلت بالفعل.",
    preferences="نشراتك",
    preferences_ask="اختر ما تريد أن يصلك.",
    save="حفظ",
    saved="تم حفظ اختيارك.",
    topics="{title}: المواضيع",
    topics_ask="المواضيع التي تلغي تحديدها لن تظهر في رسائلك ابتداءً من العدد التالي.",
    no_topic="لم يُحفظ شيء: اختر موضوعًا واحدًا على الأقل. إذا كنت لا تريد أي رسائل، فألغِ تحديد النشرة.",
    confirm="أكّد اشتراكك",
    confirm_ask="هل تريد تلقي {title}؟",
    confirm_do="نعم، أريد الاشتراك",
    confirmed="تم اشتراكك",
    confirmed_said="ستصلك {title}. في كل رسالة رابط لإلغاء الاشتراك.",
    subscribe="اشتراك",
    subscribe_ask="أدخل عنوان بريدك الإلكتروني. سنرسل إليك رسالة واحدة فيها رابط للتأكيد.",
    address="البريد الإلكتروني",
    leave_empty="اترك هذا الحقل فارغًا",
    asked="تفقّد بريدك",
    asked_said="إذا كان الاشتراك بهذا العنوان ممكنًا، فرسالة التأكيد في طريقها إليك. يعمل الرابط مدة 48 ساعة.",
    broken="هذا الرابط لا يعمل",
    broken_said="ربما كان مقطوعًا. افتحه من الرسالة مرة أخرى أو انسخه كاملًا.",
    expired_said="مضى عليه أكثر من 48 ساعة، أو ألغيت اشتراكك بعده. اشترك من جديد للحصول على رابط جديد.",
    gone_said="لم يعد هناك اشتراك وراء هذا الرابط. لا تصلك رسائل منا.",
    too_many="طلبات كثيرة جدًا",
    too_many_said="حاول مرة أخرى بعد ساعة.",
    bad_address="لا يمكننا الإرسال إلى هذا العنوان.",
    no_list="اختر نشرة واحدة على الأقل.",
)

_SPOKEN = {words.language: words for words in (ENGLISH, UKRAINIAN, GERMAN, ARABIC)}


def words_of(language: str) -> Words:
    """The words of a language code such as uk or de-AT; English where we have none."""
    return _SPOKEN.get(language.replace("_", "-").partition("-")[0].lower(), ENGLISH)
