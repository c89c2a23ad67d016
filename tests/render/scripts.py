# ruff: noqa: E501
"""The ordinary edition in Ukrainian and in Arabic, each with one English story in it."""

from __future__ import annotations

from render.build import OTHERS, draft, item, picture

from digest.model import Draft, Section


def ukrainian() -> Draft:
    own = {"own": True, "publisher": "Гаванська пошта", "authors": ("Ірина Савчук",), "language": "uk"}
    return draft(
        (
            Section(
                name="Війна",
                items=(
                    item(
                        1,
                        "У порт повернулося світло після ночі ремонту",
                        "Електропостачання в більшій частині портового району відновили о 04:20 у середу, повідомив оператор мережі.",
                        "За даними міської адміністрації, без опалення залишаються близько 11 000 помешкань.",
                        ("Редакція не змогла незалежно перевірити дані оператора про пошкодження.", "caveat"),
                        picture=picture(
                            1,
                            caption="Ремонтники на підстанції «Пересип» перед світанком.",
                            credit="Олена Марченко/Гаванська пошта",
                            alt="Двоє працівників у касках біля обгорілого трансформатора",
                        ),
                        others=OTHERS[:2],
                        source_count=3,
                        link="https://harbour.example/uk/порт",
                        **own,
                    ),
                    item(
                        2,
                        "Над лиманом збили одинадцять безпілотників — Повітряні сили",
                        "Повітряні сили повідомили, що за ніч збили 11 із 14 безпілотників.",
                        ("Підтвердити це незалежно неможливо.", "caveat"),
                        kicker="Оновлено",
                        publisher="Північне агентство",
                        language="uk",
                    ),
                    item(
                        3,
                        "Frost slows rail repairs east of the river",
                        "Trains to the east run up to three hours late because of frozen points, the railway said.",
                    ),
                ),
            ),
            Section(
                name="Місто",
                items=(
                    item(
                        4,
                        "Шкільні автобуси знову на маршрутах",
                        "З четверга відновлюють 12 із 19 маршрутів.",
                        **own,
                    ),
                    item(5, "Пекарка, яка не дала згаснути печі", language="uk", publisher="Радіо «Лиман»"),
                ),
            ),
        ),
        title="Ранковий приплив",
        language="uk",
        subject="У порт повернулося світло після ночі ремонту",
        preheader="Також: безпілотники над лиманом, шкільні автобуси, пекарка з Молдаванки.",
        intro="Доброго ранку. Світло повернулося майже всюди; мороз триматиметься до п’ятниці.",
    )


def arabic() -> Draft:
    own = {"own": True, "publisher": "بريد الميناء", "authors": ("إيرينا سافتشوك",), "language": "ar"}
    return draft(
        (
            Section(
                name="الحرب",
                items=(
                    item(
                        1,
                        "عودة الكهرباء إلى الميناء بعد ليلة من الإصلاحات",
                        "أعلن مشغّل الشبكة أن التيار عاد إلى معظم حي الميناء في الساعة 04:20 من صباح الأربعاء.",
                        "وقالت إدارة المدينة إن نحو 11,000 منزل لا تزال بلا تدفئة.",
                        ("ولم تتمكن «بريد الميناء» من التحقق من رواية المشغّل بصورة مستقلة.", "caveat"),
                        picture=picture(
                            1,
                            caption="فرق الإصلاح في محطة بيريسيب قبل الفجر.",
                            credit="أولينا مارتشينكو/بريد الميناء",
                            alt="عاملان يرتديان خوذتين تحت ضوء كاشف بجوار محوّل محترق",
                        ),
                        others=OTHERS[:2],
                        source_count=3,
                        **own,
                    ),
                    item(
                        2,
                        "سلاح الجو: إسقاط إحدى عشرة مسيّرة فوق المصب",
                        "قال سلاح الجو إنه أسقط 11 من أصل 14 مسيّرة أُطلقت ليلًا.",
                        ("ولم يتسنَّ التحقق من ذلك.", "caveat"),
                        kicker="تحديث",
                        publisher="الوكالة الشمالية",
                        language="ar",
                    ),
                    item(
                        3,
                        "Frost slows rail repairs east of the river",
                        "Trains to the east run up to three hours late because of frozen points, the railway said.",
                    ),
                ),
            ),
            Section(
                name="المدينة",
                items=(
                    item(
                        4,
                        "الحافلات المدرسية تعود يوم الخميس",
                        "تُستأنف 12 من أصل 19 خطًا يوم الخميس.",
                        picture=picture(
                            4, caption="حافلة في شارع بوشكينسكا.", credit="بريد الميناء", alt="حافلة صفراء"
                        ),
                        **own,
                    ),
                    item(5, "الخبّازة التي أبقت فرنًا واحدًا مشتعلًا", language="ar", publisher="راديو ليمان"),
                ),
            ),
        ),
        title="مدّ الصباح",
        language="ar",
        subject="عودة الكهرباء إلى الميناء بعد ليلة من الإصلاحات",
        preheader="وأيضًا: مسيّرات فوق المصب، والحافلات المدرسية، وخبّازة لم تطفئ فرنها.",
        intro="صباح الخير. عاد الضوء إلى معظم الأحياء، ويبقى الصقيع حتى الجمعة.",
    )
