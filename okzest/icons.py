"""Icons from the lucide wheel as inline SVG, drawn once per process."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.jinja import lucide

COLOR = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
SIZES = frozenset({"", "small"})


@cache
def shapes(name: str) -> str:
    """The inside of an icon's <svg>; raises lucide.IconDoesNotExist for a name the set lacks."""
    svg = ElementTree.fromstring(str(lucide(name, size=None)))  # noqa: S314 - the wheel's own file, no outside text
    return "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in svg)


@cache
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of 20 px (`small`: 16 px), hidden from screen readers unless it has a label of its own."""
    if size not in SIZES:
        raise ValueError(f"An icon is drawn plain or small, not “{size}”.")
    classes = f"icon {size}".strip()
    speech = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        classes,
        speech,
        mark_safe(shapes(name)),  # noqa: S308
    )


def swatch(color: str, name: str = "") -> SafeString:
    """A small square of a colour (#RRGGBB or #RRGGBBAA): SVG, for the policy of our pages allows no inline style."""
    if not COLOR.fullmatch(color):
        raise ValueError(f"A swatch shows #RRGGBB or #RRGGBBAA, not “{color}”.")
    square = (
        '<svg class="swatch" viewBox="0 0 14 14" role="img" aria-label="{}"><path fill="{}" d="M0 0h14v14H0z"/></svg>'
    )
    return format_html(square, name or color, color)


def sheet(names: list[str]) -> SafeString:
    """Hidden symbols `#icon-<name>` for scripts, which show them through <use>."""
    symbols = "".join(f'<symbol id="icon-{name}" viewBox="0 0 24 24">{shapes(name)}</symbol>' for name in names)
    return mark_safe(f'<svg class="icon-sheet" hidden aria-hidden="true">{symbols}</svg>')  # noqa: S308
