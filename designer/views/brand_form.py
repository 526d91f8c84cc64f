"""A brand kit as a form: what its page shows, and the JSON that comes of what people send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from designer import brand
from designer.brand_limits import POSITIONS, BadBrandKit
from designer.models import Asset, BrandKit
from renderer.gather import fonts
from workspaces.whole_numbers import whole_number

SPARE = 2
"""Empty rows offered for new colours, text styles and free areas."""
STYLE_FIELDS = ("token", "label", "family", "weight", "size", "line_height", "tracking", "case")
CASES = (("none", "As written"), ("upper", "UPPERCASE"), ("lower", "lowercase"), ("title", "Title Case"))
PLACES = tuple((place, place.replace("-", " ").capitalize()) for place in POSITIONS)
LENGTHS = ("min_size", "max_size", "max_lines", "margin", "logo_clearance")


def shown(kit: brand.Kit, own: BrandKit | None, uploaded: Iterable[str] = ()) -> dict[str, Any]:
    """The context of the form. `uploaded` are the families of fonts of one's own."""
    said = own.content if own else {}
    return {
        "kit": kit,
        "rev": own.rev if own else 0,
        "mine": {row["token"] for name in ("colors", "text_styles") for row in said.get(name, [])},
        "families": sorted({family.name for family in fonts().families.values()} | set(uploaded)),
        "zones": [(zone, zone.w * 100, zone.h * 100) for zone in kit.constraints.zones],
        "places": PLACES,
        "cases": CASES,
        "spare": range(SPARE),
    }


def rev_of(post: QueryDict) -> int | None:
    """The kit that the form was made from; None when there was none."""
    return whole_number(post.get("rev", "0"), least=1)


def content_of(post: QueryDict, logos: Iterable[Asset] = ()) -> dict[str, Any]:
    """The kit's JSON. Raises BadBrandKit for what is not a number."""
    return {
        "colors": _rows(post, "color", ("token", "label", "value")),
        "text_styles": [_numbers(row, ("weight", "size", "line_height", "tracking")) for row in _styles(post)],
        "logos": [{"digest": logo.digest, "name": logo.name} for logo in logos],
        "constraints": _constraints(post),
    }


def _styles(post: QueryDict) -> list[dict[str, Any]]:
    return _rows(post, "style", STYLE_FIELDS)


def _rows(post: QueryDict, prefix: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of parallel inputs (`color-token`, `color-value`, …); a row without its first is none."""
    columns = [post.getlist(f"{prefix}-{name}") for name in names]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=False)]
    return [
        {name: value.strip() for name, value in row.items() if value.strip()} for row in rows if row[names[0]].strip()
    ]


def _numbers(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {**row, **{name: _number(row[name]) for name in names if name in row}}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as problem:
        raise BadBrandKit(f"“{text}” is not a number.") from problem


def _constraints(post: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {name: _number(str(post[name])) for name in LENGTHS if post.get(name, "").strip()}
    found["custom_colors"] = post.get("custom_colors") == "on"
    found["fonts"] = [family for family in post.getlist("fonts") if family]
    found["logo_positions"] = [place for place in post.getlist("logo_positions") if place in POSITIONS]
    found["zones"] = [_zone(row) for row in _rows(post, "zone", ("name", "place", "w", "h"))]
    return found


def _zone(row: dict[str, Any]) -> dict[str, Any]:
    """Shares are written in per cent."""
    return {**row, **{side: _number(row[side]) / 100 for side in ("w", "h") if side in row}}
