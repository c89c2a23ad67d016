"""MJML, HTML, text and headers of each look and script; `DIGEST_SNAPSHOTS=write pytest` renews them.

They show a change of looks in review. What must hold of every mail is tested elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from render import drafts

from digest.model import Draft
from digest.render import render

KEPT = Path(__file__).parent / "snapshots"
SCRIPTS: dict[str, tuple[str, Callable[[], Draft]]] = {
    "english": ("en", drafts.english),
    "ukrainian": ("uk", drafts.ukrainian),
    "arabic": ("ar", drafts.arabic),
}


@pytest.mark.parametrize("look", ["default", "briefing"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_mail_is_what_it_was(newsroom: Path, look: str, script: str) -> None:
    language, draft = SCRIPTS[script]
    settings, newsletter = drafts.settings(newsroom, f'look = "{look}"', language)
    (made,) = render(
        draft(), settings, newsletter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW
    )
    envelope = f"Subject: {made.subject}\nPreheader: {made.preheader}\n\n"
    head = drafts.message(newsroom, made, language).partition(b"\r\n\r\n")[0].decode("ascii")
    parts = {
        "mjml": made.mjml,
        "html": made.html,
        "txt": envelope + made.text,
        "headers": head.replace("\r", "") + "\n",
    }
    for ending, content in parts.items():
        file = KEPT / f"{look}-{script}.{ending}"
        if os.environ.get("DIGEST_SNAPSHOTS") == "write":
            KEPT.mkdir(exist_ok=True)
            file.write_bytes(content.encode())
        assert file.read_bytes().decode() == content
