"""The editor's page: everything it starts with travels inside it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designer.models import Template
from designer.queries.editor import boot, first_shown
from designer.views.page import grant_of, template_of
from renderer.engine.properties import PROPERTIES
from renderer.models import RenderLink


@require_safe
def editor(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """The stage, the panels and the draft. Who may not edit looks at it read-only."""
    row = template_of(request, workspace, template)
    where = [row.workspace.key, row.key]
    start = boot(row, grant_of(request)) | {
        "early": None if request.GET else _early(row),
        "table": PROPERTIES,
        "api": reverse("designer:editor_draft", args=where).removesuffix("draft"),
        "csrf": get_token(request),
        "csrfCookie": settings.CSRF_COOKIE_NAME,
        "me": grant_of(request).actor.key,
        "approved": _approved(row),
        "live": row.live_revision.number if row.live_revision else None,
        "testing": settings.TESTING,
        "urls": {
            "back": reverse("designer:design", args=where),
            "code": _code(row),
            "qa": reverse("designer:qa", args=where),
            "gallery": reverse("designer:gallery", args=[row.workspace.key]),
            "signIn": reverse("account_login"),
        },
    }
    return render(request, "designer/editor.html", {"template": row, "boot": start})


def _early(template: Template) -> dict[str, str] | None:
    """What the page has drawn while its scripts are on their way; an address that names a record shows another."""
    if not any(layer.get("visible", True) for layer in template.draft.get("layers", [])):
        return None
    size, record = first_shown(template)
    return {"path": f"first-look?rev={template.draft_rev}", "size": size, "record": record}


def _code(template: Template) -> str:
    """Where this template's code to paste is: at its newest link, or where the first is made."""
    workspace = template.workspace
    links = RenderLink.objects.in_workspace(workspace).filter(
        template_key=template.key, status=RenderLink.Status.ACTIVE
    )
    newest = links.order_by("-pk").first()
    if newest is not None:
        return reverse("renderer:link", args=[workspace.key, newest.code])
    return f"{reverse('renderer:new_link', args=[workspace.key])}?template={template.key}"


def _approved(template: Template) -> int | None:
    """The version that may be published now, while the draft is what was approved."""
    if template.state != Template.State.APPROVED:
        return None
    newest = template.revisions.order_by("-number").first()
    return newest.number if newest else None
