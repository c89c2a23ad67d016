"""`./run demo --once`: what a newcomer gets in the first minute."""

from __future__ import annotations

import email
import re
import subprocess
import sys
from email import policy
from pathlib import Path


def test_an_edition_lies_in_the_outbox_and_as_a_page_with_its_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):  # a second demo takes the place of the first
        done = subprocess.run(
            [sys.executable, "-m", "digest.sample.demo", "--once", "--folder", str(folder)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
    mails = sorted((folder / ".digest" / "private" / "outbox").rglob("*.eml"))
    assert len(mails) == 30
    assert "30 planned = 30 sent" in done.stdout
    message = email.message_from_bytes(mails[0].read_bytes(), policy=policy.SMTP)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = (folder / "edition.html").read_text(encoding="utf-8")
    shown = re.findall(r'<img[^>]*\ssrc="([^"]+)"', page)
    assert shown and all((folder / source).is_file() for source in shown)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("Chapter one")
    done = subprocess.run(
        [sys.executable, "-m", "digest.sample.demo", "--once", "--folder", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["novel.txt"]
