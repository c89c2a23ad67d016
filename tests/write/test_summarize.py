"""Verbatim summaries: what is taken, what comes along, and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.write.inspect import inspect_article
from digest.write.summarize import summarize

WORDS = st.sampled_from(
    [
        "The",
        "He",
        "mayor",
        "said",
        "not",
        "verify",
        "could",
        "reported",
        "“We",
        "left”",
        "12",
        "more",
        "than",
        "$3",
        "Kyiv",
        "Read",
        "more",
        "Avatar",
        "Reporter",
        "Photo:",
        "Correction:",
        "newsletter",
        "subscribe",
        "our",
        "(AFP)",
        "—",
        "не",
        "вдалося",
        "підтвердити",
        "сказав",
        "«Ми",
        "тут»",
        "р.",
        "лютого",
        "核实",
        "无法",
        "他说",
        "。",
        "؟",
        "قال",
        "...",
        "\"",
    ]
)  # fmt: skip
ENDS = st.sampled_from([". ", "? ", ".\n", "\n\n", "\n", " ", "。", '." ', ", "])
PAGES = st.lists(st.tuples(WORDS, ENDS | st.just(" ")), max_size=120).map(
    lambda parts: "".join(word + end for word, end in parts)
)


@settings(max_examples=300, deadline=None)
@given(
    text=PAGES | st.text(),
    title=st.text(max_size=30),
    count=st.integers(min_value=0, max_value=7),
    language=st.sampled_from([None, "en", "uk", "ru", "de", "ar", "zh", "fr"]),
)
def test_any_text_gives_sentences_that_are_their_spans(
    text: str, title: str, count: int, language: str | None
) -> None:
    extract = summarize(text, title=title, language=language, sentences=count, entry_id=7)
    spans = [(s.span.start, s.span.end) for s in extract.summary.sentences]
    for sentence in extract.summary.sentences:
        assert text[sentence.span.start : sentence.span.end] == sentence.text
        assert sentence.span.entry_id == 7
    assert spans == sorted(set(spans)), "in order, none twice"
    assert all(a[1] <= b[0] for a, b in pairwise(spans)), "no two overlap"
    pieces = [(f.span.start, f.span.end) for f in extract.furniture]
    assert not [(a, b) for a, b in spans for x, y in pieces if a < y and x < b], "no furniture"


@settings(max_examples=200, deadline=None)
@given(text=PAGES, count=st.integers(min_value=1, max_value=7))
def test_the_budget_is_kept_but_for_what_must_come_along(text: str, count: int) -> None:
    extract = summarize(text, title="", language="en", sentences=count)
    free = [s for s in extract.summary.sentences if s.role in ("lede", "body")]
    assert len(free) <= count


@settings(max_examples=150, deadline=None)
@given(text=PAGES, limit=st.integers(min_value=0, max_value=40))
def test_a_quoted_summary_is_made_of_the_text_and_within_its_words(text: str, limit: int) -> None:
    extract = summarize(text, title="", language="en", quote=limit)
    for sentence in extract.summary.sentences:
        assert text[sentence.span.start : sentence.span.end] == sentence.text.removesuffix("…") or (
            text[sentence.span.start : sentence.span.end] == sentence.text
        )
    free = [s.text for s in extract.summary.sentences if s.role not in ("caveat", "correction")]
    assert sum(len(part.split()) for part in free) <= max(limit, 0)


@settings(max_examples=150, deadline=None)
@given(text=st.text() | PAGES, title=st.none() | st.text(max_size=20), count=st.integers(-1, 5))
def test_inspecting_any_text_gives_parts_of_it(text: str, title: str | None, count: int) -> None:
    found = inspect_article(text, title, count, None)
    for name in ("paragraphs", "furniture", "summary"):
        for part in found[name]:
            assert found["text"][part["start"] : part["end"]] == part["text"]


def summary(text: str, count: int = 3, language: str = "en") -> list[str]:
    return [s.text for s in summarize(text, title="", language=language, sentences=count).summary.sentences]


def test_the_caveat_comes_along_when_the_budget_is_spent() -> None:
    text = (
        "Forces took Rudnia, the ministry said. Ten tanks burned. Aid came. The Courier could "
        "not verify these claims."
    )
    assert summary(text, 1) == [
        "Forces took Rudnia, the ministry said.",
        "The Courier could not verify these claims.",
    ]


def test_a_sentence_that_leans_brings_the_one_before_or_stays_away() -> None:
    text = (
        "The town council met on Monday in Larkton. A farmer named Jon Reed sold forty goats at "
        "the Larkton market. "
        "He gave the money to the Larkton council town fund for Monday goats market."
    )
    taken = summary(text, 2)
    assert not taken[-1].startswith("He") or "Jon Reed" in taken[-2]


def test_a_quotation_that_opens_an_article_brings_its_speaker() -> None:
    text = (
        '"We lost the house and the barn on Sunday. We are alive," said Ida Marsh. The flood came at night.'
    )
    assert summary(text, 1)[-1].endswith("said Ida Marsh.")


def test_two_sentences_that_say_the_same_are_not_both_taken() -> None:
    text = (
        "The river flooded the village of Orlec on Sunday night. Rescuers brought 40 people to safety. "
        "On Sunday night the river flooded the village of Orlec."
    )
    assert len(summary(text, 3)) == 2


def test_a_note_of_correction_is_shown() -> None:
    text = (
        "The vote is on Friday. Nobody knows the result.\n\nCorrection: An earlier version named "
        "the wrong day."
    )
    extract = summarize(text, title="", language="en", sentences=1)
    assert extract.has_correction
    assert extract.summary.sentences[-1].role == "correction"


def test_what_is_not_known_of_the_very_event_comes_along() -> None:
    text = (
        "A fire destroyed the paper mill in Orlec, the mayor said. Two men were hurt. "
        "It was not immediately clear what caused the fire at the mill."
    )
    assert summary(text, 1)[-1].startswith("It was not immediately clear")


def test_an_open_cause_is_the_storys_own_whatever_words_it_shares() -> None:
    text = (
        "A barge sank off Port Maris on Sunday, the harbour master said. Nine sailors swam ashore. "
        "They were given soup and blankets in the town hall. It's too early to determine a motive or a cause."
    )
    assert summary(text, 1)[1:] == ["It's too early to determine a motive or a cause."]


def test_who_did_not_answer_comes_along_once() -> None:
    text = (
        "The Orlec paper mill poisoned the river for nine years, a report said. Fish died in the river. "
        "The owner of the Orlec paper mill did not respond to a request for comment. "
        "The river board declined to comment on the report."
    )
    assert summary(text, 1)[1:] == [
        "The owner of the Orlec paper mill did not respond to a request for comment."
    ]


def test_what_is_open_of_somebody_not_shown_is_left() -> None:
    text = (
        "A fire destroyed a mill in Orlec, the mayor said. Two men were hurt. Rain fell later. "
        "It is unclear whether those at the mill in Orlec knew."
    )
    assert summary(text, 1) == ["A fire destroyed a mill in Orlec, the mayor said."]


def test_a_turn_before_what_is_not_known_is_no_leaning() -> None:
    text = (
        "A fire destroyed a mill in Orlec, the mayor said. Two men were hurt. Rain fell later. "
        "But it is unclear whether the mill in Orlec will open again."
    )
    assert summary(text, 1)[1:] == ["But it is unclear whether the mill in Orlec will open again."]


@pytest.mark.parametrize(
    ("sentence", "comes"),
    [
        ("Bellamy has denied the allegations.", True),
        ("Bellamy's lawyer said his client did not know of the boats.", True),
        ("Novak, who owns the zoo, has denied the rumours.", False),  # of something else
        ("He denies it.", False),  # who?
    ],
)
def test_a_denial_comes_beside_the_accusation(sentence: str, comes: bool) -> None:
    text = (
        "Prosecutors in Larkton accuse the merchant Ivo Bellamy of stealing nine boats. "
        f"The boats were found in June. Rain fell on the town all week. {sentence}"
    )
    assert (sentence in summary(text, 1)) is comes


def test_a_quoted_caveat_keeps_its_speaker() -> None:
    text = (
        "Votes were counted in Orlec, the board said. Snow fell. The roads were closed. Schools shut.\n\n"
        "“We have seen no evidence of fraud. The count goes on,” said Lia Brook, an observer."
    )
    assert summary(text, 1)[1:] == [
        "“We have seen no evidence of fraud.",
        "The count goes on,” said Lia Brook, an observer.",
    ]


def test_what_is_left_open_is_never_more_than_the_summary() -> None:
    text = (
        "A fire destroyed the mill of Ivo Bellamy in Orlec, and police accuse him. Two men were hurt. "
        "The cause of the fire is under investigation. Rain fell on the town all week. "
        "Bellamy did not respond to a request for comment. Bellamy has denied the allegations."
    )
    assert len(summary(text, 1)) == 2


def test_what_is_left_open_of_the_sentence_before_comes_with_it() -> None:
    text = "The Greens won in Orlec, the election board said. The figures are preliminary. Snow fell all day."
    assert summary(text, 1)[1:] == ["The figures are preliminary."]


def test_a_caveat_behind_a_silence_speaks_of_the_claim_before_both() -> None:
    text = (
        "A mill burned in Orlec, the mayor said. Two men were hurt. Rain fell later.\n\n"
        "The navy claimed that it had sunk a barge. The island has not commented on the claim. "
        "The navy did not provide evidence."
    )
    assert "The navy claimed that it had sunk a barge." in summary(text, 1)


def test_a_caveat_behind_a_silence_alone_speaks_of_the_report_itself() -> None:
    text = (
        "The navy said on Sunday that it had taken Orlec. It published a video of a flag, it said.\n\n"
        "Orlec stands on high ground. Its loss would bring the road within range.\n\n"
        "There was no immediate comment from the island. Meridian could not verify the battlefield report."
    )
    assert summary(text, 2)[2:] == [
        "There was no immediate comment from the island.",
        "Meridian could not verify the battlefield report.",
    ]


def test_who_did_not_say_is_named() -> None:
    text = "Мер Орлеця пообіцяв замінити водіїв. Пішов дощ. Дороги закрили. Ким їх замінять, він не уточнив."
    found = summarize(text, title="Орлець", language="uk", sentences=1).summary
    assert len(found.sentences) == 1


def test_a_heading_that_tells_of_a_doubt_is_not_shown_beside_the_doubt() -> None:
    text = (
        "The dam at Larkton will hold, the mayor said.\n\nUnconfirmed reports of a breach\n\n"
        "Residents reported a breach near the mill. The Courier could not verify the report."
    )
    assert "Unconfirmed reports of a breach" not in summary(text, 1)


def test_a_bullet_and_a_row_of_a_table_are_no_part_of_a_summary() -> None:
    text = "• The bank raised its rate, it said.\n\nParty\tVotes\tShare\n\n• Snow fell. It was cold."
    assert summary(text, 3) == ["The bank raised its rate, it said.", "Snow fell.", "It was cold."]


def test_an_accused_who_was_not_charged_comes_along_without_the_charges() -> None:
    text = (
        "Prosecutors in Larkton want to question Ivo Bellamy about a theft, they said. "
        "Bellamy has been abroad since June. “We know where he is, and he knows what we want of him, and so "
        "it shall be,” said the judge. The Larkton merchant has not been charged and denies the claims."
    )
    assert summary(text, 1)[1:] == ["The Larkton merchant has not been charged and denies the claims."]


def test_a_quotation_nobody_is_said_to_say_opens_no_summary() -> None:
    text = (
        "“The law of the harbour forbids every captain to sleep ashore in winter.” Larkton has kept "
        "its harbour law for two centuries. The law of the harbour is read aloud in Larkton every winter."
    )
    assert not summary(text, 1)[0].startswith("“")


def test_a_quotation_whose_speaker_is_named_behind_it_brings_him() -> None:
    text = (
        "“A harbour without a single boat or a single man left to mend one.” That is how minister Ada "
        "Brandt described Port Maris after the storm. Nine boats were found."
    )
    assert summary(text, 2)[1].startswith("That is how minister Ada Brandt")


def test_a_text_that_is_all_quotation_is_not_left_empty() -> None:
    text = (
        "“We will hold the harbour until the spring. The boats will be mended by then.”\n\n"
        "“Nobody sleeps in this harbour before the boats are mended and the nets are dry.”"
    )
    assert summary(text, 1)


def test_what_is_open_leaves_room_for_the_first_sentence_of_others_work() -> None:
    text = (
        "A fire destroyed the paper mill in Orlec, the mayor said on Monday night. Two men were hurt. "
        "It was not immediately clear what caused the fire at the mill in Orlec. "
        "The Courier could not verify how many men worked in the mill."
    )
    taken = summarize(text, title="", language="en", sentences=1, quote=30).summary.sentences
    assert [s.text[:8] for s in taken] == ["A fire d", "The Cour"]
    taken = summarize(text, title="", language="en", sentences=1, quote=60).summary.sentences
    assert [s.text[:8] for s in taken] == ["A fire d", "It was n", "The Cour"]


def test_a_language_without_rules_gets_its_first_sentences_and_a_finding() -> None:
    text = "Le maire a parlé hier soir. Il a dit que le pont serait fermé. Les habitants sont en colère."
    extract = summarize(text, title="", language="fr", sentences=2)
    assert [s.text for s in extract.summary.sentences] == [
        "Le maire a parlé hier soir.",
        "Il a dit que le pont serait fermé.",
    ]
    assert [finding.check for finding in extract.findings] == ["write.language"]


@pytest.mark.parametrize("text", ["", " \n ", "Read more", "2 min read\n\nAvatar", "."])
def test_a_text_without_a_sentence_has_an_empty_or_tiny_summary(text: str) -> None:
    assert len(summary(text)) <= 1


def test_a_dateline_and_a_sign_off_stand_apart() -> None:
    text = (
        "LARKTON (Reuters) - A dam broke on Friday, officials said. CNN's Ann Doe contributed to this report."
    )
    assert summary(text) == ["A dam broke on Friday, officials said."]


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT MARIS, Nov 23 (Meridian) -",
        "SOLINE, Kalinia, Nov 23 (Meridian) -",
        "Nov 23 (Meridian) -",
        "KYIV (Reuters) —",
        "Kyiv, Feb. 18, 2026 (AFP) -",
        "WASHINGTON:",
        "NEW DELHI:",
        "GENEVA, 18 February (UN News) -",
        "BERLIN, 17. Februar (dpa) -",
        "КИЇВ, 18 лютого (Укрінформ) —",
        "МОСКВА, 18 фев —",
    ],
)
def test_datelines_are_kept_apart(dateline: str) -> None:
    story = "Wheat futures rose as much as 2.6% on Monday, brokers said."
    text = f"{dateline} {story}\n\nInsurers were looking at their cover."
    extract = summarize(text, title="", language="en", sentences=1)
    first = extract.summary.sentences[0]
    assert first.text == story == text[first.span.start : first.span.end]
    assert [text[f.span.start : f.span.end] for f in extract.furniture] == [dateline]


@pytest.mark.parametrize(
    "text",
    [
        "NATO: Wheat convoys rose by a third, the alliance said.",
        "MARSH: The dam will hold, as I said.\n\nREED: Nobody said it would not.",
        "HARBOUR: Ships came back to Larkton.",
    ],
)
def test_a_speaker_in_capitals_is_no_dateline(text: str) -> None:
    assert summary(text, 1)[0].startswith(text[:5])


def test_an_agencys_note_to_its_editors_is_no_news() -> None:
    text = (
        "(Adds denial in paragraphs 1-3)\n\nLARKTON, Nov 23 (Meridian) - The staff denied on Monday that "
        "Orlec was lost. (Reporting by Lia Brook; Editing by Jo Reed)"
    )
    assert summary(text) == ["The staff denied on Monday that Orlec was lost."]


@pytest.mark.parametrize(
    ("language", "standfirst", "lede"),
    [
        (
            "uk",
            "Серед поранених троє дітей, двоє мешканців вважаються зниклими.",
            "Кількість поранених унаслідок удару по Ларку зросла до 9, серед них троє дітей, повідомили в "
            "поліції. Двоє мешканців будинку вважаються зниклими.",
        ),
        (
            "en",
            "Two companies lost about 140 soldiers in a week, the service says.",
            "Two companies were pulled back from the ridge after they lost about 140 soldiers in a week, "
            "the intelligence service said on Monday.",
        ),
    ],
)
def test_a_standfirst_that_only_repeats_the_lede_is_left_out(
    language: str, standfirst: str, lede: str
) -> None:
    text = f"{standfirst}\n\n{lede}\n\nA third thing happened. The river rose again."
    found = summary(text, 2, language)
    assert standfirst not in found
    assert lede.startswith(found[0])


def test_a_standfirst_that_tells_something_of_its_own_stays() -> None:
    text = (
        "Engineers had warned of cracks.\n\nA dam above Larkton burst on Monday night, killing 12 people, "
        "the governor said.\n\nThe road is closed."
    )
    assert summary(text, 2)[0] == "Engineers had warned of cracks."


def test_a_text_its_feed_cut_off_says_so_to_the_editor() -> None:
    text = "The two sides reached an understanding on Tuesday in the talks, but that does not mean…"
    extract = summarize(text, title="", language="en")
    assert [finding.check for finding in extract.findings] == ["write.cut"]


def test_a_doubted_figure_brings_its_claim_and_no_more() -> None:
    text = (
        "Parliament in Larkton passed a law on Sunday that ends service after 36 months.\n\n"
        'The minister, Orest Bil, spoke of 70,000 men. "We will let them go in order," he told lawmakers. '
        "He said no more. That question hung over the debate. The ministry's own estimate, seen by "
        "the Courier, is 5,500 recruits a month. A spokesperson neither confirmed nor denied the figure."
    )
    summary = summarize(text, title="Law passed", language="en", sentences=1).summary
    assert [s.text.split()[0] for s in summary.sentences] == ["Parliament", "The", "A"]
    assert "5,500" in summary.sentences[1].text


def test_who_did_not_answer_about_something_else_is_left_out() -> None:
    text = (
        "Control boards were shipped from Port Maris in boxes of dishwashers, customs records show.\n\n"
        "Nine firms stand at one address.\n\nThe lawyer did not answer a question about the prices."
    )
    summary = summarize(text, title="Chips", language="en", sentences=1).summary
    assert len(summary.sentences) == 1


def test_an_item_that_is_a_correction_is_its_note() -> None:
    text = "Correction: An article said 61 schools. The number is 16.\n\nTwo teachers pointed it out to us."
    summary = summarize(text, title="Correction: Number of schools", language="en", sentences=2).summary
    assert [s.role for s in summary.sentences] == ["correction"] * 2
