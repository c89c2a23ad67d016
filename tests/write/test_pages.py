"""The sixty labelled articles: furniture known, nothing eaten, nothing lost that may not be lost."""

from __future__ import annotations

import pytest

from digest.write.inspect import inspect_article
from digest.write.summarize import Extract, summarize
from write.fixtures import STRANGERS, Article, articles

ARTICLES = articles()
#: Pages the rules had not seen when they were labelled, and the lines of them that no rule of words knows.
STRANGE = articles(STRANGERS)
UNKNOWN = {
    "Что такое режим ЧС?",
    "المبعوث الأممي خلال مؤتمر صحفي. (أ ف ب)",
    "SAFE: Fire crews meet the jet on the runway",
    "Wem gehört die Straße?",
}
Spans = list[tuple[int, int]]


def chosen(extract: Extract) -> Spans:
    return [(s.span.start, s.span.end) for s in extract.summary.sentences]


def holds(spans: Spans, start: int, end: int) -> bool:
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans) * 2 > end - start


def test_there_are_ten_articles_in_each_of_six_languages() -> None:
    assert len(ARTICLES) == 60
    assert {sum(a.language == code for a in ARTICLES) for code in ("en", "uk", "ru", "de", "ar", "zh")} == {
        10
    }


@pytest.mark.parametrize("article", [*ARTICLES, *STRANGE], ids=lambda article: article.name)
def test_every_line_is_sorted_right(article: Article) -> None:
    extract = summarize(article.text, title=article.title, language=article.language)
    known = [(piece.span.start, piece.span.end) for piece in extract.furniture]
    body = [(span.start, span.end) for span in extract.paragraphs]
    missed = {article.text[a:b] for a, b, _ in article.furniture if not holds(known, a, b)}
    assert missed <= UNKNOWN
    assert [article.text[a:b] for a, b in article.body if not holds(body, a, b)] == []


@pytest.mark.parametrize("count", [1, 2, 3, 5, 50])
@pytest.mark.parametrize("article", [*ARTICLES, *STRANGE], ids=lambda article: article.name)
def test_a_summary_keeps_what_it_may_not_lose(article: Article, count: int) -> None:
    extract = summarize(article.text, title=article.title, language=article.language, sentences=count)
    spans = chosen(extract)
    assert spans, "an article with sentences has a summary"
    for start, end, kind in article.furniture:
        if article.text[start:end] in UNKNOWN:
            continue
        assert not any(a < end and start < b for a, b in spans), f"{kind} taken: {article.text[start:end]}"
    for start, end in [*article.caveats, *article.corrections]:
        assert holds(spans, start, end), f"left out: {article.text[start:end]}"
    for quote, speaker in article.quotes:
        if holds(spans, *quote):
            assert holds(spans, *speaker), f"no speaker: {article.text[slice(*quote)]}"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_the_same_is_found_when_nobody_says_title_and_language(article: Article) -> None:
    spans = chosen(summarize(article.text, title="", language=None))
    taken = [article.text[a:b] for a, b, _ in article.furniture if any(x < b and a < y for x, y in spans)]
    lost = [article.text[a:b] for a, b in article.caveats if not holds(spans, a, b)]
    assert (taken, lost) == ([], [])


def test_caption_credit_and_author_are_data() -> None:
    article = next(a for a in ARTICLES if a.name == "en-01")
    extract = summarize(article.text, title=article.title, language="en")
    assert extract.caption == "Repair crews work beside a damaged substation near Velyka Dolyna."
    assert extract.credit == "Oleh Tymchuk/Herald Images"
    assert extract.authors == ("Maria Holub",)


def test_a_page_with_other_stories_below_ends_where_the_article_ends() -> None:
    text = (
        "News\n\nBridge reopens after repairs\n\n2 min read\nBridge reopens after repairs\n"
        "The bridge in May. (A. Kahn/AFP/Getty Images)\n\n"
        "The old bridge reopened on Monday, the city said.\n\nDrivers had waited nine months.\n\n"
        "The Courier could not verify the cost.\n\nAvatar\nLia Brook\n\nReporter\n\n"
        "Lia Brook is a reporter for the Courier.\n\nRead more\nNews\n\n"
        "President Marin said in a speech on Sunday that talks were going well.\n\nShow More"
    )
    found = inspect_article(text, None, 3, None)
    assert found["headline"] == "Bridge reopens after repairs"
    assert [part["text"] for part in found["summary"]] == [
        "The old bridge reopened on Monday, the city said.",
        "Drivers had waited nine months.",
        "The Courier could not verify the cost.",
    ]
    assert all(text[part["start"] : part["end"]] == part["text"] for part in found["furniture"])


def test_a_read_more_in_the_middle_does_not_end_the_article() -> None:
    text = (
        "The dam will be raised by four metres, the ministry said.\n\nRead more\n\nWhy the dam leaks\n\n"
        "Work is to begin in June and last two years.\n\nVillagers fear for their fields.\n\n"
        "They have asked the court to stop the plan."
    )
    extract = summarize(text, title="Dam to be raised", language="en", sentences=9)
    assert len(extract.summary.sentences) == 4
    assert [text[p.span.start : p.span.end] for p in extract.furniture] == ["Read more", "Why the dam leaks"]


def test_a_source_named_on_a_line_of_its_own_comes_with_the_first_sentence() -> None:
    text = (
        "Новини\nВнаслідок атаки на Рудню загинули двоє людей\nОлена Гай — Вівторок, 18 лютого "
        "2025, 06:02\n1243\n"
        "Фото: ДСНС України\nУ ніч на 18 лютого Рудню атакували дронами, загинули двоє людей.\n"
        "Джерело: голова ОВА Іван Кіт у Telegram\nДеталі: Пошкоджено "
        "дев'ятиповерхівку.\nПередплатіть «Світанок»\n"
        "Теми: Рудня, дрони\nГоловне за сьогодні\nУ столиці відкрили міст"
    )
    found = inspect_article(text, None, 1, None)
    assert found["headline"] == "Внаслідок атаки на Рудню загинули двоє людей"
    assert [part["text"] for part in found["summary"]] == [
        "У ніч на 18 лютого Рудню атакували дронами, загинули двоє людей.",
        "Джерело: голова ОВА Іван Кіт у Telegram",
    ]
    assert found["authors"] == ["Олена Гай"]


def test_cards_of_other_stories_inside_a_page_are_not_taken() -> None:
    text = (
        "Bridge closes for repairs | Region | Courier Online\nBy Lia Brook\nPublished On 18 Feb 2025\n"
        "The old bridge will close on Sunday, the city said, for three weeks of work.\n\n"
        "Recommended Stories\nlist of 2 items\nlist 1 of 2\nFerry talks stall\nlist 2 of 2\nWho "
        "pays for the ferry?\n"
        "end of list\nTwo engineers, who asked not to be named, said the work may take longer.\n\n"
        "The city has not confirmed this.\n\nSign up for Courier Online\nWeek in the region\n"
        "Catch up on our coverage, all in one place.\nE-mail address\nSubscribe\n"
        '"We are used to it," said Um Reed, who sells bread at the bridge.'
    )
    found = inspect_article(text, None, 4, None)
    assert found["headline"] == "Bridge closes for repairs"
    assert [part["text"][:24] for part in found["summary"]] == [
        "The old bridge will clos",
        "Two engineers, who asked",
        "The city has not confirm",
        '"We are used to it," sai',
    ]


def test_a_paragraph_that_ends_by_asking_stays_and_only_its_request_goes() -> None:
    text = (
        "Глава города Иван Серов подписал поправки в указ о мерах безопасности на мостах, сообщила мэрия. "
        "Теперь грузовики тяжелее двадцати тонн будут пропускать только ночью, а автобусы пойдут "
        "в объезд через "
        "посёлок Речной и станцию Узкая. Ограничения продлятся до конца мая, пока не закончится ремонт опор. "
        "Читайте нас в Яндексе."
    )
    extract = summarize(text, title="Поправки", language="ru", sentences=9)
    assert len(extract.summary.sentences) == 3
    assert [piece.kind for piece in extract.furniture] == ["promo"]


def test_a_paragraph_with_a_credit_behind_it_is_no_caption() -> None:
    text = (
        "The garden in Larkton opened on Sunday. The mayor planted a lime tree. Families with "
        "children came all "
        "day long. The benches were made in town. Photo: larkton.example"
    )
    assert len(summarize(text, title="Garden opens", language="en", sentences=3).summary.sentences) == 3


def test_no_text_is_all_furniture() -> None:
    text = (
        "Subscribe to our newsletter, the mayor wrote in our town's paper, and you will learn what we build."
    )
    assert summarize(text, title="Mayor's letter", language="en").summary.sentences


def test_a_line_without_a_letter_is_an_ornament() -> None:
    found = inspect_article(
        "Eleven people were killed in Soline overnight, the rescue service said.\n\n📬\n\n* * *\n\n"
        "Another 41 people were wounded, the mayor said.\n\n—\n\n***\n\n...\n",
        None,
        5,
        None,
    )
    assert found["headline"] == ""
    assert [(part["text"], part["kind"]) for part in found["furniture"]] == [
        (sign, "ornament") for sign in ("📬", "* * *", "—", "***", "...")
    ]
    assert len(found["summary"]) == 2


def test_a_line_without_a_stop_alone_is_a_headline_and_no_summary() -> None:
    found = inspect_article("Mill burns in Orlec\n", None, 3, None)
    assert found["headline"] == "Mill burns in Orlec"
    assert found["summary"] == []


def test_a_sentence_alone_is_its_summary() -> None:
    found = inspect_article("A mill burned in Orlec.", None, 3, None)
    assert [sentence["text"] for sentence in found["summary"]] == ["A mill burned in Orlec."]


def test_of_an_empty_text_nothing_is_found() -> None:
    assert inspect_article("", None, 3, None)["findings"] == []
