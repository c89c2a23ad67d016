"""A real day, start to inbox: feeds from a folder on a local server, one edition, 2,500 readers.

    ./run bench day -- --data DIR --now 2026-02-18T05:00Z

Serves every file of DIR as a feed, drafts, prints the stories with their publishers, approves, and sends
to 2,500 imported readers three times (outbox, SMTP, SendGrid-shaped), each in a process that is killed in
the middle by SIGKILL and started again. Prints what each reader got and what is in doubt. Without --data
it uses the sample newsroom's feeds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parseaddr
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from servers.sendgrid import KEY, Provider  # noqa: E402
from servers.smtp import Relay  # noqa: E402

READERS = 2_500


class Quiet(SimpleHTTPRequestHandler):
    """A file server without a log."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def digest(room: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """One command in the newsroom's folder."""
    command = [sys.executable, "-m", "digest", *words, "--config", str(room)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if check and done.returncode:
        raise SystemExit(f"digest {' '.join(words)}: {done.stderr}")
    return done


def newsroom(room: Path, feeds: list[str]) -> None:
    """A newsroom of these feeds with 2,500 readers."""
    digest(room.parent, "init", str(room))
    tables = "".join(
        f'[[feeds]]\nname = "{Path(url).stem}"\nurl = "{url}"\n'
        f'publisher = "{Path(url).stem.replace("-", " ").title()}"\n'
        for url in feeds
    )
    (room / "digest.toml").write_text(
        f"""[newsroom]
name = "World Desk"
postal_address = "1 Press Lane"
website = "https://desk.example"
[gather]
allow_private_networks = true
{tables}
[[lists]]
name = "readers"
opt_in = "single"
[newsletters.daily]
title = "World Daily"
lists = ["readers"]
[sender]
kind = "outbox"
from = "World Desk <news@desk.example>"
lease = "5s"
timeout = "3s"
#OTHER
""",
        encoding="utf-8",
    )
    people = "email,name\n" + "".join(f"r{n}@readers.example,Reader {n}\n" for n in range(READERS))
    (room / "people.csv").write_text(people, encoding="utf-8")
    print(digest(room, "subscribers", "import", str(room / "people.csv"), "--list", "readers").stdout.strip())


def draft(room: Path, now: str) -> tuple[str, str]:
    """Drafts and approves; prints the stories."""
    print(digest(room, "gather", "--now", now).stdout)
    found = json.loads(digest(room, "draft", "daily", "--now", now, "--json").stdout)
    content = found["draft"]
    number = 0
    for section in content["sections"]:
        for item in section["items"]:
            number += 1
            story = next(one for one in content["stories"] if one["lead"]["id"] == item["lead_id"])
            names = ", ".join(source["publisher"] for source in story["sources"])
            print(f"{number:>2}. {item['headline']} [{item['publisher']}; {names}]")
            print(f"    {' '.join(sentence['text'] for sentence in item['summary']['sentences'])}")
    for variant in found["variants"]:
        print(f"variant {variant['name']}: {variant['html_bytes'] / 1024:.1f} KB of HTML")
    name = found["edition"]["name"]
    digest(room, "approve", name, "--by", "bench", "--hash", found["hash"])
    return name, found["hash"]


def send_and_kill(room: Path, name: str, taken: callable) -> None:  # type: ignore[valid-type]
    """Starts the send, kills it once a fifth has left, starts it again; settles nothing."""
    command = [sys.executable, "-m", "digest", "send", name, "--config", str(room)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and sum(taken().values()) < READERS // 5:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    print(f"  killed after {sum(taken().values())} mails")
    time.sleep(5.5)  # the lease of the dead process runs out
    again = digest(room, "send", name, check=False)
    print(f"  again: {(again.stderr or again.stdout).strip().splitlines()[-1]}")
    report = json.loads(digest(room, "report", name, "--json").stdout)["report"]
    balance = report["balance"]
    copies = taken()
    print(f"  balance: { {name: count for name, count in balance.items() if count} }")
    doubts = report["doubts"]
    twice = sum(count > 1 for count in copies.values())
    doubted = sum(doubt["size"] for doubt in doubts)
    print(f"  readers reached {len(copies)}, twice {twice}, in doubt {doubted} in {len(doubts)} batches")


def outbox(room: Path) -> Counter[str]:
    """How many files lie in the outbox for each reader."""
    files = list((room / ".digest/private/outbox").rglob("*.eml"))
    return Counter(parseaddr(str(message_from_bytes(file.read_bytes()[:2000])["To"]))[1] for file in files)


def run(feeds: list[str], now: str, folder: Path) -> None:
    """The day, then three sends of it."""
    base = folder / "newsroom"
    newsroom(base, feeds)
    name, _ = draft(base, now)
    with Relay() as relay, Provider(delay=0.05) as provider:
        senders = {
            "outbox": ("", None),
            "smtp": (f'[sender.smtp]\nhost = "127.0.0.1"\nport = {relay.port}\nsecurity = "none"\n',
                     lambda: Counter(one.recipient for one in list(relay.taken))),
            "sendgrid": (f'[sender.sendgrid]\nhost = "{provider.url}"\n', lambda: provider.copies),
        }  # fmt: skip
        for kind, (table, taken) in senders.items():
            room = folder / kind
            shutil.copytree(base, room)
            text = (room / "digest.toml").read_text(encoding="utf-8").replace("#OTHER", table)
            batch = "connections = 2\nbatch = 100\n" if kind == "sendgrid" else ""
            text = text.replace('kind = "outbox"', f'kind = "{kind}"\n{batch}')
            (room / "digest.toml").write_text(text, encoding="utf-8")
            with (room / "secrets.env").open("a", encoding="utf-8") as secrets:
                secrets.write(f"SENDGRID_API_KEY={KEY}\n")
            print(f"{kind}:")
            send_and_kill(room, name, taken or partial(_files, room))


def _files(room: Path) -> Counter[str]:
    return outbox(room)


def main() -> None:
    """Reads the options and runs the day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--now", default=datetime.now(UTC).isoformat())
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        data = args.data
        if data is None:
            digest(Path(scratch), "init", str(Path(scratch) / "sample"), "--sample")
            data = Path(scratch) / "sample" / "feeds"
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(data)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        run([f"{base}/{file.name}" for file in sorted(data.iterdir())], args.now, Path(scratch))
        server.shutdown()


if __name__ == "__main__":
    main()
