"""What sending costs the sender: CPU seconds, recipients a CPU second, memory; against the usual ways.

    python benchmarks/send/cost.py [--readers 2500] [--large 100000] [--kb 60] [--skip-rivals]

Ours is the whole of `send()`: freeze, claims and closes with their commits, the second look at every reader,
signed links, the journal, composing, handing over to a sink on this machine that takes everything; only
`ours-bare` is composing and handing over alone. The rivals only build and send: SendGrid's own SDK in a
loop with 1,000 personalizations a call, smtplib over one kept connection with an EmailMessage built for each
reader. Each way runs in a process of its own, the sink in another. Wall time says little on a shared
machine; CPU is of the sending process alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORDS = "The harbour reopened on Tuesday after the council had checked its cranes, a spokesman said. "


def content(kb: int) -> str:
    """An edition of so many kilobytes in lines of ordinary length, with the tags of a footer."""
    paragraph = (
        '<tr><td style="font-family:Georgia,serif;font-size:16px"><p>' + WORDS * 3 + "Łódź.</p></td></tr>\n"
    )
    body = paragraph * max(1, kb * 1000 // len(paragraph.encode()))
    links = "".join(f'<a href="-P:{name}:h-">{name}</a>\n' for name in ("web", "preferences", "unsubscribe"))
    return f"<html><body><p>For -P:name:h-</p>\n<table>{body}</table>\n{links}</body></html>\n"


@contextmanager
def sink(kind: str):
    process = subprocess.Popen(
        [sys.executable, "-c", f"import asyncio, sinks; asyncio.run(sinks.main({kind!r}))"],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield int(process.stdout.readline()), process
    finally:
        if process.poll() is None:
            process.stdin.close()
            process.wait(10)


def run(way: str, folder: str, port: int, readers: int, kb: int) -> dict[str, float]:
    """One way in a process of its own."""
    command = [sys.executable, __file__, "--one", way, folder, str(port), str(readers), str(kb)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def one(way: str, folder: str, port: str, readers: str, kb: str) -> None:
    go = {
        "ours-sendgrid": ours,
        "ours-smtp": ours,
        "ours-outbox": ours,
        "sdk": sdk,
        "ours-bare": bare,
        "smtplib": smtplib_loop,
    }[way]
    work = go(way, Path(folder), int(port), int(readers), int(kb))
    started = peak_mib()
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.perf_counter()
    sent = work()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert sent == int(readers), sent
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"wall": wall, "cpu": cpu, "mib": peak_mib(), "before": started}))


def peak_mib() -> float:
    """The most memory this process has used; getrusage would count its parent's before exec."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def newsroom():
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    from send import newsroom as rooms

    return rooms


def ours(way: str, folder: Path, port: int, readers: int, kb: int):
    rooms = newsroom()
    from digest.send import send
    from digest.store.engine import open_engine

    kind = way.removeprefix("ours-")
    sender = f'[sender]\nkind = "{kind}"\n'
    if kind == "sendgrid":
        sender += f'[sender.sendgrid]\nhost = "http://127.0.0.1:{port}"\n'
    elif kind == "smtp":
        sender += f'[sender.smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
    settings = rooms.load(folder, sender)
    engine = open_engine(settings.storage_url)
    return lambda: send(engine, settings, rooms.NAME, now=rooms.clock).sent


def values(number: int) -> dict[str, str]:
    link = f"https://mail.courier.example/%s/k1.{number}.daily~0Ainner.UoU07fWdPSkrZct8x4lCAA"
    return {
        "unsubscribe": link % "u",
        "preferences": link % "p",
        "web": link % "e",
        "name": f"Reader {number}",
    }


def bare(way: str, folder: Path, port: int, readers: int, kb: int):
    """Only what the SDK does too: composing and handing over, no database, links given."""
    rooms = newsroom()
    from datetime import UTC, datetime
    from math import inf

    from digest.send.compose import Letter, Parcel, Recipient
    from digest.send.journal import Journal
    from digest.send.senders import make_sender

    settings = rooms.load(
        folder, f'[sender]\nkind = "sendgrid"\n[sender.sendgrid]\nhost = "http://127.0.0.1:{port}"\n'
    )
    letter = Letter(
        campaign="daily", newsletter="daily", sender="The Courier <news@courier.example>", reply_to=None,
        list_id="Daily <daily.courier.example>", prefix="P", subject="s", html=content(kb),
        text=WORDS * 20 + "-P:unsubscribe:t-",
    )  # fmt: skip
    line = make_sender(settings).open()

    def work() -> int:
        for start in range(0, readers, 1000):
            recipients = tuple(
                Recipient(
                    id=f"1.1.{number}", ordinal=number, address=f"reader{number}@readers.example",
                    name=f"Reader {number}", message_id="", values=values(number),
                )
                for number in range(start, min(start + 1000, readers))
            )  # fmt: skip
            parcel = Parcel(
                id="1.1", attempt=1, folder="x", letter=letter, recipients=recipients, date=datetime.now(UTC),
                deadline=inf, journal=Journal(file=None),
            )  # fmt: skip
            assert line.hand_over(parcel).status == 202
        return readers

    return work


def sdk(way: str, folder: Path, port: int, readers: int, kb: int):
    import sendgrid
    from sendgrid.helpers.mail import CustomArg, From, Header, Mail, Personalization, Substitution, To

    client = sendgrid.SendGridAPIClient("SG.key", host=f"http://127.0.0.1:{port}")
    html, text = content(kb), WORDS * 20 + "-P:unsubscribe:t-"

    def work() -> int:
        for start in range(0, readers, 1000):
            mail = Mail(From("news@courier.example", "The Courier"), subject="s", plain_text_content=text,
                        html_content=html)  # fmt: skip
            for number in range(start, min(start + 1000, readers)):
                row, found = Personalization(), values(number)
                row.add_to(To(f"reader{number}@readers.example", found["name"]))
                for name, value in found.items():
                    row.add_substitution(Substitution(f"-P:{name}:h-", value))
                row.add_substitution(Substitution("-P:unsubscribe:t-", found["unsubscribe"]))
                row.add_header(Header("List-Unsubscribe", f"<{found['unsubscribe']}>"))
                row.add_header(Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
                row.add_custom_arg(CustomArg("recipient", f"1.1.{number}"))
                mail.add_personalization(row)
            assert client.send(mail).status_code == 202
        return readers

    return work


def smtplib_loop(way: str, folder: Path, port: int, readers: int, kb: int):
    import smtplib
    from email.message import EmailMessage
    from email.utils import formatdate, make_msgid

    html, text = content(kb), WORDS * 20 + "-P:unsubscribe:t-"

    def work() -> int:
        with smtplib.SMTP("127.0.0.1", port) as server:
            for number in range(readers):
                found, mail = values(number), EmailMessage()
                mail["From"], mail["To"] = (
                    "The Courier <news@courier.example>",
                    f"reader{number}@readers.example",
                )
                mail["Subject"], mail["Date"], mail["Message-ID"] = "s", formatdate(), make_msgid()
                mail["List-Unsubscribe"] = f"<{found['unsubscribe']}>"
                mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
                own_text, own_html = text.replace("-P:unsubscribe:t-", found["unsubscribe"]), html
                for name, value in found.items():
                    own_html = own_html.replace(f"-P:{name}:h-", value)
                mail.set_content(own_text)
                mail.add_alternative(own_html, subtype="html")
                server.send_message(mail)
        return readers

    return work


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=2500)
    parser.add_argument("--large", type=int, default=0, help="SendGrid again with so many readers")
    parser.add_argument("--kb", type=int, default=60)
    parser.add_argument("--skip-rivals", action="store_true")
    parser.add_argument("--one", nargs=5)
    arguments = parser.parse_args()
    if arguments.one:
        return one(*arguments.one)
    print(f"{arguments.kb} kB of HTML; CPU of the sending process\n")
    print("| way | recipients | CPU s | recipients / CPU s | ratio | wall s | peak MiB (before) |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    sets = [(["smtplib", "ours-smtp"], "smtp", arguments.readers), (["ours-outbox"], None, arguments.readers)]
    for readers in filter(None, (arguments.readers, arguments.large)):
        sets.append((["sdk", "ours-bare", "ours-sendgrid"], "http", readers))
    for ways, kind, readers in sets:
        base = None
        for way in ways:
            if way.startswith("ours") or not arguments.skip_rivals:
                rate = row(way, kind, readers, arguments.kb, base)
                base = base or rate


def row(way: str, kind: str | None, readers: int, kb: int, base: float | None) -> float:
    with tempfile.TemporaryDirectory() as folder:
        if way.startswith("ours") and way != "ours-bare":
            newsroom().make(Path(folder), readers=readers, html=content(kb))
        if kind is None:
            found = run(way, folder, 0, readers, kb)
        else:
            with sink(kind) as (port, _):
                found = run(way, folder, port, readers, kb)
    rate = readers / found["cpu"]
    ratio = f"{rate / base:.1f}" if base else ""
    print(f"| {way} | {readers:,} | {found['cpu']:.2f} | {rate:,.0f} | {ratio} | {found['wall']:.1f} "
          f"| {found['mib']:.0f} ({found['before']:.0f}) |", flush=True)  # fmt: skip
    return rate


if __name__ == "__main__":
    main()
