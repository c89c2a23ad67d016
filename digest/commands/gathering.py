"""gather, feeds, inspect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from digest.commands.context import Answer, Context, counted, short
from digest.errors import DigestError
from digest.model import Feed, FeedResult
from digest.settings import FILE, parse
from digest.store.engine import read, write

if TYPE_CHECKING:
    from digest.store.feeds import FeedHealth


def gather(context: Context) -> Answer:
    """Fetches what is due, or the named feeds whatever is due."""
    from digest.gather import gather as gather_feeds

    names = context.args.feed or None
    if names:
        known = {feed.name for feed in context.settings.feeds}
        for name in names:
            if name not in known:
                raise DigestError(f"there is no such feed (known: {', '.join(sorted(known))})", subject=name)
    results = gather_feeds(
        context.engine,
        context.settings,
        context.now(),
        names=names,
        force=bool(names),
        progress=context.progress("gathering"),
    )
    return Answer(document={"feeds": results}, text="\n".join([*map(_line, results), "", _sum(results)]))


def _line(result: FeedResult) -> str:
    name = f"{result.feed:<28}"
    if result.outcome == "failed":
        return f"{name} FAILED   {result.problem}"
    if result.outcome in ("unchanged", "not-due"):
        return f"{name} {result.outcome}"
    said = f"  ({'; '.join(result.warnings)})" if result.warnings else ""
    return f"{name} {result.entries:>4} items, {result.new} new, {result.changed} changed{said}"


def _sum(results: tuple[FeedResult, ...]) -> str:
    failed = sum(result.outcome == "failed" for result in results)
    new = sum(result.new for result in results)
    return f"{counted(len(results), 'feed')}: {counted(new, 'new item')}, {failed} failed"


def feeds(context: Context) -> Answer:
    """Lists the feeds with their health, or takes them in from or writes them to OPML."""
    from digest.gather import opml
    from digest.store import feeds as feed_store

    if context.args.action == "export":
        text = opml.write(context.settings.feeds)
        _file(context.args.file).write_text(text, encoding="utf-8")
        number = len(context.settings.feeds)
        return Answer(document={"written": number}, text=f"{counted(number, 'feed')} written")
    if context.args.action == "import":
        names = [feed.name for feed in context.settings.feeds]
        return _import(context, opml.read(_file(context.args.file).read_bytes(), names))
    with write(context.engine) as conn:
        feed_store.ensure(conn, context.settings.feeds)
    with read(context.engine) as conn:
        health = feed_store.health(conn, {feed.name for feed in context.settings.feeds})
    return Answer(document={"feeds": health}, text="\n".join(map(_health_line, health)))


def _health_line(one: FeedHealth) -> str:
    failed = f"{counted(one.failures, 'failure')} in a row: " if one.failures else ""
    moved = f" (it moved to {one.moved_to})" if one.moved_to else ""
    return (
        f"{one.name:<24} last good {short(one.last_good):<21} next {short(one.next_check):<21} "
        f"{one.items_a_day:5.1f} items a day  {failed}{one.silent or ''}{moved}"
    ).rstrip()


def _import(context: Context, found: tuple[Feed, ...]) -> Answer:
    """Appends the feeds that digest.toml lacks to its end; the file is checked before it is changed."""
    path = Path(context.args.config)
    file = path / FILE if path.is_dir() else path
    urls = {feed.url for feed in context.settings.feeds}
    new = tuple(feed for feed in found if feed.url not in urls)
    source = file.read_text(encoding="utf-8")
    changed = source.rstrip("\n") + "\n" + "".join(_table(feed) for feed in new)
    parse(changed, str(file))
    part = file.with_suffix(".toml.part")
    part.write_text(changed, encoding="utf-8")
    part.replace(file)
    text = f"{counted(len(found), 'feed')} in the file, {len(new)} new in {file}"
    return Answer(document={"found": len(found), "new": [feed.name for feed in new]}, text=text)


def _table(feed: Feed) -> str:
    """A feed as digest.toml writes it; a JSON string is a TOML string."""
    keys = ("name", "url", "publisher", "section", "language")
    values = {key: getattr(feed, key) for key in keys}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n[[feeds]]\n" + "\n".join(lines) + "\n"


def _file(name: str | None) -> Path:
    if not name:
        raise DigestError("name the OPML file: `digest feeds import FILE.opml`")
    return Path(name)
