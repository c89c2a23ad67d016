"""What markup of others may hold when we show it: an allow-list of elements and attributes."""

from __future__ import annotations

TAGS = frozenset({
    "p", "br", "hr", "a", "b", "strong", "i", "em", "u", "s", "del", "ins", "sub", "sup", "small", "mark",
    "abbr", "cite", "q", "code", "pre", "kbd", "samp", "var", "blockquote", "ul", "ol", "li", "dl", "dt",
    "dd",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "figure", "figcaption", "img", "picture", "time", "span", "div", "section", "article", "aside", "header",
    "footer", "bdi", "bdo", "ruby", "rt", "rp", "wbr",
})  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "time": {"datetime"},
    "*": {"lang", "dir"},
}
#: Elements that go with all that is in them.
DROPPED = frozenset({
    "script", "style", "title", "textarea", "select", "noscript", "iframe", "object", "svg", "math",
    "template", "noembed", "noframes", "xmp", "button", "audio", "video", "canvas", "datalist",
})  # fmt: skip
LINK_REL = "noopener noreferrer"
