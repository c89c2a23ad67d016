"""send, report, settle, bounces."""

from __future__ import annotations

import getpass
import ipaddress
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from digest import pipeline
from digest.audience import tiers_of
from digest.commands.context import Answer, Context, counted, short
from digest.errors import DigestError, WrongState
from digest.model import Balance, Edition, Tier
from digest.send.settle import Doubt
from digest.settings import Settings
from digest.store import editions
from digest.store.engine import Connection, read
from digest.variants import Allotment


def send(context: Context) -> Answer:
    """Sends an approved edition, or goes on with it; --test mails one address; --dry-run only counts."""
    args = context.args
    if args.now and not _goes_nowhere(context.settings):
        raise DigestError("--now with send is only for the outbox or a host on this machine", subject="--now")
    edition = context.edition()
    if args.test:
        return _test(context, edition)
    if args.dry_run:
        return _dry_run(context, edition)
    if edition.state not in ("approved", "sending", "sent"):
        raise WrongState(f"it is {edition.state}; approve it first", subject=edition.name)
    context.merge_optouts()
    balance = pipeline.send_edition(
        context.engine,
        context.settings,
        edition,
        context.clock,
        rest=args.rest,
        progress=context.progress("sending"),
    )
    with read(context.engine) as conn:
        edition = editions.find(conn, edition.name)
    left = balance.unclear + balance.claimed + balance.waiting
    problem = f"{edition.name}: {counted(left, 'reader')} in doubt or not reached yet; see `digest settle`"
    return Answer(
        document={"edition": edition, "balance": balance},
        text=f"{edition.name}: {edition.state}\n{in_words(balance)}",
        problem=problem if left else "",
    )


def in_words(balance: Balance) -> str:
    """The balance as one line an editor can check by adding up."""
    parts = [
        f"{getattr(balance, name):,} {name}"
        for name in ("sent", "waiting", "claimed", "skipped", "refused", "unclear", "held", "cancelled")
        if getattr(balance, name) or name == "sent"
    ]
    return f"{balance.planned:,} planned = " + " + ".join(parts)


def _goes_nowhere(settings: Settings) -> bool:
    if settings.sender.kind == "outbox":
        return True
    smtp = settings.sender.kind == "smtp"
    host = settings.sender.smtp.host if smtp else urlsplit(settings.sender.sendgrid.host).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _test(context: Context, edition: Edition) -> Answer:
    from digest.notice import test_send

    with read(context.engine) as conn:
        renderings = editions.renderings_of(conn, edition)
        envelope = editions.envelope_of(conn, edition)
    chosen = [r for r in renderings if context.args.variant in (None, r.variant)]
    if not chosen:
        raise DigestError("it has no such variant, or no draft yet", subject=edition.name)
    test_send(context.settings, chosen[0], edition, envelope, to=context.args.test)
    return Answer(document={"edition": edition.name, "test": True}, text="test mail handed over")


def _dry_run(context: Context, edition: Edition) -> Answer:
    from digest.send.plan import would_get
    from digest.store import balance

    rest = context.args.rest
    with read(context.engine) as conn:
        waiting = balance.of(conn, edition.id).waiting
        stored = bool(editions.envelope_of(conn, edition))
        tiers, allotted = (
            would_get(conn, edition, rest=rest)
            if stored
            else (_by_settings(context, conn, edition), Allotment(readers={}))
        )
    total = waiting + sum(tiers.values())
    parts = [f"{waiting:,} planned"] * bool(waiting) + [f"{count:,} {tier}" for tier, count in tiers.items()]
    inside = ", ".join(parts)
    document = {
        "edition": edition.name, "state": edition.state, "recipients": total, "waiting": waiting,
        "tiers": tiers, "variants": allotted.readers, "nothing": allotted.nothing,
        "unserved": allotted.unserved, "rest": rest,
    }  # fmt: skip
    return Answer(
        document=document,
        text=f"{edition.name}: {edition.state}; {counted(total, 'reader')} would get it"
        f"{inside and f' ({inside})'}{_passed_over(allotted.nothing, allotted.unserved)}; nothing was sent",
    )


def _passed_over(nothing: int, unserved: int) -> str:
    """Who gets no mail because of what they chose, in words."""
    parts = [f"; {counted(nothing, 'reader')} left out every section of it"] * bool(nothing)
    parts += [f"; {counted(unserved, 'reader')} chose what no variant is within"] * bool(unserved)
    return "".join(parts)


def _by_settings(context: Context, conn: Connection, edition: Edition) -> Mapping[Tier, int]:
    """The audience as digest.toml has it: of an edition that has no draft yet."""
    from subscribers import store as people

    letter = context.settings.newsletter(edition.newsletter)
    tiers = tiers_of(context.settings, letter)
    return people.count_audience(conn, letter.lists, tiers, letter.segment)


def report(context: Context) -> Answer:
    """The balance of an edition and what came back; --recipients lists who, by opaque id."""
    from digest.send import report as reports

    edition = context.edition()
    with read(context.engine) as conn:
        found = reports.report(conn, edition, now=context.clock())
        people = tuple(reports.recipients(conn, edition)) if context.args.recipients else ()
    passed = _passed_over(found.nothing, found.unserved)
    lines = [f"{edition.name}: {edition.state}", f"{in_words(found.balance)}{passed}"]
    lines += [f"{count:,} {kind}" for kind, count in found.events.items() if count]
    lines += [f"{one.kind} because of {one.code}: {one.count:,}" for one in found.reasons]
    lines += [_doubt(one) for one in found.doubts]
    lines += [f"{one.id}  reader {one.subscriber_id}  {one.stands}  {', '.join(one.news)}" for one in people]
    return Answer(document={"edition": edition, "report": found, "recipients": people}, text="\n".join(lines))


def settle(context: Context) -> Answer:
    """What is in doubt, and an operator's word on it."""
    from digest.send import settle as settling

    edition, args = context.edition(), context.args
    if args.resend or args.accept:
        settling.settle(
            context.engine,
            edition,
            by=args.by or getpass.getuser(),
            now=context.clock(),
            resend=tuple(args.resend or ()),
            accept=tuple(args.accept or ()),
        )
    with read(context.engine) as conn:
        doubts = settling.doubts(conn, edition, now=context.clock())
    return Answer(document={"doubts": doubts}, text="\n".join(map(_doubt, doubts)) or "nothing is in doubt")


def _doubt(doubt: Doubt) -> str:
    readers = ", ".join(map(str, doubt.subscriber_ids[:10]))
    more = f" and {len(doubt.subscriber_ids) - 10} more" if len(doubt.subscriber_ids) > 10 else ""
    return (
        f"in doubt: batch {doubt.batch} ({doubt.state}), {counted(doubt.size, 'reader')} "
        f"since {short(doubt.since)}: {readers}{more}"
    )


def bounces(context: Context) -> Answer:
    """Reads a mailbox of bounces that name the recipient in their own address (VERP)."""
    from digest.send import events, verp

    now = context.clock()
    found = events.read_mailbox(Path(context.args.file), verp.key_of(context.settings), now)
    events.record(context.engine, found, now=now)
    context.keep_optouts()
    return Answer(document={"events": len(found)}, text=f"{counted(len(found), 'bounce')} read")
