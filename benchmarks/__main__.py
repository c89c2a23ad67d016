"""`./run bench [PART …]`: lists the benchmarks, or runs those of the parts named (gather, rank, write …).

Each benchmark is a script of its own with its own small fixtures; options after `--` go to it
(`--data DIR` for larger sets). Rivals that are not installed are named and left out.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> int:
    """Runs what is named, or lists what there is."""
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    parts, options = words[:cut], words[cut + 1 :]
    scripts = sorted(p for p in FOLDER.glob("*/*.py") if "__main__" in p.read_text(encoding="utf-8"))
    chosen = [
        p for p in scripts if parts and (p.parent.name in parts or f"{p.parent.name}/{p.stem}" in parts)
    ]
    for script in chosen or scripts:
        name = f"{script.parent.name}/{script.stem}"
        if not chosen:
            print(name)
            continue
        print(f"\n== {name}", flush=True)
        sys.argv = [str(script), *options]
        sys.path.insert(0, str(script.parent))
        runpy.run_path(str(script), run_name="__main__")
    return 0 if chosen or not parts else 2


if __name__ == "__main__":
    sys.exit(main())
