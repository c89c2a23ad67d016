"""The page of one story: its words beside their source, its entries, the parts of its score, its edits."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from starlette.requests import Request
from starlette.responses import Response

from digest import news
from digest.desk.app import Desk
from digest.desk.passage import Piece, passage
from digest.desk.views import about
from digest.errors import EditionError
from digest.model import Draft, Entry, Item
from digest.store import entries as entry_store
from digest.store.engine import read
from digest.write.furniture import read_page

Change = tuple[str, str]  #: how a run of words changed ("same", "gone", "new"), the words


def story(desk: Desk, request: Request) -> Response:
    """One story of the edition, named by any of its entries."""
    found = desk.edition(request)
    facts = about(desk, found)
    draft: Draft | None = facts["draft"]
    item = item_of(draft, request.path_params["entry"])
    if draft is None or item is None:
        raise EditionError("this item is not in the edition now", subject=found.name)
    feeds = {feed.name: feed for feed in news.feeds_of(desk.settings)}
    with read(desk.engine) as conn:
        entries = entry_store.by_ids(conn, feeds, item.entry_ids)
        versions = {number: entry_store.history(conn, number) for number in item.entry_ids}
    told = next((one for one in draft.stories if one.id == item.story_id), None)
    others = [one for one in draft.items if one.story_id != item.story_id]
    return desk.page(
        request,
        "story.html.j2",
        **facts,
        item=item,
        story=told,
        top=max((one.score.total for one in draft.stories), default=1.0),
        entries=entries,
        lead=entries.get(item.lead_id),
        passages={number: _passage(item, entry) for number, entry in entries.items()},
        versions={
            number: [(old, words(old.title + "\n" + old.text, _next(history, place, entries[number])))
                     for place, old in enumerate(history)]
            for number, history in versions.items() if history and number in entries
        },
        mine=[edit for edit in facts["edits"] if edit.entry in item.entry_ids],
        others=others,
        left_out=[cut.story.lead for cut in draft.cut],
        public_pictures=desk.settings.public.url.rstrip("/") + "/pictures/",
    )  # fmt: skip


def _next(history: tuple[entry_store.Version, ...], place: int, entry: Entry) -> str:
    """What a version became: the text of the one after it, or the present one."""
    if place + 1 < len(history):
        return history[place + 1].title + "\n" + history[place + 1].text
    return entry.title + "\n" + entry.text


def item_of(draft: Draft | None, entry_id: int) -> Item | None:
    """The draft's item that this entry is in."""
    return next((item for item in draft.items if entry_id in item.entry_ids), None) if draft else None


def _passage(item: Item, entry: Entry) -> tuple[Piece, ...]:
    page = read_page(entry.text, entry.title)
    return passage(entry.text, entry.id, item, page.furniture)


def words(before: str, after: str) -> tuple[Change, ...]:
    """What changed from one text to the other, in runs of words; long runs that stayed are cut short."""
    old, new = before.split(), after.split()
    runs: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", _short(old[i:j])))
            continue
        runs += [("gone", " ".join(old[i:j]))] if j > i else []
        runs += [("new", " ".join(new[k:m]))] if m > k else []
    return tuple(runs)


def _short(run: list[str], kept: int = 12) -> str:
    return " ".join(run) if len(run) <= 2 * kept else " ".join([*run[:kept], "…", *run[-kept:]])


def value_of(draft: Draft | None, kind: str, entry: int | None) -> str | None:
    """What stands now where an edit of this kind would write; None for edits that write no words."""
    if draft is None:
        return None
    if kind in ("subject", "preheader", "intro"):
        return str(getattr(draft, kind))
    item = item_of(draft, entry or 0)
    if item is None:
        return None
    picture = item.picture
    values: Mapping[str, str] = {
        "headline": item.headline,
        "summary": item.summary.text,
        "note": item.note or "",
        "alt": (picture.alt or "") if picture else "",
        "picture": picture.url if picture else "",
        "section": item.section,
    }
    return values.get(kind)
