"""SVG logos: parsed without DTDs, reduced to what fetches nothing, drawn to pixels. Runs in the sandbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

import resvg_py
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from designer.uploads import images
from designer.uploads.limits import LOGO_SIDE, MAX_SVG_COPIES, MAX_SVG_DEPTH, MAX_SVG_ELEMENTS
from designer.uploads.made import Made
from renderer.materials.sandbox.refusals import DAMAGED, Refusal

SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
ELEMENTS = frozenset(
    """svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc switch
    linearGradient radialGradient stop pattern clipPath mask marker image style filter feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
    feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence""".split()  # noqa: SIM905 - a list of words reads better as words
)
THINNEST = 20
"""A logo may be this many times longer than it is high."""
PX = {"px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "em": 16.0, "ex": 8.0}
_LENGTH = re.compile(r"^\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex)?\s*$", re.I)
_DATA_PICTURE = re.compile(r"^data:image/(?:png|jpe?g);base64,[A-Za-z0-9+/=\s]+$")
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.I | re.S)
_AT_RULE = re.compile(r"@[\w-]+[^;{]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\}|$)", re.S)
_TRICK = re.compile(r"[\\<]|expression\s*\(|javascript:", re.I)


def remake(data: bytes) -> Made:
    """The logo as a new PNG, its longer side LOGO_SIDE px. Raises Refusal."""
    root = _parsed(data)
    _refuse_copies(root)
    clean(root)
    width, height = _size(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    text = ElementTree.tostring(root, encoding="unicode")
    scale = LOGO_SIDE / max(width, height)
    try:
        png = bytes(resvg_py.svg_to_bytes(svg_string=text, width=max(1, round(width * scale)), dpi=96))
    except ValueError as problem:
        raise DAMAGED from problem
    _refuse_nothing(png)
    return images.remake(png)


def _parsed(data: bytes) -> ElementTree.Element:
    try:
        root: ElementTree.Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as problem:
        raise Refusal(
            "svg_with_dtd",
            "This SVG defines entities of its own (a DOCTYPE), which can be misused. Export it again as “plain SVG”.",
        ) from problem
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as problem:
        raise DAMAGED from problem
    if root.tag != f"{SVG}svg":
        raise Refusal("not_svg", "This file is XML, but not an SVG drawing. Export the logo as SVG or PNG.")
    if _depth(root) > MAX_SVG_DEPTH or sum(1 for _ in root.iter()) > MAX_SVG_ELEMENTS:
        raise Refusal("svg_too_complex", "This SVG has too many parts for a logo. Simplify it, or upload it as a PNG.")
    return root


def _depth(root: ElementTree.Element) -> int:
    depth, level = 0, [root]
    while level and depth <= MAX_SVG_DEPTH:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _refuse_copies(root: ElementTree.Element) -> None:
    """A <use> of a <use> of a … multiplies; count what would be drawn before anything is."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    counts: dict[str, int] = {}

    def drawn(element: ElementTree.Element, inside: frozenset[str]) -> int:
        total = 1 + sum(drawn(child, inside) for child in element)
        for target in _targets(element):
            if target in inside:
                raise Refusal(
                    "svg_circular", "This SVG refers to itself in a circle. Export it again, or upload a PNG."
                )
            if target in by_id:
                if target not in counts:
                    counts[target] = drawn(by_id[target], inside | {target})
                total += counts[target]
            if total > MAX_SVG_COPIES:
                raise Refusal("svg_too_complex", "This SVG repeats its parts too often for a logo. Upload it as a PNG.")
        return total

    drawn(root, frozenset())


def _targets(element: ElementTree.Element) -> Iterator[str]:
    if element.tag == f"{SVG}use":
        for name in HREFS:
            if (href := element.get(name, "")).startswith("#"):
                yield href[1:]


def clean(root: ElementTree.Element) -> None:
    """Take out, in place, everything that is not on the list and everything that points outside the file."""
    for element in list(root.iter()):
        for child in list(element):
            if not isinstance(child.tag, str) or not _allowed(child):
                element.remove(child)
        for name, value in list(element.attrib.items()):
            if not _harmless(name, value):
                del element.attrib[name]
        if element.tag == f"{SVG}style":
            element.text = _clean_css(element.text or "")


def _allowed(element: ElementTree.Element) -> bool:
    return element.tag.startswith(SVG) and element.tag.removeprefix(SVG) in ELEMENTS


def _harmless(name: str, value: str) -> bool:
    if name in HREFS:
        return value.startswith("#") or bool(_DATA_PICTURE.match(value))
    local = name.rpartition("}")[2].lower()
    if local.startswith("on") or local in ("base", "src"):
        return False
    return not _TRICK.search(value) and all(target.startswith("#") for _, target in _URL.findall(value))


def _clean_css(css: str) -> str:
    css = _AT_RULE.sub("", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    if _TRICK.search(css):
        return ""
    return _URL.sub(lambda found: found.group(0) if found.group(2).startswith("#") else "none", css)


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height in px, from the attributes or the viewBox; the shape must be one that a logo can have."""
    box = [
        float(number) for number in re.findall(r"-?[\d.]+(?:e[+-]?\d+)?", root.get("viewBox", "")) if number.strip(".-")
    ]
    width, height = _px(root.get("width")), _px(root.get("height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[2] / box[3]
        width, height = width or (height * ratio if height else box[2]), height or (width / ratio if width else box[3])
    if not width or not height:
        raise Refusal("svg_without_size", "This SVG does not say how large it is. Export it with a width and a height.")
    if not 1 / THINNEST <= width / height <= THINNEST:
        raise Refusal(
            "svg_too_thin",
            f"This SVG is {width:,.0f} × {height:,.0f} px: too narrow for a logo. Crop it and try again.",
        )
    return width, height


def _px(length: str | None) -> float:
    found = _LENGTH.match(length or "")
    try:
        return float(found.group(1)) * PX[(found.group(2) or "").lower()] if found else 0
    except ValueError:
        return 0


def _refuse_nothing(png: bytes) -> None:
    with Image.open(BytesIO(png), formats=("PNG",)) as image:
        if image.convert("RGBA").getchannel("A").getextrema()[1] == 0:
            raise Refusal(
                "svg_empty",
                "Nothing of this SVG can be seen once links to other files are taken out. Export it with all inside.",
            )
