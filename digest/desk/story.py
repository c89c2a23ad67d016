"""The page of one story: its words beside their source, its entries, the parts of its score, its edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from starlette.requests import Request
from starlette.responses import Response

from digest import news
from digest.desk import summary
from digest.desk.app import Desk
from digest.desk.passage import Piece, passage
from digest.desk.views import about
from digest.errors import EditionError
from digest.headline import clean_headline
from digest.model import Draft, Edit, Entry, Finding, Item, Picture, Sentence, Story
from digest.store import edits as edit_store
from digest.store import entries as entry_store
from digest.store.edits import Made
from digest.store.engine import read
from digest.write.reading import read_source

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
        made = edit_store.history_of(conn, found, item.entry_ids)
    told = next((one for one in draft.stories if one.id == item.story_id), None)
    others = [one for one in draft.items if one.story_id != item.story_id and one.entry_ids]
    rows, left = summary.rows_of(item.summary)
    return desk.page(
        request,
        "story.html.j2",
        **facts,
        item=item,
        story=told,
        top=max((one.score.total for one in draft.stories), default=1.0),
        entries=entries,
        lead=entries.get(item.lead_id),
        rows=rows,
        left=left,
        findings=_findings(draft, item),
        pictures=pictures_of(item, entries),
        passages={number: _passage(item, entry) for number, entry in entries.items()},
        versions={
            number: [(old, words(old.title + "\n" + old.text, _next(history, place, entries[number])))
                     for place, old in enumerate(history)]
            for number, history in versions.items() if history and number in entries
        },
        history=history_of(made, item, told),
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


def known_of(item: Item | None, entries: Mapping[int, Entry]) -> tuple[Sentence, ...]:
    """Every sentence the item's summary may hold word for word: its lead's, the machine's last."""
    lead = entries.get(item.lead_id) if item else None
    if item is None or lead is None:
        return ()
    own = (one for one in item.summary.sentences if one.by is None)
    return (*read_source(lead, item.language).sentences, *own, *item.summary.left)


def _passage(item: Item, entry: Entry) -> tuple[Piece, ...]:
    reading = read_source(entry, item.language)
    return passage(entry.text or entry.summary, entry.id, item, reading.furniture, reading.sentences)


def _findings(draft: Draft, item: Item) -> list[Finding]:
    """What was found about this item: by its writing, and by the checks that name its headline or entry."""
    places = {item.headline, *(f"entry {number}" for number in item.entry_ids)}
    return [*item.findings, *(one for one in draft.findings if one.place in places)]


def pictures_of(item: Item, entries: Mapping[int, Entry]) -> tuple[Picture, ...]:
    """The pictures the item may show: its own, then those of its entries that are ours, each once."""
    offered = (one.picture for one in entries.values() if one.feed.own and one.feed.images)
    found = {one.url: one for one in (item.picture, *offered) if one is not None}
    return tuple(found.values())


Line = tuple[Made, tuple[Change, ...]]


def history_of(made: Sequence[Made], item: Item, story: Story | None) -> list[Line]:
    """What editors did with the item, newest first, each change of words with its difference; pure."""
    lines: list[Line] = []
    for place, one in enumerate(made):
        before = _before(made[:place], one, item, story)
        lines.append((one, () if before is None else words(before, one.edit.value or "")))
    return lines[::-1]


def _before(earlier: Sequence[Made], one: Made, item: Item, story: Story | None) -> str | None:
    """The words this edit changed: those of the last edit of its kind that stood then, else the machine's."""
    for other in reversed(earlier):
        stood = other.undone_at is None or other.undone_at > one.edit.at
        if other.edit.kind == one.edit.kind and stood:
            return other.edit.value
    return _machines(one.edit, item, story)


def _machines(edit: Edit, item: Item, story: Story | None) -> str | None:
    """What the machine had written where this edit writes; None for what is no text."""
    if edit.kind == "headline" and story is not None:
        return clean_headline(story.lead.title, story.lead.feed.publisher)
    if edit.kind == "summary":
        kept = [one for one in item.summary.sentences if one.by is None]
        machine = sorted((*kept, *item.summary.left), key=lambda one: one.span.start)
        return "\n".join(one.text for one in machine)
    if edit.kind == "alt":
        return (story.lead.picture.alt or "") if story and story.lead.picture else ""
    return "" if edit.kind == "note" else None


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
        "summary": summary.lines(item.summary),
        "note": item.note or "",
        "alt": (picture.alt or "") if picture else "",
        "picture": picture.url if picture else "",
        "section": item.section,
    }
    return values.get(kind)
