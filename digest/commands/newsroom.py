"""init, doctor, migrate, backup, restore, prune."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from digest.commands.backup import backup, restore
from digest.commands.context import Answer, Context, counted
from digest.settings import Settings
from digest.store.engine import Connection, open_engine, write
from digest.store.migrate import migrate as migrate_store
from subscribers import store as people

UNCONFIRMED = timedelta(days=30)  #: a confirmation link holds for two of them


def init(context: Context) -> Answer:
    """Makes a newsroom's folder; with --sample one that makes an edition at once."""
    from digest.sample import make_plain, make_sample

    folder = Path(context.args.folder)
    if context.args.sample:
        make_sample(folder, context.now())
        steps = "digest draft daily → digest show daily --why → digest approve … → digest send daily"
    else:
        make_plain(folder)
        steps = "put your feeds into digest.toml, then: digest draft daily"
    return Answer(document={"folder": str(folder)}, text=f"{folder} is ready.\ncd {folder}; {steps}")


def doctor(context: Context) -> Answer:
    """Looks at everything an edition needs and says what is missing; exit 1 when something blocks."""
    from digest.doctor import doctor as look

    findings = look(context.settings)
    lines = [
        f"{f.level.upper():<6}{f.place}: {f.message}{' → ' + f.todo if f.todo else ''}" for f in findings
    ]
    blocking = sum(f.level == "block" for f in findings)
    return Answer(
        document={"findings": findings},
        text="\n".join(lines) or "all is well",
        problem=f"{counted(blocking, 'finding')} must be mended first" if blocking else "",
    )


def migrate(context: Context) -> Answer:
    """Brings the database's tables to this program's version."""
    engine = open_engine(context.settings.storage_url)
    before, after = migrate_store(engine)
    engine.dispose()
    text = f"the tables are of version {after}" + (
        "" if before == after else f" (they were {before or 'none'})"
    )
    return Answer(document={"before": before, "after": after}, text=text)


def prune(context: Context) -> Answer:
    """Deletes what [retention] says is too old; --dry-run only counts."""
    from digest.store import retention

    with write(context.engine) as conn:
        counts = retention.prune(
            conn, context.settings.retention, context.clock(), dry_run=context.args.dry_run
        )
        counts["sign-ups never confirmed"] = _unconfirmed(conn, context)
    files = _old_files(context.settings, context.clock().timestamp(), dry_run=context.args.dry_run)
    document = {**counts, "files": files, "dry_run": context.args.dry_run}
    words = ", ".join(f"{count:,} {what}" for what, count in {**counts, "private files": files}.items())
    return Answer(document=document, text=f"{'would delete' if context.args.dry_run else 'deleted'}: {words}")


def _unconfirmed(conn: Connection, context: Context) -> int:
    """Erases those who asked for a list and did not confirm within thirty days; a dry run rolls it back."""
    erasing = conn.begin_nested()
    count = people.erase_unconfirmed(conn, context.clock() - UNCONFIRMED)
    if context.args.dry_run:
        erasing.rollback()
    else:
        erasing.commit()
    return count


def _old_files(settings: Settings, now: float, *, dry_run: bool) -> int:
    """Private files (outbox, refused rows, mailboxes) past retention.events, in seconds since the epoch."""
    limit = now - settings.retention.events.total_seconds()
    old = [f for f in settings.private.rglob("*") if f.is_file() and f.stat().st_mtime < limit]
    for file in old if not dry_run else ():
        file.unlink()
    return len(old)


def _arg(*flags: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, options


COMMANDS = (
    (
        "init",
        init,
        "make a newsroom's folder",
        (_arg("folder", metavar="DIR"), _arg("--sample", action="store_true", help="with sample feeds")),
    ),
    ("doctor", doctor, "what is missing for the next edition", ()),
    ("migrate", migrate, "bring the database's tables up to date", ()),
    ("backup", backup, "copy the database while all goes on", (_arg("file", metavar="FILE"),)),
    ("restore", restore, "put a backup in the database's place", (_arg("file", metavar="FILE"),)),
    ("prune", prune, "delete what is past its retention", (_arg("--dry-run", action="store_true"),)),
)
