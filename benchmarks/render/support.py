"""Makes digest/render/clients.py from caniemail's data: which mail programs lack what.

    python benchmarks/render/support.py --npm FOLDER      # FOLDER: npm install caniemail

The latest tested version of each program counts; half support counts as support. What MJML's own skeleton
uses is left out, for every mail has it, and so is what a mail for dark screens must have.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks/render")]

from judges import SKELETON  # noqa: E402

from digest.render import outline, support  # noqa: E402

PROGRAMS = {
    "Apple Mail": ("apple-mail", ("macos", "ios")),
    "Gmail": ("gmail", ("desktop-webmail", "ios", "android")),
    "Outlook for Windows": ("outlook", ("windows",)),
    "other Outlooks": ("outlook", ("outlook-com", "macos", "ios", "android")),
    "Yahoo": ("yahoo", ("desktop-webmail", "ios", "android")),
}
MEANT = {"@media (prefers-color-scheme)", "color-scheme", "[lang]", "[dir]", "[role]"}
HEAD = '''"""Which mail programs lack what beyond MJML's own skeleton: data of benchmarks/render/support.py.

From caniemail (https://www.caniemail.com, MIT licence, Tilt Studios), as of {date}.
"""

from __future__ import annotations

_BY_PROGRAMS = {{
'''
TAIL = """}

LACKING = {feature: programs for programs, all_ in _BY_PROGRAMS.items() for feature in all_.split("; ")}
"""


def names(title: str) -> list[str]:
    """The names `support.used` gives to what a title of caniemail is about; none for what it cannot see."""
    if title == "CSS Variables (Custom Properties)":
        return ["var()"]
    if title == "CSS calc() function":
        return ["calc()"]
    if found := re.findall(r"<(\w+)(?: type=[^>]*)?> element", title):
        return [f"<{found[0]}>"]
    if found := re.fullmatch(r"([\w-]+) attribute", title):
        return [f"[{found[1]}]"]
    if title.startswith("@"):
        return re.findall(r"@[\w-]+(?: \([\w-]+\))?", title)
    if title.startswith(":"):
        return [title.removesuffix("()")]
    if found := re.findall(r"\b([a-z-]+\(\))", title):
        return [name for name in found if name not in ("rgb()", "rgba()")]
    plain = re.sub(r" (?:CSS )?property$| shorthand$", "", title.strip())
    if re.fullmatch(r"[a-z-]+: ?[a-z-]+", plain):
        return [plain.replace(" ", "")]
    parts = re.split(r", | & ", plain)
    return parts if all(re.fullmatch(r"[a-z-]+", part) for part in parts) else []


def lacking(stats: dict[str, dict[str, dict[str, str]]]) -> list[str]:
    """The programs of which one at least says no in its latest version."""
    found = []
    for name, (family, platforms) in PROGRAMS.items():
        answers = [list(stats.get(family, {}).get(one, {}).values())[-1:] for one in platforms]
        if any(answer and answer[0].startswith("n") for answer in answers):
            found.append(name)
    return found


def main() -> None:
    """Writes the module."""
    from mjml import mjml2html

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", type=Path, required=True)
    folder = parser.parse_args().npm / "node_modules/caniemail/data"
    data = json.loads((folder / "caniemail.json").read_text(encoding="utf-8"))
    every_mail = support.used(outline.read(mjml2html(SKELETON, fonts={})))
    lacks: defaultdict[str, set[str]] = defaultdict(set)
    for feature in data["data"]:
        if feature["category"] in ("css", "html"):
            for name in set(names(feature["title"])) - MEANT - set(every_mail):
                lacks[name].update(lacking(feature["stats"]))
    table: defaultdict[str, list[str]] = defaultdict(list)
    for name, programs in sorted(lacks.items()):
        if programs:
            table[", ".join(one for one in PROGRAMS if one in programs)].append(name)
    lines = [HEAD.format(date=data["last_update_date"][:10])]
    for programs, features in sorted(table.items()):
        said = textwrap.wrap("; ".join(features), 94, break_on_hyphens=False)
        quoted = [f'        "{line}{" " if line is not said[-1] else ""}"\n' for line in said]
        lines.append(f'    "{programs}": (\n{"".join(quoted)}    ),\n')
    target = ROOT / "digest/render/clients.py"
    target.write_text("".join([*lines, TAIL]), encoding="utf-8")
    print(f"{sum(map(len, table.values()))} features in {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
