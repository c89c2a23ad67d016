"""Proof that the wheel holds what the tree holds, and that it works in an empty environment.

`./run build` calls it after building: the file lists are compared, then the wheel is installed into a new
environment (its dependencies are taken from this one, no network), and init, draft, approve, send and
migrate are run from there, outside the tree.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TREE = Path(__file__).parent.parent
PLACES = {"digest": "digest", "subscribers": "subscribers", "templates": "digest/templates"}


def in_tree() -> set[str]:
    """Every file git knows in the packages, under its name in the wheel."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *PLACES],
        cwd=TREE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return {f"{PLACES[name.split('/')[0]]}/{name.split('/', 1)[1]}" for name in listed}


def in_wheel(wheel: Path) -> set[str]:
    """Every file of the packages in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def main() -> int:
    """0 when the wheel is whole and works."""
    wheel = max((TREE / "dist").glob("*.whl"), key=lambda file: file.stat().st_mtime)
    missing, extra = in_tree() - in_wheel(wheel), in_wheel(wheel) - in_tree()
    if missing or extra:
        print(f"not in the wheel: {sorted(missing)}; only in the wheel: {sorted(extra)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "env")], check=True)
        python = str(home / "env/bin/python")
        site = next((home / "env/lib").glob("python*/site-packages"))
        ours = [path for path in sys.path if path.endswith("site-packages")]
        install = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            str(site),
        ]
        subprocess.run([*install, str(wheel)], check=True)
        (site / "dependencies.pth").write_text("\n".join(ours), encoding="utf-8")
        edition(python, home)
    print(f"{wheel.name}: {len(in_tree())} files, an edition sent from it")
    return 0


def edition(python: str, home: Path) -> None:
    """init, migrate, import, draft, approve, send, with the wheel's own files."""
    room = home / "newsroom"

    def digest(*words: str) -> str:
        done = subprocess.run(
            [python, "-I", "-m", "digest", *words], cwd=home, check=True, capture_output=True, text=True
        )
        return done.stdout

    where = subprocess.run(
        [python, "-I", "-c", "import digest; print(digest.__file__)"],
        cwd=home, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert where.startswith(str(home)), f"the tree was imported, not the wheel: {where}"
    digest("init", str(room), "--sample")
    digest("migrate", "--config", str(room))
    digest("subscribers", "import", str(room / "subscribers.csv"), "--config", str(room))
    drafted = json.loads(digest("draft", "daily", "--json", "--config", str(room)))
    name = drafted["edition"]["name"]
    digest("approve", name, "--by", "wheel", "--hash", drafted["hash"], "--config", str(room))
    digest("send", name, "--config", str(room))
    assert list((room / ".digest/private/outbox").rglob("*.eml")), "the outbox is empty"


if __name__ == "__main__":
    sys.exit(main())
