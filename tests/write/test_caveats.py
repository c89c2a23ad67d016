"""What counts as a caveat, and what only looks like one."""

from __future__ import annotations

import pytest

from digest.write.caveats import asks_of_event, doubts_of, is_caveat, is_uncharged

CAVEATS = [
    ("en", "The Courier could not verify these claims."),
    ("en", "The Courier was unable to immediately reach or verify the accounts."),
    ("en", "There has been no independent confirmation of the advance."),
    ("en", "The authenticity of the video could not be established."),
    ("en", "If authentic, the recording would be the first in a year."),
    ("en", "He offered no evidence for the claim."),
    ("en", "The unconfirmed reports spread quickly."),
    ("en", "The threat has yet to be verified."),
    ("en", "None of what the men told the council has been substantiated."),
    ("en", "Inspectors found no “credible basis” to support the farmer's complaint."),
    ("en", "She stresses that the finding needs to be replicated in other bays."),
    ("en", "More dives were needed to know for sure, the museum said."),
    ("en", "There is no evidence that the barge was hit from the shore."),
    ("en", "No chemical or X-ray test exists that can wholly confirm the age of the bones."),
    ("en", "The Courier has not been able to see the indictment."),
    ("en", "The allegations have not been proven in court."),
    ("en", "The authenticity of the leaked letter has been questioned by historians."),
    ("en", "There are conflicting accounts of what happened on the pier."),
    ("en", "Little evidence has emerged to support the theory."),
    ("en", "No evidence has been made public to back the accusation."),
    ("en", "The information is still being verified."),
    ("en", "It was not possible to establish who fired first."),
    ("en", "It is impossible to say with certainty how many boats were lost."),
    ("en", "The study has not yet been reviewed by other biologists."),
    ("en", "The images could not be geolocated."),
    ("en", "The owner's version of events has not been backed by documents."),
    ("en", "These reports remain unsubstantiated."),
    ("en", "Whether the dam will hold can't be ascertained before spring."),
    ("en", "There is not sufficient evidence to charge the pilot."),
    ("en", "There is no visual evidence to corroborate the claim."),
    ("en", "The claim is not supported by the available evidence."),
    ("en", "Analysts say the footage may have been staged."),
    ("en", "It remains unconfirmed whether the barge was armed."),
    ("uk", "Наскільки правдива ця інформація, невідомо."),
    ("uk", "Видання не може самостійно верифікувати ці дані."),
    ("uk", "Аналітики не бачили підтверджень захоплення села."),
    ("ru", "Независимых доказательств этому нет."),
    ("de", "Ob die Aufnahmen echt sind, ließ sich zunächst nicht klären."),
    ("ar", "لا توجد أدلة على ذلك."),
    ("zh", "没有证据表明该男子参与其中。"),
    ("uk", "Незалежно перевірити цю інформацію наразі неможливо."),
    ("uk", "Ця інформація ще перевіряється."),
    ("uk", "Дані про кількість загиблих суперечливі."),
    ("uk", "Достовірність запису викликає сумніви."),
    ("uk", "Редакція не змогла переконатися в автентичності відео."),
    ("ru", "Данные о числе погибших противоречивы."),
    ("de", "Die Vorwürfe sind bislang nicht bewiesen."),
    ("de", "Die Angaben beider Seiten widersprechen sich."),
    ("ar", "وتضاربت الأنباء بشأن عدد القتلى."),
    ("zh", "关于伤亡人数的说法不一。"),
    ("uk", "Редакції не вдалося підтвердити справжність відео."),
    ("uk", "Офіційного підтвердження цьому немає."),
    ("uk", "Доказів своїх слів він не навів."),
    ("uk", "Що саме було ціллю, незалежно встановити не вдалося."),
    ("ru", "Проверить его слова не представляется возможным."),
    ("en", "Wire was not immediately able to establish how many people were in the mine."),
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
    ("en", "It is unacceptable that the government can not establish public order."),
    ("en", "Police confirmed that two men were arrested."),
    ("en", "The Senate has not confirmed her nomination."),
    ("en", "The results not only confirmed the trend but strengthened it."),
    ("en", "He did not attend the meeting."),
    ("en", "The mayor was not sure to win."),
    ("en", "Visitors will not be charged a fee on Sunday."),
    ("en", "No better bridge stands on that river."),
    ("en", "Why has nobody confirmed the figures?"),
    ("en", "It is hard to say goodbye to the old ferry."),
    ("en", "The new engine did not prove popular."),
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


UNCHARGED = [
    ("en", "Mr Bellamy has not been charged."),
    ("en", "The captain, who was not indicted on any charges, has left the island."),
    ("en", "He was suspected, but never charged, in the theft of the boats."),
    ("en", "The mayor was not named as a defendant."),
    ("en", "No charges have been filed against the ferry's owner."),
    ("en", "None of the five men has been convicted of a crime."),
    ("en", "There is no suggestion that she knew of the payments."),
    ("en", "The minister has not been accused of any wrongdoing."),
    ("en", "The suspects are considered innocent until proven guilty."),
    ("en", "The officer will not face charges."),
    ("uk", "Обвинувачення меру поки не висунуто."),
    ("uk", "Правоохоронці не оголошували йому підозри."),
    ("uk", "Провину підозрюваного в суді ще не доведено."),
    ("ru", "Обвинения ему пока не предъявлены."),
    ("de", "Eine Anklage wurde bislang nicht erhoben."),
    ("ar", "ولم توجه إلى المدير أي تهمة حتى الآن."),
    ("zh", "该商人尚未被起诉。"),
]


@pytest.mark.parametrize(("language", "sentence"), UNCHARGED)
def test_who_was_not_charged_is_a_caveat(language: str, sentence: str) -> None:
    assert is_uncharged(sentence, language)
    assert is_caveat(sentence, language)
    assert is_caveat(sentence, None)


@pytest.mark.parametrize(
    "sentence", ["Two men were charged on Monday.", "The phone had not been charged up."]
)
def test_who_was_charged_is_none(sentence: str) -> None:
    assert not is_uncharged(sentence, "en")


UNKNOWNS = [
    ("en", "It was not immediately clear who fired first."),
    ("en", "It's too early in the inquiry to say what sank the barge."),
    ("en", "Nobody hurt, the harbour master said, but the cause is still unknown."),
    ("en", "We still don't know why the dam gave way."),
    ("en", "Officials were unsure whether the road would open."),
    ("en", "It will be weeks before the cause is known."),
    ("en", "No group has claimed responsibility for the fire."),
    ("en", "Rescuers warned that the toll could rise."),
    ("en", "The figures are preliminary and may change."),
    ("en", "Investigators have yet to determine the cause."),
    ("en", "The cause of the fire is under investigation."),
    ("en", "Divers have not ruled out a second wreck."),
    ("en", "Also unknown at this point is whether the ferry will sail."),
    ("en", "The number of casualties is being clarified."),
    ("uk", "Інформації про постраждалих наразі немає."),
    ("uk", "Слідство розглядає кілька версій."),
    ("zh", "起火原因有待查明。"),
    ("uk", "Відповідальність за вибух ніхто на себе не взяв."),
    ("uk", "Кількість жертв може зрости."),
    ("uk", "Причини аварії наразі невідомі, обставини з'ясовуються."),
    ("uk", "Місце перебування капітана невідоме, причина встановлюється."),
    ("ru", "Причина пожара уточняется."),
    ("de", "Die Ursache ist noch unklar."),
    ("zh", "事故原因尚不清楚。"),
]
SILENCES = [
    ("en", "The harbour master did not immediately respond to a request for comment."),
    ("en", "The mill's owner declined to comment."),
    ("en", "A reply by the ministry was not immediately available."),
    ("en", "Attempts to reach the captain were unsuccessful."),
    ("en", "The ministry could not be reached."),
    ("en", "The island's radio has not issued any statement."),
    ("en", "The mayor would not give a firm answer."),
    ("en", "A spokesman for the captain turned down a request for an interview."),
    ("en", "The mayor would not say how many boats were lost."),
    ("en", "There was no immediate reaction from the island."),
    ("en", "The official spoke on condition of anonymity because he may not discuss the matter."),
    ("en", "Neither company responded to emails."),
    ("en", "The harbour board has not commented."),
    ("en", "The island has not yet reacted."),
    ("uk", "Острів поки що не реагував на цю заяву."),
    ("de", "Das Ministerium hat die Berichte bislang nicht kommentiert."),
    ("ar", "ولم يصدر تعليق فوري من الجيش."),
    ("zh", "警方未透露动机。"),
    ("uk", "Чиновник говорив на умовах анонімності."),
    ("uk", "У міністерстві на запит не відповіли."),
    ("uk", "Мер відмовився коментувати пожежу."),
    ("ru", "В министерстве на запрос не ответили."),
    ("de", "Das Ministerium reagierte zunächst nicht auf eine Anfrage."),
    ("ar", "ولم ترد الوزارة على طلب التعليق."),
    ("zh", "该公司拒绝置评。"),
]


DENIALS = [
    ("en", "The island denies any part in the raid."),
    ("en", "Petrel has pleaded not guilty."),
    ("en", "The mill rejected the allegations as baseless."),
    ("en", "The captain's lawyer said he did not know of the cargo."),
    ("uk", "Острів заперечує причетність до нападу."),
    ("ru", "В министерстве опровергли эту информацию."),
    ("de", "Das Werk wies die Vorwürfe zurück."),
    ("ar", "ونفت الشركة تورطها في الحادث."),
    ("zh", "该公司否认参与。"),
]


def kind_of(sentence: str, language: str) -> str | None:
    return doubts_of((sentence,), language).get(0)


@pytest.mark.parametrize(
    ("kind", "language", "sentence"),
    [
        (kind, *each)
        for kind, many in (("unknown", UNKNOWNS), ("silence", SILENCES), ("denial", DENIALS))
        for each in many
    ],
)
def test_what_is_left_open_is_weaker(kind: str, language: str, sentence: str) -> None:
    assert kind_of(sentence, language) == kind
    assert not is_caveat(sentence, language)


@pytest.mark.parametrize(
    "sentence",
    [
        "I don't know where the ball went.",
        "The mould does not respond to heat.",
        "The bay is not known for storms.",
        "She didn't know the gate was open.",
        "The keeper was denied entry to the zoo.",
        "Two late saves denied the visitors a goal.",
        "A mayor who asked not to be named said the road would open.",
    ],
)
def test_what_only_looks_open(sentence: str) -> None:
    assert kind_of(sentence, "en") is None


def test_cause_motive_and_extent_are_asked_of_every_event() -> None:
    assert asks_of_event("The cause has not been determined.")
    assert asks_of_event("Причини пожежі невідомі.")
    assert not asks_of_event("It is unclear when the ferry sails.")


def test_nothing_is_known_of_a_language_without_rules() -> None:
    assert kind_of("La cause reste inconnue.", "fr") is None
    assert kind_of("Le maire n'a pas répondu.", "fr") is None
