"""subscribers import, export, add, show, topics, unsubscribe, lift, erase, merge, lists, testers."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from digest.commands.answer import whole
from digest.commands.context import Answer, Context, counted, short
from digest.errors import DigestError
from digest.store.engine import Connection, read, write
from digest.toml_file import nearest
from subscribers import store
from subscribers.model import Subscription


def add(context: Context) -> Answer:
    """Adds one reader on an operator's word; what she has left is not given back."""
    with write(context.engine) as conn:
        added = store.add(
            conn,
            context.args.address,
            pepper=_pepper(context),
            lists=context.args.list or [],
            at=context.clock(),
            how=f"added by {getpass.getuser()}",
            name=context.args.name or "",
        )
    if added.subscriber_id is None:
        raise DigestError("a never-mail order stands for this address; only the reader's own opt-in lifts it")
    left = f"; she has left {', '.join(added.opted_out)}" if added.opted_out else ""
    return Answer(
        document=added,
        text=f"reader {added.subscriber_id}: on {', '.join(added.joined) or 'no new list'}{left}",
    )


def show(context: Context) -> Answer:
    """All we hold about one reader."""
    with write(context.engine) as conn:
        person = store.show(conn, _reader(conn, context))
    lines = [
        f"reader {person.id}: {person.name} <{person.address}>, since {short(person.added_at)}",
        *map(_subscription, person.subscriptions),
        *(
            f"  never mail {one.scope or 'anything'}: {one.reason}, {short(one.at)}"
            for one in person.suppressions
        ),
        *(f"  {short(one.at)} {one.what} {one.list} ({one.how})" for one in person.consents),
    ]
    return Answer(document=person, text="\n".join(lines))


def _subscription(one: Subscription) -> str:
    without = f", without {', '.join(one.unwanted)}" if one.unwanted else ""
    return f"  {one.list}: {one.state} since {short(one.at)} ({one.how}){without}"


def topics(context: Context) -> Answer:
    """What a reader leaves out of her mail on a list; with --without or --all, makes it so."""
    args, settings = context.args, context.settings
    known = {rule.name for letter in settings.newsletters.values() for rule in letter.sections}
    for name in args.without or ():
        if name not in known:
            raise DigestError(
                f"no newsletter has a section {name!r}{nearest(name, known)}", subject="--without"
            )
    with write(context.engine) as conn:
        reader = _reader(conn, context)
        held = store.unwanted(conn, reader)
        for name in args.list or held if args.without or args.all else ():
            how = f"by {getpass.getuser()}"
            store.leave_out(conn, reader, name, args.without or (), context.clock(), how)
        now = {name: sorted(out) for name, out in store.unwanted(conn, reader).items()}
    lines = [f"reader {reader}: {'' if now else 'on no list'}"]
    said = {name: ", ".join(out) for name, out in now.items()}
    lines += [f"  {name}: {'without ' + out if out else 'every topic'}" for name, out in said.items()]
    return Answer(document={"reader": reader, "without": now}, text="\n".join(lines))


def unsubscribe(context: Context) -> Answer:
    """Takes a reader off one list, or off everything; for ever, and from the next claim on."""
    with write(context.engine) as conn:
        reader = _reader(conn, context)
        list_name = context.args.list[0] if context.args.list else None
        store.show(conn, reader)  # UnknownSubscriber: the operator mistyped
        changed = store.unsubscribe(conn, reader, list_name, context.clock(), f"by {getpass.getuser()}")
    context.keep_optouts()
    words = "unsubscribed" if changed else "was off already"
    return Answer(document={"reader": reader, "changed": changed}, text=f"reader {reader}: {words}")


def lift(context: Context) -> Answer:
    """Takes back a bounce, a complaint or an operator's order, with a reason; never a reader's own word."""
    args = context.args
    who: int | str = int(args.who) if _is_number(args.who) else args.who
    with write(context.engine) as conn:
        lifted = store.lift(
            conn, who, context.clock(), getpass.getuser(), args.why,
            pepper="" if isinstance(who, int) else _pepper(context),
        )  # fmt: skip
    if not lifted:
        raise DigestError("no order stands that is yours to lift: her own opt-out only she takes back")
    context.keep_optouts()
    return Answer(document={"lifted": True}, text="lifted: she is mailed again on the lists she is on")


def erase(context: Context) -> Answer:
    """Deletes a reader and her mails in the outbox; a keyed hash stops a new import."""
    with write(context.engine) as conn:
        reader = _reader(conn, context)
        address = store.show(conn, reader).address
        store.erase(conn, reader, context.clock(), getpass.getuser())
    context.keep_optouts()
    files = _erase_files(context, address)
    return Answer(
        document={"reader": reader, "files": files},
        text=f"reader {reader}: erased, {counted(files, 'file')} too",
    )


def _erase_files(context: Context, address: str) -> int:
    """Deletes the private files (outbox mails, refused rows, mailboxes) that hold this address."""
    needle = address.encode().lower()
    found = [
        file
        for file in context.settings.private.rglob("*")
        if file.is_file() and needle in file.read_bytes().lower()
    ]
    for file in found:
        file.unlink()
    return len(found)


def merge(context: Context) -> Answer:
    """Makes two records of one person one; opt-outs of either are kept."""
    keep, drop = context.args.keep, context.args.drop
    with write(context.engine) as conn:
        store.merge(conn, keep, drop, context.clock(), getpass.getuser())
    context.keep_optouts()
    return Answer(document={"kept": keep, "dropped": drop}, text=f"reader {drop} is now reader {keep}")


def lists(context: Context) -> Answer:
    """The lists, and how many stand on each."""
    with read(context.engine) as conn:
        counts = store.list_counts(conn)
    lines = [
        f"{one.list.name:<20} {one.list.tier:<8} {one.list.opt_in:<7} {one.confirmed:>9,} confirmed "
        f"{one.unconfirmed:>9,} unconfirmed {one.unsubscribed:>9,} unsubscribed"
        for one in counts
    ]
    return Answer(
        document={"lists": counts}, text="\n".join(lines) or "no lists: add [[lists]] to digest.toml"
    )


def testers(context: Context) -> Answer:
    """Lists, adds or removes those of the newsroom who get test mails."""
    args = context.args
    with write(context.engine) as conn:
        if args.add:
            store.add_tester(conn, args.add, pepper=_pepper(context), at=context.clock())
        if args.remove:
            store.remove_tester(conn, args.remove, pepper=_pepper(context))
        found = store.list_testers(conn)
    lines = [f"{tester.name} <{tester.address}>".strip() for tester in found]
    return Answer(document={"testers": found}, text="\n".join(lines) or "no testers")


def take_in(context: Context) -> Answer:
    """Imports a CSV file; each refused line is named with its reason, its content kept in a private file."""
    from subscribers import csv_file

    context.merge_optouts()
    path = Path(context.args.file)
    refused = context.settings.private / "refused" / f"{path.stem}-{context.clock():%Y%m%dT%H%M%S}.csv"
    report = csv_file.import_csv(
        lambda: write(context.engine),
        path,
        pepper=_pepper(context),
        lists=tuple(context.args.list or ()),
        now=context.clock(),
        refused=refused,
    )
    context.keep_optouts()
    lines = [
        f"{path.name}: {counted(report.rows, 'row')}: {report.added:,} new, {report.known:,} known already, "
        f"{report.opted_out:,} kept out because they left, {report.refused:,} refused",
        *(f"  line {one.line}: {one.reason}" for one in report.refusals),
        *(f"  {note}: {count}" for note, count in report.notes.items()),
    ]
    if report.refused_file:
        lines.append(f"the refused rows are in {report.refused_file}")
    return Answer(document=report, text="\n".join(lines))


def export(context: Context) -> Answer:
    """Writes the readers to a CSV file (mode 0600), safe to open in a spreadsheet."""
    from subscribers import csv_file

    with read(context.engine) as conn:
        count = csv_file.export_csv(conn, Path(context.args.file))
    return Answer(document={"written": count}, text=f"{counted(count, 'reader')} written")


def _pepper(context: Context) -> str:
    return context.settings.require_secret("pepper")


def _reader(conn: Connection, context: Context) -> int:
    """The reader an argument names, by number or by address."""
    who: str = context.args.who
    if _is_number(who):
        return int(who)
    found = store.find(conn, who, _pepper(context))
    if found is None:
        raise DigestError("no reader has this address")
    return found


def _is_number(who: str) -> bool:
    return who.isdecimal() and len(who) < 19  # what is longer is no id


def _arg(*flags: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, options


_WHO = _arg("who", metavar="READER", help="a reader's number or address")
_LIST = _arg("--list", action="append", metavar="NAME")

COMMANDS = (
    ("import", take_in, "import a CSV file", (_arg("file", metavar="FILE.csv"), _LIST)),
    ("export", export, "write a CSV file", (_arg("file", metavar="FILE.csv"),)),
    ("add", add, "add one reader", (_arg("address", metavar="ADDRESS"), _LIST, _arg("--name"))),
    ("show", show, "all we hold about one reader", (_WHO,)),
    (
        "topics",
        topics,
        "what a reader leaves out of her mail",
        (
            _WHO,
            _LIST,
            _arg("--without", action="append", metavar="SECTION", help="leave it out; again for more"),
            _arg("--all", action="store_true", help="every topic"),
        ),
    ),
    ("unsubscribe", unsubscribe, "take a reader off a list, or off everything", (_WHO, _LIST)),
    (
        "lift",
        lift,
        "take back a bounce, a complaint or an operator's order",
        (_WHO, _arg("--why", required=True, metavar="TEXT", help="the reason, for the record")),
    ),
    ("erase", erase, "delete a reader and all we hold", (_WHO,)),
    (
        "merge",
        merge,
        "make two records of one person one",
        (_arg("keep", type=whole, metavar="KEEP"), _arg("drop", type=whole, metavar="DROP")),
    ),
    ("lists", lists, "the lists and their readers", ()),
    (
        "testers",
        testers,
        "who gets test mails",
        (_arg("--add", metavar="ADDRESS"), _arg("--remove", metavar="ADDRESS")),
    ),
)
