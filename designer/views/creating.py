"""Begin a template: from the gallery, from a blank preset, or from a picture as background."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from designer.models import Template
from designer.operations.assets import upload_asset
from designer.operations.templates import create_template
from designer.received import received
from designer.views.forms import NewTemplate
from workspaces import access
from workspaces.problems import Problem
from workspaces.roles import Capability

PRESETS = (
    ("Email banner", 600, 200),
    ("Email header", 600, 300),
    ("Email square", 600, 600),
    ("Share card", 1200, 630),
    ("Social square", 1080, 1080),
    ("Social portrait", 1080, 1350),
    ("A4 at 150 dpi", 1240, 1754),
)
WIDE = 1400
EDIT = Capability.EDIT_TEMPLATES


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, workspace: str) -> HttpResponse:
    """A blank artboard of a chosen size, perhaps with a picture as its locked background."""
    grant = access.enter(request, workspace, EDIT)
    form = NewTemplate(request.POST or None, request.FILES or None, workspace=grant.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(form.cleaned_data, grant)
        except Problem as problem:
            form.add_error(None, problem.public_message)
        else:
            return redirect(first_look(made))
    return render(request, "designer/new.html", {"form": form, "presets": PRESETS})


def first_look(template: Template) -> str:
    """Where a new template opens: in the editor, with its headline chosen."""
    address = reverse("designer:editor", args=[template.workspace.key, template.key])
    texts = [layer for layer in template.draft["layers"] if layer["type"] == "text"]
    headline = max(texts, key=lambda layer: layer.get("size", 0), default=None)
    return f"{address}?layer={headline['id']}" if headline else address


def _made(chosen: dict[str, Any], grant: access.Grant) -> Template:
    now, file = timezone.now(), chosen.get("background")
    width, height = chosen["size"]
    document: dict[str, Any] = {"schema": 1, "layers": [], "fields": []}
    if file is not None:
        grant.require(Capability.EDIT_ASSETS)
        asset = upload_asset(workspace=grant.workspace, data=received(file), name=file.name, by=grant.actor, now=now)
        half = 2 if asset.width > WIDE else 1
        width, height = max(asset.width // half, 16), max(asset.height // half, 16)
        document["layers"] = [_background(asset.digest, width, height)]
    document["sizes"] = [{"id": "base", "name": f"{width} × {height}", "w": width, "h": height}]
    return create_template(
        workspace=grant.workspace,
        name=chosen["name"],
        document=document,
        by=grant.actor,
        now=now,
        folder=chosen.get("folder", ""),
    )


def _background(digest: str, width: int, height: int) -> dict[str, Any]:
    return {
        "id": "background",
        "type": "image",
        "name": "Background",
        "x": 0,
        "y": 0,
        "w": width,
        "h": height,
        "locked": True,
        "source": {"kind": "asset", "asset": digest},
    }
