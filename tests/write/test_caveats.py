"""What counts as a caveat, and what only looks like one."""

from __future__ import annotations

import pytest

from digest.write.caveats import is_caveat, is_unknown

CAVEATS = [
    ("en", "The Courier could not verify these claims."),
    ("en", "The Courier was unable to immediately reach or verify the accounts."),
    ("en", "There has been no independent confirmation of the advance."),
    ("en", "The authenticity of the video could not be established."),
    ("en", "If authentic, the recording would be the first in a year."),
    ("en", "He offered no evidence for the claim."),
    ("en", "The unconfirmed reports spread quickly."),
    ("en", "The threat has yet to be verified."),
    ("uk", "Незалежно перевірити цю інформацію наразі неможливо."),
    ("uk", "Редакції не вдалося підтвердити справжність відео."),
    ("uk", "Офіційного підтвердження цьому немає."),
    ("uk", "Доказів своїх слів він не навів."),
    ("ru", "Подтвердить подлинность записи не удалось."),
    ("ru", "Независимого подтверждения этому нет."),
    ("de", "Die Angaben ließen sich nicht unabhängig überprüfen."),
    ("de", "Eine Bestätigung der Behörden gab es zunächst nicht."),
    ("ar", "ولم يتسن التحقق من صحة هذه الأنباء من مصدر مستقل."),
    ("ar", "ولم تؤكد الحكومة هذه الأنباء."),
    ("zh", "本报无法独立核实上述说法。"),
    ("zh", "该消息未经官方证实。"),
]
NONE = [
    ("en", "Police confirmed that two men were arrested."),
    ("en", "The Senate has not confirmed her nomination."),
    ("en", "The results not only confirmed the trend but strengthened it."),
    ("en", "He did not attend the meeting."),
    ("uk", "Поліція підтвердила затримання двох осіб."),
    ("ru", "Полиция подтвердила задержание двух человек."),
    ("de", "Die Polizei bestätigte die Festnahme."),
    ("zh", "警方证实两人被捕。"),
]


@pytest.mark.parametrize(("language", "sentence"), CAVEATS)
def test_a_doubt_of_the_newsroom_is_a_caveat_in_its_language_and_unnamed(
    language: str, sentence: str
) -> None:
    assert is_caveat(sentence, language)
    assert is_caveat(sentence, None)


@pytest.mark.parametrize(("language", "sentence"), NONE)
def test_what_is_confirmed_is_none(language: str, sentence: str) -> None:
    assert not is_caveat(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It was not immediately clear who fired first."),
        ("uk", "Причини аварії наразі невідомі, обставини з'ясовуються."),
        ("ru", "Причина пожара уточняется."),
        ("de", "Die Ursache ist noch unklar."),
        ("zh", "事故原因尚不清楚。"),
    ],
)
def test_what_is_not_known_is_weaker(language: str, sentence: str) -> None:
    assert is_unknown(sentence, language)
    assert not is_caveat(sentence, language)


def test_nothing_is_known_of_a_language_without_rules() -> None:
    assert not is_unknown("La cause reste inconnue.", "fr")
