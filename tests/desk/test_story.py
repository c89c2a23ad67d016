"""The page of one story: each sentence edited by itself, linked to its place, and back again."""

from __future__ import annotations

from typing import Any

import pytest
from desk.conftest import TOKEN, Room
from desk.test_morning import click_for, desk
from desk.visitor import Answer, Form, Visitor

from digest.model import Item, Sentence
from digest.store import edits
from digest.store.engine import read


@pytest.fixture
def olena(room: Room) -> Visitor:
    return Visitor(room.base).enter(f"/?token={TOKEN}")


def doubtful(room: Room) -> Item:
    """An item of our own whose summary carries a doubt."""
    return next(
        item
        for item in room.draft.items
        if item.own and len(item.summary.sentences) > 2 and item.summary.sentences[-1].role == "caveat"
    )


def now(room: Room, item: Item) -> tuple[Sentence, ...]:
    return next(one for one in room.draft.items if one.lead_id == item.lead_id).summary.sentences


def page_of(visitor: Visitor, room: Room, item: Item) -> Answer:
    return visitor.get(f"/story/{item.lead_id}/{room.edition.name}")


def form_of(page: Answer) -> Form:
    return page.form(kind="summary")


def test_a_changed_sentence_is_hers_and_the_others_keep_their_places(room: Room, olena: Visitor) -> None:
    item = doubtful(room)
    page = olena.send(form_of(page_of(olena, room, item)), s2="In Olena's own words.")
    changed = now(room, item)
    assert [one.by for one in changed] == [None, "Olena", *[None] * (len(changed) - 2)]
    assert [one.span for one in changed[2:]] == [one.span for one in item.summary.sentences[2:]]
    assert "edited by Olena" in page.text
    was = item.summary.sentences[1]
    assert f'name="add" value="{was.span.start}"' in page.text  # too different to be a rewording: put back
    html = next(one.html for one in room.renderings if item.story_id in one.story_ids)
    assert "In Olena&#39;s own words." in html or "In Olena's own words." in html


def test_a_rewording_is_shown_beside_what_it_was_and_restored(room: Room, olena: Visitor) -> None:
    item = doubtful(room)
    was = item.summary.sentences[0]
    first, *rest = was.text.split()
    page = olena.send(form_of(page_of(olena, room, item)), s1=" ".join(["Reportedly,", first.lower(), *rest]))
    assert f"<del>{first}</del>" in page.text
    page = olena.send(form_of(page), restore=f"1 {was.span.start}")
    assert now(room, item) == item.summary.sentences
    assert "edited by Olena" not in page.text


def test_a_sentence_is_taken_out_and_put_back_where_it_stood(room: Room, olena: Visitor) -> None:
    item = doubtful(room)
    page = olena.send(form_of(page_of(olena, room, item)), without="2")
    assert now(room, item) == (item.summary.sentences[0], *item.summary.sentences[2:])
    olena.send(form_of(page), add=str(item.summary.sentences[1].span.start))
    assert now(room, item) == item.summary.sentences


def test_a_sentence_of_the_source_is_taken_in_with_what_was_typed(room: Room, olena: Visitor) -> None:
    item = doubtful(room)
    page = page_of(olena, room, item)
    used = {one.span.start for one in item.summary.sentences}
    free = [int(part.split('"')[0]) for part in page.text.split('name="add" value="')[1:]]
    start = next(number for number in free if number not in used)
    olena.send(form_of(page), add=str(start), s1="Olena began.", more="Olena ended.")
    texts = {one.text: one for one in now(room, item)}
    assert texts["Olena began."].by == texts["Olena ended."].by == "Olena"
    assert [one.by for one in texts.values() if one.span.start == start and one.span.end > start] == [None]
    starts = [one.span.start for one in now(room, item) if one.by is None]
    assert starts == sorted(starts)


def test_a_doubt_taken_out_is_found_here_and_before_it_goes(room: Room, olena: Visitor) -> None:
    item = doubtful(room)
    last = len(item.summary.sentences)
    page = olena.send(form_of(page_of(olena, room, item)), without=str(last))
    assert "s summary has not" in page.text
    assert [one.level for one in room.draft.findings if one.check == "doubt-left-out"] == ["warn"]
    assert "s summary has not" in olena.get("/edition/daily").text


def test_what_editors_did_stays_with_its_differences(room: Room, olena: Visitor) -> None:
    item = doubtful(room)
    page = olena.send(page_of(olena, room, item).form(kind="headline"), value=f"{item.headline}, again")
    page = olena.send(page.form(kind="headline"), value=f"{item.headline}, and again")
    assert "<ins>and</ins>" in page.text
    with read(room.engine) as conn:
        last = edits.edits_of(conn, room.edition)[-1]
    page = olena.send(page.form(kind="undo", edit=str(last.id)))
    assert "taken back" in page.text
    assert now(room, item) == item.summary.sentences


def test_a_section_nobody_knows_is_refused_with_the_nearest(room: Room, olena: Visitor) -> None:
    item, known = room.draft.items[0], room.draft.sections[-1].name
    form = page_of(olena, room, item).form(kind="section")
    answer = olena.send(form, value=known[:-1])
    assert answer.status == 409
    assert known in answer.text
    assert room.draft.items[0].section == item.section


def test_a_sentence_and_its_place_light_up_together_and_a_click_takes_one_in(
    browser: Any, room: Room
) -> None:
    with desk(browser, room) as page:
        page.locator(".story .head").first.click()
        page.wait_for_selector("html.scripts #w-summary")
        page.locator("#f-s1").focus()
        assert "lit" in page.locator("mark#s1").get_attribute("class")
        page.locator("mark#s2, mark[data-sentence='2']").first.hover()
        assert "lit" in page.locator("#t2").get_attribute("class")
        count = page.locator(".rows li").count()
        page.locator("#f-headline").fill("Half a headline")
        click_for(page, page.locator(".source .free").first)
        page.wait_for_function("n => document.querySelectorAll('.rows li').length === n", arg=count + 1)
        assert page.locator("#f-headline").input_value() == "Half a headline"
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("#out-1").press("Enter")
        page.wait_for_function("n => document.querySelectorAll('.rows li').length === n", arg=count)
        assert page.evaluate("document.activeElement.id") == "out-1"
        click_for(page, page.get_by_role("button", name="Save headline"))
    assert room.draft.items[0].headline == "Half a headline"


def test_what_was_typed_before_a_reload_overwrites_nobody(browser: Any, room: Room) -> None:
    item = room.draft.items[0]
    with desk(browser, room) as page, desk(browser, room, "Mykola") as other:
        for one in (page, other):
            one.locator(".story .head").first.click()
            one.wait_for_selector("html.scripts #w-summary")
        page.locator("#f-s1").fill("Typed by Olena.")
        click_for(other, other.locator("#out-2"))
        his = now(room, item)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        assert page.locator("#f-s1").input_value() == "Typed by Olena."
        page.get_by_role("button", name="Save summary").click()
        page.get_by_role("heading", name="The summary changed while you wrote").wait_for()
        assert page.get_by_label("What you typed").input_value().startswith("Typed by Olena.")
        assert now(room, item) == his
        page.get_by_role("button", name="Save mine").click()
        page.wait_for_selector("html.scripts #w-summary")
    assert now(room, item)[0].text == "Typed by Olena."
