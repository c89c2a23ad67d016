"""An appended caveat stands behind the claim it doubts, or names what it doubts."""

from __future__ import annotations

import pytest

from digest.write.pairing import points_back
from digest.write.summarize import summarize

VILLAGE = (
    "Troops hold the north of Orlec, the staff said on Monday, rejecting a report that it was lost.\n\n"
    "A video shows two soldiers with a flag on a roof that the Courier identified as the school of Orlec.\n\n"
    "The village stands on a hill above the road to Larkton.\n\n"
    "According to Colonel Jan Rudd, the other side made five attacks and lost 30 soldiers. {caveat}\n\n"
    "The front has hardly moved since the spring."
)


def taken(text: str, count: int, language: str) -> list[str]:
    return [s.text for s in summarize(text, title="", language=language, sentences=count).summary.sentences]


@pytest.mark.parametrize(
    "caveat",
    [
        "The claim could not be independently confirmed.",
        "These claims could not be verified.",
        "This could not be verified.",
        "Neither figure could be confirmed.",
        "No independent confirmation was available.",
        "The Courier was unable to confirm his account.",
    ],
)
def test_a_caveat_that_points_back_brings_what_it_speaks_of(caveat: str) -> None:
    found = taken(VILLAGE.format(caveat=caveat), 2, "en")
    assert found[-1] == caveat
    assert found[-2].startswith("According to Colonel Jan Rudd"), "not the flag, which was identified"
    assert len(found) == 4


@pytest.mark.parametrize(
    "caveat",
    [
        "The Courier could not verify the extent of the damage.",
        "It was not possible to confirm the number of dead.",
        "The Courier could not confirm whether the bridge still stands.",
        "Officials said the depot burned for nine hours, but the claim could not be confirmed.",
    ],
)
def test_a_caveat_that_names_what_it_doubts_stands_alone(caveat: str) -> None:
    found = taken(VILLAGE.format(caveat=caveat), 2, "en")
    assert found[-1] == caveat
    assert len(found) == 3


def test_a_caveat_about_all_that_was_claimed_stands_alone_in_its_own_paragraph() -> None:
    text = (
        "Two companies left the ridge after losing 140 soldiers, the intelligence service said.\n\n"
        "They were sent forward without armour, according to the service.\n\n"
        "Trucks with shells were coming up by night.\n\n"
        "The Courier could not verify these claims.\n\n"
        "The president spoke on Friday."
    )
    assert taken(text, 1, "en") == [
        "Two companies left the ridge after losing 140 soldiers, the intelligence service said.",
        "The Courier could not verify these claims.",
    ]


def test_these_claims_behind_a_summary_that_claims_nothing_bring_a_claim() -> None:
    text = (
        "The road to Larkton was closed on Sunday.\n\n"
        "Trucks stood in a line of ten kilometres.\n\n"
        "A farmer said he had seen soldiers at the bridge.\n\n"
        "The Courier could not verify these claims."
    )
    assert taken(text, 1, "en")[1:] == [
        "A farmer said he had seen soldiers at the bridge.",
        "The Courier could not verify these claims.",
    ]


def test_a_claim_that_leans_brings_what_it_leans_on() -> None:
    text = (
        "The road to Larkton was closed on Sunday. It rained all week in the whole of the valley.\n\n"
        "Mayor Ida Marsh spoke to reporters. She said 14 houses were lost. The figure could not be verified."
    )
    assert taken(text, 1, "en")[1:] == [
        "Mayor Ida Marsh spoke to reporters.",
        "She said 14 houses were lost.",
        "The figure could not be verified.",
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "uk",
            "Рятувальники завершили роботи в Орлеці. Дорогу на Ларк відкрито з понеділка для вантажівок. "
            "Полковник Рудь заявив про 30 загиблих. Ці дані не вдалося підтвердити.",
        ),
        (
            "ru",
            "Спасатели завершили работы в Орлеце. Дорогу на Ларк открыли с понедельника для грузовиков. "
            "Полковник Рудь заявил о 30 погибших. Подтвердить эту информацию не удалось.",
        ),
        (
            "de",
            "Die Helfer haben die Arbeit in Orlec beendet. Die Straße nach Lark ist seit Montag offen. "
            "Oberst Rudd sprach von 30 Toten. Das ließ sich nicht überprüfen.",
        ),
        (
            "ar",
            "أنهى رجال الإنقاذ عملهم في أورليتس يوم الأحد. فتح الطريق إلى لارك أمام الشاحنات يوم الاثنين. "
            "قال العقيد رود إن 30 جنديا قتلوا. ولم يتسن التحقق من ذلك.",
        ),
        (
            "zh",
            "救援人员周日在奥尔莱茨结束了工作。通往拉克的公路周一对卡车开放。鲁德上校说有三十名士兵死亡。该说法未能得到证实。",
        ),
    ],
)
def test_in_other_languages(language: str, text: str) -> None:
    found = taken(text, 1, language)
    assert len(found) == 3
    assert "30" in found[1] or "三十" in found[1]


def test_in_a_language_without_rules_every_caveat_points_back() -> None:
    assert points_back("La veracidad de las cifras de muertos no se ha podido verificar.", "es")
