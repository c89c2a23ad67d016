"""What others' judges say of our mails: axe-core, the W3C checker, caniemail, SpamAssassin.

    python benchmarks/render/judges.py --npm FOLDER

FOLDER holds a node_modules with axe-core, vnu-jar and caniemail; `spamassassin`, `java` and `chromium` are
looked for on the path. A judge that is not there is named and left out. Client support is told as the
difference from MJML's own skeleton with a preview text: what every MJML mail has is not ours to count. Nor
is what a judge reads into a mail: caniemail is shown `text-transform` alone, and what it finds there is
no finding. Ends with 1 on a serious or critical violation, a fatal error, a feature beyond the skeleton's,
or a SpamAssassin score above 0.5.
"""

from __future__ import annotations

import argparse
import collections
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from render import drafts  # noqa: E402

from digest.inspection import spam_score  # noqa: E402
from digest.model import Rendering  # noqa: E402
from digest.render import render  # noqa: E402
from digest.render.size import TAG  # noqa: E402

SKELETON = (
    '<mjml lang="en" dir="ltr"><mj-head><mj-title>x</mj-title><mj-preview>x</mj-preview></mj-head><mj-body>'
    '<mj-section><mj-column><mj-text>x</mj-text><mj-image src="https://x.example/x.png" alt="" />'
    "</mj-column></mj-section></mj-body></mjml>"
)
#: Two paragraphs of which the second has `text-transform`, a property that every client knows.
TRANSFORM = ("<p>x</p>", '<p style="text-transform:uppercase">x</p>')
SPAM_LIMIT = 0.5
CANIEMAIL = """
import fs from 'fs';
import { caniemail } from 'caniemail';
const found = file => {
  const report = caniemail({ clients: ['*'], html: fs.readFileSync(file, 'utf8') });
  return [...report.issues.errors].flatMap(([client, all]) => all.map(one => [client, one.title]));
};
console.log(JSON.stringify(process.argv.slice(2).map(found)));
"""


def mails(folder: Path) -> dict[str, Rendering]:
    """Both looks in three scripts, reader tags filled."""
    made = {}
    scripts = {"en": drafts.english, "uk": drafts.ukrainian, "ar": drafts.arabic}
    for look in ("default", "briefing"):
        for language, draft in scripts.items():
            settings, letter = drafts.settings(folder, f'look = "{look}"', language)
            (one,) = render(
                draft(), settings, letter, tiers=["public"], tag_prefix=drafts.PREFIX, now=drafts.NOW
            )
            made[f"{look}-{language}"] = one
    return made


def axe(npm: Path, html: str) -> bool:
    """Violations by impact, on a light and on a dark screen; whether none is serious."""
    from playwright.sync_api import sync_playwright

    script, chromium = npm / "node_modules/axe-core/axe.min.js", shutil.which("chromium")
    worst: set[str] = set()
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for scheme in ("light", "dark"):
            page = browser.new_page(color_scheme=scheme)
            page.route("**/*", lambda route: route.abort())
            page.set_content(html)
            page.add_script_tag(path=str(script))
            found = page.evaluate("axe.run()")
            counts = collections.Counter(one["impact"] for one in found["violations"])
            worst |= counts.keys()
            print(f"  axe, {scheme}: {dict(counts)} in {len(found['passes'])} rules passed", end="; ")
            print(", ".join(one["id"] for one in found["violations"]))
        browser.close()
    return not worst & {"serious", "critical"}


def w3c(npm: Path, file: Path) -> bool:
    """Errors by kind, MJML's own head accounts for some; whether none is fatal."""
    jar = npm / "node_modules/vnu-jar/build/dist/vnu.jar"
    found = subprocess.run(["java", "-jar", jar, "--format", "json", file], capture_output=True, text=True)
    messages = json.loads(found.stderr)["messages"]
    errors = [one["message"] for one in messages if one["type"] == "error"]
    fatal = sum(one["type"] == "non-document-error" or one.get("subType") == "fatal" for one in messages)
    print(f"  W3C: {fatal} fatal, {len(errors)} errors: {' | '.join(sorted(set(errors)))[:400]}")
    return not fatal


def clients(npm: Path, folder: Path, files: dict[str, Path]) -> bool:
    """Features some client lacks, beyond the skeleton's and what is misread; whether there are none."""
    from mjml import mjml2html

    shown = [folder / f"{name}.html" for name in ("skeleton", "plain", "transform")]
    for file, html in zip(shown, (mjml2html(SKELETON, fonts={}), *TRANSFORM), strict=True):
        file.write_text(html, encoding="utf-8")
    script = npm / "clients.mjs"
    script.write_text(CANIEMAIL, encoding="utf-8")
    command = ["node", script, *shown, *files.values()]
    found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=npm)
    script.unlink()
    base, plain, transform, *rest = [{tuple(pair) for pair in pairs} for pairs in json.loads(found.stdout)]
    misread = transform - plain
    titles = sorted({title for _, title in misread})
    print(f"  `text-transform` alone is read as {titles} in {len(misread)} clients")
    beyond = {name: pairs - base - misread for name, pairs in zip(files, rest, strict=True)}
    for name, pairs in beyond.items():
        print(f"  {name}: beyond the skeleton's {len(base)} pairs and the misreading {sorted(pairs)}")
    return not any(beyond.values())


def spamassassin(message: bytes) -> bool:
    """The score of the whole message and the rules that made it; whether it is low enough."""
    found = spam_score(message)
    print(f"  SpamAssassin: {found[0]:.1f} ({found[1]})" if found else "  SpamAssassin: no score")
    return found is not None and found[0] <= SPAM_LIMIT


def installed(modules: Path) -> set[str]:
    """The judges that are there; the others are named."""
    there = {
        "axe-core": (modules / "axe-core").is_dir() and bool(shutil.which("chromium")),
        "vnu-jar": (modules / "vnu-jar").is_dir() and bool(shutil.which("java")),
        "caniemail": (modules / "caniemail").is_dir() and bool(shutil.which("node")),
        "spamassassin": bool(shutil.which("spamassassin")),
    }
    print("left out:", ", ".join(name for name, found in there.items() if not found) or "none")
    return {name for name, found in there.items() if found}


def main() -> int:
    """Prints what each judge says of each mail; 1 where one of them objects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", type=Path)
    options, _ = parser.parse_known_args()
    there = installed(options.npm / "node_modules" if options.npm else Path("/nowhere"))
    passed: list[bool] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {}
        for key, mail in mails(folder).items():
            html = TAG.sub("https://news.harbour.example/u/token", mail.html)
            files[key] = folder / f"{key}.html"
            files[key].write_text(html, encoding="utf-8")
            print(f"{key}: {len(mail.html.encode()) / 1000:.1f} KB HTML, {len(mail.text)} characters of text")
            if "axe-core" in there:
                passed.append(axe(options.npm, html))
            if "vnu-jar" in there:
                passed.append(w3c(options.npm, files[key]))
            if "spamassassin" in there:
                passed.append(spamassassin(drafts.message(folder, mail, key.partition("-")[2])))
        if "caniemail" in there:
            print("caniemail:")
            passed.append(clients(options.npm, folder, files))
    print("every judge is content" if all(passed) else "a judge objects")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
