"""The MJML a template may use: its tags, and the attributes each of them takes.

After MJML 5's own component tables, less what the engine (mrml 6) takes without error and then does not
do: `mj-html-attributes` (jdrouet/mrml#426), `gap` on a wrapper, `inline` on a style, and `mj-include`
(Jinja's `include` and `extends` do that work, with errors that name a line).
"""

from __future__ import annotations

_PADDING = "padding padding-bottom padding-left padding-right padding-top"
_BORDER = "border border-bottom border-left border-radius border-right border-top"
_FONT = "color font-family font-size font-style font-weight letter-spacing line-height"
_TEXT = f"{_FONT} text-decoration text-transform"
_LINK = "href name rel target title"
_BACKGROUND = (
    "background-color background-position background-position-x background-position-y "
    "background-repeat background-size background-url"
)
_ICON = (
    "icon-align icon-height icon-position icon-unwrapped-alt icon-unwrapped-url icon-width "
    "icon-wrapped-alt icon-wrapped-url"
)

_ATTRIBUTES = {
    "mjml": "lang dir owa",
    "mj-head": "",
    "mj-title": "",
    "mj-preview": "",
    "mj-attributes": "",
    "mj-breakpoint": "width",
    "mj-font": "href name",
    "mj-style": "",
    "mj-body": "background-color id width",
    "mj-raw": "position",
    "mj-section": f"{_BACKGROUND} {_BORDER} {_PADDING} direction full-width text-align text-padding",
    "mj-wrapper": f"{_BACKGROUND} {_BORDER} {_PADDING} direction full-width text-align text-padding",
    "mj-group": "background-color direction vertical-align width",
    "mj-column": (
        f"{_BORDER} {_PADDING} background-color direction inner-background-color inner-border "
        "inner-border-bottom inner-border-left inner-border-radius inner-border-right inner-border-top "
        "vertical-align width"
    ),
    "mj-text": f"{_TEXT} {_PADDING} align background-color container-background-color height vertical-align",
    "mj-image": (
        f"{_LINK} {_BORDER} {_PADDING} align alt container-background-color fluid-on-mobile font-size "
        "height max-height sizes src srcset usemap width"
    ),
    "mj-button": (
        f"{_LINK} {_TEXT} {_BORDER} {_PADDING} align background-color container-background-color height "
        "inner-padding text-align vertical-align width"
    ),
    "mj-divider": f"{_PADDING} align border-color border-style border-width container-background-color width",
    "mj-spacer": f"{_BORDER} {_PADDING} container-background-color height",
    "mj-table": (
        f"{_FONT} {_PADDING} align border cellpadding cellspacing container-background-color role "
        "table-layout vertical-align width"
    ),
    "mj-hero": (
        f"{_PADDING} background-color background-height background-position background-url "
        "background-width border-radius height inner-background-color inner-padding mode vertical-align"
    ),
    "mj-social": (
        f"{_TEXT} {_PADDING} align border border-radius container-background-color icon-height icon-padding "
        "icon-size inner-padding mode table-layout text-padding vertical-align"
    ),
    "mj-social-element": (
        f"{_LINK} {_TEXT} {_PADDING} align alt background-color border border-radius icon-height "
        "icon-padding icon-position icon-size sizes src srcset text-padding vertical-align"
    ),
    "mj-navbar": f"{_PADDING} align base-url hamburger ico-align ico-close ico-color ico-open",
    "mj-navbar-link": f"{_LINK} {_TEXT} {_PADDING}",
    "mj-accordion": f"{_PADDING} {_ICON} border container-background-color font-family",
    "mj-accordion-element": f"{_ICON} background-color border font-family",
    "mj-accordion-title": f"{_FONT} {_PADDING} background-color",
    "mj-accordion-text": f"{_FONT} {_PADDING} background-color",
    "mj-carousel": (
        f"{_PADDING} align border-radius container-background-color icon-width left-icon right-icon "
        "tb-border tb-border-radius tb-hover-border-color tb-selected-border-color tb-width thumbnails"
    ),
    "mj-carousel-image": (
        f"{_LINK} alt border-radius src tb-border tb-border-radius thumbnails-src"
    ),
    "mj-class": "",
    "mj-all": "",
}  # fmt: skip

ATTRIBUTES: dict[str, frozenset[str]] = {
    tag: frozenset(names.split()) | {"css-class", "mj-class"} for tag, names in _ATTRIBUTES.items()
}
#: Inside mj-attributes these two take any attribute any tag takes.
_ANY = frozenset().union(*ATTRIBUTES.values()) | {"name"}
ATTRIBUTES["mj-all"] = ATTRIBUTES["mj-class"] = _ANY

#: Why a tag that MJML knows is not taken here.
REFUSED = {
    "mj-include": "write {% include %} or {% extends %} instead",
    "mj-html-attributes": "the engine cannot do it: write the attribute on the HTML itself",
}

#: HTML elements without an end tag.
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr")
)
