"""An editor's browser, and the mails that arrive: what tests with Chromium share."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from threading import Thread
from typing import Any

from desk.conftest import Room

from digest.desk.frame import READER


@contextmanager
def desk(browser: Any, room: Room, name: str = "Olena", **options: Any) -> Iterator[Any]:
    """A page of an editor who opened the first link and said who she is; no error may reach its console."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page.goto(room.link)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="To the desk").click()
    page.get_by_role("link", name="The Morning Courier").first.click()
    page.wait_for_selector("#stories")
    yield page
    context.close()
    assert faults == []


def heads(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".story .head").all_inner_texts()]


def click_for(page: Any, locator: Any) -> None:
    """Clicks and waits until the desk has answered and the page shows it, with scripts or without."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        locator.click()
    page.wait_for_load_state()
    page.locator(".busy").first.wait_for(state="detached")


def aside(do: Callable[[], Any]) -> None:
    """Does it in a thread of its own: the browser's event loop holds this one."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            do()
        except BaseException as error:
            errors.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    if errors:
        raise errors[0]


def mail_of(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n").rstrip("\n")


def without_readers(html: str, room: Room) -> str:
    """The HTML with each reader's own links and name taken out."""
    base = re.escape(room.settings.public.url)
    return re.sub(rf'{base}/([upev])/[^"<\s]*', r"LINK-\1", html).replace(READER, "").rstrip("\n")


def as_shown(body: bytes, room: Room) -> str:
    """What the frame showed, its pictures' addresses as they stand in the mail."""
    pictures = f"{room.settings.public.url}/pictures/"
    return without_readers(body.decode().replace('"/pictures/', f'"{pictures}'), room)
