"""What a render costs, and how large a mail is, against npm mjml in the same run.

    python benchmarks/render/engines.py [--npm FOLDER] [--rounds N]

FOLDER holds a node_modules with mjml (`npm install mjml`); without it the rival is named and left out. Both
engines get the same MJML, made by our templates. Milliseconds are CPU time of one process, medians.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from render import drafts  # noqa: E402

from digest.model import Draft, Section  # noqa: E402
from digest.render import check, edition, mjml, render  # noqa: E402
from digest.render.press import press  # noqa: E402

NODE = """
const mjml2html = require('mjml'); const source = require('fs').readFileSync(0, 'utf8');
const rounds = +process.argv[1], times = []; let html = '', first = 0;
(async () => { for (let i = 0; i < rounds + 20; i++) { const start = process.cpuUsage();
    html = (await mjml2html(source)).html; const used = process.cpuUsage(start);
    const ms = (used.user + used.system) / 1000; if (i == 0) first = ms; if (i >= 20) times.push(ms); }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify([times[times.length >> 1], first, Buffer.byteLength(html)])); })();
"""


def sixty() -> Draft:
    """The ordinary edition four times over."""
    whole = drafts.english()
    items = tuple(
        replace(item, story_id=f"s{turn}-{item.story_id}") for turn in range(4) for item in whole.items
    )
    return replace(whole, sections=(Section(name="World", items=items),))


MAILS: dict[str, tuple[str, Callable[[], Draft]]] = {
    "default, 15 stories, 5 pictures": ("default", drafts.english),
    "default, 15 stories, no pictures": ("default", drafts.text_only),
    "briefing, 15 stories": ("briefing", drafts.english),
    "default, 60 stories, 20 pictures": ("default", sixty),
}


def cpu_ms(work: Callable[[], object], rounds: int) -> float:
    """The median CPU time of one call, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def ours(folder: Path, look: str, draft: Draft, rounds: int) -> tuple[str, dict[str, float]]:
    settings, letter = drafts.settings(folder, f'look = "{look}"')
    templates = press(settings.templates, "en")
    page = edition.page(draft, settings, letter, templates.language, prefix=drafts.PREFIX, width=552)

    def fill() -> str:
        return templates.mjml(look, page, drafts.PREFIX)

    def text() -> str:
        return templates.plain_text(look, page, drafts.PREFIX)

    def unseen() -> object:
        mjml._swept.cache_clear()
        return mjml.to_html(marked)

    def whole() -> object:
        return render(draft, settings, letter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)

    from mjml import mjml2html

    made = render(draft, settings, letter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW)
    marked = fill()
    cost = {
        "jinja": cpu_ms(fill, rounds),
        "mjml": cpu_ms(lambda: mjml.to_html(marked), rounds),
        "unseen": cpu_ms(unseen, rounds),
        "engine": cpu_ms(lambda: mjml2html(made[0].mjml, disable_comments=True, fonts={}), rounds),
        "text": cpu_ms(text, rounds),
        "whole": cpu_ms(whole, rounds),
        "check": cpu_ms(lambda: check(made, draft, settings, letter), max(3, rounds // 10)),
        "html": len(made[0].html.encode()),
        "mjml bytes": len(made[0].mjml.encode()),
        "stories": len(made[0].story_ids),
    }
    return made[0].mjml, cost


def theirs(folder: Path, source: str, rounds: int) -> tuple[float, float, int]:
    """(median ms when warm, ms of the first render, bytes) of npm mjml, in a process of its own."""
    found = subprocess.run(
        ["node", "-e", NODE, str(rounds)],
        input=source, capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    warm, first, size = json.loads(found.stdout)
    return warm, first, size


def main() -> None:
    """Prints one block a mail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", type=Path)
    parser.add_argument("--rounds", type=int, default=60)
    options, _ = parser.parse_known_args()
    npm = options.npm if options.npm and (options.npm / "node_modules" / "mjml").is_dir() else None
    if npm is None or not shutil.which("node"):
        print("npm mjml: left out (give --npm FOLDER with a node_modules that holds it)")
    for name, (look, draft) in MAILS.items():
        with tempfile.TemporaryDirectory() as folder:
            source, cost = ours(Path(folder), look, draft(), options.rounds)
        both = cost["jinja"] + cost["mjml"]
        print(f"\n{name} ({cost['stories']:.0f} in the mail)")
        print(f"  HTML {cost['html'] / 1000:.1f} KB, MJML {cost['mjml bytes'] / 1000:.1f} KB")
        print(f"  Jinja {cost['jinja']:.2f} + MJML {cost['mjml']:.2f} = {both:.2f} ms", end="")
        print(
            f" (the engine alone {cost['engine']:.2f},"
            f" MJML with no tag seen before {cost['unseen']:.2f}); text {cost['text']:.2f} ms"
        )
        print(f"  render() {cost['whole']:.2f} ms, check() {cost['check']:.1f} ms")
        if npm and shutil.which("node"):
            warm, first, size = theirs(npm, source, options.rounds)
            print(
                f"  npm mjml {warm:.1f} ms warm, {first:.0f} ms the first time, {size / 1000:.1f} KB;", end=""
            )
            print(f" ours takes {both / warm:.2f} of warm, {both / first:.3f} of the first")


if __name__ == "__main__":
    main()
