"""The pictures of the README and the docs: the desk and the mail, taken from the sample newsroom.

`./run screenshots` writes docs/pictures/*.png. Everything is made anew in a folder of its own; nothing
leaves this machine. Needs Chromium; where Pillow is installed, the files are made smaller with a palette.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn

from digest import pipeline
from digest.desk.app import make_desk
from digest.settings import Settings, load
from digest.store import editions, entries, tables
from digest.store.engine import open_engine, read, write
from digest.work import make_office

PICTURES = Path(__file__).parent / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TOKEN = "the-token-of-the-screenshots"  # noqa: S105 - a desk that lives for a minute
PASSWORD = "seven storks at dusk"  # noqa: S105 - of the same desk
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SMALL = {"width": 760, "height": 480}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: where, how wide, in which light, and what is done before it is taken."""

    name: str
    path: str
    view: dict[str, int]
    light: str = "light"
    click: str = ""


SHOTS = (
    Shot(name="desk", path="/edition/{name}", view=DESKTOP, click=".story details.why summary"),
    Shot(name="desk-dark", path="/edition/{name}?light=dark", view=DESKTOP, light="dark"),
    Shot(name="desk-phone", path="/edition/{name}", view=PHONE),
    Shot(name="story", path="/story/{lead}/{name}", view=DESKTOP),
    Shot(name="story-phone-dark", path="/story/{lead}/{name}", view=PHONE, light="dark"),
    Shot(name="pool", path="/pool/{name}", view=DESKTOP),
    Shot(name="feeds", path="/feeds", view=DESKTOP),
    Shot(name="weights", path="/weights/{name}?recency=2", view=DESKTOP),
)
LATER = (Shot(name="differences", path="/compare/{name}", view={"width": 1440, "height": 1300}),)
AFTER = (
    Shot(name="editions", path="/", view=DESKTOP),
    Shot(name="sending", path="/sending/{name}", view=DESKTOP),
    Shot(name="log", path="/log/{name}", view=DESKTOP),
    Shot(name="history", path="/history/{name}", view=DESKTOP),
    Shot(name="history-phone-dark", path="/history/{name}", view=PHONE, light="dark"),
    Shot(name="corrections", path="/corrections/{name}", view=DESKTOP),
    Shot(name="corrections-phone", path="/corrections/{name}", view=PHONE),
)
MAILS = (("mail", 640, 1400, "light"), ("mail-dark", 640, 1400, "dark"), ("mail-phone", 375, 812, "light"))


def main() -> int:
    """Takes every picture; 1 when there is no Chromium."""
    if CHROMIUM is None:
        sys.stderr.write("no Chromium on this machine\n")
        return 1
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with served(newsroom(Path(made) / "newsroom")) as (base, settings):
            take(browser, base, settings, SHOTS, edit=True)
            mails(browser, base, settings)
            broken_template(browser, base, settings)
            send(settings)
            changed_at_its_source(settings)
            take(browser, base, settings, AFTER)
        with served(newsroom(Path(made) / "later", before=True)) as (base, settings):
            take(browser, base, settings, LATER, edit=True)
        with served(with_sign_in(Path(made) / "newsroom")) as (base, _):
            signing_in(browser, base)
        browser.close()
    smaller()
    return 0


def changed_at_its_source(settings: Settings) -> None:
    """The first item's article gets a sentence more after it was sent, as a correcting newsroom adds one."""
    engine = open_engine(settings.storage_url)
    with write(engine) as conn:
        found = editions.find(conn, "daily")
        draft = editions.draft_of(conn, found)
        lead = draft.items[0].lead_id if draft else 0
        row = conn.execute(tables.entries.select().where(tables.entries.c.id == lead)).one()
        entries.change(conn, row, {"title": row.title}, changed=["text"], now=datetime.now(UTC), keep=True)
        longer = f"{row.text}\n\nAn earlier version of this article gave a wrong number of the missing."
        conn.execute(tables.entries.update().where(tables.entries.c.id == lead).values(text=longer))
    engine.dispose()


def smaller() -> None:
    """Each picture with 256 colours of its own: a third of the bytes, and no eye sees it."""
    if importlib.util.find_spec("PIL") is None:
        return
    from PIL import Image

    for file in PICTURES.glob("*.png"):
        with Image.open(file) as picture:
            few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(file, optimize=True)


def digest(*words: str, typed: str | None = None) -> str:
    """What a command of digest prints."""
    command = [sys.executable, "-m", "digest", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, input=typed).stdout  # noqa: S603


def newsroom(folder: Path, *, before: bool = False) -> Path:
    """The sample newsroom with a draft of its daily, by the commands an editor would type; with `before`
    another edition went out eleven hours ago."""
    at = ("--config", str(folder))
    digest("init", str(folder), "--sample")
    digest("subscribers", "import", str(folder / "subscribers.csv"), *at)
    if before:
        now = ("--now", (datetime.now(UTC) - timedelta(hours=11)).isoformat(timespec="seconds"))
        digest("draft", "daily", *at, *now)
        shown = json.loads(digest("show", "daily", "--json", *at))
        digest("approve", "daily", "--by", "Olena Koval", "--hash", shown["hash"], *at, *now)
        digest("send", "daily", *at, *now)
    digest("draft", "daily", *at)
    return folder


def with_sign_in(folder: Path) -> Path:
    """The newsroom with a desk that asks for a password."""
    file = folder / "digest.toml"
    file.write_text(file.read_text().replace("[desk]\n", "[desk]\nsign_in = true\n"))
    at = ("--config", str(folder), "--password-stdin")
    digest("editors", "add", "Olena Koval", "--role", "approve", *at, typed=f"{PASSWORD}\n")
    return folder


def signing_in(browser: Any, base: str) -> None:
    """The form that asks who comes, and the page of the one who is in."""
    context = browser.new_context(viewport=SMALL)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(base)
    page.get_by_label("Your name").fill("Olena Koval")
    page.screenshot(path=PICTURES / "sign-in.png")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector(".places")
    page.goto(f"{base}/account")
    page.screenshot(path=PICTURES / "account.png")
    context.close()


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Settings]]:
    """The desk on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = load(folder)
    settings = replace(settings, desk=replace(settings.desk, port=port))
    engine = open_engine(settings.storage_url)
    make_office(engine, settings, lambda: datetime.now(UTC)).beat()
    app = make_desk(engine, settings, token=TOKEN)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}", settings
    finally:
        server.should_exit = True
        thread.join(20)


def take(browser: Any, base: str, settings: Settings, shots: tuple[Shot, ...], *, edit: bool = False) -> None:
    for shot in shots:
        context = browser.new_context(viewport=shot.view, color_scheme=shot.light)
        page = context.new_page()
        enter(page, base)
        if edit:
            some_edits(page, base, settings)
            edit = False
        name, lead = facts(settings)
        page.goto(base + shot.path.format(name=name, lead=lead))
        if shot.click:
            page.locator(shot.click).first.click()
        page.wait_for_timeout(600)  # the mail's frame and its pictures
        page.screenshot(path=PICTURES / f"{shot.name}.png")
        context.close()


def enter(page: Any, base: str) -> None:
    """The first link, and a name."""
    page.set_default_timeout(20_000)
    page.goto(f"{base}/?token={TOKEN}")
    page.get_by_label("Your name").fill("Olena Koval")
    page.get_by_role("button", name="To the desk").click()
    page.wait_for_selector(".card, .past")


def some_edits(page: Any, base: str, settings: Settings) -> None:
    """A pin, a drop and a new subject, so that the pictures show what an edited edition looks like."""
    name, _ = facts(settings)
    page.goto(f"{base}/edition/{name}")
    for kind, place in (("pin", 3), ("drop", 5)):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(f".story button[data-do={kind}]").nth(place).click()
        page.wait_for_selector(".toast")
    page.get_by_text("Subject, preheader, intro").click()
    page.locator("#f-subject").fill("Soline searches on: eleven dead, four still missing")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Save subject").click()
    page.wait_for_selector(".toast")


def facts(settings: Settings) -> tuple[str, int]:
    """The edition's name, and its second story's entry."""
    engine = open_engine(settings.storage_url)
    with read(engine) as conn:
        found = editions.find(conn, "daily")
        draft = editions.draft_of(conn, found)
    engine.dispose()
    return found.name, draft.items[1].lead_id if draft else 0


def mails(browser: Any, base: str, settings: Settings) -> None:
    """The mail alone, as the frame shows it."""
    name, _ = facts(settings)
    for file, width, height, light in MAILS:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=light)
        page = context.new_page()
        enter(page, base)
        page.goto(f"{base}/frame/public/{name}")
        page.wait_for_timeout(400)
        page.screenshot(path=PICTURES / f"{file}.png")
        context.close()


def broken_template(browser: Any, base: str, settings: Settings) -> None:
    """What the open desk says when a template with a misspelt attribute is saved."""
    name, _ = facts(settings)
    part = settings.templates / "parts" / "section.mjml.j2"
    context = browser.new_context(viewport={"width": 1440, "height": 560})
    page = context.new_page()
    enter(page, base)
    page.goto(f"{base}/edition/{name}")
    page.wait_for_timeout(600)
    part.parent.mkdir(parents=True)
    part.write_text('<mj-text\n  colour="#8c2f1b">\n<h2>{{ section.name }}</h2>\n</mj-text>\n', "utf-8")
    page.get_by_text("did you mean").wait_for()
    page.screenshot(path=PICTURES / "template-error.png")
    context.close()
    part.unlink()


def send(settings: Settings) -> None:
    """Approves what is shown and sends it to the outbox."""
    from digest import approval

    def run() -> None:
        engine = open_engine(settings.storage_url)
        with read(engine) as conn:
            found = editions.find(conn, "daily")
        now = datetime.now(UTC)
        found = approval.approve(engine, settings, found, found.hash or "", by="Olena Koval", at=now)
        pipeline.send_edition(engine, settings, found, lambda: datetime.now(UTC))

    thread = threading.Thread(target=run)  # the browser's event loop holds this one
    thread.start()
    thread.join(60)


if __name__ == "__main__":
    sys.exit(main())
