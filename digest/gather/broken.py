"""Documents that are not XML, even mended: the best reading of two tolerant parsers."""

from __future__ import annotations

from digest.gather.builder import Builder
from digest.gather.raw import RawFeed


def read_broken(data: bytes, base: str) -> RawFeed:
    from lxml import etree

    builder = Builder(base)

    class Target:
        def start(self, name, attrs):
            builder.start(_plain(name), {_plain(k): v for k, v in attrs.items()})

        def end(self, name):
            builder.end(_plain(name))

        def data(self, text):
            builder.text(text)

        def close(self):
            return None

    parser = etree.XMLParser(
        target=Target(),
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        parser.feed(data)
        parser.close()
    except etree.XMLSyntaxError:
        pass
    return builder.close()


def _plain(name):
    from digest.gather.names import prefix_of

    if name[:1] == "{":
        uri, _, local = name[1:].partition("}")
        prefix = prefix_of(uri)
        return f"{prefix}:{local}" if prefix else local
    return name
