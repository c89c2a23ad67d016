"""What others' judges say of our mails: axe-core, the W3C checker, caniemail, SpamAssassin.

    python benchmarks/render/judges.py --npm FOLDER

FOLDER holds a node_modules with axe-core, vnu-jar and caniemail; `spamassassin`, `java` and `chromium` are
looked for on the path. A judge that is not there is named and left out. Client support is told as the
difference from MJML's own skeleton with a preview text: what every MJML mail has is not ours to count.
"""

from __future__ import annotations

import argparse
import collections
import json
import shutil
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from render import drafts  # noqa: E402

from digest.model import Rendering  # noqa: E402
from digest.render import render  # noqa: E402
from digest.render.size import TAG  # noqa: E402

SKELETON = (
    '<mjml lang="en" dir="ltr"><mj-head><mj-title>x</mj-title><mj-preview>x</mj-preview></mj-head><mj-body>'
    '<mj-section><mj-column><mj-text>x</mj-text><mj-image src="https://x.example/x.png" alt="" />'
    "</mj-column></mj-section></mj-body></mjml>"
)
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


def axe(npm: Path, name: str, html: str) -> None:
    """Violations by impact, on a light and on a dark screen."""
    from playwright.sync_api import sync_playwright

    script, chromium = npm / "node_modules/axe-core/axe.min.js", shutil.which("chromium")
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
            print(f"  axe, {scheme}: {dict(counts)} in {len(found['passes'])} rules passed", end="; ")
            print(", ".join(one["id"] for one in found["violations"]))
        browser.close()


def w3c(npm: Path, file: Path) -> None:
    """Errors by kind; MJML's own head accounts for some."""
    jar = npm / "node_modules/vnu-jar/build/dist/vnu.jar"
    found = subprocess.run(["java", "-jar", jar, "--format", "json", file], capture_output=True, text=True)
    messages = json.loads(found.stderr)["messages"]
    errors = [one["message"] for one in messages if one["type"] == "error"]
    fatal = sum(one["type"] == "non-document-error" or one.get("subType") == "fatal" for one in messages)
    print(f"  W3C: {fatal} fatal, {len(errors)} errors: {' | '.join(sorted(set(errors)))[:400]}")


def clients(npm: Path, skeleton: Path, files: dict[str, Path]) -> None:
    """Features some client lacks, beyond the skeleton's."""
    script = npm / "clients.mjs"
    script.write_text(CANIEMAIL, encoding="utf-8")
    found = subprocess.run(
        ["node", script, skeleton, *files.values()], capture_output=True, text=True, check=True, cwd=npm
    )
    script.unlink()
    base, *rest = [{tuple(pair) for pair in pairs} for pairs in json.loads(found.stdout)]
    for name, pairs in zip(files, rest, strict=True):
        extra = collections.Counter(title for _, title in pairs - base)
        print(f"  {name}: {len(pairs)} pairs, skeleton {len(base)}, beyond it {dict(extra)}")


def spamassassin(mail: Rendering) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "Morning Tide <tide@harbour.example>", "reader@example.org"
    message["Subject"], message["Date"] = mail.subject, "Wed, 18 Feb 2026 07:00:00 +0200"
    message["Message-ID"], message["Precedence"] = "<1@harbour.example>", "bulk"
    message.set_content(TAG.sub("https://news.harbour.example/u/token", mail.text))
    message.add_alternative(TAG.sub("https://news.harbour.example/u/token", mail.html), subtype="html")
    found = subprocess.run(["spamassassin", "--local", "-t"], input=message.as_bytes(), capture_output=True)
    lines = found.stdout.decode(errors="replace").splitlines()
    print("  SpamAssassin:", next((line for line in lines if line.startswith("X-Spam-Status")), "no score"))


def main() -> None:
    """Prints what each judge says of each mail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", type=Path)
    options, _ = parser.parse_known_args()
    modules = options.npm / "node_modules" if options.npm else Path("/nowhere")
    there = {
        "axe-core": (modules / "axe-core").is_dir() and bool(shutil.which("chromium")),
        "vnu-jar": (modules / "vnu-jar").is_dir() and bool(shutil.which("java")),
        "caniemail": (modules / "caniemail").is_dir() and bool(shutil.which("node")),
        "spamassassin": bool(shutil.which("spamassassin")),
    }
    print("left out:", ", ".join(name for name, found in there.items() if not found) or "none")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {}
        for key, mail in mails(folder).items():
            html = TAG.sub("https://news.harbour.example/u/token", mail.html)
            files[key] = folder / f"{key}.html"
            files[key].write_text(html, encoding="utf-8")
            print(f"{key}: {len(mail.html.encode()) / 1000:.1f} KB HTML, {len(mail.text)} characters of text")
            if there["axe-core"]:
                axe(options.npm, key, html)
            if there["vnu-jar"]:
                w3c(options.npm, files[key])
            if there["spamassassin"]:
                spamassassin(mail)
        if there["caniemail"]:
            from mjml import mjml2html

            skeleton = folder / "skeleton.html"
            skeleton.write_text(mjml2html(SKELETON, fonts={}), encoding="utf-8")
            print("caniemail:")
            clients(options.npm, skeleton, files)


if __name__ == "__main__":
    main()
