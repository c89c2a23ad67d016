# ruff: noqa: E501
"""Drafts for the render tests: English, Ukrainian, Arabic, and one whose every field wants to do harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.model import Draft, Item, Other, Picture, Reason, Score, Section, Sentence, Span, Summary
from digest.settings import Newsletter, Settings, load

NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)
PREFIX = "dg7f3a9c"


def settings(folder: Path, toml: str = "", language: str = "en") -> tuple[Settings, Newsletter]:
    """A newsroom in `folder` with one newsletter, as `load` would give it."""
    (folder / "digest.toml").write_text(
        f"""
[newsroom]
name = "The Harbour Post"
language = "{language}"
timezone = "Europe/Kyiv"
website = "https://harbour.example/"
postal_address = "The Harbour Post\\n12 Quay Street\\n65000 Odesa"
[public]
url = "https://news.harbour.example"
[[lists]]
name = "morning"
[newsletters.daily]
title = "Morning Tide"
lists = ["morning"]
{toml}
""",
        encoding="utf-8",
    )
    found = load(folder, {})
    return found, found.newsletter("daily")


def summary(*sentences: str | tuple[str, str]) -> Summary:
    """A summary of plain sentences, or of (sentence, role)."""
    made, at = [], 0
    for sentence in sentences:
        text, role = sentence if isinstance(sentence, tuple) else (sentence, "body")
        made.append(Sentence(text=text, span=Span(entry_id=1, start=at, end=at + len(text)), role=role))  # type: ignore[arg-type]
        at += len(text) + 1
    return Summary(sentences=tuple(made))


def item(number: int, headline: str, *sentences: str | tuple[str, str], **values: object) -> Item:
    """An item of somebody else's feed unless told otherwise."""
    fields: dict[str, object] = {
        "story_id": f"s{number}",
        "entry_ids": (number,),
        "lead_id": number,
        "headline": headline,
        "link": f"https://wire.example/2026/02/18/story-{number}?from=feed&id={number}",
        "publisher": "Northern Wire",
        "own": False,
        "language": "en",
        "summary": summary(*sentences),
        "when": NOW - timedelta(hours=number),
        "section": "World",
        "reading_minutes": 2 + number % 5,
        "score": Score(reasons=(Reason(name="sources", value=10.0 - number / 10),)),
    }
    return Item(**(fields | values))  # type: ignore[arg-type]


def picture(number: int, **values: object) -> Picture:
    fields: dict[str, object] = {
        "url": f"https://harbour.example/pictures/{number}.jpg",
        "caption": "Repair crews at the Peresyp substation before dawn.",
        "credit": "Olena Marchenko/The Harbour Post",
        "alt": "Two workers in helmets under a floodlight, beside a burnt transformer",
        "width": 1600,
        "height": 1000,
    }
    return Picture(**(fields | values))  # type: ignore[arg-type]


def draft(sections: tuple[Section, ...], **values: object) -> Draft:
    fields: dict[str, object] = {
        "edition": "daily/2026-02-18/0700",
        "newsletter": "daily",
        "title": "Morning Tide",
        "language": "en",
        "now": NOW,
        "window_start": NOW - timedelta(hours=24),
        "subject": "Power returns to the port after a night of repairs",
        "preheader": "Also today: grain corridor talks, a court ruling on call-ups, and what the frost did.",
        "sections": sections,
    }
    return Draft(**(fields | values))  # type: ignore[arg-type]


OTHERS = (
    Other(publisher="Baltic Courier", link="https://courier.example/a/1"),
    Other(publisher="Agence Méridienne", link="https://meridienne.example/n/77"),
    Other(publisher="Radio Lyman", link="https://lyman.example/r/3"),
)


def english() -> Draft:
    """Fifteen stories in three sections, five pictures: what a newsroom sends on an ordinary day."""
    own = {"own": True, "publisher": "The Harbour Post", "authors": ("Iryna Savchuk", "Tom Adeyemi")}
    war = Section(
        name="The war",
        items=(
            item(
                1,
                "Power returns to the port after a night of repairs",
                "Electricity was restored to most of the port district at 04:20 on Wednesday after crews replaced "
                "two transformers hit in Monday’s attack, the grid operator said.",
                "About 11,000 households remained without heating, according to the city administration.",
                (
                    "The Harbour Post could not independently verify the operator’s account of the damage.",
                    "caveat",
                ),
                picture=picture(1),
                others=OTHERS,
                source_count=4,
                link="https://harbour.example/2026/02/18/port-power",
                **own,
            ),
            item(
                2,
                "Eleven drones shot down over the estuary, air force says",
                "The air force said it had shot down 11 of 14 drones launched overnight.",
                "Debris fell on a warehouse in Ovidiopol; no injuries were reported.",
                ("The claim could not be verified.", "caveat"),
                kicker="Update",
                others=(
                    OTHERS[0],
                    Other(
                        publisher="Radio Lyman",
                        link="https://lyman.example/r/9",
                        text="the regional governor spoke of nine drones and two injured.",
                        kind="contradicts",
                    ),
                ),
                source_count=3,
            ),
            item(
                3,
                "Families wait for word as prisoner lists are exchanged",
                "Negotiators exchanged lists of 300 prisoners each, the coordination staff said on Tuesday evening.",
                "It did not say when a swap might take place.",
                picture=picture(3, caption="Relatives outside the coordination office on Tuesday."),
                link="https://harbour.example/2026/02/18/lists",
                note="We do not name prisoners until their families have been told.",
                **own,
            ),
            item(
                4,
                "Frost slows rail repairs east of the river",
                "Trains to the east run up to three hours late because of frozen points, the railway said.",
                "It expects normal service by Friday.",
            ),
            item(
                5,
                "What is known about the blast at the Kryva depot",
                "A blast was heard near the Kryva fuel depot shortly after 23:00; officials have not confirmed a cause.",
                "Residents reported a second explosion, which officials denied.",
                tier="public",
                others=(
                    Other(
                        publisher="Baltic Courier",
                        link="https://courier.example/a/5",
                        text="satellite pictures show one burnt tank.",
                        kind="adds",
                    ),
                ),
            ),
        ),
    )
    world = Section(
        name="World",
        items=(
            item(
                6,
                "Grain corridor talks to resume in Istanbul next week",
                "Delegations will meet on 24 February, Turkey’s foreign ministry said.",
                "An earlier round ended without agreement.",
                others=OTHERS[:2],
                source_count=3,
            ),
            item(
                7,
                "Parliament in Vilnius votes to extend border controls",
                "Lithuania’s parliament voted 81 to 22 to keep controls at the border until September.",
                publisher="Baltic Courier",
                link="https://courier.example/a/7",
            ),
            item(
                8,
                "Three ferries collide in fog off Constanța, no one badly hurt",
                "Three ferries collided at low speed in thick fog on Tuesday; six passengers were treated for bruises.",
                picture=picture(8, caption="One of the ferries in Constanța harbour."),
                link="https://harbour.example/2026/02/18/ferries",
                **own,
            ),
            item(
                9,
                "Aid agencies ask for $140 million for winter shelter",
                "The appeal covers five countries and is 12 percent funded, the agencies said in a joint statement.",
            ),
            item(10, "Court in The Hague sets date for jurisdiction hearing"),
            item(
                11,
                "Norway lends two mobile gas turbines",
                publisher="Nordlys",
                link="https://nordlys.example/t",
            ),
        ),
    )
    city = Section(
        name="City and region",
        items=(
            item(
                12,
                "Court: draft offices may not stop people in hospitals",
                "The regional court of appeal ruled that call-up papers handed over in hospital wards are void.",
                "The ministry said it would study the ruling.",
                picture=picture(12, caption="The court of appeal on Pushkinska Street."),
                link="https://harbour.example/2026/02/18/court",
                **own,
            ),
            item(
                13,
                "School buses run again from Thursday",
                "Twelve of nineteen routes resume on Thursday, the education office said.",
                link="https://harbour.example/2026/02/18/buses",
                **own,
            ),
            item(
                14,
                "The baker who kept one oven lit",
                "For nine nights Halyna Bondar baked by the light of a bicycle lamp; on Wednesday she gave the bread away.",
                picture=picture(14, caption="Halyna Bondar in her bakery.", width=1200, height=1500),
                link="https://harbour.example/2026/02/18/baker",
                **own,
            ),
            item(
                15,
                "Number of damaged boiler houses was 14, not 41",
                (
                    "An earlier edition gave the number of damaged boiler houses as 41. It is 14.",
                    "correction",
                ),
                kicker="Correction",
                link="https://harbour.example/2026/02/17/boilers",
                reading_minutes=None,
                **own,
            ),
        ),
    )
    return draft(
        (war, world, city),
        intro="Good morning. The lights are back on in most of the port; the frost is staying until Friday.",
    )


def text_only() -> Draft:
    """The same without pictures."""
    from dataclasses import replace

    whole = english()
    return replace(
        whole,
        sections=tuple(
            replace(section, items=tuple(replace(entry, picture=None) for entry in section.items))
            for section in whole.sections
        ),
    )


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
