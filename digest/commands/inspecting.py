"""inspect feed, inspect article, inspect stories: what the stages make of a document; no newsroom needed."""

from __future__ import annotations

import sys
from pathlib import Path

from digest.commands.answer import Answer, Call


def feed(call: Call) -> Answer:
    """What the parser reads in one document, as JSON."""
    from digest.gather.inspect import inspect_feed as look
    from digest.settings import Gather

    document = look(call.args.source, call.now(), Gather(allow_private_networks=True))
    return Answer(document=document, text=_json(document))


def article(call: Call) -> Answer:
    """What the summarizer makes of one article, as JSON."""
    from digest.write.inspect import inspect_article as look

    data = sys.stdin.buffer.read() if call.args.source == "-" else Path(call.args.source).read_bytes()
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    document = look(text, call.args.title, call.args.sentences, call.args.lang)
    return Answer(document=document, text=_json(document))


def stories(call: Call) -> Answer:
    """What the ranking makes of entries given as JSON lines."""
    from digest.rank.inspect import inspect_stories as look

    with open(
        0 if call.args.source == "-" else call.args.source, encoding="utf-8-sig", errors="replace"
    ) as lines:
        document = look(lines, call.args.now)
    return Answer(document=document, text=_json(document))


def _json(document: object) -> str:
    import orjson

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode()
