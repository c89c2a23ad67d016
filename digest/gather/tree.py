"""Well-formed UTF-8 XML → a tree of elements whose tags are "address}local".

The C parser calls the C builder directly and text comes in long pieces: three quarters of the time
ElementTree's own parser takes. A document that declares entities is refused (`mend.fit` takes them out).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from digest.gather.mend import Malformed

_JUNK_AFTER = 9  #: expat's number for text after the document's end


def read_tree(data: bytes) -> Element:
    """The root element. Raises Malformed."""
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.SkippedEntityHandler = _undefined
    parser.EntityDeclHandler = _declared
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    fault = None
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        fault = f"xml: {error}" if error.code != _JUNK_AFTER else None
    if fault:  # raised out here, so that nothing holds the half-built tree
        raise Malformed(fault)
    return builder.close()


def _declared(*what: object) -> None:
    raise Malformed("xml: it declares entities")


def _undefined(name: str, is_parameter: bool) -> None:
    """Where there is a document type, expat passes over names nobody declared."""
    raise Malformed(f"xml: undefined entity &{name[:40]};")
