"""What other sources add or contradict: only sentences that can stand by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.model import Entry, Feed, Item, Member, Other, Score, Source, Story
from digest.write.alone import stands_alone
from digest.write.hedges import doubts
from digest.write.item import make_item

NOW = datetime(2025, 3, 4, 6, tzinfo=UTC)
OWN = Feed(name="courier", url="https://courier.example/feed", publisher="Courier", own=True)
WIRE = Feed(name="wire", url="https://wire.example/feed", publisher="Wire", quote=60)
LEAD = (
    "Drones struck an oil depot in the town of Kargan on Monday night, a source in the service said.\n\n"
    "At least 12 people were wounded in Kargan, according to Governor Petr Lom."
)


def item(text: str, lead: str = LEAD) -> Item:
    mine, theirs = (
        Entry(
            id=number, feed=feed, title="Oil depot burns in Kargan after drone strike", text=body,
            link=f"https://{feed.name}.example/{number}", first_seen=NOW, published=NOW, language="en",
            text_from="feed",
        )
        for number, feed, body in ((1, OWN, lead), (2, WIRE, text))
    )  # fmt: skip
    story = Story(
        lead=mine,
        members=(Member(entry=mine, similarity=1.0), Member(entry=theirs, similarity=0.8)),
        sources=tuple(Source(publisher=e.feed.publisher, link=e.link, when=NOW) for e in (mine, theirs)),
        score=Score(reasons=()),
    )
    return make_item(story, section="World", sentences=2, language="en")


def other(text: str) -> Other:
    return item(text).others[0]


def test_what_leans_is_passed_over_for_what_stands() -> None:
    text = (
        "(Adds governor in paragraphs 1-3)\n\n"
        "KARGAN, Nov 23 (Wire) - Governor Petr Lom spoke of a fire after drones struck the oil depot.\n\n"
        "There were no casualties at the depot near Kargan, he said on his messaging channel. "
        "Between the two lies most of what can be said of Kargan and its burning depot. "
        "According to the first, an army of Kargan objected to the drone strike. "
        "Firefighters from Orlec brought 40 engines to Kargan to save the burning depot, the railway said."
    )
    found = other(text)
    assert found.kind == "adds"
    assert found.text.startswith("Firefighters from Orlec brought 40 engines")
    assert found.span is not None
    assert text[found.span.start : found.span.end] == found.text


def test_where_nothing_stands_alone_there_is_only_the_link() -> None:
    found = other(
        "He said the depot in Kargan would burn for two days after such a strike by drones. "
        "The latter had called the drone strike on the Kargan depot a crime against the harvest."
    )
    assert (found.kind, found.text, found.link) == ("reports", "", "https://wire.example/2")


@pytest.mark.parametrize(
    "sentence",
    [
        "There were no casualties, he said on his messaging channel.",
        "Between the two lies most of what can be said with certainty about the campaign.",
        "According to the first, the army of Orlec objected.",
        "(Adds Orlec denial in paragraphs 1-3)",
        "The latter called the strike a crime.",
        "The minister said that such attacks would go on.",
        "Officials in Orlec said these figures were wrong.",
        "His office in Orlec was closed.",
        "They left Orlec at dawn.",
        "The village is beyond the reach of reporters.",
        "Both sides agreed to meet in Orlec.",
        "It happened in Orlec.",
    ],
)
def test_a_sentence_that_leans_does_not_stand_alone(sentence: str) -> None:
    assert not stands_alone(sentence, "en")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "President Ida Marsh said on Monday that she would not sign the law."),
        ("en", "At least 40 people left their houses in Orlec, police said."),
        ("en", "The minister of Orlec, Ana Reed, said those who stayed had no water."),
        ("en", "Drones such as the Kite were seen above Orlec."),
        ("en", "It is not clear who sent the drones to Orlec."),
        ("uk", "Мер Орлеця Іван Рудь сказав, що місто без води."),
        ("de", "Minister Karl Rudd aus Orlec sagte am Montag, es gebe 40 Tote."),
    ],
)
def test_a_sentence_that_names_its_people_stands_alone(language: str, sentence: str) -> None:
    assert stands_alone(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("uk", "Постраждалих немає, сказав він у своєму каналі."),
        ("uk", "За його словами, Орлець без води."),
        ("ru", "Пострадавших нет, сказал он в своём канале."),
        ("de", "In Orlec gebe es keine Toten, sagte er."),
        ("ar", "وأضاف أن المدينة بلا ماء."),
        ("zh", "他说奥尔莱茨没有水。"),
    ],
)
def test_pronouns_of_other_languages_lean(language: str, sentence: str) -> None:
    assert not stands_alone(sentence, language)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("At least 19 people were wounded in Kargan, the ministry of health said on Tuesday.", "contradicts"),
        ("More than 10 people were wounded in Kargan, the ministry of health said.", "reports"),
        ("The army of Orlec denied that its drones struck the oil depot in Kargan.", "contradicts"),
        ("The army of Orlec rejected the claim that its drones struck the depot in Kargan.", "contradicts"),
        ("The council of Kargan rejected a bill on the drone-proof oil depot.", "reports"),
        ("Reporters were denied entry to the oil depot in Kargan.", "reports"),
    ],
)
def test_contradicts_is_another_number_or_a_plain_denial(text: str, kind: str) -> None:
    assert other(text).kind == kind


def test_a_denial_beside_a_doubt_of_our_own_is_shown_though_its_source_doubts_too() -> None:
    text = (
        "The ministry in Orlec rejected a report by the service of Kargan that drones struck the depot.\n\n"
        "Wire was unable to verify the account."
    )
    doubt = "\n\nThe Courier could not verify these claims."
    assert item(text).others[0].kind == "reports"
    found = item(text, LEAD + doubt).others[0]
    assert found.kind == "contradicts"
    assert found.text.startswith("The ministry in Orlec rejected a report")


def test_a_sentence_that_names_nothing_of_the_lead_is_not_of_the_same_event() -> None:
    found = other("Wire confirmed the location of two videos from the oil depot by the shape of 14 tanks.")
    assert found.kind == "reports"
    assert replace(found, publisher="") == Other(publisher="", link=found.link)


@pytest.mark.parametrize(
    "text",
    [
        "Losses in Kargan signal time is no longer on the depot owners' side, but Orlec is not backing off.",
        "The burning oil depot in Kargan leaves little hope for the firefighters of the Orlec railway.",
        "The drone strike on Kargan on Tuesday left the depot burning through an afternoon without any rain.",
        "The depot in Kargan struck by drones was the largest of the region when built 40 years before.",
    ],
)
def test_an_opinion_and_what_is_no_news_add_nothing(text: str) -> None:
    assert other(text).kind == "reports"


def test_a_state_and_its_capital_are_one_name() -> None:
    lead = LEAD + "\n\nRussia and Ukraine have struck oil depots for months."
    text = "The depot in Kargan stands along a road that brings fuel of many kinds from Moscow to troops."
    assert item(text, lead).others[0].kind == "reports"


def test_a_doubt_beside_a_plain_claim_is_shown() -> None:
    lead = "Lev Marin, 23, was beaten to death by harbour activists in Kargan last week."
    text = "Lev Marin died on Saturday after being beaten in Kargan by men believed to be harbour activists."
    found = item(text, lead).others[0]
    assert (found.kind, found.text) == ("contradicts", text)


@pytest.mark.parametrize(
    ("sentence", "plain", "language"),
    [
        (
            "За попередніми даними, склад у Рудні підпалили місцеві.",
            "Склад у Рудні підпалили місцеві жителі.",
            "uk",
        ),
        ("Склад в Рудне предположительно подожгли местные.", "Склад в Рудне подожгли местные жители.", "ru"),
        ("Das Lager in Rudne wurde vermutlich angezündet.", "Das Lager in Rudne wurde angezündet.", "de"),
    ],
)
def test_a_doubt_is_seen_in_other_languages(sentence: str, plain: str, language: str) -> None:
    assert doubts(sentence, plain, language)
    assert not doubts(plain, sentence, language)


def test_what_names_its_source_is_no_plain_claim() -> None:
    plain = "Lev Marin was beaten to death by harbour activists, police said."
    assert not doubts("Lev Marin died after being beaten by men believed to be activists.", plain, "en")
