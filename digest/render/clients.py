"""Which mail programs lack what beyond MJML's own skeleton: data of benchmarks/render/support.py.

From caniemail (https://www.caniemail.com, MIT licence, Tilt Studios), as of 2025-09-09.
"""

from __future__ import annotations

_BY_PROGRAMS = {
    "Apple Mail, Gmail, Outlook for Windows": (":target; :visited"),
    "Apple Mail, Gmail, Outlook for Windows, other Outlooks": (":active; :focus"),
    "Apple Mail, Gmail, Outlook for Windows, other Outlooks, Yahoo": (
        "hyphenate-limit-chars; inline-size; resize"
    ),
    "Apple Mail, Gmail, other Outlooks, Yahoo": ("cursor; text-justify"),
    "Gmail": (":link"),
    "Gmail, Outlook for Windows": (
        ":checked; :first-child; :first-of-type; :last-child; :last-of-type; :only-child; "
        ":only-of-type; <marquee>; <rp>; <rt>; <ruby>; <wbr>; visibility; z-index"
    ),
    "Gmail, Outlook for Windows, Yahoo": (
        "<meter>; @media (-webkit-device-pixel-ratio); @media (any-hover); @media (hover); @media "
        "(orientation); @media (prefers-reduced-motion); [aria-describedby]; align-items; bottom; "
        "box-shadow; flex-wrap:wrap; justify-content; left; orphans; right; top; widows"
    ),
    "Gmail, Outlook for Windows, other Outlooks": (
        "::first-letter; ::first-line; ::marker; ::placeholder; :hover; @supports; position; "
        "text-shadow; transition"
    ),
    "Gmail, Outlook for Windows, other Outlooks, Yahoo": (
        "::after; ::before; :has; :not; :nth-child; :nth-last-child; :nth-last-of-type; :nth-of-type; "
        "<audio>; <bdi>; <dialog>; <object>; <picture>; <progress>; <video>; @keyframes; "
        "[aria-labelledby]; [hidden]; [loading]; [popover]; [required]; accent-color; animation; "
        "aspect-ratio; backdrop-filter; block-size; border-block; border-image; border-inline; "
        "clip-path; conic-gradient(); display:grid; filter; flex-direction:column; font-stretch; "
        "hyphenate-character; hyphens; inset; lab(); lang(); lch(); light-dark(); list-style-image; "
        "margin-block; margin-block-end; margin-block-start; margin-inline; margin-inline-end; "
        "margin-inline-start; mask-image; max-block-size; max-inline-size; min-block-size; "
        "min-inline-size; oklab(); oklch(); outline-offset; overflow-wrap; padding-block; "
        "padding-block-end; padding-block-start; padding-inline; padding-inline-end; "
        "padding-inline-start; scroll-snap; shape-margin; shape-outside; tab-size; "
        "text-decoration-skip-ink; text-decoration-thickness; text-emphasis; text-emphasis-position; "
        "text-underline-offset; text-wrap; transform; user-select; var(); white-space-collapse"
    ),
    "Gmail, other Outlooks, Yahoo": ("<link>; @font-face; @import; [target]"),
    "Outlook for Windows": (
        "background-image; background-position; background-repeat; background-size; border-radius; "
        "caption-side; clear; display:flex; float; list-style-position; min-height; min-width; "
        "system-ui; text-decoration-color; text-decoration-line; text-decoration-style; ui-monospace; "
        "ui-rounded; ui-sans-serif; ui-serif; white-space"
    ),
    "Outlook for Windows, Yahoo": (
        "<abbr>; <acronym>; <form>; <select>; background-blend-mode; background-clip; "
        "background-origin; box-sizing; column-count; column-gap; empty-cells; fit-content; "
        "font-kerning; gap; max-content; min-content; mix-blend-mode; object-fit; object-position; "
        "row-gap; text-orientation; text-overflow; writing-mode"
    ),
    "Outlook for Windows, other Outlooks": ("table-layout; word-wrap"),
    "Outlook for Windows, other Outlooks, Yahoo": (
        "<button>; <input>; <textarea>; calc(); clamp(); linear-gradient(); max(); min(); "
        "radial-gradient(); text-align-last; text-underline-position"
    ),
    "Yahoo": ("[aria-hidden]"),
    "other Outlooks, Yahoo": ("[aria-live]"),
}

LACKING = {feature: programs for programs, all_ in _BY_PROGRAMS.items() for feature in all_.split("; ")}
