"""Polling loads what it needs: it runs every few minutes on small machines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("alembic", "babel", "jinja2", "lxml", "starlette", "trafilatura", "uvicorn", "digest.pipeline")
SCRIPT = """
import contextlib, io, sys
from digest.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    assert main(["gather", "--config", sys.argv[1]]) == 0
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""


def test_a_round_loads_nothing_of_the_later_stages(tmp_path: Path) -> None:
    """In a newsroom that has its tables; the first command makes them, by alembic."""
    (tmp_path / "feed.xml").write_text("<rss><channel><item><title>One</title></item></channel></rss>")
    (tmp_path / "digest.toml").write_text('[[feeds]]\nname = "f"\nurl = "file:feed.xml"\n')
    command = [sys.executable, "-c", SCRIPT, str(tmp_path), *HEAVY]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))
    assert "alembic" in first.stdout
    assert second.stdout.split() == []
