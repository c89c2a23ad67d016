"""Documents made to hurt: each is read or refused within two seconds of CPU and 200 MB."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
TAIL = b"</channel></rss>"
ITEM = b"<item><title>A</title><link>https://e.org/1</link><description>D</description></item>"


def body(inside: bytes) -> bytes:
    return HEAD + b"<item><description>" + inside + b"</description></item>" + TAIL


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "100,000 attributes": lambda: (
        HEAD + b"<item " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>" + TAIL
    ),
    "attributes in text": lambda: body(
        b"<![CDATA[<a " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">]]>"
    ),
    "200,000 deep": lambda: body(b"<a>" * 200_000 + b"x" + b"</a>" * 200_000),
    "200,000 deep, never closed": lambda: HEAD + b"<item>" * 200_000,
    "200,000 deep in text": lambda: body(b"<![CDATA[" + b"<div>" * 200_000 + b"]]>"),
    "items inside items": lambda: HEAD + b"<item>" * 100_000 + b"</item>" * 100_000 + TAIL,
    "laughing entities": lambda: (
        b"<!DOCTYPE r ["
        + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(12))
        + b"]>"
        + HEAD[21:]
        + b"<item><title>&l11;</title></item>"
        + TAIL
    ),
    "one large entity often": lambda: (
        b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 1900 + b'">]>' + body(b"&a;" * 300_000)[21:]
    ),
    "a million ampersands": lambda: body(b"&" * 1_000_000),
    "unclosed sections": lambda: HEAD + b"<![CDATA[" * 100_000,
    "unclosed comments": lambda: HEAD + b"<!--" * 300_000,
    "doctypes": lambda: b"<!DOCTYPE [" * 100_000 + HEAD,
    "prologs": lambda: b"<?xml " * 200_000 + HEAD,
    "too many items": lambda: HEAD + ITEM * 60_000 + TAIL,
    "twenty megabytes of words": lambda: body(b"word " * 4_000_000),
    "twenty megabytes of spaces": lambda: (
        HEAD + b"<item><title>" + b" " * 19_000_000 + b"</title></item>" + TAIL
    ),
    "much real markup": lambda: (
        HEAD + body(b"<![CDATA[" + b"<p>Some words <b>x</b></p>" * 450 + b"]]>") * 40 + TAIL
    ),
    "broken and long": lambda: HEAD + (ITEM + b"<b>") * 3_000,
    "noise": lambda: bytes((n * 7919 + n // 251) % 256 for n in range(1_000_000)),
    "noise with a feed's sign": lambda: b"<rss>" + bytes((n * 7919) % 256 for n in range(300_000)),
    "json, deep": lambda: b'{"items":' + b"[" * 200_000,
    "json, long": lambda: b'{"items":[' + b'{"id":"1","content_html":"<p>x"},' * 60_000 + b"{}]}",
    "namespaces": lambda: HEAD + b"".join(b'<x xmlns:a%d="u%d">' % (n, n) for n in range(20_000)),
    "a long base": lambda: (
        HEAD.replace(b"<channel>", b'<channel xml:base="https://e.org/' + b"a/" * 200_000 + b'">')
        + b"<item><link>x</link><description>&lt;a href='y'>z&lt;/a></description></item>" * 10_000
        + TAIL
    ),
    "bases on bases": lambda: body(
        b"".join(b'<a xml:base="%s">' % (b"q/" * 400 + b"../" * 300) for _ in range(999))
        + b'<img src="x"/>' * 2_000
        + b"</a>" * 999
    ),
    "markup without end": lambda: HEAD + body(b"&lt;p>x" * 27_000) * 100 + TAIL,
    "markup out of order": lambda: HEAD + body(b"&lt;a>&lt;b>&lt;p>x&lt;/a>&lt;/b>" * 4_000) * 100 + TAIL,
    "pictures without end": lambda: HEAD + body(b"&lt;img src='https://e.org/pixel'>" * 5_000) * 100 + TAIL,
    "an item of texts": lambda: (
        HEAD + b"<item>" + b"<description>&lt;b>x</description>" * 200_000 + b"</item>" + TAIL
    ),
    "captions that end in credits": lambda: (
        HEAD
        + b"<item><m:content url='/a.jpg'><m:description>%s</m:description></m:content></item>".replace(
            b"m:", b"media:"
        )
        % (b"Photo: " * 300)
        * 5_000
        + TAIL
    ),
    "names of their own": lambda: (
        HEAD + b"<item>" + b"".join(b"<x%d/>" % n for n in range(400_000)) + b"</item>" + TAIL
    ),
    "prefixes of their own": lambda: HEAD + b"".join(b"<p%d:x/>" % n for n in range(200_000)) + TAIL,
    "sections, broken": lambda: HEAD + b"<item><title>" + b"<![CDATA[x]]>" * 49_000,
    "bare signs, broken": lambda: HEAD + b"<item><title>" + b"a & b " * 2_000_000,
    "control signs": lambda: body(b"\x01x" * 9_000_000),
    "open for ever": lambda: HEAD + b"<x>" * 390_000,
    "json, many of everything": lambda: b'{"items":[' + b"{}," * 6_000_000 + b"{}]}",
    "json, one item of tags": lambda: b'{"items":[{"tags":[' + b'"x",' * 700_000 + b'"y"]}]}',
    "json, halves of signs": lambda: b'{"items":[{"content_text":"' + b"\\ud800" * 1_400_000 + b'"}]}',
    "one tag of nine megabytes": lambda: HEAD + b'<item a="' + b"x" * 9_000_000 + b'"/>' + TAIL,
}
SCRIPT = """
import json, os, resource, sys
from digest.errors import NotAFeed
from digest.gather import decode, finish, mend, parse, reader
parse.parse(b"<rss><channel><item><description>&lt;p>x&lt;/p></description></item></channel></rss>", "")
for path in sys.argv[1:]:
    if os.fork() == 0:
        data = open(path, "rb").read()
        try:
            found = len(parse.parse(data, "https://e.org/f").entries)
        except NotAFeed as error:
            found = str(error)
        mine, other = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        peak = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1000
        print(json.dumps([found, mine.ru_utime + mine.ru_stime + other.ru_utime + other.ru_stime, peak]))
        sys.stdout.flush()
        os._exit(0)
    if os.wait()[1] != 0:
        print(json.dumps(["died", 0, 0]), flush=True)
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int | str, float, int]]:
    """Entries or refusal, CPU seconds (workers included) and peak megabytes, each in a process of its own."""
    folder = tmp_path_factory.mktemp("documents")
    paths = [folder / str(number) for number in range(len(DOCUMENTS))]
    for path, make in zip(paths, DOCUMENTS.values(), strict=True):
        path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *map(str, paths)], capture_output=True, timeout=200, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(paths), done.stderr.decode()[-2000:]
    return {name: tuple(line) for name, line in zip(DOCUMENTS, lines, strict=True)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_hurts(name: str, measured: dict[str, tuple[int | str, float, int]]) -> None:
    found, seconds, megabytes = measured[name]
    assert found != "died"
    assert seconds < 2.0, (found, seconds)
    assert megabytes < 200, (found, megabytes)
