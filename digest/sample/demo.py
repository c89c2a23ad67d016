"""`./run demo`: an edition from the sample newsroom, start to inbox, with the network shut.

Makes ./demo (or the folder named), gathers the sample's feeds, drafts, approves what it shows, sends to
the outbox, and opens the desk at a printed address until Ctrl-C; `--once` ends after the outbox. While it
runs, this process refuses every connection that is not to this machine.
"""

from __future__ import annotations

import argparse
import io
import ipaddress
import shutil
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from digest import cli
from digest.model import TIERS
from digest.render.web import web_page
from digest.settings import load
from digest.store import editions
from digest.store.engine import open_engine, read


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the demo; 0 when an edition lies in the outbox."""
    parser = argparse.ArgumentParser(prog="./run demo", description="An edition from the sample newsroom.")
    parser.add_argument("--once", action="store_true", help="end after the outbox")
    parser.add_argument("--folder", type=Path, default=Path("demo"))
    args = parser.parse_args(argv)
    sys.addaudithook(_loopback_only)
    folder: Path = args.folder.resolve()
    if (folder / "digest.toml").exists():
        shutil.rmtree(folder)  # an earlier demo; init refuses any other folder that holds something
    name = _edition(folder)
    mails = sorted((folder / ".digest" / "private" / "outbox").rglob("*.eml"))
    page = folder / "edition.html"
    page.write_text(_web_page(folder, name), encoding="utf-8")
    print(f"\n{len(mails)} mails in {mails[0].parent}\nThe same as a web page: {page.as_uri()}")
    if not args.once:
        _run(folder, "draft", "evening", "--json")
        print("\nThe desk now holds the evening's draft, to change and approve. End it with Ctrl-C.")
        return cli.main(["preview", "--config", str(folder)])
    return 0


def _edition(folder: Path) -> str:
    """The sample's daily edition: gathered, drafted, approved as shown, in the outbox. Returns its name."""
    now = datetime.now(UTC).isoformat()
    _type(folder, "init", str(folder), "--sample")
    _type(folder, "subscribers", "import", str(folder / "subscribers.csv"))
    drafted = _run(folder, "draft", "daily", "--now", now, "--json")
    name, digest = drafted["edition"]["name"], drafted["hash"]
    _type(folder, "show", name)
    _type(folder, "approve", name, "--by", "demo", "--hash", digest)
    _type(folder, "send", name)
    return str(name)


def _web_page(folder: Path, name: str) -> str:
    """The public variant as visitors see it, with the pictures of the folder it lies in."""
    settings = load(folder, {})
    engine = open_engine(settings.storage_url)
    with read(engine) as conn:
        found = editions.renderings_of(conn, editions.find(conn, name))
    engine.dispose()
    page = web_page(next(one for one in found if one.tier == TIERS[0]))
    return page.replace(f'src="{settings.public.url}/pictures/', 'src="pictures/')


def _type(folder: Path, *words: str) -> None:
    """One command as it would be typed; ends the demo with its error if it fails."""
    print(f"\n$ digest {' '.join(words)}", flush=True)
    if cli.main([*words, "--config", str(folder)]):
        raise SystemExit(1)


def _run(folder: Path, *words: str) -> Any:
    """What a command says with --json."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = cli.main([*words, "--config", str(folder)])
    if code:
        raise SystemExit(code)
    return orjson.loads(said.getvalue())


def _loopback_only(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook that refuses to connect or look up anything but this machine."""
    if event == "socket.getaddrinfo" and arguments[0] not in (None, "", "localhost"):
        host = str(arguments[0])
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    else:
        return
    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    if not near:
        raise PermissionError(f"the demo connects to nothing outside this machine, {host} was asked for")


if __name__ == "__main__":
    sys.exit(main())
