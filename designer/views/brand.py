"""The brand kit: colours, text styles, logos and constraints of a workspace, over what it inherits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer import brand
from designer.models import Asset, BrandKit
from designer.operations.brand import save_brand_kit
from designer.queries.kits import kit_of, own_kit
from designer.views.page import act, grant_of, posting
from renderer.gather import fonts
from workspaces import access
from workspaces.roles import Capability

EDIT = Capability.EDIT_BRAND
SPARE = 2
"""Empty rows offered for new colours and text styles."""
STYLE_FIELDS = ("token", "label", "family", "weight", "size", "line_height", "tracking", "case")
CASES = (("none", "As written"), ("upper", "UPPERCASE"), ("lower", "lowercase"), ("title", "Title Case"))


@require_safe
def kit(request: HttpRequest, workspace: str) -> HttpResponse:
    """The kit as a form; every value that is inherited says so."""
    grant = access.enter(request, workspace)
    own = own_kit(grant.workspace)
    said = own.content if own else {}
    mine = {row["token"] for name in ("colors", "text_styles") for row in said.get(name, [])}
    above = BrandKit.objects.filter(organization=grant.workspace.organization_id).exists()
    uploaded = Asset.objects.in_workspace(grant.workspace).filter(kind=Asset.Kind.FONT, archived_at=None)
    families = sorted({family.name for family in fonts().families.values()} | {font.family for font in uploaded})
    logos = Asset.objects.in_workspace(grant.workspace).filter(kind=Asset.Kind.LOGO, archived_at=None)
    context = {
        "kit": kit_of(grant.workspace),
        "rev": own.rev if own else 0,
        "mine": mine,
        "above": above,
        "families": families,
        "uploaded": uploaded,
        "logos": logos,
        "chosen": {logo.digest for logo in kit_of(grant.workspace).logos},
        "positions": [(place, place.replace("-", " ").capitalize()) for place in brand.POSITIONS],
        "cases": CASES,
        "spare": range(SPARE),
        "may_edit": grant.may(EDIT),
    }
    return render(request, "designer/brand.html", context)


@posting
def save(request: HttpRequest, workspace: str) -> HttpResponse:
    """Put what the form says in the kit's place."""
    grant = access.enter(request, workspace, EDIT)
    raw_rev = request.POST.get("rev", "0")
    rev = int(raw_rev) if raw_rev.isdigit() and int(raw_rev) else None

    def work() -> None:
        content = _content(request.POST, grant_of(request).workspace)
        save_brand_kit(workspace=grant.workspace, content=content, rev=rev, by=grant.actor, now=timezone.now())

    done = "Saved. Drafts follow at once; live versions keep the brand they were approved with."
    return act(request, done, reverse("designer:brand", args=[workspace]), work)


def _content(post: QueryDict, workspace: Any) -> dict[str, Any]:
    digests = post.getlist("logo")
    logos = Asset.objects.in_workspace(workspace).filter(digest__in=digests)
    return {
        "colors": _rows(post, "color", ("token", "label", "value")),
        "text_styles": [_style(row) for row in _rows(post, "style", STYLE_FIELDS)],
        "logos": [{"digest": logo.digest, "name": logo.name} for logo in logos],
        "constraints": _constraints(post),
    }


def _rows(post: QueryDict, prefix: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of parallel inputs (`color-token`, `color-value`, …); a row without a name is none."""
    columns = [post.getlist(f"{prefix}-{name}") for name in names]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=False)]
    return [
        {name: value.strip() for name, value in row.items() if value.strip()} for row in rows if row["token"].strip()
    ]


def _style(row: dict[str, Any]) -> dict[str, Any]:
    numbers: dict[str, Any] = {
        name: _number(row[name]) for name in ("weight", "size", "line_height", "tracking") if name in row
    }
    return {**row, **numbers}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as problem:
        raise brand.BadBrandKit(f"“{text}” is not a number.") from problem


def _constraints(post: QueryDict) -> dict[str, Any]:
    numbers = ("min_size", "max_size", "max_lines", "margin")
    found: dict[str, Any] = {name: _number(str(post[name])) for name in numbers if post.get(name, "").strip()}
    found["custom_colors"] = post.get("custom_colors") == "on"
    found["fonts"] = [family for family in post.getlist("fonts") if family]
    found["logo_positions"] = [place for place in post.getlist("logo_positions") if place in brand.POSITIONS]
    return found
